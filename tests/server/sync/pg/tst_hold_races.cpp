#include "models/base/rng.h"
#include "models/domain/edit.h"
#include "tests/server/sync/pg/hold_harbour.h"

#include <array>
#include <atomic>
#include <functional>
#include <set>
#include <thread>

namespace nimara::server::test {

namespace {

using namespace schema;
using std::chrono::hours;
using std::chrono::milliseconds;

// What came about, by the clock and while the berth was locked: a transaction's own time is that of its beginning.
constexpr const char *witness = R"sql(
create table witness (what text, berth uuid, hold uuid, person uuid, at timestamptz);
create function witness() returns trigger language plpgsql security definer as $$
begin
    if tg_table_name = 'berths' then
        insert into witness values ('taken', new.id, null, sync.current_actor(), clock_timestamp());
    else
        insert into witness values (case when tg_op = 'INSERT' then 'granted' else 'ended' end, new.berth_id, new.id,
            new.holder_id, clock_timestamp());
    end if;
    return null;
end
$$;
create trigger witness after update on berths for each row
    when (new.status <> old.status and new.status in ('under_offer', 'reserved', 'sold')) execute function witness();
create trigger witness_granted after insert on berth_holds for each row execute function witness();
create trigger witness_ended after update on berth_holds for each row
    when (new.state <> old.state) execute function witness();
create view standing as
    select g.hold, g.berth, g.person, g.at as since,
        least(h.held_until, (select min(e.at) from witness e where e.what = 'ended' and e.hold = g.hold)) as until
    from witness g join berth_holds h on h.id = g.hold
    where g.what = 'granted')sql";

constexpr const char *overlapping = R"sql(
select count(*) from standing a
join standing b on b.berth = a.berth and b.hold <> a.hold and b.since >= a.since and b.since < a.until)sql";

constexpr const char *takenFromHolder = R"sql(
select count(*) from witness w
join standing s on s.berth = w.berth and s.person <> w.person and w.at >= s.since and w.at < s.until
where w.what = 'taken')sql";

constexpr const char *twoWinners = R"sql(
select count(*) from (select from interests where occupies_berth group by berth_id having count(*) > 1) double)sql";

class HoldRaces : public HoldHarbour
{
protected:
    HoldRaces() { run(witness); }

    std::vector<Laptop> sixLaptops()
    {
        std::vector<Laptop> laptops;
        for (const Uuid &user : {agent, colleague, director, agent, colleague, director})
            laptops.push_back(open(user, portA));
        return laptops;
    }
    // Each laptop in a thread of its own, all at once.
    template <typename Work>
    static void together(std::vector<Laptop> &laptops, Work work)
    {
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < laptops.size(); ++i)
            threads.emplace_back([&laptops, &work, i] { work(laptops[i], i); });
        for (std::thread &thread : threads)
            thread.join();
    }
    Outcome applied(Laptop &laptop, const Mutation &mutation)
    {
        const auto answer = door.apply(laptop.actor, laptop.device, std::span(&mutation, 1));
        EXPECT_TRUE(answer) << answer.error().key << answer.error().detail;
        return answer ? answer->front() : Outcome{};
    }
    std::vector<Mutation> oneEach(std::vector<Laptop> &laptops, const std::function<Edit(std::size_t)> &edit)
    {
        std::vector<Mutation> mutations;
        for (std::size_t i = 0; i < laptops.size(); ++i)
            mutations.push_back(mutation(laptops[i], edit(i)));
        return mutations;
    }
    void expectOrder()
    {
        EXPECT_EQ(count(overlapping), 0);
        EXPECT_EQ(count(takenFromHolder), 0);
        EXPECT_EQ(count(twoWinners), 0);
    }
};

} // namespace

TEST_F(HoldRaces, OfManyWhoAskAtOnceOneIsGranted)
{
    std::vector<Laptop> laptops = sixLaptops();
    for (std::uint64_t round = 0; round < 10; ++round) {
        const auto asked =
            oneEach(laptops, [&](std::size_t i) { return ask(id(8000 + 10 * round + i), berth); });
        std::vector<Outcome> outcomes(laptops.size());
        together(laptops, [&](Laptop &laptop, std::size_t i) { outcomes[i] = applied(laptop, asked[i]); });
        std::size_t granted = laptops.size();
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            if (outcomes[i].kind == OutcomeKind::Applied) {
                EXPECT_EQ(granted, laptops.size()) << "two holds";
                granted = i;
            } else {
                EXPECT_EQ(outcomes[i].error.key, reject::held);
            }
        }
        ASSERT_LT(granted, laptops.size());
        EXPECT_EQ(push(laptops[granted], release(id(8000 + 10 * round + granted))).kind,
                  OutcomeKind::Applied);
    }
    expectOrder();
}

