#include "models/domain/permissions.h"

#include "models/base/json.h"

#include <array>

namespace nimara {

namespace {

// Every permission, with the seeded roles: super_admin, director, sales_manager, sales_agent, viewer.
// clang-format off
constexpr std::array<Permission, 65> allPermissions{{
    {"clients.view", "clients", "view", "11111"},
    {"clients.create", "clients", "create", "11110"},
    {"clients.edit", "clients", "edit", "11110"},
    {"clients.delete", "clients", "delete", "11100"},
    {"clients.merge", "clients", "merge", "11100"},
    {"clients.export", "clients", "export", "11100"},
    {"interests.view", "interests", "view", "11111"},
    {"interests.create", "interests", "create", "11110"},
    {"interests.edit", "interests", "edit", "11110"},
    {"interests.delete", "interests", "delete", "11100"},
    {"interests.change_stage", "interests", "change_stage", "11110"},
    {"interests.generate_eoi", "interests", "generate_eoi", "11110"},
    {"interests.export", "interests", "export", "11100"},
    {"berths.view", "berths", "view", "11111"},
    {"berths.edit", "berths", "edit", "11100"},
    {"berths.import", "berths", "import", "11100"},
    {"berths.manage_waiting_list", "berths", "manage_waiting_list", "11100"},
    {"documents.view", "documents", "view", "11111"},
    {"documents.create", "documents", "create", "11110"},
    {"documents.send_for_signing", "documents", "send_for_signing", "11110"},
    {"documents.upload_signed", "documents", "upload_signed", "11110"},
    {"documents.delete", "documents", "delete", "11100"},
    {"expenses.view", "expenses", "view", "11111"},
    {"expenses.create", "expenses", "create", "11110"},
    {"expenses.edit", "expenses", "edit", "11110"},
    {"expenses.delete", "expenses", "delete", "11100"},
    {"expenses.export", "expenses", "export", "11100"},
    {"expenses.scan_receipt", "expenses", "scan_receipt", "11110"},
    {"invoices.view", "invoices", "view", "11111"},
    {"invoices.create", "invoices", "create", "11100"},
    {"invoices.edit", "invoices", "edit", "11100"},
    {"invoices.delete", "invoices", "delete", "11100"},
    {"invoices.send", "invoices", "send", "11100"},
    {"invoices.record_payment", "invoices", "record_payment", "11100"},
    {"invoices.export", "invoices", "export", "11100"},
    {"files.view", "files", "view", "11111"},
    {"files.upload", "files", "upload", "11110"},
    {"files.delete", "files", "delete", "11100"},
    {"files.manage_folders", "files", "manage_folders", "11100"},
    {"email.view", "email", "view", "11111"},
    {"email.send", "email", "send", "11110"},
    {"email.configure_account", "email", "configure_account", "11110"},
    {"reminders.view_own", "reminders", "view_own", "11111"},
    {"reminders.view_all", "reminders", "view_all", "11100"},
    {"reminders.create", "reminders", "create", "11110"},
    {"reminders.edit_own", "reminders", "edit_own", "11110"},
    {"reminders.edit_all", "reminders", "edit_all", "11100"},
    {"reminders.assign_others", "reminders", "assign_others", "11100"},
    {"calendar.connect", "calendar", "connect", "11110"},
    {"calendar.view_events", "calendar", "view_events", "11111"},
    {"reports.view_dashboard", "reports", "view_dashboard", "11111"},
    {"reports.view_analytics", "reports", "view_analytics", "11101"},
    {"reports.export", "reports", "export", "11100"},
    {"document_templates.view", "document_templates", "view", "11111"},
    {"document_templates.generate", "document_templates", "generate", "11110"},
    {"document_templates.manage", "document_templates", "manage", "11100"},
    {"admin.manage_users", "admin", "manage_users", "11000"},
    {"admin.view_audit_log", "admin", "view_audit_log", "11000"},
    {"admin.manage_settings", "admin", "manage_settings", "10000"},
    {"admin.manage_webhooks", "admin", "manage_webhooks", "10000"},
    {"admin.manage_reports", "admin", "manage_reports", "10000"},
    {"admin.manage_custom_fields", "admin", "manage_custom_fields", "10000"},
    {"admin.manage_forms", "admin", "manage_forms", "10000"},
    {"admin.manage_tags", "admin", "manage_tags", "10000"},
    {"admin.system_backup", "admin", "system_backup", "10000"},
}};
// clang-format on

constexpr std::array<std::string_view, systemRoleCount> roleNames{"super_admin", "director", "sales_manager",
                                                                  "sales_agent", "viewer"};

std::optional<std::size_t> indexOf(std::string_view key)
{
    for (std::size_t i = 0; i < allPermissions.size(); ++i) {
        if (allPermissions[i].key == key)
            return i;
    }
    return std::nullopt;
}

// The granted value of one action in a map, if the map speaks of it.
std::optional<bool> granted(const Json &map, const Permission &permission)
{
    if (!map.is_object())
        return std::nullopt;
    const auto resource = map.find(permission.resource);
    if (resource == map.end() || !resource->is_object())
        return std::nullopt;
    const auto action = resource->find(permission.action);
    if (action == resource->end() || !action->is_boolean())
        return std::nullopt;
    return action->get<bool>();
}

} // namespace

std::string_view systemRoleName(SystemRole role)
{
    return roleNames[static_cast<std::size_t>(role)];
}

std::span<const Permission> permissions()
{
    return allPermissions;
}

PermissionSet PermissionSet::all()
{
    PermissionSet set;
    for (std::size_t i = 0; i < allPermissions.size(); ++i)
        set.m_bits.set(i);
    return set;
}

PermissionSet PermissionSet::seeded(SystemRole role)
{
    PermissionSet set;
    for (std::size_t i = 0; i < allPermissions.size(); ++i)
        set.m_bits.set(i, allPermissions[i].roles[static_cast<std::size_t>(role)] == '1');
    return set;
}

PermissionSet PermissionSet::fromJson(const Json &map)
{
    return effective(map, nullptr);
}

PermissionSet PermissionSet::effective(const Json &roleMap, const Json *portOverride)
{
    PermissionSet set;
    for (std::size_t i = 0; i < allPermissions.size(); ++i) {
        bool value = granted(roleMap, allPermissions[i]).value_or(false);
        if (portOverride)
            value = granted(*portOverride, allPermissions[i]).value_or(value);
        set.m_bits.set(i, value);
    }
    return set;
}

bool PermissionSet::has(std::string_view key) const
{
    const auto index = indexOf(key);
    return index && m_bits.test(*index);
}

void PermissionSet::set(std::string_view key, bool granted)
{
    if (const auto index = indexOf(key))
        m_bits.set(*index, granted);
}

Json PermissionSet::toJson() const
{
    Json map = Json::object();
    for (std::size_t i = 0; i < allPermissions.size(); ++i)
        map[std::string(allPermissions[i].resource)][std::string(allPermissions[i].action)] = m_bits.test(i);
    return map;
}

std::string PermissionSet::canonical() const
{
    std::string text;
    for (std::size_t i = 0; i < allPermissions.size(); ++i) {
        if (m_bits.test(i)) {
            text += allPermissions[i].key;
            text += '\n';
        }
    }
    return text;
}

} // namespace nimara
