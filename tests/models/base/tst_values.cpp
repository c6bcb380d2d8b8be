#include "models/base/bytes.h"
#include "models/base/clock.h"
#include "models/base/decimal.h"
#include "models/base/instant.h"
#include "models/base/json.h"
#include "models/base/rng.h"
#include "models/base/text.h"
#include "models/base/uuid.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace nimara {
namespace {

TEST(DecimalValue, keepsEveryDigit)
{
    EXPECT_EQ(Decimal::parse("1234.5", 2)->toString(), "1234.50");
    EXPECT_EQ(Decimal::parse("-0.05", 2)->toString(), "-0.05");
    EXPECT_EQ(Decimal::parse("92233720368547758.07", 2)->units(), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(Decimal(std::numeric_limits<std::int64_t>::min(), 2).toString(), "-92233720368547758.08");
}

TEST(DecimalValue, refusesWhatDoesNotFit)
{
    for (const char *text : {"", "-", ".", "1.234", "1,5", " 1", "1e5", "1.2.3", "92233720368547758.08", "٣"})
        EXPECT_FALSE(Decimal::parse(text, 2)) << text;
}

TEST(DecimalValue, roundsHalfAwayFromZero)
{
    EXPECT_EQ(Decimal::parse("1.005", 3)->rescaled(2)->toString(), "1.01");
    EXPECT_EQ(Decimal::parse("-1.005", 3)->rescaled(2)->toString(), "-1.01");
    // 19.99 * 3 = 59.97; 25.5 % of it = 15.29235
    const Decimal net = *Decimal::parse("19.99", 2)->times(Decimal(3, 0), 2);
    EXPECT_EQ(net.times(*Decimal::parse("0.2550", 4), 2)->toString(), "15.29");
}

TEST(DecimalValue, saysNothingOnOverflow)
{
    const Decimal large(std::numeric_limits<std::int64_t>::max(), 2);
    EXPECT_FALSE(large.plus(Decimal(1, 2)));
    EXPECT_FALSE(large.times(large, 2));
    EXPECT_FALSE(large.rescaled(4));
}

TEST(InstantValue, readsZonesAndWritesUtc)
{
    EXPECT_EQ(Instant::parse("2026-11-22T12:44:03.5+02:00")->toString(), "2026-11-22T10:44:03.500000Z");
    EXPECT_EQ(Instant::parse("1969-12-31T23:59:59.999999Z")->micros(), -1);
    EXPECT_EQ(Instant(-1).toString(), "1969-12-31T23:59:59.999999Z");
    for (const char *text :
         {"2026-11-22T10:44:03", "2026-02-30T00:00:00Z", "2026-11-22", "2026-11-22T24:00:00Z",
          "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "x"})
        EXPECT_FALSE(Instant::parse(text)) << text;
}

TEST(DateValue, knowsTheCalendar)
{
    EXPECT_EQ(Date::parse("2028-02-29")->toString(), "2028-02-29");
    EXPECT_FALSE(Date::parse("2026-02-29"));
    EXPECT_FALSE(Date::parse("2026-2-9"));
}

TEST(UuidValue, isOrderedByTime)
{
    const SystemClock clock;
    SeededRng rng(1);
    const Uuid early = Uuid::v7(clock, rng);
    EXPECT_EQ(Uuid::parse(early.toString()), early);
    EXPECT_EQ(early.bytes()[6] >> 4u, 7);
    EXPECT_FALSE(Uuid::parse("not-a-uuid"));
}

TEST(UuidValue, isTheSameForTheSamePair)
{
    const Uuid a = *Uuid::parse("00000000-0000-7000-8000-000000000001");
    const Uuid b = *Uuid::parse("00000000-0000-7000-8000-000000000002");
    const Uuid ab[] = {a, b};
    const Uuid ba[] = {b, a};
    EXPECT_EQ(Uuid::derived("client_tags", ab), Uuid::derived("client_tags", ab));
    EXPECT_NE(Uuid::derived("client_tags", ab), Uuid::derived("client_tags", ba));
    EXPECT_NE(Uuid::derived("client_tags", ab), Uuid::derived("berth_tags", ab));
}

TEST(BytesValue, comeBackAsWritten)
{
    ByteWriter out;
    const std::int64_t numbers[] = {
        0, -1, 63, 64, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    for (const std::int64_t number : numbers)
        out.zigzag(number);
    out.text("Ö");
    out.u64(0xFFFFFFFFFFFFFFFFULL);
    ByteReader in(out.bytes());
    for (const std::int64_t number : numbers)
        EXPECT_EQ(in.zigzag(), number);
    EXPECT_EQ(in.text(), "Ö");
    EXPECT_EQ(in.u64(), 0xFFFFFFFFFFFFFFFFULL);
    EXPECT_TRUE(in.atEnd());
}

TEST(BytesValue, neverReadPastTheEnd)
{
    ByteWriter out;
    out.varint(1'000'000'000'000); // a claimed length
    ByteReader text(out.bytes());
    EXPECT_TRUE(text.text().empty());
    EXPECT_FALSE(text.ok());
    ByteReader count(out.bytes());
    EXPECT_EQ(count.count(16), 0u);
    EXPECT_FALSE(count.ok());
    ByteReader overlong("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02");
    overlong.varint();
    EXPECT_FALSE(overlong.ok());
}

TEST(TextValue, isCleanedOrRefused)
{
    EXPECT_EQ(*normalizedText("  A\u030Asa \u00A0"), "\u00C5sa");
    EXPECT_EQ(normalizedText(std::string_view("a\0b", 3)).error().key, "text.nul");
    EXPECT_EQ(normalizedText("\xC3\x28").error().key, "text.utf8");
    EXPECT_EQ(normalizedText("\xED\xA0\x80").error().key, "text.utf8"); // a lone surrogate
}

TEST(TextValue, foldsAccentsAndScripts)
{
    EXPECT_EQ(foldedText("ÉMILE Łódź"), "emile lodz");
    EXPECT_EQ(foldedText("Наталья").find_first_not_of("abcdefghijklmnopqrstuvwxyz'"), std::string::npos);
    EXPECT_EQ(phoneDigits("+358 (0)40-123 45"), "+35804012345");
}

// European letters are folded one by one. A letter of another script behind them, or one from U+0250 on, takes the text to
// the rules as a whole; both ways must say the same.
TEST(TextValue, foldsLatinLettersAsTheRulesDo)
{
    const std::string tail = "я";
    const std::string foldedTail = foldedText(tail);
    for (unsigned code = 0xA0; code < 0x280; ++code) {
        const std::string letter{static_cast<char>(0xC0u | code >> 6u),
                                 static_cast<char>(0x80u | (code & 0x3Fu))};
        const std::string text = "A" + letter + "b" + letter + letter + "Z ";
        EXPECT_EQ(foldedText(text) + foldedTail, foldedText(text + tail)) << std::hex << code;
    }
    EXPECT_EQ(foldedText("Straße Øre"), "strasse ore");
}

TEST(JsonValue, isBoundedInDepthAndSize)
{
    EXPECT_EQ(parseJson(std::string(100, '[')).error().key, "json.depth");
    EXPECT_EQ(parseJson("\"" + std::string(100, 'x') + "\"", {.bytes = 50}).error().key, "json.size");
    EXPECT_EQ(parseJson("{\"a\":").error().key, "json.syntax");
    EXPECT_EQ(parseJson("[1e999]").error().key, "json.number");
    EXPECT_EQ((*parseJson("{\"b\":1,\"a\":\"[[[\"}")).dump(), "{\"a\":\"[[[\",\"b\":1}");
}

TEST(RngValue, isRepeatableAndBounded)
{
    SeededRng a(42);
    SeededRng b(42);
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::uint64_t value = a.below(10);
        EXPECT_EQ(value, b.below(10));
        seen.insert(value);
    }
    EXPECT_EQ(seen.size(), 10u);
}

} // namespace
} // namespace nimara
