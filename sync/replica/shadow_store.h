#pragma once

#include "sync/replica/row_key.h"
#include "sync/replica/sqlite.h"

#include <optional>
#include <vector>

namespace nimara::sync {

// The confirmed state of a row with edits under way.
struct Shadow
{
    std::optional<Row> base; // nothing: the server has never sent the row
    std::int64_t rev = 0;    // of the base, or of its departure
    std::int64_t scopes = 0;
    bool gone = false; // deleted there or out of sight; the base is what it was before

    // The row as the server has it now.
    bool exists() const { return base.has_value() && !gone; }
};

// sync_shadow. A row has one as long as an edit of the outbox touches it, and no longer.
class ShadowStore
{
public:
    explicit ShadowStore(const Database &db) : m_db(db) {}

    Result<std::optional<Shadow>> find(const Table &table, const Uuid &id) const;
    Result<Done> save(const Table &table, const Uuid &id, const Shadow &shadow) const;
    Result<Done> remove(const RowKey &row) const;
    Result<std::vector<RowKey>> all() const;

private:
    const Database &m_db;
};

} // namespace nimara::sync
