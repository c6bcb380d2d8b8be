#include "server/sync/pg/scope_counts.h"

#include <algorithm>

namespace nimara::server {

namespace {

constexpr std::chrono::minutes freshness{1};

constexpr const char *scopeRowsSql = R"sql(
select s.id, count(c.scope_id) from unnest($1::uuid[]) s (id)
left join sync.change_index c on c.scope_id = s.id group by s.id)sql";

} // namespace

Result<> ScopeCounts::fill(Connection &connection, Instant now, std::span<const sync::ScopeId> asked,
                           std::vector<ScopeGrant> &grants)
{
    std::unique_lock lock(m_mutex);
    std::vector<sync::ScopeId> stale;
    for (const sync::ScopeId &scope : asked) {
        const auto known = m_counts.find(scope);
        if (known == m_counts.end() || now - known->second.counted >= freshness)
            stale.push_back(scope);
    }
    if (!stale.empty()) {
        lock.unlock();
        const auto counts = connection.prepared("nimara_scope_counts", scopeRowsSql, Params().uuids(stale));
        if (!counts)
            return counts.error();
        lock.lock();
        for (int i = 0; i < counts->rows(); ++i)
            m_counts.insert_or_assign(counts->uuid(i, 0), Count{counts->integer(i, 1), now});
    }
    for (const sync::ScopeId &scope : asked) {
        const auto grant = std::ranges::find(grants, scope, &ScopeGrant::id);
        if (grant != grants.end())
            grant->rows = m_counts[scope].rows;
    }
    return Done{};
}

} // namespace nimara::server
