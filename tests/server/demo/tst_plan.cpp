#include "models/base/decimal.h"
#include "models/schema/registry.h"
#include "server/demo/plan.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

namespace nimara::server::demo {
namespace {

const Instant today = *Instant::parse("2026-11-22T09:00:00Z");

Plan planned()
{
    const auto sources = readSources();
    EXPECT_TRUE(sources) << sources.error().field << " " << sources.error().detail;
    auto plan = makePlan(*sources, today);
    EXPECT_TRUE(plan) << plan.error().detail;
    return *std::move(plan);
}

const std::vector<Json> &rowsOf(const PortPlan &port, std::string_view table)
{
    static const std::vector<Json> none;
    for (const Batch &batch : port.batches) {
        if (batch.table == table)
            return batch.rows;
    }
    return none;
}

TEST(DemoPlan, holdsEveryBerthAndEveryDeal)
{
    const Plan plan = planned();
    ASSERT_EQ(plan.ports.size(), 2u);
    std::size_t berths = 0;
    std::size_t deals = 0;
    std::int64_t wonUnits = 0;
    for (const PortPlan &port : plan.ports) {
        berths += rowsOf(port, "berths").size();
        deals += rowsOf(port, "interests").size();
        for (const Json &interest : rowsOf(port, "interests")) {
            const std::string stage = interest["pipeline_stage"];
            if ((stage == "completed" || stage == "contract") && !interest["offered_price"].is_null())
                wonUnits += Decimal::parse(interest["offered_price"].get<std::string>(), 2)->units();
        }
    }
    EXPECT_EQ(berths, 2519u);
    EXPECT_EQ(deals, 8800u);
    EXPECT_EQ(wonUnits, 1'000'553'400); // the known total of the won deals: 10,005,534
    EXPECT_EQ(plan.accounts.size(), 35u + 6u);
    EXPECT_GT(plan.rates.size(), 1000u);
}

TEST(DemoPlan, givesEachBerthOneWinner)
{
    for (const PortPlan &port : planned().ports) {
        std::set<std::string> taken;
        for (const Json &interest : rowsOf(port, "interests")) {
            if (interest["occupies_berth"].get<bool>()) {
                EXPECT_TRUE(taken.insert(interest["berth_id"].get<std::string>()).second);
            }
        }
        EXPECT_GT(taken.size(), rowsOf(port, "berths").size() / 2);
        for (const Json &berth : rowsOf(port, "berths")) {
            const bool sold = berth["status"] == "sold" || berth["status"] == "reserved";
            EXPECT_EQ(sold, taken.contains(berth["id"].get<std::string>()));
        }
    }
}

TEST(DemoPlan, namesOnlyColumnsOfTheRegistryAndOneShapeATable)
{
    for (const PortPlan &port : planned().ports) {
        for (const Batch &batch : port.batches) {
            const Table *table = schema::findTable(batch.table);
            ASSERT_TRUE(table) << batch.table;
            ASSERT_FALSE(batch.rows.empty()) << batch.table;
            std::set<std::string> ids;
            for (const Json &row : batch.rows) {
                ASSERT_EQ(row.size(), batch.rows.front().size());
                for (const auto &[key, value] : row.items())
                    ASSERT_TRUE(table->find(key) && batch.rows.front().contains(key))
                        << batch.table << "." << key;
                EXPECT_TRUE(ids.insert(row["id"].get<std::string>()).second) << batch.table;
            }
        }
    }
}

TEST(DemoPlan, isTheSameForTheSameDay)
{
    const Plan first = planned();
    const Plan second = planned();
    for (std::size_t p = 0; p < first.ports.size(); ++p) {
        for (std::size_t b = 0; b < first.ports[p].batches.size(); ++b)
            ASSERT_EQ(first.ports[p].batches[b].rows, second.ports[p].batches[b].rows);
    }
}

TEST(DemoPlan, reachesEveryStage)
{
    std::map<std::string, int> stages;
    for (const PortPlan &port : planned().ports) {
        for (const Json &interest : rowsOf(port, "interests"))
            ++stages[interest["pipeline_stage"].get<std::string>()];
    }
    EXPECT_EQ(stages.size(), 8u);
}

TEST(DemoSources, nameFileRowAndColumnOfAFault)
{
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "nimara-demo-sources";
    std::filesystem::create_directories(folder);
    EXPECT_EQ(readSources(folder.string()).error().field, "berths.csv");
    std::ofstream(folder / "berths.csv") << "berth_id,harbor\n1,2\n";
    const auto sources = readSources(folder.string());
    ASSERT_FALSE(sources);
    EXPECT_EQ(sources.error().detail, "has no column pier");
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace nimara::server::demo
