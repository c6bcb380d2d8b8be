#include "tests/server/sync/pg/apply_harbour.h"

#include <thread>

namespace nimara::server::test {

using namespace schema;
using nimara::test::connectTo;

// ---- plain edits

TEST_F(Apply, AnEditChangesTheRowAndLeavesATrace)
{
    Laptop laptop = open(agent, portA);
    const Outcome outcome = push(
        laptop, update(Clients::table, client,
                       {to("full_name", word("Ada L."), word("Ada")), to("tax_number", word("XY1"), {})}));
    ASSERT_EQ(outcome.kind, OutcomeKind::Applied) << outcome.error.key;
    EXPECT_EQ(field(Clients::table, client, "full_name"), "Ada L.");
    ASSERT_EQ(outcome.revs.size(), 1u);
    EXPECT_EQ(std::to_string(outcome.revs[0].rev), field(Clients::table, client, "rev"));
    const auto rows = nimara::test::rowsOf(
        admin,
        "select field_changed, old_value, new_value, user_id, device_id, ip_address, port_id from audit_logs "
        "where entity_id = '" +
            client.toString() + "' and action = 'update' order by field_changed");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0],
              (std::vector<std::string>{"full_name", "Ada", "Ada L.", agent.toString(),
                                        laptop.device.clientId.toString(), "192.0.2.7", portA.toString()}));
    EXPECT_EQ(rows[1][2], "***"); // sensitive
    EXPECT_EQ(cell("select payload->>'clientId' from sync.events where name = 'client:updated'"),
              client.toString());
}

TEST_F(Apply, ABatchOfEditsOfOneTableIsAppliedInOrder)
{
    Laptop laptop = open(agent, portA);
    std::vector<Edit> edits;
    for (std::uint64_t i = 0; i < 50; ++i)
        edits.push_back(
            create(Clients::table, id(2000 + i), {to("full_name", word("Client " + std::to_string(i)))}));
    for (std::uint64_t i = 0; i < 50; ++i)
        edits.push_back(update(Clients::table, id(2000 + i), {to("city", word("Oslo"))}));
    edits.push_back(update(Clients::table, id(2000), {to("city", word("Bergen"), word("Oslo"))}));
    for (const Outcome &outcome : pushAll(laptop, edits))
        EXPECT_EQ(outcome.kind, OutcomeKind::Applied) << outcome.error.key;
    EXPECT_EQ(count("select count(*) from clients where city = 'Oslo'"), 49);
    EXPECT_EQ(field(Clients::table, id(2000), "city"), "Bergen");
    EXPECT_EQ(count("select count(*) from audit_logs where action = 'create'"), 50);
    EXPECT_EQ(count("select count(*) from audit_logs where field_changed = 'city'"), 51);
}

TEST_F(Apply, AMutationHappensOnceHoweverOftenItIsSent)
{
    Laptop laptop = open(agent, portA);
    const std::vector<Mutation> batch{
        mutation(laptop, create(Clients::table, id(2001), {to("full_name", word("Once"))})),
        mutation(laptop, update(Clients::table, client, {to("city", word("Oslo"))})),
        mutation(laptop, update(Clients::table, client, {to("full_name", word("Mine"), word("Wrong"))}))};
    const auto first = door.apply(laptop.actor, laptop.device, batch);
    ASSERT_TRUE(first);
    EXPECT_EQ((*first)[2].kind, OutcomeKind::Conflict);
    const std::string trace = cell("select count(*) from audit_logs");
    const std::string events = cell("select count(*) from sync.events");
    const std::string rev = field(Clients::table, client, "rev");
    for (int i = 0; i < 3; ++i) {
        const auto again = door.apply(laptop.actor, laptop.device, batch);
        ASSERT_TRUE(again);
        EXPECT_EQ(*again, *first);
    }
    EXPECT_EQ(cell("select count(*) from audit_logs"), trace);
    EXPECT_EQ(cell("select count(*) from sync.events"), events);
    EXPECT_EQ(field(Clients::table, client, "rev"), rev);
    EXPECT_EQ(door.open(laptop.actor, laptop.device, helloOf(laptop.device))->lastSeq, 3u);

    // A lost outbox that begins anew may carry what it had.
    Laptop anew = laptop;
    anew.device.incarnation = id(1 << 20);
    (void)door.open(anew.actor, anew.device, helloOf(anew.device));
    std::vector<Mutation> carried{batch[1]};
    carried[0].seq = 1;
    const auto known = door.apply(anew.actor, anew.device, carried);
    ASSERT_TRUE(known);
    EXPECT_EQ((*known)[0].kind, OutcomeKind::Applied);
    EXPECT_EQ((*known)[0].seq, 1u);
    EXPECT_EQ(cell("select count(*) from audit_logs"), trace);
}

