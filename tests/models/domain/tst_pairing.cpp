#include "models/domain/pairing.h"
#include "models/domain/sign_in_errors.h"

#include <gtest/gtest.h>

#include <array>

using namespace nimara;

namespace
{
const std::string key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

std::string addressFault(std::string_view text)
{
    const auto address = parseServerAddress(text);
    return address ? std::string() : address.error().key;
}

std::string codeFault(std::string_view text)
{
    const auto code = parsePairingCode(text);
    return code ? std::string() : code.error().key;
}
} // namespace

TEST(Pairing, anAddressIsReadAsPeopleWriteIt)
{
    struct Row {
        std::string_view text;
        ServerAddress address;
    };
    const std::array rows{
        Row{"marina.example", {"marina.example", defaultServerPort}},
        Row{" marina.example:9000 ", {"marina.example", 9000}},
        Row{"https://marina.example/", {"marina.example", defaultServerPort}},
        Row{"HTTPS://marina.example:1", {"marina.example", 1}},
        Row{"10.0.0.7:8443", {"10.0.0.7", 8443}},
        Row{"[::1]:8443", {"::1", 8443}},
        Row{"[fe80::1]", {"fe80::1", defaultServerPort}},
    };
    for (const Row &row : rows) {
        const auto address = parseServerAddress(row.text);
        ASSERT_TRUE(address) << row.text;
        EXPECT_EQ(row.address, *address) << row.text;
    }
}

TEST(Pairing, anAddressThatIsNoneIsRefused)
{
    for (const std::string_view text : {"", ":8443", "host:", "host:0", "host:65536", "host:8443:1", "a b/c",
                                        "-x", "[::1", "[::1]x", "[]", "user@host", "host?x"})
        EXPECT_EQ("pairing.address", addressFault(text)) << text;
    EXPECT_EQ("pairing.address", addressFault(std::string(2000, 'a')));
}

TEST(Pairing, aCodeComesBackAsItWasMade)
{
    for (const ServerAddress &server :
         {ServerAddress{"marina.example", 8443}, ServerAddress{"::1", 1}, ServerAddress{"a", 65535}}) {
        const PairingCode code{server, key};
        const auto parsed = parsePairingCode(code.toString());
        ASSERT_TRUE(parsed) << code.toString();
        EXPECT_EQ(code, *parsed);
    }
    EXPECT_EQ("nimara-pair:1:bG9jYWxob3N0Ojg0NDM:" + key, (PairingCode{{"localhost", 8443}, key}.toString()));
}

TEST(Pairing, aCodeSurvivesLineBreaksAndCapitals)
{
    std::string text = PairingCode{{"marina.example", 8443}, key}.toString();
    text.insert(30, "\r\n  ");
    text.replace(0, 12, "Nimara-Pair:");
    EXPECT_TRUE(looksLikePairingCode(text));
    EXPECT_TRUE(parsePairingCode(text));
}

TEST(Pairing, aDamagedCodeSaysWhatIsWrong)
{
    EXPECT_EQ("pairing.format", codeFault(""));
    EXPECT_EQ("pairing.format", codeFault("marina.example"));
    EXPECT_EQ("pairing.format", codeFault("nimara-pair:1"));
    EXPECT_EQ("pairing.format", codeFault("nimara-pair:1:bG9jYWxob3N0Ojg0NDM"));
    EXPECT_EQ("pairing.format", codeFault("nimara-pair:1:b*G9:" + key));
    EXPECT_EQ("pairing.format",
              codeFault("nimara-pair:1:bG9jYWxob3N0Ojg0NDN:" + key)); // stray bits at the end
    EXPECT_EQ("pairing.version", codeFault("nimara-pair:2:bG9jYWxob3N0Ojg0NDM:" + key));
    EXPECT_EQ("pairing.address", codeFault("nimara-pair:1::" + key));
    EXPECT_EQ("pairing.key", codeFault("nimara-pair:1:bG9jYWxob3N0Ojg0NDM:" + key.substr(1)));
    EXPECT_EQ("pairing.key", codeFault("nimara-pair:1:bG9jYWxob3N0Ojg0NDM:" + key + "0"));
    EXPECT_EQ("pairing.format", codeFault("nimara-pair:1:" + std::string(9000, 'a')));
}

TEST(Pairing, aFingerprintIsReadInGroups)
{
    EXPECT_EQ("0011 2233 4", readableFingerprint("001122334"));
    EXPECT_EQ("", readableFingerprint(""));
}

TEST(SignInErrors, carryTheirNumbers)
{
    EXPECT_EQ(840, retryAfterSeconds(lockedError(840)));
    EXPECT_EQ(5, retryAfterSeconds(rateLimitedError(5)));
    EXPECT_EQ(std::nullopt,
              retryAfterSeconds({ErrorCode::RateLimited, std::string(signin::locked), {}, "soon"}));
    EXPECT_EQ(std::nullopt, retryAfterSeconds({ErrorCode::Offline, std::string(signin::unreachable)}));

    const auto mismatch = keyMismatchOf(keyMismatchError({"aa", "bb"}));
    ASSERT_TRUE(mismatch);
    EXPECT_EQ("aa", mismatch->expected);
    EXPECT_EQ("bb", mismatch->actual);
    EXPECT_FALSE(keyMismatchOf(lockedError(3)));
}
