#pragma once

#include "sync/engine/context.h"

#include <deque>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace nimara::sync {

// Compares the replica with the server by digests and finds the rows that differ by halving. One request is under way
// at a time; what it needs from the outside are the messages that it returns.
class Checker
{
public:
    using Message = std::variant<DigestRequest, RowsRequest>;

    Checker(Context &context, Replica &replica) : m_context(context), m_replica(replica) {}

    bool isRunning() const { return m_running; }
    // Everything differed once too often: the caller starts over.
    bool isLost() const { return m_lost; }
    // All tables of these scopes.
    Result<Done> begin(const std::set<ScopeId> &scopes);
    // The connection, the rights or a scope have changed under it.
    void abandon();

    // The next message, when none is under way.
    std::optional<Message> next();
    Result<Done> answer(const Digest &digest);
    // The rows of the range that was asked for have been stored.
    Result<Done> repaired(const DigestRange &range);
    // The last round has found everything equal: the acknowledged edits whose rows had not come when it began.
    std::optional<std::vector<std::uint64_t>> takeEqual();

    bool tick();
    std::optional<std::chrono::microseconds> due() const;

private:
    Result<Done> compare(const RangeDigest &theirs);
    Result<Done> split(const RangeDigest &theirs);
    Result<Done> nextRound();

    Context &m_context;
    Replica &m_replica;
    bool m_running = false;
    bool m_lost = false;
    bool m_waiting = false; // for an answer
    int m_round = 0;
    std::chrono::microseconds m_sentAt{0};
    std::vector<std::uint64_t> m_unseen;
    std::optional<std::vector<std::uint64_t>> m_equal;
    std::set<ScopeId> m_scopes;
    std::deque<DigestPortion> m_toCompare;
    std::deque<DigestRange> m_toFetch;
    bool m_differed = false;
};

} // namespace nimara::sync
