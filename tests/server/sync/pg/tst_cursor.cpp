#include "server/sync/pg/cursor.h"

#include <gtest/gtest.h>

namespace nimara::server::test {

TEST(Cursor, IsReadAsItWasMade)
{
    const std::string tag = epochTag("7001/1/abc/0");
    ASSERT_EQ(tag.size(), 8u);
    const auto cursor = parseCursor(makeCursor(tag, "100:120:101,105,119"));
    ASSERT_TRUE(cursor);
    EXPECT_EQ(cursor->epochTag, tag);
    EXPECT_EQ(cursor->xmin, 100u);
    EXPECT_EQ(cursor->xmax, 120u);
    EXPECT_EQ(cursor->underWay, (std::vector<std::uint64_t>{101, 105, 119}));
    EXPECT_EQ(underWayArray(*cursor), "{101,105,119}");
    const auto quiet = parseCursor(makeCursor(tag, "100:100:"));
    ASSERT_TRUE(quiet);
    EXPECT_EQ(underWayArray(*quiet), "{}");
}

TEST(Cursor, EpochsThatDifferHaveOtherTags)
{
    EXPECT_NE(epochTag("7001/1/abc/0"), epochTag("7001/1/abc/1"));
    EXPECT_NE(epochTag("7001/1/abc/0"), epochTag("7001/2/abc/0"));
}

class OddCursor : public ::testing::TestWithParam<std::string>
{};

TEST_P(OddCursor, IsRefused)
{
    const auto cursor = parseCursor(GetParam());
    ASSERT_FALSE(cursor);
    EXPECT_EQ(cursor.error().key, "sync.cursor");
}

INSTANTIATE_TEST_SUITE_P(AnyBytes, OddCursor,
                         ::testing::Values("", ":", "12345678", "12345678:", "12345678:1:2",
                                           "12345678:2:1:", "12345678:0:1:", "12345678:1:5:5",
                                           "12345678:1:5:3,3", "12345678:1:5:4,3", "12345678:1:5:x",
                                           "12345678:-1:5:", "12345678:1:5:3,",
                                           "12345678:1:99999999999999999999999:", "12345678:1:5:3;drop table",
                                           "12345678:1:5:3:4", "1:345678:1:5",
                                           "1234567X:1:5:", std::string("12345678:1:5:\0", 14),
                                           "12345678: 1:5:", "12345678:1:5:" + std::string(10'000, '3')));

} // namespace nimara::server::test
