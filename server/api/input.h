#pragma once

#include "models/base/json.h"
#include "models/base/result.h"
#include "models/base/uuid.h"
#include "server/net/http.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::server::api {

inline constexpr std::size_t longestPassword = 1024; // bytes; more is never hashed

// Reads the fields of a JSON body, each with its bound, and keeps every fault, so that a form is told of all of them
// at once.
class Input
{
public:
    explicit Input(const Json &object) : m_object(object) {}

    // Normalised (models/base/text.h). Empty when it is not there.
    std::string text(std::string_view name, std::size_t longest, bool isRequired = false);
    // As typed: a password is bytes.
    std::string secret(std::string_view name, std::size_t longest);
    std::string email(std::string_view name);
    std::optional<Uuid> uuid(std::string_view name, bool isRequired = false);
    std::optional<bool> flag(std::string_view name);
    // The object of that name; an empty one when it is not there.
    const Json &object(std::string_view name);

    bool isGood() const { return m_faults.empty(); }
    net::Response faults() const { return net::Response::invalid(m_faults); }

private:
    const Json *find(std::string_view name) const;
    void fault(std::string_view name, std::string_view key);

    const Json &m_object;
    std::vector<Error> m_faults;
};

} // namespace nimara::server::api
