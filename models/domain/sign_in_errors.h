#pragma once

#include "models/base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace nimara {

// Text keys of everything that can go wrong between this computer and the server before data flows. The
// service makes them, ui/error_text turns them into sentences, the CLI prints them.
namespace signin {
inline constexpr std::string_view wrongPassword =
    "auth.wrong_password";                                      // or no such account: one answer for both
inline constexpr std::string_view locked = "auth.locked";       // detail: seconds to wait
inline constexpr std::string_view inactive = "auth.inactive";   // the account was switched off
inline constexpr std::string_view revoked = "auth.revoked";     // the session was ended from elsewhere
inline constexpr std::string_view ended = "auth.session_ended"; // it ran out while offline
inline constexpr std::string_view otherUser =
    "auth.other_user"; // this profile holds unsent edits of someone else
inline constexpr std::string_view leaseEnded =
    "auth.lease_ended"; // too long without the server; data is locked
inline constexpr std::string_view rateLimited = "auth.rate_limited"; // detail: seconds to wait
inline constexpr std::string_view tooManyDevices = "sync.devices";   // of this account, each with a copy
inline constexpr std::string_view tooManySockets = "auth.sockets";   // of this account at once
inline constexpr std::string_view upgrade = "http.upgrade"; // a plain request where a socket is served
inline constexpr std::string_view unreachable = "net.unreachable";
inline constexpr std::string_view timeout = "net.timeout";
inline constexpr std::string_view unknownHost = "net.unknown_host";
inline constexpr std::string_view notNimara = "net.not_nimara";     // something else answers there
inline constexpr std::string_view serverDown = "net.server_down";   // it answers, but has no database
inline constexpr std::string_view keyMismatch = "tls.key_mismatch"; // detail: "expected actual", hex
inline constexpr std::string_view untrusted = "tls.untrusted"; // unknown authority; detail: actual key, hex
inline constexpr std::string_view certificate = "tls.certificate"; // expired, wrong name: detail says which
inline constexpr std::string_view serverTooOld = "version.server_too_old";    // detail: its version
inline constexpr std::string_view clientTooOld = "version.client_too_old";    // detail: the version wanted
inline constexpr std::string_view wrongPassphrase = "vault.wrong_passphrase"; // not-a-secret
inline constexpr std::string_view keychainLocked = "vault.keychain_locked";
inline constexpr std::string_view profileInUse = "profile.in_use"; // another instance runs on this profile
inline constexpr std::string_view diskFull = "storage.full";
inline constexpr std::string_view damaged =
    "storage.damaged"; // the replica is being rebuilt, the outbox was kept
} // namespace signin

// The header that tells how many seconds remain until a limit has room again: a span, so that no clock has to agree with
// another.
inline constexpr std::string_view rateLimitResetHeader = "X-RateLimit-Reset";

Error lockedError(int seconds);
Error rateLimitedError(int seconds);
// Empty for an error of another kind, or without a time.
std::optional<int> retryAfterSeconds(const Error &error);

struct KeyMismatch
{
    std::string expected; // SHA-256 of the pinned public key, hex
    std::string actual;   // what the server showed
};
Error keyMismatchError(const KeyMismatch &mismatch);
std::optional<KeyMismatch> keyMismatchOf(const Error &error);

} // namespace nimara
