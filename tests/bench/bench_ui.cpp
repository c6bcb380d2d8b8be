#include "models/base/json.h"
#include "tests/bench/bench.h"
#include "tests/bench/marina.h"
#include "tests/bench/page_source.h"
#include "tests/bench/timing.h"

#include <map>

namespace nimara::bench {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t tenant = 41;

// Figures by what was measured, each with a value for every run, in the order they were first told.
class FigureTable
{
public:
    void take(const Json &figures)
    {
        for (const auto &[name, value] : figures.items())
            m_runs[name].push_back(value.get<double>());
    }
    std::vector<double> runs(const std::string &name) const
    {
        const auto found = m_runs.find(name);
        return found == m_runs.end() ? std::vector<double>() : found->second;
    }

private:
    std::map<std::string, std::vector<double>> m_runs;
};

sync::ReplicaOptions optionsFor(const std::filesystem::path &folder, const Uuid &port)
{
    sync::ReplicaOptions options;
    options.path = (folder / ((port.isNil() ? "user" : port.toString()) + ".db")).string();
    options.key.emplace();
    options.key->fill('k');
    options.port = port;
    return options;
}

// What a laptop has after its first load and the indexing behind it, made without a server.
Result<> fillProfile(const std::filesystem::path &folder, const ClientRows &clients, std::int64_t rows)
{
    SystemClock clock;
    SystemRng rng;
    const PageSource source(clients, rows);
    auto port = sync::Replica::open(optionsFor(folder, clients.port()), clock, rng);
    if (!port)
        return port.error();
    NIMARA_TRY(loadReplica(**port, source, source.frames(4000)));
    for (bool more = true; more;) {
        const auto progress = (*port)->indexSome(5000);
        if (!progress)
            return progress.error();
        more = progress->more;
    }
    auto user = sync::Replica::open(optionsFor(folder, {}), clock, rng);
    if (!user)
        return user.error();
    return loadUserReplica(**user);
}

Result<> playOnce(const Context &context, const std::string &role, const Json &told, FigureTable &table)
{
    Json words = told;
    words["started"] = monotonicMicros();
    auto app = test::ChildProcess::start(
        {.command = {context.program, "--as", role}, .environment = {"QT_QPA_PLATFORM=offscreen"}});
    if (!app)
        return app.error();
    if (!(*app)->send(words.dump()))
        return Error{ErrorCode::Internal, "bench.app", role};
    const auto figures = hear(**app, "figures", 300s);
    if (!figures)
        return figures.error();
    table.take(*figures);
    return Done{};
}

void tell(Context &context, const FigureTable &table, std::int64_t rows)
{
    const auto add = [&](const char *name, const char *unit, std::optional<Mark> mark,
                         const char *limit = nullptr, const char *limitName = nullptr) {
        const auto runs = table.runs(name);
        if (runs.empty())
            return;
        context.report.add(
            {"ui", name, unit, runs, rows, mark,
             limit ? std::optional(Limit{limitName, median(table.runs(limit))}) : std::nullopt});
    };
    add("start to usable list", "ms", atMost(1000), "bare start", "a Qt program with an empty window");
    add("filter by source", "ms", atMost(100), "plain filter", "the same rows by a plain SELECT");
    add("sort by name, first time", "ms", atMost(100), "plain sort", "names read and sorted by their bytes");
    add("sort by name, again", "ms", atMost(100), "plain sort", "names read and sorted by their bytes");
    add("sort by date", "ms", atMost(100), "plain sort", "names read and sorted by their bytes");
    add("filter by words, slowest letter", "ms", atMost(100), "plain match", "the words in the index alone");
    add("search as you type, slowest letter", "ms", atMost(50), "plain match",
        "the words in the index alone");
    add("search as you type, median letter", "ms", atMost(50));
    add("scroll to the end", "ms", {});
    add("memory", "MB", atMost(200));
}

} // namespace

Result<> runUi(Context &context)
{
    for (const std::int64_t rows : context.sizes({100'000})) {
        const auto folder = context.freshFolder("profile");
        const ClientRows clients(tenant);
        context.report.note("filling " + std::to_string(rows) + " rows");
        NIMARA_TRY(fillProfile(folder, clients, rows));
        const Json told = {{"folder", folder.string()}, {"tenant", tenant}, {"rows", rows}};
        FigureTable table;
        for (int i = 0; i < context.runs; ++i) {
            NIMARA_TRY(playOnce(context, "bare", told, table));
            NIMARA_TRY(playOnce(context, "app", told, table));
        }
        tell(context, table, rows);
    }
    return Done{};
}

} // namespace nimara::bench
