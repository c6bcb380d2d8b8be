#include "server/sync/endpoint/hub_driver.h"

#include <chrono>
#include <utility>

namespace nimara::server::sync_endpoint {

namespace {

std::chrono::microseconds monotonic()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

// A call of the door, whatever it throws.
template <typename Answer, typename Call>
Result<Answer> answered(const Call &call)
{
    try {
        return call();
    } catch (const std::exception &fault) {
        return Error{ErrorCode::Internal, "server.exception", {}, fault.what()};
    }
}

} // namespace

HubDriver::HubDriver(Door &door, net::WorkerPool &workers, Log log)
    : m_door(door), m_workers(workers), m_log(std::move(log)), m_thread([this] { run(); })
{}

HubDriver::~HubDriver()
{
    stop();
}

void HubDriver::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void HubDriver::add(SubscriberId subscriber, Receiver receiver)
{
    const std::lock_guard lock(m_mutex);
    m_receivers[subscriber] = std::move(receiver);
}

void HubDriver::remove(SubscriberId subscriber)
{
    const std::lock_guard lock(m_mutex);
    m_receivers.erase(subscriber);
    m_hub.leave(subscriber);
    drain();
}

void HubDriver::join(SubscriberId subscriber, std::uint64_t ticket, const sync::Cursor &from,
                     const std::vector<sync::ScopeId> &scopes)
{
    const std::lock_guard lock(m_mutex);
    m_hub.join(subscriber, ticket, from, scopes);
    drain();
}

void HubDriver::leave(SubscriberId subscriber)
{
    const std::lock_guard lock(m_mutex);
    m_hub.leave(subscriber);
    drain();
}

void HubDriver::poke()
{
    const std::lock_guard lock(m_mutex);
    m_hub.poke();
    drain();
}

// News go out in the order in which the hub made them, since whoever drains holds the lock.
void HubDriver::drain()
{
    for (FeedHub::Action &action : m_hub.takeActions()) {
        if (auto *deliver = std::get_if<FeedHub::Deliver>(&action)) {
            const auto receiver = m_receivers.find(deliver->to);
            if (receiver != m_receivers.end())
                receiver->second(std::move(deliver->news));
            continue;
        }
        auto &work = std::get<FeedHub::Work>(action);
        if (work.isPoll) {
            m_polls.push_back(std::move(work));
            m_wake.notify_one();
        } else {
            catchUp(std::move(work));
        }
    }
}

void HubDriver::catchUp(FeedHub::Work work)
{
    auto asked = std::make_shared<const FeedHub::Work>(std::move(work));
    m_workers.post(net::Lane::Live, [this, asked](net::Worker &) {
        const auto &feed = std::get<FeedHub::Feed>(asked->call);
        auto step = answered<FeedStep>([&] { return m_door.feed(feed.from, feed.scopes); });
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return;
        m_hub.done(asked->id, std::move(step));
        drain();
    });
}

void HubDriver::poll(Lock &lock, const FeedHub::Work &work)
{
    lock.unlock();
    Error fault;
    if (const auto *feed = std::get_if<FeedHub::Feed>(&work.call)) {
        auto step = answered<FeedStep>([&] { return m_door.feed(feed->from, feed->scopes); });
        if (!step)
            fault = step.error();
        lock.lock();
        m_hub.done(work.id, std::move(step));
    } else {
        auto cursor = answered<sync::Cursor>([&] { return m_door.now(); });
        if (!cursor)
            fault = cursor.error();
        lock.lock();
        m_hub.done(work.id, std::move(cursor));
    }
    const bool isAway = !fault.key.empty();
    if (isAway != std::exchange(m_wasAway, isAway))
        m_log.write(isAway ? LogLevel::Error : LogLevel::Info, isAway ? "feed.stopped" : "feed.goes_on",
                    {{"key", fault.key}, {"detail", fault.detail}});
    drain();
}

void HubDriver::run()
{
    constexpr auto pause = FeedHub::Limits{}.interval;
    Lock lock(m_mutex);
    while (!m_stopping) {
        m_hub.tick(monotonic());
        drain();
        if (m_polls.empty()) {
            m_wake.wait_for(lock, pause, [this] { return m_stopping || !m_polls.empty(); });
            continue;
        }
        const FeedHub::Work work = std::move(m_polls.front());
        m_polls.pop_front();
        poll(lock, work);
    }
}

} // namespace nimara::server::sync_endpoint
