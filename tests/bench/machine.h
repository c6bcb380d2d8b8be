#pragma once

#include "models/base/json_fwd.h"

#include <string>

namespace nimara::bench {

// Where and with what it was measured: processor, memory, load, kernel, disk below `folder`, versions, build.
Json machineLine(const std::string &folder);

} // namespace nimara::bench
