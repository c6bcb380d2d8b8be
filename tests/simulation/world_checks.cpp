#include "models/domain/scopes.h"
#include "models/schema/registry.h"
#include "sync/protocol/row_block.h"
#include "tests/simulation/world.h"

// The last look: nothing lost, nothing twice, every replica equal to the server.
namespace nimara::sim {

namespace {

server::Actor actorOf(const Uuid &user)
{
    server::Actor actor;
    actor.userId = user;
    return actor;
}

} // namespace

// Promises 1 to 4: an edit that was called saved was answered, or the user gave it up.
void World::checkPromises(std::size_t number)
{
    for (const ClientNode::Promise &promise : m_clients[number]->promises()) {
        const server::Device device{promise.client, promise.incarnation, m_backend->port()};
        const auto outcome = m_backend->outcomeOf(device, promise.seq, promise.mutation);
        if (!outcome) {
            if (!promise.givenUp)
                violation("client " + std::to_string(number) + ": edit " + std::to_string(promise.seq) +
                          " is lost");
            continue;
        }
        if (outcome->kind == OutcomeKind::Conflict)
            ++m_report.conflicts;
        if (outcome->kind == OutcomeKind::Rejected)
            ++m_report.refused;
        const bool refused = outcome->kind == OutcomeKind::Conflict || outcome->kind == OutcomeKind::Rejected;
        if (refused && !promise.givenUp)
            violation("client " + std::to_string(number) + ": edit " + std::to_string(promise.seq) +
                      " was refused (" + outcome->error.key + ") and not shown");
    }
}

// Promises 5, 6 and 8: row by row what the server has in the scopes that the user holds, and nothing else.
void World::checkTable(std::size_t number, const Table &table, const server::Access &access, Moment moment)
{
    const sync::Replica &replica = m_clients[number]->replica(ClientNode::portChannel);
    const server::Actor actor = actorOf(m_clients[number]->user());
    std::map<Uuid, Row> expected;
    for (const server::ScopeGrant &grant : access.scopes) {
        server::PageRequest request{m_backend->port(), {grant.id, table.number, Uuid()}, 100'000, 1u << 30u};
        const auto page = m_backend->door().page(actor, access, request);
        if (!page)
            continue; // the table has no rows in this scope
        auto rows = sync::RowBlockReader::open(page->rows);
        while (rows && rows->next())
            expected.emplace(rows->id(), rows->row(table));
    }
    const std::string where = "client " + std::to_string(number) + ", " + std::string(table.name);
    std::size_t wanted = expected.size();
    for (const Uuid &id : m_clients[number]->touched(table)) {
        const auto there = replica.row(table, id);
        if (moment == Moment::Quiet && there && *there && !expected.contains(id))
            ++wanted;
    }
    const auto count = replica.count(table);
    if (!count || *count != static_cast<std::int64_t>(wanted))
        violation(where + ": " + std::to_string(count ? *count : -1) + " rows instead of " +
                  std::to_string(wanted));
    for (const auto &[id, row] : expected) {
        const auto there = replica.row(table, id);
        if (!there || !*there)
            violation(where + ": a row is missing: " + id.toString());
        else if (!(**there == row) || (*there)->rev != row.rev)
            violation(where + ": a row differs: " + id.toString());
    }
}

void World::checkReplica(std::size_t number, Moment moment)
{
    if (!m_clients[number]->isUp())
        return;
    const auto access = m_backend->door().access(actorOf(m_clients[number]->user()), m_backend->port());
    if (!access)
        return;
    for (const Table *table : schema::tables()) {
        if (table->replicated() && table->livesIn(Realm::Port) && table->name != "users")
            checkTable(number, *table, *access, moment);
    }
}

} // namespace nimara::sim
