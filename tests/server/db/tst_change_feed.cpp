#include "models/schema/registry.h"
#include "models/schema/tables/all.h"
#include "tests/server/db/port_fixture.h"

#include <set>

using namespace nimara;
using namespace nimara::test;

namespace {

class ChangeFeed : public TwoPorts
{
protected:
    const std::string reminder = "aaaaaaaa-0000-7000-8000-00000000000a";

    void addReminder(const std::string &assigned, const std::string &maker)
    {
        mustRun(admin,
                "insert into reminders (port_id, id, title, due_at, assigned_to, created_by) values ('" +
                    portA + "', '" + reminder + "', 'call', now(), '" + assigned + "', '" + maker + "')");
    }

    // The scopes in which a table's rows stand by the change index, and by the rules of the registry.
    std::set<std::pair<Uuid, Uuid>> indexed(const Table &table)
    {
        std::set<std::pair<Uuid, Uuid>> found;
        for (const auto &row :
             rowsOf(admin, "select scope_id, row_id from sync.change_index where op = 'U' and table_no = " +
                               std::to_string(table.number)))
            found.emplace(idOf(row[0]), idOf(row[1]));
        return found;
    }
    std::set<std::pair<Uuid, Uuid>> ruled(const Table &table)
    {
        std::set<std::pair<Uuid, Uuid>> expected;
        const auto rows =
            admin.exec(("select * from " + std::string(table.name)).c_str(), {}, server::Format::Binary);
        EXPECT_TRUE(rows);
        for (int at = 0; at < rows->rows(); ++at) {
            Row row(table);
            for (const ColumnInfo &column : table.columns)
                row.setValue(
                    column.index,
                    rows->value(at, rows->column(std::string(column.spec.name).c_str()), column.type));
            for (const ScopeKey &key : scopesOfRow(table, row))
                expected.emplace(scopeId(key), row.id());
        }
        return expected;
    }
    void expectEqual(const Table &table) { EXPECT_EQ(indexed(table), ruled(table)) << table.name; }
};

} // namespace

TEST_F(ChangeFeed, bothSidesNameAScopeByTheSameBytes)
{
    for (const std::string &resourceClass : scopeClasses()) {
        EXPECT_EQ(cellOf(admin, "select sync.scope_id('" + portA + "', '" + resourceClass + "')"),
                  scope(portA, resourceClass));
    }
    EXPECT_EQ(cellOf(admin, "select sync.scope_id('" + portA + "', 'user', '" + anna + "')"),
              scope(portA, "user", anna));
    EXPECT_EQ(cellOf(admin, "select sync.scope_id(null, 'user', '" + anna + "')"), scope("", "user", anna));
    EXPECT_EQ(cellOf(admin, "select sync.scope_id(null, 'all')"), scope("", "all"));
}

TEST_F(ChangeFeed, aRowIsSeenFromItsBirthToItsEnd)
{
    const std::string clients = scope(portA, "clients.view");
    EXPECT_EQ(entry(clients, clientA), "U");
    EXPECT_EQ(entry(scope(portB, "clients.view"), clientA), "");
    const auto born = entryRev(clients, clientA);
    EXPECT_EQ(std::to_string(born), cellOf(admin, "select rev from clients where id = '" + clientA + "'"));

    mustRun(admin, "update clients set city = 'Oslo' where id = '" + clientA + "'");
    const auto changed = entryRev(clients, clientA);
    EXPECT_GT(changed, born);
    EXPECT_EQ(std::to_string(changed), cellOf(admin, "select rev from clients where id = '" + clientA + "'"));

    mustRun(admin, "delete from clients where id = '" + clientA + "'");
    EXPECT_EQ(entry(clients, clientA), "D");
    const auto gone = entryRev(clients, clientA);
    EXPECT_GT(gone, changed);

    mustRun(admin, "insert into clients (port_id, id, full_name) values ('" + portA + "', '" + clientA +
                       "', 'Ada')");
    EXPECT_EQ(entry(clients, clientA), "U");
    EXPECT_GT(entryRev(clients, clientA), gone);
}

TEST_F(ChangeFeed, theRevisionGrowsEvenIfTheClockDoesNot)
{
    mustRun(admin, "alter table clients disable trigger stamp; update clients set rev = 9000000000000000000 "
                   "where id = '" +
                       clientA + "'; alter table clients enable always trigger stamp");
    mustRun(admin, "update clients set city = 'Oslo'");
    EXPECT_EQ(cellOf(admin, "select rev from clients where id = '" + clientA + "'"), "9000000000000000001");
    mustRun(admin, "delete from clients where id = '" + clientA + "'");
    EXPECT_EQ(entryRev(scope(portA, "clients.view"), clientA), 9000000000000000002);
}

