#include "tests/server/db/port_fixture.h"

using namespace nimara;
using namespace nimara::test;
using server::Connection;
using server::Transaction;

namespace {

class RowSecurity : public TwoPorts
{
protected:
    Connection server = connectTo(database, "nimara_server");

    // Runs one statement as the server in a port, and keeps what it did if it succeeded.
    std::string inPort(const std::string &port, const std::string &sql)
    {
        auto transaction = Transaction::begin(server, {.port = idOf(port), .user = idOf(anna)});
        EXPECT_TRUE(transaction);
        const auto done = server.exec(sql.c_str());
        if (!done)
            return done.error().key;
        const std::string count = std::to_string(done->affected());
        EXPECT_TRUE(transaction->commit());
        return count;
    }
};

} // namespace

TEST_F(RowSecurity, withoutAPortTheServerSeesNothing)
{
    EXPECT_EQ(cellOf(server, "select count(*) from clients"), "0");
    EXPECT_EQ(cellOf(server, "select count(*) from ports"), "0");
    EXPECT_EQ(cellOf(server, "select count(*) from user_port_roles"), "0");
}

TEST_F(RowSecurity, theServerSeesAndChangesTheRowsOfItsPortOnly)
{
    EXPECT_EQ(inPort(portA, "select from clients"), "1");
    EXPECT_EQ(inPort(portA, "select from clients where id = '" + clientB + "'"), "0");
    EXPECT_EQ(inPort(portA, "update clients set city = 'Valletta'"), "1");
    EXPECT_EQ(inPort(portA, "delete from clients where id = '" + clientB + "'"), "0");
    EXPECT_EQ(cellOf(admin, "select count(*) from clients where city is null"), "1");
}

TEST_F(RowSecurity, aRowOfAnotherPortCannotBeWritten)
{
    EXPECT_EQ(inPort(portA, "insert into clients (port_id, full_name) values ('" + portB + "', 'Eve')"),
              "db.forbidden");
    EXPECT_EQ(inPort(portA, "update clients set port_id = '" + portB + "'"), "db.forbidden");
}

TEST_F(RowSecurity, anotherPortsRowCanNeitherBeLinkedNorProbed)
{
    const std::string there =
        "insert into client_contacts (port_id, client_id, value, normalized_value) values ('" + portA +
        "', '" + clientB + "', 'x', 'x')";
    const std::string nowhere =
        "insert into client_contacts (port_id, client_id, value, normalized_value) values ('" + portA +
        "', 'dddddddd-0000-7000-8000-000000000004', 'x', 'x')";
    EXPECT_EQ(inPort(portA, there), "db.foreign_key");
    EXPECT_EQ(inPort(portA, nowhere), "db.foreign_key");
    // Nor does the id of another port's row clash with one of ours.
    EXPECT_EQ(inPort(portA, "insert into clients (port_id, id, full_name) values ('" + portA + "', '" +
                                clientB + "', 'Cy')"),
              "1");
}

TEST_F(RowSecurity, aPortUsesItsOwnRolesAndThoseOfTheSystem)
{
    mustRun(admin, "insert into roles (id, port_id, name) values ('bbbbbbbb-0000-7000-8000-000000000009', '" +
                       portB + "', 'x')");
    const std::string use =
        "update user_port_roles set role_id = 'bbbbbbbb-0000-7000-8000-000000000009' where port_id = '";
    EXPECT_EQ(inPort(portA, use + portA + "'"), "db.foreign_key");
    EXPECT_EQ(faultOf(admin, use + portA + "'"), "db.foreign_key");
    EXPECT_EQ(inPort(portB, use + portB + "'"), "2");
    // System roles are the super admin's.
    EXPECT_EQ(inPort(portA, "update roles set name = 'mine' where is_system"), "0");
    EXPECT_EQ(inPort(portA, "insert into roles (name) values ('everywhere')"), "db.forbidden");
    mustRun(admin, "update users set is_super_admin = true where id = '" + anna + "'");
    EXPECT_EQ(inPort(portA, "update roles set description = 'all' where is_system"), "1");
}

