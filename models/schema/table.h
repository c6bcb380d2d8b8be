#pragma once

#include "models/schema/column.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace nimara {

enum TableFlag : unsigned {
    PortScoped = 1u << 0u,   // "P": port_id not null, primary key (port_id, id)
    PortOptional = 1u << 1u, // "P?": port_id may be null (a row of the whole system)
    Archivable = 1u << 2u,   // "A": a user's delete sets archived_at
    OnlineOnly = 1u << 3u,   // never replicated
    AppendOnly = 1u << 4u,   // no update, no delete
    DerivedId = 1u << 5u     // id is derived from its pair (Uuid::derived), see UniqueRule `pair`
};

// Which replica file a table lives in: each port's own, or the user's.
enum class Realm : std::uint8_t { Port, User };

enum class Audience : std::uint8_t {
    All,       // every user of the system
    Port,      // every user of the port
    PortClass, // users of the port who hold `permission`
    PortUser,  // (port, user): the user named in `ownerColumn`
    User       // (user): the same, whatever the port
};

// One way in which a row reaches people. A row may match several rules and stands then in several scopes.
// The rule looks at the row alone, so that trigger, bootstrap query and replica decide alike.
struct ScopeRule
{
    Audience audience = Audience::PortClass;
    std::string_view permission = {};  // PortClass: "clients.view"
    std::string_view ownerColumn = {}; // PortUser, User
    // PortClass: the row's entity (a column holding a table name such as "clients") asks for that entity's view
    // right too; "general" asks for nothing more.
    std::string_view entityColumn = {};
    // The rule holds only where this column has this value: "true", "null", "!null" or a text.
    std::string_view whenColumn = {};
    std::string_view whenValue = {};
    // The columns that are sent; empty: all but ServerOnly ones. id is always sent.
    std::span<const std::string_view> projection = {};
};

// Rights to write through sync. Each is a permission key, "*" (any user the row's scope reaches), "@entity" (the
// edit right of the row's entity_type) or "" (nobody: server commands only).
struct TableRights
{
    std::string_view create = {};
    std::string_view edit = {};
    std::string_view remove = {};
    // A user named in one of these columns needs only `own` instead of edit and remove.
    std::span<const std::string_view> ownerColumns = {};
    std::string_view own = {};
    bool ownRemoves = true; // false: `own` covers editing alone
};

struct UniqueRule
{
    std::string_view name;                     // of the index on both sides
    std::span<const std::string_view> columns; // port_id is added for tables of a port
    bool amongActive = false;                  // only rows with archived_at null
    bool pair = false;                         // the id is Uuid::derived(table name, these uuid columns)
    // Only rows where this column has this value ("true" or a text).
    std::string_view whereColumn = {};
    std::string_view whereValue = {};
};

// Everything that is said once about a table. Wire numbers are never used again.
struct Table
{
    std::string_view name;
    std::uint16_t number = 0;
    std::string_view label = {};  // "Client"
    std::string_view plural = {}; // "Clients"
    unsigned flags = 0;
    Realm realm = Realm::Port;
    int stage = 2; // of the first load: 1 is needed before the app is usable
    std::span<const ScopeRule> scopes = {};
    TableRights rights = {};
    std::span<const ColumnInfo> columns = {};
    std::span<const UniqueRule> uniques = {};
    std::string_view titleColumn = {}; // names a row in lists, search, history
    std::string_view titleColumn2 = {};
    bool titleNeedsBoth = false;        // one alone does not tell two rows apart: each pier has its berth 12
    std::string_view parentColumn = {}; // the foreign key to the record this row is shown under

    constexpr bool is(unsigned flag) const { return (flags & flag) != 0; }
    constexpr const ColumnInfo *find(std::string_view column) const
    {
        for (const ColumnInfo &info : columns) {
            if (info.spec.name == column)
                return &info;
        }
        return nullptr;
    }
    // Stands in several scopes at once, so the replica keeps the scopes of each row.
    constexpr bool multiScope() const { return scopes.size() > 1; }
    constexpr bool replicated() const { return !is(OnlineOnly); }
    // Which files hold the table: rows for (user) go to the user's own, all others to the port's. `users` is in both:
    // colleagues there, the user's own whole row here.
    constexpr bool livesIn(Realm file) const
    {
        for (const ScopeRule &rule : scopes) {
            if ((rule.audience == Audience::User) == (file == Realm::User))
                return replicated();
        }
        return false;
    }
};

} // namespace nimara
