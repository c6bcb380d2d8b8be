#include "sync/service/write_lane.h"

#include "models/domain/sign_in_errors.h"
#include "sync/replica/scope_tables.h"

#include <algorithm>
#include <utility>

namespace nimara::sync {

namespace {

using namespace std::chrono_literals;

// With few rows under way each step is told at once; with thousands (a bulk edit) ten times a second is enough.
constexpr std::size_t fewRows = 200;
constexpr auto renewalPause = 100ms;
constexpr auto reopenPause = 10s;

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

void join(Changes &into, const TableChange &change)
{
    const auto same = std::find_if(into.begin(), into.end(),
                                   [&](const TableChange &each) { return each.table == change.table; });
    if (same == into.end()) {
        into.push_back(change);
    } else if (same->ids.empty() || change.ids.empty() ||
               same->ids.size() + change.ids.size() > ChangeSet::nameable) {
        same->ids.clear();
    } else {
        for (const Uuid &id : change.ids) {
            if (std::find(same->ids.begin(), same->ids.end(), id) == same->ids.end())
                same->ids.push_back(id);
        }
    }
}

} // namespace

WriteLane::WriteLane(ReadLane &readers, Tuning tuning)
    : m_readers(readers), m_engine(m_clock, m_rng, tuning, NIMARA_VERSION)
{
    connect(
        &readers, &ReadLane::damageMet, this,
        [this](ChannelNumber channel, const Error &error) {
            does([this, channel, error] { m_engine.damageMet(channel, error); });
        },
        Qt::DirectConnection);
}

WriteLane::~WriteLane()
{
    for (auto &[number, channel] : m_channels)
        m_engine.detach(number);
}

// ---- crossing

void WriteLane::does(std::function<void()> function, Urgency urgency)
{
    post(
        [this, function = std::move(function)] {
            function();
            carryOut();
        },
        urgency);
}

template <typename T, typename Function>
QFuture<Result<T>> WriteLane::call(Function function)
{
    const SharedPromise<Result<T>> promise;
    post([this, promise, function = std::move(function)]() mutable {
        Result<T> result = function();
        // What changed is told before the answer, so that whoever gets the answer finds it known.
        carryOut();
        promise.finish(std::move(result));
    });
    return promise.future();
}

QFuture<Result<OpenReport>> WriteLane::attach(ReplicaPlace place)
{
    return call<OpenReport>([this, place = std::move(place)]() -> Result<OpenReport> {
        if (m_channels.contains(place.channel))
            return Error{ErrorCode::Conflict, "replica.attached"};
        Channel &channel = m_channels[place.channel];
        channel.place = place;
        channel.news.channel = place.channel;
        auto opened = open(channel);
        if (!opened)
            m_channels.erase(place.channel);
        return opened;
    });
}

QFuture<Result<Done>> WriteLane::detachAll()
{
    return call<Done>([this]() -> Result<Done> {
        m_engine.stop();
        carryOut();
        for (auto &[number, channel] : m_channels) {
            m_engine.detach(number);
            m_readers.pauseAndWait(number);
            m_readers.remove(number);
        }
        m_channels.clear();
        return Done{};
    });
}

QFuture<Result<Done>> WriteLane::connectTo(ServerEndpoint server, QByteArray token)
{
    return call<Done>([this, server = std::move(server), token = std::move(token)]() -> Result<Done> {
        m_server = server;
        m_token = token;
        m_engine.start();
        m_engine.syncNow();
        return Done{};
    });
}

void WriteLane::disconnectFrom()
{
    does([this] { m_engine.stop(); });
}

void WriteLane::setOffline(bool offline)
{
    does([this, offline] { m_engine.setOffline(offline); });
}

void WriteLane::syncNow()
{
    does([this] { m_engine.syncNow(); });
}

QFuture<Result<Stored>> WriteLane::submit(ChannelNumber channel, Edit edit)
{
    return call<Stored>([this, channel, edit = std::move(edit)]() mutable -> Result<Stored> {
        const auto found = m_channels.find(channel);
        if (found == m_channels.end())
            return Error{ErrorCode::NotFound, "replica.missing"};
        track(found->second, edit);
        return m_engine.submit(channel, std::move(edit));
    });
}

QFuture<Result<Done>> WriteLane::resolve(ChannelNumber channel, std::int64_t review, Decision decision)
{
    return call<Done>(
        [this, channel, review, decision] { return m_engine.resolve(channel, review, decision); });
}

QFuture<Result<Done>> WriteLane::discardWaiting(ChannelNumber channel, std::uint64_t seq)
{
    return call<Done>([this, channel, seq] { return m_engine.discardWaiting(channel, seq); });
}

QFuture<Result<std::vector<WaitingEdit>>> WriteLane::waiting(ChannelNumber channel)
{
    return call<std::vector<WaitingEdit>>([this, channel] { return m_engine.waiting(channel); });
}

QFuture<Result<std::vector<ReviewItem>>> WriteLane::reviews(ChannelNumber channel)
{
    return call<std::vector<ReviewItem>>([this, channel] { return m_engine.reviews(channel); });
}

void WriteLane::presence(ChannelNumber channel, std::uint16_t table, Uuid id, bool joined)
{
    does([this, channel, table, id, joined] { m_engine.presence(channel, table, id, joined); });
}

void WriteLane::checkDigest(ChannelNumber channel)
{
    does([this, channel] { m_engine.checkDigest(channel); });
}

QFuture<Result<std::vector<WriteLane::LocalDigest>>> WriteLane::digests(ChannelNumber number)
{
    using Digests = std::vector<LocalDigest>;
    return call<Digests>([this, number]() -> Result<Digests> {
        const auto found = m_channels.find(number);
        if (found == m_channels.end() || !found->second.replica)
            return Error{ErrorCode::NotFound, "replica.missing"};
        const Replica &replica = *found->second.replica;
        Uuid::Bytes last;
        last.fill(0xFF);
        Digests digests;
        for (const ScopeState &scope : replica.scopes()) {
            for (const ScopeTable &each : scopeTables(replica.realm(), scope.cls)) {
                const auto digest = replica.digest({scope.id, each.table->number, Uuid(), Uuid(last)});
                if (!digest)
                    return digest.error();
                digests.push_back({scope.cls, scope.cursor, *digest});
            }
        }
        return digests;
    });
}

QFuture<Result<std::vector<std::string>>> WriteLane::recentSteps()
{
    return call<std::vector<std::string>>(
        [this]() -> Result<std::vector<std::string>> { return m_engine.recentSteps(); });
}

// ---- the link: called on the network's thread

void WriteLane::linkUp(SocketLink::Number link)
{
    does([this, link] {
        if (link == m_linkNumber && m_linkOpen)
            m_engine.linkUp();
    });
}

void WriteLane::linkDown(SocketLink::Number link, Error why, std::chrono::milliseconds retryAfter)
{
    // A wrong key may be a hotel's portal that will let us pass in a minute: it is tried again, unlike a refusal of
    // the server itself.
    if (why.key == signin::keyMismatch)
        why.code = ErrorCode::Unavailable;
    does([this, link, why = std::move(why), retryAfter] {
        if (link == m_linkNumber && std::exchange(m_linkOpen, false))
            m_engine.linkDown(why, retryAfter);
    });
}

void WriteLane::linkFrame(SocketLink::Number link, QByteArray bytes)
{
    does(
        [this, link, bytes = std::move(bytes)] {
            if (link == m_linkNumber && m_linkOpen)
                m_engine.frame(viewOf(bytes));
        },
        Urgency::Bulk);
}

// ---- replicas

Result<OpenReport> WriteLane::open(Channel &channel)
{
    const ChannelNumber number = channel.place.channel;
    ReplicaOptions options;
    options.path = channel.place.file.path;
    options.key = channel.place.file.key;
    options.port = channel.place.port;
    options.closeReaders = [this, number] {
        m_readers.pauseAndWait(number);
        if (const auto found = m_channels.find(number); found != m_channels.end())
            found->second.paused = true;
    };
    auto opened = Replica::open(std::move(options), m_clock, m_rng);
    if (!opened)
        return opened.error();
    channel.replica = std::move(*opened);
    m_engine.attach(number, *channel.replica);
    m_readers.add(number, channel.place.file);
    trackAll(channel);
    channel.news.replaced = true;
    channel.news.opened = channel.replica->report();
    channel.news.status = m_engine.status(number);
    channel.news.rights = m_engine.rights(number);
    return channel.replica->report();
}

void WriteLane::reopen(ChannelNumber number)
{
    const auto found = m_channels.find(number);
    if (found == m_channels.end() || found->second.replica)
        return;
    if (const auto opened = open(found->second); !opened) {
        SyncStatus status = found->second.news.status.value_or(SyncStatus());
        status.link = LinkState::Disconnected;
        status.problem = opened.error();
        found->second.news.status = status;
        QTimer::singleShot(reopenPause, this, [this, number] { does([this, number] { reopen(number); }); });
    }
}

// ---- actions

void WriteLane::carryOut()
{
    for (std::vector<Action> actions = m_engine.takeActions(); !actions.empty();
         actions = m_engine.takeActions()) {
        for (const Action &action : actions)
            std::visit([this](const auto &each) { act(each); }, action);
    }
    for (auto &[number, channel] : m_channels) {
        if (std::exchange(channel.paused, false))
            m_readers.resume(number);
        renewStandings(channel);
        tell(channel);
    }
}

void WriteLane::act(const SendFrame &action)
{
    m_link->send(m_linkNumber, QByteArray::fromStdString(action.bytes));
    for (auto &[number, channel] : m_channels)
        channel.standingsStale = true;
}

void WriteLane::act(const OpenLink &)
{
    ++m_linkNumber;
    m_linkOpen = true;
    if (!m_token.isEmpty()) {
        m_link->open(m_linkNumber, m_server, m_token);
        return;
    }
    linkDown(m_linkNumber, {ErrorCode::Unauthenticated, std::string(signin::ended)}, {});
}

void WriteLane::act(const CloseLink &)
{
    m_linkOpen = false;
    m_link->close(m_linkNumber);
}

void WriteLane::act(const SetTimer &action)
{
    if (!m_timer) {
        m_timer = new QTimer(this);
        m_timer->setSingleShot(true);
        m_timer->setTimerType(Qt::PreciseTimer);
        connect(m_timer, &QTimer::timeout, this, [this] {
            m_engine.tick();
            carryOut();
        });
    }
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(action.at - m_clock.monotonic());
    m_timer->start(std::max(wait, 0ms));
}

void WriteLane::act(const RowsChanged &action)
{
    const auto found = m_channels.find(action.channel);
    if (found == m_channels.end())
        return;
    m_readers.changed(action.channel, action.change.table, action.change.ids);
    join(found->second.news.changes, action.change);
    found->second.standingsStale = true;
}

void WriteLane::act(const ReplicaReplaced &action)
{
    if (const auto found = m_channels.find(action.channel); found != m_channels.end())
        found->second.news.replaced = true;
}

void WriteLane::act(const StatusChanged &action)
{
    const auto found = m_channels.find(action.channel);
    if (found == m_channels.end() || !found->second.replica)
        return;
    found->second.news.status = m_engine.status(action.channel);
    found->second.standingsStale = true;
}

void WriteLane::act(const RightsChanged &action)
{
    const auto found = m_channels.find(action.channel);
    if (found != m_channels.end() && found->second.replica)
        found->second.news.rights = m_engine.rights(action.channel);
}

void WriteLane::act(const EventReceived &action)
{
    if (const auto found = m_channels.find(action.channel); found != m_channels.end())
        found->second.news.events.push_back({action.name, action.payload});
}

void WriteLane::act(const EditAnswered &action)
{
    if (const auto found = m_channels.find(action.channel); found != m_channels.end())
        found->second.standingsStale = true;
}

void WriteLane::act(const DigestsEqual &action)
{
    if (const auto found = m_channels.find(action.channel); found != m_channels.end())
        found->second.news.digestsEqual = true;
}

void WriteLane::act(const SearchPending &action)
{
    const auto found = m_channels.find(action.channel);
    if (found == m_channels.end())
        return;
    found->second.searchPending = true;
    post([] {}, Urgency::Bulk); // wakes idle()
}

void WriteLane::act(const ReplicaFailed &action)
{
    const auto found = m_channels.find(action.channel);
    if (found == m_channels.end())
        return;
    Channel &channel = found->second;
    m_readers.pauseAndWait(action.channel);
    channel.paused = true;
    m_engine.detach(action.channel);
    channel.replica.reset();
    reopen(action.channel);
}

// Nothing else is to be done: a little of the search index.
void WriteLane::idle()
{
    for (auto &[number, channel] : m_channels) {
        if (!std::exchange(channel.searchPending, false) || !channel.replica)
            continue;
        m_engine.indexSearch(number);
        carryOut();
        return;
    }
}

// ---- what is told

void WriteLane::tell(Channel &channel)
{
    ChannelNews &told = channel.news;
    const bool anything = !told.changes.empty() || !told.standings.empty() || told.replaced || told.status ||
                          told.rights || told.opened || !told.events.empty() || told.digestsEqual;
    if (!anything)
        return;
    told.at = m_clock.now();
    const ChannelNumber number = told.channel;
    const ChannelNews out = std::exchange(told, ChannelNews());
    told.channel = number;
    emit news(out);
}

void WriteLane::track(Channel &channel, const Edit &edit)
{
    for (const Op &op : edit.ops)
        channel.standings.try_emplace({op.table, op.id}, RowState::Confirmed);
    channel.standingsStale = true;
}

void WriteLane::trackAll(Channel &channel)
{
    channel.standings.clear();
    if (const auto waiting = m_engine.waiting(channel.place.channel)) {
        for (const WaitingEdit &each : *waiting)
            track(channel, each.mutation.edit);
    }
    if (const auto reviews = m_engine.reviews(channel.place.channel)) {
        for (const ReviewItem &each : *reviews)
            track(channel, each.mutation.edit);
    }
}

void WriteLane::renewStandings(Channel &channel)
{
    if (!channel.standingsStale || !channel.replica)
        return;
    if (channel.standings.size() > fewRows && m_clock.monotonic() - m_lastRenewal < renewalPause) {
        if (!std::exchange(m_renewalPlanned, true))
            QTimer::singleShot(renewalPause, this, [this] {
                m_renewalPlanned = false;
                carryOut();
            });
        return;
    }
    channel.standingsStale = false;
    m_lastRenewal = m_clock.monotonic();
    for (auto at = channel.standings.begin(); at != channel.standings.end();) {
        auto &[row, told] = *at;
        const RowState now = m_engine.rowState(channel.place.channel, row.table, row.id);
        if (now != std::exchange(told, now))
            channel.news.standings.push_back({row.table, row.id, now});
        at = now == RowState::Confirmed ? channel.standings.erase(at) : std::next(at);
    }
}

} // namespace nimara::sync
