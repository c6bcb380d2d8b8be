#include "server/embedded/cluster.h"

#include "models/base/json.h"
#include "server/db/connection.h"
#include "server/embedded/keeper.h"

#include <libpq-fe.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <thread>

namespace nimara::server::embedded {
namespace {
namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::uintmax_t logLimit = 16 * 1024 * 1024;
constexpr auto recoveryPatience =
    10min; // a crash may leave much log to go through; the process is alive meanwhile

std::string lastLines(const fs::path &file)
{
    std::string text = readFile(file);
    return text.size() > 600 ? text.substr(text.size() - 600) : text;
}

// Who connects is known to the kernel: the user of this process, as any of our roles.
Result<> writeAccess(const Place &place)
{
    const User &user = place.user;
    const std::string me = geteuid() == 0 ? "root" : user.name;
    std::string map;
    for (const char *role : {"nimara_admin", "nimara_server", "nimara_jobs", "nimara_feed", "nimara_audit"})
        map += "nimara \"" + me + "\" " + role + '\n';
    const fs::path data = place.data();
    NIMARA_TRY(writeFile(data / "pg_ident.conf", map, 0600));
    NIMARA_TRY(writeFile(data / "pg_hba.conf", "local all all peer map=nimara\n", 0600));
    for (const char *name : {"pg_ident.conf", "pg_hba.conf"}) {
        if (geteuid() == 0 && ::chown((data / name).c_str(), user.uid, user.gid) != 0)
            return storageFault("embedded.folder", data / name, "cannot be given to PostgreSQL's user");
    }
    return Done{};
}

// Made beside its place and moved there whole: what a crash left half made is not taken for a cluster.
Result<> makeData(const Place &place, const fs::path &programs)
{
    std::error_code failed;
    if (fs::exists(place.data() / "PG_VERSION", failed))
        return Done{};
    const fs::path beside = place.cluster / "data.new";
    fs::remove_all(beside, failed);
    NIMARA_TRY(runProgram({.arguments = {(programs / "initdb").string(), "-D", beside.string(), "-U",
                                         std::string(administrator), "-E", "UTF8", "--locale=C.UTF-8",
                                         "--auth=peer", "--data-checksums", "--no-instructions"},
                           .user = place.user,
                           .logFile = place.log().string()}));
    fs::rename(beside, place.data(), failed);
    return failed ? storageFault("embedded.folder", place.data(), failed.message()) : Result<>(Done{});
}

Program postgresProgram(const Place &place, const fs::path &programs, const fs::path &socketFolder)
{
    Program program{.arguments = {(programs / "postgres").string(), "-D", place.data().string()},
                    .user = place.user,
                    .logFile = place.log().string()};
    for (const char *setting : {"listen_addresses=",
                                "unix_socket_permissions=0700",
                                "max_connections=120",
                                "shared_buffers=128MB",
                                "work_mem=16MB",
                                "maintenance_work_mem=128MB",
                                "effective_cache_size=1GB",
                                "random_page_cost=1.1",
                                "jit=off",
                                "fsync=on",
                                "synchronous_commit=on",
                                "full_page_writes=on",
                                "wal_compression=lz4",
                                "max_wal_size=2GB",
                                "min_wal_size=128MB",
                                "checkpoint_timeout=15min",
                                "checkpoint_completion_target=0.9",
                                "autovacuum_vacuum_scale_factor=0.05",
                                "autovacuum_analyze_scale_factor=0.05",
                                "idle_in_transaction_session_timeout=60s",
                                "log_timezone=UTC",
                                "timezone=UTC",
                                "log_checkpoints=off"}) {
        program.arguments.emplace_back("-c");
        program.arguments.emplace_back(setting);
    }
    program.arguments.emplace_back("-c");
    program.arguments.push_back("unix_socket_directories=" + socketFolder.string());
    return program;
}

bool runsHere(pid_t pid, const fs::path &data)
{
    std::ifstream in("/proc/" + std::to_string(pid) + "/cmdline", std::ios::binary);
    const std::string command((std::istreambuf_iterator<char>(in)), {});
    return command.find(data.string()) != std::string::npos;
}

// The server before us may have been killed a moment ago: its PostgreSQL was told to stop then and may be at it still.
// A file that names a process of somebody else's is a leftover.
Result<> awaitPredecessor(const Place &place, const Log &log)
{
    const fs::path file = place.data() / "postmaster.pid";
    const auto pid = static_cast<pid_t>(std::atoi(readFile(file).c_str()));
    if (pid <= 1)
        return Done{};
    if (!runsHere(pid, place.data())) {
        if (::kill(pid, 0) == 0)
            ::unlink(file.c_str());
        return Done{};
    }
    log.warn("embedded.predecessor", {{"pid", pid}});
    for (const int signal : {SIGINT, SIGQUIT}) {
        ::kill(pid, signal);
        for (int i = 0; i < 400; ++i) {
            if (!runsHere(pid, place.data()))
                return Done{};
            std::this_thread::sleep_for(25ms);
        }
    }
    return storageFault("embedded.predecessor", file, "PostgreSQL of an earlier server does not end");
}

void forgetSocketFolder(const Place &place)
{
    const Json last = Json::parse(readFile(place.runFile()), nullptr, false);
    const std::string folder = last.is_object() ? last.value("socketFolder", "") : "";
    std::error_code ignored;
    if (isSocketFolder(folder))
        fs::remove_all(folder, ignored);
    fs::remove(place.runFile(), ignored);
}

void turnLogOver(const fs::path &log)
{
    std::error_code ignored;
    if (fs::file_size(log, ignored) > logLimit && !ignored)
        fs::rename(log, log.string() + ".1", ignored);
}

Result<> awaitAnswer(const std::string &url, const Keeper &keeper, const Place &place)
{
    const auto until = std::chrono::steady_clock::now() + recoveryPatience;
    while (std::chrono::steady_clock::now() < until) {
        if (PQping(url.c_str()) == PQPING_OK)
            return Done{};
        // A first start that fails will fail again: say why instead of trying on.
        if (keeper.starts() > 1)
            break;
        std::this_thread::sleep_for(20ms);
    }
    return storageFault("embedded.start", place.log(), lastLines(place.log()));
}

Result<> makeDatabase(const std::string &url)
{
    auto connection = Connection::open(url);
    if (!connection)
        return connection.error();
    auto found = connection->exec("select 1 from pg_database where datname = $1", Params().text(database));
    if (!found)
        return found.error();
    if (found->rows() == 1)
        return Done{};
    return connection->run("create database " + std::string(database) +
                           " template template0 encoding 'UTF8'");
}
} // namespace

Cluster::Cluster(Place place, fs::path socketFolder)
    : m_place(std::move(place)), m_socketFolder(std::move(socketFolder))
{}

Cluster::~Cluster()
{
    if (!m_keeper)
        return;
    m_keeper->stop();
    forgetSocketFolder(m_place);
}

std::string Cluster::url(std::string_view role, std::string_view databaseName) const
{
    return "host=" + m_socketFolder.string() + " dbname=" + std::string(databaseName) +
           " user=" + std::string(role);
}

Result<> Cluster::publish(const std::string &serverUrl) const
{
    const Json running = {{"socketFolder", m_socketFolder.string()}, {"pid", getpid()}, {"url", serverUrl}};
    return writeFile(m_place.runFile(), running.dump(), 0600);
}

std::string Cluster::publishedUrl() const
{
    const Json running = Json::parse(readFile(m_place.runFile()), nullptr, false);
    return running.is_object() ? running.value("url", "") : "";
}

Result<std::unique_ptr<Cluster>> Cluster::start(const fs::path &folder, const Log &log)
{
    auto place = preparePlace(folder);
    if (!place)
        return place.error();
    auto lock = FolderLock::take(place->folder);
    if (!lock)
        return lock.error();
    auto programs = findPrograms(place->data());
    if (!programs)
        return programs.error();
    turnLogOver(place->log());
    NIMARA_TRY(makeData(*place, *programs));
    NIMARA_TRY(writeAccess(*place));
    NIMARA_TRY(awaitPredecessor(*place, log));
    forgetSocketFolder(*place);
    auto socketFolder = makeSocketFolder(place->user);
    if (!socketFolder)
        return socketFolder.error();
    std::unique_ptr<Cluster> cluster(new Cluster(*place, *socketFolder));
    cluster->m_lock = *std::move(lock);
    NIMARA_TRY(cluster->publish({}));
    cluster->m_keeper = std::make_unique<Keeper>(postgresProgram(*place, *programs, *socketFolder), log);
    const std::string url = cluster->url(administrator, "postgres");
    NIMARA_TRY(awaitAnswer(url, *cluster->m_keeper, *place));
    NIMARA_TRY(makeDatabase(url));
    log.info("embedded.ready", {{"folder", place->folder.string()}, {"cluster", place->cluster.string()}});
    return cluster;
}

Result<std::unique_ptr<Cluster>> Cluster::joinOrStart(const fs::path &folder, const Log &log)
{
    auto own = start(folder, log);
    if (own || own.error().key != "embedded.in_use")
        return own;
    auto place = preparePlace(folder);
    if (!place)
        return place.error();
    // The other server may be starting still.
    for (int i = 0; i < 600; ++i) {
        const Json running = Json::parse(readFile(place->runFile()), nullptr, false);
        const std::string socketFolder = running.is_object() ? running.value("socketFolder", "") : "";
        std::unique_ptr<Cluster> cluster(new Cluster(*place, socketFolder));
        if (isSocketFolder(socketFolder) && PQping(cluster->url(administrator).c_str()) == PQPING_OK)
            return cluster;
        std::this_thread::sleep_for(50ms);
    }
    return own.error();
}

} // namespace nimara::server::embedded
