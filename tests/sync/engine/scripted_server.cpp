#include "tests/sync/engine/scripted_server.h"

#include "sync/protocol/row_block.h"
#include "sync/replica/fold.h"
#include "sync/replica/scope_tables.h"

#include <algorithm>

namespace nimara::sync::test {

using schema::Clients;

ScriptedServer::ScriptedServer() : m_scopes{everyone, clientsView} {}

// ---- data

void ScriptedServer::log(const Row *row, std::uint16_t table, const Uuid &id)
{
    m_log.push_back({{table, id, m_rev}, row ? std::optional(*row) : std::nullopt});
    if (feedsAtOnce)
        sendDelta();
}

void ScriptedServer::put(Row row)
{
    row.rev = ++m_rev;
    Row &stored = m_rows[row.table().number][row.id()];
    stored = std::move(row);
    log(&stored, stored.table().number, stored.id());
}

void ScriptedServer::remove(const Table &table, const Uuid &id)
{
    ++m_rev;
    m_rows[table.number].erase(id);
    log(nullptr, table.number, id);
}

const Row *ScriptedServer::row(const Table &table, const Uuid &id) const
{
    const auto rows = m_rows.find(table.number);
    if (rows == m_rows.end())
        return nullptr;
    const auto found = rows->second.find(id);
    return found == rows->second.end() ? nullptr : &found->second;
}

std::string ScriptedServer::nameOf(std::uint64_t client) const
{
    const Row *found = row(Clients::table, idOf(client));
    return found ? (*found)[Clients::fullName].value_or("") : "";
}

int ScriptedServer::appliedTimes(std::uint64_t seq) const
{
    const auto found = m_applied.find(seq);
    return found == m_applied.end() ? 0 : found->second;
}

void ScriptedServer::restoreTo(std::size_t changes, const std::string &newEpoch)
{
    m_log.resize(changes);
    m_rows.clear();
    m_rev = 0;
    for (const Logged &logged : m_log) {
        m_rev = logged.at.rev;
        if (logged.row)
            m_rows[logged.at.table].insert_or_assign(logged.at.id, *logged.row);
        else
            m_rows[logged.at.table].erase(logged.at.id);
    }
    m_outcomes.clear();
    lastSeq = 0;
    epoch = newEpoch;
}

std::vector<Row> ScriptedServer::rowsOf(const ScopeId &scope, std::uint16_t table) const
{
    std::vector<Row> rows;
    const auto found = m_rows.find(table);
    if (found == m_rows.end())
        return rows;
    for (const auto &[id, row] : found->second) {
        const auto scopes = scopesOf(row);
        if (std::any_of(scopes.begin(), scopes.end(),
                        [&](const TestScope &each) { return each.id == scope; }))
            rows.push_back(row);
    }
    return rows;
}

std::vector<TestScope> ScriptedServer::scopesOf(const Row &row) const
{
    std::vector<TestScope> scopes;
    for (const ScopeKey &key : scopesOfRow(row.table(), row))
        scopes.push_back({scopeId(key), key.resourceClass});
    return scopes;
}

std::size_t ScriptedServer::positionOf(const Cursor &cursor) const
{
    return static_cast<std::size_t>(std::stoull(cursor.substr(cursor.find(':') + 1)));
}

// ---- the link

void ScriptedServer::linkUp()
{
    m_up = true;
}

void ScriptedServer::linkDown()
{
    m_up = false;
    m_greeted = false;
    m_out.clear();
    m_load.clear();
    m_subscribed.clear();
    m_credit = 0;
}

void ScriptedServer::send(const ServerMessage &message)
{
    m_out.push_back(encode(channel, message));
}

std::optional<std::string> ScriptedServer::next()
{
    if (m_out.empty())
        return std::nullopt;
    std::string frame = std::move(m_out.front());
    m_out.pop_front();
    return frame;
}

void ScriptedServer::receive(const std::string &bytes)
{
    auto frame = decodeClient(bytes);
    if (!frame || !m_up)
        return;
    received.push_back(frame->message);
    std::visit([this](const auto &message) { on(message); }, frame->message);
    pump();
}

void ScriptedServer::on(const Hello &message)
{
    m_greeted = true;
    Welcome welcome;
    welcome.epoch = epoch;
    welcome.userId = userId;
    welcome.permissions = "{}";
    welcome.lastSeq = lastSeq;
    for (const TestScope &scope : m_scopes) {
        const auto held = std::find_if(message.scopes.begin(), message.scopes.end(),
                                       [&](const HeldScope &each) { return each.id == scope.id; });
        const bool resume =
            held != message.scopes.end() && !held->cursor.empty() && m_oldCursors && message.epoch == epoch;
        welcome.scopes.push_back({scope.id, scope.cls, resume, 10});
    }
    m_oldCursors = true;
    send(welcome);
}

void ScriptedServer::sendWelcome()
{
    Welcome welcome;
    welcome.epoch = epoch;
    welcome.userId = userId;
    welcome.permissions = "{}";
    welcome.lastSeq = lastSeq;
    for (const TestScope &scope : m_scopes)
        welcome.scopes.push_back({scope.id, scope.cls, true, 10});
    send(welcome);
    std::erase_if(m_subscribed, [&](const auto &entry) {
        return std::none_of(m_scopes.begin(), m_scopes.end(),
                            [&](const TestScope &scope) { return scope.id == entry.first; });
    });
}

void ScriptedServer::on(const Load &message)
{
    m_load.assign(message.items.begin(), message.items.end());
    m_credit = message.credit;
}

void ScriptedServer::on(const Credit &message)
{
    m_credit += message.pages;
}

void ScriptedServer::pump()
{
    while (m_credit > 0 && !m_load.empty()) {
        LoadItem &item = m_load.front();
        const Table &table = *schema::findTable(item.table);
        std::vector<Row> rows = rowsOf(item.scope, item.table);
        std::erase_if(rows, [&](const Row &row) { return row.id() <= item.after; });
        const bool done = rows.size() <= pageRows;
        if (!done)
            rows.resize(pageRows);
        Page page;
        page.scope = item.scope;
        page.table = item.table;
        page.cursor = cursor();
        page.rows = blockOf(table, rows);
        page.last = rows.empty() ? item.after : rows.back().id();
        page.done = done;
        item.after = page.last;
        if (done)
            m_load.pop_front();
        --m_credit;
        send(page);
    }
}

void ScriptedServer::on(const Subscribe &message)
{
    for (const HeldScope &scope : message.scopes)
        m_subscribed[scope.id] = positionOf(scope.cursor);
    deltaTo(m_log.size());
}

void ScriptedServer::sendDelta()
{
    if (!m_subscribed.empty())
        deltaTo(m_log.size());
}

void ScriptedServer::deltaTo(std::size_t end)
{
    Delta delta;
    delta.to = cursor();
    for (auto &[scope, from] : m_subscribed) {
        ScopeDelta part;
        part.scope = scope;
        std::set<RowKey> seen;
        for (std::size_t i = end; i-- > from;) {
            const Logged &logged = m_log[i];
            if (!seen.insert({logged.at.table, logged.at.id}).second)
                continue;
            const auto scopes = logged.row ? scopesOf(*logged.row) : std::vector<TestScope>();
            const bool stays = std::any_of(scopes.begin(), scopes.end(),
                                           [&, id = scope](const TestScope &each) { return each.id == id; });
            if (stays)
                part.upserts.push_back(blockOf(logged.row->table(), {*logged.row}));
            else
                part.deletes.push_back({logged.at.table, logged.at.id, logged.at.rev});
        }
        from = end;
        delta.advanced.push_back(scope);
        if (!seen.empty())
            delta.parts.push_back(std::make_shared<const std::string>(encodeScopeDelta(part)));
    }
    send(delta);
}

// ---- mutations

void ScriptedServer::on(const Push &message)
{
    Outcomes outcomes;
    for (const Mutation &mutation : message.mutations) {
        const auto known = m_outcomes.find(mutation.seq);
        const Outcome outcome = known == m_outcomes.end() ? apply(mutation) : known->second;
        m_outcomes[mutation.seq] = outcome;
        lastSeq = std::max(lastSeq, mutation.seq);
        outcomes.outcomes.push_back(outcome);
    }
    if (answersPushes)
        send(outcomes);
}

Outcome ScriptedServer::apply(const Mutation &mutation)
{
    for (const std::uint64_t seq : mutation.dependsOn) {
        const auto found = m_outcomes.find(seq);
        if (found != m_outcomes.end() && found->second.kind == OutcomeKind::Rejected)
            return rejected(mutation, reject::dependency);
    }
    if (const auto refused = refusedSeqs.find(mutation.seq); refused != refusedSeqs.end())
        return rejected(mutation, refused->second);
    Outcome outcome = applied(mutation, 0);
    outcome.revs.clear();
    for (const Op &op : mutation.edit.ops) {
        const Row *held = row(*schema::findTable(op.table), op.id);
        if (!held && op.kind != OpKind::Create)
            return rejected(mutation, reject::deleted);
        for (const FieldChange &field : op.fields) {
            if (op.kind == OpKind::Update && held->value(field.column) != field.was &&
                held->value(field.column) != field.now)
                return conflicted(mutation, field.column, held->value(field.column));
        }
    }
    ++m_applied[mutation.seq];
    for (const Op &op : mutation.edit.ops)
        write(op, outcome, mutation.clientTime);
    return outcome;
}

void ScriptedServer::write(const Op &op, Outcome &outcome, Instant at)
{
    const Table &table = *schema::findTable(op.table);
    const Row *held = row(table, op.id);
    auto made = folded(table, held ? std::optional(*held) : std::nullopt, op, at, userId);
    const bool feeds = std::exchange(feedsAtOnce, false);
    if (made) {
        made->setValue("created_at", Value(std::int64_t(1'700'000'000'000'000)));
        put(*std::move(made));
    } else {
        remove(table, op.id);
    }
    outcome.revs.push_back({op.table, op.id, m_rev});
    feedsAtOnce = feeds;
    if (feedsAtOnce)
        sendDelta();
}

// ---- the rest

void ScriptedServer::on(const Ping &message)
{
    if (answersPings)
        send(Pong{message.token, Instant(1)});
}

void ScriptedServer::on(const DigestRequest &message)
{
    sendDelta();
    Digest digest;
    digest.cursor = cursor();
    for (const DigestRange &range : message.ranges) {
        RangeDigest each{range};
        for (const Row &row : rowsOf(range.scope, range.table)) {
            if (row.id() < range.first || row.id() > range.last)
                continue;
            ++each.count;
            each.sum += rowHash(row, wireColumns(row.table()));
        }
        digest.ranges.push_back(each);
    }
    send(digest);
}

void ScriptedServer::on(const RowsRequest &message)
{
    std::vector<Row> rows = rowsOf(message.range.scope, message.range.table);
    std::erase_if(rows, [&](const Row &row) {
        return row.id() < message.range.first || row.id() > message.range.last;
    });
    send(Rows{message.range, blockOf(*schema::findTable(message.range.table), rows)});
}

} // namespace nimara::sync::test
