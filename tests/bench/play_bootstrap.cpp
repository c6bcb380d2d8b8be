#include "models/base/json.h"
#include "models/schema/tables/clients.h"
#include "sync/replica/sqlite.h"
#include "tests/bench/client.h"
#include "tests/bench/timing.h"
#include "tests/support/programs/child_process.h"

#include <QCoreApplication>

#include <unistd.h>
#include <atomic>

namespace nimara::bench {

using schema::Clients;

namespace {

// When the port's first load had come so far, noted on the engine's own thread.
struct Moments
{
    std::atomic<std::int64_t> usable = 0;
    std::atomic<std::int64_t> live = 0;
};

void watch(Client &client, Moments &moments)
{
    QObject::connect(
        &client.laptop->threads().writer(), &sync::WriteLane::news, qApp,
        [&moments](const sync::ChannelNews &news) {
            if (news.channel == 0 || !news.status)
                return;
            std::int64_t never = 0;
            if (news.status->usable)
                moments.usable.compare_exchange_strong(never, monotonicMicros());
            never = 0;
            if (news.status->link == LinkState::Live)
                moments.live.compare_exchange_strong(never, monotonicMicros());
        },
        Qt::DirectConnection);
}

// The index follows in the background; it is done when a count by a word of every row is whole.
bool isIndexed(const sync::Database &file)
{
    const auto behind =
        file.integer("SELECT EXISTS (SELECT 1 FROM search_dirty) OR coalesce((SELECT max(rid) FROM"
                     " clients), 0) > (SELECT upto FROM search_progress WHERE table_no = " +
                     std::to_string(Clients::table.number) + ")");
    return behind && *behind == 0;
}

Result<sync::Database> lookInto(const Client &client)
{
    sync::ReplicaKey key{};
    key.fill('k');
    const std::string path =
        client.laptop->store().folder().toStdString() + "/" + client.clients.port().toString() + ".db";
    return sync::Database::open({.path = path, .key = key, .vfs = {}, .readOnly = true});
}

Result<> bootstrap()
{
    Client client;
    NIMARA_TRY(client.begin());
    Moments moments;
    watch(client, moments);
    const std::int64_t start = monotonicMicros();
    NIMARA_TRY(client.settle());
    const std::int64_t memory = test::peakMemoryOf(getpid());
    const auto file = lookInto(client);
    if (!file)
        return file.error();
    const auto rows = file->integer("SELECT count(*) FROM clients");
    if (!rows)
        return rows.error();
    if (!test::waitUntil([&] { return isIndexed(*file); }, 600'000))
        return Error{ErrorCode::Internal, "bench.index"};
    say({{"done",
          {{"usable", double(moments.usable - start) / 1e6},
           {"live", double(moments.live - start) / 1e6},
           {"index", double(monotonicMicros() - moments.usable) / 1e6},
           {"rows", *rows},
           {"memory", memory},
           {"memoryIndexed", test::peakMemoryOf(getpid())}}}});
    return Done{};
}

} // namespace

int playBootstrap(std::span<const std::string>)
{
    CommandLine line;
    const QCoreApplication application(line.count, line.words);
    const auto done = bootstrap();
    if (!done)
        say({{"fault", done.error().key + " " + done.error().detail}});
    return done ? 0 : 1;
}

} // namespace nimara::bench
