#pragma once

#include <nlohmann/json_fwd.hpp>

namespace nimara {

// Enough to name the type. Who makes or reads a value includes models/base/json.h: its header doubles the time that a
// file takes to compile.
using Json = nlohmann::json;

} // namespace nimara
