#include "tests/simulation/server_node.h"

#include "sync/protocol/codec.h"

#include <type_traits>

namespace nimara::sim {

using server::FeedHub;
using server::Session;

namespace {

// Small limits, so that few rows meet the edges of pages, frames and credits.
Session::Limits smallLimits(Rng &rng)
{
    Session::Limits limits;
    limits.pageRows = 1 + rng.below(6);
    limits.deltaFrame = rng.oneIn(2) ? 200 : limits.deltaFrame;
    limits.slow = rng.oneIn(4) ? 4000 : limits.slow;
    limits.drained = std::min(limits.drained, limits.slow / 2);
    return limits;
}

} // namespace

ServerNode::ServerNode(Scheduler &scheduler, Rng &rng, server::Door &door, const Clock &clock, Hooks hooks)
    : m_scheduler(scheduler), m_rng(rng), m_door(door), m_clock(clock), m_hooks(std::move(hooks))
{}

void ServerNode::start()
{
    m_up = true;
    ++m_life;
    m_hub = std::make_unique<FeedHub>();
    tick();
}

void ServerNode::kill()
{
    m_up = false;
    ++m_life;
    m_connections.clear();
    m_hub.reset();
}

void ServerNode::later(Time delay, std::function<void()> what)
{
    m_scheduler.after(delay, [this, life = m_life, what = std::move(what)] {
        if (m_up && life == m_life)
            what();
    });
}

Time ServerNode::someDelay()
{
    // Mostly quick, now and then as slow as a lock that waits.
    const auto mean = static_cast<std::uint64_t>(doorDelay.count());
    return Time(static_cast<std::int64_t>(m_rng.below(2 * mean) + (m_rng.oneIn(50) ? 200'000 : 1)));
}

ServerNode::ConnectionId ServerNode::accept(const Uuid &user)
{
    const ConnectionId id = m_nextConnection++;
    m_connections[id].actor.userId = user;
    return id;
}

void ServerNode::lost(ConnectionId connection)
{
    const auto found = m_connections.find(connection);
    if (found == m_connections.end())
        return;
    for (const auto &[number, channel] : found->second.channels)
        m_hub->leave(channel.subscriber);
    m_connections.erase(found);
    pumpHub();
}

ServerNode::Channel *ServerNode::find(ConnectionId connection, std::uint8_t channel)
{
    const auto found = m_connections.find(connection);
    if (found == m_connections.end())
        return nullptr;
    const auto at = found->second.channels.find(channel);
    return at == found->second.channels.end() ? nullptr : &at->second;
}

void ServerNode::receive(ConnectionId connection, const std::string &bytes)
{
    const auto found = m_connections.find(connection);
    if (!m_up || found == m_connections.end())
        return;
    auto frame = sync::decodeClient(bytes);
    const std::uint8_t number = frame ? frame->channel : 0;
    Channel &channel = found->second.channels[number];
    if (!channel.session) {
        channel.session = std::make_unique<Session>(found->second.actor, number, smallLimits(m_rng));
        channel.subscriber = m_nextSubscriber++;
    }
    if (frame)
        deliver(connection, number, Session::Frame{std::move(frame->message), frame->bytes});
    else
        deliver(connection, number, Session::BadFrame{frame.error()});
}

void ServerNode::deliver(ConnectionId connection, std::uint8_t number, Session::Event event)
{
    Channel *channel = find(connection, number);
    if (!channel)
        return;
    const Session::Moment moment{m_scheduler.now(), m_clock.now(), 0};
    perform(connection, number, channel->session->handle(moment, std::move(event)));
    pumpHub();
}

void ServerNode::perform(ConnectionId connection, std::uint8_t number, std::vector<Session::Action> actions)
{
    for (Session::Action &action : actions) {
        Channel *channel = find(connection, number);
        if (!channel)
            return;
        if (auto *send = std::get_if<Session::Send>(&action)) {
            std::string bytes;
            for (const auto &part : send->parts)
                bytes += *part;
            m_hooks.send(connection, std::move(bytes));
        } else if (auto *task = std::get_if<Session::Work>(&action)) {
            work(connection, number, std::move(*task));
        } else if (auto *join = std::get_if<Session::Join>(&action)) {
            m_hub->join(channel->subscriber, join->ticket, join->from, join->scopes);
        } else if (std::holds_alternative<Session::Leave>(action)) {
            m_hub->leave(channel->subscriber);
        } else if (std::holds_alternative<Session::Poke>(action)) {
            m_hub->poke();
        } else if (std::holds_alternative<Session::Close>(action)) {
            m_hub->leave(channel->subscriber);
            m_connections[connection].channels.erase(number);
            if (m_connections[connection].channels.empty()) {
                m_connections.erase(connection);
                m_hooks.close(connection);
            }
            return;
        }
    }
}

void ServerNode::work(ConnectionId connection, std::uint8_t number, Session::Work task)
{
    const server::Actor actor = m_connections[connection].actor;
    later(someDelay(), [this, connection, number, actor, task = std::move(task)] {
        Session::Done done = callDoor(m_door, actor, number, task);
        // Between the commit and its answer the process may die.
        later(someDelay(), [this, connection, number, done = std::move(done)]() mutable {
            deliver(connection, number, std::move(done));
        });
    });
}

void ServerNode::pumpHub()
{
    if (m_pumping || !m_hub)
        return;
    m_pumping = true;
    for (auto actions = m_hub->takeActions(); !actions.empty() && m_hub; actions = m_hub->takeActions()) {
        for (FeedHub::Action &action : actions) {
            if (auto *task = std::get_if<FeedHub::Work>(&action)) {
                hubWork(std::move(*task));
                continue;
            }
            auto &news = std::get<FeedHub::Deliver>(action);
            for (auto &[id, connection] : m_connections) {
                for (auto &[number, channel] : connection.channels) {
                    if (channel.subscriber != news.to)
                        continue;
                    // As a posted event: it must not change the connections that are walked here.
                    later(Time(0), [this, id = id, number = number, step = std::move(news.news)]() mutable {
                        deliver(id, number, Session::Step{std::move(step)});
                    });
                }
            }
        }
    }
    m_pumping = false;
}

void ServerNode::hubWork(FeedHub::Work task)
{
    later(someDelay(), [this, task = std::move(task)] {
        std::variant<Result<sync::Cursor>, Result<server::FeedStep>> result = Result<sync::Cursor>(Error{});
        if (const auto *feed = std::get_if<FeedHub::Feed>(&task.call))
            result = m_door.feed(feed->from, feed->scopes);
        else
            result = m_door.now();
        later(someDelay(), [this, id = task.id, result = std::move(result)]() mutable {
            std::visit([&](auto &answer) { m_hub->done(id, std::move(answer)); }, result);
            pumpHub();
        });
    });
}

void ServerNode::readAccess()
{
    m_accessRead = m_scheduler.now();
    std::vector<std::tuple<ConnectionId, std::uint8_t, Result<server::Access>>> answers;
    for (auto &[id, connection] : m_connections) {
        for (auto &[number, channel] : connection.channels) {
            if (channel.session->isOpen())
                answers.emplace_back(id, number,
                                     m_door.access(connection.actor, channel.session->device().port));
        }
    }
    for (auto &[id, number, access] : answers)
        deliver(id, number, Session::AccessRead{std::move(access)});
}

void ServerNode::tick()
{
    m_hub->tick(m_scheduler.now());
    pumpHub();
    std::vector<std::pair<ConnectionId, std::uint8_t>> all;
    for (auto &[id, connection] : m_connections) {
        for (auto &[number, channel] : connection.channels)
            all.emplace_back(id, number);
    }
    for (const auto &[id, number] : all)
        deliver(id, number, Session::Tick{});
    if (m_scheduler.now() - m_accessRead >= std::chrono::seconds(1))
        readAccess();
    later(std::chrono::milliseconds(50), [this] { tick(); });
}

} // namespace nimara::sim
