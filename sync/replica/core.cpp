#include "sync/replica/core.h"

#include <algorithm>

namespace nimara::sync {

namespace {

// A connection that sees more departures than this is better served by the digest than by our memory.
constexpr std::size_t departuresKept = 200'000;

} // namespace

Core::Core(Database database, Realm realm_, Clock &clock_, Rng &rng_)
    : realm(realm_), db(std::move(database)), clock(clock_), rng(rng_), scopes(realm_), rows(db),
      outbox(db, notes), shadows(db), inbox(db, notes)
{}

Result<Done> Core::load()
{
    auto read = Meta::load(db);
    if (!read)
        return read.error();
    meta = *std::move(read);
    NIMARA_TRY(scopes.load(db));
    NIMARA_TRY(outbox.load());
    return inbox.load();
}

Result<Done> Core::begin(Durability durability)
{
    if (m_durability != durability) {
        NIMARA_TRY(db.exec(durability == Durability::PowerLoss ? "PRAGMA synchronous = FULL"
                                                               : "PRAGMA synchronous = NORMAL"));
        m_durability = durability;
    }
    notes.clear();
    return db.exec("BEGIN IMMEDIATE");
}

Result<Done> Core::commit()
{
    return db.exec("COMMIT");
}

void Core::abandon()
{
    // SQLite has rolled back by itself after some faults.
    if (db.inTransaction())
        static_cast<void>(db.exec("ROLLBACK"));
    // Where even reading fails, the next call that touches the file says so.
    static_cast<void>(load());
}

Result<Statement *> Core::kept(const char *sql) const
{
    const auto found = m_kept.find(sql);
    if (found != m_kept.end())
        return &found->second;
    auto made = db.prepareKept(sql);
    if (!made)
        return made.error();
    return &m_kept.emplace(sql, *std::move(made)).first->second;
}

std::int64_t Core::bitsFor(const Table &table, std::int64_t rowBits) const
{
    return rowBits != 0 ? rowBits : scopes.bitsOf(table);
}

void Core::rememberDeparture(const RowKey &row, int slot, std::int64_t rev)
{
    if (m_departures.size() >= departuresKept)
        m_departures.clear();
    std::vector<Departure> &known = m_departures[row];
    const auto at =
        std::find_if(known.begin(), known.end(), [&](const Departure &d) { return d.slot == slot; });
    if (at == known.end())
        known.push_back({slot, rev});
    else
        at->rev = std::max(at->rev, rev);
}

bool Core::hasLeft(const RowKey &row, int slot, std::int64_t rev) const
{
    if (m_departures.empty())
        return false;
    const auto found = m_departures.find(row);
    if (found == m_departures.end())
        return false;
    return std::any_of(found->second.begin(), found->second.end(),
                       [&](const Departure &d) { return d.slot == slot && rev <= d.rev; });
}

Result<const Table *> tableOf(std::uint16_t number, Realm realm)
{
    const Table *table = schema::findTable(number);
    if (!table || !table->livesIn(realm))
        return Error{ErrorCode::Protocol, "protocol.table", {}, std::to_string(number)};
    return table;
}

} // namespace nimara::sync
