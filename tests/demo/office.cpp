#include "tests/demo/office.h"

#include "tests/demo/teller.h"

#include <fstream>

namespace nimara::demo {

namespace {

using namespace std::chrono_literals;

// On a machine that does nothing else it is ten seconds.
constexpr auto loadLimit = 15min;

} // namespace

Office::Office(std::filesystem::path folder, std::filesystem::path binaries)
    : m_folder(std::move(folder)), m_binaries(std::move(binaries))
{}

Result<std::string> Office::startServer()
{
    std::error_code failed;
    std::filesystem::create_directories(m_folder, failed);
    auto started = test::TestServer::start({.program = (m_binaries / "nimara-server").string(),
                                            .folder = m_folder / "server",
                                            .logFile = (m_folder / "server.log").string(),
                                            .remove = false});
    if (!started)
        return started.error();
    m_server = *std::move(started);
    return "it answers on " + m_server->address().toString() + " over TLS, with a PostgreSQL of its own";
}

Result<std::string> Office::loadData()
{
    auto loader = test::ChildProcess::start(
        {.command = {(m_binaries / "nimara-server").string(), "demo-data", "--embedded",
                     (m_folder / "server").string(), "--password-file", passwordFile().string()},
         .errorFile = (m_folder / "demo-data.log").string()});
    if (!loader)
        return loader.error();
    const auto ending = (*loader)->readToEnd(loadLimit);
    if (!ending || ending->code != 0)
        return broken("demo-data failed; see " + (m_folder / "demo-data.log").string());
    const auto counts =
        ask("select (select count(*) from ports where slug like 'helsinki-%') || ' ports, ' ||"
            " (select count(*) from berths) || ' berths, ' || (select count(*) from clients) ||"
            " ' clients, ' || (select count(*) from interests) || ' deals'",
            {});
    return counts;
}

Result<> Office::stop()
{
    return m_server ? m_server->stop() : Result<>(Done{});
}

Result<std::string> Office::password() const
{
    std::ifstream file(passwordFile());
    std::string password;
    if (!std::getline(file, password))
        return broken("no password in " + passwordFile().string());
    return password;
}

Result<Seat> Office::seat(SystemRole role, const std::string &slug) const
{
    auto connection = m_server->connect();
    if (!connection)
        return connection.error();
    const auto found = connection->exec(
        "select u.name, u.email::text, p.name, p.id from user_port_roles m join roles r on r.id = m.role_id"
        " join users u on u.id = m.user_id join ports p on p.id = m.port_id where r.name = $1 and p.slug = $2"
        " and (select count(*) from user_port_roles all_of where all_of.user_id = u.id) = 1 order by u.email "
        "limit 1",
        server::Params().text(systemRoleName(role)).text(slug));
    if (!found)
        return found.error();
    if (found->rows() == 0)
        return broken("nobody is " + std::string(systemRoleName(role)) + " in " + slug);
    return Seat{found->text(0, 0), found->text(0, 1), found->text(0, 2), found->uuid(0, 3)};
}

Result<std::string> Office::ask(const std::string &sql, const Uuid &port, const Uuid &row) const
{
    auto connection = m_server->connect();
    if (!connection)
        return connection.error();
    server::Params values;
    if (sql.find("$1") != std::string::npos)
        values.uuid(port);
    if (sql.find("$2") != std::string::npos)
        values.uuid(row);
    const auto found = connection->exec(sql.c_str(), values);
    if (!found)
        return found.error();
    return found->rows() == 0 ? std::string() : found->text(0, 0);
}

} // namespace nimara::demo