TEST_F(Apply, ASeqThatIsUsedAgainForSomethingElseIsNoAnswer)
{
    Laptop laptop = open(agent, portA);
    push(laptop, update(Clients::table, client, {to("city", word("Oslo"))}));
    laptop.seq = 0; // a disk that was restored
    const auto again = door.apply(
        laptop.actor, laptop.device,
        std::vector<Mutation>{mutation(laptop, update(Clients::table, client, {to("city", word("Rome"))}))});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().key, "sync.incarnation");
}

TEST_F(Apply, TwoPushesOfOneClientAtOnceAreOne)
{
    Laptop laptop = open(agent, portA);
    std::vector<Mutation> batch;
    for (int i = 0; i < 20; ++i)
        batch.push_back(mutation(laptop, create(Clients::table, id(2100 + static_cast<std::uint64_t>(i)),
                                                {to("full_name", word("c"))})));
    std::vector<std::thread> threads;
    std::vector<std::vector<Outcome>> answers(4);
    for (std::size_t i = 0; i < answers.size(); ++i)
        threads.emplace_back([&, i] {
            auto outcomes = door.apply(laptop.actor, laptop.device, batch);
            if (outcomes)
                answers[i] = *outcomes;
        });
    for (std::thread &thread : threads)
        thread.join();
    for (const auto &answer : answers)
        EXPECT_EQ(answer, answers[0]);
    EXPECT_EQ(answers[0].size(), 20u);
    EXPECT_EQ(count("select count(*) from audit_logs where action = 'create'"), 20);
}

TEST_F(Apply, WhatWasCommittedBeforeTheAnswerGotLostIsAnsweredAgain)
{
    Laptop laptop = open(agent, portA);
    const std::vector<Mutation> batch{
        mutation(laptop, create(Clients::table, id(2201), {to("full_name", word("Kept"))}))};
    ASSERT_TRUE(door.apply(laptop.actor, laptop.device, batch)); // the answer never leaves the server
    nimara::test::Postgres::instance().stop();
    nimara::test::Postgres::instance().start();
    admin = connectTo(database);
    PgDoor next(options());
    const auto again = next.apply(laptop.actor, laptop.device, batch);
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_EQ((*again)[0].kind, OutcomeKind::Applied);
    EXPECT_EQ(count("select count(*) from clients where id = '" + text(2201) + "'"), 1);
    EXPECT_EQ(audits(id(2201), "create"), "1");
}

// ---- conflicts

TEST_F(Apply, TwoPeopleOnOneFieldAskAPerson)
{
    Laptop laptop = open(agent, portA);
    Laptop other = open(colleague, portA);
    push(other, update(Clients::table, client, {to("full_name", word("Theirs"), word("Ada"))}));
    const Outcome outcome =
        push(laptop, update(Clients::table, client,
                            {to("full_name", word("Mine"), word("Ada")), to("city", word("Oslo"))}));
    ASSERT_EQ(outcome.kind, OutcomeKind::Conflict);
    ASSERT_EQ(outcome.conflicts.size(), 1u);
    EXPECT_EQ(outcome.conflicts[0].was, word("Ada"));
    EXPECT_EQ(outcome.conflicts[0].mine, word("Mine"));
    EXPECT_EQ(outcome.conflicts[0].theirs, word("Theirs"));
    EXPECT_EQ(outcome.conflicts[0].by, colleague);
    EXPECT_NE(outcome.conflicts[0].at.micros(), 0);
    EXPECT_EQ(field(Clients::table, client, "full_name"), "Theirs");
    EXPECT_EQ(field(Clients::table, client, "city"), ""); // never half of it
}

TEST_F(Apply, OtherFieldsOfTheSameRowAreNoConflict)
{
    Laptop laptop = open(agent, portA);
    Laptop other = open(colleague, portA);
    push(other, update(Clients::table, client, {to("full_name", word("Theirs"), word("Ada"))}));
    EXPECT_EQ(push(laptop, update(Clients::table, client, {to("city", word("Oslo"))})).kind,
              OutcomeKind::Applied);
    EXPECT_EQ(
        push(laptop, update(Clients::table, client, {to("full_name", word("Theirs"), word("Ada"))})).kind,
        OutcomeKind::Applied); // both wanted the same
}

