#include "tests/sync/replica/fixture.h"

namespace nimara::sync::test {

using schema::ClientContacts;
using schema::ClientNotes;
using schema::Clients;

class Edits : public ReplicaTest
{
protected:
    void SetUp() override { load({everyone, clientsView}); }
};

TEST_F(Edits, AnEditIsSeenAtOnceAndWaits)
{
    const Mutation mutation = submit(rename(1, "Client 1", "Anna"));
    EXPECT_EQ(mutation.seq, 1u);
    EXPECT_EQ(mutation.clientTime, clock.now());
    EXPECT_EQ(mutation.edit.title, "Rename");
    EXPECT_EQ(nameOf(1), "Anna");
    EXPECT_EQ(replica->counts().waiting, 1);
    EXPECT_EQ(replica->rowState(Clients::table.number, idOf(1)), RowState::Waiting);
    EXPECT_EQ(replica->rowState(Clients::table.number, idOf(2)), RowState::Confirmed);
    const auto base = replica->confirmed(Clients::table, idOf(1));
    ASSERT_TRUE(base);
    EXPECT_EQ((**base)[Clients::fullName], "Client 1");
}

TEST_F(Edits, AnEditSurvivesClosing)
{
    submit(rename(1, "Client 1", "Anna"));
    submit(createClient(9, "Nina"));
    reopen();
    EXPECT_EQ(nameOf(1), "Anna");
    EXPECT_EQ(nameOf(9), "Nina");
    EXPECT_EQ(replica->counts().waiting, 2);
    EXPECT_EQ(submit(rename(1, "Anna", "Ann")).seq, 3u);
}

TEST_F(Edits, ADeltaUnderAnEditMovesItsGround)
{
    submit(rename(1, "Client 1", "Anna"));
    Row theirs = clientRow(1, 5);
    theirs.set(Clients::city, std::string("Porvoo"));
    give(deltaOf("c2", {{clientsView, {theirs}}}, {clientsView}));
    const auto row = shown(Clients::table, idOf(1));
    EXPECT_EQ((*row)[Clients::fullName], "Anna");
    EXPECT_EQ((*row)[Clients::city], "Porvoo");
    EXPECT_EQ(row->rev, 5);
}

TEST_F(Edits, AnAcknowledgedEditDoesNotFlicker)
{
    const Mutation mutation = submit(rename(1, "Client 1", "Anna"));
    const OutcomeEffect effect = answer(applied(mutation, 7));
    EXPECT_EQ(effect.confirmed, std::vector<std::uint64_t>{1});
    EXPECT_EQ(replica->counts().waiting, 0);
    EXPECT_EQ(replica->rowState(Clients::table.number, idOf(1)), RowState::Confirmed);
    EXPECT_EQ(nameOf(1), "Anna"); // its row has not come yet
    give(deltaOf("c2", {{clientsView, {clientRow(1, 6, "An older word")}}}, {clientsView}));
    EXPECT_EQ(nameOf(1), "Anna");
    give(deltaOf("c3", {{clientsView, {clientRow(1, 7, "Anna of the server")}}}, {clientsView}));
    EXPECT_EQ(nameOf(1), "Anna of the server");
    EXPECT_EQ(*look().integer("SELECT count(*) FROM sync_shadow"), 0);
}

TEST_F(Edits, ADeltaMayComeBeforeItsAcknowledgement)
{
    const Mutation mutation = submit(rename(1, "Client 1", "Anna"));
    give(deltaOf("c2", {{clientsView, {clientRow(1, 7, "Anna")}}}, {clientsView}));
    EXPECT_EQ(replica->counts().waiting, 1);
    answer(applied(mutation, 7));
    EXPECT_EQ(nameOf(1), "Anna");
    EXPECT_EQ(*look().integer("SELECT count(*) FROM sync_shadow"), 0);
    EXPECT_EQ(*look().integer("SELECT count(*) FROM outbox_row"), 0);
}

TEST_F(Edits, ACreatedRowStaysThroughItsConfirmation)
{
    const Mutation mutation = submit(createClient(9, "Nina"));
    const auto row = shown(Clients::table, idOf(9));
    EXPECT_EQ(row->rev, 0);
    EXPECT_FALSE((*row)[Clients::createdAt]);
    answer(applied(mutation, 3));
    EXPECT_EQ(nameOf(9), "Nina");
    give(deltaOf("c2", {{clientsView, {clientRow(9, 3, "Nina")}}}, {clientsView}));
    EXPECT_EQ(nameOf(9), "Nina");
    EXPECT_TRUE((*shown(Clients::table, idOf(9)))[Clients::createdAt]);
}

TEST_F(Edits, TheAuthorIsShownBeforeTheServerSetsHim)
{
    Op op{ClientNotes::table.number, idOf(50), OpKind::Create, {}};
    op.fields = {{"port_id", {}, {}, portId},
                 {"client_id", {}, {}, idOf(1)},
                 {"body", {}, {}, std::string("Wants a bigger berth")},
                 {"mentions", {}, {}, std::string("[]")},
                 {"is_pinned", {}, {}, std::int64_t(0)}};
    const Mutation mutation = submit(Edit{.ops = {op}});
    EXPECT_EQ((*shown(ClientNotes::table, idOf(50)))[ClientNotes::authorId], userId);
    EXPECT_EQ(mutation.edit.ops[0].fields.size(), 5u); // unsent
}

TEST_F(Edits, AConflictGoesToTheInboxAndTheRowIsTheirs)
{
    const Mutation first = submit(rename(1, "Client 1", "Anna"));
    submit(rename(2, "Client 2", "Berta"));
    const OutcomeEffect effect = answer(conflicted(first, "full_name", std::string("Theirs")));
    EXPECT_EQ(effect.refused, std::vector<std::uint64_t>{1});
    EXPECT_EQ(nameOf(1), "Client 1");
    EXPECT_EQ(nameOf(2), "Berta"); // it never blocks the others
    EXPECT_EQ(replica->counts().waiting, 1);
    EXPECT_EQ(replica->counts().review, 1);
    EXPECT_EQ(replica->rowState(Clients::table.number, idOf(1)), RowState::NeedsReview);
    const auto items = replica->reviews();
    ASSERT_EQ(items->size(), 1u);
    EXPECT_EQ(items->front().mutation.edit.title, "Rename");
    EXPECT_EQ(items->front().outcome.conflicts.front().theirs, Value(std::string("Theirs")));
}

TEST_F(Edits, TakeMineSubmitsOverWhatTheySaid)
{
    const Mutation first = submit(rename(1, "Client 1", "Anna"));
    answer(conflicted(first, "full_name", std::string("Theirs")));
    Changes changes;
    const auto stored = replica->resolve(replica->reviews()->front().number, Resolution::TakeMine, changes);
    ASSERT_TRUE(stored) << stored.error().key;
    EXPECT_EQ(nameOf(1), "Anna");
    EXPECT_EQ(replica->counts().review, 0);
    const auto waiting = replica->waiting();
    ASSERT_EQ(waiting->size(), 1u);
    EXPECT_EQ(waiting->front().mutation.seq, 2u);
    EXPECT_NE(waiting->front().mutation.id, first.id);
    EXPECT_EQ(waiting->front().mutation.edit.ops[0].fields[0].was, Value(std::string("Theirs")));
    EXPECT_EQ(waiting->front().mutation.edit.title, "Rename");
}

TEST_F(Edits, TakeTheirsAndDiscardGiveItUp)
{
    for (const Resolution resolution : {Resolution::TakeTheirs, Resolution::Discard}) {
        const Mutation mutation = submit(rename(1, "Client 1", "Anna"));
        answer(conflicted(mutation, "full_name", std::string("Theirs")));
        Changes changes;
        ASSERT_TRUE(replica->resolve(replica->reviews()->front().number, resolution, changes));
        EXPECT_EQ(nameOf(1), "Client 1");
        EXPECT_EQ(replica->counts().review, 0);
        EXPECT_EQ(replica->counts().waiting, 0);
    }
}

// Client 1, with two fields changed in one save.
Edit nameAndCity(const std::string &name, const std::string &city)
{
    Edit edit = rename(1, "Client 1", name);
    edit.ops[0].fields.push_back({"city", {}, std::string("Helsinki"), city});
    return edit;
}

TEST_F(Edits, TakeTheirsGivesUpTheFieldInConflictAndSendsTheRest)
{
    const Mutation mutation = submit(nameAndCity("Anna", "Turku"));
    answer(conflicted(mutation, "full_name", std::string("Theirs")));
    Changes changes;
    const auto stored = replica->resolve(replica->reviews()->front().number, Resolution::TakeTheirs, changes);
    ASSERT_TRUE(stored) << stored.error().key;
    EXPECT_EQ(nameOf(1), "Client 1");
    EXPECT_EQ((*shown(Clients::table, idOf(1)))[Clients::city], "Turku");
    EXPECT_EQ(replica->counts().review, 0);
    const auto waiting = replica->waiting();
    ASSERT_EQ(waiting->size(), 1u);
    const Mutation &anew = waiting->front().mutation;
    EXPECT_NE(anew.id, mutation.id);
    EXPECT_TRUE(anew.dependsOn.empty());
    ASSERT_EQ(anew.edit.ops[0].fields.size(), 1u);
    EXPECT_EQ(anew.edit.ops[0].fields[0].column, "city");
    EXPECT_EQ(anew.edit.ops[0].fields[0].was, Value(std::string("Helsinki")));
}

TEST_F(Edits, DiscardGivesUpTheWholeSave)
{
    const Mutation mutation = submit(nameAndCity("Anna", "Turku"));
    answer(conflicted(mutation, "full_name", std::string("Theirs")));
    Changes changes;
    ASSERT_TRUE(replica->resolve(replica->reviews()->front().number, Resolution::Discard, changes));
    EXPECT_EQ((*shown(Clients::table, idOf(1)))[Clients::city], "Helsinki");
    EXPECT_EQ(replica->counts().waiting, 0);
}

TEST_F(Edits, OfSeveralConflictsEachMayBeSettledItsOwnWay)
{
    const Mutation mutation = submit(nameAndCity("Anna", "Turku"));
    Outcome outcome = conflicted(mutation, "full_name", std::string("Theirs"));
    outcome.conflicts.push_back(conflicted(mutation, "city", std::string("Oulu")).conflicts.front());
    answer(outcome);
    Changes changes;
    const Decision mineOfTheCity{Resolution::TakeTheirs, {1}};
    ASSERT_TRUE(replica->resolve(replica->reviews()->front().number, mineOfTheCity, changes));
    EXPECT_EQ(nameOf(1), "Client 1");
    const auto waiting = replica->waiting();
    ASSERT_EQ(waiting->size(), 1u);
    const std::vector<FieldChange> left{{"city", {}, std::string("Oulu"), std::string("Turku")}};
    EXPECT_EQ(waiting->front().mutation.edit.ops[0].fields, left);
}

TEST_F(Edits, TheirsMayBeThatTheRowIsNoMore)
{
    const Mutation mutation = submit(nameAndCity("Anna", "Turku"));
    answer(conflicted(mutation, "full_name", std::string("Theirs")));
    give(deltaOf("c2", {{clientsView, {}, {{Clients::table.number, idOf(1), 8}}}}, {clientsView}));
    Changes changes;
    ASSERT_TRUE(replica->resolve(replica->reviews()->front().number, Resolution::TakeTheirs, changes));
    EXPECT_EQ(replica->counts().waiting, 0);
    EXPECT_EQ(replica->counts().review, 0);
}

TEST_F(Edits, AnEditOfARowThatOneMadeDependsOnIt)
{
    submit(createClient(9, "Nina"));
    const Mutation contact = submit(createContact(20, 9, "+358 40 1234567"));
    const Mutation renamed = submit(rename(9, "Nina", "Niina"));
    EXPECT_EQ(contact.dependsOn, std::vector<std::uint64_t>{1});
    EXPECT_EQ(renamed.dependsOn, std::vector<std::uint64_t>{1});
    EXPECT_TRUE(submit(rename(1, "Client 1", "Anna")).dependsOn.empty());
}

TEST_F(Edits, ARetryTakesThoseWithItThatWereRefusedForIt)
{
    const Mutation create = submit(createClient(9, "Nina"));
    const Mutation contact = submit(createContact(20, 9, "+358 40 1234567"));
    answer(rejected(create, reject::forbidden));
    answer(rejected(contact, reject::dependency));
    EXPECT_EQ(nameOf(9), "");
    EXPECT_EQ(replica->counts().review, 2);
    Changes changes;
    const auto stored = replica->resolve(replica->reviews()->front().number, Resolution::Retry, changes);
    ASSERT_TRUE(stored) << stored.error().key;
    EXPECT_EQ(stored->size(), 2u);
    EXPECT_EQ(replica->counts().review, 0);
    EXPECT_EQ(nameOf(9), "Nina");
    const auto waiting = replica->waiting();
    EXPECT_EQ(waiting->back().mutation.dependsOn, std::vector<std::uint64_t>{waiting->front().mutation.seq});
}

TEST_F(Edits, OfAClashTheRowThatIsThereCanBeUsed)
{
    const Mutation create = submit(createClient(9, "Client 2"));
    const Mutation contact = submit(createContact(20, 9, "+358 40 1234567"));
    Outcome clash = rejected(create, reject::unique);
    clash.otherId = idOf(2);
    answer(clash);
    answer(rejected(contact, reject::dependency));
    Changes changes;
    ASSERT_TRUE(replica->resolve(replica->reviews()->front().number, Resolution::TakeTheirs, changes));
    EXPECT_EQ(replica->counts().review, 0);
    EXPECT_EQ((*shown(ClientContacts::table, idOf(20)))[ClientContacts::clientId], idOf(2));
    EXPECT_EQ(nameOf(9), "");
}

TEST_F(Edits, ARowDeletedThereStaysInSightAndCanBeRestored)
{
    const Mutation mutation = submit(rename(1, "Client 1", "Anna"));
    give(deltaOf("c2", {{clientsView, {}, {{Clients::table.number, idOf(1), 8}}}}, {clientsView}));
    EXPECT_EQ(nameOf(1), "Anna");
    answer(rejected(mutation, reject::deleted));
    EXPECT_EQ(nameOf(1), "");
    Changes changes;
    const auto stored = replica->resolve(replica->reviews()->front().number, Resolution::TakeMine, changes);
    ASSERT_TRUE(stored) << stored.error().key;
    EXPECT_EQ(nameOf(1), "Anna");
    const auto waiting = replica->waiting();
    EXPECT_EQ(waiting->front().mutation.edit.ops[0].kind, OpKind::Create);
    EXPECT_EQ((*shown(Clients::table, idOf(1)))[Clients::city], "Helsinki");
}

TEST_F(Edits, AnEditCanBeTakenBackWithWhatHangsOnIt)
{
    submit(createClient(9, "Nina"));
    submit(createContact(20, 9, "+358 40 1234567"));
    submit(rename(1, "Client 1", "Anna"));
    ASSERT_TRUE(replica->discardWaiting(1));
    EXPECT_EQ(nameOf(9), "");
    EXPECT_FALSE(shown(ClientContacts::table, idOf(20)));
    EXPECT_EQ(nameOf(1), "Anna");
    EXPECT_EQ(replica->counts().waiting, 1);
    EXPECT_EQ(replica->counts().review, 1); // nothing is dropped in silence
    EXPECT_EQ(replica->discardWaiting(1).error().code, ErrorCode::NotFound);
}

TEST_F(Edits, DeletingArchivesWhereTheTableDoes)
{
    submit(Edit{.ops = {{Clients::table.number, idOf(1), OpKind::Delete, {}}}});
    EXPECT_EQ((*shown(Clients::table, idOf(1)))[Clients::archivedAt], clock.now());
    submit(Edit{.ops = {{Clients::table.number, idOf(1), OpKind::Restore, {}}}});
    EXPECT_FALSE((*shown(Clients::table, idOf(1)))[Clients::archivedAt]);

    submit(createContact(20, 1, "a@example.org"));
    submit(removeContact(20));
    EXPECT_FALSE(shown(ClientContacts::table, idOf(20)));
    submit(createContact(20, 1, "b@example.org")); // a tag taken off and put on again
    EXPECT_TRUE(shown(ClientContacts::table, idOf(20)));
}

TEST_F(Edits, WhatDoesNotFitIsRefusedAndNothingChanges)
{
    const auto expectInvalid = [&](const Edit &edit, const std::string &edit_key, const std::string &field) {
        const auto stored = replica->submit(edit);
        ASSERT_FALSE(stored);
        EXPECT_EQ(stored.error().key, edit_key);
        EXPECT_EQ(stored.error().field, field);
    };
    Edit nul = rename(1, "Client 1", std::string("A\0B", 3));
    expectInvalid(nul, "text.nul", "full_name");
    expectInvalid(rename(1, "Client 1", "\xC3\x28"), "text.utf8", "full_name");
    expectInvalid(rename(1, "Client 1", ""), "value.required", "full_name");
    Edit unknown = rename(1, "a", "b");
    unknown.ops[0].fields[0].column = "no_such";
    expectInvalid(unknown, "edit.column", "no_such");
    Edit missing = createClient(9, "Nina");
    missing.ops[0].fields.pop_back();
    expectInvalid(missing, "value.required", "source");
    EXPECT_EQ(replica->submit(rename(77, "a", "b")).error().code, ErrorCode::NotFound);
    EXPECT_EQ(replica->submit(createClient(1, "Twice")).error().key, "replica.exists");
    EXPECT_EQ(replica->counts().waiting, 0);
    EXPECT_EQ(submit(rename(1, "Client 1", "Anna")).seq, 1u); // no number was used up
}

TEST_F(Edits, TextsAreBroughtToTheirStoredForm)
{
    const Mutation mutation = submit(rename(1, "Client 1", "  A\xCC\x8Ake  "));
    EXPECT_EQ(mutation.edit.ops[0].fields[0].now, Value(std::string("\xC3\x85ke")));
    EXPECT_EQ(nameOf(1), "\xC3\x85ke");
}

TEST_F(Edits, KeysInsideJsonAreFoldedOneByOne)
{
    using schema::Ports;
    Row port(Ports::table);
    port.rev = 1;
    port.set(Ports::id, portId);
    port.set(Ports::name, std::string("Nimara"));
    port.set(Ports::settings, Json{{"a", 1}, {"b", 2}});
    give(deltaOf("c2", {{everyone, {port}}}, {everyone}));
    Op op{Ports::table.number, portId, OpKind::Update, {}};
    op.fields = {{"settings", "a", std::string("1"), std::string("7")},
                 {"settings", "b", std::string("2"), {}}};
    submit(Edit{.ops = {op}});
    EXPECT_EQ((*shown(Ports::table, portId))[Ports::settings], (Json{{"a", 7}}));
    port.rev = 2;
    port.set(Ports::settings, Json{{"a", 1}, {"b", 2}, {"c", 3}});
    give(deltaOf("c3", {{everyone, {port}}}, {everyone}));
    EXPECT_EQ((*shown(Ports::table, portId))[Ports::settings], (Json{{"a", 7}, {"c", 3}}));
}

TEST_F(Edits, TheWindowIsCutByNumberAndBytes)
{
    for (std::uint64_t i = 1; i <= 3; ++i)
        submit(rename(i, "Client " + std::to_string(i), std::string(100, 'x')));
    EXPECT_EQ(replica->unanswered(0, 2, 1 << 20)->size(), 2u);
    EXPECT_EQ(replica->unanswered(2, 9, 1 << 20)->size(), 1u);
    EXPECT_EQ(replica->unanswered(0, 9, 1)->size(), 1u); // one at least
    EXPECT_TRUE(replica->unanswered(3, 9, 1 << 20)->empty());
}

TEST_F(Edits, AnswersMayComeTwiceAndToNobody)
{
    const Mutation mutation = submit(rename(1, "Client 1", "Anna"));
    answer(applied(mutation, 7));
    EXPECT_TRUE(answer(applied(mutation, 7)).confirmed.empty());
    Mutation unknown = mutation;
    unknown.seq = 55;
    EXPECT_TRUE(answer(rejected(unknown, reject::rule)).refused.empty());
    EXPECT_EQ(replica->counts().review, 0);
}

TEST_F(Edits, AnAnswerToAnotherEditUnderOurNumberIsNoAnswer)
{
    const Mutation mutation = submit(rename(1, "Client 1", "Anna"));
    Outcome foreign = applied(mutation, 7);
    foreign.mutationId = idOf(99, 0xC0);
    EXPECT_TRUE(answer(foreign).foreign);
    EXPECT_EQ(replica->counts().waiting, 1);
}

TEST_F(Edits, ARowThatOneMayNotSeeStopsBeingShown)
{
    const Mutation mutation = submit(createClient(9, "Nina"));
    answer(applied(mutation, 7));
    const std::vector<std::uint64_t> unseen = replica->unseen();
    EXPECT_EQ(unseen, std::vector{mutation.seq});
    clock.advance(-std::chrono::hours(1)); // somebody sets the clock back: it does not matter
    answer(applied(submit(createClient(10, "Otto")), 8));
    ASSERT_TRUE(replica->dropUnseen(unseen));
    EXPECT_EQ(nameOf(9), "");
    EXPECT_EQ(nameOf(10), "Otto"); // acknowledged since
}

} // namespace nimara::sync::test
