#include "tests/server/sync/fake_door.h"

#include "models/schema/registry.h"
#include "models/schema/tables/people.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"

#include <algorithm>
#include <charconv>

namespace nimara::server::test {

const Table &FakeDoor::table()
{
    return *schema::findTable("tags");
}

Uuid FakeDoor::id(std::uint64_t number)
{
    Uuid::Bytes bytes{};
    for (std::size_t i = 0; i < 8; ++i)
        bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    return Uuid(bytes);
}

void FakeDoor::grant(const sync::ScopeId &scope)
{
    m_granted.insert(scope);
}

void FakeDoor::revoke(const sync::ScopeId &scope)
{
    m_granted.erase(scope);
}

void FakeDoor::write(const sync::ScopeId &scope, const Uuid &id, std::string name)
{
    m_rows[scope][id].push_back({++m_commits, std::move(name)});
}

void FakeDoor::remove(const sync::ScopeId &scope, const Uuid &id)
{
    m_rows[scope][id].push_back({++m_commits, std::nullopt});
}

void FakeDoor::announce(const std::vector<sync::ScopeId> &scopes, std::string name)
{
    m_notices.push_back(
        {++m_commits, {scopes, std::make_shared<const sync::Event>(sync::Event{std::move(name), "{}"})}});
}

FakeDoor::State FakeDoor::stateAt(const sync::ScopeId &scope, const sync::Cursor &cursor) const
{
    State state;
    const auto rows = m_rows.find(scope);
    const auto commit = commitOf(cursor);
    if (rows == m_rows.end() || !commit)
        return state;
    for (const auto &[id, versions] : rows->second) {
        const auto after =
            std::ranges::find_if(versions, [&](const Version &v) { return v.commit > *commit; });
        if (after != versions.begin() && std::prev(after)->name)
            state[id] = {static_cast<std::int64_t>(std::prev(after)->commit), *std::prev(after)->name};
    }
    return state;
}

std::optional<std::uint64_t> FakeDoor::commitOf(const sync::Cursor &cursor) const
{
    if (!cursor.starts_with(m_epoch))
        return std::nullopt;
    std::uint64_t commit = 0;
    const char *end = cursor.data() + cursor.size();
    const auto read = std::from_chars(cursor.data() + m_epoch.size(), end, commit);
    return read.ptr == end && commit <= m_commits ? std::optional(commit) : std::nullopt;
}

Row FakeDoor::row(const Uuid &id, const Seen &seen) const
{
    Row row(table());
    row.set(schema::Tags::id, id);
    row.set(schema::Tags::name, seen.name);
    row.rev = seen.rev;
    return row;
}

Result<Opened> FakeDoor::open(const Actor &actor, const Device &device, const sync::Hello &hello)
{
    auto read = access(actor, device.port);
    if (!read)
        return read.error();
    Opened opened{*std::move(read), m_lastSeq, {}};
    for (const sync::HeldScope &scope : hello.scopes) {
        if (m_granted.contains(scope.id) && commitOf(scope.cursor))
            opened.resumable.push_back(scope.id);
    }
    return opened;
}

Result<Access> FakeDoor::access(const Actor &, Uuid)
{
    if (failure)
        return *failure;
    Access access;
    access.epoch = m_epoch;
    std::vector<Uuid> ids;
    for (const sync::ScopeId &scope : m_granted) {
        access.scopes.push_back({scope, "", 0});
        ids.push_back(scope);
    }
    access.aclHash = Uuid::derived("acl", ids);
    return access;
}

Result<PageData> FakeDoor::page(const Actor &, const Access &, const PageRequest &request)
{
    if (failure)
        return *failure;
    if (request.item.table != table().number)
        return Error{ErrorCode::NotFound, "sync.not_found"};
    PageData data;
    data.cursor = cursor();
    data.done = true;
    sync::RowBlockWriter writer(table());
    for (const auto &[id, seen] : state(request.item.scope)) {
        if (id <= request.item.after)
            continue;
        if (data.count == request.maxRows) {
            data.done = false;
            break;
        }
        writer.add(row(id, seen));
        data.last = id;
        ++data.count;
    }
    data.rows = writer.finish();
    return data;
}

Result<sync::Cursor> FakeDoor::now()
{
    if (failure)
        return *failure;
    return cursor();
}

std::optional<FeedStep::Part> FakeDoor::part(const sync::ScopeId &scope, std::uint64_t from) const
{
    const auto rows = m_rows.find(scope);
    if (rows == m_rows.end())
        return std::nullopt;
    sync::ScopeDelta delta{scope, {}, {}};
    sync::RowBlockWriter writer(table());
    for (const auto &[id, versions] : rows->second) {
        const Version &last = versions.back();
        if (last.commit <= from)
            continue;
        const auto rev = static_cast<std::int64_t>(last.commit);
        if (last.name)
            writer.add(row(id, {rev, *last.name}));
        else
            delta.deletes.push_back({table().number, id, rev});
    }
    if (writer.rows() > 0)
        delta.upserts.push_back(writer.finish());
    if (delta.upserts.empty() && delta.deletes.empty())
        return std::nullopt;
    return FeedStep::Part{scope, std::make_shared<const std::string>(sync::encodeScopeDelta(delta))};
}

Result<FeedStep> FakeDoor::feed(const sync::Cursor &from, std::span<const sync::ScopeId> scopes)
{
    if (failure)
        return *failure;
    const auto commit = commitOf(from);
    if (!commit)
        return from.starts_with(m_epoch) ? Error{ErrorCode::Invalid, "sync.cursor"}
                                         : Error{ErrorCode::Conflict, std::string(staleEpochKey)};
    FeedStep step;
    step.to = cursor();
    for (const sync::ScopeId &scope : scopes) {
        const auto bytes = part(scope, *commit);
        if (!bytes)
            continue;
        if (bytes->bytes->size() > stepLimit)
            step.tooLarge.push_back(scope);
        else
            step.parts.push_back(*bytes);
    }
    for (const Notice &notice : m_notices) {
        if (notice.commit > *commit)
            step.events.push_back(notice.event);
    }
    return step;
}

Result<std::vector<Outcome>> FakeDoor::apply(const Actor &, const Device &,
                                             std::span<const Mutation> mutations)
{
    if (failure)
        return *failure;
    std::vector<Outcome> outcomes;
    for (const Mutation &mutation : mutations) {
        applied.push_back(mutation);
        m_lastSeq = std::max(m_lastSeq, mutation.seq);
        outcomes.push_back({mutation.seq, mutation.id, OutcomeKind::Applied, {}, {}, {}, {}});
    }
    return outcomes;
}

Result<DigestData> FakeDoor::digest(const Actor &, const Access &, const sync::Cursor &from,
                                    std::span<const sync::DigestRange> ranges)
{
    std::vector<sync::ScopeId> scopes;
    DigestData data;
    data.cursor = cursor();
    for (const sync::DigestRange &range : ranges) {
        scopes.push_back(range.scope);
        sync::RangeDigest digest{range, 0, 0};
        for (const auto &[id, seen] : state(range.scope)) {
            ++digest.count;
            digest.sum += sync::rowHash(row(id, seen), sync::wireColumns(table()));
        }
        data.ranges.push_back(digest);
    }
    auto step = feed(from, scopes);
    if (!step)
        return step.error();
    data.step = *std::move(step);
    return data;
}

Result<sync::RowBlock> FakeDoor::rows(const Actor &, const Access &, const sync::DigestRange &range)
{
    sync::RowBlockWriter writer(table());
    for (const auto &[id, seen] : state(range.scope)) {
        if (id >= range.first && id <= range.last)
            writer.add(row(id, seen));
    }
    return writer.finish();
}

} // namespace nimara::server::test
