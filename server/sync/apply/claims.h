#pragma once

#include "server/db/connection.h"
#include "server/sync/door.h"

#include <map>
#include <span>
#include <vector>

namespace nimara::server {

// What the server has answered before, and what it answers now.
class Claims
{
public:
    // What is asked of the database, in this order. Holds the device against a second push of the same client until the
    // transaction ends.
    static std::vector<Statement> ask(const Actor &actor, const Device &device,
                                      std::span<const Mutation> mutations);
    // From its answers. Forbidden ("sync.device") when the device is another user's, of another realm, or was revoked.
    static Result<Claims> take(std::span<const QueryResult> answers, const Actor &actor,
                               std::span<const Mutation> mutations);

    // The stored answer; null for a mutation that is new.
    const Outcome *answered(const Mutation &mutation) const;
    // Whether a mutation of this seq is known to have failed.
    bool failed(std::uint64_t seq) const;
    void add(const Outcome &outcome) { m_bySeq[outcome.seq] = outcome; }
    // The earliest moment at which edits of this client can have been made.
    Instant contactFloor() const { return m_contactFloor; }

    Result<> store(Connection &connection, const Actor &actor, const Device &device,
                   std::span<const Outcome> outcomes) const;

private:
    Result<> read(const QueryResult &known, const Actor &actor);
    Result<> check(std::span<const Mutation> mutations) const;

    Instant m_contactFloor;
    std::map<std::uint64_t, Outcome> m_bySeq;
    std::map<Uuid, Outcome> m_carried; // by mutation, from an outbox before this one
};

} // namespace nimara::server
