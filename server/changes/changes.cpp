#include "server/changes/changes.h"

#include "models/schema/registry.h"
#include "models/schema/tables/planning.h"

#include <algorithm>
#include <utility>

namespace nimara::server {

namespace {

using schema::Notifications;

constexpr std::string_view userClass = "user";

} // namespace

Refusal refusal(ErrorCode code, std::string_view key, std::string_view field)
{
    return Refusal{.error = {code, std::string(key), std::string(field)}};
}

Changes::Changes(Connection &connection, const Actor &actor, const Device &device, const Rights &rights)
    : Changes(connection, actor, device, rights, Workspace(connection, device.port))
{}

Changes::Changes(Connection &connection, const Actor &actor, const Device &device, const Rights &rights,
                 Workspace rows)
    : m_connection(connection), m_actor(actor), m_device(device), m_rights(rights), m_rows(std::move(rows))
{}

void Changes::begin(const Mutation &mutation, Instant occurredAt)
{
    m_mutation = mutation.id;
    m_group = mutation.edit.group;
    m_occurredAt = occurredAt;
    m_mark = m_rows.mark();
    m_auditMark = m_audit.size();
    m_eventMark = m_events.size();
    m_bulkMark = m_bulk;
    m_explained.clear();
}

void Changes::rollBack()
{
    m_rows.rollBack(m_mark);
    m_audit.resize(m_auditMark);
    m_events.resize(m_eventMark);
    m_bulk = m_bulkMark;
}

const Row *Changes::want(const Table &table, const Uuid &id)
{
    const RowKey key{&table, id};
    if (!m_fault && !m_rows.isLoaded(key)) {
        if (const auto loaded = m_rows.load({&key, 1}); !loaded)
            fail(loaded.error());
    }
    return m_rows.find(key);
}

bool Changes::sees(const Row &row)
{
    // Colleagues are those of the memberships; the row alone does not tell.
    if (row.table().name == "users")
        return row.id() == m_actor.userId || (!isUserRealm() && members().find(row.id()));
    return isSeen(row.table(), row, m_rights.scopes);
}

bool Changes::sees(const Row &row, const ColumnInfo &column)
{
    if (!sees(row))
        return false;
    std::vector<ScopeKey> scopes = scopesOfRow(row.table(), row);
    if (row.table().name == "users")
        scopes.push_back({m_device.port}); // as a colleague
    return std::ranges::any_of(scopes, [&](const ScopeKey &key) {
        return m_rights.holds(key) && std::ranges::count(columnsSent(row.table(), key), column.index) != 0;
    });
}

const Row *Changes::seen(const Table &table, const Uuid &id)
{
    const Row *row = want(table, id);
    return row && sees(*row) ? row : nullptr;
}

const Members &Changes::members()
{
    if (!m_members) {
        auto read = m_fault ? Result<Members>(*m_fault) : Members::read(m_connection, m_device.port);
        if (!read)
            fail(read.error());
        m_members = read ? *std::move(read) : Members();
    }
    return *m_members;
}

void Changes::audit(AuditEntry entry)
{
    entry.mutation = m_mutation;
    entry.occurredAt = m_occurredAt;
    m_audit.push_back(std::move(entry));
}

void Changes::explain(const RowKey &key, std::string_view column, Json metadata)
{
    m_explained[{key, std::string(column)}] = std::move(metadata);
}

Json Changes::explanation(const RowKey &key, std::string_view column) const
{
    const auto found = m_explained.find({key, std::string(column)});
    return found == m_explained.end() ? Json::object() : found->second;
}

void Changes::tell(std::string name, Json payload, std::vector<ScopeKey> scopes)
{
    m_events.push_back({std::move(name), std::move(payload), std::move(scopes)});
}

void Changes::tellHolders(std::string_view right, std::string name, Json payload)
{
    if (isBulk()) {
        ++m_bulk[{std::string(right), std::move(name)}];
        return;
    }
    tell(std::move(name), std::move(payload), {{m_device.port, std::string(right)}});
}

void Changes::tellUser(const Uuid &user, std::string name, Json payload)
{
    tell(std::move(name), std::move(payload), {{m_device.port, std::string(userClass), user}});
}

void Changes::notify(const Uuid &user, std::string_view type, std::string title, std::string_view entity,
                     const Uuid &id)
{
    if (isBulk())
        return;
    const std::array<Uuid, 3> parts{m_mutation, user, id};
    Row row = Row::fresh(Notifications::table);
    const Uuid notification = Uuid::derived("notification", parts, title);
    const std::string link = "nimara://" + std::string(entity) + "/" + id.toString();
    row.setValue("id", notification);
    row.setValue("port_id", m_device.port);
    row.setValue("user_id", user);
    row.setValue("notification_type", std::string(type));
    row.setValue("title", title);
    row.setValue("link", link);
    row.setValue("entity_type", std::string(entity));
    row.setValue("entity_id", id);
    m_rows.insert(std::move(row));
    tellUser(user, "notification:new",
             {{"notificationId", notification.toString()},
              {"type", type},
              {"title", title},
              {"description", nullptr},
              {"link", link}});
}

void Changes::fail(Error error)
{
    if (!m_fault)
        m_fault = std::move(error);
}

Result<> Changes::flush()
{
    if (m_fault)
        return *m_fault;
    NIMARA_TRY(m_rows.flush());
    const AuditSource source{isUserRealm() ? std::nullopt : std::optional(m_device.port),
                             m_actor.userId,
                             m_device.clientId,
                             m_actor.address,
                             {}};
    NIMARA_TRY(writeAudit(m_connection, source, m_audit));
    for (const auto &[key, count] : std::exchange(m_bulk, {}))
        tell("bulk:changed", {{"event", key.second}, {"count", count}}, {{m_device.port, key.first}});
    NIMARA_TRY(writeEvents(m_connection, m_device.port, m_events));
    m_audit.clear();
    m_events.clear();
    return Done{};
}

} // namespace nimara::server
