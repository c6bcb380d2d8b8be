#include "models/domain/scopes.h"

#include "models/schema/registry.h"
#include "models/schema/tables/all.h"

#include <gtest/gtest.h>
#include <algorithm>

using namespace nimara;
using namespace nimara::schema;

namespace {

const Uuid port(Uuid::Bytes{1});
const Uuid anna(Uuid::Bytes{2});
const Uuid ben(Uuid::Bytes{3});

bool contains(const std::vector<ScopeKey> &scopes, const ScopeKey &key)
{
    return std::find(scopes.begin(), scopes.end(), key) != scopes.end();
}

} // namespace

TEST(Scopes, aScopesIdIsFixedForever)
{
    // Replicas in the field and PostgreSQL hold these bytes.
    EXPECT_EQ(scopeId({*Uuid::parse("aaaaaaaa-0000-7000-8000-000000000001"), "clients.view"}).toString(),
              "23a24adf-d910-9d91-b765-0ccfa55ad56a");
    EXPECT_EQ(scopeId({Uuid(), "all"}).toString(), "64dc0eaa-220d-8d23-4df9-b9a94b5e1069");
}

TEST(Scopes, aReminderStandsInUpToThreeScopesEachOnce)
{
    Row row(Reminders::table);
    row.set(Reminders::portId, port);
    row.set(Reminders::assignedTo, anna);
    row.set(Reminders::createdBy, ben);
    EXPECT_EQ(scopesOfRow(Reminders::table, row).size(), 3u);
    row.set(Reminders::createdBy, anna);
    const auto scopes = scopesOfRow(Reminders::table, row);
    EXPECT_EQ(scopes, (std::vector<ScopeKey>{{port, "reminders.view_all"}, {port, "user", anna}}));
}

TEST(Scopes, aFileAsksForItsRecordsRightToo)
{
    Row row(Files::table);
    row.set(Files::portId, port);
    row.set(Files::entityType, StorageEntity::Invoices);
    EXPECT_EQ(scopesOfRow(Files::table, row), (std::vector<ScopeKey>{{port, "files.view+invoices.view"}}));
    row.set(Files::entityType, StorageEntity::General);
    EXPECT_EQ(scopesOfRow(Files::table, row), (std::vector<ScopeKey>{{port, "files.view"}}));

    PermissionSet rights;
    rights.set("files.view", true);
    EXPECT_TRUE(holdsClass(rights, "files.view"));
    EXPECT_FALSE(holdsClass(rights, "files.view+invoices.view"));
    rights.set("invoices.view", true);
    EXPECT_TRUE(holdsClass(rights, "files.view+invoices.view"));
}

TEST(Scopes, conditionsOfRulesHold)
{
    Row role(Roles::table);
    EXPECT_EQ(scopesOfRow(Roles::table, role), (std::vector<ScopeKey>{{Uuid(), "all"}}));
    role.set(Roles::portId, port);
    EXPECT_EQ(scopesOfRow(Roles::table, role), (std::vector<ScopeKey>{{port, ""}}));

    Row view = Row::fresh(SavedViews::table);
    view.set(SavedViews::portId, port);
    view.set(SavedViews::userId, anna);
    EXPECT_EQ(scopesOfRow(SavedViews::table, view).size(), 1u);
    view.set(SavedViews::isShared, true);
    EXPECT_TRUE(contains(scopesOfRow(SavedViews::table, view), {port, ""}));

    Row itself(Ports::table);
    itself.set(Ports::id, port);
    EXPECT_EQ(scopesOfRow(Ports::table, itself), (std::vector<ScopeKey>{{port, ""}}));
}

TEST(Scopes, aUserHoldsWhatHisRightsGive)
{
    const auto viewer = portScopesOf(port, anna, PermissionSet::seeded(SystemRole::Viewer));
    EXPECT_TRUE(contains(viewer, {port, ""}));
    EXPECT_TRUE(contains(viewer, {port, "clients.view"}));
    EXPECT_TRUE(contains(viewer, {port, "user", anna}));
    EXPECT_TRUE(contains(viewer, {Uuid(), "all"}));
    EXPECT_FALSE(contains(viewer, {port, "reminders.view_all"}));
    EXPECT_FALSE(contains(viewer, {port, "admin.manage_webhooks"}));
    const auto all = portScopesOf(port, anna, PermissionSet::all());
    EXPECT_EQ(all.size(), scopeClasses().size() + 2);

    EXPECT_NE(aclHash(viewer), aclHash(all));
    auto turned = viewer;
    std::reverse(turned.begin(), turned.end());
    EXPECT_EQ(aclHash(viewer), aclHash(turned));
}

TEST(Scopes, everyReplicatedTableIsReachedByAScope)
{
    auto scopes = portScopesOf(port, anna, PermissionSet::all());
    for (const ScopeKey &key : userScopesOf(anna))
        scopes.push_back(key);
    for (const Table *table : tables()) {
        std::size_t matches = 0;
        for (const ScopeKey &key : scopes)
            matches += matchesOf(*table, key).size();
        EXPECT_EQ(matches > 0, table->replicated()) << table->name;
    }
}

TEST(Scopes, colleaguesSeeOfAUserWhatTheProjectionNames)
{
    EXPECT_EQ(columnsSent(Users::table, {port, ""}),
              (std::vector<int>{Users::id.index(), Users::name.index(), Users::image.index(),
                                Users::isActive.index()}));
    EXPECT_EQ(columnsSent(Users::table, {Uuid(), "user", anna}).size(), Users::columns.size());
    EXPECT_TRUE(columnsSent(Users::table, {port, "clients.view"}).empty());
    // Secrets are sent in no scope.
    for (const int column : columnsSent(EmailAccounts::table, {port, "user", anna}))
        EXPECT_FALSE(EmailAccounts::table.columns[static_cast<std::size_t>(column)].is(ServerOnly));
}

TEST(Scopes, aClassOfTwoRightsMatchesItsEntityOnly)
{
    const auto matches = matchesOf(Files::table, {port, "files.view+clients.view"});
    ASSERT_EQ(matches.size(), 1u);
    EXPECT_EQ(matches[0].entity, "clients");
    EXPECT_TRUE(matchesOf(Files::table, {port, "clients.view"}).empty());
    EXPECT_EQ(matchesOf(CustomFieldValues::table, {port, "clients.view"}).at(0).entity, "clients");
}
