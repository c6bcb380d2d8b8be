#include "tests/simulation/pg_backend.h"

#include "models/base/json.h"
#include "sync/protocol/codec.h"
#include "tests/support/postgres.h"

#include <cstdio>
#include <cstdlib>

namespace nimara::sim {

using server::Params;

namespace {

server::PgDoorOptions doorOptions(const std::string &database)
{
    const auto &postgres = test::Postgres::instance();
    return {.server = postgres.url(database, "nimara_server"), .feed = postgres.url(database, "nimara_feed")};
}

Json jsonOf(const Row &row)
{
    Json json = Json::object();
    for (const ColumnInfo &column : row.table().columns) {
        const Value &value = row.value(column.index);
        if (isNull(value))
            continue;
        const std::string text = valueToText(column.type, value);
        json[std::string(column.name())] =
            column.type == ColumnType::JsonText ? Json::parse(text) : Json(text);
    }
    return json;
}

} // namespace

PgBackend::PgBackend(const std::string &database, std::uint64_t seed)
    : m_database(database), m_admin(*server::Connection::open(test::Postgres::instance().url(database))),
      m_door(std::make_unique<server::PgDoor>(doorOptions(database)))
{
    const std::string name = std::to_string(seed);
    m_port = Uuid::derived("sim.port", {}, name);
    must("insert into ports (id, name, slug) values ($1, $2, $2)", Params().uuid(m_port).text("sim-" + name));
}

server::QueryResult PgBackend::must(const char *sql, const Params &params)
{
    return must(m_admin, sql, params);
}

server::QueryResult PgBackend::must(server::Connection &connection, const char *sql, const Params &params)
{
    auto result = connection.exec(sql, params);
    if (!result) {
        std::fprintf(stderr, "%s: %s %s\n", sql, result.error().key.c_str(), result.error().detail.c_str());
        std::abort();
    }
    return *std::move(result);
}

void PgBackend::addUser(const Uuid &user, bool isMember)
{
    must("insert into users (id, email, name) values ($1, $2, $2)",
         Params().uuid(user).text(user.toString() + "@sim.example"));
    if (!isMember)
        return;
    // A role of his own, so that his rights can be changed alone.
    must("insert into roles (id, port_id, name) values ($1, $2, $3)",
         Params().uuid(user).uuid(m_port).text(user.toString()));
    must("insert into user_port_roles (port_id, user_id, role_id) values ($1, $2, $2)",
         Params().uuid(m_port).uuid(user));
}

void PgBackend::setRights(const Uuid &user, const PermissionSet &rights)
{
    must("update roles set permissions = $2 where id = $1", Params().uuid(user).json(rights.toJson().dump()));
}

void PgBackend::setMember(const Uuid &user, bool isMember)
{
    const Params both = Params().uuid(m_port).uuid(user);
    must("delete from user_port_roles where port_id = $1 and user_id = $2", both);
    if (isMember)
        must("insert into user_port_roles (port_id, user_id, role_id) values ($1, $2, $2)", both);
}

void PgBackend::insert(server::Connection &connection, const std::vector<Row> &rows)
{
    for (const Row &row : rows) {
        const Json json = jsonOf(row);
        std::string names;
        for (const auto &[key, value] : json.items())
            names += (names.empty() ? "" : ", ") + key;
        const std::string table(row.table().name);
        const std::string sql = "insert into " + table + " (" + names + ") select " + names +
                                " from jsonb_populate_record(null::" + table + ", $1)";
        must(connection, sql.c_str(), Params().json(json.dump()));
    }
}

void PgBackend::seed(const std::vector<Row> &rows)
{
    insert(m_admin, rows);
}

std::function<void()> PgBackend::write(const std::vector<Row> &rows)
{
    const auto connection = std::make_shared<server::Connection>(
        *server::Connection::open(test::Postgres::instance().url(m_database)));
    must(*connection, "begin");
    insert(*connection, rows);
    return [connection] { must(*connection, "commit"); };
}

void PgBackend::restore(bool)
{
    must("update sync.epoch set restore_counter = restore_counter + 1");
}

std::optional<Outcome> PgBackend::outcomeOf(const server::Device &device, std::uint64_t seq,
                                            const Uuid &mutation)
{
    const auto result = must("select outcome from sync.applied_mutation"
                             " where client_id = $1 and incarnation = $2 and seq = $3 and mutation_id = $4",
                             Params()
                                 .uuid(device.clientId)
                                 .uuid(device.incarnation)
                                 .int8(static_cast<std::int64_t>(seq))
                                 .uuid(mutation));
    if (result.rows() == 0)
        return std::nullopt;
    auto outcome = sync::decodeOutcome(result.bytes(0, 0));
    return outcome ? std::optional(*std::move(outcome)) : std::nullopt;
}

std::size_t PgBackend::doubled()
{
    // What took effect left an audit row for each field; a second application would leave it twice.
    const auto result =
        must("select count(*) from (select 1 from audit_logs where port_id = $1 and mutation_id is not null"
             " group by mutation_id, entity_type, entity_id, action, field_changed"
             " having count(*) > 1) twice",
             Params().uuid(m_port));
    return static_cast<std::size_t>(result.integer(0, 0));
}

} // namespace nimara::sim
