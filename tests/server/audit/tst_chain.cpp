#include "server/audit/audit_log.h"
#include "server/audit/sealer.h"
#include "server/audit/verify.h"
#include "tests/support/postgres.h"
#include "tests/support/sql.h"

#include <gtest/gtest.h>

namespace nimara::server::test {

namespace {

using nimara::test::cellOf;
using nimara::test::connectTo;
using nimara::test::mustRun;

class AuditChain : public ::testing::Test
{
protected:
    const std::string portA = "aaaaaaaa-0000-7000-8000-000000000001";
    const std::string portB = "bbbbbbbb-0000-7000-8000-000000000001";
    std::string database = nimara::test::Postgres::instance().database();
    Connection admin = connectTo(database);
    Connection sealer = connectTo(database, "nimara_audit");

    void SetUp() override
    {
        mustRun(admin, "insert into ports (id, name, slug) values ('" + portA + "', 'A', 'a'), ('" + portB +
                           "', 'B', 'b')");
    }

    void write(const std::string &port, int count)
    {
        std::vector<AuditEntry> entries;
        for (int i = 0; i < count; ++i)
            entries.push_back(
                {audit_action::update, "clients", Uuid(), "city", "Oslo", "Rome " + std::to_string(i)});
        AuditSource source;
        source.port = Uuid::parse(port);
        source.address = "192.0.2.1";
        ASSERT_TRUE(writeAudit(admin, source, entries));
    }
    std::size_t seal(std::size_t most = 5'000)
    {
        const auto sealed = sealAudit(sealer, most);
        EXPECT_TRUE(sealed) << sealed.error().detail;
        return sealed ? *sealed : 0;
    }
    std::string faultOf(const std::string &port)
    {
        const auto reports = verifyAudit(sealer);
        EXPECT_TRUE(reports) << reports.error().detail;
        for (const ChainReport &report : *reports) {
            if (report.port == *Uuid::parse(port))
                return report.fault ? std::string(faultName(report.fault->kind)) + " " +
                                          std::to_string(report.fault->seq)
                                    : "";
        }
        return "no such port";
    }
};

} // namespace

TEST_F(AuditChain, EachPortHasAChainOfItsOwn)
{
    write(portA, 5);
    write(portB, 3);
    write({}, 2);
    EXPECT_EQ(seal(), 10u);
    EXPECT_EQ(seal(), 0u);
    write(portA, 4);
    EXPECT_EQ(seal(2), 2u); // by portions
    EXPECT_EQ(seal(2), 2u);
    EXPECT_EQ(cellOf(admin, "select max(seq) from audit_logs where port_id = '" + portA + "'"), "9");
    EXPECT_EQ(cellOf(admin, "select count(distinct seq) from audit_logs where port_id = '" + portA + "'"),
              "9");
    EXPECT_EQ(cellOf(admin, "select prev_hash from audit_logs where port_id = '" + portB + "' and seq = 1"),
              "");
    EXPECT_EQ(
        cellOf(admin,
               "select a.hash = b.prev_hash from audit_logs a join audit_logs b on b.port_id = a.port_id and "
               "b.seq = a.seq + 1 where a.port_id = '" +
                   portA + "' and a.seq = 5"),
        "t");
    const auto reports = verifyAudit(sealer);
    ASSERT_TRUE(reports);
    ASSERT_EQ(reports->size(), 3u);
    for (const ChainReport &report : *reports)
        EXPECT_FALSE(report.fault);
}

TEST_F(AuditChain, RowsThatCommitLateComeNext)
{
    Connection slow = connectTo(database);
    mustRun(slow, "begin; insert into audit_logs (port_id, action, entity_type, entity_id) values ('" +
                      portA + "', 'create', 'clients', gen_random_uuid())");
    write(portA, 2);
    EXPECT_EQ(seal(), 2u);
    mustRun(slow, "commit");
    EXPECT_EQ(seal(), 1u);
    EXPECT_EQ(faultOf(portA), "");
}

TEST_F(AuditChain, TwoSealersDoNotMeet)
{
    write(portA, 3);
    Connection other = connectTo(database, "nimara_audit");
    mustRun(other, "begin; select pg_advisory_xact_lock(20033, hashtext('" + portA + "'))");
    EXPECT_EQ(seal(), 0u);
    mustRun(other, "commit");
    EXPECT_EQ(seal(), 3u);
}

TEST_F(AuditChain, WhatIsChangedIsFound)
{
    write(portA, 10);
    write(portB, 2);
    seal();
    mustRun(admin, "update audit_logs set new_value = 'Paris' where port_id = '" + portA + "' and seq = 4");
    EXPECT_EQ(faultOf(portA), "changed 4");
    EXPECT_EQ(faultOf(portB), "");
}

TEST_F(AuditChain, WhatIsTakenOutIsFound)
{
    write(portA, 10);
    seal();
    mustRun(admin, "delete from audit_logs where port_id = '" + portA + "' and seq = 7");
    EXPECT_EQ(faultOf(portA), "missing 7");
}

TEST_F(AuditChain, WhatIsCutOffItsEndIsFound)
{
    write(portA, 10);
    seal();
    mustRun(admin, "delete from audit_logs where port_id = '" + portA + "' and seq > 6");
    EXPECT_EQ(faultOf(portA), "cut off 7");
    mustRun(admin, "delete from audit_logs where port_id = '" + portA + "'");
    EXPECT_EQ(faultOf(portA), "cut off 1");
}

TEST_F(AuditChain, ARowThatWasMadeUpIsFound)
{
    write(portA, 3);
    seal();
    mustRun(
        admin,
        "insert into audit_logs (port_id, action, entity_type, entity_id, seq, prev_hash, hash) values ('" +
            portA + "', 'create', 'clients', gen_random_uuid(), 4, 'x', 'y')");
    EXPECT_EQ(faultOf(portA), "broken 4");
}

TEST_F(AuditChain, NobodyButTheSealerSeals)
{
    write(portA, 1);
    Connection serving = connectTo(database, "nimara_server");
    EXPECT_EQ(nimara::test::faultOf(serving, "update audit_logs set seq = 1"), "db.forbidden");
    EXPECT_EQ(nimara::test::faultOf(serving, "delete from audit_logs"), "db.forbidden");
    EXPECT_EQ(nimara::test::faultOf(sealer, "update audit_logs set new_value = 'x'"), "db.forbidden");
    EXPECT_EQ(nimara::test::faultOf(sealer, "delete from audit_logs"), "db.forbidden");
}

TEST_F(AuditChain, LongValuesAreCutAtACharacter)
{
    std::string value;
    while (value.size() < 200'000)
        value += "ü";
    AuditSource source;
    const std::vector<AuditEntry> entries{{audit_action::update, "clients", Uuid(), "body", value, "x"}};
    ASSERT_TRUE(writeAudit(admin, source, entries));
    EXPECT_LT(std::stoi(cellOf(admin, "select octet_length(old_value) from audit_logs")), 100'001);
}

} // namespace nimara::server::test
