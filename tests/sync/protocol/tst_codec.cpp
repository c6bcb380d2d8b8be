#include "models/base/bytes.h"
#include "models/base/hash.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/compression.h"
#include "tests/sync/protocol/allocation_count.h"
#include "tests/sync/protocol/random_messages.h"

#include <gtest/gtest.h>

namespace nimara::sync::test {

namespace {

constexpr std::size_t clientKinds = std::variant_size_v<ClientMessage>;
constexpr std::size_t serverKinds = std::variant_size_v<ServerMessage>;

std::string frameOf(std::uint8_t type, std::string_view payload)
{
    ByteWriter out;
    out.u8('N');
    out.u8(1);
    out.u8(type);
    out.u8(0);
    out.u8(0);
    out.raw(payload);
    return out.take();
}

} // namespace

TEST(Codec, EveryMessageComesBackAsItWas)
{
    RandomMessages random(1);
    for (int round = 0; round < 300; ++round) {
        for (std::size_t kind = 0; kind < clientKinds; ++kind) {
            const ClientMessage message = random.client(kind);
            ASSERT_EQ(message.index(), kind);
            const auto frame = decodeClient(encode(static_cast<std::uint8_t>(kind % maxChannels), message));
            ASSERT_TRUE(frame) << kind << " " << frame.error().detail;
            EXPECT_EQ(frame->channel, kind % maxChannels);
            EXPECT_EQ(frame->message, message) << kind;
        }
        for (std::size_t kind = 0; kind < serverKinds; ++kind) {
            const ServerMessage message = random.server(kind);
            ASSERT_EQ(message.index(), kind);
            const auto frame = decodeServer(encode(3, message));
            ASSERT_TRUE(frame) << kind << " " << frame.error().detail;
            EXPECT_EQ(frame->channel, 3);
            EXPECT_EQ(frame->message, message) << kind;
        }
    }
}

TEST(Codec, MutationsOutcomesAndStepsComeBackAsTheyWere)
{
    RandomMessages random(2);
    for (int round = 0; round < 300; ++round) {
        const Mutation mutation = random.mutation();
        EXPECT_EQ(*decodeMutation(encodeMutation(mutation)), mutation);
        const Outcome outcome = random.outcome();
        EXPECT_EQ(*decodeOutcome(encodeOutcome(outcome)), outcome);
        const ScopeDelta delta = random.scopeDelta();
        EXPECT_EQ(*decodeScopeDelta(encodeScopeDelta(delta)), delta);
    }
}

TEST(Codec, TitlesAndDetailsStayAtHome)
{
    Mutation mutation;
    mutation.edit.title = "Secret plan";
    EXPECT_EQ(encodeMutation(mutation).find("Secret"), std::string::npos);
    const std::string bye = encode(0, ServerMessage(Bye{{ErrorCode::Internal, "key", "", "stack trace"}, 0}));
    EXPECT_EQ(bye.find("stack"), std::string::npos);
}

TEST(Codec, ACutFrameIsAFaultAndNothingElse)
{
    RandomMessages random(3);
    for (int round = 0; round < 20; ++round) {
        for (std::size_t kind = 0; kind < serverKinds; ++kind) {
            const std::string whole = encode(1, random.server(kind));
            const std::size_t step = 1 + whole.size() / 100;
            for (std::size_t size = 0; size < whole.size(); size += step)
                EXPECT_FALSE(decodeServer(whole.substr(0, size))) << kind << " at " << size;
            EXPECT_FALSE(decodeServer(whole + '\0'));
        }
        for (std::size_t kind = 0; kind < clientKinds; ++kind) {
            const std::string whole = encode(1, random.client(kind));
            const std::size_t step = 1 + whole.size() / 100;
            for (std::size_t size = 0; size < whole.size(); size += step)
                EXPECT_FALSE(decodeClient(whole.substr(0, size))) << kind << " at " << size;
        }
    }
}

TEST(Codec, FlippedBytesNeverCostMoreThanTheFrameIsWorth)
{
    RandomMessages random(4);
    for (int round = 0; round < 4000; ++round) {
        const bool fromClient = random.below(2) == 0;
        std::string bytes = fromClient ? encode(1, random.client(random.below(clientKinds)))
                                       : encode(1, random.server(random.below(serverKinds)));
        for (std::uint64_t flips = 1 + random.below(4); flips > 0; --flips)
            bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
        largestAllocation = 0;
        // The inflated size is checked against its bound, and what it holds against itself.
        if (fromClient)
            static_cast<void>(decodeClient(bytes));
        else
            static_cast<void>(decodeServer(bytes));
        EXPECT_LE(largestAllocation, maxInflatedBytes + 64);
        if (bytes.size() > 4 && bytes[4] == 0) {
            EXPECT_LE(largestAllocation, 512 + bytes.size() * 200) << round;
        }
    }
}

TEST(Codec, ClaimsAreNotBelieved)
{
    ByteWriter many;
    many.varint(std::uint64_t(1) << 60); // mutations
    largestAllocation = 0;
    EXPECT_FALSE(decodeClient(frameOf(4, many.bytes())));
    EXPECT_LE(largestAllocation, 4096u);

    ByteWriter longText;
    longText.varint(0xFFFFFFFFu); // of the first text of an Event
    longText.raw("abc");
    largestAllocation = 0;
    EXPECT_FALSE(decodeServer(frameOf(8, longText.bytes())));
    EXPECT_LE(largestAllocation, 4096u);

    ByteWriter bomb;
    for (const std::uint8_t byte : {'N', '\1', '\4', '\0', '\1'})
        bomb.u8(byte);
    bomb.u32(0xFFFFFFFFu);
    bomb.raw(deflated(std::string(1000, 'x')));
    largestAllocation = 0;
    const auto refused = decodeClient(bomb.bytes());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::TooLarge);
    EXPECT_LE(largestAllocation, 4096u);
}

