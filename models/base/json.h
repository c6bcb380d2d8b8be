#pragma once

#include "models/base/json_fwd.h"
#include "models/base/result.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string_view>

namespace nimara {

// Object keys of Json are sorted, so dump() is canonical for equal values.

struct JsonLimits
{
    std::size_t bytes = 1024 * 1024;
    int depth = 32;
};

// Parses text from outside: size and depth are checked before the tree is built. Keys: "json.size", "json.depth",
// "json.number" (one that is too large for any double), "json.syntax"; its detail says at which byte.
Result<Json> parseJson(std::string_view text, JsonLimits limits = {});

} // namespace nimara
