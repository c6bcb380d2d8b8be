#pragma once

#include "models/base/json_fwd.h"
#include "models/base/result.h"

#include <bitset>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nimara {

// The five system roles, in the order of the seeded rights.
enum class SystemRole { SuperAdmin, Director, SalesManager, SalesAgent, Viewer };
inline constexpr std::size_t systemRoleCount = 5;
std::string_view systemRoleName(SystemRole role); // "sales_agent"

// One action on one resource. Declared once, in permissions.cpp, together with the seeded roles.
struct Permission
{
    std::string_view key;      // "clients.view"
    std::string_view resource; // "clients"
    std::string_view action;   // "view"
    std::string_view roles;    // a '1' or '0' per system role
};

std::span<const Permission> permissions();

// What a user may do in one port.
class PermissionSet
{
public:
    static PermissionSet all();
    static PermissionSet seeded(SystemRole role);
    // From a role's map {"clients": {"view": true, ...}, ...}; unknown names are left aside.
    static PermissionSet fromJson(const Json &map);
    // The role's map with the port's override merged over it, action by action.
    static PermissionSet effective(const Json &roleMap, const Json *portOverride);

    // False for a key that does not exist, and for "".
    bool has(std::string_view key) const;
    void set(std::string_view key, bool granted);

    Json toJson() const;
    // The granted keys, one a line, in declared order: what acl hashes are made of.
    std::string canonical() const;

    bool operator==(const PermissionSet &) const = default;

private:
    std::bitset<128> m_bits;
};

} // namespace nimara
