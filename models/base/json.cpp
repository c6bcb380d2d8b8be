#include "models/base/json.h"

#include <algorithm>
#include <string>

namespace nimara {

namespace {

// The deepest nesting of brackets outside strings; cheap, and done before anything is allocated.
int nestingDepth(std::string_view text)
{
    int depth = 0;
    int deepest = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return deepest;
}

} // namespace

Result<Json> parseJson(std::string_view text, JsonLimits limits)
{
    if (text.size() > limits.bytes)
        return Error{ErrorCode::TooLarge, "json.size"};
    if (nestingDepth(text) > limits.depth)
        return Error{ErrorCode::Invalid, "json.depth"};
    try {
        return Json::parse(text.begin(), text.end());
    } catch (const Json::parse_error &fault) {
        return Error{ErrorCode::Invalid, "json.syntax", {}, "byte " + std::to_string(fault.byte)};
    } catch (const Json::out_of_range &) {
        return Error{ErrorCode::Invalid, "json.number"};
    }
}

} // namespace nimara
