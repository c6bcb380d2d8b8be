#include "tests/bench/plain_loops.h"

#include "tests/bench/timing.h"

#include <sqlite3.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <thread>

namespace nimara::bench {

namespace {

struct CloseFile
{
    void operator()(sqlite3 *db) const { sqlite3_close(db); }
};

Error socketFault()
{
    return {ErrorCode::Internal, "bench.socket", {}, std::strerror(errno)};
}

// Both ends of a TCP connection over loopback.
struct Line
{
    int near = -1;
    int far = -1;
    ~Line()
    {
        close(near);
        close(far);
    }

    bool open()
    {
        const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *plain = reinterpret_cast<sockaddr *>(&address);
        near = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const bool linked = bind(listener, plain, size) == 0 && listen(listener, 1) == 0 &&
                            getsockname(listener, plain, &size) == 0 && connect(near, plain, size) == 0;
        far = linked ? accept(listener, nullptr, nullptr) : -1;
        close(listener);
        const int on = 1;
        setsockopt(near, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(far, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        return far >= 0;
    }
};

} // namespace

Result<double> plainUpdates(server::Connection &connection, const ClientRows &clients, std::int64_t count)
{
    constexpr std::int64_t batch = 200;
    const Stopwatch watch;
    for (std::int64_t first = 0; first < count; first += batch) {
        NIMARA_TRY(connection.beginPipeline());
        // Up to its sync() a pipeline is one transaction.
        for (std::int64_t i = first; i < std::min(first + batch, count); ++i)
            NIMARA_TRY(connection.queuePrepared(
                "bench_update", "update public.clients set address_line2 = $3 where port_id = $1 and id = $2",
                server::Params()
                    .uuid(clients.port())
                    .uuid(clients.id(i))
                    .text("Plain " + std::to_string(i))));
        NIMARA_TRY(connection.sync());
        for (;;) {
            const auto result = connection.nextResult();
            if (!result)
                return result.error();
            if (!*result)
                break;
        }
        NIMARA_TRY(connection.endPipeline());
    }
    return static_cast<double>(count) / watch.seconds();
}

Result<std::vector<double>> postgresCommits(server::Connection &connection, int count)
{
    NIMARA_TRY(
        connection.run("create table if not exists public.bench_commits (n bigint primary key, word text)"));
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
        const Stopwatch watch;
        NIMARA_TRY(connection.run("insert into public.bench_commits values (" + std::to_string(i) +
                                  ", 'a word') on conflict (n) do update set word = excluded.word || 's'"));
        times.push_back(watch.milliseconds());
    }
    NIMARA_TRY(connection.run("drop table public.bench_commits"));
    return times;
}

Result<std::vector<double>> sqliteCommits(const std::string &file, int count)
{
    sqlite3 *raw = nullptr;
    const int opened = sqlite3_open(file.c_str(), &raw);
    const std::unique_ptr<sqlite3, CloseFile> db(raw);
    const auto run = [&](const char *sql) {
        return sqlite3_exec(raw, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
    };
    const auto failed = [&] { return Error{ErrorCode::Storage, "bench.sqlite", {}, sqlite3_errmsg(raw)}; };
    if (opened != SQLITE_OK || !run("pragma journal_mode=wal") || !run("pragma synchronous=full") ||
        !run("create table t (n integer primary key, word text)"))
        return failed();
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
        const Stopwatch watch;
        if (!run("insert into t (word) values ('a word')"))
            return failed();
        times.push_back(watch.milliseconds());
    }
    return times;
}

Result<std::vector<double>> socketRoundTrips(int count)
{
    Line line;
    if (!line.open())
        return socketFault();
    std::jthread echo([far = line.far, count] {
        char byte = 0;
        for (int i = 0; i < count; ++i) {
            if (recv(far, &byte, 1, 0) != 1 || send(far, &byte, 1, MSG_NOSIGNAL) != 1)
                return;
        }
    });
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
        char byte = 'x';
        const Stopwatch watch;
        if (send(line.near, &byte, 1, MSG_NOSIGNAL) != 1 || recv(line.near, &byte, 1, 0) != 1) {
            shutdown(line.near, SHUT_RDWR); // the echo ends, too
            return socketFault();
        }
        times.push_back(watch.milliseconds());
    }
    return times;
}

} // namespace nimara::bench