TEST_F(ChangeFeed, thePeopleAndTheTransactionAreNamed)
{
    auto server = connectTo(database, "nimara_server");
    auto transaction = server::Transaction::begin(server, {.port = idOf(portA), .user = idOf(anna)});
    ASSERT_TRUE(transaction);
    mustRun(server, "update clients set city = 'Oslo'");
    const std::string xid = cellOf(server, "select pg_current_xact_id()");
    ASSERT_TRUE(transaction->commit());
    const auto row =
        rowsOf(admin, "select changed_by, xid from sync.change_index where row_id = '" + clientA + "'").at(0);
    EXPECT_EQ(row[0], anna);
    EXPECT_EQ(row[1], xid);
}

TEST_F(ChangeFeed, aRowThatMovesToAnotherPortIsDeletedInTheFirst)
{
    mustRun(admin, "update clients set port_id = '" + portB + "' where id = '" + clientA + "'");
    EXPECT_EQ(entry(scope(portA, "clients.view"), clientA), "D");
    EXPECT_EQ(entry(scope(portB, "clients.view"), clientA), "U");
    expectEqual(schema::Clients::table);
}

TEST_F(ChangeFeed, aReminderStandsWithItsAssigneeItsMakerAndTheOverview)
{
    addReminder(anna, both);
    EXPECT_EQ(entry(scope(portA, "user", anna), reminder), "U");
    EXPECT_EQ(entry(scope(portA, "user", both), reminder), "U");
    EXPECT_EQ(entry(scope(portA, "reminders.view_all"), reminder), "U");
    const auto before = entryRev(scope(portA, "user", anna), reminder);

    // From Anna to its maker: it leaves Anna, and its maker has it once.
    mustRun(admin, "update reminders set assigned_to = created_by");
    EXPECT_EQ(entry(scope(portA, "user", anna), reminder), "D");
    EXPECT_GT(entryRev(scope(portA, "user", anna), reminder), before);
    EXPECT_EQ(entry(scope(portA, "user", both), reminder), "U");
    expectEqual(schema::Reminders::table);

    mustRun(admin, "delete from reminders");
    EXPECT_EQ(entry(scope(portA, "user", both), reminder), "D");
    EXPECT_EQ(entry(scope(portA, "reminders.view_all"), reminder), "D");
}

TEST_F(ChangeFeed, aSharedThreadTakesItsMessagesAlong)
{
    mustRun(admin, "insert into email_accounts (port_id, id, user_id, address, imap_host, smtp_host, "
                   "credentials_enc) values ('" +
                       portA + "', '" + clientB + "', '" + anna + "', 'a@example.org', 'h', 'h', 'x');" +
                       "insert into email_threads (port_id, id, account_id, last_message_at) values ('" +
                       portA + "', '" + berthA + "', '" + clientB + "', now());" +
                       "insert into email_messages (port_id, id, account_id, thread_id, message_id, "
                       "from_address) values ('" +
                       portA + "', '" + reminder + "', '" + clientB + "', '" + berthA +
                       "', '<1@x>', 'b@example.org')");
    EXPECT_EQ(entry(scope(portA, "user", anna), reminder), "U");
    EXPECT_EQ(entry(scope(portA, "email.view"), reminder), "");
    mustRun(admin, "update email_threads set is_shared = true");
    EXPECT_EQ(entry(scope(portA, "email.view"), reminder), ""); // shared, but with no client
    mustRun(admin, "update email_threads set client_id = '" + clientA + "'");
    EXPECT_EQ(entry(scope(portA, "email.view"), reminder), "U");
    EXPECT_EQ(entry(scope(portA, "email.view"), berthA), "U");
    mustRun(admin, "update email_threads set is_shared = false");
    EXPECT_EQ(entry(scope(portA, "email.view"), reminder), "D");
    EXPECT_EQ(entry(scope(portA, "user", anna), reminder), "U");
    expectEqual(schema::EmailThreads::table);
    expectEqual(schema::EmailMessages::table);
}

