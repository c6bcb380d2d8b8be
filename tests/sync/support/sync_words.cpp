#include "tests/sync/support/sync_words.h"

#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"

namespace nimara::sync::test {

using schema::ClientContacts;
using schema::Clients;
using schema::Reminders;

Uuid idOf(std::uint64_t number, std::uint8_t kind)
{
    Uuid::Bytes bytes{};
    bytes[0] = 0x01;
    bytes[1] = kind;
    for (std::size_t i = 0; i < 8; ++i)
        bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    return Uuid(bytes);
}

Row clientRow(std::uint64_t number, std::int64_t rev, const std::string &name)
{
    Row row = Row::fresh(Clients::table);
    row.rev = rev;
    row.set(Clients::id, idOf(number));
    row.set(Clients::portId, portId);
    row.set(Clients::createdAt, Instant(1'700'000'000'000'000));
    row.set(Clients::updatedAt, Instant(1'700'000'000'000'000 + rev));
    row.set(Clients::fullName, name.empty() ? "Client " + std::to_string(number) : name);
    row.set(Clients::city, std::string("Helsinki"));
    return row;
}

Row reminderRow(std::uint64_t number, std::int64_t rev, const Uuid &assignee, const Uuid &maker)
{
    Row row = Row::fresh(Reminders::table);
    row.rev = rev;
    row.set(Reminders::id, idOf(number));
    row.setValue("port_id", portId);
    row.setValue("title", std::string("Call"));
    row.setValue("due_at", std::int64_t(1'700'000'000'000'000));
    row.setValue("assigned_to", assignee);
    row.setValue("created_by", maker);
    return row;
}

RowBlock blockOf(const Table &table, const std::vector<Row> &rows, const std::vector<int> &columns)
{
    RowBlockWriter writer(table, columns);
    for (const Row &row : rows)
        writer.add(row);
    return writer.finish();
}

RowBlock blockOf(const Table &table, const std::vector<Row> &rows)
{
    return blockOf(table, rows, wireColumns(table));
}

TestScope scopeOf(const std::string &cls)
{
    ScopeKey key{portId, cls};
    if (cls == "user")
        key.member = userId;
    if (cls == "all")
        key.port = Uuid();
    return {scopeId(key), cls};
}

Welcome welcomeTo(const std::vector<TestScope> &scopes, bool resume)
{
    Welcome welcome;
    welcome.epoch = "epoch-1";
    welcome.userId = userId;
    welcome.permissions = "{}";
    for (const TestScope &scope : scopes)
        welcome.scopes.push_back({scope.id, scope.cls, resume, 10});
    return welcome;
}

Page pageOf(const TestScope &scope, const Table &table, const std::vector<Row> &rows, bool done,
            const Cursor &cursor)
{
    Page page;
    page.scope = scope.id;
    page.table = table.number;
    page.cursor = cursor;
    page.rows = blockOf(table, rows);
    if (!rows.empty())
        page.last = rows.back().id();
    page.done = done;
    return page;
}

Delta deltaOf(const Cursor &to, const std::vector<Change> &changes, const std::vector<TestScope> &advanced)
{
    Delta delta;
    delta.to = to;
    for (const TestScope &scope : advanced)
        delta.advanced.push_back(scope.id);
    for (const Change &change : changes) {
        ScopeDelta part;
        part.scope = change.scope.id;
        for (const Row &row : change.upserts)
            part.upserts.push_back(blockOf(row.table(), {row}));
        part.deletes = change.deletes;
        delta.parts.push_back(std::make_shared<const std::string>(encodeScopeDelta(part)));
    }
    return delta;
}

Edit rename(std::uint64_t client, const std::string &was, const std::string &now)
{
    return Edit{.ops = {{Clients::table.number, idOf(client), OpKind::Update, {{"full_name", {}, was, now}}}},
                .title = "Rename"};
}

Edit createClient(std::uint64_t client, const std::string &name)
{
    Op op{Clients::table.number, idOf(client), OpKind::Create, {}};
    op.fields = {{"port_id", {}, {}, portId},
                 {"full_name", {}, {}, name},
                 {"client_type", {}, {}, std::string("person")},
                 {"source", {}, {}, std::string("manual")}};
    return Edit{.ops = {op}, .title = "New client"};
}

Edit createContact(std::uint64_t contact, std::uint64_t client, const std::string &value)
{
    Op op{ClientContacts::table.number, idOf(contact), OpKind::Create, {}};
    op.fields = {{"port_id", {}, {}, portId},
                 {"client_id", {}, {}, idOf(client)},
                 {"channel", {}, {}, std::string("phone")},
                 {"value", {}, {}, value},
                 {"normalized_value", {}, {}, value},
                 {"is_primary", {}, {}, std::int64_t(0)}};
    return Edit{.ops = {op}, .title = "New contact"};
}

Edit removeContact(std::uint64_t contact)
{
    return Edit{.ops = {{ClientContacts::table.number, idOf(contact), OpKind::Delete, {}}},
                .title = "Remove contact"};
}

Outcome applied(const Mutation &mutation, std::int64_t rev)
{
    Outcome outcome;
    outcome.seq = mutation.seq;
    outcome.mutationId = mutation.id;
    for (const Op &op : mutation.edit.ops)
        outcome.revs.push_back({op.table, op.id, rev});
    return outcome;
}

Outcome rejected(const Mutation &mutation, std::string_view key)
{
    Outcome outcome;
    outcome.seq = mutation.seq;
    outcome.mutationId = mutation.id;
    outcome.kind = OutcomeKind::Rejected;
    outcome.error = {ErrorCode::Conflict, std::string(key)};
    return outcome;
}

Outcome conflicted(const Mutation &mutation, const std::string &column, const Value &theirs)
{
    Outcome outcome;
    outcome.seq = mutation.seq;
    outcome.mutationId = mutation.id;
    outcome.kind = OutcomeKind::Conflict;
    for (const Op &op : mutation.edit.ops) {
        for (const FieldChange &field : op.fields) {
            if (field.column == column)
                outcome.conflicts.push_back(
                    {op.table, op.id, column, field.was, field.now, theirs, idOf(9, 0xB0), Instant(5)});
        }
    }
    return outcome;
}

} // namespace nimara::sync::test
