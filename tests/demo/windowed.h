#pragma once

#include <filesystem>

namespace nimara::demo {

// The server with the demo's data, and the app signed in on this display until its window is closed. The exit code.
int showOnDisplay(const std::filesystem::path &folder, const std::filesystem::path &binaries);

} // namespace nimara::demo
