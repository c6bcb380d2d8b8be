#include "server/demo/load.h"

#include <algorithm>

namespace nimara::server::demo {

namespace {

// Large enough to be fast, small enough that a batch's JSON stays in a few megabytes.
constexpr std::size_t batchRows = 2000;

std::string joined(const Json &row)
{
    std::string names;
    for (const auto &[key, value] : row.items()) {
        if (!names.empty())
            names += ", ";
        names += "\"" + key + "\"";
    }
    return names;
}

Error named(Error error, const std::string &table)
{
    error.field = table + (error.field.empty() ? "" : "." + error.field);
    return error;
}

Result<std::int64_t> insert(Connection &connection, const std::string &table, const std::vector<Json> &rows)
{
    std::int64_t added = 0;
    for (std::size_t at = 0; at < rows.size(); at += batchRows) {
        Json part = Json::array();
        for (std::size_t i = at; i < std::min(at + batchRows, rows.size()); ++i)
            part.push_back(rows[i]);
        const std::string names = joined(rows.front());
        const std::string sql = "insert into " + table + " (" + names + ") select " + names +
                                " from jsonb_populate_recordset(null::" + table +
                                ", $1::jsonb) on conflict do nothing";
        const auto done = connection.exec(sql.c_str(), Params().text(part.dump()));
        if (!done)
            return named(done.error(), table);
        added += done->affected();
    }
    return added;
}

std::vector<Json> userRows(const Plan &plan)
{
    std::vector<Json> rows;
    for (const Account &account : plan.accounts)
        rows.push_back({{"id", account.userId.toString()},
                        {"email", account.email},
                        {"name", account.name},
                        {"email_verified", true},
                        {"is_super_admin", false},
                        {"is_active", true},
                        {"preferences", Json::object()}});
    return rows;
}

std::vector<Json> credentialRows(const Plan &plan, const std::string &passwordHash)
{
    std::vector<Json> rows;
    for (const Account &account : plan.accounts)
        rows.push_back(
            {{"user_id", account.userId.toString()}, {"password_hash", passwordHash}, {"changed_at", "now"}});
    return rows;
}

// Memberships name their role; its id is the database's.
Result<std::vector<Json>> memberRows(Connection &connection, const PortPlan &port)
{
    std::vector<Json> rows;
    for (const Membership &member : port.members) {
        const auto role = connection.exec("select id from roles where port_id is null and name = $1",
                                          Params().text(member.role));
        if (!role)
            return named(role.error(), "roles");
        if (role->rows() != 1)
            return Error{ErrorCode::NotFound, "demo.setup", "roles",
                         "the system roles are missing: run setup first"};
        const Uuid pair[] = {port.id, member.userId};
        rows.push_back({{"port_id", port.id.toString()},
                        {"id", Uuid::derived("user_port_roles", pair).toString()},
                        {"user_id", member.userId.toString()},
                        {"role_id", role->text(0, 0)}});
    }
    return rows;
}

// Adds each batch and tells of it.
class Loader
{
public:
    Loader(Connection &connection, const std::function<void(const LoadedTable &)> &progress)
        : m_connection(connection), m_progress(progress)
    {}

    Result<> add(const std::string &port, const std::string &schema, const std::string &table,
                 const std::vector<Json> &rows)
    {
        if (rows.empty())
            return Done{};
        const auto added = insert(m_connection, schema + "." + table, rows);
        if (!added)
            return added.error();
        m_loaded.push_back({port, table, static_cast<std::int64_t>(rows.size()), *added});
        if (m_progress)
            m_progress(m_loaded.back());
        return Done{};
    }

    std::vector<LoadedTable> take() { return std::move(m_loaded); }

private:
    Connection &m_connection;
    const std::function<void(const LoadedTable &)> &m_progress;
    std::vector<LoadedTable> m_loaded;
};

Result<> loadPort(Connection &connection, Loader &loader, const PortPlan &port)
{
    auto transaction = Transaction::begin(connection, {.port = port.id});
    if (!transaction)
        return transaction.error();
    NIMARA_TRY(connection.run("set local role nimara_owner"));
    NIMARA_TRY(loader.add(port.slug, "public", "ports",
                          {{{"id", port.id.toString()},
                            {"name", port.name},
                            {"slug", port.slug},
                            {"default_currency", currency},
                            {"timezone", "Europe/Helsinki"},
                            {"settings", Json::object()},
                            {"branding", Json::object()},
                            {"is_active", true}}}));
    const auto members = memberRows(connection, port);
    if (!members)
        return members.error();
    NIMARA_TRY(loader.add(port.slug, "public", "user_port_roles", *members));
    for (const Batch &batch : port.batches)
        NIMARA_TRY(loader.add(port.slug, "public", batch.table, batch.rows));
    return transaction->commit();
}

} // namespace

Result<std::vector<LoadedTable>> load(Connection &connection, const Plan &plan,
                                      const std::string &passwordHash,
                                      const std::function<void(const LoadedTable &)> &progress)
{
    Loader loader(connection, progress);
    {
        auto transaction = Transaction::begin(connection);
        if (!transaction)
            return transaction.error();
        NIMARA_TRY(connection.run("set local role nimara_owner"));
        NIMARA_TRY(loader.add({}, "public", "users", userRows(plan)));
        NIMARA_TRY(loader.add({}, "auth", "credentials", credentialRows(plan, passwordHash)));
        NIMARA_TRY(loader.add({}, "public", "currency_rates", plan.rates));
        NIMARA_TRY(transaction->commit());
    }
    for (const PortPlan &port : plan.ports)
        NIMARA_TRY(loadPort(connection, loader, port));
    return loader.take();
}

Result<> setPassword(Connection &connection, const Plan &plan, const std::string &passwordHash)
{
    std::vector<Uuid> users;
    for (const Account &account : plan.accounts)
        users.push_back(account.userId);
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return transaction.error();
    NIMARA_TRY(connection.run("set local role nimara_owner"));
    const auto set = connection.exec("update auth.credentials set password_hash = $1, changed_at = now()"
                                     " where user_id = any ($2)",
                                     Params().text(passwordHash).uuids(users));
    return set ? transaction->commit() : Result<>(set.error());
}

} // namespace nimara::server::demo
