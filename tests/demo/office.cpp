#include "tests/demo/office.h"

#include "server/embedded/place.h"

#include <fstream>

namespace nimara::demo {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

// On a machine that does nothing else it takes five seconds.
constexpr auto loadLimit = 15min;

// What a run that was killed has left behind.
void removeLeftovers(const fs::path &server)
{
    std::error_code ignored;
    if (const std::string cluster = server::embedded::readFile(server / "cluster.path"); !cluster.empty())
        fs::remove_all(cluster, ignored);
    fs::remove_all(server, ignored);
}

} // namespace

Office::Office(fs::path folder, fs::path binaries)
    : m_folder(std::move(folder)), m_binaries(std::move(binaries))
{}

Result<Lines> Office::start(Keep keep)
{
    std::error_code ignored;
    for (const char *log : {"server.log", "demo-data.log"})
        fs::remove(m_folder / log, ignored);
    if (keep == Keep::Nothing) {
        removeLeftovers(m_folder / "server");
        fs::remove(passwordFile(), ignored);
    }
    auto started = test::TestServer::start({.program = (m_binaries / "nimara-server").string(),
                                            .folder = m_folder / "server",
                                            .logFile = (m_folder / "server.log").string(),
                                            .remove = keep == Keep::Nothing});
    if (!started)
        return started.error();
    m_server = *std::move(started);
    return Lines{"it answers on https://" + m_server->address().toString() +
                 ", TLS 1.3, its key pinned by the pairing code"};
}

Result<Lines> Office::loadData()
{
    const fs::path log = m_folder / "demo-data.log";
    auto loader = test::ChildProcess::start(
        {.command = {(m_binaries / "nimara-server").string(), "demo-data", "--embedded",
                     (m_folder / "server").string(), "--password-file", passwordFile().string()},
         .errorFile = log.string()});
    if (!loader)
        return loader.error();
    const auto ending = (*loader)->readToEnd(loadLimit);
    if (!ending || ending->code != 0)
        return broken("nimara-server demo-data failed; it says why in " + log.string());
    const auto found = query("select (select count(*) from public.ports where slug like 'helsinki-%'),"
                             " (select count(*) from public.berths), (select count(*) from public.clients),"
                             " (select count(*) from public.interests)",
                             {});
    if (!found)
        return found.error();
    const auto count = [&found](int column) { return grouped(std::stoll(found->text(0, column))); };
    return Lines{count(0) + " ports, " + count(1) + " berths, " + count(2) + " clients, " + count(3) +
                 " deals"};
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
    const auto found = query(
        "select u.id, u.name, u.email from public.user_port_roles m"
        " join public.roles r on r.id = m.role_id join public.users u on u.id = m.user_id"
        " join public.ports p on p.id = m.port_id where r.name = $1 and p.slug = $2 order by u.email limit 1",
        server::Params().text(systemRoleName(role)).text(slug));
    if (!found)
        return found.error();
    if (found->rows() == 0)
        return broken("nobody is " + std::string(systemRoleName(role)) + " in " + slug);
    return Seat{found->uuid(0, 0), found->text(0, 1), found->text(0, 2)};
}

Result<Harbour> Office::harbour(const std::string &slug) const
{
    const auto found =
        query("select id, name from public.ports where slug = $1", server::Params().text(slug));
    if (!found)
        return found.error();
    if (found->rows() == 0)
        return broken("there is no port " + slug);
    return Harbour{found->uuid(0, 0), found->text(0, 1)};
}

Result<std::string> Office::ask(const char *sql, const server::Params &values) const
{
    const auto found = query(sql, values);
    if (!found)
        return found.error();
    return found->rows() == 0 ? std::string() : found->text(0, 0);
}

Result<server::QueryResult> Office::query(const char *sql, const server::Params &values) const
{
    auto connection = m_server->connect();
    if (!connection)
        return connection.error();
    return connection->exec(sql, values);
}

} // namespace nimara::demo