TEST_F(Apply, PoliciesDecideWhereTheyAreDeclared)
{
    Laptop laptop = open(agent, portA);
    Laptop other = open(colleague, portA);
    const Uuid note = id(2300);
    push(laptop, create(ClientNotes::table, note, {to("client_id", client), to("body", word("x"))}));
    // max
    push(other, update(Clients::table, client, {to("last_contact_at", std::int64_t(2'000'000))}));
    const Outcome earlier =
        push(laptop, update(Clients::table, client, {to("last_contact_at", std::int64_t(1'000'000))}));
    EXPECT_EQ(earlier.kind, OutcomeKind::Merged);
    EXPECT_EQ(cell("select extract(epoch from last_contact_at)::int from clients where id = '" +
                   client.toString() + "'"),
              "2");
    // last writer
    push(other, update(ClientNotes::table, note, {to("is_pinned", std::int64_t(1), std::int64_t(0))}));
    const Outcome pinned =
        push(laptop, update(ClientNotes::table, note, {to("is_pinned", std::int64_t(0), std::int64_t(1))}));
    EXPECT_EQ(pinned.kind, OutcomeKind::Applied);
    // sets
    push(other, update(ClientNotes::table, note,
                       {to("mentions", word("[\"" + viewer.toString() + "\"]"), word("[]"))}));
    const Outcome merged =
        push(laptop, update(ClientNotes::table, note,
                            {to("mentions", word("[\"" + director.toString() + "\"]"), word("[]"))}));
    EXPECT_EQ(merged.kind, OutcomeKind::Applied) << merged.error.key;
    EXPECT_EQ(
        cell("select jsonb_array_length(mentions) from client_notes where id = '" + note.toString() + "'"),
        "2");
}

TEST_F(Apply, JsonMergesByKey)
{
    Laptop laptop = open(director, portA);
    run("update ports set settings = '{\"a\": 1, \"b\": {\"x\": [1]}, \"c\": 3}' where id = '" +
        portA.toString() + "'");
    const auto whole = push(laptop, update(Ports::table, portA,
                                           {to("settings", word("{\"a\": 2, \"b\": {\"x\": [1]}}"),
                                               word("{\"a\": 1, \"b\": {\"x\": [1]}}"))}));
    EXPECT_EQ(whole.kind, OutcomeKind::Applied) << whole.error.key;
    FieldChange path = to("settings", word("{\"y\": 1}"), word("{\"x\": [1]}"));
    path.path = "b";
    EXPECT_EQ(push(laptop, update(Ports::table, portA, {path})).kind, OutcomeKind::Applied);
    EXPECT_EQ(cell("select settings::text from ports where id = '" + portA.toString() + "'"),
              "{\"a\": 2, \"b\": {\"y\": 1}, \"c\": 3}");
    path.now = word("5");
    const Outcome clash = push(laptop, update(Ports::table, portA, {path}));
    EXPECT_EQ(clash.kind, OutcomeKind::Conflict);
    path.now = word("{broken");
    path.was = word("{\"y\": 1}");
    EXPECT_EQ(push(laptop, update(Ports::table, portA, {path})).kind, OutcomeKind::Rejected);
}

// ---- values

