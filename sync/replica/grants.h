#pragma once

#include "sync/replica/core.h"
#include "sync/replica/edit_desk.h"

namespace nimara::sync {

// What a Welcome changes in the file: rights, scopes that come and go, a new epoch. Called inside a transaction of the
// caller.
class Grants
{
public:
    explicit Grants(Core &core) : m_core(core), m_rebase(core), m_desk(core) {}

    // `greeting`: the first of a connection, whose `resume` speaks of the cursors that Hello named.
    Result<WelcomeEffect> apply(const Welcome &message, bool greeting, ChangeSet &changes);
    // Nothing that is known of the server's state holds any more: all scopes are loaded again.
    Result<Done> startOver();
    Result<Done> newIncarnation(ChangeSet &changes);

private:
    Result<Done> newEpoch(ChangeSet &changes);
    Result<Done> dropUnlisted(const Welcome &message, WelcomeEffect &effect, ChangeSet &changes);
    Result<Done> dropFrom(const Table &table, std::int64_t bits, WelcomeEffect &effect, ChangeSet &changes);
    Result<Done> quarantine(const RowKey &row, WelcomeEffect &effect, ChangeSet &changes);
    // Old answers and edits that tell of rows which are out of sight now.
    Result<Done> blankReviews(const Table &table);
    Result<Done> forgetAcked(const Table &table, ChangeSet &changes);
    Result<Done> keepListed(const Welcome &message, bool greeting);

    Core &m_core;
    Rebase m_rebase;
    EditDesk m_desk;
};

} // namespace nimara::sync
