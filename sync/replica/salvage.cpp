#include "sync/replica/salvage.h"

#include "sync/protocol/codec.h"
#include "sync/replica/named_row.h"
#include "sync/replica/rebase.h"

#include <algorithm>
#include <functional>

namespace nimara::sync {

namespace {

// How many numbers between two readable ones are asked for one by one.
constexpr std::int64_t mostProbes = 1'000'000;

// All rows of a statement until it ends or stumbles; false: it stumbled.
bool eachRow(const Database &db, const std::string &sql, const std::function<void(Statement &)> &take)
{
    auto statement = db.prepare(sql);
    if (!statement)
        return false;
    for (;;) {
        const auto step = statement->step();
        if (!step)
            return false;
        if (*step == Step::End)
            return true;
        take(*statement);
    }
}

struct Keys
{
    std::set<std::int64_t> numbers;
    bool all = false;
};

// The keys of a table with an integer key, as far as they can be known. A damaged leaf hides its own keys only: what
// lies behind it is found from the other end, and what lies between two of them by asking for every number.
Keys keysOf(const Database &db, const std::string &table, const std::string &key)
{
    std::set<std::int64_t> keys;
    const auto take = [&](Statement &row) { keys.insert(row.integer(0)); };
    const std::string select = "SELECT " + key + " FROM " + table + " ORDER BY " + key;
    if (eachRow(db, select, take))
        return {std::move(keys), true};
    eachRow(db, select + " DESC", take);
    if (table == "outbox")
        eachRow(db, "SELECT DISTINCT seq FROM outbox_row", take);
    if (keys.empty())
        return {};
    const std::int64_t first = *keys.begin();
    const std::int64_t last = std::min(*keys.rbegin(), first + mostProbes);
    for (std::int64_t number = first; number < last; ++number)
        keys.insert(number);
    return {std::move(keys), false};
}

enum class Found { Whole, Damaged, None };

Found salvagedEdit(const Database &db, std::int64_t seq, Mutation &into)
{
    auto row = db.prepare("SELECT mutation, title, checksum FROM outbox WHERE seq = ?1");
    if (!row)
        return Found::Damaged;
    row->bind(1, seq);
    const auto step = row->step();
    if (!step)
        return Found::Damaged;
    if (*step == Step::End)
        return Found::None;
    const auto number = static_cast<std::uint64_t>(seq);
    if (editChecksum(number, row->text(1), row->blob(0)) != row->integer(2))
        return Found::Damaged;
    auto mutation = decodeMutation(row->blob(0));
    if (!mutation)
        return Found::Damaged;
    into = *std::move(mutation);
    into.seq = number;
    into.edit.title = row->text(1);
    return Found::Whole;
}

Found readReview(const Database &db, std::int64_t number, Salvage::KeptReview &into)
{
    auto row =
        db.prepare("SELECT seq, mutation, title, outcome, at, checksum FROM conflict WHERE number = ?1");
    if (!row)
        return Found::Damaged;
    row->bind(1, number);
    const auto step = row->step();
    if (!step)
        return Found::Damaged;
    if (*step == Step::End)
        return Found::None;
    const auto seq = static_cast<std::uint64_t>(row->integer(0));
    auto mutation = decodeMutation(row->blob(1));
    if (!mutation || editChecksum(seq, row->text(2), row->blob(1)) != row->integer(5))
        return Found::Damaged;
    into.mutation = *std::move(mutation);
    into.mutation.edit.title = row->text(2);
    into.outcome = outcomeOrDamage(row->blob(3), seq);
    into.at = Instant(row->integer(4));
    return Found::Whole;
}

Salvage::KeptRow keptRow(const Statement &row)
{
    return {
        {static_cast<std::uint16_t>(row.integer(0)), row.uuid(1)}, row.integer(2), std::string(row.blob(3))};
}

void readEdits(const Database &db, Salvage &salvage)
{
    const Keys keys = keysOf(db, "outbox", "seq");
    salvage.whole = salvage.whole && keys.all;
    for (const std::int64_t seq : keys.numbers) {
        Mutation mutation;
        switch (salvagedEdit(db, seq, mutation)) {
        case Found::Whole:
            salvage.edits.push_back(std::move(mutation));
            break;
        case Found::Damaged:
            salvage.damagedEdits.insert(static_cast<std::uint64_t>(seq));
            break;
        case Found::None:
            break;
        }
    }
}

void readReviews(const Database &db, Salvage &salvage)
{
    const Keys keys = keysOf(db, "conflict", "number");
    salvage.whole = salvage.whole && keys.all;
    for (const std::int64_t number : keys.numbers) {
        Salvage::KeptReview review;
        switch (readReview(db, number, review)) {
        case Found::Whole:
            eachRow(db,
                    "SELECT table_no, id, 0, base FROM conflict_row WHERE base IS NOT NULL AND number = " +
                        std::to_string(number),
                    [&](Statement &row) { review.bases.push_back(keptRow(row)); });
            salvage.reviews.push_back(std::move(review));
            break;
        case Found::Damaged:
            ++salvage.damagedReviews;
            break;
        case Found::None:
            break;
        }
    }
}

Result<Done> carryEdit(Core &core, Rebase &rebase, const Mutation &mutation,
                       const std::map<RowKey, const Salvage::KeptRow *> &shadows)
{
    for (const RowKey &key : rowsOf(mutation.edit)) {
        const auto table = tableOf(key.table, core.realm);
        if (!table || core.outbox.touches(key))
            continue;
        const auto row = core.rows.find(**table, key.id);
        if (!row)
            return row.error();
        const auto kept = shadows.find(key);
        if (*row || kept == shadows.end()) {
            NIMARA_TRY(rebase.protect(**table, key.id));
            continue;
        }
        // Something to fold the edit over until the server sends the row; should it never do so, it goes.
        Shadow shadow;
        shadow.base = decodeNamedRow(**table, kept->second->base);
        shadow.rev = kept->second->rev;
        shadow.gone = true;
        NIMARA_TRY(core.shadows.save(**table, key.id, shadow));
    }
    return core.outbox.append(mutation);
}

Result<Done> carryReviews(Core &core, const Salvage &salvage)
{
    for (const Salvage::KeptReview &review : salvage.reviews) {
        std::vector<Inbox::Base> bases;
        for (const Salvage::KeptRow &kept : review.bases) {
            if (const auto table = tableOf(kept.row.table, core.realm))
                bases.push_back({kept.row, decodeNamedRow(**table, kept.base)});
        }
        NIMARA_TRY(core.inbox.add(review.mutation, review.outcome, bases, review.at));
    }
    return Done{};
}

} // namespace

Salvage salvageFrom(const Database &db)
{
    Salvage salvage;
    if (auto meta = Meta::load(db); meta && !meta->clientId.isNil()) {
        salvage.metaRead = true;
        salvage.meta = *std::move(meta);
    }
    salvage.whole = salvage.metaRead;
    readEdits(db, salvage);
    readReviews(db, salvage);
    salvage.whole = salvage.whole && salvage.damagedEdits.empty() && salvage.damagedReviews == 0;
    eachRow(db, "SELECT table_no, id, rev, base FROM sync_shadow WHERE base IS NOT NULL",
            [&](Statement &row) { salvage.shadows.push_back(keptRow(row)); });
    eachRow(db, "SELECT seq, mutation, title, at FROM sync_acked ORDER BY seq", [&](Statement &row) {
        auto mutation = decodeMutation(row.blob(1));
        if (!mutation)
            return;
        mutation->edit.title = row.text(2);
        salvage.acked.push_back({*std::move(mutation), Instant(row.integer(3))});
    });
    return salvage;
}

Outcome outcomeOrDamage(std::string_view bytes, std::uint64_t seq)
{
    if (auto outcome = decodeOutcome(bytes))
        return *std::move(outcome);
    Outcome outcome;
    outcome.seq = seq;
    outcome.kind = OutcomeKind::Rejected;
    outcome.error = {ErrorCode::Storage, "replica.damaged"};
    return outcome;
}

Result<Done> carryInto(Core &core, const Salvage &salvage)
{
    std::map<RowKey, const Salvage::KeptRow *> shadows;
    for (const Salvage::KeptRow &kept : salvage.shadows)
        shadows[kept.row] = &kept;
    core.notes.everything();
    Rebase rebase(core);
    std::uint64_t last = core.meta.lastSeq;
    for (const Mutation &mutation : salvage.edits) {
        NIMARA_TRY(carryEdit(core, rebase, mutation, shadows));
        last = std::max(last, mutation.seq);
    }
    core.meta.lastSeq = last;
    // Rows whose edits were acknowledged come with the load; the edits are kept for a server that is restored.
    for (const Salvage::KeptAcked &kept : salvage.acked)
        NIMARA_TRY(core.outbox.acknowledge(kept.mutation, {}, kept.at));
    NIMARA_TRY(carryReviews(core, salvage));
    // Without the old identity the numbers begin anew.
    if (!salvage.metaRead) {
        const auto renumbered = core.outbox.renumber();
        if (!renumbered)
            return renumbered.error();
        core.meta.lastSeq = *renumbered;
    }
    NIMARA_TRY(core.meta.save(core.db));
    ChangeSet changes;
    for (const RowKey &key : core.outbox.touched()) {
        if (const auto table = tableOf(key.table, core.realm))
            NIMARA_TRY(rebase.refold(**table, key.id, changes));
    }
    return Done{};
}

} // namespace nimara::sync
