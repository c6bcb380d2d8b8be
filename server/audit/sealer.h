#pragma once

#include "server/db/connection.h"

#include <cstddef>
#include <memory>
#include <string>

namespace nimara::server {

// Adds seq, prev_hash and hash to audit rows that are committed and not yet chained, port by port. One sealer works on a
// port at a time, however many processes run one; rows that commit meanwhile come next time, so no writer ever waits.
// The connection is that of nimara_audit. Gives the number of rows sealed.
Result<std::size_t> sealAudit(Connection &connection, std::size_t most = 5'000);

// A thread that seals twice a second until it is destroyed, and finds its way back when PostgreSQL was away.
class SealerThread
{
public:
    explicit SealerThread(std::string conninfo);
    ~SealerThread();
    SealerThread(const SealerThread &) = delete;
    SealerThread &operator=(const SealerThread &) = delete;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nimara::server
