#include "models/base/json.h"
#include "models/domain/sign_in_errors.h"
#include "models/schema/registry.h"
#include "models/schema/tables/all.h"
#include "sync/protocol/row_block.h"
#include "tests/server/sync/pg/harbour.h"

#include <set>

namespace nimara::server::test {

namespace {

using nimara::test::connectTo;
using nimara::test::mustRun;

class PgDoorTest : public Harbour
{
protected:
    // Every column that travels, as PostgreSQL's text of it says.
    void expectAsSelected(const Row &row, const Table &table)
    {
        for (const int ordinal : sync::wireColumns(table)) {
            const ColumnInfo &column = table.columns[static_cast<std::size_t>(ordinal)];
            const auto selected =
                admin.exec(("select \"" + std::string(column.name()) + "\" from \"" +
                            std::string(table.name) + "\" where id = '" + row.id().toString() + "'")
                               .c_str());
            ASSERT_TRUE(selected) << selected.error().detail;
            ASSERT_EQ(selected->rows(), 1);
            EXPECT_EQ(row.value(ordinal), selected->value(0, 0, column.type))
                << table.name << '.' << column.name();
        }
        EXPECT_EQ(std::to_string(row.rev), cell("select rev from \"" + std::string(table.name) +
                                                "\" where id = '" + row.id().toString() + "'"));
    }
};

} // namespace

TEST_F(PgDoorTest, EveryTypeOfColumnArrivesAsItIsStored)
{
    run("insert into clients (port_id, id, full_name, company_name, client_type, source, birth_date, "
        "last_contact_at, "
        "summary) values ('" +
        portA.toString() + "', '" + text(301) +
        "', E'Zoë \\U0001F6A2 \"quoted\"', E'line\\nbreak\\ttab', 'company', 'broker', '1899-12-31', "
        "'1999-12-31 23:59:59.999999+00', 'ü')");
    run("insert into berths (port_id, id, area, berth_number, length_m, beam_m, max_draft_m, "
        "power_capacity_kva, voltage, "
        "has_water, price, price_currency, tenure_years, tenure_start_on, owner_client_id) values ('" +
        portA.toString() + "', '" + text(302) +
        "', 'South', '9', 9999.99, 0.01, -1.5, 123456789.125, 400, true, "
        "-12345678.90, 'EUR', 99, '2400-02-29', '" +
        text(301) + "')");
    run("insert into berths (port_id, id, area, berth_number, length_m, beam_m, price) values ('" +
        portA.toString() + "', '" + text(303) + "', 'South', '10', 100, 20, 999999999999.99)");
    run("insert into expenses (port_id, id, incurred_by, amount, exchange_rate, incurred_on, scan) values "
        "('" +
        portA.toString() + "', '" + text(304) + "', '" + director.toString() +
        "', 0, 1234567890.12345678, '0001-01-01', '{\"b\": [1, 2.50, null], \"a\": {\"ü\": \"x\"}}')");
    run("insert into invoices (port_id, id, client_id, tax_rate, total) values ('" + portA.toString() +
        "', '" + text(305) + "', '" + client.toString() + "', 19.0001, 10000)");
    Laptop laptop = open(director, portA);
    const sync::Cursor from = *door.now();
    const auto clients = pages(laptop, scope(portA, "clients.view"), schema::Clients::table);
    ASSERT_EQ(clients.size(), 3u);
    for (const auto &[id, row] : clients)
        expectAsSelected(row, schema::Clients::table);
    const auto berths = pages(laptop, scope(portA, "berths.view"), schema::Berths::table);
    ASSERT_EQ(berths.size(), 4u);
    for (const auto &[id, row] : berths)
        expectAsSelected(row, schema::Berths::table);
    const auto expenses = pages(laptop, scope(portA, "expenses.view"), schema::Expenses::table);
    ASSERT_EQ(expenses.size(), 1u);
    expectAsSelected(expenses.begin()->second, schema::Expenses::table);
    const auto invoices = pages(laptop, scope(portA, "invoices.view"), schema::Invoices::table);
    ASSERT_EQ(invoices.size(), 1u);
    expectAsSelected(invoices.begin()->second, schema::Invoices::table);
    EXPECT_EQ(berths.at(id(302))[schema::Berths::price], Decimal(-1234567890, 2));
    EXPECT_EQ(berths.at(id(302))[schema::Berths::powerCapacityKva], Decimal(123456789125, 3));

    // The same rows by the feed.
    run("update clients set summary = 'x'; update berths set description = 'x'; update expenses set vendor = "
        "'x'; "
        "update invoices set notes = 'x'");
    const FeedStep delta = step(from, {scope(portA, "clients.view"), scope(portA, "berths.view"),
                                       scope(portA, "expenses.view"), scope(portA, "invoices.view")});
    std::size_t rows = 0;
    for (const char *cls : {"clients.view", "berths.view", "expenses.view", "invoices.view"}) {
        for (const auto &[key, row] : seenIn(delta, scope(portA, cls)).rows) {
            expectAsSelected(row, *schema::findTable(key.first));
            ++rows;
        }
    }
    EXPECT_EQ(rows, 9u);
}

TEST_F(PgDoorTest, EveryReplicatedTableCanBeLoadedAndFed)
{
    Laptop laptop = open(director, portA);
    laptop.actor.isSuperAdmin = true;
    run("update users set is_super_admin = true where id = '" + director.toString() + "'");
    laptop.opened.access = *door.access(laptop.actor, portA);
    for (const Table *table : schema::tables()) {
        for (const ScopeGrant &grant : laptop.opened.access.scopes) {
            const auto page = door.page(laptop.actor, laptop.opened.access,
                                        {portA, {grant.id, table->number, {}}, 10, 1u << 20u});
            if (!page) {
                EXPECT_EQ(page.error().code, ErrorCode::NotFound)
                    << table->name << ' ' << page.error().detail;
            }
        }
        if (table->replicated()) {
            const std::string all =
                "select rev" +
                [&] {
                    std::string list;
                    for (const int column : sync::wireColumns(*table))
                        list += ", \"" +
                                std::string(table->columns[static_cast<std::size_t>(column)].name()) + '"';
                    return list;
                }() +
                " from \"" + std::string(table->name) + '"';
            Connection feed = connectTo(database, "nimara_feed");
            EXPECT_TRUE(feed.exec(all.c_str())) << table->name;
        }
    }
}

TEST_F(PgDoorTest, ColleaguesAreSeenAsTheProjectionAndOneselfWhole)
{
    Laptop laptop = open(agent, portA);
    const auto people = pages(laptop, scope(portA, ""), schema::Users::table);
    ASSERT_EQ(people.size(), 4u); // not the one of port B
    const Row &dora = people.at(director);
    EXPECT_EQ(dora[schema::Users::name], "Dora");
    EXPECT_FALSE(dora[schema::Users::email]);
    EXPECT_TRUE(isNull(dora.value("preferences")));

    Laptop own = open(agent, {});
    const auto self = pages(own, scope({}, "user", agent), schema::Users::table);
    ASSERT_EQ(self.size(), 1u);
    EXPECT_EQ(self.at(agent)[schema::Users::email], "anna@example.org");
    EXPECT_FALSE(door.page(laptop.actor, laptop.opened.access,
                           {portA, {scope({}, "user", agent), schema::Users::table.number, {}}, 10, 1000}));
}

TEST_F(PgDoorTest, GivesPagesThatCanBeResumedAnywhere)
{
    for (std::uint64_t i = 0; i < 25; ++i)
        run("insert into tags (port_id, id, name) values ('" + portA.toString() + "', '" + text(400 + i) +
            "', 'tag " + std::to_string(i) + "')");
    Laptop laptop = open(agent, portA);
    for (const std::size_t size : {1u, 4u, 5u, 25u, 100u})
        EXPECT_EQ(pages(laptop, scope(portA, ""), schema::Tags::table, size).size(), 25u);
    const auto rest =
        door.page(laptop.actor, laptop.opened.access,
                  {portA, {scope(portA, ""), schema::Tags::table.number, id(410)}, 1000, 1u << 20u});
    EXPECT_EQ(rest->count, 14u);
    const auto narrow = door.page(laptop.actor, laptop.opened.access,
                                  {portA, {scope(portA, ""), schema::Tags::table.number, {}}, 1000, 60});
    EXPECT_LT(narrow->count, 5u);
    EXPECT_GT(narrow->count, 0u);
    EXPECT_FALSE(narrow->done);
}

TEST_F(PgDoorTest, ACursorNeverPassesWhatIsStillUncommitted)
{
    Laptop laptop = open(director, portA);
    const std::vector<sync::ScopeId> scopes{scope(portA, "clients.view")};
    Connection slow = connectTo(database);
    mustRun(slow, "begin; update clients set full_name = 'slow' where id = '" + client.toString() + "'");
    const sync::Cursor before = *door.now();
    run("update clients set full_name = 'quick' where id = '" + client2.toString() + "'");
    const FeedStep first = step(before, scopes);
    EXPECT_EQ(seenIn(first, scopes[0]).rows.size(), 1u);
    EXPECT_TRUE(step(first.to, scopes).parts.empty()); // nothing twice, nothing early
    mustRun(slow, "commit");
    const FeedStep second = step(first.to, scopes);
    const Seen seen = seenIn(second, scopes[0]);
    ASSERT_EQ(seen.rows.size(), 1u);
    EXPECT_EQ(seen.rows.begin()->second[schema::Clients::fullName], "slow");
    EXPECT_TRUE(step(second.to, scopes).parts.empty());
}

TEST_F(PgDoorTest, NothingIsLostOrDoubledAmongWritersThatCommitInAnyOrder)
{
    Laptop laptop = open(director, portA);
    const std::vector<sync::ScopeId> scopes{scope(portA, "")};
    sync::Cursor cursor = *door.now();
    std::vector<Connection> writers;
    for (int i = 0; i < 6; ++i)
        writers.push_back(connectTo(database));
    SeededRng rng(7);
    std::vector<bool> busy(writers.size());
    std::set<Uuid> written;
    std::set<Uuid> told;
    for (std::uint64_t turn = 0; turn < 200; ++turn) {
        const std::size_t at = rng.below(writers.size());
        if (busy[at]) {
            mustRun(writers[at], "commit");
        } else {
            const Uuid tag = id(10'000 + turn);
            mustRun(writers[at], "begin; insert into tags (port_id, id, name) values ('" + portA.toString() +
                                     "', '" + tag.toString() + "', 'tag " + std::to_string(turn) + "')");
            written.insert(tag);
        }
        busy[at] = !busy[at];
        if (rng.oneIn(3)) {
            const FeedStep next = step(cursor, scopes);
            for (const auto &[key, row] : seenIn(next, scopes[0]).rows)
                EXPECT_TRUE(told.insert(key.second).second) << "told twice";
            cursor = next.to;
        }
    }
    for (std::size_t i = 0; i < writers.size(); ++i) {
        if (busy[i])
            mustRun(writers[i], "commit");
    }
    for (const auto &[key, row] : seenIn(step(cursor, scopes), scopes[0]).rows)
        EXPECT_TRUE(told.insert(key.second).second) << "told twice";
    EXPECT_EQ(told, written);
}

TEST_F(PgDoorTest, FindsTheSameAmongVeryManyScopes)
{
    PgDoorOptions many = options();
    many.feedLimits.scopesProbed = 0;
    PgDoor other(many);
    Laptop laptop = open(director, portA);
    (void)other.access(laptop.actor, portA);
    Connection slow = connectTo(database);
    mustRun(slow, "begin; update clients set full_name = 'slow' where id = '" + client.toString() + "'");
    const sync::Cursor before = *door.now();
    run("update clients set full_name = 'quick' where id in ('" + client2.toString() + "', '" +
        foreignClient.toString() + "'); update berths set description = 'x'");
    mustRun(slow, "commit");
    const std::vector<sync::ScopeId> scopes{scope(portA, "clients.view")};
    const auto probed = door.feed(before, scopes);
    const auto found = other.feed(before, scopes);
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(seenIn(*found, scopes[0]).rows, seenIn(*probed, scopes[0]).rows);
    EXPECT_EQ(seenIn(*found, scopes[0]).rows.size(), 2u);
    EXPECT_EQ(found->parts.size(), 1u);
}

TEST_F(PgDoorTest, ATransactionAppearsWhole)
{
    Laptop laptop = open(director, portA);
    const std::vector<sync::ScopeId> scopes{scope(portA, "clients.view"), scope(portA, "berths.view")};
    const sync::Cursor before = *door.now();
    Connection writer = connectTo(database);
    mustRun(writer, "begin; update clients set summary = 'x' where id = '" + client.toString() + "'");
    EXPECT_TRUE(step(before, scopes).parts.empty());
    mustRun(writer, "update berths set description = 'x' where id = '" + berth.toString() + "'; commit");
    const FeedStep both = step(before, scopes);
    EXPECT_EQ(seenIn(both, scopes[0]).rows.size(), 1u);
    EXPECT_EQ(seenIn(both, scopes[1]).rows.size(), 1u);
}

TEST_F(PgDoorTest, ARowThatMovesLeavesOneScopeAndComesToTheOther)
{
    run("insert into reminders (port_id, id, title, due_at, assigned_to, created_by) values ('" +
        portA.toString() + "', '" + text(500) + "', 'Call', now(), '" + agent.toString() + "', '" +
        director.toString() + "')");
    Laptop laptop = open(agent, portA);
    Laptop other = open(colleague, portA);
    const sync::ScopeId mine = scope(portA, "user", agent);
    const sync::ScopeId theirs = scope(portA, "user", colleague);
    EXPECT_EQ(pages(laptop, mine, schema::Reminders::table).size(), 1u);
    const sync::Cursor before = *door.now();
    run("update reminders set assigned_to = '" + colleague.toString() + "'");
    const FeedStep moved = step(before, {mine, theirs});
    EXPECT_EQ(seenIn(moved, mine).gone.count({44, id(500)}), 1u);
    EXPECT_TRUE(seenIn(moved, mine).rows.empty());
    EXPECT_EQ(seenIn(moved, theirs).rows.count({44, id(500)}), 1u);
    EXPECT_TRUE(pages(laptop, mine, schema::Reminders::table).empty());
    run("delete from reminders");
    const FeedStep gone = step(moved.to, {mine, theirs});
    EXPECT_TRUE(seenIn(gone, mine).gone.empty());
    EXPECT_EQ(seenIn(gone, theirs).gone.count({44, id(500)}), 1u);
    EXPECT_GT(seenIn(gone, theirs).gone.begin()->second, seenIn(moved, theirs).rows.begin()->second.rev);
}

TEST_F(PgDoorTest, TheSameIdInAnotherPortIsAnotherRow)
{
    run("insert into tags (port_id, id, name) values ('" + portA.toString() + "', '" + text(600) +
        "', 'ours'), ('" + portB.toString() + "', '" + text(600) + "', 'theirs')");
    Laptop laptop = open(agent, portA);
    const sync::Cursor before = *door.now();
    run("update tags set color = '#000000'");
    const Seen seen = seenIn(step(before, {scope(portA, "")}), scope(portA, ""));
    ASSERT_EQ(seen.rows.size(), 1u);
    EXPECT_EQ(seen.rows.begin()->second[schema::Tags::name], "ours");
}

TEST_F(PgDoorTest, RefusesScopesThatAreNotHeld)
{
    Laptop laptop = open(viewer, portA);
    open(stranger, portB); // so that the scope is known in this process
    EXPECT_FALSE(
        door.page(laptop.actor, laptop.opened.access,
                  {portA, {scope(portB, "clients.view"), schema::Clients::table.number, {}}, 10, 1000}));
    EXPECT_FALSE(door.rows(laptop.actor, laptop.opened.access,
                           {scope(portB, "clients.view"), schema::Clients::table.number, {}, id(1 << 20)}));
    EXPECT_FALSE(door.digest(laptop.actor, laptop.opened.access, *door.now(),
                             std::vector<sync::DigestRange>{
                                 {scope(portB, "clients.view"), schema::Clients::table.number, {}, {}}}));
}

TEST_F(PgDoorTest, DigestsWhatIsStored)
{
    Laptop laptop = open(director, portA);
    const sync::Cursor before = *door.now();
    run("update clients set full_name = 'Ada Lovelace' where id = '" + client.toString() + "'");
    const sync::ScopeId clients = scope(portA, "clients.view");
    const std::vector<sync::DigestRange> ranges{{clients, schema::Clients::table.number, {}, {}},
                                                {clients, schema::Clients::table.number, client, client},
                                                {scope(portA, ""), schema::Users::table.number, {}, {}}};
    const auto digest = door.digest(laptop.actor, laptop.opened.access, before, ranges);
    ASSERT_TRUE(digest) << digest.error().detail;
    EXPECT_EQ(digest->ranges[0].count, 2u);
    EXPECT_EQ(digest->ranges[1].count, 1u);
    EXPECT_EQ(seenIn(digest->step, clients).rows.size(), 1u);
    std::uint64_t sum = 0;
    for (const auto &[id, row] : pages(laptop, clients, schema::Clients::table))
        sum += sync::rowHash(row, columnsSent(schema::Clients::table, {portA, "clients.view"}));
    EXPECT_EQ(digest->ranges[0].sum, sum);
    std::uint64_t people = 0;
    for (const auto &[id, row] : pages(laptop, scope(portA, ""), schema::Users::table))
        people += sync::rowHash(row, columnsSent(schema::Users::table, {portA, ""}));
    EXPECT_EQ(digest->ranges[2].sum, people);
    EXPECT_EQ(digest->ranges[2].count, 4u);
}

TEST_F(PgDoorTest, RepairsARangeOrSaysThatItIsTooLarge)
{
    Laptop laptop = open(director, portA);
    const sync::DigestRange all{
        scope(portA, "clients.view"), schema::Clients::table.number, {}, id(1u << 30u)};
    auto rows = door.rows(laptop.actor, laptop.opened.access, all);
    ASSERT_TRUE(rows);
    EXPECT_EQ(sync::RowBlockReader::open(*rows)->rows(), 2u);
    PgDoorOptions narrow = options();
    narrow.rowsLimit = 1;
    PgDoor other(narrow);
    (void)other.access(laptop.actor, portA);
    EXPECT_EQ(other.rows(laptop.actor, laptop.opened.access, all).error().code, ErrorCode::TooLarge);
}

TEST_F(PgDoorTest, TellsWhichScopesAreTooMuchForAStep)
{
    PgDoorOptions narrow = options();
    narrow.feedLimits.rowsPerScope = 5;
    PgDoor other(narrow);
    Laptop laptop = open(director, portA);
    (void)other.access(laptop.actor, portA);
    const sync::Cursor before = *door.now();
    for (std::uint64_t i = 0; i < 8; ++i)
        run("insert into tags (port_id, id, name) values ('" + portA.toString() + "', '" + text(700 + i) +
            "', 't" + std::to_string(i) + "')");
    run("update clients set summary = 'x'");
    const std::vector<sync::ScopeId> scopes{scope(portA, ""), scope(portA, "clients.view")};
    const auto step = other.feed(before, scopes);
    ASSERT_TRUE(step) << step.error().detail;
    EXPECT_EQ(step->tooLarge, std::vector<sync::ScopeId>{scopes[0]});
    EXPECT_EQ(seenIn(*step, scopes[1]).rows.size(), 2u);
}

TEST_F(PgDoorTest, TellsEveryEventHoweverManyThereAre)
{
    PgDoorOptions few = options();
    few.feedLimits.eventsAtOnce = 3;
    PgDoor other(few);
    Laptop laptop = open(director, portA);
    (void)other.access(laptop.actor, portA);
    const sync::ScopeId clients = scope(portA, "clients.view");
    const sync::Cursor before = *door.now();
    run("insert into sync.events (port_id, name, payload, scopes) select '" + portA.toString() +
        "', 'client:updated', jsonb_build_object('n', n), array['" + clients.toString() +
        "'::uuid] from generate_series(1, 9) n");
    const auto step = other.feed(before, std::vector{clients});
    ASSERT_TRUE(step) << step.error().detail;
    ASSERT_EQ(step->events.size(), 9u);
    for (std::size_t i = 0; i < 9; ++i)
        EXPECT_EQ(Json::parse(step->events[i].event->payload)["n"], i + 1);
    EXPECT_TRUE(other.feed(step->to, std::vector{clients})->events.empty());
}

TEST_F(PgDoorTest, CountsAScopeOnceForAllWhoSayHello)
{
    const auto rowsOf = [](const Laptop &laptop, const sync::ScopeId &scope) {
        return std::ranges::find(laptop.opened.access.scopes, scope, &ScopeGrant::id)->rows;
    };
    const sync::ScopeId clients = scope(portA, "clients.view");
    EXPECT_EQ(rowsOf(open(director, portA), clients), 2);
    run("insert into clients (port_id, full_name) values ('" + portA.toString() + "', 'Cleo')");
    EXPECT_EQ(rowsOf(open(agent, portA), clients), 2); // an estimate, and no second count
    EXPECT_EQ(rowsOf(open(agent, portA), scope(portA, "berths.view")), 2);
    PgDoor fresh(options());
    const Laptop laptop = open(director, portA);
    const auto opened = fresh.open(laptop.actor, laptop.device, helloOf(laptop.device));
    EXPECT_EQ(std::ranges::find(opened->access.scopes, clients, &ScopeGrant::id)->rows, 3);
}

TEST_F(PgDoorTest, AUserHasSoManyDevicesAndNoMore)
{
    PgDoorOptions few = options();
    few.devicesPerUser = 3;
    PgDoor other(few);
    const Laptop first = open(agent, portA);
    open(agent, portA);
    open(agent, {});
    const Device fourth{id(9001), id(9002), portA};
    const auto refused = other.open(first.actor, fourth, helloOf(fourth));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::RateLimited);
    EXPECT_EQ(refused.error().key, signin::tooManyDevices);
    EXPECT_EQ(count("select count(*) from sync.devices"), 3);
    // What is known goes on, and a colleague is not touched by it.
    EXPECT_TRUE(other.open(first.actor, first.device, helloOf(first.device)));
    EXPECT_TRUE(other.open({colleague, {}, {}, false, {}}, fourth, helloOf(fourth)));
    run("delete from sync.devices where user_id = '" + agent.toString() + "' and port_id is null");
    const Device fifth{id(9003), id(9004), portA};
    EXPECT_TRUE(other.open(first.actor, fifth, helloOf(fifth)));
}

TEST_F(PgDoorTest, CursorsOfAnotherEpochOrFromBeforeTheTombstonesAreOfNoUse)
{
    Laptop laptop = open(director, portA);
    const sync::ScopeId clients = scope(portA, "clients.view");
    const sync::Cursor old = *door.now();
    sync::Hello hello = helloOf(laptop.device);
    hello.scopes = {{clients, old}, {scope(portA, ""), "nonsense"}, {scope(portB, ""), old}};
    EXPECT_EQ(door.open(laptop.actor, laptop.device, hello)->resumable, std::vector<sync::ScopeId>{clients});

    run("delete from clients where id = '" + client2.toString() + "'");
    run("insert into tags (port_id, id, name) values ('" + portA.toString() + "', '" + text(1) + "', 't')");
    Connection jobs = connectTo(database, "nimara_jobs");
    mustRun(jobs, "select sync.prune_tombstones(now() + interval '1 hour', 1000)");
    EXPECT_TRUE(door.open(laptop.actor, laptop.device, hello)->resumable.empty());
    EXPECT_EQ(step(old, {clients}).tooLarge, std::vector<sync::ScopeId>{clients});
    EXPECT_TRUE(step(*door.now(), {clients}).tooLarge.empty());

    const std::string epoch = laptop.opened.access.epoch;
    const sync::Cursor fresh = *door.now();
    run("update sync.epoch set restore_counter = restore_counter + 1");
    EXPECT_NE(door.access(laptop.actor, portA)->epoch, epoch);
    const auto stale = door.feed(fresh, std::vector<sync::ScopeId>{clients});
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().key, staleEpochKey);
    hello.scopes = {{clients, fresh}};
    EXPECT_TRUE(door.open(laptop.actor, laptop.device, hello)->resumable.empty());
}

