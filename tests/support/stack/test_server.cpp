#include "tests/support/stack/test_server.h"

#include "server/embedded/cluster.h"
#include "tests/support/stack/serving.h"

#include <csignal>
#include <fstream>

namespace nimara::test {

namespace fs = std::filesystem;
namespace embedded = server::embedded;

namespace {

Error fault(std::string detail)
{
    return {ErrorCode::Internal, "test.server", {}, std::move(detail)};
}

Result<std::unique_ptr<embedded::Cluster>> clusterIn(const fs::path &folder)
{
    return embedded::Cluster::joinOrStart(folder, Log());
}

} // namespace

Result<std::unique_ptr<TestServer>> TestServer::start(Options options)
{
    std::error_code failed;
    fs::create_directories(options.folder, failed);
    if (failed)
        return fault(options.folder.string() + ": " + failed.message());
    std::unique_ptr<TestServer> server(new TestServer(std::move(options)));
    NIMARA_TRY(server->launch());
    const auto cluster = clusterIn(server->m_options.folder);
    if (!cluster)
        return cluster.error();
    server->m_cluster = (*cluster)->place().cluster;
    return server;
}

Result<> TestServer::launch()
{
    const bool again = m_pairing.server.port != 0;
    auto started =
        startServing({.command = {m_options.program, "serve", "--embedded", m_options.folder.string(),
                                  "--port", std::to_string(again ? m_pairing.server.port : 0)},
                      .environment = m_options.environment,
                      .errorFile = m_options.logFile,
                      .signalOnOurEnd = SIGTERM});
    if (!started)
        return started.error();
    m_process = std::move(started->process);
    m_pairing = started->pairing;
    return Done{};
}

TestServer::~TestServer()
{
    if (!stop())
        kill();
    if (!m_options.remove)
        return;
    std::error_code ignored;
    fs::remove_all(m_cluster, ignored);
    fs::remove_all(m_options.folder, ignored);
}

Result<server::Connection> TestServer::connect() const
{
    const auto cluster = clusterIn(m_options.folder);
    if (!cluster)
        return cluster.error();
    return server::Connection::open((*cluster)->url(embedded::administrator));
}

void TestServer::kill()
{
    if (m_process)
        m_process->kill();
    m_process.reset();
}

Result<> TestServer::stop()
{
    if (!m_process)
        return Done{};
    NIMARA_TRY(stopServing(*m_process));
    m_process.reset();
    return Done{};
}

Result<> TestServer::startAgain()
{
    return launch();
}

Result<> TestServer::crashPostgres() const
{
    std::ifstream file(m_cluster / "data" / "postmaster.pid");
    pid_t postmaster = 0;
    if (!(file >> postmaster) || postmaster <= 1)
        return fault("no PostgreSQL runs in " + m_cluster.string());
    // The parent first: it would take the death of a child for a crash that it can mend by itself.
    const std::vector<pid_t> children = childrenOf(postmaster);
    ::kill(postmaster, SIGKILL);
    for (const pid_t child : children)
        ::kill(child, SIGKILL);
    return Done{};
}

} // namespace nimara::test
