#pragma once

#include "sync/engine/context.h"

#include <map>
#include <vector>

namespace nimara::sync {

// The upload queue of one channel: which edits are under way on this connection, and which are to follow.
class Pusher
{
public:
    Pusher(Context &context, Replica &replica) : m_context(context), m_replica(replica) {}

    // A new connection: everything without outcome is offered again.
    void restart();
    // As many batches as the window takes.
    Result<std::vector<Push>> next();
    void answered(const std::vector<Outcome> &outcomes);

    bool isUnderWay(std::uint64_t seq) const { return m_underWay.contains(seq); }

private:
    Context &m_context;
    Replica &m_replica;
    std::uint64_t m_sentUpTo = 0;
    std::map<std::uint64_t, std::size_t> m_underWay; // seq and bytes
    std::size_t m_bytes = 0;
};

} // namespace nimara::sync
