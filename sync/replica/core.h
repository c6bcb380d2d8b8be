#pragma once

#include "models/base/clock.h"
#include "models/base/rng.h"
#include "models/schema/registry.h"
#include "sync/replica/inbox.h"
#include "sync/replica/journal_notes.h"
#include "sync/replica/meta.h"
#include "sync/replica/outbox.h"
#include "sync/replica/row_store.h"
#include "sync/replica/scope_book.h"
#include "sync/replica/shadow_store.h"

#include <unordered_map>

namespace nimara::sync {

// What a transaction must outlive: a power loss (it holds an edit of the user), or only the process (it can be fetched
// again, and its cursor goes with it).
enum class Durability { PowerLoss, Process };

// The open file with all that is kept in memory of it. The parts of the replica work on one of these; it is made anew
// when the file is replaced.
class Core
{
public:
    Core(Database database, Realm realm, Clock &clock, Rng &rng);
    Core(const Core &) = delete;
    Core &operator=(const Core &) = delete;

    Result<Done> load();

    // Runs `body` as one transaction. When anything fails, file and memory are as before.
    template <typename Body>
    auto transact(Durability durability, Body &&body) -> decltype(body())
    {
        NIMARA_TRY(begin(durability));
        auto result = body();
        if (result) {
            if (auto committed = commit(); !committed)
                result = committed.error();
        }
        if (!result)
            abandon();
        return result;
    }

    // The bits a row of this table has when all is said: its own, or those of the table's scopes.
    std::int64_t bitsFor(const Table &table, std::int64_t rowBits) const;

    // A statement that is prepared once for as long as the file is open. `sql` must be a literal.
    Result<Statement *> kept(const char *sql) const;

    const Realm realm;
    Database db;
    Clock &clock;
    Rng &rng;
    Meta meta;
    JournalNotes notes; // of the transaction under way, or the last one
    ScopeBook scopes;
    RowStore rows;
    Outbox outbox;
    ShadowStore shadows;
    Inbox inbox;

    // Departures of this connection, by scope: a page or a repair that was read before one may arrive after it.
    void rememberDeparture(const RowKey &row, int slot, std::int64_t rev);
    bool hasLeft(const RowKey &row, int slot, std::int64_t rev) const;
    void forgetDepartures() { m_departures.clear(); }

private:
    Result<Done> begin(Durability durability);
    Result<Done> commit();
    void abandon();

    struct Departure
    {
        int slot;
        std::int64_t rev;
    };
    std::unordered_map<RowKey, std::vector<Departure>, RowKeyHash> m_departures;
    std::optional<Durability> m_durability; // as SQLite was last told
    mutable std::unordered_map<const char *, Statement> m_kept;
};

// A table of the registry that lives in this file; Protocol error otherwise.
Result<const Table *> tableOf(std::uint16_t number, Realm realm);

} // namespace nimara::sync
