#pragma once

#include "models/domain/scopes.h"
#include "tests/support/postgres.h"
#include "tests/support/sql.h"

#include <gtest/gtest.h>
#include <string>

namespace nimara::test {

inline Uuid idOf(const std::string &text)
{
    const auto id = Uuid::parse(text);
    EXPECT_TRUE(id) << text;
    return id.value_or(Uuid());
}

// Two ports, one agent in each, one of both, and some rows: each test has a database of its own.
class TwoPorts : public ::testing::Test
{
protected:
    const std::string portA = "aaaaaaaa-0000-7000-8000-000000000001";
    const std::string portB = "bbbbbbbb-0000-7000-8000-000000000001";
    const std::string anna = "aaaaaaaa-0000-7000-8000-000000000002";
    const std::string ben = "bbbbbbbb-0000-7000-8000-000000000002";
    const std::string both = "cccccccc-0000-7000-8000-000000000002";
    const std::string role = "cccccccc-0000-7000-8000-000000000003";
    const std::string clientA = "aaaaaaaa-0000-7000-8000-000000000004";
    const std::string clientB = "bbbbbbbb-0000-7000-8000-000000000004";
    const std::string berthA = "aaaaaaaa-0000-7000-8000-000000000005";

    std::string database = Postgres::instance().database();
    server::Connection admin = connectTo(database);

    void SetUp() override
    {
        mustRun(admin, "insert into ports (id, name, slug) values ('" + portA + "', 'A', 'a'), ('" + portB +
                           "', 'B', 'b')");
        mustRun(admin, "insert into users (id, email, name) values ('" + anna +
                           "', 'anna@example.org', 'Anna'), ('" + ben + "', 'ben@example.org', 'Ben'), ('" +
                           both + "', 'both@example.org', 'Bo')");
        mustRun(admin,
                "insert into roles (id, name, is_system) values ('" + role + "', 'sales_agent', true)");
        mustRun(admin, "insert into user_port_roles (port_id, user_id, role_id) values ('" + portA + "', '" +
                           anna + "', '" + role + "'), ('" + portB + "', '" + ben + "', '" + role + "'), ('" +
                           portA + "', '" + both + "', '" + role + "'), ('" + portB + "', '" + both + "', '" +
                           role + "')");
        mustRun(admin, "insert into clients (port_id, id, full_name) values ('" + portA + "', '" + clientA +
                           "', 'Ada'), ('" + portB + "', '" + clientB + "', 'Bea')");
        mustRun(admin, "insert into berths (port_id, id, area, berth_number, length_m, beam_m) values ('" +
                           portA + "', '" + berthA + "', 'North', '1', 12, 4)");
    }

    std::string scope(const std::string &port, const std::string &resourceClass,
                      const std::string &member = {}) const
    {
        return scopeId({port.empty() ? Uuid() : idOf(port), resourceClass,
                        member.empty() ? Uuid() : idOf(member)})
            .toString();
    }
    // "U", "D" or "" for a row that never was in the scope.
    std::string entry(const std::string &scopeName, const std::string &row)
    {
        return cellOf(admin, "select op from sync.change_index where scope_id = '" + scopeName +
                                 "' and row_id = '" + row + "'");
    }
    std::int64_t entryRev(const std::string &scopeName, const std::string &row)
    {
        return std::stoll(cellOf(admin, "select rev from sync.change_index where scope_id = '" + scopeName +
                                            "' and row_id = '" + row + "'"));
    }
};

} // namespace nimara::test
