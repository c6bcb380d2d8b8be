#pragma once

#include "models/base/rng.h"
#include "server/sync/session.h"
#include "tests/server/sync/fake_door.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace nimara::server::test {

// One session with the client at its other end, on a rig that does works and passes news in the order a test wants.
// The client keeps rows as the replica does (upserts and tombstones by rev) and checks with every Delta that its
// scopes look just as the door says they did at that cursor.
class Rig
{
public:
    explicit Rig(Session::Limits limits = {}, FeedHub::Limits hubLimits = {}, std::uint64_t seed = 1);

    FakeDoor door;
    FeedHub hub;

    struct Client
    {
        std::unique_ptr<Session> session;
        SubscriberId subscriber = 0;
        std::size_t buffered = 0;
        bool reading = true; // false: what is sent stays in the transport
        std::deque<std::string> sent;
        // The replica.
        std::map<sync::ScopeId, FakeDoor::State> rows;
        std::map<sync::ScopeId, sync::Cursor> cursors;
        std::map<sync::ScopeId, Uuid> loading; // and how far
        std::set<sync::ScopeId> live;
        std::set<sync::ScopeId> granted;
        std::vector<sync::ServerMessage> heard;
        bool closed = false;
    };

    Client &connect(std::uint8_t channel = 1);
    void send(Client &client, sync::ClientMessage message, std::size_t bytes = 0);
    void give(Client &client, Session::Event event);
    void hello(Client &client);
    // Loads the scopes page by page and subscribes to them.
    void load(Client &client, const std::vector<sync::ScopeId> &scopes, std::uint32_t pageRows = 2);
    // Does one thing that is due, picked by the seed; false when nothing is.
    bool turn();
    void settle();
    // As settle(), with time passing, so that polls come.
    void pass(std::chrono::milliseconds time = std::chrono::milliseconds(200));
    void read(Client &client);

    // The messages of one kind that a client has heard.
    template <typename T>
    static std::vector<T> heard(const Client &client)
    {
        std::vector<T> all;
        for (const sync::ServerMessage &message : client.heard) {
            if (const T *one = std::get_if<T>(&message))
                all.push_back(*one);
        }
        return all;
    }

    std::chrono::microseconds now{1'000'000};
    std::vector<std::unique_ptr<Client>> clients;
    std::deque<std::function<void()>> works; // calls not yet made
    std::deque<std::function<void()>> posts; // answers and news on their way

private:
    void act(Client &client, std::vector<Session::Action> actions);
    void actHub();
    void receive(Client &client, const std::string &bytes);
    void apply(Client &client, const sync::Delta &delta);
    void apply(Client &client, const sync::Page &page);

    Session::Limits m_limits;
    SeededRng m_rng;
    std::map<SubscriberId, Client *> m_bySubscriber;
};

} // namespace nimara::server::test
