#pragma once

#include "models/base/clock.h"
#include "models/base/rng.h"
#include "models/domain/permissions.h"
#include "models/schema/row.h"
#include "server/sync/pg/pg_door.h"
#include "tests/support/postgres.h"
#include "tests/support/sql.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace nimara::server::test {

// A database with two ports and their people: in port A a director, two agents and a viewer; in port B one agent. And
// the door to it, as a server has it.
class Harbour : public ::testing::Test
{
protected:
    Harbour();

    static Uuid id(std::uint64_t number);
    static std::string text(std::uint64_t number) { return id(number).toString(); }

    const Uuid portA = id(1);
    const Uuid portB = id(2);
    const Uuid director = id(11);
    const Uuid agent = id(12);
    const Uuid colleague = id(13);
    const Uuid viewer = id(14);
    const Uuid stranger = id(15); // of port B
    const Uuid client = id(101);
    const Uuid client2 = id(102);
    const Uuid foreignClient = id(103); // of port B
    const Uuid berth = id(201);
    const Uuid berth2 = id(202);

    std::string database = nimara::test::Postgres::instance().database();
    Connection admin = nimara::test::connectTo(database);
    PgDoor door;

    PgDoorOptions options() const;
    std::string cell(const std::string &sql) { return nimara::test::cellOf(admin, sql); }
    void run(const std::string &sql) { nimara::test::mustRun(admin, sql); }
    int count(const std::string &sql) { return std::stoi(cell(sql)); }

    // A replica of a user: opened, with its rights.
    struct Laptop
    {
        Actor actor;
        Device device;
        Opened opened;
        std::uint64_t seq = 0;
    };
    Laptop open(const Uuid &user, const Uuid &port);
    static sync::Hello helloOf(const Device &device);

    sync::ScopeId scope(const Uuid &port, const std::string &cls, const Uuid &member = {}) const
    {
        return scopeId({port, cls, member});
    }
    // All rows of a table in a scope, by pages of a few.
    std::map<Uuid, Row> pages(Laptop &laptop, const sync::ScopeId &scope, const Table &table,
                              std::size_t pageRows = 3);
    FeedStep step(const sync::Cursor &from, const std::vector<sync::ScopeId> &scopes);
    // The rows and tombstones of a step, for one scope.
    struct Seen
    {
        std::map<std::pair<std::uint16_t, Uuid>, Row> rows;
        std::map<std::pair<std::uint16_t, Uuid>, std::int64_t> gone;
    };
    static Seen seenIn(const FeedStep &step, const sync::ScopeId &scope);

    // One mutation, pushed at once.
    Outcome push(Laptop &laptop, Edit edit);
    std::vector<Outcome> pushAll(Laptop &laptop, std::vector<Edit> edits);
    static Mutation mutation(Laptop &laptop, Edit edit);
    static Edit update(const Table &table, const Uuid &id, std::vector<FieldChange> fields);
    static Edit create(const Table &table, const Uuid &id, std::vector<FieldChange> fields);
    static Edit remove(const Table &table, const Uuid &id, OpKind kind = OpKind::Delete);
    static FieldChange to(std::string column, Value now, Value was = {});
};

Value word(std::string text);

} // namespace nimara::server::test
