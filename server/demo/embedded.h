#pragma once

#include <string_view>

namespace nimara::server::demo {

// A file of resources/demo, carried in the program. Empty for a name that is not among them.
std::string_view embeddedFile(std::string_view name);

} // namespace nimara::server::demo