TEST_F(Apply, ValuesThatDoNotFitAreRefusedOneByOne)
{
    Laptop laptop = open(director, portA);
    const std::string nul("a\0b", 3);
    const auto outcomes = pushAll(
        laptop, {update(Clients::table, client, {to("city", word(nul))}),
                 update(Clients::table, client, {to("city", word("\xff"))}),
                 update(Clients::table, client, {to("full_name", {}, word("Ada"))}),
                 update(Clients::table, client, {to("full_name", word("   "), word("Ada"))}),
                 update(Clients::table, client, {to("source", word("gossip"), word("manual"))}),
                 update(Clients::table, client, {to("city", std::int64_t(5))}),
                 update(Clients::table, client, {to("birth_date", word("2026-02-30"))}),
                 update(Clients::table, client, {to("city", word(std::string(300, 'x')))}),
                 update(Clients::table, client, {to("no_such_column", word("x"))}),
                 {.ops = {{9999, client, OpKind::Update, {}}}},
                 {.ops = {{AuditLogs::table.number, client, OpKind::Create, {}}}},
                 {.ops = {{Clients::table.number, {}, OpKind::Create, {}}}},
                 update(Ports::table, portA, {to("settings", word("{\"a\": \"b\\u0000c\"}"), word("{}"))}),
                 update(Clients::table, client, {to("city", word("Oslo"))})});
    const std::vector<std::string> keys{"text.nul",     "text.utf8",   "value.required", "value.required",
                                        "value.choice", "value.type",  "value.date",     "value.too_long",
                                        "sync.schema",  "sync.schema", "sync.forbidden", "sync.invalid",
                                        "text.nul"};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        EXPECT_EQ(outcomes[i].kind, OutcomeKind::Rejected) << i;
        EXPECT_EQ(outcomes[i].error.key, keys[i]) << i;
    }
    EXPECT_EQ(outcomes.back().kind, OutcomeKind::Applied);
    EXPECT_EQ(field(Clients::table, client, "city"), "Oslo");
}

TEST_F(Apply, OneRefusalTakesNoOtherWithIt)
{
    Laptop laptop = open(director, portA);
    std::vector<Edit> edits;
    for (std::uint64_t i = 0; i < 40; ++i) {
        // Every tenth is refused by the database only: a clash, a foreign key.
        const bool clash = i % 10 == 3;
        edits.push_back(create(Tags::table, id(3000 + i),
                               {to("name", word(clash ? "same" : "tag " + std::to_string(i)))}));
    }
    edits.insert(edits.begin(), create(Tags::table, id(3100), {to("name", word("same"))}));
    const auto outcomes = pushAll(laptop, edits);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const bool clash = i > 0 && (i - 1) % 10 == 3;
        EXPECT_EQ(outcomes[i].kind, clash ? OutcomeKind::Rejected : OutcomeKind::Applied) << i;
        if (clash) {
            EXPECT_EQ(outcomes[i].error.key, reject::unique);
            EXPECT_EQ(outcomes[i].error.field, "name");
            EXPECT_EQ(outcomes[i].otherId, id(3100));
        }
    }
    EXPECT_EQ(count("select count(*) from tags"), 37);
    EXPECT_EQ(count("select count(*) from audit_logs"), 37);
}

TEST_F(Apply, OnlyWhatDependsOnAFailureWaitsForIt)
{
    Laptop laptop = open(director, portA);
    std::vector<Mutation> batch{
        mutation(laptop, update(Clients::table, client, {to("full_name", word("x"), word("wrong"))})),
        mutation(laptop, update(Clients::table, client, {to("city", word("Oslo"))})),
        mutation(laptop, update(Clients::table, client2, {to("city", word("Oslo"))}))};
    batch[1].dependsOn = {1};
    const auto outcomes = *door.apply(laptop.actor, laptop.device, batch);
    EXPECT_EQ(outcomes[0].kind, OutcomeKind::Conflict);
    EXPECT_EQ(outcomes[1].error.key, reject::dependency);
    EXPECT_EQ(outcomes[2].kind, OutcomeKind::Applied);
    std::vector<Mutation> later{mutation(laptop, update(Clients::table, client2, {to("region", word("x"))}))};
    later[0].dependsOn = {2};
    EXPECT_EQ((*door.apply(laptop.actor, laptop.device, later))[0].error.key, reject::dependency);
}

TEST_F(Apply, GuardsHoldOrSomethingElseIsDone)
{
    Laptop laptop = open(director, portA);
    run("update berths set status = 'sold' where id = '" + berth2.toString() + "'");
    Edit guarded = update(Berths::table, berth, {to("description", word("free"))});
    guarded.guards = {{Berths::table.number, berth, "status", word("available"), {}}};
    EXPECT_EQ(push(laptop, guarded).kind, OutcomeKind::Applied);
    guarded.guards[0].id = berth2;
    const Outcome refused = push(laptop, guarded);
    EXPECT_EQ(refused.error.key, reject::guard);
    EXPECT_EQ(refused.error.field, "status");
    guarded.guards[0].otherwise =
        create(BerthWaitingList::table, id(3200),
               {to("berth_id", berth2), to("client_id", client), to("rank", std::int64_t(1))})
            .ops;
    const Outcome merged = push(laptop, guarded);
    EXPECT_EQ(merged.kind, OutcomeKind::Merged) << merged.error.key << merged.error.field;
    ASSERT_EQ(merged.conflicts.size(), 1u);
    EXPECT_EQ(merged.conflicts[0].theirs, word("sold"));
    EXPECT_EQ(count("select count(*) from berth_waiting_list"), 1);
    EXPECT_EQ(count("select count(*) from waiting_list_log where action = 'added'"), 1);
}

