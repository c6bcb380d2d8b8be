#include "models/schema/tables/all.h"
#include "tests/server/db/port_fixture.h"

#include <limits>

using namespace nimara;
using namespace nimara::server;
using namespace nimara::test;

namespace {

class ConnectionTest : public ::testing::Test
{
protected:
    std::string database = Postgres::instance().emptyDatabase();
    Connection db = connectTo(database);
};

} // namespace

TEST_F(ConnectionTest, everyColumnTypeGoesThereAndBackInBothFormats)
{
    mustRun(db, "create table t (uuid uuid, text varchar(9), bool boolean, int bigint, money numeric(14,2), "
                "length numeric(6,2),"
                " quantity numeric(12,3), taxrate numeric(7,4), rate numeric(18,8), instant timestamptz, "
                "date date, enum text,"
                " json jsonb)");
    const std::pair<ColumnType, std::vector<const char *>> samples[] = {
        {ColumnType::Uuid, {"01890000-0000-7000-8000-0000abcdef12", "", ""}},
        {ColumnType::Text, {"Łódź", "\\x''", ""}},
        {ColumnType::Bool, {"true", "false", ""}},
        {ColumnType::Int, {"-9223372036854775808", "9223372036854775807", ""}},
        {ColumnType::Money, {"-999999999999.99", "0.01", "10000.00"}},
        {ColumnType::Length, {"9999.99", "0.00", "-0.05"}},
        {ColumnType::Quantity, {"999999999.999", "0.001", "20000.000"}},
        {ColumnType::TaxRate, {"7.7000", "100.0000", "0.0001"}},
        {ColumnType::ExchangeRate, {"9999999999.99999999", "0.00000001", "1.00000000"}},
        {ColumnType::Instant,
         {"1999-12-31T23:59:59.999999Z", "2026-11-22T10:44:03.000000Z", "0001-01-01T00:00:00.000000Z"}},
        {ColumnType::Date, {"0001-01-01", "1999-12-31", "9999-12-31"}},
        {ColumnType::Enum, {"hot", "cold", ""}},
        {ColumnType::JsonText, {R"({"a":[1,2.5,null],"bb":"x"})", "[]", "null"}},
    };
    for (std::size_t n = 0; n < 3; ++n) {
        Params params;
        for (const auto &[type, texts] : samples)
            params.value(type, valueFromText(type, texts[n]).value());
        const auto done =
            db.exec("insert into t values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)", params);
        ASSERT_TRUE(done) << done.error().detail;
        EXPECT_EQ(done->affected(), 1);
    }
    for (const Format format : {Format::Text, Format::Binary}) {
        const auto rows = db.exec("select * from t", {}, format);
        ASSERT_TRUE(rows);
        for (int row = 0; row < 3; ++row) {
            int column = 0;
            for (const auto &[type, texts] : samples) {
                EXPECT_EQ(valueToText(type, rows->value(row, column, type)),
                          texts[static_cast<std::size_t>(row)])
                    << static_cast<int>(format);
                ++column;
            }
        }
    }
}

TEST_F(ConnectionTest, arraysAndBytesArePassedWhole)
{
    const std::vector<Uuid> ids{Uuid(Uuid::Bytes{1}), Uuid(Uuid::Bytes{2})};
    const std::vector<std::string> words{"a,b", "", "\"{}"};
    const std::vector<std::int64_t> numbers{std::numeric_limits<std::int64_t>::min(), 0, 7};
    const std::string bytes("\0\1\xFF", 3);
    for (const Format format : {Format::Text, Format::Binary}) {
        const auto row = db.exec(
            "select $1::uuid[] @> array[$2::uuid], cardinality($3::text[]), ($3::text[])[1],"
            " ($4::int8[])[1], $5::bytea, cardinality($6::uuid[])",
            Params().uuids(ids).uuid(ids[1]).texts(words).int8s(numbers).bytes(bytes).uuids({}), format);
        ASSERT_TRUE(row) << row.error().detail;
        EXPECT_TRUE(row->boolean(0, 0));
        EXPECT_EQ(row->integer(0, 1), 3);
        EXPECT_EQ(row->text(0, 2), "a,b");
        EXPECT_EQ(row->integer(0, 3), numbers[0]);
        EXPECT_EQ(row->bytes(0, 4), bytes);
        EXPECT_EQ(row->integer(0, 5), 0);
    }
}

