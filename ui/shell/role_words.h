#pragma once

#include <QString>

#include <string_view>

namespace nimara::ui {

// "sales_agent" -> "Sales agent", in the user's language; a role that the port made itself keeps its own name.
QString roleWords(std::string_view role);

} // namespace nimara::ui
