#include "server/auth/password.h"
#include "server/auth/token.h"

#include <gtest/gtest.h>

#include <set>

using namespace nimara;
using namespace nimara::server::auth;

namespace {
constexpr PasswordCost light{.kibibytes = 64, .passes = 1, .lanes = 1};
constexpr PasswordCost heavier{.kibibytes = 128, .passes = 1, .lanes = 1};
} // namespace

TEST(PasswordRules, askForLengthAndFourKinds)
{
    for (const char *good : {"Correct-Horse-9", "Aa1!Aa1!Aa1!", "Größe-und-Maß-7", "Zwölf Zeichen 1"})
        EXPECT_TRUE(checkPassword(good)) << good;
    for (const char *bad : {"", "Aa1!", "Aa1!Aa1!Aa1", "correct-horse-9", "CORRECT-HORSE-9",
                            "Correct-Horse-x", "CorrectHorse99", "ÄÖÜäöüß1!aß"})
        EXPECT_FALSE(checkPassword(bad)) << bad;
    EXPECT_FALSE(checkPassword("Aa1!" + std::string(300, 'x')));
    EXPECT_FALSE(checkPassword(std::string("Correct-Horse-9\0x", 17)));
    EXPECT_FALSE(checkPassword("Correct-Horse-9\xff"));
}

TEST(PasswordHash, matchesItsPasswordOnly)
{
    const auto hash = hashPassword("Correct-Horse-9", light);
    ASSERT_TRUE(hash);
    EXPECT_EQ(0U, hash->rfind("$argon2id$v=19$m=64,t=1,p=1$", 0));
    EXPECT_EQ(PasswordMatch::Yes, matchPassword(*hash, "Correct-Horse-9", light));
    EXPECT_EQ(PasswordMatch::No, matchPassword(*hash, "Correct-Horse-8", light));
    EXPECT_EQ(PasswordMatch::No, matchPassword("nonsense", "Correct-Horse-9", light));
    EXPECT_EQ(PasswordMatch::No, matchPassword("", "", light));
}

TEST(PasswordHash, twoOfOnePasswordDiffer)
{
    EXPECT_NE(*hashPassword("Correct-Horse-9", light), *hashPassword("Correct-Horse-9", light));
}

TEST(PasswordHash, aWeakerOneIsSeenToBeWeaker)
{
    const auto hash = hashPassword("Correct-Horse-9", light);
    ASSERT_TRUE(hash);
    EXPECT_EQ(PasswordMatch::YesButWeaker, matchPassword(*hash, "Correct-Horse-9", heavier));
}

TEST(Tokens, areLongDifferentAndKnownByTheirPrefix)
{
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string token = newSessionToken();
        EXPECT_EQ(0U, token.rfind("nms_", 0));
        EXPECT_EQ(47U, token.size());
        EXPECT_TRUE(seen.insert(token).second);
    }
    EXPECT_EQ(0U, newOneTimeToken().rfind("nmo_", 0));
    EXPECT_EQ(32U, tokenHash("x").size());
    EXPECT_NE(keyedHash("a", "x"), keyedHash("b", "x"));
}
