#include "server/api/input.h"

#include "models/base/text.h"

namespace nimara::server::api {
namespace {
constexpr std::size_t longestEmail = 254;

bool looksLikeEmail(std::string_view text)
{
    const std::size_t at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos &&
           text.find_first_of(" \t\r\n<>\",;") == std::string_view::npos;
}
} // namespace

const Json *Input::find(std::string_view name) const
{
    const auto found = m_object.find(std::string(name));
    return found == m_object.end() || found->is_null() ? nullptr : &*found;
}

void Input::fault(std::string_view name, std::string_view key)
{
    m_faults.push_back({.code = ErrorCode::Invalid, .key = std::string(key), .field = std::string(name)});
}

std::string Input::text(std::string_view name, std::size_t longest, bool isRequired)
{
    const Json *value = find(name);
    std::string result;
    if (value != nullptr && !value->is_string()) {
        fault(name, "value.form");
        return {};
    }
    if (value != nullptr) {
        const auto &typed = value->get_ref<const std::string &>();
        // Normalising may make a text shorter, never four times as short.
        auto normal = typed.size() > longest * 4
                          ? Result<std::string>(Error{.code = ErrorCode::Invalid, .key = {}})
                          : normalizedText(typed);
        if (!normal || normal->size() > longest) {
            fault(name, typed.size() > longest ? "value.length" : "value.form");
            return {};
        }
        result = *std::move(normal);
    }
    if (result.empty() && isRequired)
        fault(name, "value.missing");
    return result;
}

std::string Input::secret(std::string_view name, std::size_t longest)
{
    const Json *value = find(name);
    if (value == nullptr || !value->is_string() || value->get_ref<const std::string &>().empty()) {
        fault(name, "value.missing");
        return {};
    }
    if (value->get_ref<const std::string &>().size() > longest) {
        fault(name, "value.length");
        return {};
    }
    return value->get<std::string>();
}

std::string Input::email(std::string_view name)
{
    std::string address = text(name, longestEmail, true);
    if (!address.empty() && !looksLikeEmail(address)) {
        fault(name, "value.form");
        return {};
    }
    return address;
}

std::optional<Uuid> Input::uuid(std::string_view name, bool isRequired)
{
    const Json *value = find(name);
    if (value == nullptr) {
        if (isRequired)
            fault(name, "value.missing");
        return std::nullopt;
    }
    const auto id = value->is_string() ? Uuid::parse(value->get_ref<const std::string &>()) : std::nullopt;
    if (!id)
        fault(name, "value.form");
    return id;
}

std::optional<bool> Input::flag(std::string_view name)
{
    const Json *value = find(name);
    if (value == nullptr)
        return std::nullopt;
    if (!value->is_boolean()) {
        fault(name, "value.form");
        return std::nullopt;
    }
    return value->get<bool>();
}

const Json &Input::object(std::string_view name)
{
    static const Json none = Json::object();
    const Json *value = find(name);
    if (value == nullptr)
        return none;
    if (!value->is_object()) {
        fault(name, "value.form");
        return none;
    }
    return *value;
}

} // namespace nimara::server::api
