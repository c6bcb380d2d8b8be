#pragma once

#include "sync/replica/intake.h"
#include "sync/replica/replica_disk.h"

#include <memory>

namespace nimara::sync {

// The first load of a replica: the first stage of all scopes goes into a fresh file, which then takes the place of the
// live one. Nothing of it is kept when the process ends before; a cut of the link is resumed.
class BulkLoad
{
public:
    // With the scopes of the live file.
    static Result<std::unique_ptr<BulkLoad>> begin(const ReplicaDisk &file, const Core &live);
    ~BulkLoad();
    BulkLoad(const BulkLoad &) = delete;
    BulkLoad &operator=(const BulkLoad &) = delete;

    const ScopeBook &scopes() const { return m_core->scopes; }
    Result<Done> add(const Page &page);
    bool complete() const { return m_core->scopes.stageLoaded(1); }
    // Indexes, the edits of the live file, a check of the whole. Both files are closed after it; the new one is ready
    // for ReplicaDisk::replace().
    Result<Done> finish(std::unique_ptr<Core> live);

private:
    BulkLoad(const ReplicaDisk &file, std::unique_ptr<Core> core);
    Result<Done> makeIndexes();

    const ReplicaDisk &m_file;
    std::unique_ptr<Core> m_core;
};

// The secondary indexes of a table, where they are not there yet: they are made when its first load is over.
Result<Done> ensureIndexes(const Database &db, const Table &table);

} // namespace nimara::sync