TEST_F(ConnectionTest, faultsAreToldApart)
{
    mustRun(db, "create table t (n integer primary key check (n < 10), word text not null); insert into t "
                "values (1, 'a')");
    EXPECT_EQ(faultOf(db, "insert into t values (1, 'b')"), "db.unique");
    EXPECT_EQ(faultOf(db, "insert into t values (11, 'b')"), "db.check");
    EXPECT_EQ(faultOf(db, "insert into t values (2, null)"), "db.not_null");
    EXPECT_EQ(faultOf(db, "select 'x'::uuid"), "db.value");
    EXPECT_EQ(faultOf(db, "select from nowhere"), "db.failed");
    EXPECT_EQ(faultOf(db, "set statement_timeout = 1; select pg_sleep(5)"), "db.cancelled");
    const auto missing = db.run("insert into t values (2, null)").error();
    EXPECT_EQ(missing.field, "word");
    // A value that somebody typed is not repeated.
    EXPECT_EQ(db.run("select 'secret'::uuid").error().detail.find("secret"), std::string::npos);
}

TEST_F(ConnectionTest, twoThatWaitForEachOtherAreToldToTryAgain)
{
    mustRun(db, "create table t (n integer primary key, m integer); insert into t values (1, 0), (2, 0)");
    auto other = connectTo(database);
    auto first = Transaction::begin(db, {}, Transaction::Mode::Serializable);
    auto second = Transaction::begin(other, {}, Transaction::Mode::Serializable);
    ASSERT_TRUE(first && second);
    mustRun(db, "update t set m = (select sum(m) from t) + 1 where n = 1");
    mustRun(other, "update t set m = (select sum(m) from t) + 1 where n = 2");
    const auto one = first->commit();
    const auto two = second->commit();
    EXPECT_NE(static_cast<bool>(one), static_cast<bool>(two));
    EXPECT_TRUE(isRetryable((one ? two : one).error()));
}

TEST_F(ConnectionTest, aTransactionThatIsNotCommittedIsUndone)
{
    mustRun(db, "create table t (n integer)");
    {
        auto transaction = Transaction::begin(db);
        ASSERT_TRUE(transaction);
        mustRun(db, "insert into t values (1)");
    }
    EXPECT_FALSE(db.inTransaction());
    EXPECT_EQ(cellOf(db, "select count(*) from t"), "0");
    {
        auto transaction = Transaction::begin(db);
        ASSERT_TRUE(transaction);
        EXPECT_EQ(faultOf(db, "insert into t values ('x')"), "db.value");
        EXPECT_EQ(transaction->commit().error().key, "db.failed");
    }
}

TEST_F(ConnectionTest, theTenantHoldsForOneTransaction)
{
    const Uuid port(Uuid::Bytes{1});
    {
        auto transaction = Transaction::begin(db, {.port = port});
        ASSERT_TRUE(transaction);
        EXPECT_EQ(cellOf(db, "select current_setting('nimara.port')"), port.toString());
        ASSERT_TRUE(transaction->commit());
    }
    EXPECT_EQ(cellOf(db, "select current_setting('nimara.port', true)"), "");
}

TEST_F(ConnectionTest, aStatementIsParsedOnceAndSurvivesAFault)
{
    mustRun(db, "create table t (n bigint primary key)");
    const char *sql = "insert into t values ($1)";
    for (const std::int64_t n : {1, 2, 3})
        EXPECT_TRUE(db.prepared("add", sql, Params().int8(n)));
    EXPECT_EQ(db.prepared("add", sql, Params().int8(1)).error().key, "db.unique");
    EXPECT_TRUE(db.prepared("add", sql, Params().int8(4)));
    EXPECT_EQ(cellOf(db, "select count(*) from pg_prepared_statements where name = 'add'"), "1");
}