// A field of a row may take four bytes on the wire and a hundred and more in memory; zeros cost nothing to send.
TEST(Codec, APushOfNothingsIsNoBomb)
{
    constexpr std::size_t fields = maxPushItems + 1;
    ByteWriter push;
    push.varint(1); // mutations
    push.varint(1); // seq
    push.uuid({});
    push.zigzag(0); // client time
    push.varint(0); // depends on
    push.varint(1); // ops
    push.varint(1); // table
    push.uuid({});
    push.u8(1); // update
    push.varint(fields);
    push.raw(std::string(fields * 4, '\0'));
    push.varint(0); // guards
    push.flag(false);
    push.uuid({});
    ByteWriter bomb;
    for (const std::uint8_t byte : {'N', '\1', '\4', '\0', '\1'})
        bomb.u8(byte);
    bomb.u32(static_cast<std::uint32_t>(push.size()));
    bomb.raw(deflated(push.bytes()));
    ASSERT_LT(push.size(), maxPushBytes);
    EXPECT_LT(bomb.size(), 4096u);
    largestAllocation = 0;
    EXPECT_FALSE(decodeClient(bomb.bytes()));
    EXPECT_LE(largestAllocation, maxPushBytes + 64);
}

TEST(Codec, HeadsAreChecked)
{
    const std::string whole = encode(1, ServerMessage(Pong{}));
    const auto with = [&](std::size_t at, char byte) {
        std::string changed = whole;
        changed[at] = byte;
        return decodeServer(changed);
    };
    EXPECT_EQ(with(0, 'X').error().key, "protocol.frame");
    EXPECT_EQ(with(1, 9).error().key, "protocol.version");
    EXPECT_EQ(with(1, 9).error().code, ErrorCode::UpgradeRequired);
    EXPECT_FALSE(with(2, static_cast<char>(serverKinds)));
    EXPECT_FALSE(with(3, static_cast<char>(maxChannels)));
    EXPECT_FALSE(with(4, 2));
    EXPECT_FALSE(decodeServer(std::string(maxFrameBytes + 1, 'N')));
}

TEST(Codec, LongPayloadsTravelSmall)
{
    const ServerMessage message = Event{"x", std::string(5000, 'a')};
    EXPECT_LT(encode(0, message).size(), 200u);
    EXPECT_EQ(decodeServer(encode(0, message))->message, message);
    EXPECT_LT(encode(0, ServerMessage(Event{"x", std::string(100, 'a')})).size(), 120u);
}

// The bytes in an outbox and on the wire outlive this version: they may not change by accident.
TEST(Codec, TheBytesOfAMutationAreFixed)
{
    Mutation mutation;
    mutation.seq = 300;
    mutation.id = *Uuid::parse("0190a5b0-0000-7000-8000-000000000001");
    mutation.clientTime = Instant(1'700'000'000'000'000);
    mutation.dependsOn = {299};
    mutation.edit.ops = {{7,
                          *Uuid::parse("0190a5b0-0000-7000-8000-000000000002"),
                          OpKind::Update,
                          {{"full_name", "", std::string("A"), std::string("B")}}}};
    EXPECT_EQ(toHex(encodeMutation(mutation)),
              "ac020190a5b00000700080000000000000018080f2818389850601ab02"
              "01070190a5b000007000800000000000000201010966756c6c5f6e616d65000201410201420000"
              "00000000000000000000000000000000");
}

} // namespace nimara::sync::test
