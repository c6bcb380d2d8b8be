#include "tests/simulation/model_door.h"

#include "models/schema/registry.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"

#include <algorithm>

namespace nimara::sim {

namespace {

const Table &tableOf(std::uint16_t number)
{
    return *schema::findTable(number);
}

Error forbidden()
{
    return {ErrorCode::Forbidden, "sync.port"};
}

} // namespace

void ModelDoor::addUser(const Uuid &user)
{
    m_users[user];
}

void ModelDoor::setRights(const Uuid &user, const Uuid &port, const PermissionSet &rights)
{
    m_users[user][port] = rights;
}

void ModelDoor::takeRights(const Uuid &user, const Uuid &port)
{
    m_users[user].erase(port);
}

void ModelDoor::restore(bool goesBack)
{
    ++m_restores;
    if (goesBack && m_backup)
        m_data = *m_backup;
}

std::string ModelDoor::epoch() const
{
    return "model/" + std::to_string(m_restores);
}

std::string ModelDoor::cursor() const
{
    return epoch() + ":" + std::to_string(m_data.commits);
}

std::optional<std::uint64_t> ModelDoor::commitOf(const sync::Cursor &cursor) const
{
    const std::string prefix = epoch() + ":";
    if (!cursor.starts_with(prefix))
        return std::nullopt;
    return std::stoull(cursor.substr(prefix.size()));
}

std::vector<ScopeKey> ModelDoor::scopesHeld(const Uuid &user, const Uuid &port) const
{
    if (port.isNil())
        return userScopesOf(user);
    return portScopesOf(port, user, m_users.at(user).at(port));
}

Result<server::Access> ModelDoor::access(const server::Actor &actor, Uuid port)
{
    const auto user = m_users.find(actor.userId);
    if (user == m_users.end() || (!port.isNil() && !user->second.contains(port)))
        return forbidden();
    server::Access access;
    if (!port.isNil())
        access.permissions = user->second.at(port);
    const auto held = scopesHeld(actor.userId, port);
    access.aclHash = aclHash(held);
    for (const ScopeKey &key : held) {
        m_keys[scopeId(key)] = key;
        access.scopes.push_back({scopeId(key), key.resourceClass, 0});
    }
    access.epoch = epoch();
    access.serverTime = m_clock.now();
    return access;
}

Result<server::Opened> ModelDoor::open(const server::Actor &actor, const server::Device &device,
                                       const sync::Hello &hello)
{
    auto held = access(actor, device.port);
    if (!held)
        return held.error();
    const auto owner = m_data.devices.try_emplace(device.clientId, actor.userId).first;
    if (owner->second != actor.userId)
        return Error{ErrorCode::Forbidden, "sync.device"};
    server::Opened opened;
    opened.access = *held;
    for (const auto &[key, outcome] : m_data.outcomes) {
        if (std::get<0>(key) == device.clientId && std::get<1>(key) == device.incarnation)
            opened.lastSeq = std::max(opened.lastSeq, std::get<2>(key));
    }
    for (const sync::HeldScope &scope : hello.scopes) {
        const bool granted =
            std::any_of(held->scopes.begin(), held->scopes.end(),
                        [&scope](const server::ScopeGrant &grant) { return grant.id == scope.id; });
        if (granted && hello.epoch == epoch() && commitOf(scope.cursor))
            opened.resumable.push_back(scope.id);
    }
    return opened;
}

bool ModelDoor::inScope(const Table &table, const Row &row, const ScopeKey &key) const
{
    const auto scopes = scopesOfRow(table, row);
    return std::find(scopes.begin(), scopes.end(), key) != scopes.end();
}

Result<server::PageData> ModelDoor::page(const server::Actor &, const server::Access &,
                                         const server::PageRequest &request)
{
    const Table *table = schema::findTable(request.item.table);
    const auto key = m_keys.find(request.item.scope);
    if (!table || key == m_keys.end())
        return Error{ErrorCode::NotFound, "sync.scope"};
    if (matchesOf(*table, key->second).empty())
        return Error{ErrorCode::NotFound, "sync.scope"};
    sync::RowBlockWriter writer(*table, columnsSent(*table, key->second));
    server::PageData page;
    page.cursor = cursor();
    page.last = request.item.after;
    page.done = true;
    for (auto at = m_data.rows.upper_bound({table->number, request.item.after});
         at != m_data.rows.end() && at->first.table == table->number; ++at) {
        if (!inScope(*table, at->second, key->second))
            continue;
        if (writer.rows() == request.maxRows) {
            page.done = false;
            break;
        }
        writer.add(at->second);
        page.last = at->first.id;
    }
    page.count = writer.rows();
    page.rows = writer.finish();
    return page;
}

Result<sync::Cursor> ModelDoor::now()
{
    return cursor();
}

Result<server::FeedStep> ModelDoor::feed(const sync::Cursor &from, std::span<const sync::ScopeId> scopes)
{
    const auto since = commitOf(from);
    if (!since)
        return Error{ErrorCode::Conflict, std::string(server::staleEpochKey)};
    server::FeedStep step;
    step.to = cursor();
    for (const sync::ScopeId &scope : scopes) {
        sync::ScopeDelta delta;
        delta.scope = scope;
        std::map<std::uint16_t, std::vector<const Row *>> upserts;
        for (const auto &[key, entry] : m_data.index[scope]) {
            if (entry.commit <= *since)
                continue;
            if (entry.removed)
                delta.deletes.push_back({key.table, key.id, entry.rev});
            else
                upserts[key.table].push_back(&m_data.rows.at(key));
        }
        for (const auto &[number, rows] : upserts) {
            sync::RowBlockWriter writer(tableOf(number), columnsSent(tableOf(number), m_keys.at(scope)));
            for (const Row *row : rows)
                writer.add(*row);
            delta.upserts.push_back(writer.finish());
        }
        if (!delta.upserts.empty() || !delta.deletes.empty())
            step.parts.push_back({scope, std::make_shared<const std::string>(sync::encodeScopeDelta(delta))});
    }
    return step;
}

Result<server::DigestData> ModelDoor::digest(const server::Actor &, const server::Access &access,
                                             const sync::Cursor &from,
                                             std::span<const sync::DigestRange> ranges)
{
    server::DigestData data;
    data.cursor = cursor();
    for (const sync::DigestRange &range : ranges) {
        sync::RangeDigest digest{range, 0, 0};
        const Table &table = tableOf(range.table);
        const ScopeKey &key = m_keys.at(range.scope);
        const auto columns = columnsSent(table, key);
        for (const auto &[at, row] : m_data.rows) {
            if (at.table != range.table || at.id < range.first || range.last < at.id ||
                !inScope(table, row, key))
                continue;
            ++digest.count;
            digest.sum += sync::rowHash(row, columns);
        }
        data.ranges.push_back(digest);
    }
    std::vector<sync::ScopeId> scopes;
    for (const server::ScopeGrant &grant : access.scopes)
        scopes.push_back(grant.id);
    if (commitOf(from)) {
        auto step = feed(from, scopes);
        if (!step)
            return step.error();
        data.step = *std::move(step);
    }
    return data;
}

Result<sync::RowBlock> ModelDoor::rows(const server::Actor &, const server::Access &,
                                       const sync::DigestRange &range)
{
    const Table &table = tableOf(range.table);
    const ScopeKey &key = m_keys.at(range.scope);
    sync::RowBlockWriter writer(table, columnsSent(table, key));
    for (const auto &[at, row] : m_data.rows) {
        if (at.table == range.table && !(at.id < range.first) && !(range.last < at.id) &&
            inScope(table, row, key))
            writer.add(row);
    }
    return writer.finish();
}

const Outcome *ModelDoor::outcomeOf(const Uuid &mutation) const
{
    const auto found = m_data.answers.find(mutation);
    return found == m_data.answers.end() ? nullptr : &found->second;
}

// Writes rows, their revisions and the index: before and after, as the triggers do.
void ModelDoor::store(const std::vector<Written> &changes, const Uuid &by, std::vector<RowRev> *revs)
{
    ++m_data.commits;
    for (const Written &change : changes) {
        const Key key{change.table->number, change.row.id()};
        m_data.lastRev = std::max(m_data.lastRev + 1, m_clock.now().micros());
        std::vector<ScopeKey> before;
        if (const auto old = m_data.rows.find(key); old != m_data.rows.end())
            before = scopesOfRow(*change.table, old->second);
        std::vector<ScopeKey> after;
        if (change.removed) {
            m_data.rows.erase(key);
        } else {
            Row row = change.row;
            row.rev = m_data.lastRev;
            row.setValue("updated_at", m_clock.now().micros());
            after = scopesOfRow(*change.table, row);
            m_data.rows[key] = std::move(row);
        }
        m_data.changed[key] = {by, m_clock.now()};
        for (const ScopeKey &scope : before) {
            if (std::find(after.begin(), after.end(), scope) == after.end())
                m_data.index[scopeId(scope)][key] = {true, m_data.lastRev, m_data.commits};
        }
        for (const ScopeKey &scope : after) {
            m_keys[scopeId(scope)] = scope;
            m_data.index[scopeId(scope)][key] = {false, m_data.lastRev, m_data.commits};
        }
        if (revs)
            revs->push_back({key.table, key.id, m_data.lastRev});
    }
}

void ModelDoor::commit(const std::vector<Written> &changes, const Uuid &by)
{
    store(changes, by, nullptr);
}

} // namespace nimara::sim
