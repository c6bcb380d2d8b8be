#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace nimara::server::api {

// Whether somebody listens there: a TCP connection within the time, and closed again.
bool isReachable(const std::string &host, std::uint16_t port, std::chrono::milliseconds patience);

} // namespace nimara::server::api
