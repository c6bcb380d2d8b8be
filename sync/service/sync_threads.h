#pragma once

#include "sync/service/server_api.h"
#include "sync/service/write_lane.h"

#include <memory>

namespace nimara::sync {

// The three threads of the service and what lives on each: the network's sockets, the readers' connections, the
// engine with its files. Made and destroyed on the GUI thread.
class SyncThreads
{
public:
    SyncThreads(Tuning tuning, const std::string &locale);
    ~SyncThreads();
    SyncThreads(const SyncThreads &) = delete;
    SyncThreads &operator=(const SyncThreads &) = delete;

    HttpClient &http() { return *m_http; }
    ReadLane &readers() { return *m_readers; }
    WriteLane &writer() { return *m_writer; }

private:
    // Each may call those above it until its own thread has ended, so they end from the last to the first.
    LaneThread m_networkThread{QStringLiteral("network")};
    LaneThread m_readThread{QStringLiteral("readers")};
    LaneThread m_writeThread{QStringLiteral("engine")};
    HttpClient *m_http = nullptr;
    SocketLink *m_link = nullptr;
    ReadLane *m_readers = nullptr;
    WriteLane *m_writer = nullptr;
};

} // namespace nimara::sync
