#pragma once

#include "tests/simulation/client_node.h"
#include "tests/simulation/person.h"
#include "tests/simulation/server_node.h"
#include "tests/simulation/simulation.h"

#include <memory>
#include <set>
#include <vector>

namespace nimara::sim {

// The network, the faults and the people around the nodes.
class World
{
public:
    explicit World(const Options &options);
    ~World();

    void run();
    Report report() const { return m_report; }

private:
    // One laptop's line to the server.
    struct Line
    {
        bool cut = false; // nothing passes; what is under way is lost
        // Half open: frames vanish on their way up or down, and nobody is told.
        bool muteUp = false;
        bool muteDown = false;
        bool lingers = false; // the server learns late of its end
        Time delay{std::chrono::milliseconds(2)};
        std::uint64_t link = 0; // grows with every connection; 0: none yet
        bool up = false;
        bool opening = false;
        ServerNode::ConnectionId connection = 0;
        Time upward{0}; // when the last frame on its way arrives: frames keep their order
        Time downward{0};
    };

    void openLine(std::size_t client);
    void closeLine(std::size_t client);
    void breakLine(std::size_t client, const char *why);
    void mute(std::size_t client, const PlannedFault &fault);
    void unmute(std::size_t client);
    void toServer(std::size_t client, std::string bytes);
    void toClient(ServerNode::ConnectionId connection, std::string bytes);
    void serverCloses(ServerNode::ConnectionId connection);
    Time passage(Line &line, Time &last);

    void plan();
    void befall(const PlannedFault &fault);
    void goDown(std::size_t client, const PlannedFault &fault);
    void planPerson(std::size_t client);
    void personActs(std::size_t client);
    void killServer();
    void changeRights(std::size_t client, std::uint64_t chance);
    void setMember(std::size_t client, bool isMember);
    void import(const PlannedFault &fault);
    void heal();
    bool quiet();
    void tidy(std::size_t client);
    void waitUntilQuiet();

    // An edit of a row that its maker has no right to see is shown until a digest says that no row of it will come.
    enum class Moment { Quiet, Digested };
    void checkPromises(std::size_t client);
    void checkReplica(std::size_t client, Moment moment);
    void checkTable(std::size_t client, const Table &table, const server::Access &access, Moment moment);
    void violation(std::string text);
    // Into the trace, which decides the hash, and to whoever asked to read along.
    void tell(const std::string &text);
    void print(const std::string &text) const;

    const Options m_options;
    SeededRng m_rng;
    Scheduler m_scheduler;
    NodeClock m_serverClock;
    std::unique_ptr<Backend> m_backend;
    std::unique_ptr<server::Door> m_canary;
    Places m_places;
    std::unique_ptr<ServerNode> m_server;
    std::vector<std::unique_ptr<ClientNode>> m_clients;
    std::vector<Line> m_lines;
    bool m_faults = true;
    bool m_restoreGoesBack = false;
    std::set<std::size_t> m_outside; // whose users are no members of the port
    Report m_report;
};

} // namespace nimara::sim
