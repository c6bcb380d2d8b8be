#include "models/base/clock.h"
#include "tests/integration/cli_stage.h"

// Berth holds between real programs: two laptops, one berth.
namespace nimara::test {
namespace {

class CliHolds : public CliStage
{
protected:
    void SetUp() override
    {
        CliStage::SetUp();
        sql("insert into public.berths (port_id, id, area, berth_number, length_m, beam_m)"
            " values ($1, $2, 'North', '1', 12, 4)",
            server::Params().uuid(port).uuid(berth));
        for (const char *who : {"anna", "ben", "dora"})
            ASSERT_EQ(signIn(who).code, 0);
    }

    std::vector<std::string> ask() const
    {
        return {"create", "berth_holds", "berth_id=" + berth.toString(), "client_id=" + client.toString(),
                "held_until=" + (SystemClock().now() + std::chrono::hours(20)).toString()};
    }
    std::vector<std::string> take() const
    {
        return {"create", "interests", "berth_id=" + berth.toString(), "client_id=" + client.toString(),
                "pipeline_stage=ten_percent_deposit"};
    }
    std::string cell(const char *statement) const
    {
        auto connection = server->connect();
        if (!connection)
            return connection.error().detail;
        const auto found = connection->exec(statement, server::Params().uuid(port));
        return found && found->rows() == 1 ? found->text(0, 0) : "no such row";
    }

    const Uuid berth = Uuid::derived("berth", {}, "held");
};

TEST_F(CliHolds, ofTwoWhoAskOfflineTheSecondHearsWhoHoldsTheBerth)
{
    EXPECT_EQ(runOffline("anna", ask()).code, 10);
    EXPECT_EQ(runOffline("ben", ask()).code, 10);
    EXPECT_EQ(run("ben", {"sync"}).code, 0);

    EXPECT_EQ(run("anna", {"sync"}).code, 5);
    const Ran refused = runOffline("anna", {"conflicts"});
    ASSERT_EQ(refused.lines.size(), 1u) << refused;
    EXPECT_EQ(refused.lines[0]["problem"]["key"], "sync.rule.held");
    ASSERT_EQ(refused.lines[0]["conflicts"].size(), 1u) << refused;
    const Json &hold = refused.lines[0]["conflicts"][0];
    EXPECT_EQ(hold["column"], "held_until");
    EXPECT_EQ(hold["by"], cell("select holder_id from public.berth_holds where port_id = $1"));
    // What she asked for is gone from her list; his hold is there.
    const Ran here = runOffline("anna", {"list", "berth_holds"});
    ASSERT_EQ(here.lines.size(), 1u) << here;
    EXPECT_EQ(here.lines[0]["id"], hold["id"]);
}

TEST_F(CliHolds, whatTheHolderDoesOfflineIsAcceptedAndNobodyElseIsInItsWay)
{
    EXPECT_EQ(run("ben", ask()).code, 0);
    EXPECT_EQ(runOffline("ben", take()).code, 10);

    const Ran sale = run("dora", {"set", "berths", berth.toString(), "status=sold"});
    EXPECT_EQ(sale.code, 5) << sale;
    EXPECT_EQ(sale.key(), "sync.rule.held");
    EXPECT_EQ(run("anna", take()).key(), "sync.rule.held");

    EXPECT_EQ(run("ben", {"sync"}).code, 0);
    EXPECT_EQ(cell("select state from public.berth_holds where port_id = $1"), "converted");
    EXPECT_EQ(cell("select count(*) from public.interests where port_id = $1 and occupies_berth"), "1");
}

} // namespace
} // namespace nimara::test
