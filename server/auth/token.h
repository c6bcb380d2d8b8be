#pragma once

#include <string>
#include <string_view>

namespace nimara::server::auth {

// 256 random bits as text, behind a prefix by which logs and secret scanners know it: "nms_…" for sessions,
// "nmo_…" for links that work once.
std::string newSessionToken();
std::string newOneTimeToken();

// What is kept of it. A token has enough bits of its own to need no salt.
std::string tokenHash(std::string_view token);

// The same text under one secret: for what has few bits, such as an e-mail address.
std::string keyedHash(std::string_view secret, std::string_view text);

} // namespace nimara::server::auth
