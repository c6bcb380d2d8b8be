#include "models/base/json.h"
#include "tests/server/sync/pg/apply_harbour.h"

namespace nimara::server::test {

using namespace schema;

// ---- rights, ports, columns

TEST_F(Apply, WithoutTheRightNothingHappensButATrace)
{
    Laptop laptop = open(viewer, portA);
    const auto outcomes = pushAll(laptop, {update(Clients::table, client, {to("city", word("Oslo"))}),
                                           remove(Clients::table, client),
                                           create(Clients::table, id(2400), {to("full_name", word("x"))})});
    for (const Outcome &outcome : outcomes) {
        EXPECT_EQ(outcome.kind, OutcomeKind::Rejected);
        EXPECT_EQ(outcome.error.key, reject::forbidden);
        EXPECT_EQ(outcome.error.code, ErrorCode::Forbidden);
    }
    EXPECT_EQ(field(Clients::table, client, "city"), "");
    EXPECT_EQ(count("select count(*) from audit_logs where action = 'permission_denied'"), 3);
    EXPECT_EQ(count("select count(*) from audit_logs"), 3);
}

TEST_F(Apply, AnotherPortsRowLooksLikeNone)
{
    Laptop laptop = open(agent, portA);
    const auto outcomes = pushAll(
        laptop,
        {update(Clients::table, foreignClient, {to("city", word("Oslo"))}),
         update(Clients::table, id(999), {to("city", word("Oslo"))}), remove(Clients::table, foreignClient),
         create(Interests::table, id(2500), {to("client_id", foreignClient)}),
         create(Interests::table, id(2501), {to("client_id", id(999))}),
         create(Clients::table, id(2502), {to("full_name", word("x")), to("port_id", portB)})});
    EXPECT_EQ(outcomes[0].error, outcomes[1].error); // no difference to be seen
    EXPECT_EQ(outcomes[0].error.key, reject::notFound);
    EXPECT_EQ(outcomes[2].error.key, reject::notFound);
    EXPECT_EQ(outcomes[3].error, outcomes[4].error);
    EXPECT_EQ(outcomes[3].error.key, reject::wrongPort);
    EXPECT_EQ(outcomes[3].error.field, "client_id");
    EXPECT_EQ(outcomes[5].error.key, reject::wrongPort);
    EXPECT_EQ(field(Clients::table, foreignClient, "city"), "");
    EXPECT_EQ(count("select count(*) from interests"), 0);
}

TEST_F(Apply, ServerOwnedColumnsAreTheServers)
{
    Laptop laptop = open(director, portA);
    push(laptop, deal(id(2600), berth));
    const auto outcomes = pushAll(
        laptop, {update(Clients::table, client, {to("created_at", std::int64_t(1))}),
                 update(Interests::table, id(2600), {to("stage_changed_at", std::int64_t(1))}),
                 update(Interests::table, id(2600), {to("occupies_berth", std::int64_t(1), std::int64_t(0))}),
                 create(Expenses::table, id(2601),
                        {to("amount", std::int64_t(100)), to("incurred_on", word("2026-01-01")),
                         to("base_amount", std::int64_t(5))}),
                 create(ClientNotes::table, id(2602),
                        {to("client_id", client), to("body", word("x")), to("author_id", agent)}),
                 update(Clients::table, client, {to("archived_at", std::int64_t(5))})});
    for (std::size_t i = 0; i + 1 < outcomes.size(); ++i) {
        EXPECT_EQ(outcomes[i].kind, OutcomeKind::Rejected) << i;
        EXPECT_EQ(outcomes[i].error.key, reject::serverOwned) << i;
    }
    EXPECT_EQ(outcomes[5].error.key, reject::invalid);
    EXPECT_EQ(count("select count(*) from audit_logs where action = 'permission_denied'"), 5);
    // What a client predicts in good faith is no attempt.
    EXPECT_EQ(push(laptop, create(ClientNotes::table, id(2603),
                                  {to("client_id", client), to("body", word("x")), to("author_id", director),
                                   to("mentions", word("[]"))}))
                  .kind,
              OutcomeKind::Applied);
}

TEST_F(Apply, RightsThatAreTakenAwayCountFromThenOn)
{
    Laptop laptop = open(agent, portA);
    EXPECT_EQ(push(laptop, update(Clients::table, client, {to("city", word("Oslo"))})).kind,
              OutcomeKind::Applied);
    run("insert into port_role_overrides (port_id, role_id, permission_overrides) values ('" +
        portA.toString() + "', '" + text(32) + "', '{\"clients\": {\"edit\": false}}')");
    EXPECT_EQ(
        push(laptop, update(Clients::table, client, {to("city", word("Rome"), word("Oslo"))})).error.key,
        reject::forbidden);
    run("delete from user_port_roles where user_id = '" + agent.toString() + "'");
    const auto out = door.apply(laptop.actor, laptop.device,
                                std::vector<Mutation>{mutation(laptop, update(Clients::table, client, {}))});
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().key, "sync.member");
}

