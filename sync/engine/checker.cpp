#include "sync/engine/checker.h"

#include "sync/replica/scope_tables.h"

#include <algorithm>

namespace nimara::sync {

namespace {

Uuid lastId()
{
    Uuid::Bytes bytes;
    bytes.fill(0xFF);
    return Uuid(bytes);
}

std::optional<Uuid> after(const Uuid &id)
{
    Uuid::Bytes bytes = id.bytes();
    for (std::size_t i = bytes.size(); i-- > 0;) {
        if (++bytes[i] != 0)
            return Uuid(bytes);
    }
    return std::nullopt;
}

// Half way between two ids, as numbers.
Uuid between(const Uuid &first, const Uuid &last)
{
    Uuid::Bytes sum{};
    unsigned carry = 0;
    for (std::size_t i = sum.size(); i-- > 0;) {
        const unsigned digit = unsigned(first.bytes()[i]) + last.bytes()[i] + carry;
        sum[i] = static_cast<std::uint8_t>(digit);
        carry = digit >> 8u;
    }
    for (std::uint8_t &digit : sum) {
        const unsigned value = (carry << 8u) | digit;
        digit = static_cast<std::uint8_t>(value >> 1u);
        carry = value & 1u;
    }
    return Uuid(sum);
}

} // namespace

void Checker::begin(const std::set<ScopeId> &scopes)
{
    if (m_running)
        return;
    m_running = true;
    m_scopes = scopes;
    m_round = 0;
    m_lost = false;
    m_toFetch.clear();
    endRound();
}

void Checker::abandon()
{
    m_running = false;
    m_waiting = false;
    m_toCompare.clear();
    m_toFetch.clear();
}

// Between rounds: everything is asked for again; what has just been repaired must now be equal.
void Checker::endRound()
{
    m_differed = false;
    m_began = m_context.clock.now();
    m_toCompare.clear();
    for (const ScopeState &scope : m_replica.scopes()) {
        if (!m_scopes.contains(scope.id))
            continue;
        for (const ScopeTable &each : scopeTables(m_replica.realm(), scope.cls))
            m_toCompare.push_back({scope.id, each.table->number, Uuid(), lastId()});
    }
    if (m_toCompare.empty())
        m_running = false;
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
    while (!m_toCompare.empty() && request.ranges.size() < m_context.tuning.digestRanges) {
        request.ranges.push_back(m_toCompare.front());
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
    if (!m_differed) {
        m_equal = m_began;
        m_running = false;
    } else {
        repaired({});
    }
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
    return split(theirs.range);
}

Result<Done> Checker::split(const DigestRange &range)
{
    const auto middle = m_replica.middle(range);
    if (!middle)
        return middle.error();
    Uuid at = middle->value_or(between(range.first, range.last));
    if (at >= range.last)
        at = between(range.first, range.last);
    const auto second = after(at);
    m_toCompare.push_back({range.scope, range.table, range.first, at});
    if (second && *second <= range.last)
        m_toCompare.push_back({range.scope, range.table, *second, range.last});
    return Done{};
}

void Checker::repaired(const DigestRange &range)
{
    if (!m_running)
        return;
    if (!m_toFetch.empty()) {
        if (m_toFetch.front() != range)
            return;
        m_toFetch.pop_front();
        m_waiting = false;
    }
    if (!m_toCompare.empty() || !m_toFetch.empty())
        return;
    if (++m_round < m_context.tuning.digestRounds) {
        endRound();
        return;
    }
    m_lost = true;
    m_running = false;
}

std::optional<Instant> Checker::takeEqual()
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
