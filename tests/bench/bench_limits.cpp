#include "tests/bench/bench.h"
#include "tests/bench/database.h"
#include "tests/bench/plain_loops.h"
#include "tests/bench/timing.h"

namespace nimara::bench {

namespace {

Result<> copyLoops(Context &context, std::uint32_t tenant, std::int64_t rows)
{
    const ClientRows clients(tenant);
    const Database database;
    auto connection = database.connect();
    if (!connection)
        return connection.error();
    NIMARA_TRY(addPort(*connection, clients));
    NIMARA_TRY(fill(*connection, clients, 0, rows));
    NIMARA_TRY(settle(*connection));
    for (const Order order : {Order::Key, Order::Arrival}) {
        std::vector<double> runs;
        for (int i = 0; i < context.runs; ++i) {
            const auto rate = copyLoop(*connection, clients.port().toString(), order,
                                       (context.folder / "loop.db").string());
            if (!rate)
                return rate.error();
            runs.push_back(*rate);
        }
        context.report.add(
            {.benchmark = "limits",
             .measure = order == Order::Key ? "plain loop in key order" : "plain loop in arrival order",
             .unit = "rows/s",
             .runs = runs,
             .rows = rows});
    }
    return Done{};
}

void addTimes(Context &context, const std::string &measure, const std::vector<double> &times)
{
    for (const double part : {0.5, 0.99})
        context.report.add({.benchmark = "limits",
                            .measure = measure + (part < 0.9 ? " p50" : " p99"),
                            .unit = "ms",
                            .runs = {percentile(times, part)}});
}

Result<> commitsAndTrips(Context &context)
{
    const Database database;
    auto connection = database.connect();
    if (!connection)
        return connection.error();
    const auto server = postgresCommits(*connection, 500);
    if (!server)
        return server.error();
    addTimes(context, "one commit in PostgreSQL", *server);
    const auto client = sqliteCommits((context.folder / "commits.db").string(), 500);
    if (!client)
        return client.error();
    addTimes(context, "one commit in SQLite", *client);
    const auto trips = socketRoundTrips(5000);
    if (!trips)
        return trips.error();
    addTimes(context, "socket round trip", *trips);
    return Done{};
}

} // namespace

Result<> runLimits(Context &context)
{
    NIMARA_TRY(commitsAndTrips(context));
    std::uint32_t tenant = 1;
    for (const std::int64_t rows : context.sizes({100'000}, {1'000'000}))
        NIMARA_TRY(copyLoops(context, tenant++, rows));
    return Done{};
}

} // namespace nimara::bench
