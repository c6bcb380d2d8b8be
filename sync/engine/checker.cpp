#include "sync/engine/checker.h"

#include "sync/replica/id_order.h"
#include "sync/replica/scope_tables.h"

#include <algorithm>

namespace nimara::sync {

Result<Done> Checker::begin(const std::set<ScopeId> &scopes)
{
    if (m_running)
        return Done{};
    m_running = true;
    m_scopes = scopes;
    m_round = 0;
    m_lost = false;
    m_toFetch.clear();
    return nextRound();
}

void Checker::abandon()
{
    m_running = false;
    m_waiting = false;
    m_toCompare.clear();
    m_toFetch.clear();
    m_equal.reset();
}

// Between rounds: everything is asked for again; what has just been repaired must now be equal.
Result<Done> Checker::nextRound()
{
    m_differed = false;
    m_unseen = m_replica.unseen();
    m_toCompare.clear();
    for (const ScopeState &scope : m_replica.scopes()) {
        if (!m_scopes.contains(scope.id))
            continue;
        for (const ScopeTable &each : scopeTables(m_replica.realm(), scope.cls)) {
            const auto portions = m_replica.portions({scope.id, each.table->number, Uuid(), lastId()},
                                                     m_context.tuning.digestRows);
            if (!portions)
                return portions.error();
            m_toCompare.insert(m_toCompare.end(), portions->begin(), portions->end());
        }
    }
    if (m_toCompare.empty())
        m_running = false;
    return Done{};
}

std::optional<Checker::Message> Checker::next()
{
    if (!m_running || m_waiting)
        return std::nullopt;
    m_waiting = true;
    m_sentAt = m_context.now();
    if (!m_toFetch.empty()) {
        const DigestRange range = m_toFetch.front();
        return RowsRequest{range};
    }
    DigestRequest request;
    std::int64_t rows = 0;
    while (!m_toCompare.empty() && request.ranges.size() < m_context.tuning.digestRanges &&
           (rows == 0 || rows + m_toCompare.front().rows <= m_context.tuning.digestRows)) {
        request.ranges.push_back(m_toCompare.front().range);
        rows += m_toCompare.front().rows;
        m_toCompare.pop_front();
    }
    return request;
}

Result<Done> Checker::answer(const Digest &digest)
{
    if (!m_running || !m_waiting || !m_toFetch.empty())
        return Done{};
    m_waiting = false;
    for (const RangeDigest &theirs : digest.ranges)
        NIMARA_TRY(compare(theirs));
    if (!m_toCompare.empty() || !m_toFetch.empty())
        return Done{};
    if (m_differed)
        return repaired({});
    m_equal = std::move(m_unseen);
    m_running = false;
    return Done{};
}

Result<Done> Checker::compare(const RangeDigest &theirs)
{
    const auto mine = m_replica.digest(theirs.range);
    // A scope that was dropped meanwhile.
    if (!mine)
        return mine.error().code == ErrorCode::NotFound ? Result<Done>(Done{}) : mine.error();
    if (mine->count == theirs.count && mine->sum == theirs.sum)
        return Done{};
    m_differed = true;
    if (theirs.count <= m_context.tuning.repairRows || theirs.range.first == theirs.range.last) {
        m_toFetch.push_back(theirs.range);
        return Done{};
    }
    return split(theirs);
}

Result<Done> Checker::split(const RangeDigest &theirs)
{
    const DigestRange &range = theirs.range;
    const auto middle = m_replica.middle(range);
    if (!middle)
        return middle.error();
    Uuid at = middle->value_or(idBetween(range.first, range.last));
    if (at >= range.last)
        at = idBetween(range.first, range.last);
    const auto rows = static_cast<std::int64_t>(theirs.count / 2);
    const auto second = idAfter(at);
    m_toCompare.push_back({{range.scope, range.table, range.first, at}, rows});
    if (second && *second <= range.last)
        m_toCompare.push_back({{range.scope, range.table, *second, range.last}, rows});
    return Done{};
}

Result<Done> Checker::repaired(const DigestRange &range)
{
    if (!m_running)
        return Done{};
    if (!m_toFetch.empty()) {
        if (m_toFetch.front() != range)
            return Done{};
        m_toFetch.pop_front();
        m_waiting = false;
    }
    if (!m_toCompare.empty() || !m_toFetch.empty())
        return Done{};
    if (++m_round < m_context.tuning.digestRounds)
        return nextRound();
    m_lost = true;
    m_running = false;
    return Done{};
}

std::optional<std::vector<std::uint64_t>> Checker::takeEqual()
{
    return std::exchange(m_equal, std::nullopt);
}

bool Checker::tick()
{
    if (m_running && m_waiting && m_context.now() - m_sentAt >= m_context.tuning.digestPatience) {
        abandon();
        return true;
    }
    return false;
}

std::optional<std::chrono::microseconds> Checker::due() const
{
    if (!m_running || !m_waiting)
        return std::nullopt;
    return m_sentAt + m_context.tuning.digestPatience;
}

} // namespace nimara::sync
