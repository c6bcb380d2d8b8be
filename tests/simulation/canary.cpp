#include "tests/simulation/canary.h"

#include "models/base/rng.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace nimara::sim {

namespace {

using server::Access;
using server::Actor;
using server::Device;

constexpr std::uint64_t nowAndThen = 10;

class SoundDoor : public server::Door
{
public:
    explicit SoundDoor(Backend &backend) : m_door(backend.door()) {}

    Result<server::Opened> open(const Actor &actor, const Device &device, const sync::Hello &hello) override
    {
        return m_door.open(actor, device, hello);
    }
    Result<Access> access(const Actor &actor, Uuid port) override { return m_door.access(actor, port); }
    Result<server::PageData> page(const Actor &actor, const Access &access,
                                  const server::PageRequest &request) override
    {
        return m_door.page(actor, access, request);
    }
    Result<sync::Cursor> now() override { return m_door.now(); }
    Result<server::FeedStep> feed(const sync::Cursor &from, std::span<const sync::ScopeId> scopes) override
    {
        return m_door.feed(from, scopes);
    }
    Result<std::vector<Outcome>> apply(const Actor &actor, const Device &device,
                                       std::span<const Mutation> mutations) override
    {
        return m_door.apply(actor, device, mutations);
    }
    Result<server::DigestData> digest(const Actor &actor, const Access &access, const sync::Cursor &from,
                                      std::span<const sync::DigestRange> ranges) override
    {
        return m_door.digest(actor, access, from, ranges);
    }
    Result<sync::RowBlock> rows(const Actor &actor, const Access &access,
                                const sync::DigestRange &range) override
    {
        return m_door.rows(actor, access, range);
    }

private:
    server::Door &m_door;
};

class CursorCanary final : public SoundDoor
{
public:
    CursorCanary(Backend &backend, std::uint64_t seed) : SoundDoor(backend), m_rng(seed) {}

    Result<server::FeedStep> feed(const sync::Cursor &from, std::span<const sync::ScopeId> scopes) override
    {
        auto step = SoundDoor::feed(from, scopes);
        if (step && !step->parts.empty() && m_rng.oneIn(nowAndThen))
            step->parts.pop_back();
        return step;
    }

private:
    SeededRng m_rng;
};

class LostWriteCanary final : public SoundDoor
{
public:
    LostWriteCanary(Backend &backend, std::uint64_t seed) : SoundDoor(backend), m_rng(seed) {}

    Result<std::vector<Outcome>> apply(const Actor &actor, const Device &device,
                                       std::span<const Mutation> mutations) override
    {
        if (!m_rng.oneIn(nowAndThen))
            return SoundDoor::apply(actor, device, mutations);
        std::vector<Outcome> outcomes;
        for (const Mutation &mutation : mutations) {
            Outcome &outcome = outcomes.emplace_back();
            outcome.seq = mutation.seq;
            outcome.mutationId = mutation.id;
            outcome.kind = OutcomeKind::Applied;
        }
        return outcomes;
    }

private:
    SeededRng m_rng;
};

class DoubleApplyCanary final : public SoundDoor
{
public:
    explicit DoubleApplyCanary(Backend &backend) : SoundDoor(backend), m_backend(backend) {}

    Result<std::vector<Outcome>> apply(const Actor &actor, const Device &device,
                                       std::span<const Mutation> mutations) override
    {
        for (const Mutation &mutation : mutations)
            m_backend.forgetAnswer(device, mutation);
        return SoundDoor::apply(actor, device, mutations);
    }

private:
    Backend &m_backend;
};

class ScopeLeakCanary final : public SoundDoor
{
public:
    using SoundDoor::SoundDoor;

    Result<server::Opened> open(const Actor &actor, const Device &device, const sync::Hello &hello) override
    {
        auto opened = SoundDoor::open(actor, device, hello);
        if (opened)
            opened->access = asAtFirst(actor, device.port, opened->access);
        return opened;
    }
    Result<Access> access(const Actor &actor, Uuid port) override
    {
        auto access = SoundDoor::access(actor, port);
        return access ? Result<Access>(asAtFirst(actor, port, *access)) : access;
    }

private:
    Access asAtFirst(const Actor &actor, const Uuid &port, const Access &now)
    {
        Access access = m_first.try_emplace({actor.userId, port}, now).first->second;
        access.epoch = now.epoch;
        access.serverTime = now.serverTime;
        return access;
    }

    std::map<std::pair<Uuid, Uuid>, Access> m_first;
};

} // namespace

std::optional<Canary> canaryNamed(std::string_view name)
{
    const auto found = std::find(canaryNames.begin(), canaryNames.end(), name);
    if (found == canaryNames.end())
        return std::nullopt;
    return static_cast<Canary>(found - canaryNames.begin());
}

std::unique_ptr<server::Door> brokenDoor(Canary canary, Backend &backend, std::uint64_t seed)
{
    switch (canary) {
    case Canary::None:
    case Canary::LostOutbox:
        return nullptr;
    case Canary::Cursor:
        return std::make_unique<CursorCanary>(backend, seed);
    case Canary::LostWrite:
        return std::make_unique<LostWriteCanary>(backend, seed);
    case Canary::DoubleApply:
        return std::make_unique<DoubleApplyCanary>(backend);
    case Canary::ScopeLeak:
        return std::make_unique<ScopeLeakCanary>(backend);
    }
    return nullptr;
}

} // namespace nimara::sim
