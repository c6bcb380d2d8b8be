#include "sync/replica/replica.h"

#include "sync/protocol/codec.h"
#include "sync/replica/bulk_load.h"
#include "sync/replica/digester.h"
#include "sync/replica/edit_desk.h"
#include "sync/replica/grants.h"
#include "sync/replica/layout.h"
#include "sync/replica/resolver.h"
#include "sync/replica/search_index.h"

#include <algorithm>
#include <chrono>

namespace nimara::sync {

class Replica::Impl
{
public:
    Impl(ReplicaOptions given, Clock &clock_, Rng &rng)
        : options(std::move(given)), realm(options.port.isNil() ? Realm::User : Realm::Port), clock(clock_),
          file(options, realm, clock_, rng)
    {}

    // One transaction of the live file, with what it changes.
    template <typename Body>
    auto write(Durability durability, Body &&body) -> decltype(body())
    {
        auto result = core->transact(durability, [&]() -> decltype(body()) {
            auto done = body();
            if (done)
                NIMARA_TRY(file.journal().beforeCommit(*core));
            return done;
        });
        if (result)
            file.journal().afterCommit(*core);
        else
            file.journal().afterFailure(*core);
        if (!result && isDamage(result.error()))
            file.suspect();
        return result;
    }

    // Of the bulk load while there is one.
    const ScopeBook &book() const { return bulk ? bulk->scopes() : core->scopes; }
    bool wantsBulk() const;
    Result<PageEffect> bulkPage(const Page &page);
    Result<PageEffect> livePage(const Page &page);
    Result<Done> swap();
    void settleFirstLoad();
    Result<Done> markOpen(bool open);
    Result<Done> indexLoaded(const Page &page);