TEST_F(RowSecurity, aUserFindsHisPortsBeforeOneIsChosen)
{
    auto transaction = Transaction::begin(server, {.user = idOf(both)});
    ASSERT_TRUE(transaction);
    EXPECT_EQ(cellOf(server, "select count(*) from ports"), "2");
    EXPECT_EQ(cellOf(server, "select count(*) from user_port_roles"), "2");
    EXPECT_EQ(cellOf(server, "select count(*) from clients"), "0");
}

TEST_F(RowSecurity, whatIsOneUsersIsSeenByNobodyElse)
{
    mustRun(admin, "insert into scratchpad_notes (user_id, body) values ('" + anna + "', 'hers'), ('" + ben +
                       "', 'his')");
    EXPECT_EQ(inPort(portA, "select from scratchpad_notes"), "1");
    EXPECT_EQ(inPort(portA, "insert into scratchpad_notes (user_id, body) values ('" + ben + "', 'x')"),
              "db.forbidden");
}

TEST_F(RowSecurity, theAuditLogIsOnlyAddedTo)
{
    const std::string columns = "insert into audit_logs (port_id, action, entity_type, entity_id) values (";
    EXPECT_EQ(inPort(portA, columns + "'" + portA + "', 'update', 'clients', '" + clientA + "')"), "1");
    EXPECT_EQ(inPort(portA, columns + "null, 'login', 'users', '" + anna + "')"), "1");
    EXPECT_EQ(inPort(portA, columns + "'" + portB + "', 'update', 'clients', '" + clientB + "')"),
              "db.forbidden");
    EXPECT_EQ(inPort(portA, "select from audit_logs"), "1");
    EXPECT_EQ(inPort(portA, "update audit_logs set action = 'delete'"), "db.forbidden");
    EXPECT_EQ(inPort(portA, "delete from audit_logs"), "db.forbidden");
    auto sealer = connectTo(database, "nimara_audit");
    EXPECT_EQ(faultOf(sealer, "update audit_logs set seq = 1, hash = 'x' where port_id = '" + portA + "'"),
              "");
    EXPECT_EQ(faultOf(sealer, "update audit_logs set new_value = 'x'"), "db.forbidden");
}

TEST_F(RowSecurity, nobodyWhoServesTruncatesOrWritesTheFeed)
{
    EXPECT_EQ(inPort(portA, "truncate clients cascade"), "db.forbidden");
    EXPECT_EQ(inPort(portA, "delete from sync.change_index"), "db.forbidden");
    EXPECT_EQ(inPort(portA, "insert into ports (name, slug) values ('C', 'c')"), "db.forbidden");
    auto feed = connectTo(database, "nimara_feed");
    EXPECT_EQ(cellOf(feed, "select count(*) from clients"), "2");
    EXPECT_EQ(faultOf(feed, "update clients set city = 'x'"), "db.forbidden");
    EXPECT_EQ(faultOf(feed, "select credentials_enc from email_accounts"), "db.forbidden");
    EXPECT_EQ(faultOf(feed, "select id, address from email_accounts"), "");
}

TEST_F(RowSecurity, aBulkReadAsksForThePortOnce)
{
    auto transaction = Transaction::begin(server, {.port = idOf(portA)});
    std::string plan;
    for (const auto &row : rowsOf(server, "explain (costs off) select * from clients"))
        plan += row[0] + "\n";
    EXPECT_NE(plan.find("InitPlan"), std::string::npos) << plan;
}

TEST_F(RowSecurity, aPortIsRemovedWithAllItsRows)
{
    mustRun(admin, "insert into interests (port_id, client_id, berth_id) values ('" + portA + "', '" +
                       clientA + "', '" + berthA + "')");
    mustRun(admin, "delete from ports where id = '" + portA + "'");
    EXPECT_EQ(cellOf(admin, "select count(*) from clients"), "1");
    EXPECT_EQ(entry(scope(portA, "clients.view"), clientA), "D");
    EXPECT_EQ(entry(scope(portA, ""), anna), "D");
    EXPECT_EQ(entry(scope(portB, "clients.view"), clientB), "U");
}