TEST_F(ConnectionTest, aPipelineAnswersInOrderAndSkipsAfterAFault)
{
    mustRun(db, "create table t (n bigint primary key)");
    ASSERT_TRUE(db.beginPipeline());
    for (const std::int64_t n : {1, 2, 2, 3})
        ASSERT_TRUE(db.queuePrepared("add", "insert into t values ($1) returning n", Params().int8(n)));
    ASSERT_TRUE(db.sync());
    ASSERT_TRUE(db.queue("select count(*) from t", {}, Format::Binary));
    ASSERT_TRUE(db.sync());
    EXPECT_EQ((**db.nextResult()).integer(0, 0), 1);
    EXPECT_EQ((**db.nextResult()).integer(0, 0), 2);
    EXPECT_EQ(db.nextResult().error().key, "db.unique");
    EXPECT_EQ(db.nextResult().error().key, "db.skipped");
    EXPECT_FALSE(db.nextResult()->has_value());      // the first sync
    EXPECT_EQ((**db.nextResult()).integer(0, 0), 0); // the fault took the others of its part with it
    EXPECT_FALSE(db.nextResult()->has_value());
    ASSERT_TRUE(db.endPipeline());
    EXPECT_EQ(cellOf(db, "select count(*) from t"), "0");
}

TEST_F(ConnectionTest, aStatementThatCannotBeParsedIsToldInItsPlace)
{
    ASSERT_TRUE(db.beginPipeline());
    ASSERT_TRUE(db.queuePrepared("wrong", "select from nowhere", {}));
    ASSERT_TRUE(db.queue("select 1", {}));
    ASSERT_TRUE(db.sync());
    EXPECT_EQ(db.nextResult().error().key, "db.failed");
    EXPECT_EQ(db.nextResult().error().key, "db.skipped");
    EXPECT_FALSE(db.nextResult()->has_value());
    ASSERT_TRUE(db.endPipeline());
    EXPECT_EQ(cellOf(db, "select 1"), "1");
}

TEST_F(ConnectionTest, rowsAreCopiedOutAndIn)
{
    std::string all;
    ASSERT_TRUE(
        db.copyOut("copy (select generate_series(1, 3)) to stdout", [&](std::string_view row) -> Result<> {
            all += row;
            return Done{};
        }));
    EXPECT_EQ(all, "1\n2\n3\n");

    mustRun(db, "create table t (n integer)");
    int chunks = 0;
    const auto copied = db.copyIn("copy t from stdin", [&]() -> Result<std::string_view> {
        return std::string_view(chunks++ < 2 ? "1\n2\n" : "");
    });
    ASSERT_TRUE(copied);
    EXPECT_EQ(*copied, 4);
}

TEST_F(ConnectionTest, aCopyThatIsGivenUpLeavesTheConnectionUsable)
{
    int seen = 0;
    const auto out =
        db.copyOut("copy (select generate_series(1, 10000000)) to stdout", [&](std::string_view) -> Result<> {
            ++seen;
            return Error{ErrorCode::Internal, "enough"};
        });
    EXPECT_EQ(out.error().key, "enough");
    EXPECT_EQ(seen, 1);

    mustRun(db, "create table t (n integer)");
    const auto in = db.copyIn("copy t from stdin", []() -> Result<std::string_view> {
        return Error{ErrorCode::Internal, "enough"};
    });
    EXPECT_EQ(in.error().key, "enough");
    EXPECT_EQ(cellOf(db, "select count(*) from t"), "0");
}

TEST_F(ConnectionTest, aServerThatGoesAwayIsNoticed)
{
    EXPECT_EQ(Connection::open("host=/nowhere dbname=x").error().key, "db.connection");
    auto other = connectTo(database);
    const std::string pid = cellOf(other, "select pg_backend_pid()");
    mustRun(db, "select pg_terminate_backend(" + pid + ")");
    EXPECT_EQ(faultOf(other, "select 1"), "db.connection");
    EXPECT_FALSE(other.isOpen());
}

TEST_F(ConnectionTest, whatIsPutOffGoesOutWithTheNextStatement)
{
    mustRun(db, "create table t (id int primary key)");
    auto transaction = Transaction::begin(db);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(db.later("nimara_put", "insert into t values ($1)", Params().int4(1)));
    ASSERT_TRUE(db.later("nimara_put", "insert into t values ($1)", Params().int4(2)));
    const auto count = db.exec("select count(*) from t");
    ASSERT_TRUE(count) << count.error().detail;
    EXPECT_EQ(count->text(0, 0), "2");
    ASSERT_TRUE(db.later(nullptr, "insert into t values (3)"));
    ASSERT_TRUE(transaction->commit());
    EXPECT_EQ(cellOf(db, "select count(*) from t"), "3");
    // No transaction: nothing may be left lying about.
    ASSERT_TRUE(db.later(nullptr, "insert into t values (4)"));
    EXPECT_EQ(cellOf(db, "select count(*) from t"), "4");
}

