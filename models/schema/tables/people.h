#pragma once

#include "models/schema/table.h"
#include "models/schema/tables/enums.h"

// Ports, their people and who may do what.
namespace nimara::schema {

// clang-format off

struct Ports
{
    static constexpr Column<Uuid>        id              {0, spec::id};
    static constexpr Column<Instant>     createdAt       {1, spec::createdAt};
    static constexpr Column<Instant>     updatedAt       {2, spec::updatedAt};
    static constexpr Column<std::string> name            {3, {.name = "name", .label = NIMARA_TR("Name"), .flags = Required | Searchable, .maxLength = 200}};
    static constexpr Column<std::string> slug            {4, {.name = "slug", .label = NIMARA_TR("Short name"), .flags = Required | Immutable | ServerSet, .maxLength = 63}};
    static constexpr Column<std::string> defaultCurrency {5, {.name = "default_currency", .label = NIMARA_TR("Currency"), .flags = Required, .initial = "USD", .maxLength = 3}};
    static constexpr Column<std::string> timezone        {6, {.name = "timezone", .label = NIMARA_TR("Time zone"), .flags = Required, .initial = "UTC", .maxLength = 64}};
    static constexpr Column<Json>        settings        {7, {.name = "settings", .label = NIMARA_TR("Settings"), .flags = Required, .policy = Policy::Merge, .initial = "{}"}};
    static constexpr Column<Json>        branding        {8, {.name = "branding", .label = NIMARA_TR("Branding"), .flags = Required, .policy = Policy::Merge, .initial = "{}"}};
    static constexpr Column<bool>        isActive        {9, {.name = "is_active", .label = NIMARA_TR("Active"), .flags = Required | ServerSet, .initial = "true"}};

    static constexpr auto columns = columnsOf(id, createdAt, updatedAt, name, slug, defaultCurrency,
                                              timezone, settings, branding, isActive);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::Port},
    }};
    static constexpr std::array<std::string_view, 1> slugKey{"slug"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "ports_slug", .columns = slugKey},
    }};

    static constexpr Table table{
        .name = "ports", .number = 1, .label = NIMARA_TR("Port"), .plural = NIMARA_TR("Ports"),
        .stage = 1, .scopes = scopes,
        .rights = {.edit = "admin.manage_settings"},
        .columns = columns, .uniques = uniques, .titleColumn = "name"};
};

// A member of a port is seen by his colleagues as the projection; whose colleague he is stands in user_port_roles, so
// that this one scope rule cannot be decided from the row alone (models/domain/scopes.h). Accounts are made, renamed in
// e-mail, switched off and raised by server commands; by sync each edits his own row only.
struct Users
{
    static constexpr Column<Uuid>        id            {0, spec::id};
    static constexpr Column<Instant>     createdAt     {1, spec::createdAt};
    static constexpr Column<Instant>     updatedAt     {2, spec::updatedAt};
    static constexpr Column<std::string> email         {3, {.name = "email", .label = NIMARA_TR("E-mail"), .flags = Required | CaseInsensitive | ServerSet | Sensitive, .maxLength = 254}};
    static constexpr Column<std::string> name          {4, {.name = "name", .label = NIMARA_TR("Name"), .flags = Required | Searchable, .maxLength = 200}};
    static constexpr Column<bool>        emailVerified {5, {.name = "email_verified", .label = NIMARA_TR("E-mail verified"), .flags = Required | ServerSet, .initial = "false"}};
    static constexpr Column<std::string> image         {6, {.name = "image", .label = NIMARA_TR("Picture"), .maxLength = 1000}};
    static constexpr Column<bool>        isSuperAdmin  {7, {.name = "is_super_admin", .label = NIMARA_TR("Super admin"), .flags = Required | ServerSet, .initial = "false"}};
    static constexpr Column<bool>        isActive      {8, {.name = "is_active", .label = NIMARA_TR("Active"), .flags = Required | ServerSet, .initial = "true"}};
    static constexpr Column<std::string> timezone      {9, {.name = "timezone", .label = NIMARA_TR("Time zone"), .maxLength = 64}};
    static constexpr Column<Json>        preferences   {10, {.name = "preferences", .label = NIMARA_TR("Preferences"), .flags = Required, .policy = Policy::Merge, .initial = "{}"}};
    static constexpr Column<Instant>     lastLoginAt   {11, {.name = "last_login_at", .label = NIMARA_TR("Last signed in"), .flags = ServerSet}};

    static constexpr auto columns = columnsOf(id, createdAt, updatedAt, email, name, emailVerified, image,
                                              isSuperAdmin, isActive, timezone, preferences, lastLoginAt);
    static constexpr std::array<std::string_view, 4> projection{"id", "name", "image", "is_active"};
    static constexpr std::array<ScopeRule, 2> scopes{{
        {.audience = Audience::Port, .projection = projection},
        {.audience = Audience::User, .ownerColumn = "id"},
    }};
    static constexpr std::array<std::string_view, 1> owners{"id"};
    static constexpr std::array<std::string_view, 1> emailKey{"email"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "users_email", .columns = emailKey},
    }};

    static constexpr Table table{
        .name = "users", .number = 2, .label = NIMARA_TR("User"), .plural = NIMARA_TR("Users"),
        .realm = Realm::User, .stage = 1, .scopes = scopes,
        .rights = {.ownerColumns = owners, .own = "*", .ownRemoves = false},
        .columns = columns, .uniques = uniques, .titleColumn = "name"};
};

