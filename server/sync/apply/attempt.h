#pragma once

#include "server/changes/changes.h"
#include "server/sync/apply/claims.h"

#include <span>
#include <vector>

namespace nimara::server {

// The rows of this realm that a mutation names, to be read before it is worked on.
std::vector<RowKey> namedRows(const Mutation &mutation, Realm realm);

// Works through mutations in order and writes what becomes of them, within the running transaction. The error is the
// database's (then the caller goes back to its savepoint); a mutation that is refused is an outcome.
class Attempt
{
public:
    // `claims` is a copy: what is learnt here counts only if this attempt holds.
    Attempt(Changes &changes, Claims claims);

    Result<std::vector<Outcome>> run(std::span<const Mutation *const> mutations);

private:
    Result<> readAhead(std::span<const Mutation *const> mutations);
    void addHolds(std::span<const Mutation *const> mutations, std::vector<RowKey> &keys);
    void readAheadOfDeals(std::span<const Mutation *const> mutations);
    Result<Outcome> work(const Mutation &mutation);
    Tried decide(const Mutation &mutation, Outcome &outcome);
    Tried runCommand(const Mutation &mutation);
    Result<> flushBefore(const Mutation &mutation);
    void fillRevs(const Mutation &mutation, Outcome &outcome);

    Changes &m_changes;
    Claims m_claims;
};

} // namespace nimara::server
