#include "server/sync/session.h"

#include "models/base/json.h"
#include "models/domain/sign_in_errors.h"
#include "models/schema/registry.h"
#include "sync/protocol/codec.h"

#include <algorithm>
#include <utility>

namespace nimara::server {

namespace {

constexpr std::uint32_t unavailableRetryMs = 1000;
constexpr std::size_t longestName = 200; // of epoch and version in a Hello

Error protocolError(std::string detail)
{
    return {ErrorCode::Protocol, "protocol.order", {}, std::move(detail)};
}

Result<> checkVersions(const sync::Hello &hello, std::uint32_t newest)
{
    const std::uint32_t oldest = newest > 2 ? newest - 2 : 1;
    if (hello.protocol < sync::oldestProtocol || hello.generation < oldest)
        return Error{ErrorCode::UpgradeRequired, std::string(signin::clientTooOld), {}, NIMARA_VERSION};
    if (hello.generation > newest)
        return Error{ErrorCode::UpgradeRequired, std::string(signin::serverTooOld), {}, NIMARA_VERSION};
    return Done{};
}

bool isSound(const sync::Hello &hello)
{
    if (hello.clientId.isNil() || hello.incarnation.isNil() || hello.scopes.size() > sync::maxScopes)
        return false;
    if (hello.epoch.size() > longestName || hello.appVersion.size() > longestName)
        return false;
    return std::ranges::all_of(hello.scopes, [](const sync::HeldScope &scope) {
        return scope.cursor.size() <= sync::maxCursorBytes;
    });
}

bool isSound(const sync::Push &push)
{
    if (push.mutations.empty() || push.mutations.size() > sync::maxPushMutations ||
        push.mutations.front().seq == 0)
        return false;
    return std::ranges::is_sorted(push.mutations, std::ranges::less_equal{}, &Mutation::seq);
}

} // namespace

Session::Session(Actor actor, std::uint8_t channel) : Session(std::move(actor), channel, Limits{}) {}

Session::Session(Actor actor, std::uint8_t channel, Limits limits)
    : m_actor(std::move(actor)), m_channel(channel), m_limits(limits)
{}

Session::~Session() = default;

std::vector<Session::Action> Session::handle(const Moment &moment, Event event)
{
    if (m_state == State::Closed)
        return {};
    m_moment = moment;
    if (m_heard.count() < 0)
        m_heard = moment.now;
    std::visit([this](auto &&item) { on(std::forward<decltype(item)>(item)); }, std::move(event));
    if (m_state == State::Open)
        pump();
    return std::exchange(m_actions, {});
}

void Session::pump()
{
    if (m_slow && m_moment.buffered <= m_limits.drained) {
        m_slow = false;
        joinHub();
    }
    pumpPushes();
    pumpPages();
    pumpChecks();
}

void Session::on(Frame event)
{
    m_heard = m_moment.now;
    const bool isHello = std::holds_alternative<sync::Hello>(event.message);
    const bool isPing = std::holds_alternative<sync::Ping>(event.message);
    if (isHello != (m_state == State::New) || (m_state == State::Opening && !isPing))
        return malformed(isHello ? "a second hello" : "a message before its time");
    if (std::holds_alternative<sync::Push>(event.message))
        m_bytesWaiting += event.bytes;
    std::visit([this](auto &&message) { on(std::forward<decltype(message)>(message)); },
               std::move(event.message));
}

void Session::on(BadFrame event)
{
    bye(std::move(event.error));
}

void Session::on(Done event)
{
    const std::uint64_t id = event.work;
    std::visit(
        [this, id](auto &&result) {
            using R = std::decay_t<decltype(result)>;
            std::uint64_t *slot = &m_checkWork;
            if constexpr (std::is_same_v<R, Result<Opened>>)
                slot = &m_openWork;
            else if constexpr (std::is_same_v<R, Result<PageFrame>>)
                slot = &m_pageWork;
            else if constexpr (std::is_same_v<R, Result<std::vector<Outcome>>>)
                slot = &m_pushWork;
            if (*slot != id)
                return;
            *slot = 0;
            on(std::forward<decltype(result)>(result));
        },
        std::move(event.result));
}

void Session::on(Tick)
{
    if (m_moment.now - m_heard > m_limits.silence)
        close(); // nobody listens: no last words
}

void Session::on(End event)
{
    bye(std::move(event.error), event.retryAfterMs);
}

// ---- opening and rights

void Session::on(sync::Hello message)
{
    if (const auto versions = checkVersions(message, m_limits.generation); !versions)
        return bye(versions.error());
    if (!isSound(message))
        return malformed("hello");
    m_state = State::Opening;
    m_protocol = std::min(message.protocol, sync::protocolVersion);
    m_device = {message.clientId, message.incarnation, message.port};
    m_openWork = work(OpenCall{m_device, std::move(message)});
}

void Session::on(Result<Opened> result)
{
    if (!result)
        return failed(result.error());
    m_state = State::Open;
    m_lastSeq = result->lastSeq;
    m_access = std::make_shared<const Access>(std::move(result->access));
    for (const ScopeGrant &scope : m_access->scopes)
        m_granted.insert(scope.id);
    m_resumable.insert(result->resumable.begin(), result->resumable.end());
    welcome();
}

void Session::on(AccessRead event)
{
    if (m_state != State::Open)
        return;
    if (!event.access) {
        const ErrorCode code = event.access.error().code;
        if (code == ErrorCode::Forbidden || code == ErrorCode::Unauthenticated)
            bye(event.access.error());
        return;
    }
    if (event.access->epoch != m_access->epoch)
        return bye(Error{ErrorCode::Unavailable, std::string(staleEpochKey)}, 1);
    if (event.access->aclHash == m_access->aclHash)
        return;
    std::set<sync::ScopeId> gone = std::exchange(m_granted, {});
    m_resumable = gone; // a scope granted before and now goes on as it was
    m_access = std::make_shared<const Access>(*std::move(event.access));
    for (const ScopeGrant &scope : m_access->scopes) {
        m_granted.insert(scope.id);
        gone.erase(scope.id);
    }
    dropScopes(gone);
    welcome();
    joinHub();
}

void Session::welcome()
{
    sync::Welcome welcome;
    welcome.protocol = m_protocol;
    welcome.generation = m_limits.generation;
    welcome.epoch = m_access->epoch;
    welcome.serverTime = m_moment.time;
    welcome.userId = m_actor.userId;
    welcome.isSuperAdmin = m_access->isSuperAdmin;
    welcome.aclHash = m_access->aclHash;
    welcome.permissions = m_access->permissions.toJson().dump();
    for (const ScopeGrant &scope : m_access->scopes)
        welcome.scopes.push_back({scope.id, scope.cls, m_resumable.contains(scope.id), scope.rows});
    welcome.lastSeq = m_lastSeq;
    welcome.leaseHours = m_access->leaseHours;
    send(welcome);
}

void Session::dropScopes(const std::set<sync::ScopeId> &gone)
{
    if (gone.empty())
        return;
    if (m_pageWork != 0 && !m_items.empty() && gone.contains(m_items.front().scope))
        m_pageStale = true;
    std::erase_if(m_items, [&](const sync::LoadItem &item) { return gone.contains(item.scope); });
    // The hub's news do not say which part is of which scope: it starts anew for what is left.
    leaveHub();
    std::erase_if(m_subscribed, [&](const auto &entry) { return gone.contains(entry.first); });
}

// ---- pushes

void Session::on(sync::Push message)
{
    if (!isSound(message))
        return malformed("push");
    if (m_mutations.size() + message.mutations.size() > m_limits.mutationsWaiting ||
        m_bytesWaiting > m_limits.bytesWaiting)
        return malformed("more mutations than the window holds");
    std::ranges::move(message.mutations, std::back_inserter(m_mutations));
}

void Session::pumpPushes()
{
    if (m_pushWork != 0 || m_mutations.empty())
        return;
    const auto count = static_cast<std::ptrdiff_t>(std::min(m_mutations.size(), sync::maxPushMutations));
    const auto end = m_mutations.begin() + count;
    ApplyCall call{m_device, {std::move_iterator(m_mutations.begin()), std::move_iterator(end)}};
    m_mutations.erase(m_mutations.begin(), end);
    if (m_mutations.empty())
        m_bytesWaiting = 0;
    m_pushWork = work(std::move(call));
}

void Session::on(Result<std::vector<Outcome>> result)
{
    if (!result)
        return failed(result.error());
    for (const Outcome &outcome : *result)
        m_lastSeq = std::max(m_lastSeq, outcome.seq);
    m_actions.emplace_back(Poke{});
    sendOutcomes(*std::move(result));
}

// A conflict carries whole values, so a batch of them may outgrow a frame.
void Session::sendOutcomes(std::vector<Outcome> outcomes)
{
    std::string bytes = sync::encode(m_channel, sync::ServerMessage(sync::Outcomes{outcomes}));
    if (bytes.size() <= sync::maxFrameBytes / 2 || outcomes.size() < 2) {
        post({{std::make_shared<const std::string>(std::move(bytes))}});
        return;
    }
    const auto middle = outcomes.begin() + static_cast<std::ptrdiff_t>(outcomes.size() / 2);
    sendOutcomes({outcomes.begin(), middle});
    sendOutcomes({middle, outcomes.end()});
}

// ---- small things

void Session::on(sync::Ping message)
{
    send(sync::Pong{message.token, m_moment.time});
}

void Session::on(sync::Presence message)
{
    const Table *table = schema::findTable(message.table);
    if (!table || message.id.isNil())
        return malformed("presence");
    m_actions.emplace_back(Looks{m_device.port, message.table, message.id, message.joined});
}

std::uint64_t Session::work(decltype(Work::call) call)
{
    const std::uint64_t id = m_nextWork++;
    m_actions.emplace_back(Work{id, std::move(call)});
    return id;
}

void Session::send(const sync::ServerMessage &message)
{
    post({{std::make_shared<const std::string>(sync::encode(m_channel, message))}});
}

void Session::post(Send message)
{
    for (const auto &part : message.parts)
        m_moment.buffered += part->size();
    m_actions.emplace_back(std::move(message));
}

void Session::malformed(std::string what)
{
    bye(protocolError(std::move(what)));
}

// Whatever failed is done again when the client comes back: nothing was answered, so nothing is lost. What the database
// lacks, memory or room on its disk, is its operator's concern and stands in the log.
void Session::failed(const Error &error)
{
    const bool isDatabases = error.code == ErrorCode::Unavailable && error.key.starts_with("db.");
    bye(isDatabases ? Error{ErrorCode::Unavailable, "server.database"} : error,
        error.code == ErrorCode::Unavailable ? unavailableRetryMs : 0);
}

void Session::bye(Error error, std::uint32_t retryAfterMs)
{
    send(sync::Bye{std::move(error), retryAfterMs});
    close();
}

void Session::close()
{
    m_state = State::Closed;
    m_actions.emplace_back(Leave{});
    m_actions.emplace_back(Close{});
}

} // namespace nimara::server
