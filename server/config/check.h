#pragma once

#include "server/config/variables.h"

#include <string>
#include <string_view>

namespace nimara::server::config {

// What is wrong with the value, as the end of a sentence ("must be …"); empty when nothing is.
std::string faultOf(const Variable &variable, std::string_view value);

} // namespace nimara::server::config