TEST_F(PgDoorTest, RightsFollowRoleAndOverride)
{
    const Access before = *door.access({agent, {}, {}, false, {}}, portA);
    EXPECT_TRUE(before.permissions.has("clients.view"));
    EXPECT_EQ(before.permissions, PermissionSet::seeded(SystemRole::SalesAgent));
    const std::vector<Holder> whom{{agent, portA}, {viewer, portA}, {agent, {}}};
    const auto stamps = *door.stamps(whom);
    run("insert into port_role_overrides (port_id, role_id, permission_overrides) values ('" +
        portA.toString() + "', '" + text(32) + "', '{\"clients\": {\"view\": false}}')");
    const Access after = *door.access({agent, {}, {}, false, {}}, portA);
    EXPECT_FALSE(after.permissions.has("clients.view"));
    EXPECT_NE(after.aclHash, before.aclHash);
    EXPECT_EQ(after.scopes.size() + 2, before.scopes.size() + (before.permissions.has("files.view") ? 0 : 2));
    const auto later = *door.stamps(whom);
    EXPECT_NE(later[0], stamps[0]);
    EXPECT_EQ(later[1], stamps[1]);
    EXPECT_EQ(later[2], stamps[2]);
}

TEST_F(PgDoorTest, WhoIsNoMemberOrWasSwitchedOffStaysOut)
{
    const auto keyOf = [&](const Uuid &user, const Uuid &port) {
        const auto access = door.access({user, {}, {}, false, {}}, port);
        return access ? std::string() : access.error().key;
    };
    EXPECT_EQ(keyOf(stranger, portA), "sync.member");
    EXPECT_EQ(keyOf(agent, id(77)), "sync.member"); // no such port: the same answer
    EXPECT_EQ(keyOf(id(78), portA), "sync.inactive");
    run("update users set is_active = false where id = '" + agent.toString() + "'");
    EXPECT_EQ(keyOf(agent, portA), "sync.inactive");
    EXPECT_EQ(keyOf(agent, {}), "sync.inactive");
    run("update users set is_super_admin = true where id = '" + stranger.toString() + "'");
    EXPECT_EQ(keyOf(stranger, portA), "");
    run("update ports set is_active = false where id = '" + portA.toString() + "'");
    EXPECT_EQ(keyOf(director, portA), "sync.member");
}

