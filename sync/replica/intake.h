#pragma once

#include "sync/replica/core.h"
#include "sync/replica/rebase.h"

#include <span>

namespace nimara::sync {

// A block of one table as it came, opened and checked.
struct OpenBlock
{
    const Table *table = nullptr;
    RowBlockReader reader;
    BlockColumns columns;
};
Result<OpenBlock> openBlock(std::string_view bytes, Realm realm);

// What comes from the server into the live file. Called inside a transaction of the caller.
class Intake
{
public:
    explicit Intake(Core &core) : m_core(core), m_rebase(core) {}

    // The rows of a block, for one scope.
    Result<Done> rows(const ScopeState &scope, OpenBlock block, ChangeSet &changes);
    Result<Done> page(const Page &page, ChangeSet &changes);
    // `parts`: all of one step.
    Result<Done> delta(const Delta &last, std::span<const ScopeDelta> parts, ChangeSet &changes);
    Result<Done> replace(const Rows &rows, ChangeSet &changes);

private:
    Result<Done> departure(const ScopeState &scope, const Tombstone &tombstone, ChangeSet &changes);
    // As rows(), where the bytes must be of this table or nothing. How many there were.
    Result<std::int64_t> blockOf(const ScopeState &scope, const Table &table, std::string_view bytes,
                                 ChangeSet &changes);
    // Rows of the scope in the range that are not among `present` (ascending) have left it.
    struct IdRange
    {
        Uuid after; // exclusive
        Uuid last;  // inclusive
        bool toEnd = false;
    };
    Result<Done> sweep(const ScopeState &scope, const Table &table, const IdRange &range,
                       const std::vector<Uuid> &present, ChangeSet &changes);

    Core &m_core;
    Rebase m_rebase;
};

// Ids of the block's rows, ascending. Protocol error when they are not.
Result<std::vector<Uuid>> idsOf(std::string_view block);

} // namespace nimara::sync
