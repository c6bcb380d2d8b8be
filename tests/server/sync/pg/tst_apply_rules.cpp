#include "models/base/json.h"
#include "tests/server/sync/pg/apply_harbour.h"

#include <thread>

namespace nimara::server::test {

using namespace schema;

// ---- rules

TEST_F(Apply, AStageChangeSetsItsDatesAndMovesTheBerth)
{
    Laptop laptop = open(agent, portA);
    push(laptop, deal(id(4000), berth));
    const Outcome signedDeal =
        push(laptop, stageEdit(id(4000), PipelineStage::Open, PipelineStage::SignedEoiNda));
    ASSERT_EQ(signedDeal.kind, OutcomeKind::Applied) << signedDeal.error.key;
    ASSERT_EQ(signedDeal.revs.size(), 1u);
    EXPECT_NE(field(Interests::table, id(4000), "eoi_signed_at"), "");
    EXPECT_EQ(field(Berths::table, berth, "status"), "under_offer");
    EXPECT_EQ(field(Berths::table, berth, "status_source"), "rule");
    EXPECT_EQ(cell("select payload->>'triggeredBy' from sync.events where name = 'berth:statusChanged'"),
              "signed_eoi_nda");
    EXPECT_EQ(cell("select (payload->>'clientName') || (payload->>'berthNumber') from sync.events "
                   "where name = 'interest:stageChanged'"),
              "Ada1");
    // The deposit only suggests.
    push(laptop, stageEdit(id(4000), PipelineStage::SignedEoiNda, PipelineStage::TenPercentDeposit));
    EXPECT_EQ(field(Berths::table, berth, "status"), "under_offer");
    EXPECT_EQ(count("select count(*) from notifications where user_id = '" + agent.toString() + "'"), 1);
    EXPECT_EQ(field(Interests::table, id(4000), "occupies_berth"), "t");
    push(laptop, stageEdit(id(4000), PipelineStage::TenPercentDeposit, PipelineStage::Completed));
    EXPECT_EQ(field(Berths::table, berth, "status"), "sold");
    EXPECT_EQ(field(Interests::table, id(4000), "outcome"), "won");
}

TEST_F(Apply, SkippingAGateAsksForAReasonWhichIsKept)
{
    Laptop laptop = open(agent, portA);
    push(laptop, deal(id(4100)));
    EXPECT_EQ(push(laptop, stageEdit(id(4100), PipelineStage::Open, PipelineStage::Contract)).error.key,
              stageReasonNeeded);
    const Edit plain =
        update(Interests::table, id(4100), {to("pipeline_stage", word("contract"), word("open"))});
    EXPECT_EQ(push(laptop, plain).error.key, stageReasonNeeded);
    EXPECT_EQ(
        push(laptop, stageEdit(id(4100), PipelineStage::Open, PipelineStage::Contract, "signed at the fair"))
            .kind,
        OutcomeKind::Applied);
    EXPECT_EQ(cell("select metadata->>'reason' from audit_logs where field_changed = 'pipeline_stage'"),
              "signed at the fair");
    const Edit back =
        update(Interests::table, id(4100), {to("pipeline_stage", word("visited"), word("contract"))});
    EXPECT_EQ(push(laptop, back).kind, OutcomeKind::Applied); // backwards skips nothing
    EXPECT_NE(field(Interests::table, id(4100), "visited_at"), "");
    const Outcome stale = push(laptop, stageEdit(id(4100), PipelineStage::Open, PipelineStage::DetailsSent));
    EXPECT_EQ(stale.kind, OutcomeKind::Conflict); // it stood elsewhere than the user saw
}

TEST_F(Apply, AnEditsOwnTimeIsKeptWithinReason)
{
    Laptop laptop = open(agent, portA);
    run("update sync.devices set contact_floor = '2026-01-01 00:00:00+00'");
    push(laptop, deal(id(4200)));
    const auto at = [&](const char *moment, PipelineStage from, PipelineStage stage) {
        Mutation one = mutation(laptop, stageEdit(id(4200), from, stage));
        one.clientTime = *Instant::parse(moment);
        EXPECT_EQ((*door.apply(laptop.actor, laptop.device, std::vector<Mutation>{one}))[0].kind,
                  OutcomeKind::Applied);
        return cell("select to_char(stage_changed_at, 'YYYY-MM-DD') from interests");
    };
    EXPECT_EQ(at("2026-02-03T00:00:00Z", PipelineStage::Open, PipelineStage::DetailsSent), "2026-02-03");
    EXPECT_EQ(at("1999-02-03T00:00:00Z", PipelineStage::DetailsSent, PipelineStage::Visited), "2026-01-01");
    EXPECT_EQ(at("2099-02-03T00:00:00Z", PipelineStage::Visited, PipelineStage::DetailsSent),
              cell("select to_char(now(), 'YYYY-MM-DD')"));
    EXPECT_EQ(count("select count(*) from audit_logs where occurred_at > received_at"), 0);
}

TEST_F(Apply, OneBerthHasOneWinner)
{
    Laptop laptop = open(agent, portA);
    push(laptop, deal(id(4300), berth));
    push(laptop, deal(id(4301), berth));
    EXPECT_EQ(push(laptop, stageEdit(id(4300), PipelineStage::Open, PipelineStage::SignedEoiNda)).kind,
              OutcomeKind::Applied);
    EXPECT_EQ(push(laptop, stageEdit(id(4301), PipelineStage::Open, PipelineStage::SignedEoiNda)).kind,
              OutcomeKind::Applied);
    EXPECT_EQ(
        push(laptop, stageEdit(id(4300), PipelineStage::SignedEoiNda, PipelineStage::TenPercentDeposit)).kind,
        OutcomeKind::Applied);
    const Outcome second =
        push(laptop, stageEdit(id(4301), PipelineStage::SignedEoiNda, PipelineStage::TenPercentDeposit));
    EXPECT_EQ(second.kind, OutcomeKind::Rejected);
    EXPECT_EQ(second.error.key, reject::oneWinner);
    EXPECT_EQ(second.otherId, id(4300));
    // Archived, the winner makes room.
    push(laptop, remove(Interests::table, id(4300)));
    Laptop boss = open(director, portA);
    push(boss, remove(Interests::table, id(4300)));
    EXPECT_EQ(
        push(laptop, stageEdit(id(4301), PipelineStage::SignedEoiNda, PipelineStage::TenPercentDeposit)).kind,
        OutcomeKind::Applied);
    EXPECT_EQ(push(boss, remove(Interests::table, id(4300), OpKind::Restore)).error.key, reject::oneWinner);
}

TEST_F(Apply, OneWinnerAmongEightWhoWriteAtOnce)
{
    Laptop setUp = open(director, portA);
    for (std::uint64_t i = 0; i < 8; ++i)
        push(setUp, deal(id(4400 + i), berth2));
    std::vector<Laptop> laptops;
    for (std::uint64_t i = 0; i < 8; ++i)
        laptops.push_back(open(i % 2 == 0 ? agent : colleague, portA));
    std::vector<std::vector<Mutation>> pushes;
    for (std::size_t i = 0; i < laptops.size(); ++i)
        pushes.push_back({mutation(laptops[i], stageEdit(id(4400 + i), PipelineStage::Open,
                                                         PipelineStage::TenPercentDeposit, "at once"))});
    std::vector<Outcome> outcomes(laptops.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < laptops.size(); ++i)
        threads.emplace_back([&, i] {
            const auto answer = door.apply(laptops[i].actor, laptops[i].device, pushes[i]);
            EXPECT_TRUE(answer) << answer.error().key << answer.error().detail;
            if (answer)
                outcomes[i] = answer->front();
        });
    for (std::thread &thread : threads)
        thread.join();
    int winners = 0;
    for (const Outcome &outcome : outcomes) {
        if (outcome.kind == OutcomeKind::Applied)
            ++winners;
        else
            EXPECT_EQ(outcome.error.key, reject::oneWinner);
    }
    EXPECT_EQ(winners, 1);
    EXPECT_EQ(count("select count(*) from interests where occupies_berth"), 1);
}

TEST_F(Apply, ABerthThatNobodyWantsAnyMoreIsSuggestedFree)
{
    run("update ports set settings = '{\"berthStatusRules\": [{\"trigger\": \"interest_closed\", \"mode\": "
        "\"auto\", "
        "\"targetStatus\": \"available\"}, {\"trigger\": \"signed_eoi_nda\", \"mode\": \"off\"}]}'");
    Laptop laptop = open(director, portA);
    push(laptop, deal(id(4500), berth));
    push(laptop, deal(id(4501), berth));
    push(laptop, stageEdit(id(4500), PipelineStage::Open, PipelineStage::SignedEoiNda));
    EXPECT_EQ(field(Berths::table, berth, "status"), "available"); // the port's rule is off
    run("update berths set status = 'under_offer' where id = '" + berth.toString() + "'");
    push(laptop, remove(Interests::table, id(4500)));
    EXPECT_EQ(field(Berths::table, berth, "status"), "under_offer"); // the other deal still wants it
    push(laptop, update(Interests::table, id(4501), {to("outcome", word("lost"), word("open"))}));
    EXPECT_EQ(field(Berths::table, berth, "status"), "available");
}

TEST_F(Apply, BulkEditsAreToldAsOne)
{
    Laptop laptop = open(director, portA);
    std::vector<Edit> edits;
    for (const Uuid &one : {client, client2}) {
        edits.push_back(update(Clients::table, one, {to("city", word("Oslo"))}));
        edits.back().group = id(4600);
    }
    pushAll(laptop, edits);
    EXPECT_EQ(count("select count(*) from sync.events"), 1);
    EXPECT_EQ(cell("select payload->>'count' from sync.events where name = 'bulk:changed'"), "2");
}

TEST_F(Apply, EventsComeWithTheStepOfTheirChange)
{
    Laptop laptop = open(agent, portA);
    open(director, portA); // so that all scopes are known in this process
    open(viewer, portA);
    const sync::Cursor before = *door.now();
    push(laptop,
         create(Reminders::table, id(4700),
                {to("title", word("Call")), to("due_at", std::int64_t(5)), to("assigned_to", agent)}));
    const sync::ScopeId mine = scope(portA, "user", agent);
    const FeedStep told =
        step(before, {mine, scope(portA, "reminders.view_all"), scope(portA, "user", viewer)});
    ASSERT_EQ(told.events.size(), 1u);
    EXPECT_EQ(told.events[0].event->name, "reminder:created");
    EXPECT_NE(std::ranges::count(told.events[0].scopes, mine), 0);
    EXPECT_TRUE(step(before, {scope(portA, "user", viewer)}).events.empty());
    EXPECT_EQ(Json::parse(told.events[0].event->payload)["assignedTo"], agent.toString());
}

TEST_F(Apply, AReminderIsCompletedByWhoeverDoesIt)
{
    Laptop laptop = open(agent, portA);
    push(laptop,
         create(Reminders::table, id(4800),
                {to("title", word("Call")), to("due_at", std::int64_t(5)), to("assigned_to", agent)}));
    push(laptop, update(Reminders::table, id(4800), {to("status", word("completed"), word("pending"))}));
    EXPECT_EQ(field(Reminders::table, id(4800), "completed_by"), agent.toString());
    EXPECT_NE(field(Reminders::table, id(4800), "completed_at"), "");
    EXPECT_EQ(count("select count(*) from sync.events where name = 'reminder:completed'"), 1);
    Laptop other = open(viewer, portA);
    EXPECT_EQ(
        push(other, update(Reminders::table, id(4800), {to("title", word("x"), word("Call"))})).error.key,
        reject::notFound); // not his, and he does not see all
}

} // namespace nimara::server::test
