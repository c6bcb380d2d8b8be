#include "models/base/json.h"
#include "models/schema/tables/clients.h"
#include "tests/bench/client.h"
#include "tests/bench/timing.h"
#include "tests/support/programs/child_process.h"

#include <QCoreApplication>
#include <QTimer>

#include <unistd.h>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace nimara::bench {

using schema::Clients;

namespace {

using Times = std::unordered_map<Uuid, std::int64_t>;

Json toJson(const Times &times)
{
    Json json = Json::object();
    for (const auto &[id, at] : times)
        json[id.toString()] = at;
    return json;
}

int finish(const Result<> &done)
{
    if (!done)
        say({{"fault", done.error().key + " " + done.error().field + " " + done.error().detail}});
    return done ? 0 : 1;
}

// Edits at an even pace, each of another row: `count` of them, `pause` apart.
Result<Times> writeEvenly(Client &client, std::int64_t count, std::chrono::milliseconds pause)
{
    Times times;
    QFuture<Result<Uuid>> last;
    std::int64_t next = 0;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        if (next == count)
            return;
        const Edit edit = editOf(client.clients, next, "Pier " + std::to_string(next));
        times[client.clients.id(next)] = monotonicMicros();
        last = client.laptop->store().submit(edit);
        ++next;
    });
    timer.start(pause);
    test::waitUntil([&] { return next == count; }, 3'600'000);
    // Until it is saved the store does not know that anything waits.
    if (const auto saved = test::valueOf(last); !saved)
        return saved.error();
    return times;
}

Result<> writer()
{
    Client client;
    NIMARA_TRY(client.begin());
    NIMARA_TRY(client.settle());
    say({{"ready", true}});
    listen();
    const auto times = writeEvenly(client, client.told.value("count", std::int64_t(0)),
                                   std::chrono::milliseconds(client.told.value("pauseMs", 20)));
    if (!times)
        return times.error();
    if (!client.laptop->waitUntilSynced())
        return Error{ErrorCode::Internal, "bench.synced"};
    say({{"times", toJson(*times)}});
    return Done{};
}

// When each of the clients' rows changed in this replica, noted on the engine's own thread after the commit.
class Arrivals
{
public:
    explicit Arrivals(Client &client)
    {
        m_link = QObject::connect(
            &client.laptop->threads().writer(), &sync::WriteLane::news, qApp,
            [this](const sync::ChannelNews &news) { note(news); }, Qt::DirectConnection);
    }
    ~Arrivals() { QObject::disconnect(m_link); }

    std::size_t count() const
    {
        const std::lock_guard lock(m_mutex);
        return m_times.size();
    }
    Times times() const
    {
        const std::lock_guard lock(m_mutex);
        return m_times;
    }

private:
    void note(const sync::ChannelNews &news)
    {
        const std::int64_t now = monotonicMicros();
        const std::lock_guard lock(m_mutex);
        for (const sync::TableChange &change : news.changes) {
            if (change.table != Clients::table.number)
                continue;
            for (const Uuid &id : change.ids)
                m_times.try_emplace(id, now);
        }
    }

    mutable std::mutex m_mutex;
    Times m_times;
    QMetaObject::Connection m_link;
};

Result<> reader()
{
    Client client;
    NIMARA_TRY(client.begin());
    NIMARA_TRY(client.settle());
    const Arrivals arrivals(client);
    say({{"ready", true}});
    const auto count = client.told.value("count", std::size_t(0));
    if (!test::waitUntil([&] { return arrivals.count() >= count; }, 600'000))
        return Error{ErrorCode::Internal, "bench.arrivals", {}, std::to_string(arrivals.count())};
    say({{"times", toJson(arrivals.times())}, {"memory", test::peakMemoryOf(getpid())}});
    return Done{};
}

Result<double> queueEdits(Client &client, std::int64_t count)
{
    const Stopwatch watch;
    std::vector<QFuture<Result<Uuid>>> saved;
    for (std::int64_t i = 0; i < count; ++i)
        saved.push_back(
            client.laptop->store().submit(editOf(client.clients, i, "Queued " + std::to_string(i))));
    for (const QFuture<Result<Uuid>> &each : saved) {
        if (const auto done = test::valueOf(each, 600'000); !done)
            return done.error();
    }
    return watch.seconds();
}

Result<> uploader()
{
    Client client;
    NIMARA_TRY(client.begin());
    NIMARA_TRY(client.settle());
    sync::LocalStore &store = client.laptop->store();
    store.setWorkOffline(true);
    if (!test::waitUntil([&] { return store.status().link == LinkState::WorkingOffline; }, 30'000))
        return Error{ErrorCode::Internal, "bench.offline"};
    const auto count = client.told.value("count", std::int64_t(0));
    const auto queued = queueEdits(client, count);
    if (!queued)
        return queued.error();
    if (!test::waitUntil([&] { return store.status().waiting == count; }, 60'000))
        return Error{ErrorCode::Internal, "bench.queued", {}, std::to_string(store.status().waiting)};
    std::int64_t end = 0;
    QObject::connect(&store, &Store::statusChanged, qApp, [&] {
        if (end == 0 && store.status().waiting == 0)
            end = monotonicMicros();
    });
    const std::int64_t start = monotonicMicros();
    store.setWorkOffline(false);
    if (!test::waitUntil([&] { return end != 0; }, 600'000))
        return Error{ErrorCode::Internal, "bench.upload", {}, std::to_string(store.status().waiting)};
    say({{"done",
          {{"queue", *queued},
           {"upload", double(end - start) / 1e6},
           {"review", store.status().review},
           {"memory", test::peakMemoryOf(getpid())}}}});
    return Done{};
}

int play(Result<> (*role)())
{
    CommandLine line;
    const QCoreApplication application(line.count, line.words);
    return finish(role());
}

} // namespace

int playWriter(std::span<const std::string>)
{
    return play(writer);
}

int playReader(std::span<const std::string>)
{
    return play(reader);
}

int playUploader(std::span<const std::string>)
{
    return play(uploader);
}

} // namespace nimara::bench