// A guard that does not hold tells what stands there: only to whom it is sent anyway.
TEST_F(Apply, AGuardTellsNothingOfAColleagueThatIsNotSent)
{
    Laptop laptop = open(agent, portA);
    Edit guarded = update(Clients::table, client, {to("city", word("Oslo"))});
    guarded.guards = {{Users::table.number, colleague, "email", {}, guarded.ops}};
    const Outcome hidden = push(laptop, guarded);
    ASSERT_EQ(hidden.conflicts.size(), 1u);
    EXPECT_EQ(hidden.conflicts[0].theirs, Value());
    guarded.guards[0].column = "name";
    const Outcome shown = push(laptop, guarded);
    ASSERT_EQ(shown.conflicts.size(), 1u);
    EXPECT_EQ(shown.conflicts[0].theirs, word("Carl"));
}

TEST_F(Apply, AnOutcomeTellsNothingOfRowsThatWereOnlyNamed)
{
    run("insert into reminders (port_id, id, title, due_at, assigned_to, created_by) values ('" +
        portA.toString() + "', '" + text(3300) + "', 'Private', now(), '" + director.toString() + "', '" +
        director.toString() + "')");
    Laptop laptop = open(agent, portA);
    Edit guarded = update(Clients::table, client, {to("city", word("Oslo"))});
    guarded.guards = {{Berths::table.number, berth, "status", word("available"),
                       update(Reminders::table, id(3300), {to("title", word("x"))}).ops}};
    const Outcome outcome = push(laptop, guarded);
    EXPECT_EQ(outcome.kind, OutcomeKind::Applied);
    ASSERT_EQ(outcome.revs.size(), 1u);
    EXPECT_EQ(outcome.revs[0].id, client);
}

// ---- making, archiving, deleting

TEST_F(Apply, ArchivesWhatHasAnArchiveAndBringsItBack)
{
    Laptop laptop = open(director, portA);
    EXPECT_EQ(push(laptop, remove(Clients::table, client)).kind, OutcomeKind::Applied);
    EXPECT_NE(field(Clients::table, client, "archived_at"), "");
    EXPECT_EQ(audits(client, "archive"), "1");
    EXPECT_EQ(push(laptop, remove(Clients::table, client)).kind, OutcomeKind::Applied); // is already
    EXPECT_EQ(push(laptop, remove(Clients::table, client, OpKind::Restore)).kind, OutcomeKind::Applied);
    EXPECT_EQ(field(Clients::table, client, "archived_at"), "");
    EXPECT_EQ(audits(client, "restore"), "1");
    EXPECT_EQ(count("select count(*) from sync.events where name in ('client:archived', 'client:restored')"),
              2);
}

TEST_F(Apply, DeletesTheRestWithATombstone)
{
    Laptop laptop = open(director, portA);
    push(laptop, create(Tags::table, id(3300), {to("name", word("t"))}));
    const sync::Cursor before = *door.now();
    const Outcome gone = push(laptop, remove(Tags::table, id(3300)));
    ASSERT_EQ(gone.kind, OutcomeKind::Applied);
    const Seen seen = seenIn(step(before, {scope(portA, "")}), scope(portA, ""));
    ASSERT_EQ(seen.gone.count({Tags::table.number, id(3300)}), 1u);
    ASSERT_EQ(gone.revs.size(), 1u);
    EXPECT_EQ(gone.revs[0].rev, seen.gone.begin()->second);
    EXPECT_EQ(push(laptop, remove(Tags::table, id(3300))).kind, OutcomeKind::Applied); // gone already
    EXPECT_EQ(push(laptop, update(Tags::table, id(3300), {to("name", word("x"))})).error.key,
              reject::deleted);
    // Made again by the undo of the deletion.
    const Outcome back = push(laptop, create(Tags::table, id(3300), {to("name", word("t"))}));
    EXPECT_EQ(back.kind, OutcomeKind::Applied);
    EXPECT_GT(back.revs[0].rev, gone.revs[0].rev);
}