    ReplicaOptions options;
    Realm realm;
    Clock &clock;
    ReplicaDisk file;
    OpenReport report;
    bool closedCleanly = true;
    std::unique_ptr<Core> core;
    std::unique_ptr<BulkLoad> bulk;
};

// ---- opening

Replica::Replica(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Replica::~Replica()
{
    Impl &impl = *m_impl;
    impl.bulk.reset();
    if (impl.core)
        static_cast<void>(impl.markOpen(false));
}

Result<std::unique_ptr<Replica>> Replica::open(ReplicaOptions options, Clock &clock, Rng &rng)
{
    auto impl = std::make_unique<Impl>(std::move(options), clock, rng);
    auto core = impl->file.open(impl->report);
    if (!core)
        return core.error();
    impl->core = *std::move(core);
    impl->closedCleanly = !impl->core->meta.open;
    // A full disk is no reason not to show what is there.
    static_cast<void>(impl->markOpen(true));
    return std::unique_ptr<Replica>(new Replica(std::move(impl)));
}

const OpenReport &Replica::report() const
{
    return m_impl->report;
}

const std::string &Replica::path() const
{
    return m_impl->options.path;
}

Realm Replica::realm() const
{
    return m_impl->realm;
}

Uuid Replica::port() const
{
    return m_impl->options.port;
}

Uuid Replica::clientId() const
{
    return m_impl->core->meta.clientId;
}

Uuid Replica::incarnation() const
{
    return m_impl->core->meta.incarnation;
}

const Standing &Replica::standing() const
{
    return m_impl->core->meta.standing;
}

ReplicaCounts Replica::counts() const
{
    const Core &core = *m_impl->core;
    ReplicaCounts counts;
    counts.waiting = static_cast<int>(core.outbox.waiting().size());
    counts.review = core.inbox.count();
    for (const ScopeState &scope : m_impl->book().all()) {
        std::int64_t rows = 0;
        for (const ScopeTable &each : m_impl->book().tables(scope))
            rows += m_impl->book().place(scope, each.table->number).rows;
        counts.loadedRows += rows;
        // What is there may be more than was estimated.
        counts.totalRows += scope.loaded ? rows : std::max(scope.estimate, rows);
    }
    return counts;
}

bool Replica::usable() const
{
    return m_impl->core->meta.firstLoadDone && !m_impl->bulk;
}

bool Replica::journalCurrent() const
{
    return m_impl->file.journal().isCurrent();
}

bool Replica::closedCleanly() const
{
    return m_impl->closedCleanly;
}

Result<Done> Replica::Impl::markOpen(bool open)
{
    return write(Durability::Process, [&]() -> Result<Done> {
        core->meta.open = open;
        return core->meta.saveOpen(core->db);
    });
}

// ---- scopes and loading

const std::vector<ScopeState> &Replica::scopes() const
{
    return m_impl->book().all();
}

std::vector<HeldScope> Replica::held() const
{
    std::vector<HeldScope> held;
    for (const ScopeState &scope : m_impl->book().all())
        held.push_back({scope.id, scope.cursor});
    return held;
}

Result<WelcomeEffect> Replica::welcome(const Welcome &message, bool greeting)
{
    Impl &impl = *m_impl;
    // A bulk load goes on only where nothing about its scopes has changed.
    if (impl.bulk) {
        const auto &loading = impl.bulk->scopes().all();
        bool same =
            loading.size() == message.scopes.size() && impl.core->meta.standing.epoch == message.epoch;
        for (const GrantedScope &granted : message.scopes) {
            const ScopeState *scope = impl.bulk->scopes().find(granted.id);
            same = same && scope && (!greeting || granted.resume || scope->cursor.empty());
        }
        if (!same)
            impl.bulk.reset();
    }
    ChangeSet changes;
    // Rows that leave with a right are overwritten, not only unlinked.
    NIMARA_TRY(impl.core->db.exec("PRAGMA secure_delete = ON"));
    auto effect = impl.write(Durability::PowerLoss, [&]() -> Result<WelcomeEffect> {
        auto applied = Grants(*impl.core).apply(message, greeting, changes);
        if (!applied)
            return applied;
        if (applied->dropped)
            NIMARA_TRY(SearchIndex(*impl.core).reset());
        return applied;
    });
    static_cast<void>(impl.core->db.exec("PRAGMA secure_delete = FAST"));
    if (!effect)
        return effect;
    impl.settleFirstLoad();
    effect->changes = changes.take();
    return effect;
}

Result<Done> Replica::startOver()
{
    m_impl->bulk.reset();
    return m_impl->write(Durability::Process, [&] { return Grants(*m_impl->core).startOver(); });
}

std::vector<LoadItem> Replica::loadPlan() const
{
    return m_impl->book().plan();
}

bool Replica::bulkLoading() const
{
    return m_impl->bulk != nullptr;
}

bool Replica::Impl::wantsBulk() const
{
    if (core->meta.firstLoadDone)
        return false;
    std::int64_t expected = 0;
    for (const ScopeState &scope : core->scopes.all()) {
        // Something is there already that a load must go over.
        if (scope.again || !scope.cursor.empty())
            return false;
        expected += scope.estimate;
    }
    return expected >= options.bulkRows && !core->scopes.stageLoaded(1);
}

Result<Replica::PageEffect> Replica::applyPage(const Page &page)
{
    if (!m_impl->bulk && m_impl->wantsBulk()) {
        auto bulk = BulkLoad::begin(m_impl->file, *m_impl->core);
        if (!bulk)
            return bulk.error();
        m_impl->bulk = *std::move(bulk);
    }
    return m_impl->bulk ? m_impl->bulkPage(page) : m_impl->livePage(page);
}

Result<Replica::PageEffect> Replica::Impl::bulkPage(const Page &page)
{
    PageEffect effect;
    auto added = bulk->add(page);
    if (added && bulk->complete()) {
        added = swap();
        effect.replaced = static_cast<bool>(added);
        effect.scopeLoaded = effect.replaced;
    }
    if (!added) {
        // Without a journal there is no way back: the load begins anew.
        bulk.reset();
        return added.error();
    }
    return effect;
}

Result<Done> Replica::Impl::swap()
{
    if (options.closeReaders)
        options.closeReaders();
    auto done = bulk->finish(std::move(core));
    if (done)
        done = file.replace(false);
    bulk.reset();
    auto opened = file.openLive();
    if (!opened)
        return opened.error();
    core = *std::move(opened);
    static_cast<void>(markOpen(true));
    return done;
}

Result<Replica::PageEffect> Replica::Impl::livePage(const Page &page)
{
    ChangeSet changes;
    PageEffect effect;
    const ScopeState *before = core->scopes.find(page.scope);
    const bool wasLoaded = before && before->loaded;
    const auto done = write(Durability::Process, [&]() -> Result<Done> {
        NIMARA_TRY(Intake(*core).page(page, changes));
        NIMARA_TRY(indexLoaded(page));
        if (!core->meta.firstLoadDone && core->scopes.stageLoaded(1)) {
            core->meta.firstLoadDone = true;
            NIMARA_TRY(core->meta.save(core->db));
        }
        return Done{};
    });
    if (!done)
        return done.error();
    effect.changes = changes.take();
    const ScopeState *after = core->scopes.find(page.scope);
    effect.scopeLoaded = !wasLoaded && after && after->loaded;
    return effect;
}

Result<Done> Replica::Impl::indexLoaded(const Page &page)
{
    const Table *table = schema::findTable(page.table);
    if (!page.done || !table)
        return Done{};
    for (const ScopeState &scope : core->scopes.all()) {
        if (core->scopes.table(scope, page.table) && !scope.loaded &&
            !core->scopes.place(scope, page.table).done)
            return Done{};
    }
    return ensureIndexes(core->db, *table);
}

// A realm whose first stage has no tables is usable at once.
void Replica::Impl::settleFirstLoad()
{
    if (core->meta.firstLoadDone || bulk || !core->scopes.stageLoaded(1))
        return;
    static_cast<void>(write(Durability::Process, [&]() -> Result<Done> {
        core->meta.firstLoadDone = true;
        return core->meta.save(core->db);
    }));
}

Result<Done> Replica::reload(std::span<const ScopeId> scopes)
{
    m_impl->bulk.reset();
    return m_impl->write(Durability::Process, [&]() -> Result<Done> {
        for (const ScopeId &id : scopes)
            NIMARA_TRY(m_impl->core->scopes.restart(m_impl->core->db, id));
        return Done{};
    });
}

Result<Changes> Replica::applyDelta(std::span<const Delta> frames)
{
    if (frames.empty())
        return Changes{};
    std::vector<ScopeDelta> parts;
    for (const Delta &frame : frames) {
        for (const auto &bytes : frame.parts) {
            auto part = decodeScopeDelta(*bytes);
            if (!part)
                return part.error();
            parts.push_back(*std::move(part));
        }
    }
    ChangeSet changes;
    const auto done = m_impl->write(
        Durability::Process, [&] { return Intake(*m_impl->core).delta(frames.back(), parts, changes); });
    if (!done)
        return done.error();
    return changes.take();
}

void Replica::linkLost()
{
    m_impl->core->forgetDepartures();
}

// ---- edits

Result<Stored> Replica::submit(Edit edit)
{
    if (m_impl->bulk)
        return Error{ErrorCode::Unavailable, "replica.loading"};
    auto checked = EditDesk::checked(std::move(edit), m_impl->realm);
    if (!checked)
        return checked.error();
    ChangeSet changes;
    auto stored = m_impl->write(Durability::PowerLoss,
                                [&] { return EditDesk(*m_impl->core).submit(*std::move(checked), changes); });
    if (stored)
        stored->changes = changes.take();
    return stored;
}

Result<std::vector<Mutation>> Replica::unanswered(std::uint64_t afterSeq, std::size_t limit,
                                                  std::size_t maxBytes) const
{
    return m_impl->core->outbox.unanswered(afterSeq, limit, maxBytes);
}

std::uint64_t Replica::lastSeq() const
{
    return m_impl->core->meta.lastSeq;
}

Result<OutcomeEffect> Replica::answer(std::span<const Outcome> outcomes)
{
    OutcomeEffect effect;
    ChangeSet changes;
    // A refusal moves the edit to the inbox: that is the user's, and as safe as the edit was.
    const bool refusal = std::any_of(outcomes.begin(), outcomes.end(), [](const Outcome &outcome) {
        return outcome.kind == OutcomeKind::Conflict || outcome.kind == OutcomeKind::Rejected;
    });
    const auto done =
        m_impl->write(refusal ? Durability::PowerLoss : Durability::Process, [&]() -> Result<Done> {
            EditDesk desk(*m_impl->core);
            for (const Outcome &outcome : outcomes)
                NIMARA_TRY(desk.answer(outcome, effect, changes));
            return Done{};
        });
    if (!done)
        return done.error();
    effect.changes = changes.take();
    return effect;
}

Result<std::vector<WaitingEdit>> Replica::waiting() const
{
    const Outbox &outbox = m_impl->core->outbox;
    auto mutations = outbox.unanswered(0, outbox.waiting().size(), static_cast<std::size_t>(-1));
    if (!mutations)
        return mutations.error();
    std::vector<WaitingEdit> edits;
    for (Mutation &mutation : *mutations)
        edits.push_back({std::move(mutation), false});
    return edits;
}

Result<std::vector<ReviewItem>> Replica::reviews() const
{
    return m_impl->core->inbox.all();
}

Result<std::vector<Stored>> Replica::resolve(std::int64_t reviewNumber, const Decision &decision,
                                             Changes &changed)
{
    if (m_impl->bulk)
        return Error{ErrorCode::Unavailable, "replica.loading"};
    ChangeSet changes;
    auto stored = m_impl->write(Durability::PowerLoss, [&] {
        return Resolver(*m_impl->core).resolve(reviewNumber, decision, changes);
    });
    if (stored)
        changed = changes.take();
    return stored;
}

Result<Changes> Replica::discardWaiting(std::uint64_t seq)
{
    ChangeSet changes;
    const auto done = m_impl->write(Durability::PowerLoss,
                                    [&] { return EditDesk(*m_impl->core).discardWaiting(seq, changes); });
    if (!done)
        return done.error();
    return changes.take();
}

RowState Replica::rowState(std::uint16_t table, const Uuid &id) const
{
    const Core &core = *m_impl->core;
    const RowKey row{table, id};
    if (core.inbox.concerns(row))
        return RowState::NeedsReview;
    const auto &patches = core.outbox.patches(row);
    const bool waits =
        std::any_of(patches.begin(), patches.end(), [](const Outbox::Patch &patch) { return !patch.rev; });
    return waits ? RowState::Waiting : RowState::Confirmed;
}

std::vector<std::uint64_t> Replica::waitingFor(std::uint16_t table, const Uuid &id) const
{
    std::vector<std::uint64_t> seqs;
    for (const Outbox::Patch &patch : m_impl->core->outbox.patches({table, id})) {
        if (!patch.rev)
            seqs.push_back(patch.seq);
    }
    return seqs;
}

Result<Done> Replica::renewIncarnation()
{
    ChangeSet changes;
    return m_impl->write(Durability::PowerLoss, [&]() -> Result<Done> {
        Grants grants(*m_impl->core);
        NIMARA_TRY(grants.newIncarnation(changes));
        return m_impl->core->meta.save(m_impl->core->db);
    });
}

// ---- reading

Result<std::optional<Row>> Replica::row(const Table &table, const Uuid &id) const
{
    auto held = m_impl->core->rows.find(table, id);
    if (!held)
        return held.error();
    if (!*held)
        return std::optional<Row>();
    return std::optional(std::move((*held)->row));
}

Result<std::optional<Row>> Replica::confirmed(const Table &table, const Uuid &id) const
{
    auto shadow = m_impl->core->shadows.find(table, id);
    if (!shadow)
        return shadow.error();
    if (!*shadow)
        return row(table, id);
    return (*shadow)->exists() ? std::move((*shadow)->base) : std::optional<Row>();
}

Result<std::int64_t> Replica::count(const Table &table) const
{
    return m_impl->core->rows.count(table);
}

// ---- digest

Result<RangeDigest> Replica::digest(const DigestRange &range) const
{
    return Digester(*m_impl->core).digest(range);
}

Result<std::optional<Uuid>> Replica::middle(const DigestRange &range) const
{
    return Digester(*m_impl->core).middle(range);
}

Result<std::vector<DigestPortion>> Replica::portions(const DigestRange &range, std::int64_t rows) const
{
    return Digester(*m_impl->core).portions(range, rows);
}

Result<Changes> Replica::replaceRange(const Rows &rows)
{
    ChangeSet changes;
    const auto done =
        m_impl->write(Durability::Process, [&] { return Intake(*m_impl->core).replace(rows, changes); });
    if (!done)
        return done.error();
    return changes.take();
}

std::vector<std::uint64_t> Replica::unseen() const
{
    return m_impl->core->outbox.unseen();
}

Result<Changes> Replica::dropUnseen(const std::vector<std::uint64_t> &seqs)
{
    ChangeSet changes;
    const auto done =
        m_impl->write(Durability::Process, [&] { return EditDesk(*m_impl->core).dropUnseen(seqs, changes); });
    if (!done)
        return done.error();
    return changes.take();
}

// ---- search

Result<Replica::SearchProgress> Replica::indexSome(int rows)
{
    return m_impl->write(Durability::Process, [&] { return SearchIndex(*m_impl->core).indexSome(rows); });
}

bool Replica::searchPending() const
{
    const auto state = SearchIndex(*m_impl->core).state();
    return state && state->more;
}

Result<std::vector<SearchResult>> Replica::search(const std::string &text, int limit) const
{
    return SearchIndex(*m_impl->core).search(text, limit);
}

// ---- housekeeping

Result<Replica::Purge> Replica::purge()
{
    const Database &db = m_impl->core->db;
    NIMARA_TRY(db.exec("PRAGMA incremental_vacuum"));
    // A reader is met again later rather than waited for: edits must not stand behind it.
    NIMARA_TRY(db.exec("PRAGMA busy_timeout = 0"));
    auto truncated = db.integer("PRAGMA wal_checkpoint(TRUNCATE)");
    NIMARA_TRY(db.exec("PRAGMA busy_timeout = 2000"));
    if (!truncated)
        return truncated.error().key == "replica.busy" ? Result<Purge>(Purge::Later) : truncated.error();
    return *truncated == 0 ? Purge::Done : Purge::Later;
}

Result<Done> Replica::noteContact()
{
    Standing &standing = m_impl->core->meta.standing;
    return m_impl->write(Durability::Process, [&]() -> Result<Done> {
        standing.serverSeen = m_impl->clock.now();
        standing.clockHigh = standing.serverSeen;
        return m_impl->core->meta.saveContact(m_impl->core->db);
    });
}

Result<Done> Replica::noteTime()
{
    Standing &standing = m_impl->core->meta.standing;
    if (m_impl->clock.now() <= standing.clockHigh)
        return Done{};
    return m_impl->write(Durability::Process, [&]() -> Result<Done> {
        standing.clockHigh = m_impl->clock.now();
        return m_impl->core->meta.saveContact(m_impl->core->db);
    });
}

Result<Done> Replica::noteSynced(Instant at)
{
    return m_impl->write(Durability::Process, [&]() -> Result<Done> {
        m_impl->core->meta.standing.syncedAt = at;
        return m_impl->core->meta.saveContact(m_impl->core->db);
    });
}

bool Replica::leaseEnded() const
{
    const Standing &standing = m_impl->core->meta.standing;
    if (standing.serverSeen == Instant())
        return false;
    const Instant latest = std::max(m_impl->clock.now(), standing.clockHigh);
    return latest - standing.serverSeen > std::chrono::hours(standing.leaseHours);
}

void Replica::suspect()
{
    m_impl->file.suspect();
}

Result<Done> Replica::checkpoint()
{
    return m_impl->core->db.exec("PRAGMA wal_checkpoint(PASSIVE)");
}

} // namespace nimara::sync
