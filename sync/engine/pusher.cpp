#include "sync/engine/pusher.h"

#include "sync/protocol/codec.h"

#include <algorithm>

namespace nimara::sync {

void Pusher::restart()
{
    m_sentUpTo = 0;
    m_underWay.clear();
    m_bytes = 0;
}

Result<std::vector<Push>> Pusher::next()
{
    const Tuning &tuning = m_context.tuning;
    std::vector<Push> pushes;
    while (m_sentUpTo < m_replica.lastSeq() && m_underWay.size() < tuning.pushWindow &&
           m_bytes < tuning.pushWindowBytes) {
        const std::size_t room = tuning.pushWindow - m_underWay.size();
        const std::size_t bytes = std::min(tuning.pushBytes, tuning.pushWindowBytes - m_bytes);
        auto mutations = m_replica.unanswered(m_sentUpTo, std::min(room, tuning.pushBatch), bytes);
        if (!mutations)
            return mutations.error();
        if (mutations->empty()) {
            m_sentUpTo = m_replica.lastSeq();
            break;
        }
        m_sentUpTo = mutations->back().seq;
        for (const Mutation &mutation : *mutations) {
            const std::size_t size = encodeMutation(mutation).size();
            m_underWay[mutation.seq] = size;
            m_bytes += size;
        }
        pushes.push_back({*std::move(mutations)});
    }
    return pushes;
}

void Pusher::answered(const std::vector<Outcome> &outcomes)
{
    for (const Outcome &outcome : outcomes) {
        const auto found = m_underWay.find(outcome.seq);
        if (found == m_underWay.end())
            continue;
        m_bytes -= found->second;
        m_underWay.erase(found);
    }
}

} // namespace nimara::sync
