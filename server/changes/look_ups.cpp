#include "server/changes/changes.h"

#include "models/domain/berth_rules.h"
#include "models/schema/tables/interests.h"

#include <algorithm>

// What rules ask of rows that they do not change: read without a lock, many at once where a batch knows them before.
namespace nimara::server {

namespace {

using schema::BerthHolds;
using schema::Interests;

std::string selectSql(const Table &table, std::string_view column)
{
    return "select id, \"" + std::string(column) + "\" from public.\"" + std::string(table.name) +
           "\" where id = any($1)" + (table.is(PortScoped) ? " and port_id = $2" : "");
}

constexpr const char *onBerthsSql = R"sql(
select berth_id, id, occupies_berth from public.interests
where port_id = $1 and berth_id = any($2) and archived_at is null and outcome <> 'lost' order by id)sql";

constexpr const char *holdsOnSql =
    "select id from public.berth_holds where port_id = $1 and berth_id = any($2) and state = 'active'";

} // namespace

void Changes::prepareLookUps(const Table &table, const std::set<Uuid> &ids, std::string_view column)
{
    const ColumnInfo *info = table.find(column);
    std::vector<Uuid> unknown;
    for (const Uuid &id : ids) {
        if (m_lookedUp[{&table, id}].try_emplace(std::string(column)).second)
            unknown.push_back(id);
    }
    if (m_fault || !info || unknown.empty())
        return;
    Params params;
    params.uuids(unknown);
    if (table.is(PortScoped))
        params.uuid(m_device.port);
    const auto rows = m_connection.exec(selectSql(table, column).c_str(), params, Format::Binary);
    if (!rows)
        return fail(rows.error());
    for (int i = 0; i < rows->rows(); ++i)
        m_lookedUp[{&table, rows->uuid(i, 0)}][std::string(column)] = rows->value(i, 1, info->type);
}

Value Changes::lookUp(const Table &table, const Uuid &id, std::string_view column)
{
    if (const Row *row = m_rows.find({&table, id}))
        return row->value(column);
    prepareLookUps(table, {id}, column);
    return m_lookedUp[{&table, id}][std::string(column)];
}

void Changes::prepareActiveInterests(const std::set<Uuid> &berths)
{
    std::vector<Uuid> unknown;
    for (const Uuid &berth : berths) {
        if (m_onBerths.try_emplace(berth).second)
            unknown.push_back(berth);
    }
    if (m_fault || unknown.empty())
        return;
    const auto rows = m_connection.prepared("nimara_on_berths", onBerthsSql,
                                            Params().uuid(m_device.port).uuids(unknown), Format::Binary);
    if (!rows)
        return fail(rows.error());
    for (int i = 0; i < rows->rows(); ++i)
        m_onBerths[rows->uuid(i, 0)].push_back({rows->uuid(i, 1), rows->boolean(i, 2)});
}

std::vector<Changes::BerthInterest> Changes::activeInterestsOn(const Uuid &berth)
{
    prepareActiveInterests({berth});
    std::vector<BerthInterest> active;
    for (const BerthInterest &there : m_onBerths[berth]) {
        if (!m_rows.isLoaded({&Interests::table, there.id}))
            active.push_back(there);
    }
    for (const RowKey &key : m_rows.keysOf(Interests::table)) {
        const Row *row = m_rows.find(key);
        if (row && (*row)[Interests::berthId] == berth && isActiveInterest(*row))
            active.push_back({key.id, (*row)[Interests::occupiesBerth].value_or(false)});
    }
    return active;
}

void Changes::prepareActiveHolds(const std::set<Uuid> &berths)
{
    std::vector<Uuid> unknown;
    for (const Uuid &berth : berths) {
        if (m_holdsKnownOn.insert(berth).second)
            unknown.push_back(berth);
    }
    if (m_fault || unknown.empty())
        return;
    const auto rows = m_connection.prepared("nimara_holds_on", holdsOnSql,
                                            Params().uuid(m_device.port).uuids(unknown), Format::Binary);
    if (!rows)
        return fail(rows.error());
    std::vector<RowKey> keys;
    for (int i = 0; i < rows->rows(); ++i)
        keys.push_back({&BerthHolds::table, rows->uuid(i, 0)});
    if (const auto loaded = m_rows.load(keys); !loaded)
        fail(loaded.error());
}

std::vector<Row> Changes::activeHoldsOn(const Uuid &berth)
{
    prepareActiveHolds({berth});
    std::vector<Row> holds;
    for (const RowKey &key : m_rows.keysOf(BerthHolds::table)) {
        const Row *row = m_rows.find(key);
        if (row && (*row)[BerthHolds::berthId] == berth && (*row)[BerthHolds::state] == HoldState::Active)
            holds.push_back(*row);
    }
    return holds;
}

} // namespace nimara::server
