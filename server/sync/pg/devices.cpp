#include "server/sync/pg/devices.h"

#include "models/domain/sign_in_errors.h"

namespace nimara::server {

namespace {

// An outbox that begins anew begins its numbers anew. Edits made since the last contact are no older than it.
constexpr const char *enterSql = R"sql(
insert into sync.devices as d (client_id, user_id, port_id, incarnation, app_version, schema_generation)
select $1, $2, $3, $4, $5, $6
where exists (select from sync.devices where client_id = $1)
    or (select count(*) from sync.devices where user_id = $2) < $7
on conflict (client_id) do update set incarnation = excluded.incarnation, app_version = excluded.app_version,
    schema_generation = excluded.schema_generation, contact_floor = d.last_seen_at, last_seen_at = now(),
    last_seq = case when d.incarnation = excluded.incarnation then d.last_seq else 0 end
where d.user_id = excluded.user_id and d.port_id is not distinct from excluded.port_id and d.revoked_at is null
returning greatest(d.last_seq, coalesce((
    select max(a.seq) from sync.applied_mutation a where a.client_id = $1 and a.incarnation = $4), 0)))sql";

Error refused()
{
    return {ErrorCode::Forbidden, "sync.device"};
}

// Nothing was entered: the name is somebody else's, or it is a new one and there is no room for it.
Result<std::uint64_t> whyNot(Connection &connection, const Device &device)
{
    const auto known =
        connection.prepared("nimara_device_known", "select from sync.devices where client_id = $1",
                            Params().uuid(device.clientId));
    if (!known)
        return known.error();
    if (known->rows() > 0)
        return refused();
    return Error{ErrorCode::RateLimited, std::string(signin::tooManyDevices)};
}

std::optional<Uuid> portOf(const Device &device)
{
    return device.port.isNil() ? std::nullopt : std::optional(device.port);
}

} // namespace

Result<std::uint64_t> enterDevice(Connection &connection, const Actor &actor, const Device &device,
                                  const sync::Hello &hello, std::size_t most)
{
    constexpr std::size_t longestVersion = 50;
    const auto row = connection.prepared("nimara_enter_device", enterSql,
                                         Params()
                                             .uuid(device.clientId)
                                             .uuid(actor.userId)
                                             .uuid(portOf(device))
                                             .uuid(device.incarnation)
                                             .text(hello.appVersion.substr(0, longestVersion))
                                             .int4(static_cast<std::int32_t>(hello.generation))
                                             .int8(static_cast<std::int64_t>(most)));
    if (!row)
        return row.error();
    if (row->rows() == 0)
        return whyNot(connection, device);
    return static_cast<std::uint64_t>(row->integer(0, 0));
}

} // namespace nimara::server
