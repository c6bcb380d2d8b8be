#include "tests/support/postgres.h"

#include "server/db/migrator.h"
#include "tests/support/programs/child_process.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace nimara::test {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void giveUp(const std::string &what)
{
    std::fprintf(stderr, "tests/support/postgres: %s\n", what.c_str());
    std::abort();
}

std::string shellWord(const std::string &word)
{
    std::string out = "'";
    for (const char c : word)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

void shell(const std::string &command)
{
    if (std::system(command.c_str()) != 0)
        giveUp("this failed: " + command);
}

// PostgreSQL refuses to run as root; then it runs as the distribution's user.
std::string asServerUser()
{
    return geteuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups " : "";
}

std::string programs()
{
    for (const char *version : {"15", "16", "17", "18"}) {
        const std::string folder = std::string("/usr/lib/postgresql/") + version + "/bin";
        if (fs::exists(folder + "/initdb"))
            return folder;
    }
    giveUp("no PostgreSQL is installed; ./dev setup does it");
}

// A socket's path ends at 107 bytes, and the server's user must reach it: not under a build directory.
std::string newDirectory()
{
    char path[] = "/tmp/nimara-pg-XXXXXX";
    if (!mkdtemp(path))
        giveUp("no temporary directory");
    return path;
}

void giveToServerUser(const std::string &folder)
{
    if (geteuid() == 0)
        shell("chown -R postgres:postgres " + shellWord(folder));
}

// initdb takes seconds, so its outcome is kept in the build directory and copied.
void makeCluster(const std::string &directory)
{
    const std::string data = directory + "/data";
    const char *binary = std::getenv("NIMARA_BINARY_DIR");
    const std::string kept = std::string(binary ? binary : "") + "/tests/postgres-template";
    if (binary && fs::exists(kept + "/PG_VERSION")) {
        shell("cp -a " + shellWord(kept) + " " + shellWord(data));
        giveToServerUser(directory);
        return;
    }
    giveToServerUser(directory);
    shell("cd / && " + asServerUser() + programs() +
          "/initdb --no-sync --auth=trust --username=postgres --encoding=UTF8" +
          " --no-locale --pgdata=" + shellWord(data) + " >/dev/null");
    if (!binary)
        return;
    // Two tests may come here at once: the first rename wins, the other's copy goes.
    const std::string copy = kept + "." + std::to_string(getpid());
    shell("mkdir -p " + shellWord(fs::path(kept).parent_path().string()) + " && cp -a " + shellWord(data) +
          " " + shellWord(copy));
    std::error_code fault;
    fs::rename(copy, kept, fault);
    if (fault)
        fs::remove_all(copy, fault);
}

constexpr const char *quickOptions =
    " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    " -c shared_buffers=64MB -c max_wal_size=256MB -c autovacuum_naptime=10s";
// As a small server's cluster is set up.
constexpr const char *durableOptions = " -c fsync=on -c synchronous_commit=on -c shared_buffers=256MB"
                                       " -c max_wal_size=2GB -c checkpoint_timeout=15min";

// The first line of its own file; 0 when it does not run.
pid_t postmasterIn(const std::string &data)
{
    std::ifstream file(data + "/postmaster.pid");
    pid_t id = 0;
    file >> id;
    return id;
}

server::Connection connectOrGiveUp(const std::string &url)
{
    auto connection = server::Connection::open(url);
    if (!connection)
        giveUp("no connection: " + connection.error().detail);
    return std::move(*connection);
}

} // namespace

Postgres &Postgres::instance()
{
    static Postgres cluster(Commits::Quick);
    return cluster;
}

Postgres &Postgres::durable()
{
    static Postgres cluster(Commits::Durable);
    return cluster;
}

Postgres::Postgres(Commits commits) : m_commits(commits), m_directory(newDirectory())
{
    makeCluster(m_directory);
    start();
}

Postgres::~Postgres()
{
    stop();
    std::error_code fault;
    fs::remove_all(m_directory, fault);
}

void Postgres::start()
{
    if (m_supervisor > 0)
        return;
    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0)
        giveUp("no pipe");
    const std::string options = " -c listen_addresses= -c unix_socket_directories=" + m_directory +
                                (m_commits == Commits::Quick ? quickOptions : durableOptions) +
                                " -c max_connections=200 -c log_min_messages=fatal";
    // The supervisor outlives a crash of the test: it reads until nobody holds the other end of the pipe any more.
    const std::string script =
        "cd / && trap '' INT TERM HUP\n" + asServerUser() + programs() + "/postgres -D " +
        shellWord(m_directory + "/data") + options + " >>" + shellWord(m_directory + "/log") +
        " 2>&1 </dev/null &\npid=$!\nread -r word\n" +
        "[ \"$word\" = stop ] && kill -INT $pid 2>/dev/null || kill -QUIT $pid 2>/dev/null\n" +
        "wait $pid\n[ \"$word\" = stop ] || rm -rf " + shellWord(m_directory) + "\n";
    m_supervisor = fork();
    if (m_supervisor == 0) {
        setsid();
        dup2(pipe[0], 0);
        execl("/bin/sh", "sh", "-c", script.c_str(), static_cast<char *>(nullptr));
        _exit(127);
    }
    close(pipe[0]);
    m_lifeline = pipe[1];
    for (int attempt = 0; attempt < 600; ++attempt) {
        if (server::Connection::open(url("postgres")))
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    giveUp("PostgreSQL did not start; see " + m_directory + "/log");
}

void Postgres::stop()
{
    if (m_supervisor <= 0)
        return;
    if (write(m_lifeline, "stop\n", 5) != 5)
        giveUp("the supervisor is gone");
    close(m_lifeline);
    waitpid(m_supervisor, nullptr, 0);
    m_supervisor = -1;
    m_lifeline = -1;
}

void Postgres::crash()
{
    const pid_t postmaster = postmasterIn(m_directory + "/data");
    if (postmaster > 0) {
        // The children first: without their parent they would end in order.
        kill(postmaster, SIGSTOP);
        for (const pid_t child : childrenOf(postmaster))
            kill(child, SIGKILL);
        kill(postmaster, SIGKILL);
    }
    stop();
}

std::string Postgres::newName()
{
    return "test_" + std::to_string(++m_count);
}

std::string Postgres::url(const std::string &database, const std::string &role) const
{
    return "host=" + m_directory + " dbname=" + database + " user=" + (role.empty() ? "postgres" : role);
}

std::string Postgres::emptyDatabase()
{
    const std::string name = newName();
    auto admin = connectOrGiveUp(url("postgres"));
    if (const auto made = admin.run("create database " + name + " template template0"); !made)
        giveUp(made.error().detail);
    return name;
}

std::string Postgres::database()
{
    auto admin = connectOrGiveUp(url("postgres"));
    if (!m_hasTemplate) {
        if (const auto made = admin.run("create database nimara_template template template0"); !made)
            giveUp(made.error().detail);
        auto fresh = connectOrGiveUp(url("nimara_template"));
        if (const auto done = server::migrate(fresh); !done)
            giveUp(done.error().field + ": " + done.error().detail);
        m_hasTemplate = true;
    }
    const std::string name = newName();
    if (const auto made = admin.run("create database " + name + " template nimara_template"); !made)
        giveUp(made.error().detail);
    return name;
}

} // namespace nimara::test
