#include "models/base/json.h"
#include "tests/bench/bench.h"
#include "tests/bench/marina.h"
#include "tests/bench/plain_loops.h"

namespace nimara::bench {

namespace {

using namespace std::chrono_literals;

struct Figures
{
    std::vector<double> usable;
    std::vector<double> whole;
    std::vector<double> index;
    std::vector<double> clientMemory;
    std::vector<double> keyOrder;
    std::vector<double> arrival;
};

constexpr double megabyte = 1024.0 * 1024.0;

Result<> loadOnce(const Context &context, Marina &marina, std::int64_t rows, Figures &figures)
{
    auto client = marina.client(context, "bootstrap", context.freshFolder("laptop").string());
    if (!client)
        return client.error();
    const auto done = hear(**client, "done", 1200s);
    if (!done)
        return done.error();
    if (done->value("rows", std::int64_t(0)) != rows)
        return Error{ErrorCode::Internal, "bench.rows", {}, done->dump()};
    const auto count = static_cast<double>(rows);
    figures.usable.push_back(count / done->value("usable", 0.0));
    figures.whole.push_back(count / done->value("live", 0.0));
    figures.index.push_back(count / done->value("index", 0.0));
    figures.clientMemory.push_back(done->value("memory", 0.0) / megabyte);
    return Done{};
}

Result<> loopOnce(const Context &context, Marina &marina, Order order, std::vector<double> &runs)
{
    const auto rate = copyLoop(marina.database(), marina.clients().port().toString(), order,
                               (context.folder / "loop.db").string());
    if (!rate)
        return rate.error();
    runs.push_back(*rate);
    return Done{};
}

void tell(Context &context, Marina &marina, std::int64_t rows, const Figures &figures)
{
    const auto add = [&](const std::string &measure, const std::string &unit, const std::vector<double> &runs,
                         std::optional<Mark> mark = {}, std::optional<Limit> limit = {}) {
        context.report.add({"bootstrap", measure, unit, runs, rows, mark, std::move(limit)});
    };
    const Figure loop{.benchmark = {}, .measure = {}, .unit = {}, .runs = figures.keyOrder};
    const Figure arrival{.benchmark = {}, .measure = {}, .unit = {}, .runs = figures.arrival};
    const Limit keyOrder{"the plain loop in key order", loop.value()};
    add("usable", "rows/s", figures.usable, atLeast(100'000), keyOrder);
    add("usable against the plain loop in key order", "",
        {Figure{{}, {}, {}, figures.usable}.value() / loop.value()}, atLeast(0.5));
    add("usable", "rows/s", figures.usable, {}, Limit{"the plain loop in arrival order", arrival.value()});
    add("everything loaded and live", "rows/s", figures.whole);
    add("search index, from usable on", "rows/s", figures.index);
    add("plain loop in key order", "rows/s", figures.keyOrder);
    add("plain loop in arrival order", "rows/s", figures.arrival);
    add("client's memory until live", "MB", figures.clientMemory, atMost(200));
    add("server's memory", "MB", {static_cast<double>(marina.server().peakMemory()) / megabyte}, atMost(150));
}

} // namespace

Result<> runBootstrap(Context &context)
{
    std::uint32_t tenant = 10;
    for (const std::int64_t rows : context.sizes({10'000, 100'000}, {1'000'000})) {
        auto marina = Marina::open(context, ++tenant, rows);
        if (!marina)
            return marina.error();
        Figures figures;
        // Turn by turn, so that a busy moment of the machine falls on all of them.
        for (int i = 0; i < context.runs; ++i) {
            context.report.note("run " + std::to_string(i + 1) + " of " + std::to_string(context.runs));
            NIMARA_TRY(loadOnce(context, **marina, rows, figures));
            NIMARA_TRY(loopOnce(context, **marina, Order::Key, figures.keyOrder));
            NIMARA_TRY(loopOnce(context, **marina, Order::Arrival, figures.arrival));
        }
        tell(context, **marina, rows, figures);
    }
    return Done{};
}

} // namespace nimara::bench
