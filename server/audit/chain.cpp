#include "server/audit/chain.h"

#include "models/base/bytes.h"
#include "models/base/hash.h"

namespace nimara::server {

// jsonb and instants in PostgreSQL's own text, which is one for one value.
const char *const chainedColumns =
    "a.id::text, a.port_id::text, a.user_id::text, a.action, a.entity_type, "
    "a.entity_id::text, a.field_changed, a.old_value, a.new_value, a.metadata::text, "
    "a.ip_address, a.user_agent, a.device_id::text, a.mutation_id::text, "
    "(extract(epoch from a.occurred_at) * 1000000)::bigint::text, "
    "(extract(epoch from a.received_at) * 1000000)::bigint::text";

std::string chainHash(const QueryResult &rows, int at, std::int64_t seq, const std::string &previous)
{
    ByteWriter out;
    out.text(previous);
    out.zigzag(seq);
    for (int column = 0; column < chainedColumnCount; ++column) {
        out.flag(!rows.isNull(at, column));
        out.text(rows.raw(at, column));
    }
    const Sha256 digest = sha256(out.bytes());
    return toHex({reinterpret_cast<const char *>(digest.data()), digest.size()});
}

} // namespace nimara::server