TEST_F(ChangeFeed, rulesThatLookAtOtherColumnsHold)
{
    mustRun(admin,
            "insert into files (port_id, entity_type, entity_id, filename, mime_type, uploaded_by) select '" +
                portA + "', word, gen_random_uuid(), 'f', 'image/png', '" + anna +
                "' from unnest(array['general', 'clients', 'invoices']) word");
    mustRun(admin, "insert into saved_views (port_id, user_id, entity, name, is_shared) values ('" + portA +
                       "', '" + anna + "', 'clients', 'mine', false), ('" + portA + "', '" + anna +
                       "', 'clients', 'ours', true)");
    mustRun(admin, "insert into roles (port_id, name) values ('" + portA + "', 'own')");
    mustRun(admin, "insert into currency_rates (base, quote, rate, as_of, source) values ('USD', 'EUR', 0.9, "
                   "'2026-01-01', 'x')");
    expectEqual(schema::Files::table);
    expectEqual(schema::SavedViews::table);
    expectEqual(schema::Roles::table);
    expectEqual(schema::CurrencyRates::table);
    expectEqual(schema::Ports::table);
    mustRun(admin,
            "update saved_views set is_shared = not is_shared; update files set entity_type = 'documents'");
    expectEqual(schema::SavedViews::table);
    expectEqual(schema::Files::table);
}

TEST_F(ChangeFeed, oneStatementMayMeetARowTwice)
{
    addReminder(anna, anna); // two rules, one scope
    EXPECT_EQ(entry(scope(portA, "user", anna), reminder), "U");
    mustRun(admin, "insert into clients (port_id, id, full_name) values ('" + portA + "', '" + clientA +
                       "', 'Ada') on conflict (port_id, id) do update set full_name = 'Ada II'");
    mustRun(admin, "with a as (update clients set city = 'x' where id = '" + clientA +
                       "' returning 1) insert into clients (port_id, full_name) select '" + portA +
                       "', 'New' from a");
    expectEqual(schema::Clients::table);
}

TEST_F(ChangeFeed, emptyingATableDeletesItsRowsEverywhere)
{
    addReminder(anna, both);
    const auto before = entryRev(scope(portA, "user", anna), reminder);
    mustRun(admin, "truncate reminders");
    EXPECT_EQ(entry(scope(portA, "user", anna), reminder), "D");
    EXPECT_GT(entryRev(scope(portA, "user", anna), reminder), before);
    EXPECT_EQ(cellOf(admin, "select count(*) from sync.change_index where table_no = 44 and op = 'U'"), "0");
}

TEST_F(ChangeFeed, colleaguesAppearAndVanishWithTheirMembership)
{
    EXPECT_EQ(entry(scope("", "user", anna), anna), "U");
    EXPECT_EQ(entry(scope(portA, ""), anna), "U");
    EXPECT_EQ(entry(scope(portA, ""), both), "U");
    EXPECT_EQ(entry(scope(portB, ""), both), "U");
    EXPECT_EQ(entry(scope(portA, ""), ben), "");

    mustRun(admin,
            "delete from user_port_roles where port_id = '" + portA + "' and user_id = '" + both + "'");
    EXPECT_EQ(entry(scope(portA, ""), both), "D");
    EXPECT_EQ(entry(scope(portB, ""), both), "U");
    const auto gone = entryRev(scope(portA, ""), both);

    mustRun(admin, "insert into user_port_roles (port_id, user_id, role_id) values ('" + portA + "', '" +
                       both + "', '" + role + "')");
    EXPECT_EQ(entry(scope(portA, ""), both), "U");
    EXPECT_GT(entryRev(scope(portA, ""), both), gone);

    mustRun(admin, "update users set name = 'Bob' where id = '" + both + "'");
    EXPECT_EQ(std::to_string(entryRev(scope(portB, ""), both)),
              cellOf(admin, "select rev from users where id = '" + both + "'"));
    EXPECT_EQ(std::to_string(entryRev(scope(portA, ""), both)),
              cellOf(admin, "select rev from users where id = '" + both + "'"));
}

TEST_F(ChangeFeed, tenThousandRowsAreOneStatement)
{
    mustRun(admin, "insert into clients (port_id, full_name) select '" + portA +
                       "', 'c' || i from generate_series(1, 10000) i");
    mustRun(admin, "update clients set city = 'x'");
    expectEqual(schema::Clients::table);
    mustRun(admin, "delete from clients where full_name like 'c%'");
    expectEqual(schema::Clients::table);
}

TEST_F(ChangeFeed, aStatementThatTouchesNothingTakesNoTransactionNumber)
{
    mustRun(admin, "begin; update clients set city = 'x' where false");
    EXPECT_EQ(cellOf(admin, "select pg_current_xact_id_if_assigned()"), "");
    mustRun(admin, "rollback");
}

TEST_F(ChangeFeed, everyTableOfTheRegistryFeeds)
{
    // What the triggers do is made from the same rules for all; here each function is at least called once.
    for (const Table *table : schema::tables()) {
        if (table->replicated())
            mustRun(admin, "begin; update " + std::string(table->name) + " set rev = rev; delete from " +
                               std::string(table->name) + " where false; rollback");
    }
}
