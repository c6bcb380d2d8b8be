#include "models/domain/rights.h"

#include <gtest/gtest.h>

#include <array>

using namespace nimara;
using Reason = Verdict::Reason;

namespace {

const Uuid agent = Uuid::derived("user", {}, "agent");
const Uuid other = Uuid::derived("user", {}, "other");

// A table of its own, so that the rules are tested and not the rights of today.
struct Notes
{
    static constexpr Column<Uuid> id{0, spec::id};
    static constexpr Column<Uuid> authorId{1,
                                           {.name = "author_id", .flags = Immutable, .references = "users"}};
    static constexpr Column<std::string> entityType{2, {.name = "entity_type"}};
    static constexpr Column<std::string> body{3, {.name = "body"}};
    static constexpr Column<std::string> stamp{4, {.name = "stamp", .flags = ServerSet}};
    static constexpr Column<std::string> guarded{
        5, {.name = "guarded", .initial = "open", .permission = "admin.manage_settings"}};
    static constexpr Column<Uuid> assignedTo{
        6, {.name = "assigned_to", .references = "users", .permission = "reminders.assign_others"}};
    static constexpr auto columns = columnsOf(id, authorId, entityType, body, stamp, guarded, assignedTo);
    static constexpr std::array<std::string_view, 1> owners{"author_id"};
};

constexpr Table tableWith(TableRights rights, unsigned flags = 0)
{
    return {.name = "notes", .number = 1, .flags = flags, .rights = rights, .columns = Notes::columns};
}

Row rowOf(const Table &table, const Uuid &author, std::string entityType = {})
{
    Row row(table);
    row.set(Notes::authorId, author);
    if (!entityType.empty())
        row.set(Notes::entityType, std::move(entityType));
    return row;
}

PermissionSet holding(std::initializer_list<std::string_view> keys)
{
    PermissionSet set;
    for (const std::string_view key : keys)
        set.set(key, true);
    return set;
}

} // namespace

TEST(Rights, APermissionOpensExactlyWhatItNames)
{
    const Table table =
        tableWith({.create = "clients.create", .edit = "clients.edit", .remove = "clients.delete"});
    const PermissionSet held = holding({"clients.edit"});
    const Actor actor{agent, held};
    EXPECT_EQ(canCreate(table, actor), (Verdict{Reason::MissingRight, "clients.create"}));
    EXPECT_TRUE(canEdit(table, actor));
    EXPECT_EQ(canRemove(table, actor), (Verdict{Reason::MissingRight, "clients.delete"}));
}

TEST(Rights, AStarIsAnybodyAndNothingIsNobody)
{
    const Table table = tableWith({.create = "*", .edit = "*", .remove = ""});
    const PermissionSet none;
    const Actor actor{agent, none};
    EXPECT_TRUE(canCreate(table, actor));
    EXPECT_TRUE(canEdit(table, actor));
    EXPECT_EQ(canRemove(table, actor).reason, Reason::ServerOnly);
}

TEST(Rights, ASuperAdminHoldsEveryPermissionButDoesNotStandInForTheServer)
{
    const Table table = tableWith({.create = "clients.create", .edit = "", .remove = "clients.delete"});
    const PermissionSet none;
    const Actor actor{agent, none, true};
    EXPECT_TRUE(canCreate(table, actor));
    EXPECT_EQ(canEdit(table, actor).reason, Reason::ServerOnly);
    EXPECT_TRUE(canRemove(table, actor));
    EXPECT_TRUE(canChange(Notes::guarded.info(), actor));
    EXPECT_EQ(canChange(Notes::stamp.info(), actor).reason, Reason::ServerOnly);
}

TEST(Rights, AnOwnerNeedsOnlyTheOwnRight)
{
    const Table table = tableWith({.create = "reminders.create",
                                   .edit = "reminders.edit_all",
                                   .remove = "reminders.edit_all",
                                   .ownerColumns = Notes::owners,
                                   .own = "reminders.edit_own"});
    const PermissionSet held = holding({"reminders.edit_own"});
    const Actor actor{agent, held};
    const Row mine = rowOf(table, agent);
    const Row theirs = rowOf(table, other);
    EXPECT_TRUE(canEdit(table, actor, &mine));
    EXPECT_TRUE(canRemove(table, actor, &mine));
    EXPECT_EQ(canEdit(table, actor, &theirs), (Verdict{Reason::MissingRight, "reminders.edit_all"}));
    EXPECT_FALSE(canEdit(table, actor, nullptr));
}

TEST(Rights, AnOwnerWithoutTheOwnRightMayStillHoldTheWiderOne)
{
    const Table table =
        tableWith({.edit = "reminders.edit_all", .ownerColumns = Notes::owners, .own = "reminders.edit_own"});
    const Row mine = rowOf(table, agent);
    const PermissionSet wide = holding({"reminders.edit_all"});
    EXPECT_TRUE(canEdit(table, Actor{agent, wide}, &mine));
    const PermissionSet none;
    EXPECT_EQ(canEdit(table, Actor{agent, none}, &mine),
              (Verdict{Reason::MissingRight, "reminders.edit_own"}));
}

TEST(Rights, RowsOfTheUserAreTheUsersAlone)
{
    const Table table =
        tableWith({.create = "*", .edit = "", .remove = "", .ownerColumns = Notes::owners, .own = "*"});
    const PermissionSet none;
    const Row mine = rowOf(table, agent);
    const Row theirs = rowOf(table, other);
    EXPECT_TRUE(canEdit(table, Actor{agent, none}, &mine));
    EXPECT_EQ(canEdit(table, Actor{agent, none}, &theirs).reason, Reason::ServerOnly);
    EXPECT_EQ(canEdit(table, Actor{agent, none, true}, &theirs).reason, Reason::ServerOnly);
}

