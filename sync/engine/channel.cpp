#include "sync/engine/channel.h"

#include "sync/protocol/codec.h"

#include <algorithm>

namespace nimara::sync {

Channel::Channel(Context &context, const Link &link, ChannelNumber number, Replica &replica)
    : m_context(context), m_link(link), m_number(number), m_replica(replica), m_pusher(context, replica),
      m_checker(context, replica)
{
    m_booksAt = context.now() + context.tuning.contactEvery;
    m_checkAt = context.now() + context.tuning.digestEvery;
    // After a crash or a rebuild what is here is compared before it is trusted for a day.
    m_checkWanted = !replica.closedCleanly() || replica.report().what == OpenReport::What::Rebuilt;
    askForSearch();
    refreshStatus();
}

// ---- the link

void Channel::linkUp()
{
    // Also what was refused is asked for again: a member who was put out may have been taken back.
    m_state = State::Greeting;
    m_problem = {};
    m_subscribed.clear();
    m_live.clear();
    m_frames.clear();
    m_frameBytes = 0;
    m_pingedAt = m_context.now();
    m_pongMissing = false;
    m_pusher.restart();
    m_checker.abandon();
    hello();
    refreshStatus();
}

void Channel::linkDown()
{
    // On a full disk the time of the last minute's books stands.
    if (m_status.link == LinkState::Live && m_status.lastSyncedAt)
        static_cast<void>(m_replica.noteSynced(*m_status.lastSyncedAt));
    if (m_state != State::Refused)
        m_state = State::Down;
    m_subscribed.clear();
    m_live.clear();
    m_frames.clear();
    m_pusher.restart();
    m_checker.abandon();
    m_replica.linkLost();
    refreshStatus();
}

void Channel::hello()
{
    Hello hello;
    hello.generation = static_cast<std::uint32_t>(schema::generation);
    hello.clientId = m_replica.clientId();
    hello.incarnation = m_replica.incarnation();
    hello.port = m_replica.port();
    hello.epoch = m_replica.standing().epoch;
    hello.aclHash = m_replica.standing().aclHash;
    hello.lastSeq = m_replica.lastSeq();
    hello.scopes = m_replica.held();
    hello.appVersion = m_context.appVersion;
    send(hello, "hello, " + std::to_string(hello.scopes.size()) + " scopes");
}

Channel::Trouble Channel::receive(ServerMessage message)
{
    // Words of a channel that is not open (any more) have crossed with our leaving it.
    const bool expected = m_state == State::Open ||
                          (m_state == State::Greeting &&
                           (std::holds_alternative<Welcome>(message) ||
                            std::holds_alternative<Bye>(message) || std::holds_alternative<Pong>(message)));
    if (!expected)
        return {};
    m_busyAt = std::holds_alternative<Pong>(message) ? m_busyAt : m_context.now();
    Trouble trouble = std::visit([this](auto &&each) { return on(std::forward<decltype(each)>(each)); },
                                 std::move(message));
    if (trouble.kind == Trouble::Kind::None)
        trouble = pump();
    refreshStatus();
    return trouble;
}

Channel::Trouble Channel::on(Welcome message)
{
    const bool greeting = m_state == State::Greeting;
    log("< welcome, " + std::to_string(message.scopes.size()) + " scopes");
    auto effect = m_replica.welcome(message, greeting);
    if (!effect) {
        if (effect.error().code != ErrorCode::Forbidden)
            return trouble(effect.error());
        m_state = State::Refused;
        m_problem = effect.error();
        return {};
    }
    if (effect->newIncarnation)
        return {
            Trouble::Kind::Restart, {ErrorCode::Conflict, "sync.incarnation"}, std::chrono::milliseconds(1)};
    m_state = State::Open;
    m_backoff.reset();
    m_problem = {};
    m_purgeWanted = m_purgeWanted || effect->dropped;
    // After a scope came (back) to a file in use: an edit that was confirmed while its row could not be seen is shown
    // until the digest says that no row of it will come.
    const bool loadsMore = m_replica.usable() && !m_replica.loadPlan().empty();
    m_checkWanted = m_checkWanted || effect->newEpoch || loadsMore;
    m_checker.abandon();
    const auto gone = [&](const ScopeId &id) {
        return std::none_of(message.scopes.begin(), message.scopes.end(),
                            [&](const GrantedScope &granted) { return granted.id == id; });
    };
    std::erase_if(m_subscribed, gone);
    std::erase_if(m_live, gone);
    changed(effect->changes);
    m_context.act(RightsChanged{m_number});
    load();
    return {};
}

Channel::Trouble Channel::on(Bye message)
{
    log("< bye, " + message.error.key);
    switch (message.error.code) {
    case ErrorCode::Unauthenticated:
    case ErrorCode::UpgradeRequired:
        return {Trouble::Kind::Refuse, std::move(message.error), {}};
    case ErrorCode::Forbidden:
        return dropEverything(std::move(message.error));
    default:
        break;
    }
    const Tuning &tuning = m_context.tuning;
    auto delay = m_backoff.next(m_context.rng, tuning.firstRetry, tuning.longestRetry);
    if (message.retryAfterMs != 0)
        delay = std::chrono::milliseconds(message.retryAfterMs);
    m_state = State::Paused;
    m_resumeAt = m_context.now() + delay;
    m_problem = std::move(message.error);
    m_subscribed.clear();
    m_live.clear();
    m_frames.clear();
    m_pusher.restart();
    m_checker.abandon();
    m_replica.linkLost();
    return {};
}

// The user is no member here any more: what a right shows leaves the disk with the right. A device that belongs to
// somebody else is a mistake, and no reason to erase anything.
Channel::Trouble Channel::dropEverything(Error why)
{
    m_problem = std::move(why);
    m_state = State::Refused;
    if (m_problem.key == "sync.device" || m_replica.standing().userId.isNil())
        return {};
    Welcome nothing;
    nothing.epoch = m_replica.standing().epoch;
    nothing.userId = m_replica.standing().userId;
    nothing.permissions = "{}";
    nothing.leaseHours = m_replica.standing().leaseHours;
    const auto effect = m_replica.welcome(nothing, false);
    if (!effect)
        return trouble(effect.error());
    m_purgeWanted = m_purgeWanted || effect->dropped;
    changed(effect->changes);
    m_context.act(RightsChanged{m_number});
    return purge();
}

// ---- pages and deltas

void Channel::load()
{
    Load load;
    load.items = m_replica.loadPlan();
    if (load.items.empty())
        return;
    load.pageRows = m_context.tuning.pageRows;
    load.credit = m_context.tuning.pageCredit;
    const std::string what = "load, " + std::to_string(load.items.size()) + " items";
    send(load, what);
}

Channel::Trouble Channel::on(Page message)
{
    auto effect = m_replica.applyPage(message);
    if (!effect)
        return trouble(effect.error());
    send(Credit{1}, {});
    changed(effect->changes);
    if (effect->replaced) {
        log("first stage is in");
        m_context.act(ReplicaReplaced{m_number});
        askForSearch();
    }
    return {};
}

void Channel::subscribe()
{
    Subscribe subscribe;
    for (const ScopeState &scope : m_replica.scopes()) {
        if (scope.loaded && !scope.cursor.empty() && !m_subscribed.contains(scope.id))
            subscribe.scopes.push_back({scope.id, scope.cursor});
    }
    if (subscribe.scopes.empty() || m_replica.bulkLoading())
        return;
    for (const HeldScope &scope : subscribe.scopes)
        m_subscribed.insert(scope.id);
    const std::string what = "subscribe, " + std::to_string(subscribe.scopes.size()) + " scopes";
    send(subscribe, what);
}

Channel::Trouble Channel::on(Delta message)
{
    for (const auto &part : message.parts)
        m_frameBytes += part->size();
    if (m_frameBytes > m_context.tuning.deltaBytes)
        return misbehaved("a step without end");
    m_frames.push_back(std::move(message));
    if (!m_frames.back().last)
        return {};
    const std::vector<Delta> frames = std::exchange(m_frames, {});
    m_frameBytes = 0;
    auto changes = m_replica.applyDelta(frames);
    if (!changes)
        return trouble(changes.error());
    for (const ScopeId &id : frames.back().advanced) {
        if (m_subscribed.contains(id))
            m_live.insert(id);
    }
    changed(*changes);
    return {};
}

Channel::Trouble Channel::on(Reload message)
{
    log("< reload, " + std::to_string(message.scopes.size()) + " scopes");
    for (const ScopeId &id : message.scopes) {
        m_subscribed.erase(id);
        m_live.erase(id);
    }
    m_checker.abandon();
    const auto done = m_replica.reload(message.scopes);
    if (!done)
        return trouble(done.error());
    load();
    return {};
}

// ---- pushes

Result<Done> Channel::push()
{
    auto pushes = m_pusher.next();
    if (!pushes)
        return pushes.error();
    for (Push &push : *pushes) {
        const std::string what = "push " + std::to_string(push.mutations.size()) + " (seq " +
                                 std::to_string(push.mutations.front().seq) + ".." +
                                 std::to_string(push.mutations.back().seq) + ")";
        send(push, what);
    }
    return Done{};
}

Channel::Trouble Channel::on(Outcomes message)
{
    log("< outcomes " + std::to_string(message.outcomes.size()));
    auto effect = m_replica.answer(message.outcomes);
    if (!effect)
        return trouble(effect.error());
    if (effect->foreign) {
        const auto renewed = m_replica.renewIncarnation();
        if (!renewed)
            return trouble(renewed.error());
        return {
            Trouble::Kind::Restart, {ErrorCode::Conflict, "sync.incarnation"}, std::chrono::milliseconds(1)};
    }
    m_pusher.answered(message.outcomes);
    changed(effect->changes);
    for (const std::uint64_t seq : effect->confirmed)
        m_context.act(EditAnswered{m_number, seq, false});
    for (const std::uint64_t seq : effect->refused)
        m_context.act(EditAnswered{m_number, seq, true});
    return {};
}

// ---- digests

Result<Done> Channel::check()
{
    const auto now = m_context.now();
    const bool daily = now >= m_checkAt && now - m_busyAt >= m_context.tuning.digestIdle;
    if (!m_checker.isRunning() && (m_checkWanted || daily) && isLive()) {
        m_checkWanted = false;
        m_checkAt = now + m_context.tuning.digestEvery;
        log("digest: begun");
        NIMARA_TRY(m_checker.begin(m_live));
    }
    auto message = m_checker.next();
    if (!message)
        return Done{};
    if (auto *digest = std::get_if<DigestRequest>(&*message))
        send(*digest, "digest of " + std::to_string(digest->ranges.size()) + " ranges");
    else
        send(std::get<RowsRequest>(*message), "rows");
    return Done{};
}

Channel::Trouble Channel::on(Digest message)
{
    const auto done = m_checker.answer(message);
    if (!done)
        return trouble(done.error());
    if (const auto equal = m_checker.takeEqual()) {
        log("digest: equal");
        m_context.act(DigestsEqual{m_number});
        // All that the server has for us is here, so an edit whose row had not come then never will be seen.
        auto changes = m_replica.dropUnseen(*equal);
        if (!changes)
            return trouble(changes.error());
        changed(*changes);
    }
    return {};
}

Channel::Trouble Channel::on(Rows message)
{
    auto changes = m_replica.replaceRange(message);
    if (!changes)
        return trouble(changes.error());
    log("digest: repaired a range");
    changed(*changes);
    if (const auto done = m_checker.repaired(message.range); !done)
        return trouble(done.error());
    if (!m_checker.isLost())
        return {};
    log("digest: starting over");
    m_checker.abandon();
    const auto done = m_replica.startOver();
    if (!done)
        return trouble(done.error());
    return {Trouble::Kind::Restart, {ErrorCode::Conflict, "sync.digest"}, std::chrono::milliseconds(1)};
}

// ---- the rest

Channel::Trouble Channel::on(Pong)
{
    m_pongMissing = false;
    return {};
}

Channel::Trouble Channel::on(Event message)
{
    m_context.act(EventReceived{m_number, std::move(message.name), std::move(message.payload)});
    return {};
}

} // namespace nimara::sync
