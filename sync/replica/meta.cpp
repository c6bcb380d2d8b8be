#include "sync/replica/meta.h"

#include <map>

namespace nimara::sync {

namespace {

class MetaWriter
{
public:
    explicit MetaWriter(const Database &db) : m_db(db) {}

    void put(std::string_view name, const Value &value)
    {
        if (!m_error.key.empty())
            return;
        auto statement = m_db.prepare("INSERT OR REPLACE INTO sync_meta (name, value) VALUES (?1, ?2)");
        if (!statement) {
            m_error = statement.error();
            return;
        }
        statement->bind(1, name);
        statement->bind(2, value);
        if (const auto done = statement->run(); !done)
            m_error = done.error();
    }
    void put(std::string_view name, Instant value) { put(name, Value(value.micros())); }
    void put(std::string_view name, bool value) { put(name, Value(std::int64_t(value ? 1 : 0))); }

    Result<Done> done() const
    {
        if (!m_error.key.empty())
            return m_error;
        return Done{};
    }

private:
    const Database &m_db;
    Error m_error;
};

class MetaReader
{
public:
    Result<Done> read(const Database &db)
    {
        auto statement = db.prepare("SELECT name, value, typeof(value) FROM sync_meta");
        if (!statement)
            return statement.error();
        for (;;) {
            const auto step = statement->step();
            if (!step)
                return step.error();
            if (*step == Step::End)
                return Done{};
            const std::string_view type = statement->text(2);
            const ColumnType column = type == "integer" ? ColumnType::Int
                                      : type == "text"  ? ColumnType::Text
                                                        : ColumnType::Uuid;
            m_values[std::string(statement->text(0))] = statement->value(1, column);
        }
    }

    std::int64_t number(const char *name) const
    {
        const auto *value = std::get_if<std::int64_t>(&at(name));
        return value ? *value : 0;
    }
    std::string text(const char *name) const
    {
        const auto *value = std::get_if<std::string>(&at(name));
        return value ? *value : std::string();
    }
    Uuid uuid(const char *name) const
    {
        const auto *value = std::get_if<Uuid>(&at(name));
        return value ? *value : Uuid();
    }

private:
    const Value &at(const char *name) const
    {
        static const Value null;
        const auto found = m_values.find(name);
        return found == m_values.end() ? null : found->second;
    }
    std::map<std::string, Value> m_values;
};

} // namespace

Result<Meta> Meta::load(const Database &db)
{
    MetaReader in;
    NIMARA_TRY(in.read(db));
    Meta meta;
    meta.clientId = in.uuid("client_id");
    meta.incarnation = in.uuid("incarnation");
    meta.port = in.uuid("port");
    meta.lastSeq = static_cast<std::uint64_t>(in.number("last_seq"));
    meta.journalStep = in.number("journal_step");
    meta.firstLoadDone = in.number("first_load_done") != 0;
    meta.open = in.number("open") != 0;
    Standing &standing = meta.standing;
    standing.epoch = in.text("epoch");
    standing.userId = in.uuid("user_id");
    standing.isSuperAdmin = in.number("is_super_admin") != 0;
    standing.aclHash = in.uuid("acl_hash");
    standing.permissions = in.text("permissions");
    standing.leaseHours = static_cast<std::uint32_t>(in.number("lease_hours"));
    standing.serverSeen = Instant(in.number("server_seen"));
    standing.clockHigh = Instant(in.number("clock_high"));
    if (const std::int64_t synced = in.number("synced_at"); synced != 0)
        standing.syncedAt = Instant(synced);
    return meta;
}

Result<Done> Meta::save(const Database &db) const
{
    MetaWriter out(db);
    out.put("client_id", Value(clientId));
    out.put("incarnation", Value(incarnation));
    out.put("port", Value(port));
    out.put("last_seq", Value(static_cast<std::int64_t>(lastSeq)));
    out.put("journal_step", Value(journalStep));
    out.put("first_load_done", firstLoadDone);
    out.put("epoch", Value(standing.epoch));
    out.put("user_id", Value(standing.userId));
    out.put("is_super_admin", standing.isSuperAdmin);
    out.put("acl_hash", Value(standing.aclHash));
    out.put("permissions", Value(standing.permissions));
    NIMARA_TRY(out.done());
    return saveContact(db);
}

Result<Done> Meta::saveSeq(const Database &db) const
{
    MetaWriter out(db);
    out.put("last_seq", Value(static_cast<std::int64_t>(lastSeq)));
    return out.done();
}

Result<Done> Meta::saveJournalStep(const Database &db) const
{
    MetaWriter out(db);
    out.put("journal_step", Value(journalStep));
    return out.done();
}

Result<Done> Meta::saveOpen(const Database &db) const
{
    MetaWriter out(db);
    out.put("open", open);
    return out.done();
}

Result<Done> Meta::saveContact(const Database &db) const
{
    MetaWriter out(db);
    out.put("lease_hours", Value(std::int64_t(standing.leaseHours)));
    out.put("server_seen", standing.serverSeen);
    out.put("clock_high", standing.clockHigh);
    out.put("synced_at", standing.syncedAt.value_or(Instant()));
    return out.done();
}

} // namespace nimara::sync
