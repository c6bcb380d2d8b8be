#pragma once

#include <chrono>

namespace nimara::server::app {

enum class Signal { None, Stop, Reload };

// Blocks SIGTERM, SIGINT and SIGHUP in this thread and all that it starts; one thread then waits for them. SIGPIPE is
// ignored: a peer that is gone is an error of a write.
void blockSignals();
Signal waitForSignal(std::chrono::seconds patience);

// As many sockets as the system lets us have.
void raiseFileLimit();

// Ends the process, with code 0, when it has not ended by itself in that time. What it leaves undone others finish:
// transactions are rolled back, and the embedded PostgreSQL stops with us.
void endWithin(std::chrono::seconds span);

} // namespace nimara::server::app
