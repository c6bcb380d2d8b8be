#include "models/base/json.h"
#include "tests/bench/bench.h"
#include "tests/bench/marina.h"
#include "tests/bench/plain_loops.h"
#include "tests/bench/timing.h"

namespace nimara::bench {

namespace {

using namespace std::chrono_literals;

constexpr double megabyte = 1024.0 * 1024.0;

// ---- latency

constexpr std::int64_t writes = 1500;
constexpr int pauseMs = 20; // fifty a second
// While both ends warm up: connections, caches, plans.
constexpr std::int64_t unheard = 100;

// From the moment before the edit was handed in to the moment after the other replica's commit, both on the clock that
// all processes of a machine share.
std::vector<double> delays(const Json &written, const Json &seen, const ClientRows &clients)
{
    std::vector<double> delays;
    for (std::int64_t i = unheard; i < writes; ++i) {
        const std::string id = clients.id(i).toString();
        if (written.contains(id) && seen.contains(id))
            delays.push_back(double(seen[id].get<std::int64_t>() - written[id].get<std::int64_t>()) / 1000);
    }
    return delays;
}

Result<std::vector<double>> measureDelays(Context &context, Marina &marina)
{
    const Json words = {{"count", writes}, {"pauseMs", pauseMs}};
    auto reader = marina.client(context, "reader", context.freshFolder("reader").string(), words);
    if (!reader)
        return reader.error();
    auto writer = marina.client(context, "writer", context.freshFolder("writer").string(), words);
    if (!writer)
        return writer.error();
    for (test::ChildProcess *client : {reader->get(), writer->get()}) {
        if (const auto ready = hear(*client, "ready", 300s); !ready)
            return ready.error();
    }
    (*writer)->send("go");
    const auto written = hear(**writer, "times", 600s);
    if (!written)
        return written.error();
    const auto seen = hear(**reader, "times", 120s);
    if (!seen)
        return seen.error();
    return delays(*written, *seen, marina.clients());
}

Result<> tellLimits(Context &context, Marina &marina, const std::vector<double> &delays)
{
    const auto commits = postgresCommits(marina.database(), 500);
    if (!commits)
        return commits.error();
    const auto saves = sqliteCommits((context.freshFolder("plain") / "commits.db").string(), 500);
    if (!saves)
        return saves.error();
    const auto trips = socketRoundTrips(5000);
    if (!trips)
        return trips.error();
    const auto add = [&](double part, double mark) {
        const std::string name = part < 0.9 ? "p50" : "p99";
        const Limit limit{"one commit here, one there and a round trip, " + name,
                          percentile(*saves, part) + percentile(*commits, part) + percentile(*trips, part)};
        context.report.add({"latency",
                            "edit to visible elsewhere " + name,
                            "ms",
                            {percentile(delays, part)},
                            0,
                            atMost(mark),
                            limit});
        context.report.add(
            {"latency", "one synced commit in PostgreSQL " + name, "ms", {percentile(*commits, part)}});
        context.report.add(
            {"latency", "one synced commit in SQLite " + name, "ms", {percentile(*saves, part)}});
        context.report.add({"latency", "one socket round trip " + name, "ms", {percentile(*trips, part)}});
    };
    add(0.5, 6);
    add(0.99, 25);
    return Done{};
}

// ---- upload

constexpr std::int64_t queued = 10'000;

Result<> uploadOnce(const Context &context, Marina &marina, std::vector<double> &saves,
                    std::vector<double> &uploads, std::vector<double> &memory)
{
    auto client =
        marina.client(context, "uploader", context.freshFolder("laptop").string(), {{"count", queued}});
    if (!client)
        return client.error();
    const auto done = hear(**client, "done", 1800s);
    if (!done)
        return done.error();
    if (done->value("review", -1) != 0)
        return Error{ErrorCode::Internal, "bench.refused", {}, done->dump()};
    saves.push_back(double(queued) / done->value("queue", 0.0));
    uploads.push_back(double(queued) / done->value("upload", 0.0));
    memory.push_back(done->value("memory", 0.0) / megabyte);
    return Done{};
}

// Each edit has to have left its trace.
Result<> checkAudit(server::Connection &connection)
{
    const auto found = connection.exec("select count(distinct mutation_id) from public.audit_logs"
                                       " where entity_type = 'clients' and field_changed = 'address_line1'");
    if (!found)
        return found.error();
    return found->integer(0, 0) == queued
               ? Result<>(Done{})
               : Error{ErrorCode::Internal, "bench.audit", {}, std::to_string(found->integer(0, 0))};
}

} // namespace

Result<> runLatency(Context &context)
{
    auto marina = Marina::open(context, 21, 10'000);
    if (!marina)
        return marina.error();
    const auto delays = measureDelays(context, **marina);
    if (!delays)
        return delays.error();
    return tellLimits(context, **marina, *delays);
}

Result<> runUpload(Context &context)
{
    std::vector<double> saves, uploads, memory, loops;
    // A fresh marina each time: the edits name the values that the generator made.
    for (int i = 0; i < std::min(context.runs, 3); ++i) {
        auto marina = Marina::open(context, 31, queued);
        if (!marina)
            return marina.error();
        NIMARA_TRY(uploadOnce(context, **marina, saves, uploads, memory));
        NIMARA_TRY(checkAudit((*marina)->database()));
        const auto loop = plainUpdates((*marina)->database(), (*marina)->clients(), queued);
        if (!loop)
            return loop.error();
        loops.push_back(*loop);
    }
    const Limit limit{"plain updates in batches of 200", median(loops)};
    context.report.add({"upload", "queued edits answered", "edits/s", uploads, queued, atLeast(4000), limit});
    context.report.add({"upload", "edits saved offline, each by itself", "edits/s", saves, queued});
    context.report.add({"upload", "client's memory", "MB", memory, queued, atMost(200)});
    context.report.add({"upload", "plain updates in batches of 200", "edits/s", loops, queued});
    return Done{};
}

} // namespace nimara::bench