TEST_F(HoldRaces, AHoldAndADealOfAnotherNeverBothGetTheBerth)
{
    std::vector<Laptop> laptops = sixLaptops();
    for (std::uint64_t round = 0; round < 10; ++round) {
        const Uuid place = id(8500 + round);
        run("insert into berths (port_id, id, area, berth_number, length_m, beam_m) values ('" +
            portA.toString() + "', '" + place.toString() + "', 'South', '" + std::to_string(round) +
            "', 12, 4)");
        // The even ones ask for a hold, the odd ones make a deal.
        const auto wanted = oneEach(laptops, [&](std::size_t i) {
            const Uuid row = id(9000 + 10 * round + i);
            return i % 2 == 0 ? ask(row, place) : deal(row, place, "contract");
        });
        std::vector<Outcome> outcomes(laptops.size());
        together(laptops, [&](Laptop &laptop, std::size_t i) { outcomes[i] = applied(laptop, wanted[i]); });
        std::set<Uuid> inPossession;
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            if (outcomes[i].kind == OutcomeKind::Applied)
                inPossession.insert(laptops[i].actor.userId);
        }
        EXPECT_EQ(inPossession.size(), 1u); // who asked and made a deal may have got both
    }
    expectOrder();
}

TEST_F(HoldRaces, AtTheMomentOfItsEndItPassesToOneOther)
{
    std::vector<Laptop> laptops = sixLaptops();
    Laptop first = open(agent, portA);
    const Instant end = in(milliseconds(400));
    ASSERT_EQ(push(first, ask(hold, berth, end)).kind, OutcomeKind::Applied);
    // All of them ask again and again, before, at and after the moment, until each has seen that it is over.
    std::atomic<std::uint64_t> next = 20'000;
    together(laptops, [&](Laptop &laptop, std::size_t) {
        for (bool over = false; !over;) {
            Mutation asked;
            asked.seq = ++laptop.seq;
            const std::uint64_t number = ++next;
            asked.id = id(1'000'000 + number);
            asked.clientTime = SystemClock().now();
            asked.edit = ask(id(number), berth);
            const Outcome outcome = applied(laptop, asked);
            over = outcome.kind == OutcomeKind::Applied ||
                   (outcome.conflicts.size() == 1 && outcome.conflicts[0].id != hold);
            EXPECT_TRUE(outcome.kind == OutcomeKind::Applied || outcome.error.key == reject::held)
                << outcome.error.key;
        }
    });
    EXPECT_EQ(stateOf(hold), "expired");
    EXPECT_EQ(count("select count(*) from berth_holds"), 2);
    expectOrder();
}

TEST_F(HoldRaces, WhateverSixPeopleDoAtOnceOneHoldsAndOneWins)
{
    override(32, "{\"berths\": {\"edit\": true}, \"interests\": {\"delete\": true}}");
    std::vector<Laptop> laptops = sixLaptops();
    const std::array places{berth, berth2};
    constexpr std::uint64_t rounds = 100;
    // How often the berths are free is for the machine to say: it goes on until the order means something.
    constexpr std::uint64_t mostRounds = 1000;
    constexpr int enough = 6; // of each
    std::atomic<int> holds = 0;
    std::atomic<int> deals = 0;
    together(laptops, [&](Laptop &laptop, std::size_t person) {
        SeededRng rng(0x4E1D + person);
        Uuid lastHold;
        std::vector<Uuid> standing; // deals that he made
        for (std::uint64_t i = 0; i < rounds || (i < mostRounds && (holds < enough || deals < enough)); ++i) {
            const Uuid row = id(30'000 + 1000 * person + i);
            const Uuid place = places[rng.below(places.size())];
            Mutation mutation;
            mutation.seq = ++laptop.seq;
            mutation.id = id(2'000'000 + 1000 * person + i);
            mutation.clientTime = SystemClock().now();
            switch (rng.below(8)) {
            case 0:
            case 1:
            case 2:
                mutation.edit = ask(row, place, in(milliseconds(5 + rng.below(60))));
                lastHold = row;
                break;
            case 3:
                mutation.edit = deal(row, place, rng.below(2) == 0 ? "signed_eoi_nda" : "contract");
                break;
            case 4:
                mutation.edit = release(lastHold.isNil() ? row : lastHold);
                break;
            case 5:
                mutation.edit = remove(Interests::table, standing.empty() ? row : standing.back());
                break;
            default: {
                const std::string was = rng.below(2) == 0 ? "sold" : "under_offer";
                const bool frees = rng.below(4) != 0;
                mutation.edit = update(Berths::table, place,
                                       {frees ? to("status", word("available"), word(was))
                                              : to("status", word(was), word("available"))});
            }
            }
            const bool isDone = applied(laptop, mutation).kind == OutcomeKind::Applied;
            const Op &op = mutation.edit.ops.front();
            if (isDone && op.kind == OpKind::Create && op.table == BerthHolds::table.number) {
                ++holds;
            } else if (isDone && op.kind == OpKind::Create) {
                ++deals;
                standing.push_back(row);
            } else if (isDone && op.kind == OpKind::Delete && !standing.empty()) {
                standing.pop_back();
            }
        }
    });
    EXPECT_GE(holds, enough);
    EXPECT_GE(deals, enough);
    expectOrder();
}

} // namespace nimara::server::test