TEST_F(PgDoorTest, ADeviceBelongsToOneUserAndRealm)
{
    Laptop laptop = open(agent, portA);
    Device taken = laptop.device;
    EXPECT_EQ(door.open({colleague, {}, {}, false, {}}, taken, helloOf(taken)).error().key, "sync.device");
    taken.port = {};
    EXPECT_EQ(door.open(laptop.actor, taken, helloOf(taken)).error().key, "sync.device");
    run("update sync.devices set revoked_at = now()");
    EXPECT_EQ(door.open(laptop.actor, laptop.device, helloOf(laptop.device)).error().key, "sync.device");
}

TEST_F(PgDoorTest, RowSecurityHoldsWhereTheDoorWouldNot)
{
    Connection serving = connectTo(database, "nimara_server");
    mustRun(serving, "begin; select set_config('nimara.port', '" + portA.toString() +
                         "', true), set_config('nimara.user', '" + agent.toString() + "', true)");
    EXPECT_EQ(nimara::test::cellOf(serving, "select count(*) from clients"), "2");
    EXPECT_EQ(nimara::test::cellOf(serving,
                                   "select count(*) from clients where port_id = '" + portB.toString() + "'"),
              "0");
    EXPECT_EQ(nimara::test::cellOf(serving, "with u as (update clients set full_name = 'x' where id = '" +
                                                foreignClient.toString() +
                                                "' returning 1) select count(*) from u"),
              "0");
    EXPECT_EQ(nimara::test::faultOf(serving, "insert into clients (port_id, full_name) values ('" +
                                                 portB.toString() + "', 'x')"),
              "db.forbidden");
}

TEST_F(PgDoorTest, SaysThatPostgresIsAway)
{
    Laptop laptop = open(agent, portA);
    nimara::test::Postgres::instance().stop();
    const auto away = door.access(laptop.actor, portA);
    ASSERT_FALSE(away);
    EXPECT_EQ(away.error().code, ErrorCode::Unavailable) << away.error().key << " " << away.error().detail;
    nimara::test::Postgres::instance().start();
    EXPECT_TRUE(door.access(laptop.actor, portA));
    admin = connectTo(database);
}

} // namespace nimara::server::test
