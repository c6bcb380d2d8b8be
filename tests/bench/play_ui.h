#pragma once

#include <span>
#include <string>

namespace nimara::bench {

// The app's real window over a profile full of clients; and an empty window, for comparison.
int playApp(std::span<const std::string> arguments);
int playBare(std::span<const std::string> arguments);

} // namespace nimara::bench