struct Roles
{
    static constexpr Column<Uuid>        id          {0, spec::id};
    static constexpr Column<Uuid>        portId      {1, spec::portIdOrNull};
    static constexpr Column<Instant>     createdAt   {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt   {3, spec::updatedAt};
    static constexpr Column<std::string> name        {4, {.name = "name", .label = NIMARA_TR("Name"), .flags = Required, .maxLength = 100}};
    static constexpr Column<std::string> description {5, {.name = "description", .label = NIMARA_TR("Description"), .flags = Multiline, .maxLength = 2000}};
    static constexpr Column<Json>        permissions {6, {.name = "permissions", .label = NIMARA_TR("Permissions"), .flags = Required, .policy = Policy::Merge, .initial = "{}"}};
    static constexpr Column<bool>        isSystem    {7, {.name = "is_system", .label = NIMARA_TR("System role"), .flags = Required | ServerSet, .initial = "false"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, name, description,
                                              permissions, isSystem);
    static constexpr std::array<ScopeRule, 2> scopes{{
        {.audience = Audience::All, .whenColumn = "port_id", .whenValue = "null"},
        {.audience = Audience::Port, .whenColumn = "port_id", .whenValue = "!null"},
    }};
    static constexpr std::array<std::string_view, 1> nameKey{"name"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "roles_name", .columns = nameKey},
    }};

    static constexpr Table table{
        .name = "roles", .number = 3, .label = NIMARA_TR("Role"), .plural = NIMARA_TR("Roles"),
        .flags = PortOptional, .stage = 1, .scopes = scopes,
        .rights = {.create = "admin.manage_users", .edit = "admin.manage_users", .remove = "admin.manage_users"},
        .columns = columns, .uniques = uniques, .titleColumn = "name"};
};

struct UserPortRoles
{
    static constexpr Column<Uuid>    id        {0, spec::id};
    static constexpr Column<Uuid>    portId    {1, spec::portId};
    static constexpr Column<Instant> createdAt {2, spec::createdAt};
    static constexpr Column<Instant> updatedAt {3, spec::updatedAt};
    static constexpr Column<Uuid>    userId    {4, {.name = "user_id", .label = NIMARA_TR("User"), .flags = Required | Immutable, .references = "users"}};
    static constexpr Column<Uuid>    roleId    {5, {.name = "role_id", .label = NIMARA_TR("Role"), .flags = Required, .references = "roles"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, userId, roleId);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::Port},
    }};
    static constexpr std::array<std::string_view, 1> userKey{"user_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "user_port_roles_user", .columns = userKey},
    }};

    static constexpr Table table{
        .name = "user_port_roles", .number = 4, .label = NIMARA_TR("Membership"), .plural = NIMARA_TR("Memberships"),
        .flags = PortScoped, .stage = 1, .scopes = scopes,
        .rights = {.create = "admin.manage_users", .edit = "admin.manage_users", .remove = "admin.manage_users"},
        .columns = columns, .uniques = uniques, .titleColumn = "user_id", .titleColumn2 = "role_id", .parentColumn = "user_id"};
};

struct PortRoleOverrides
{
    static constexpr Column<Uuid>    id                  {0, spec::id};
    static constexpr Column<Uuid>    portId              {1, spec::portId};
    static constexpr Column<Instant> createdAt           {2, spec::createdAt};
    static constexpr Column<Instant> updatedAt           {3, spec::updatedAt};
    static constexpr Column<Uuid>    roleId              {4, {.name = "role_id", .label = NIMARA_TR("Role"), .flags = Required | Immutable, .references = "roles"}};
    static constexpr Column<Json>    permissionOverrides {5, {.name = "permission_overrides", .label = NIMARA_TR("Changed permissions"), .flags = Required, .policy = Policy::Merge, .initial = "{}"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, roleId, permissionOverrides);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::Port},
    }};
    static constexpr std::array<std::string_view, 1> roleKey{"role_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "port_role_overrides_role", .columns = roleKey},
    }};

    static constexpr Table table{
        .name = "port_role_overrides", .number = 5, .label = NIMARA_TR("Role override"), .plural = NIMARA_TR("Role overrides"),
        .flags = PortScoped, .stage = 1, .scopes = scopes,
        .rights = {.create = "admin.manage_users", .edit = "admin.manage_users", .remove = "admin.manage_users"},
        .columns = columns, .uniques = uniques, .titleColumn = "role_id", .parentColumn = "role_id"};
};

struct Tags
{
    static constexpr Column<Uuid>        id        {0, spec::id};
    static constexpr Column<Uuid>        portId    {1, spec::portId};
    static constexpr Column<Instant>     createdAt {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt {3, spec::updatedAt};
    static constexpr Column<std::string> name      {4, {.name = "name", .label = NIMARA_TR("Name"), .flags = Required | Searchable, .maxLength = 60}};
    static constexpr Column<std::string> color     {5, {.name = "color", .label = NIMARA_TR("Colour"), .flags = Required, .initial = "#6b7a99", .maxLength = 20}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, name, color);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::Port},
    }};
    static constexpr std::array<std::string_view, 1> nameKey{"name"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "tags_name", .columns = nameKey},
    }};

    static constexpr Table table{
        .name = "tags", .number = 6, .label = NIMARA_TR("Tag"), .plural = NIMARA_TR("Tags"),
        .flags = PortScoped, .stage = 1, .scopes = scopes,
        .rights = {.create = "admin.manage_tags", .edit = "admin.manage_tags", .remove = "admin.manage_tags"},
        .columns = columns, .uniques = uniques, .titleColumn = "name"};
};

// clang-format on

} // namespace nimara::schema
