#pragma once

#include "sync/replica/core.h"
#include "sync/replica/rebase.h"

#include <span>

namespace nimara::sync {

// The user's edits: into the outbox, out of it by the server's answer, through the inbox and back. Called inside a
// transaction of the caller.
class EditDesk
{
public:
    explicit EditDesk(Core &core) : m_core(core), m_rebase(core) {}

    // Before the transaction: brings each value to its stored form or says what does not fit.
    static Result<Edit> checked(Edit edit, Realm realm);

    Result<Stored> submit(Edit edit, ChangeSet &changes);
    Result<Done> answer(const Outcome &outcome, OutcomeEffect &effect, ChangeSet &changes);
    // Takes unanswered edits out and puts them into the inbox.
    Result<Done> toInbox(const Mutation &mutation, const Outcome &outcome, ChangeSet &changes);
    Result<Done> discardWaiting(std::uint64_t seq, ChangeSet &changes);
    // Acknowledged edits whose row was never sent are no longer shown.
    Result<Done> dropUnseen(const std::vector<std::uint64_t> &seqs, ChangeSet &changes);

private:
    Result<Done> checkRows(const Edit &edit) const;
    std::vector<std::uint64_t> dependencies(const Edit &edit) const;
    Result<Stored> store(Mutation mutation, ChangeSet &changes);
    Result<Done> dependentsToInbox(std::uint64_t seq, ChangeSet &changes);
    Result<Done> refoldAll(const std::set<RowKey> &rows, ChangeSet &changes);

    Core &m_core;
    Rebase m_rebase;
};

} // namespace nimara::sync
