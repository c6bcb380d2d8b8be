#include "sync/replica/recovery.h"

#include "sync/protocol/codec.h"
#include "sync/replica/edit_desk.h"

#include <algorithm>

namespace nimara::sync {

namespace {

bool sameNumbers(const JournalState &state, const Meta &meta)
{
    return state.clientId == meta.clientId && state.incarnation == meta.incarnation;
}

Salvage::KeptReview reviewOf(const JournalEntry &entry, Mutation mutation)
{
    Salvage::KeptReview review{std::move(mutation), outcomeOrDamage(entry.outcome, entry.seq), entry.at, {}};
    for (const JournalEntry::Base &base : entry.bases)
        review.bases.push_back({{base.table, base.id}, 0, base.row});
    return review;
}

// The edits that the journal holds and nobody knows of here. The server tells them by their ids, so that none takes
// effect twice whatever number it travels under.
void addMissing(Salvage &into, const JournalView &journal, const std::set<Uuid> &known)
{
    const bool keepNumbers = sameNumbers(*journal.state(), into.meta);
    for (const auto &[id, entry] : journal.entries()) {
        if (journal.isOver(id) || known.contains(id))
            continue;
        auto mutation = decodeMutation(entry.mutation);
        if (!mutation)
            continue;
        mutation->edit.title = entry.title;
        mutation->seq = entry.seq;
        if (entry.kind == JournalEntry::Kind::Review) {
            into.reviews.push_back(reviewOf(entry, *std::move(mutation)));
            continue;
        }
        if (!keepNumbers) {
            mutation->seq = ++into.meta.lastSeq;
            mutation->dependsOn.clear();
        }
        into.edits.push_back(*std::move(mutation));
    }
    std::sort(into.edits.begin(), into.edits.end(),
              [](const Mutation &a, const Mutation &b) { return a.seq < b.seq; });
}

bool numbersAreTaken(const std::vector<Mutation> &sorted)
{
    return std::adjacent_find(sorted.begin(), sorted.end(), [](const Mutation &a, const Mutation &b) {
               return a.seq == b.seq;
           }) != sorted.end();
}

// Pages of the database may be older than the journal.
void dropSettled(Salvage &salvage, const JournalView &journal)
{
    const auto settled = [&](const Mutation &mutation, JournalEntry::Kind stands) {
        const JournalEntry *entry = journal.find(mutation.id);
        return entry && entry->kind != stands;
    };
    std::erase_if(salvage.edits,
                  [&](const Mutation &edit) { return settled(edit, JournalEntry::Kind::Waits); });
    std::erase_if(salvage.reviews,
                  [&](const Salvage::KeptReview &review) { return journal.isOver(review.mutation.id); });
    for (const auto &[id, entry] : journal.entries()) {
        if (entry.kind != JournalEntry::Kind::Waits)
            salvage.damagedEdits.erase(entry.seq);
    }
}

std::set<Uuid> idsIn(const Salvage &salvage)
{
    std::set<Uuid> ids;
    for (const Mutation &edit : salvage.edits)
        ids.insert(edit.id);
    for (const Salvage::KeptReview &review : salvage.reviews)
        ids.insert(review.mutation.id);
    return ids;
}

} // namespace

Loss complete(Salvage &salvage, const std::optional<JournalView> &journal)
{
    const auto unread = [&] {
        return static_cast<int>(salvage.damagedEdits.size()) + salvage.damagedReviews;
    };
    if (!journal || !journal->state())
        return {unread(), !salvage.whole};
    const JournalState &state = *journal->state();
    const bool newer = !salvage.metaRead || salvage.meta.journalStep <= state.step;
    if (salvage.whole && salvage.meta.journalStep >= state.step)
        return {unread(), false};
    if (!salvage.metaRead) {
        state.restore(salvage.meta);
        salvage.metaRead = true;
    }
    dropSettled(salvage, *journal);
    addMissing(salvage, *journal, idsIn(salvage));
    // Of two edits with one number it is not known which had it: all get new ones.
    salvage.metaRead = !numbersAreTaken(salvage.edits);
    for (const Mutation &edit : salvage.edits)
        salvage.damagedEdits.erase(edit.seq);
    const int found = static_cast<int>(salvage.edits.size() + salvage.reviews.size());
    const int missing = std::max(0, state.edits() - found);
    if (newer && !journal->tailSpoiled())
        return {missing, false};
    return {std::max(missing, unread()), !salvage.whole};
}

Result<int> catchUp(Core &core, const JournalView &journal)
{
    Salvage missing;
    missing.metaRead = true;
    missing.meta = core.meta;
    std::set<Uuid> known;
    std::vector<std::uint64_t> takenBack;
    for (const auto &[seq, id] : core.outbox.waiting()) {
        known.insert(id);
        const JournalEntry *entry = journal.find(id);
        if (entry && entry->kind == JournalEntry::Kind::TakenBack)
            takenBack.push_back(seq);
    }
    const auto reviews = core.inbox.all();
    if (!reviews)
        return reviews.error();
    for (const ReviewItem &item : *reviews) {
        known.insert(item.mutation.id);
        if (journal.isOver(item.mutation.id))
            NIMARA_TRY(core.inbox.remove(item.number));
    }
    addMissing(missing, journal, known);

    const JournalState &state = *journal.state();
    core.meta.journalStep = state.step;
    core.meta.lastSeq = missing.meta.lastSeq;
    if (sameNumbers(state, core.meta))
        core.meta.lastSeq = std::max(core.meta.lastSeq, state.lastSeq);
    NIMARA_TRY(carryInto(core, missing));
    ChangeSet changes;
    for (const std::uint64_t seq : takenBack) {
        // One may have gone to the inbox with another that it named.
        if (core.outbox.isWaiting(seq))
            NIMARA_TRY(EditDesk(core).discardWaiting(seq, changes));
    }
    core.notes.everything();
    return static_cast<int>(missing.edits.size() + missing.reviews.size());
}

} // namespace nimara::sync
