#include "server/realtime/event_log.h"

namespace nimara::server {

namespace {

constexpr const char *insertSql = R"sql(
insert into sync.events (port_id, name, payload, scopes)
select $1, e.name, e.payload::jsonb, e.scopes::uuid[]
from unnest($2::text[], $3::text[], $4::text[]) e (name, payload, scopes))sql";

std::string arrayOf(const std::vector<ScopeKey> &scopes)
{
    std::string text = "{";
    for (const ScopeKey &key : scopes) {
        if (text.size() > 1)
            text += ',';
        text += scopeId(key).toString();
    }
    return text + '}';
}

} // namespace

Result<> writeEvents(Connection &connection, const Uuid &port, std::span<const EventDraft> events)
{
    if (events.empty())
        return Done{};
    std::vector<std::string> names;
    std::vector<std::string> payloads;
    std::vector<std::string> scopes;
    for (const EventDraft &event : events) {
        names.push_back(event.name);
        payloads.push_back(event.payload.dump());
        scopes.push_back(arrayOf(event.scopes));
    }
    Params params;
    params.uuid(port.isNil() ? std::nullopt : std::optional(port)).texts(names).texts(payloads).texts(scopes);
    return connection.later("nimara_events", insertSql, params);
}

} // namespace nimara::server
