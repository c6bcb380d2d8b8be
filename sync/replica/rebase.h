#pragma once

#include "sync/replica/core.h"

namespace nimara::sync {

// Rows with edits under way: what the server says of them goes to the shadow, and what is shown is the edits folded
// over it.
class Rebase
{
public:
    explicit Rebase(Core &core) : m_core(core) {}

    // Before the first edit of a row: keeps what is confirmed. Nothing is written where there is a shadow already.
    Result<Done> protect(const Table &table, const Uuid &id);
    // Folds anew; gives up the shadow when no edit is left. Edits whose acknowledged rev has come are over.
    Result<Done> refold(const Table &table, const Uuid &id, ChangeSet &changes);

    // The server has sent the row (some of its columns), for the scopes of `bits`.
    Result<Done> arrive(const Table &table, const RowBlockReader &block, const BlockColumns &columns,
                        std::int64_t bits, ChangeSet &changes);
    // The row has left the scopes of `bits`.
    Result<Done> depart(const Table &table, const Uuid &id, std::int64_t rev, std::int64_t bits,
                        ChangeSet &changes);

private:
    Result<Done> settle(const Table &table, const Uuid &id, Shadow shadow, ChangeSet &changes);
    Result<std::optional<Row>> fold(const Table &table, const Uuid &id, const Shadow &shadow) const;

    Core &m_core;
};

} // namespace nimara::sync
