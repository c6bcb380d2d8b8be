#include "models/schema/tables/clients.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"
#include "tests/bench/bench.h"
#include "tests/bench/page_source.h"
#include "tests/bench/plain_loops.h"
#include "tests/bench/timing.h"

#include <span>

// The laptop's half alone, without server and network: what a first load, the search index, a step of the feed and an
// edit cost in the encrypted file.
namespace nimara::bench {

using schema::Clients;

namespace {

constexpr std::size_t pageRows = 4000; // the server's own choice

struct File
{
    SystemClock clock;
    SystemRng rng;
    std::unique_ptr<sync::Replica> replica;

    Result<> open(const std::filesystem::path &folder, const ClientRows &clients)
    {
        sync::ReplicaOptions options;
        options.path = (folder / "port.db").string();
        options.key.emplace();
        options.key->fill(0x5A);
        options.port = clients.port();
        auto opened = sync::Replica::open(std::move(options), clock, rng);
        if (!opened)
            return opened.error();
        replica = *std::move(opened);
        return Done{};
    }
};

struct Times
{
    std::vector<double> load;
    std::vector<double> index;
    std::vector<double> searches;
};

Result<> indexAll(sync::Replica &replica)
{
    for (;;) {
        const auto progress = replica.indexSome(500);
        if (!progress)
            return progress.error();
        if (!progress->more)
            return Done{};
    }
}

// What someone types, letter by letter.
Result<> type(sync::Replica &replica, const std::string &words, std::vector<double> &times)
{
    for (std::size_t length = 1; length <= words.size(); ++length) {
        const Stopwatch watch;
        const auto found = replica.search(words.substr(0, length), 20);
        if (!found)
            return found.error();
        times.push_back(watch.milliseconds());
    }
    return Done{};
}

Result<> loadAndSearch(Context &context, const ClientRows &clients, const PageSource &source,
                       const std::vector<std::string> &frames, std::int64_t rows, Times &times)
{
    File file;
    NIMARA_TRY(file.open(context.freshFolder("replica"), clients));
    const Stopwatch loading;
    NIMARA_TRY(loadReplica(*file.replica, source, frames));
    times.load.push_back(static_cast<double>(rows) / loading.seconds());
    const Stopwatch indexing;
    NIMARA_TRY(indexAll(*file.replica));
    times.index.push_back(static_cast<double>(rows) / indexing.seconds());
    for (const char *words : {"anna berg", "sand marine", "östers"})
        NIMARA_TRY(type(*file.replica, words, times.searches));
    return Done{};
}

sync::Delta stepOf(const PageSource &source, Row row, std::int64_t number)
{
    row.rev += 10'000'000 + number;
    sync::RowBlockWriter block(Clients::table);
    block.add(row);
    sync::ScopeDelta part{source.clientsScope(), {block.finish()}, {}};
    sync::Delta delta;
    delta.to = "bench-" + std::to_string(number);
    delta.advanced = {source.clientsScope()};
    delta.parts = {std::make_shared<const std::string>(sync::encodeScopeDelta(part))};
    return delta;
}

Edit renamed(const Row &row, std::int64_t number)
{
    const Value was = row.value(Clients::fullName.index());
    return {.ops = {{.table = Clients::table.number,
                     .id = row.id(),
                     .kind = OpKind::Update,
                     .fields = {
                         {.column = "full_name", .was = was, .now = "Renamed " + std::to_string(number)}}}}};
}

Result<> smallSteps(Context &context, const ClientRows &clients, const PageSource &source,
                    const std::vector<std::string> &frames, std::int64_t rows)
{
    File file;
    NIMARA_TRY(file.open(context.freshFolder("replica"), clients));
    NIMARA_TRY(loadReplica(*file.replica, source, frames));
    constexpr std::size_t steps = 500;
    std::vector<double> deltas, edits;
    for (std::size_t i = 0; i < steps; ++i) {
        const std::size_t at = i * static_cast<std::size_t>(rows) / steps;
        const sync::Delta delta = stepOf(source, source.row(at), static_cast<std::int64_t>(i));
        const Stopwatch applying;
        if (const auto applied = file.replica->applyDelta(std::span(&delta, 1)); !applied)
            return applied.error();
        deltas.push_back(applying.milliseconds());
        const Stopwatch writing;
        if (const auto stored = file.replica->submit(renamed(source.row(at), static_cast<std::int64_t>(i)));
            !stored)
            return stored.error();
        edits.push_back(writing.milliseconds());
    }
    const auto commits = sqliteCommits((context.freshFolder("plain") / "commits.db").string(), 500);
    if (!commits)
        return commits.error();
    const Limit limit{"one commit in SQLite", median(*commits)};
    context.report.add({"replica", "a step of the feed p50", "ms", {median(deltas)}, rows, {}, limit});
    context.report.add({"replica", "an edit saved p50", "ms", {median(edits)}, rows, {}, limit});
    context.report.add({"replica", "an edit saved p99", "ms", {percentile(edits, 0.99)}, rows, {}, limit});
    return Done{};
}

} // namespace

Result<> runReplica(Context &context)
{
    for (const std::int64_t rows : context.sizes({10'000, 100'000}, {1'000'000})) {
        const ClientRows clients(2);
        const PageSource source(clients, rows);
        const std::vector<std::string> frames = source.frames(pageRows);
        std::size_t bytes = 0;
        for (const std::string &frame : frames)
            bytes += frame.size();
        Times times;
        for (int i = 0; i < context.runs; ++i)
            NIMARA_TRY(loadAndSearch(context, clients, source, frames, rows, times));
        context.report.add({"replica", "first load from memory", "rows/s", times.load, rows});
        context.report.add({"replica", "search index", "rows/s", times.index, rows});
        context.report.add(
            {"replica", "search p99", "ms", {percentile(times.searches, 0.99)}, rows, atMost(50)});
        context.report.add({"replica",
                            "on the wire",
                            "bytes/row",
                            {static_cast<double>(bytes) / static_cast<double>(rows)},
                            rows});
        NIMARA_TRY(smallSteps(context, clients, source, frames, rows));
    }
    return Done{};
}

} // namespace nimara::bench
