#include "tests/server/sync/pg/harbour.h"

#include "models/base/json.h"
#include "models/schema/registry.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"

namespace nimara::server::test {

using nimara::test::Postgres;

Uuid Harbour::id(std::uint64_t number)
{
    Uuid::Bytes bytes{};
    for (std::size_t i = 0; i < 8; ++i)
        bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    bytes[6] = 0x70;
    return Uuid(bytes);
}

Value word(std::string text)
{
    return Value(std::move(text));
}

PgDoorOptions Harbour::options() const
{
    PgDoorOptions options;
    options.server = Postgres::instance().url(database, "nimara_server");
    options.feed = Postgres::instance().url(database, "nimara_feed");
    return options;
}

Harbour::Harbour() : door(options())
{
    const auto quoted = [](const Uuid &id) { return "'" + id.toString() + "'"; };
    const auto role = [&](const Uuid &id, SystemRole which) {
        return "(" + quoted(id) + ", '" + std::string(systemRoleName(which)) + "', true, '" +
               PermissionSet::seeded(which).toJson().dump() + "')";
    };
    run("insert into ports (id, name, slug) values (" + quoted(portA) + ", 'A', 'a'), (" + quoted(portB) +
        ", 'B', 'b')");
    run("insert into roles (id, name, is_system, permissions) values " + role(id(31), SystemRole::Director) +
        ", " + role(id(32), SystemRole::SalesAgent) + ", " + role(id(33), SystemRole::Viewer));
    run("insert into users (id, email, name) values (" + quoted(director) +
        ", 'Dora@example.org', 'Dora'), (" + quoted(agent) + ", 'anna@example.org', 'Anna'), (" +
        quoted(colleague) + ", 'carl@example.org', 'Carl'), (" + quoted(viewer) +
        ", 'vera@example.org', 'Vera'), (" + quoted(stranger) + ", 'sven@example.org', 'Sven')");
    const auto member = [&](const Uuid &port, const Uuid &user, int roleNumber) {
        return "(" + quoted(port) + ", " + quoted(user) + ", " +
               quoted(id(static_cast<std::uint64_t>(roleNumber))) + ")";
    };
    run("insert into user_port_roles (port_id, user_id, role_id) values " + member(portA, director, 31) +
        ", " + member(portA, agent, 32) + ", " + member(portA, colleague, 32) + ", " +
        member(portA, viewer, 33) + ", " + member(portB, stranger, 32));
    run("insert into port_role_overrides (port_id, role_id, permission_overrides) values (" + quoted(portA) +
        ", " + quoted(id(31)) + ", '{\"admin\": {\"manage_settings\": true, \"manage_tags\": true}}')");
    run("insert into clients (port_id, id, full_name) values (" + quoted(portA) + ", " + quoted(client) +
        ", 'Ada'), (" + quoted(portA) + ", " + quoted(client2) + ", 'Bob'), (" + quoted(portB) + ", " +
        quoted(foreignClient) + ", 'Eve')");
    run("insert into berths (port_id, id, area, berth_number, length_m, beam_m) values (" + quoted(portA) +
        ", " + quoted(berth) + ", 'North', '1', 12.5, 4), (" + quoted(portA) + ", " + quoted(berth2) +
        ", 'North', '2', 15, 5)");
}

sync::Hello Harbour::helloOf(const Device &device)
{
    sync::Hello hello;
    hello.generation = static_cast<std::uint32_t>(schema::generation);
    hello.clientId = device.clientId;
    hello.incarnation = device.incarnation;
    hello.port = device.port;
    return hello;
}

Harbour::Laptop Harbour::open(const Uuid &user, const Uuid &port)
{
    static std::uint64_t next = 5000;
    Laptop laptop{{user, id(++next), id(++next), false, "192.0.2.7"}, {id(++next), id(++next), port}, {}};
    auto opened = door.open(laptop.actor, laptop.device, helloOf(laptop.device));
    EXPECT_TRUE(opened) << opened.error().key << " " << opened.error().detail;
    if (opened)
        laptop.opened = *std::move(opened);
    return laptop;
}

std::map<Uuid, Row> Harbour::pages(Laptop &laptop, const sync::ScopeId &scope, const Table &table,
                                   std::size_t pageRows)
{
    std::map<Uuid, Row> rows;
    PageRequest request{laptop.device.port, {scope, table.number, {}}, pageRows, 1u << 20u};
    for (bool done = false; !done;) {
        const auto page = door.page(laptop.actor, laptop.opened.access, request);
        EXPECT_TRUE(page) << page.error().key << " " << page.error().detail;
        if (!page)
            break;
        auto block = sync::RowBlockReader::open(page->rows);
        EXPECT_TRUE(block);
        while (block->next()) {
            EXPECT_GT(block->id(), request.item.after); // in order, none twice
            rows[block->id()] = block->row(table);
        }
        EXPECT_LE(page->count, pageRows);
        request.item.after = page->last;
        done = page->done;
    }
    return rows;
}

FeedStep Harbour::step(const sync::Cursor &from, const std::vector<sync::ScopeId> &scopes)
{
    auto step = door.feed(from, scopes);
    EXPECT_TRUE(step) << step.error().key << " " << step.error().detail;
    return step ? *std::move(step) : FeedStep{};
}

Harbour::Seen Harbour::seenIn(const FeedStep &step, const sync::ScopeId &scope)
{
    Seen seen;
    for (const FeedStep::Part &part : step.parts) {
        if (part.scope != scope)
            continue;
        const auto delta = sync::decodeScopeDelta(*part.bytes);
        EXPECT_TRUE(delta);
        EXPECT_EQ(delta->scope, scope);
        for (const sync::RowBlock &bytes : delta->upserts) {
            auto block = sync::RowBlockReader::open(bytes);
            EXPECT_TRUE(block);
            const Table *table = schema::findTable(block->tableNumber());
            while (block->next())
                seen.rows[{table->number, block->id()}] = block->row(*table);
        }
        for (const sync::Tombstone &gone : delta->deletes)
            seen.gone[{gone.table, gone.id}] = gone.rev;
    }
    return seen;
}

Mutation Harbour::mutation(Laptop &laptop, Edit edit)
{
    static std::uint64_t next = 900'000;
    Mutation mutation;
    mutation.seq = ++laptop.seq;
    mutation.id = id(++next);
    mutation.clientTime = SystemClock().now();
    mutation.edit = std::move(edit);
    return mutation;
}

std::vector<Outcome> Harbour::pushAll(Laptop &laptop, std::vector<Edit> edits)
{
    std::vector<Mutation> mutations;
    for (Edit &edit : edits)
        mutations.push_back(mutation(laptop, std::move(edit)));
    const auto outcomes = door.apply(laptop.actor, laptop.device, mutations);
    EXPECT_TRUE(outcomes) << outcomes.error().key << " " << outcomes.error().field << " "
                          << outcomes.error().detail;
    return outcomes ? *outcomes : std::vector<Outcome>(mutations.size());
}

Outcome Harbour::push(Laptop &laptop, Edit edit)
{
    return pushAll(laptop, {std::move(edit)}).front();
}

Edit Harbour::update(const Table &table, const Uuid &id, std::vector<FieldChange> fields)
{
    return {.ops = {{table.number, id, OpKind::Update, std::move(fields)}}};
}

Edit Harbour::create(const Table &table, const Uuid &id, std::vector<FieldChange> fields)
{
    return {.ops = {{table.number, id, OpKind::Create, std::move(fields)}}};
}

Edit Harbour::remove(const Table &table, const Uuid &id, OpKind kind)
{
    return {.ops = {{table.number, id, kind, {}}}};
}

FieldChange Harbour::to(std::string column, Value now, Value was)
{
    return {.column = std::move(column), .path = {}, .was = std::move(was), .now = std::move(now)};
}

} // namespace nimara::server::test
