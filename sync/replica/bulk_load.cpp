#include "sync/replica/bulk_load.h"

#include "sync/replica/layout.h"
#include "sync/replica/salvage.h"

namespace nimara::sync {

Result<Done> ensureIndexes(const Database &db, const Table &table)
{
    for (const IndexStatement &index : indexesOf(table)) {
        auto known = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?1");
        if (!known)
            return known.error();
        known->bind(1, std::string_view(index.name));
        const auto step = known->step();
        if (!step)
            return step.error();
        known->reset();
        if (*step == Step::End)
            NIMARA_TRY(db.exec(index.create));
    }
    return Done{};
}

BulkLoad::BulkLoad(const ReplicaDisk &file, std::unique_ptr<Core> core)
    : m_file(file), m_core(std::move(core))
{}

BulkLoad::~BulkLoad()
{
    if (!m_core)
        return;
    m_core.reset();
    m_file.discardNew();
}

Result<std::unique_ptr<BulkLoad>> BulkLoad::begin(const ReplicaDisk &file, const Core &live)
{
    auto core = file.begin();
    if (!core)
        return core.error();
    (*core)->meta = live.meta;
    NIMARA_TRY(live.scopes.saveAll((*core)->db));
    NIMARA_TRY((*core)->scopes.load((*core)->db));
    return std::unique_ptr<BulkLoad>(new BulkLoad(file, *std::move(core)));
}

Result<Done> BulkLoad::add(const Page &page)
{
    ChangeSet unseen;
    return Intake(*m_core).page(page, unseen);
}

Result<Done> BulkLoad::makeIndexes()
{
    for (const Table *table : tablesOf(m_core->realm)) {
        // Later stages get theirs when they are in.
        if (table->stage <= 1)
            NIMARA_TRY(ensureIndexes(m_core->db, *table));
    }
    return Done{};
}

Result<Done> BulkLoad::finish(std::unique_ptr<Core> live)
{
    NIMARA_TRY(makeIndexes());
    m_core->meta = live->meta;
    m_core->meta.firstLoadDone = true;
    NIMARA_TRY(carryInto(*m_core, salvageFrom(live->db)));
    NIMARA_TRY(m_core->db.exec("COMMIT"));
    const auto sound = m_core->db.text("PRAGMA quick_check(1)");
    if (!sound)
        return sound.error();
    if (*sound != "ok")
        return Error{ErrorCode::Storage, "replica.io", {}, "the new file is not sound: " + *sound};
    // The live file's log is folded into it as it closes.
    live.reset();
    m_core.reset();
    return Done{};
}

} // namespace nimara::sync
