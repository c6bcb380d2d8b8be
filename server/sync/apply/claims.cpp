#include "server/sync/apply/claims.h"

#include "models/base/hash.h"
#include "sync/protocol/codec.h"

#include <algorithm>
#include <set>

namespace nimara::server {

namespace {

constexpr const char *lockSql = R"sql(
select contact_floor from sync.devices
where client_id = $1 and user_id = $2 and port_id is not distinct from $3 and revoked_at is null
for no key update)sql";

// One probe of an index for each, said so that no plan can be anything else (`offset 0`): whatever the statistics say of a
// young table, the look-up must not walk through all that the device has ever sent.
constexpr const char *knownSql = R"sql(
select a.seq, a.mutation_id, a.user_id, a.outcome, true from unnest($3::bigint[]) asked (seq), lateral (
    select * from sync.applied_mutation m
    where m.client_id = $1 and m.incarnation = $2 and m.seq = asked.seq offset 0) a
union all
select a.seq, a.mutation_id, a.user_id, a.outcome, false from unnest($4::uuid[]) asked (mutation_id), lateral (
    select * from sync.applied_mutation m where m.mutation_id = asked.mutation_id offset 0) a
where (a.client_id, a.incarnation) <> ($1, $2))sql";

constexpr const char *storeSql = R"sql(
insert into sync.applied_mutation (client_id, incarnation, user_id, port_id, seq, mutation_id, outcome)
select $1, $2, $3, $4, o.seq, o.mutation_id, decode(o.outcome, 'hex')
from unnest($5::bigint[], $6::uuid[], $7::text[]) o (seq, mutation_id, outcome))sql";

constexpr const char *seenSql = R"sql(
update sync.devices set last_seen_at = now(), last_seq = greatest(last_seq, $3)
where client_id = $1 and incarnation = $2)sql";

std::optional<Uuid> portOf(const Device &device)
{
    return device.port.isNil() ? std::nullopt : std::optional(device.port);
}

bool isFailure(const Outcome &outcome)
{
    return outcome.kind == OutcomeKind::Conflict || outcome.kind == OutcomeKind::Rejected;
}

} // namespace

std::vector<Statement> Claims::ask(const Actor &actor, const Device &device,
                                   std::span<const Mutation> mutations)
{
    std::vector<std::int64_t> seqs;
    std::vector<Uuid> ids;
    for (const Mutation &mutation : mutations) {
        seqs.push_back(static_cast<std::int64_t>(mutation.seq));
        ids.push_back(mutation.id);
        for (const std::uint64_t seq : mutation.dependsOn)
            seqs.push_back(static_cast<std::int64_t>(seq));
    }
    return {{"nimara_lock_device", lockSql,
             Params().uuid(device.clientId).uuid(actor.userId).uuid(portOf(device)), Format::Binary},
            {"nimara_known", knownSql,
             Params().uuid(device.clientId).uuid(device.incarnation).int8s(seqs).uuids(ids), Format::Binary}};
}

Result<Claims> Claims::take(std::span<const QueryResult> answers, const Actor &actor,
                            std::span<const Mutation> mutations)
{
    const QueryResult &lock = answers[0];
    if (lock.rows() == 0)
        return Error{ErrorCode::Forbidden, "sync.device"};
    Claims claims;
    claims.m_contactFloor = lock.instant(0, 0);
    NIMARA_TRY(claims.read(answers[1], actor));
    NIMARA_TRY(claims.check(mutations));
    return claims;
}

Result<> Claims::read(const QueryResult &known, const Actor &actor)
{
    for (int i = 0; i < known.rows(); ++i) {
        const Uuid mutation = known.uuid(i, 1);
        const bool isOwn = known.boolean(i, 4);
        auto outcome = sync::decodeOutcome(known.bytes(i, 3));
        if (!outcome)
            return Error{ErrorCode::Internal, "sync.outcome", {}, "a stored outcome cannot be read"};
        if (!isOwn && known.uuid(i, 2) != actor.userId)
            return Error{ErrorCode::Invalid, "sync.mutation_id"}; // an id that somebody else has used
        if (isOwn)
            m_bySeq[static_cast<std::uint64_t>(known.integer(i, 0))] = *std::move(outcome);
        else
            m_carried[mutation] = *std::move(outcome);
    }
    return Done{};
}

Result<> Claims::check(std::span<const Mutation> mutations) const
{
    std::set<Uuid> ids;
    for (const Mutation &mutation : mutations) {
        const auto known = m_bySeq.find(mutation.seq);
        if (known != m_bySeq.end() && known->second.mutationId != mutation.id)
            return Error{ErrorCode::Conflict, "sync.incarnation"};
        if (mutation.id.isNil() || !ids.insert(mutation.id).second)
            return Error{ErrorCode::Invalid, "sync.mutation_id"};
    }
    return Done{};
}

const Outcome *Claims::answered(const Mutation &mutation) const
{
    if (const auto known = m_bySeq.find(mutation.seq); known != m_bySeq.end())
        return &known->second;
    const auto carried = m_carried.find(mutation.id);
    return carried == m_carried.end() ? nullptr : &carried->second;
}

bool Claims::failed(std::uint64_t seq) const
{
    const auto known = m_bySeq.find(seq);
    return known != m_bySeq.end() && isFailure(known->second);
}

Result<> Claims::store(Connection &connection, const Actor &actor, const Device &device,
                       std::span<const Outcome> outcomes) const
{
    if (outcomes.empty())
        return Done{};
    std::vector<std::int64_t> seqs;
    std::vector<Uuid> ids;
    std::vector<std::string> bytes;
    for (const Outcome &outcome : outcomes) {
        seqs.push_back(static_cast<std::int64_t>(outcome.seq));
        ids.push_back(outcome.mutationId);
        bytes.push_back(toHex(sync::encodeOutcome(outcome)));
    }
    NIMARA_TRY(connection.later("nimara_store_outcomes", storeSql,
                                Params()
                                    .uuid(device.clientId)
                                    .uuid(device.incarnation)
                                    .uuid(actor.userId)
                                    .uuid(portOf(device))
                                    .int8s(seqs)
                                    .uuids(ids)
                                    .texts(bytes)));
    return connection.later(
        "nimara_device_seen", seenSql,
        Params().uuid(device.clientId).uuid(device.incarnation).int8(std::ranges::max(seqs)));
}

} // namespace nimara::server
