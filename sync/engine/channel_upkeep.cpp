#include "sync/engine/channel.h"

#include "sync/protocol/codec.h"

#include <algorithm>
#include <utility>

// The half of a channel that belongs to the user and the clock: edits, status, heartbeat, housekeeping.
namespace nimara::sync {

// ---- the user

Result<Stored> Channel::submit(Edit edit)
{
    if (m_replica.leaseEnded())
        return Error{ErrorCode::Forbidden, "lease.ended"};
    auto stored = m_replica.submit(std::move(edit));
    if (stored)
        changed(stored->changes);
    return stored;
}

Result<Done> Channel::resolve(std::int64_t reviewNumber, Decision decision)
{
    if (m_replica.leaseEnded())
        return Error{ErrorCode::Forbidden, "lease.ended"};
    Changes changes;
    const auto stored = m_replica.resolve(reviewNumber, decision, changes);
    if (!stored)
        return stored.error();
    changed(changes);
    return Done{};
}

Result<Done> Channel::discardWaiting(std::uint64_t seq)
{
    if (m_pusher.isUnderWay(seq))
        return Error{ErrorCode::Conflict, "replica.sent"};
    const auto changes = m_replica.discardWaiting(seq);
    if (!changes)
        return changes.error();
    changed(*changes);
    return Done{};
}

Result<std::vector<WaitingEdit>> Channel::waiting() const
{
    auto edits = m_replica.waiting();
    if (!edits)
        return edits;
    for (WaitingEdit &edit : *edits)
        edit.sent = m_pusher.isUnderWay(edit.mutation.seq);
    return edits;
}

RowState Channel::rowState(std::uint16_t table, const Uuid &id) const
{
    const RowState state = m_replica.rowState(table, id);
    if (state != RowState::Waiting)
        return state;
    const std::vector<std::uint64_t> seqs = m_replica.waitingFor(table, id);
    const bool sent =
        std::all_of(seqs.begin(), seqs.end(), [this](std::uint64_t seq) { return m_pusher.isUnderWay(seq); });
    return sent ? RowState::Sent : RowState::Waiting;
}

void Channel::presence(std::uint16_t table, const Uuid &id, bool joined)
{
    if (m_state == State::Open)
        send(Presence{table, id, joined}, "presence");
}

void Channel::checkDigest()
{
    m_checkWanted = true;
}

Channel::Trouble Channel::indexSearch()
{
    m_searchAsked = false;
    const auto progress = m_replica.indexSome(m_context.tuning.searchRows);
    // A full disk leaves the index behind; it goes on with the next change.
    if (!progress)
        return troubleOf(progress.error());
    if (progress->more)
        askForSearch();
    return {};
}

Channel::Trouble Channel::damageMet(const Error &error)
{
    return m_state == State::Open ? troubleOf(error) : Trouble();
}

Channel::Trouble Channel::troubleOf(const Error &error)
{
    return isDamage(error) ? trouble(error) : Trouble();
}

// ---- the clock

void Channel::wake()
{
    if (m_state == State::Paused && m_link.isUp())
        linkUp();
}

Channel::Trouble Channel::tick()
{
    const auto now = m_context.now();
    const Tuning &tuning = m_context.tuning;
    if (m_state == State::Paused && now >= m_resumeAt && m_link.isUp()) {
        linkUp();
    } else if (m_state == State::Open && now - m_pingedAt >= tuning.heartbeat) {
        m_pingedAt = now;
        m_missingSince = m_pongMissing ? m_missingSince : now;
        m_pongMissing = true;
        send(Ping{++m_pings}, {});
    }
    if (m_checker.tick())
        log("digest: no answer");
    Trouble trouble;
    if (m_purgeWanted && now >= m_purgeAt)
        trouble = purge();
    if (trouble.kind == Trouble::Kind::None && now >= m_booksAt)
        trouble = keepBooks();
    if (trouble.kind == Trouble::Kind::None)
        trouble = pump();
    refreshStatus();
    return trouble;
}

std::optional<std::chrono::microseconds> Channel::due() const
{
    const Tuning &tuning = m_context.tuning;
    auto due = m_booksAt;
    if (m_state == State::Paused && m_link.isUp())
        due = std::min(due, m_resumeAt);
    if (m_state == State::Open) {
        due = std::min(due, m_pingedAt + tuning.heartbeat);
        if (m_pongMissing && !isSilent())
            due = std::min(due, m_missingSince + tuning.pongPatience);
        if (!m_checker.isRunning())
            due = std::min(due, std::max(m_checkAt, m_busyAt + tuning.digestIdle));
    }
    if (const auto checker = m_checker.due())
        due = std::min(due, *checker);
    if (m_purgeWanted)
        due = std::min(due, m_purgeAt);
    return due;
}

Channel::Trouble Channel::purge()
{
    const auto purged = m_replica.purge();
    if (!purged)
        return trouble(purged.error());
    m_purgeWanted = *purged == Replica::Purge::Later;
    m_purgeAt = m_context.now() + m_context.tuning.purgeRetry;
    return {};
}

// What the lease and "last synced" need on the disk, seldom enough to cost nothing.
Channel::Trouble Channel::keepBooks()
{
    m_booksAt = m_context.now() + m_context.tuning.contactEvery;
    auto done = m_state == State::Open && !m_pongMissing ? m_replica.noteContact() : m_replica.noteTime();
    if (done && isLive())
        done = m_replica.noteSynced(m_context.clock.now());
    // A full disk is told where it hurts: on edits and pages.
    if (!done && isDamage(done.error()))
        return trouble(done.error());
    return {};
}

Channel::Trouble Channel::pump()
{
    if (m_state != State::Open)
        return {};
    if (m_purgeWanted && m_context.now() >= m_purgeAt) {
        if (auto failed = purge(); failed.kind != Trouble::Kind::None)
            return failed;
    }
    subscribe();
    if (const auto pushed = push(); !pushed)
        return trouble(pushed.error());
    if (const auto checked = check(); !checked)
        return trouble(checked.error());
    return {};
}

// ---- status

bool Channel::isLoaded() const
{
    const auto &scopes = m_replica.scopes();
    return std::all_of(scopes.begin(), scopes.end(), [](const ScopeState &scope) { return scope.loaded; });
}

bool Channel::isLive() const
{
    if (m_state != State::Open || !m_link.isUp() || !m_frames.empty())
        return false;
    if (isSilent())
        return false;
    const auto &scopes = m_replica.scopes();
    return !m_replica.bulkLoading() &&
           std::all_of(scopes.begin(), scopes.end(), [this](const ScopeState &scope) {
               // A scope without tables for this client has nothing to be live in.
               return scope.loaded && (scope.cursor.empty() || m_live.contains(scope.id));
           });
}

bool Channel::isSilent() const
{
    return m_pongMissing && m_context.now() - m_missingSince >= m_context.tuning.pongPatience;
}

LinkState Channel::linkState() const
{
    if (m_state == State::Refused)
        return LinkState::Refused;
    switch (m_link.state()) {
    case Link::State::Stopped:
        return LinkState::SignedOut;
    case Link::State::Offline:
        return LinkState::WorkingOffline;
    case Link::State::Refused:
        return LinkState::Refused;
    case Link::State::Waiting:
        return LinkState::Disconnected;
    case Link::State::Connecting:
        return LinkState::Connecting;
    case Link::State::Up:
        break;
    }
    if (m_state == State::Paused)
        return LinkState::Disconnected;
    if (m_state != State::Open)
        return LinkState::Connecting;
    if (!isLoaded() || m_replica.bulkLoading())
        return LinkState::Loading;
    return isLive() ? LinkState::Live : LinkState::Connecting;
}

void Channel::refreshStatus()
{
    SyncStatus status;
    status.link = linkState();
    const bool live = status.link == LinkState::Live;
    if (live && !m_pongMissing)
        m_status.lastSyncedAt = m_context.clock.now();
    status.lastSyncedAt = m_status.lastSyncedAt ? m_status.lastSyncedAt : m_replica.standing().syncedAt;
    const ReplicaCounts counts = m_replica.counts();
    status.waiting = counts.waiting;
    status.review = counts.review;
    if (status.link == LinkState::Loading || !m_replica.usable()) {
        status.loadedRows = counts.loadedRows;
        status.totalRows = counts.totalRows;
    }
    status.usable = m_replica.usable();
    status.locked = m_replica.leaseEnded();
    status.problem = !m_problem.key.empty() ? m_problem : m_link.problem();
    if (status == m_status)
        return;
    m_status = std::move(status);
    m_context.act(StatusChanged{m_number});
}

// ---- small things

void Channel::send(const ClientMessage &message, const std::string &what)
{
    if (!what.empty())
        log("> " + what);
    m_context.act(SendFrame{encode(m_number, message)});
}

void Channel::changed(const Changes &changes)
{
    for (const TableChange &change : changes)
        m_context.act(RowsChanged{m_number, change});
    if (!changes.empty())
        askForSearch();
}

void Channel::askForSearch()
{
    if (!std::exchange(m_searchAsked, true))
        m_context.act(SearchPending{m_number});
}

Channel::Trouble Channel::trouble(const Error &error)
{
    log("fault: " + error.key);
    if (isDamage(error)) {
        m_replica.suspect();
        m_state = State::Refused;
        m_problem = error;
        return {Trouble::Kind::Failed, error, {}};
    }
    if (error.code == ErrorCode::Storage)
        return {Trouble::Kind::Restart, error, m_context.tuning.storageRetry};
    return {Trouble::Kind::Restart, error, {}};
}

Channel::Trouble Channel::misbehaved(const char *what)
{
    return trouble(Error{ErrorCode::Protocol, "protocol.order", {}, what});
}

void Channel::log(const std::string &what) const
{
    m_context.log.add(m_context.now(), "ch" + std::to_string(m_number) + " " + what);
}

} // namespace nimara::sync