TEST_F(ConnectionTest, aTransactionBeginsWithItsFirstStatement)
{
    mustRun(db, "create table t (id int primary key)");
    auto other = connectTo(database);
    const std::string pid = cellOf(db, "select pg_backend_pid()");
    const auto state = [&] { return cellOf(other, "select state from pg_stat_activity where pid = " + pid); };
    {
        auto transaction = Transaction::begin(db, {}, Transaction::Mode::RepeatableReadOnly);
        ASSERT_TRUE(transaction);
        EXPECT_TRUE(db.inTransaction());
        EXPECT_EQ(state(), "idle");
        EXPECT_EQ(cellOf(db, "select current_setting('transaction_isolation')"), "repeatable read");
        EXPECT_EQ(state(), "idle in transaction");
        // What others commit from here on is not seen.
        mustRun(other, "insert into t values (1)");
        EXPECT_EQ(cellOf(db, "select count(*) from t"), "0");
    }
    EXPECT_EQ(state(), "idle");
    auto unused = Transaction::begin(db);
    ASSERT_TRUE(unused);
    EXPECT_TRUE(unused->rollback());
    EXPECT_FALSE(db.inTransaction());
}

TEST_F(ConnectionTest, severalStatementsInOneTripAreAnsweredInOrder)
{
    mustRun(db, "create table t (id int primary key)");
    auto transaction = Transaction::begin(db);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(db.later(nullptr, "insert into t values (1)"));
    const Statement insert{"nimara_two", "insert into t values ($1) returning id * 10", Params().int4(2)};
    const auto answers = db.all({insert, {.sql = "select count(*) from t"}});
    ASSERT_TRUE(answers) << answers.error().detail;
    ASSERT_EQ(answers->size(), 2U);
    EXPECT_EQ((*answers)[0].text(0, 0), "20");
    EXPECT_EQ((*answers)[1].text(0, 0), "2");
    const auto last = transaction->commit({{.sql = "select max(id) from t"}});
    ASSERT_TRUE(last) << last.error().detail;
    ASSERT_EQ(last->size(), 1U);
    EXPECT_EQ(last->front().text(0, 0), "2");
    EXPECT_FALSE(db.inTransaction());
    // The first fault is told; what stands behind it is not done.
    const auto refused = db.all({insert, {.sql = "insert into t values (9)"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "db.unique");
    EXPECT_EQ(cellOf(db, "select count(*) from t"), "2");
}

TEST_F(ConnectionTest, theFaultOfWhatIsPutOffIsTheNextStatements)
{
    mustRun(db, "create table t (id int primary key); insert into t values (1)");
    {
        auto transaction = Transaction::begin(db);
        ASSERT_TRUE(transaction);
        ASSERT_TRUE(db.later("nimara_put", "insert into t values ($1)", Params().int4(1)));
        ASSERT_TRUE(db.later(nullptr, "insert into t values (2)"));
        const auto next = db.prepared("nimara_count", "select count(*) from t", {});
        ASSERT_FALSE(next);
        EXPECT_EQ(next.error().key, "db.unique");
        EXPECT_EQ(next.error().field, "t_pkey");
    }
    {
        auto transaction = Transaction::begin(db);
        ASSERT_TRUE(transaction);
        ASSERT_TRUE(db.later("nimara_put", "insert into t values ($1)", Params().int4(1)));
        const auto ended = transaction->commit();
        ASSERT_FALSE(ended);
        EXPECT_EQ(ended.error().key, "db.unique");
    }
    EXPECT_FALSE(db.inTransaction());
    {
        auto transaction = Transaction::begin(db);
        ASSERT_TRUE(transaction);
        ASSERT_TRUE(db.later("nimara_put", "insert into t values ($1)", Params().int4(5)));
    }
    EXPECT_EQ(cellOf(db, "select count(*) from t"), "1"); // and what was rolled back was never sent
}