TEST_F(Apply, MakesAndDeletesInOneBatch)
{
    Laptop laptop = open(director, portA);
    const auto outcomes = pushAll(laptop, {create(Tags::table, id(3400), {to("name", word("a"))}),
                                           remove(Tags::table, id(3400)),
                                           create(Tags::table, id(3400), {to("name", word("b"))}),
                                           create(Tags::table, id(3401), {to("name", word("a"))})});
    for (const Outcome &outcome : outcomes)
        EXPECT_EQ(outcome.kind, OutcomeKind::Applied) << outcome.error.key;
    EXPECT_EQ(field(Tags::table, id(3400), "name"), "b");
    EXPECT_EQ(audits(id(3400), "create"), "2");
    EXPECT_EQ(audits(id(3400), "delete"), "1");
}

TEST_F(Apply, ARowThatOthersPointToStays)
{
    Laptop laptop = open(director, portA);
    push(laptop, create(Tags::table, id(3500), {to("name", word("t"))}));
    const std::array<Uuid, 2> pair{client, id(3500)};
    push(laptop, create(ClientTags::table, Uuid::derived("client_tags", pair),
                        {to("client_id", client), to("tag_id", id(3500))}));
    EXPECT_EQ(push(laptop, remove(Tags::table, id(3500))).error.key, reject::referenced);
}

TEST_F(Apply, TwoOfflineAdditionsOfOnePairAreOneRow)
{
    Laptop laptop = open(director, portA);
    Laptop other = open(agent, portA);
    push(laptop, create(Tags::table, id(3600), {to("name", word("t"))}));
    const std::array<Uuid, 2> pair{client, id(3600)};
    const Uuid tagged = Uuid::derived("client_tags", pair);
    const Edit add = create(ClientTags::table, tagged, {to("client_id", client), to("tag_id", id(3600))});
    EXPECT_EQ(push(laptop, add).kind, OutcomeKind::Applied);
    EXPECT_EQ(push(other, add).kind, OutcomeKind::Applied);
    EXPECT_EQ(count("select count(*) from client_tags"), 1);
    EXPECT_EQ(
        push(other, create(ClientTags::table, id(3601), {to("client_id", client), to("tag_id", id(3600))}))
            .error.field,
        "id");
}

TEST_F(Apply, AnIdThatIsTakenIsNotTakenAgain)
{
    Laptop laptop = open(director, portA);
    EXPECT_EQ(push(laptop, create(Clients::table, client, {to("full_name", word("Ada"))})).kind,
              OutcomeKind::Applied);
    EXPECT_EQ(push(laptop, create(Clients::table, client, {to("full_name", word("Other"))})).error.key,
              reject::unique);
    EXPECT_EQ(push(laptop, create(Clients::table, foreignClient, {to("full_name", word("Mine"))})).kind,
              OutcomeKind::Applied); // ids are unique within a port only, and tell nothing of another
    EXPECT_EQ(count("select count(*) from clients where id = '" + foreignClient.toString() + "'"), 2);
}

TEST_F(Apply, OnesOwnRowsAreOnesOwn)
{
    Laptop laptop = open(viewer, {});
    EXPECT_EQ(push(laptop, create(ScratchpadNotes::table, id(3700), {to("body", word("mine"))})).kind,
              OutcomeKind::Applied);
    EXPECT_EQ(push(laptop, update(Users::table, viewer, {to("timezone", word("Europe/Oslo"))})).kind,
              OutcomeKind::Applied);
    EXPECT_EQ(push(laptop, update(Users::table, agent, {to("name", word("x"), word("Anna"))})).error.key,
              reject::notFound);
    EXPECT_EQ(
        push(laptop, update(Users::table, viewer, {to("is_super_admin", std::int64_t(1), std::int64_t(0))}))
            .error.key,
        reject::serverOwned);
    EXPECT_EQ(push(laptop, update(Clients::table, client, {to("city", word("x"))})).error.key,
              reject::wrongPort);
    Laptop other = open(agent, {});
    EXPECT_EQ(push(other, update(ScratchpadNotes::table, id(3700), {to("body", word("x"), word("mine"))}))
                  .error.key,
              reject::notFound);
    EXPECT_EQ(push(other, create(UserNotificationPreferences::table, id(3701),
                                 {to("notification_type", word("new_email")), to("port_id", portB)}))
                  .error.key,
              reject::wrongPort);
}

} // namespace nimara::server::test
