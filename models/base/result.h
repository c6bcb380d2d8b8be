#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace nimara {

enum class ErrorCode {
    Invalid,         // what was given cannot be so; asking again does not help
    Unauthenticated, // nobody is signed in, or no longer
    Forbidden,       // somebody is, without the right
    NotFound,        // or not for these eyes
    Conflict,        // it does not fit what is there already
    TooLarge,
    UpgradeRequired, // one of the two programs is too old
    RateLimited,     // too often; later it may be done
    Offline,         // the other side was not reached, or is not whom it should be
    Unavailable,     // reached, but it cannot now; later it may
    Storage,         // this computer cannot keep or read it
    Protocol,        // the other side does not keep to the rules of the wire
    Internal         // a fault of the program itself
};

// What went wrong and where, for the caller and the log. `key` is a stable text key ("auth.locked"); the words a
// user reads come from ui/widgets/error_text.cpp. `field` names the column or option at fault; `detail` is never shown
// to another user and holds no personal data.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string key;
    std::string field = {};
    std::string detail = {};

    bool operator==(const Error &) const = default;
};

struct Done
{
    bool operator==(const Done &) const = default;
};

// A value or an Error. Reading the value of a failed result is a programming error.
template <typename T = Done>
class [[nodiscard]] Result
{
    static_assert(!std::is_same_v<T, bool>, "Result<bool> reads as its own success flag; return an enum");

public:
    using Value = T;

    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return m_state.index() == 0; }
    const T &operator*() const & { return std::get<0>(m_state); }
    T &operator*() & { return std::get<0>(m_state); }
    T &&operator*() && { return std::get<0>(std::move(m_state)); }
    const T *operator->() const { return &std::get<0>(m_state); }
    T *operator->() { return &std::get<0>(m_state); }
    const Error &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

// Returns the error of a failed Result from the calling function.
#define NIMARA_TRY(expression)                                                                               \
    do {                                                                                                     \
        if (auto nimaraTry_ = (expression); !nimaraTry_)                                                     \
            return nimaraTry_.error();                                                                       \
    } while (false)

} // namespace nimara
