#include "sync/replica/replica_disk.h"

#include "models/base/hash.h"
#include "sync/replica/layout.h"
#include "sync/replica/recovery.h"
#include "sync/replica/search_index.h"

#include <algorithm>

namespace nimara::sync {

namespace {

// Measured on rows of 275 bytes: 8 kB pages load a fifth faster than 4 kB, larger ones cost more log for each edit.
constexpr std::size_t defaultPageSize = 8192;

std::string keyMark(const ReplicaKey &key)
{
    std::string input = "nimara replica key 1:";
    input.append(reinterpret_cast<const char *>(key.data()), key.size());
    const Sha256 digest = sha256(input);
    return toHex({reinterpret_cast<const char *>(digest.data()), digest.size()});
}

Error locked()
{
    return Error{ErrorCode::Conflict, "replica.locked"};
}

Error wrongKey()
{
    return Error{ErrorCode::Unauthenticated, "replica.key"};
}

Result<Done> openingPragmas(const Database &db)
{
    // cache_size: 16 MB. The replica's own references are the server's business.
    NIMARA_TRY(db.exec("PRAGMA foreign_keys = OFF; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;"
                       "PRAGMA recursive_triggers = OFF; PRAGMA secure_delete = FAST"));
    return Done{};
}

} // namespace

ReplicaDisk::ReplicaDisk(const ReplicaOptions &options, Realm realm, Clock &clock, Rng &rng)
    : m_options(options), m_files(options.files ? *options.files : systemFiles()), m_realm(realm),
      m_clock(clock), m_rng(rng), m_journal(m_files, beside(".outbox"), options.key)
{}

Result<std::unique_ptr<Core>> ReplicaDisk::open(OpenReport &report)
{
    auto lock = m_files.lock(beside(".lock"));
    if (!lock)
        return lock.error().code == ErrorCode::Conflict ? locked() : lock.error();
    m_lock = *std::move(lock);
    discardNew();
    // A swap that a crash has cut short: the new file is complete.
    const bool halfReplaced = m_files.exists(beside(".next"));
    const bool exists = m_files.exists(m_options.path) || halfReplaced;
    if (!exists && !m_journal.exists() && !m_options.mayCreate)
        return Error{ErrorCode::NotFound, "replica.missing"};
    bool keyKnown = false;
    NIMARA_TRY(checkKey(exists || m_journal.exists(), keyKnown));
    const auto view = readJournal(keyKnown || exists);
    if (!view)
        return view.error();
    // A record that opens proves the key as well.
    const bool opens = *view && (*view)->state();
    if (halfReplaced)
        NIMARA_TRY(replace(false));
    report.what = exists ? OpenReport::What::Opened : OpenReport::What::Created;
    auto core = exists ? openOrRebuild(report, *view, keyKnown || opens) : openMissing(report, *view);
    if (!core)
        return core;
    if (m_options.key && !keyKnown)
        NIMARA_TRY(m_files.write(beside(".key"), keyMark(*m_options.key)));
    m_journal.settle(**core, *view);
    return core;
}

Result<ReplicaDisk::View> ReplicaDisk::readJournal(bool keyKnown)
{
    if (!m_journal.exists())
        return View();
    JournalView view = m_journal.read();
    if (!view.state() && view.spoiled() && !keyKnown)
        return wrongKey();
    return View(std::move(view));
}

// There is no database, but perhaps edits that it held.
Result<std::unique_ptr<Core>> ReplicaDisk::openMissing(OpenReport &report, const View &view) const
{
    const bool nothingWaited =
        !view || (view->state() && view->state()->edits() == 0 && !view->tailSpoiled());
    if (nothingWaited)
        return create();
    report.why = OpenReport::Why::Missing;
    return rebuild(report, view);
}

Result<std::unique_ptr<Core>> ReplicaDisk::openCaughtUp(OpenReport &report, const View &view) const
{
    auto core = openLive();
    if (core && view)
        NIMARA_TRY(takeFrom(*view, **core, report));
    return core;
}

Result<Done> ReplicaDisk::takeFrom(const JournalView &view, Core &core, OpenReport &report) const
{
    if (!view.state() || view.state()->step <= core.meta.journalStep)
        return Done{};
    const auto came = core.transact(Durability::PowerLoss, [&] { return catchUp(core, view); });
    if (!came)
        return came.error();
    report.editsCarried = *came;
    report.detail = "the file was older than its journal";
    return Done{};
}

Result<Done> ReplicaDisk::checkKey(bool exists, bool &known) const
{
    if (!m_options.key)
        return Done{};
    const std::string mark = keyMark(*m_options.key);
    if (!exists || !m_files.exists(beside(".key")))
        return Done{};
    const auto kept = m_files.read(beside(".key"));
    if (!kept)
        return kept.error();
    known = *kept == mark;
    if (!known && kept->size() == mark.size())
        return wrongKey();
    return Done{};
}

Result<OpenReport::Why> ReplicaDisk::fault(const Database &db) const
{
    const auto application = db.integer("PRAGMA application_id");
    if (!application)
        return application.error();
    const auto version = db.integer("PRAGMA user_version");
    if (!version)
        return version.error();
    if (*application != applicationId)
        return Error{ErrorCode::Storage, "replica.foreign"};
    if (m_files.exists(beside(".suspect")))
        return OpenReport::Why::Damaged;
    if (*version < userVersion())
        return OpenReport::Why::OlderSchema;
    return *version > userVersion() ? OpenReport::Why::NewerSchema : OpenReport::Why::None;
}

Result<std::unique_ptr<Core>> ReplicaDisk::openOrRebuild(OpenReport &report, const View &view,
                                                         bool keyKnown) const
{
    Error error;
    {
        auto db = Database::open({m_options.path, m_options.key, m_options.vfs});
        if (!db)
            return db.error();
        const auto why = fault(*db);
        if (why && *why == OpenReport::Why::None) {
            db->close();
            auto core = openCaughtUp(report, view);
            if (core || !isDamage(core.error()))
                return core;
            error = core.error();
            report.why = OpenReport::Why::Damaged;
        } else if (why) {
            report.why = *why;
        } else {
            error = why.error();
            // Nothing of it can be read. Where the key is not known to be right, it is the key that is wrong.
            if (!isDamage(error))
                return error;
            if (!keyKnown && m_files.exists(m_options.path))
                return wrongKey();
            report.why = OpenReport::Why::Damaged;
        }
    }
    report.detail = error.detail;
    return rebuild(report, view);
}

Result<std::unique_ptr<Core>> ReplicaDisk::attach(const std::string &path, bool createIt) const
{
    auto db = Database::open({path, m_options.key, m_options.vfs, createIt});
    if (!db)
        return db.error();
    NIMARA_TRY(openingPragmas(*db));
    return std::make_unique<Core>(*std::move(db), m_realm, m_clock, m_rng);
}

Result<std::unique_ptr<Core>> ReplicaDisk::openLive() const
{
    auto core = attach(m_options.path, false);
    if (!core)
        return core;
    const auto mode = (*core)->db.text("PRAGMA journal_mode = WAL");
    if (!mode)
        return mode.error();
    NIMARA_TRY((*core)->load());
    return core;
}

Result<std::unique_ptr<Core>> ReplicaDisk::begin() const
{
    discardNew();
    auto made = attach(beside(".part"), true);
    if (!made)
        return made;
    Core &core = **made;
    const std::size_t pageSize = m_options.pageSize == 0 ? defaultPageSize : m_options.pageSize;
    // Nobody else sees the file before it is complete and synced, so it needs neither journal nor locks.
    NIMARA_TRY(core.db.exec("PRAGMA page_size = " + std::to_string(pageSize) +
                            "; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA locking_mode = EXCLUSIVE;"
                            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN"));
    NIMARA_TRY(core.db.exec("PRAGMA application_id = " + std::to_string(applicationId) +
                            "; PRAGMA user_version = " + std::to_string(userVersion())));
    NIMARA_TRY(createTables(core.db, m_realm));
    NIMARA_TRY(SearchIndex::create(core.db, m_realm));
    NIMARA_TRY(core.load());
    core.meta.clientId = Uuid::v7(m_clock, m_rng);
    core.meta.incarnation = Uuid::v7(m_clock, m_rng);
    core.meta.port = m_options.port;
    core.meta.standing.leaseHours = 72;
    return made;
}

void ReplicaDisk::discardNew() const
{
    for (const char *suffix : {".part", ".part-wal", ".part-shm", ".part-journal"})
        static_cast<void>(m_files.remove(beside(suffix)));
}

Result<Done> ReplicaDisk::replace(bool keepOld) const
{
    if (!m_files.exists(beside(".next"))) {
        NIMARA_TRY(m_files.syncFile(beside(".part")));
        // From here on the new file counts: open() finishes what is below.
        NIMARA_TRY(m_files.rename(beside(".part"), beside(".next")));
        NIMARA_TRY(m_files.syncFolder(m_options.path));
    }
    if (keepOld && m_files.exists(m_options.path)) {
        NIMARA_TRY(m_files.rename(m_options.path, beside(".damaged")));
        if (m_files.exists(beside("-wal")))
            NIMARA_TRY(m_files.rename(beside("-wal"), beside(".damaged-wal")));
    }
    // The log of the old file must not be taken for the new one's.
    NIMARA_TRY(m_files.remove(beside("-wal")));
    NIMARA_TRY(m_files.remove(beside("-shm")));
    NIMARA_TRY(m_files.syncFolder(m_options.path));
    NIMARA_TRY(m_files.rename(beside(".next"), m_options.path));
    return m_files.syncFolder(m_options.path);
}

Result<std::unique_ptr<Core>> ReplicaDisk::create() const
{
    {
        auto core = begin();
        if (!core)
            return core;
        NIMARA_TRY((*core)->meta.save((*core)->db));
        NIMARA_TRY((*core)->db.exec("COMMIT"));
    }
    NIMARA_TRY(replace(false));
    return openLive();
}

Result<std::unique_ptr<Core>> ReplicaDisk::rebuild(OpenReport &report, const View &view) const
{
    Salvage salvage;
    {
        auto old = Database::open({m_options.path, m_options.key, m_options.vfs});
        if (old)
            salvage = salvageFrom(*old);
    }
    report.what = OpenReport::What::Rebuilt;
    report.unreadable = !salvage.metaRead && salvage.edits.empty();
    const Loss loss = complete(salvage, view);
    report.editsLost = loss.edits;
    report.mayHaveLost = loss.mayBeMore;
    report.editsCarried = static_cast<int>(salvage.edits.size());
    report.reviewsCarried = static_cast<int>(salvage.reviews.size());
    {
        auto fresh = begin();
        if (!fresh)
            return fresh;
        Core &core = **fresh;
        if (salvage.metaRead) {
            const Uuid port = core.meta.port;
            core.meta = salvage.meta;
            core.meta.port = port;
            core.meta.firstLoadDone = false;
            core.meta.standing.syncedAt.reset();
        }
        // Ahead of the journal, whose turn comes when this file has taken its place.
        const std::int64_t known = view && view->state() ? view->state()->step : 0;
        core.meta.journalStep = std::max(core.meta.journalStep, known) + 1;
        NIMARA_TRY(carryInto(core, salvage));
        NIMARA_TRY(core.db.exec("COMMIT"));
    }
    const bool damaged = report.why == OpenReport::Why::Damaged;
    const bool setAside = damaged && m_files.exists(m_options.path);
    NIMARA_TRY(replace(damaged));
    if (setAside)
        report.keptAs = beside(".damaged");
    NIMARA_TRY(m_files.remove(beside(".suspect")));
    return openLive();
}

void ReplicaDisk::suspect() const
{
    static_cast<void>(m_files.write(beside(".suspect"), {}));
}

} // namespace nimara::sync
