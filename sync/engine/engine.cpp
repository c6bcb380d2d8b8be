#include "sync/engine/engine.h"

#include "models/base/json.h"
#include "sync/engine/channel.h"
#include "sync/protocol/codec.h"

#include <map>

namespace nimara::sync {

namespace {

Error noChannel()
{
    return Error{ErrorCode::NotFound, "sync.no_channel"};
}

} // namespace

class Engine::Impl
{
public:
    Impl(Clock &clock, Rng &rng, Tuning tuning, std::string appVersion)
        : context{clock, rng, tuning, std::move(appVersion)}, link(context)
    {}

    Channel *find(ChannelNumber number)
    {
        const auto found = channels.find(number);
        return found == channels.end() ? nullptr : found->second.get();
    }

    void allDown()
    {
        for (auto &[number, channel] : channels)
            channel->linkDown();
    }
    void refreshAll()
    {
        for (auto &[number, channel] : channels)
            channel->refreshStatus();
    }
    void settle(ChannelNumber number, const Channel::Trouble &trouble);
    void userActed(ChannelNumber number);
    // The result; damage that it tells of is settled.
    template <typename T>
    Result<T> answered(ChannelNumber number, Result<T> result);
    void schedule();

    Context context;
    Link link;
    std::map<ChannelNumber, std::unique_ptr<Channel>> channels;
    std::optional<std::chrono::microseconds> timer;
};

void Engine::Impl::settle(ChannelNumber number, const Channel::Trouble &trouble)
{
    switch (trouble.kind) {
    case Channel::Trouble::Kind::None:
        return;
    case Channel::Trouble::Kind::Restart:
        link.drop(trouble.error, trouble.retryAfter);
        break;
    case Channel::Trouble::Kind::Refuse:
        link.refuse(trouble.error);
        break;
    case Channel::Trouble::Kind::Failed:
        context.act(ReplicaFailed{number, trouble.error});
        link.drop(trouble.error, context.tuning.storageRetry);
        break;
    }
    allDown();
}

// After an edit: what it makes due is sent at once.
void Engine::Impl::userActed(ChannelNumber number)
{
    Channel &channel = *channels.at(number);
    settle(number, channel.pump());
    channel.refreshStatus();
    schedule();
}

void Engine::Impl::schedule()
{
    std::optional<std::chrono::microseconds> next = link.due();
    for (const auto &[number, channel] : channels) {
        const auto due = channel->due();
        if (due && (!next || *due < *next))
            next = due;
    }
    if (next == timer || !next)
        return;
    timer = next;
    context.act(SetTimer{*next});
}

Engine::Engine(Clock &clock, Rng &rng, Tuning tuning, std::string appVersion)
    : m_impl(std::make_unique<Impl>(clock, rng, tuning, std::move(appVersion)))
{}

Engine::~Engine() = default;

std::vector<Action> Engine::takeActions()
{
    return std::exchange(m_impl->context.actions, {});
}

// ---- replicas

void Engine::attach(ChannelNumber channel, Replica &replica)
{
    auto &entry = m_impl->channels[channel];
    entry = std::make_unique<Channel>(m_impl->context, m_impl->link, channel, replica);
    if (m_impl->link.isUp())
        entry->linkUp();
    m_impl->schedule();
}

void Engine::detach(ChannelNumber channel)
{
    if (m_impl->channels.erase(channel) == 0)
        return;
    // The server still speaks to it: only a new socket begins anew.
    if (m_impl->link.isUp()) {
        m_impl->link.drop({ErrorCode::Offline, "link.detached"}, std::chrono::milliseconds(1));
        m_impl->allDown();
    }
    m_impl->schedule();
}

// ---- the link

void Engine::start()
{
    m_impl->link.start();
    m_impl->refreshAll();
    m_impl->schedule();
}

void Engine::stop()
{
    m_impl->link.stop();
    m_impl->allDown();
    m_impl->schedule();
}

void Engine::setOffline(bool offline)
{
    m_impl->link.setOffline(offline);
    if (offline)
        m_impl->allDown();
    m_impl->refreshAll();
    m_impl->schedule();
}

void Engine::syncNow()
{
    m_impl->link.syncNow();
    for (auto &[number, channel] : m_impl->channels)
        channel->wake();
    m_impl->refreshAll();
    m_impl->schedule();
}

void Engine::linkUp()
{
    m_impl->link.up();
    if (m_impl->link.isUp()) {
        for (auto &[number, channel] : m_impl->channels)
            channel->linkUp();
    }
    m_impl->schedule();
}

void Engine::linkDown(Error why, std::chrono::milliseconds retryAfter)
{
    m_impl->link.lost(std::move(why), retryAfter);
    m_impl->allDown();
    m_impl->schedule();
}

void Engine::frame(std::string_view bytes)
{
    Impl &impl = *m_impl;
    if (!impl.link.isUp())
        return;
    impl.link.heard();
    auto frame = decodeServer(bytes);
    if (!frame) {
        impl.context.log.add(impl.context.now(), "link: a frame that cannot be read");
        impl.link.drop(frame.error());
        impl.allDown();
    } else if (Channel *channel = impl.find(frame->channel)) {
        impl.settle(frame->channel, channel->receive(std::move(frame->message)));
    } else if (const auto *bye = std::get_if<Bye>(&frame->message)) {
        // The server ends the socket before anything was said on it.
        impl.link.drop(bye->error, std::chrono::milliseconds(bye->retryAfterMs));
        impl.allDown();
    }
    impl.schedule();
}

void Engine::tick()
{
    Impl &impl = *m_impl;
    impl.timer.reset();
    if (impl.link.tick())
        impl.allDown();
    for (auto &[number, channel] : impl.channels) {
        const Channel::Trouble trouble = channel->tick();
        impl.settle(number, trouble);
        if (trouble.kind != Channel::Trouble::Kind::None)
            break;
    }
    impl.refreshAll();
    impl.schedule();
}

// ---- the user

template <typename T>
Result<T> Engine::Impl::answered(ChannelNumber number, Result<T> result)
{
    if (!result)
        settle(number, channels.at(number)->troubleOf(result.error()));
    return result;
}

Result<Stored> Engine::submit(ChannelNumber channel, Edit edit)
{
    Channel *found = m_impl->find(channel);
    if (!found)
        return noChannel();
    auto stored = m_impl->answered(channel, found->submit(std::move(edit)));
    m_impl->userActed(channel);
    return stored;
}

Result<Done> Engine::resolve(ChannelNumber channel, std::int64_t reviewNumber, Decision decision)
{
    Channel *found = m_impl->find(channel);
    if (!found)
        return noChannel();
    auto done = m_impl->answered(channel, found->resolve(reviewNumber, std::move(decision)));
    m_impl->userActed(channel);
    return done;
}

Result<Done> Engine::discardWaiting(ChannelNumber channel, std::uint64_t seq)
{
    Channel *found = m_impl->find(channel);
    if (!found)
        return noChannel();
    auto done = m_impl->answered(channel, found->discardWaiting(seq));
    m_impl->userActed(channel);
    return done;
}

Result<std::vector<WaitingEdit>> Engine::waiting(ChannelNumber channel)
{
    const Channel *found = m_impl->find(channel);
    return found ? m_impl->answered(channel, found->waiting()) : noChannel();
}

Result<std::vector<ReviewItem>> Engine::reviews(ChannelNumber channel)
{
    const Channel *found = m_impl->find(channel);
    return found ? m_impl->answered(channel, found->replica().reviews()) : noChannel();
}

void Engine::damageMet(ChannelNumber channel, const Error &error)
{
    if (Channel *found = m_impl->find(channel)) {
        m_impl->settle(channel, found->damageMet(error));
        m_impl->schedule();
    }
}

RowState Engine::rowState(ChannelNumber channel, std::uint16_t table, const Uuid &id) const
{
    const Channel *found = m_impl->find(channel);
    return found ? found->rowState(table, id) : RowState::Confirmed;
}

void Engine::presence(ChannelNumber channel, std::uint16_t table, const Uuid &id, bool joined)
{
    if (Channel *found = m_impl->find(channel))
        found->presence(table, id, joined);
}

void Engine::checkDigest(ChannelNumber channel)
{
    if (Channel *found = m_impl->find(channel)) {
        found->checkDigest();
        m_impl->userActed(channel);
    }
}

void Engine::indexSearch(ChannelNumber channel)
{
    if (Channel *found = m_impl->find(channel)) {
        m_impl->settle(channel, found->indexSearch());
        m_impl->schedule();
    }
}

const SyncStatus &Engine::status(ChannelNumber channel) const
{
    static const SyncStatus none;
    const Channel *found = m_impl->find(channel);
    return found ? found->status() : none;
}

Rights Engine::rights(ChannelNumber channel) const
{
    Rights rights;
    const Channel *found = m_impl->find(channel);
    if (!found)
        return rights;
    const Standing &standing = found->replica().standing();
    rights.userId = standing.userId;
    rights.isSuperAdmin = standing.isSuperAdmin;
    if (const auto map = parseJson(standing.permissions))
        rights.permissions = PermissionSet::fromJson(*map);
    return rights;
}

std::vector<std::string> Engine::recentSteps() const
{
    return m_impl->context.log.lines();
}

} // namespace nimara::sync
