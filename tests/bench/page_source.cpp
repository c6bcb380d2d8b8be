#include "tests/bench/page_source.h"

#include "models/base/clock.h"
#include "models/base/json.h"
#include "models/domain/scopes.h"
#include "models/schema/registry.h"
#include "models/schema/tables/clients.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"

#include <algorithm>

namespace nimara::bench {

using schema::Clients;

namespace {

constexpr const char *cursor = "bench";

// An item of a first load in which there is nothing.
Result<> loadNothing(sync::Replica &replica, const sync::LoadItem &item)
{
    sync::Page page;
    page.scope = item.scope;
    page.table = item.table;
    page.cursor = cursor;
    page.rows = sync::RowBlockWriter(*schema::findTable(item.table)).finish();
    page.done = true;
    const auto applied = replica.applyPage(page);
    return applied ? Result<>(Done{}) : applied.error();
}

sync::Welcome welcomeTo(const std::vector<ScopeKey> &scopes)
{
    sync::Welcome welcome;
    welcome.generation = schema::generation;
    welcome.epoch = "bench";
    welcome.serverTime = SystemClock().now();
    welcome.userId = PageSource::user();
    welcome.aclHash = aclHash(scopes);
    welcome.permissions = PageSource::permissions().toJson().dump();
    for (const ScopeKey &scope : scopes)
        welcome.scopes.push_back({.id = scopeId(scope), .cls = scope.resourceClass});
    return welcome;
}

} // namespace

PageSource::PageSource(const ClientRows &clients, std::int64_t count) : m_clients(clients)
{
    m_order.reserve(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i)
        m_order.emplace_back(clients.id(i), i);
    std::sort(m_order.begin(), m_order.end());
}

Uuid PageSource::user()
{
    Uuid::Bytes bytes{0xBE, 0x2C, 0x05};
    bytes[6] = 0x80;
    bytes[8] = 0x80;
    return Uuid(bytes);
}

const PermissionSet &PageSource::permissions()
{
    static const PermissionSet manager = PermissionSet::seeded(SystemRole::SalesManager);
    return manager;
}

sync::ScopeId PageSource::clientsScope() const
{
    return scopeId({m_clients.port(), "clients.view"});
}

sync::Welcome PageSource::welcome() const
{
    sync::Welcome welcome = welcomeTo(portScopesOf(m_clients.port(), user(), permissions()));
    for (sync::GrantedScope &scope : welcome.scopes) {
        if (scope.id == clientsScope())
            scope.rows = static_cast<std::int64_t>(m_order.size());
    }
    return welcome;
}

Row PageSource::row(std::size_t index) const
{
    Row row = m_clients.row(m_order[index].second);
    row.rev = m_order[index].second + 1;
    return row;
}

std::vector<std::string> PageSource::frames(std::size_t pageRows) const
{
    std::vector<std::string> frames;
    for (std::size_t at = 0; at < m_order.size(); at += pageRows) {
        const std::size_t end = std::min(at + pageRows, m_order.size());
        sync::RowBlockWriter block(Clients::table);
        for (std::size_t i = at; i < end; ++i)
            block.add(row(i));
        sync::Page page;
        page.scope = clientsScope();
        page.table = Clients::table.number;
        page.cursor = cursor;
        page.rows = block.finish();
        page.last = m_order[end - 1].first;
        page.done = end == m_order.size();
        frames.push_back(sync::encode(1, sync::ServerMessage(std::move(page))));
    }
    return frames;
}

Result<> loadReplica(sync::Replica &replica, const PageSource &source, const std::vector<std::string> &frames)
{
    if (const auto greeted = replica.welcome(source.welcome()); !greeted)
        return greeted.error();
    for (const sync::LoadItem &item : replica.loadPlan()) {
        if (item.scope != source.clientsScope() || item.table != Clients::table.number) {
            NIMARA_TRY(loadNothing(replica, item));
            continue;
        }
        for (const std::string &bytes : frames) {
            const auto frame = sync::decodeServer(bytes);
            if (!frame)
                return frame.error();
            const auto applied = replica.applyPage(std::get<sync::Page>(frame->message));
            if (!applied)
                return applied.error();
        }
    }
    return Done{};
}

Result<> loadUserReplica(sync::Replica &replica)
{
    if (const auto greeted = replica.welcome(welcomeTo(userScopesOf(PageSource::user()))); !greeted)
        return greeted.error();
    for (const sync::LoadItem &item : replica.loadPlan())
        NIMARA_TRY(loadNothing(replica, item));
    return Done{};
}

} // namespace nimara::bench
