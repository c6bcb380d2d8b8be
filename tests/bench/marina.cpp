#include "tests/bench/marina.h"

#include "models/base/json.h"
#include "tests/bench/database.h"

namespace nimara::bench {

namespace {

Error fault(std::string detail)
{
    return {ErrorCode::Internal, "bench.client", {}, std::move(detail)};
}

} // namespace

Result<std::unique_ptr<Marina>> Marina::open(const Context &context, std::uint32_t tenant, std::int64_t rows)
{
    std::unique_ptr<Marina> marina(new Marina(tenant));
    const auto folder = context.freshFolder("server");
    auto server = test::TestServer::start({.program = (context.binaries / "nimara-server").string(),
                                           .folder = folder,
                                           .logFile = (context.folder / "server.log").string()});
    if (!server)
        return server.error();
    marina->m_server = *std::move(server);
    auto connection = marina->m_server->connect();
    if (!connection)
        return connection.error();
    marina->m_database = std::make_unique<server::Connection>(*std::move(connection));
    NIMARA_TRY(addPort(*marina->m_database, marina->m_clients));
    marina->m_person = {"Bench", "bench@example.org", test::randomPassword(), SystemRole::SalesManager};
    if (const auto added = test::addPerson(*marina->m_database, marina->m_clients.port(), marina->m_person);
        !added)
        return added.error();
    context.report.note("filling " + std::to_string(rows) + " rows");
    NIMARA_TRY(fill(*marina->m_database, marina->m_clients, 0, rows));
    NIMARA_TRY(settle(*marina->m_database));
    return marina;
}

Result<std::unique_ptr<test::ChildProcess>> Marina::client(const Context &context, const std::string &role,
                                                           const std::string &folder, const Json &words) const
{
    auto client = test::ChildProcess::start({.command = {context.program, "--as", role}});
    if (!client)
        return client.error();
    Json told = {{"pairing", m_server->pairing().toString()},
                 {"email", m_person.email},
                 {"password", m_person.password},
                 {"tenant", m_clients.tenant()},
                 {"folder", folder}};
    if (words.is_object())
        told.update(words);
    // By its input, not by its arguments: those are for everybody to see.
    if (!(*client)->send(told.dump()))
        return fault(role + " did not start");
    return client;
}

Result<Json> hear(test::ChildProcess &client, const std::string &name, std::chrono::seconds limit)
{
    const auto until = std::chrono::steady_clock::now() + limit;
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        const auto line = client.readLine(std::max(left, std::chrono::milliseconds(0)));
        if (!line)
            return fault("a client said nothing of \"" + name + "\"");
        const auto said = parseJson(*line, {.bytes = 64 * 1024 * 1024});
        if (!said || !said->is_object())
            continue;
        if (said->contains("fault"))
            return fault((*said)["fault"].dump());
        if (said->contains(name))
            return (*said)[name];
    }
}

} // namespace nimara::bench