TEST_F(Apply, AColumnMayAskForARightOfItsOwn)
{
    run("insert into port_role_overrides (port_id, role_id, permission_overrides) values ('" +
        portA.toString() + "', '" + text(32) +
        "', '{\"interests\": {\"change_stage\": false}, \"reminders\": {\"assign_others\": false}}')");
    Laptop laptop = open(agent, portA);
    EXPECT_EQ(push(laptop, deal(id(2700))).kind, OutcomeKind::Applied);
    EXPECT_EQ(push(laptop, deal(id(2701), {}, "visited")).error.key, reject::forbidden);
    EXPECT_EQ(push(laptop, stageEdit(id(2700), PipelineStage::Open, PipelineStage::Visited)).error.key,
              reject::forbidden);
    const auto reminder = [&](std::uint64_t number, const Uuid &whose) {
        return create(Reminders::table, id(number),
                      {to("title", word("Call")), to("due_at", std::int64_t(5)), to("assigned_to", whose)});
    };
    EXPECT_EQ(push(laptop, reminder(2702, agent)).kind, OutcomeKind::Applied);
    EXPECT_EQ(push(laptop, reminder(2703, colleague)).error.key, reject::forbidden);
}

TEST_F(Apply, PeopleWhoMayNotSeeTheRecordCannotBeNamed)
{
    Laptop laptop = open(director, portA);
    for (const Uuid &somebody : {stranger, id(998)}) {
        const Outcome outcome = push(laptop, update(Clients::table, client, {to("assigned_to", somebody)}));
        EXPECT_EQ(outcome.error.key, reject::notMember);
    }
    EXPECT_EQ(push(laptop, create(ClientNotes::table, id(2800),
                                  {to("client_id", client), to("body", word("x")),
                                   to("mentions", word("[\"" + stranger.toString() + "\"]"))}))
                  .error.key,
              reject::notMember);
    EXPECT_EQ(push(laptop, update(Clients::table, client, {to("assigned_to", agent)})).kind,
              OutcomeKind::Applied);
    EXPECT_EQ(count("select count(*) from notifications where user_id = '" + agent.toString() + "'"), 1);
}

TEST_F(Apply, NobodyGivesRightsThatTheyHaveNotGot)
{
    run("insert into port_role_overrides (port_id, role_id, permission_overrides) values ('" +
        portA.toString() + "', '" + text(32) + "', '{\"admin\": {\"manage_users\": true}}')");
    Laptop laptop = open(agent, portA);
    const std::string membership =
        cell("select id from user_port_roles where user_id = '" + agent.toString() + "'");
    const Outcome outcome =
        push(laptop, update(UserPortRoles::table, *Uuid::parse(membership), {to("role_id", id(31), id(32))}));
    EXPECT_EQ(outcome.error.key, reject::escalation);
    EXPECT_EQ(push(laptop, create(Roles::table, id(2900),
                                  {to("name", word("mine")),
                                   to("permissions", word("{\"invoices\": {\"delete\": true}}"))}))
                  .error.key,
              reject::escalation);
}

// A right that the port has taken from a role would come back with the end of the override.
TEST_F(Apply, NobodyGivesHimselfBackWhatThePortTookAway)
{
    run("update port_role_overrides set permission_overrides = '{\"admin\": {\"view_audit_log\": false}}' "
        "where "
        "port_id = '" +
        portA.toString() + "' and role_id = '" + text(31) + "'");
    Laptop laptop = open(director, portA);
    const Uuid over =
        *Uuid::parse(cell("select id from port_role_overrides where role_id = '" + text(31) + "'"));
    EXPECT_EQ(push(laptop, remove(PortRoleOverrides::table, over)).error.key, reject::escalation);
    EXPECT_EQ(push(laptop, update(PortRoleOverrides::table, over,
                                  {to("permission_overrides", word("{}"),
                                      word("{\"admin\": {\"view_audit_log\": false}}"))}))
                  .error.key,
              reject::escalation);
    EXPECT_EQ(audits(over, "permission_denied"), "2");
    EXPECT_EQ(count("select count(*) from port_role_overrides"), 1);
}

TEST_F(Apply, NobodyTouchesTheMembershipOfSomebodyWithMoreRights)
{
    run("insert into roles (id, name, is_system, permissions) values ('" + text(34) +
        "', 'super_admin', true, '" + PermissionSet::seeded(SystemRole::SuperAdmin).toJson().dump() + "')");
    run("update user_port_roles set role_id = '" + text(34) + "' where user_id = '" + colleague.toString() +
        "'");
    // An agent of this port may do more than his role says elsewhere.
    run("insert into port_role_overrides (port_id, role_id, permission_overrides) values ('" +
        portA.toString() + "', '" + text(32) + "', '{\"admin\": {\"system_backup\": true}}')");
    const auto membership = [&](const Uuid &user) {
        return *Uuid::parse(cell("select id from user_port_roles where user_id = '" + user.toString() + "'"));
    };
    Laptop laptop = open(director, portA);
    EXPECT_EQ(push(laptop, remove(UserPortRoles::table, membership(colleague))).error.key,
              reject::escalation);
    EXPECT_EQ(
        push(laptop, update(UserPortRoles::table, membership(colleague), {to("role_id", id(33), id(34))}))
            .error.key,
        reject::escalation);
    EXPECT_EQ(push(laptop, update(UserPortRoles::table, membership(viewer), {to("role_id", id(32), id(33))}))
                  .error.key,
              reject::escalation);
    EXPECT_EQ(push(laptop, remove(UserPortRoles::table, membership(viewer))).kind, OutcomeKind::Applied);
}

} // namespace nimara::server::test