TEST(Rights, SomeOwnersMayEditWhatTheyMayNotRemove)
{
    const Table table = tableWith({.ownerColumns = Notes::owners, .own = "*", .ownRemoves = false});
    const PermissionSet none;
    const Row mine = rowOf(table, agent);
    EXPECT_TRUE(canEdit(table, Actor{agent, none}, &mine));
    EXPECT_EQ(canRemove(table, Actor{agent, none}, &mine).reason, Reason::ServerOnly);
}

TEST(Rights, ARowWithoutAnOwnerIsNobodysOwn)
{
    const Table table = tableWith({.edit = "", .ownerColumns = Notes::owners, .own = "*"});
    const PermissionSet none;
    const Row unowned(table);
    const Row nil = rowOf(table, Uuid());
    EXPECT_FALSE(canEdit(table, Actor{agent, none}, &unowned));
    EXPECT_FALSE(canEdit(table, Actor{Uuid(), none}, &nil));
}

TEST(Rights, AnEntitysEditRightDecidesForWhatHangsOnIt)
{
    const Table table = tableWith({.create = "@entity", .edit = "@entity", .remove = "@entity"});
    const PermissionSet held = holding({"clients.edit"});
    const Actor actor{agent, held};
    const Row ofClient = rowOf(table, other, "clients");
    const Row ofInterest = rowOf(table, other, "interests");
    EXPECT_TRUE(canCreate(table, actor, &ofClient));
    EXPECT_TRUE(canEdit(table, actor, &ofClient));
    EXPECT_EQ(canRemove(table, actor, &ofInterest), (Verdict{Reason::MissingRight, "interests.edit"}));
}

TEST(Rights, AnEntityThatCannotBeToldIsRefusedToEverybody)
{
    const Table table = tableWith({.create = "@entity", .edit = "@entity"});
    const PermissionSet all = PermissionSet::all();
    const Actor actor{agent, all, true};
    const Row nameless(table);
    const Row unknown = rowOf(table, other, "no_such_table");
    const Row circular = rowOf(table, other, "custom_field_values");
    for (const Row *row : {static_cast<const Row *>(nullptr), &nameless, &unknown, &circular}) {
        EXPECT_EQ(canCreate(table, actor, row).reason, Reason::Unknown);
        EXPECT_EQ(canEdit(table, actor, row).reason, Reason::Unknown);
    }
}

TEST(Rights, WhatIsOnlyAppendedIsNeverChanged)
{
    const Table table = tableWith({.create = "*", .edit = "*", .remove = "*"}, AppendOnly);
    const PermissionSet all = PermissionSet::all();
    const Actor actor{agent, all, true};
    EXPECT_TRUE(canCreate(table, actor));
    EXPECT_FALSE(canEdit(table, actor));
    EXPECT_FALSE(canRemove(table, actor));
}

TEST(Rights, ColumnsSayWhenTheyMayBeSet)
{
    const PermissionSet none;
    const Actor actor{agent, none};
    EXPECT_TRUE(canSetOnCreate(Notes::authorId.info(), actor));
    EXPECT_EQ(canChange(Notes::authorId.info(), actor).reason, Reason::Immutable);
    EXPECT_TRUE(canChange(Notes::body.info(), actor));
    EXPECT_EQ(canSetOnCreate(Notes::stamp.info(), actor).reason, Reason::ServerOnly);
    EXPECT_EQ(canChange(Notes::guarded.info(), actor),
              (Verdict{Reason::MissingRight, "admin.manage_settings"}));
}

TEST(Rights, AColumnsPermissionIsNotAskedForItsInitialValueOrForOneself)
{
    const PermissionSet none;
    const Actor actor{agent, none};
    const Value initial = std::string("open");
    const Value later = std::string("closed");
    const Value self = agent;
    const Value somebody = other;
    EXPECT_TRUE(canSetOnCreate(Notes::guarded.info(), actor, &initial));
    EXPECT_FALSE(canSetOnCreate(Notes::guarded.info(), actor, &later));
    EXPECT_FALSE(canChange(Notes::guarded.info(), actor, &initial)); // going back is a change like any other
    EXPECT_TRUE(canSetOnCreate(Notes::assignedTo.info(), actor, &self));
    EXPECT_TRUE(canChange(Notes::assignedTo.info(), actor, &self));
    EXPECT_EQ(canChange(Notes::assignedTo.info(), actor, &somebody),
              (Verdict{Reason::MissingRight, "reminders.assign_others"}));
}

TEST(Rights, WhoSeesATable)
{
    static constexpr std::array<ScopeRule, 1> byClass{
        {{.audience = Audience::PortClass, .permission = "clients.view"}}};
    static constexpr std::array<ScopeRule, 1> byPort{{{.audience = Audience::Port}}};
    Table table = tableWith({});
    const PermissionSet none;
    const PermissionSet viewer = holding({"clients.view"});
    EXPECT_FALSE(canView(table, Actor{agent, viewer, true})); // no scope: nobody's
    table.scopes = byClass;
    EXPECT_EQ(viewPermission(table), "clients.view");
    EXPECT_FALSE(canView(table, Actor{agent, none}));
    EXPECT_TRUE(canView(table, Actor{agent, viewer}));
    table.scopes = byPort;
    EXPECT_EQ(viewPermission(table), "");
    EXPECT_TRUE(canView(table, Actor{agent, none}));
}
