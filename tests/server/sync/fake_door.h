#pragma once

#include "server/sync/door.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nimara::server::test {

// A door to rows of one table in memory that remembers every commit, so that a test can ask how a scope looked at
// any cursor. A row stands in one scope and is its id and a name.
class FakeDoor final : public Door
{
public:
    struct Seen
    {
        std::int64_t rev = 0;
        std::string name;
        bool operator==(const Seen &) const = default;
    };
    using State = std::map<Uuid, Seen>;

    static const Table &table();
    static Uuid id(std::uint64_t number);

    void grant(const sync::ScopeId &scope);
    void revoke(const sync::ScopeId &scope);
    void write(const sync::ScopeId &scope, const Uuid &id, std::string name);
    void remove(const sync::ScopeId &scope, const Uuid &id);
    void announce(const std::vector<sync::ScopeId> &scopes, std::string name);
    State stateAt(const sync::ScopeId &scope, const sync::Cursor &cursor) const;
    State state(const sync::ScopeId &scope) const { return stateAt(scope, cursor()); }
    sync::Cursor cursor() const { return m_epoch + std::to_string(m_commits); }
    std::uint64_t commits() const { return m_commits; }

    // What the next calls answer instead of data.
    std::optional<Error> failure;
    std::size_t stepLimit = 1000;
    std::string m_epoch = "a:";
    std::vector<Mutation> applied;

    Result<Opened> open(const Actor &actor, const Device &device, const sync::Hello &hello) override;
    Result<Access> access(const Actor &actor, Uuid port) override;
    Result<PageData> page(const Actor &actor, const Access &access, const PageRequest &request) override;
    Result<sync::Cursor> now() override;
    Result<FeedStep> feed(const sync::Cursor &from, std::span<const sync::ScopeId> scopes) override;
    Result<std::vector<Outcome>> apply(const Actor &actor, const Device &device,
                                       std::span<const Mutation> mutations) override;
    Result<DigestData> digest(const Actor &actor, const Access &access, const sync::Cursor &from,
                              std::span<const sync::DigestRange> ranges) override;
    Result<sync::RowBlock> rows(const Actor &actor, const Access &access,
                                const sync::DigestRange &range) override;

private:
    struct Version
    {
        std::uint64_t commit = 0;
        std::optional<std::string> name; // none: deleted
    };
    struct Notice
    {
        std::uint64_t commit = 0;
        FeedStep::Event event;
    };
    using History = std::map<Uuid, std::vector<Version>>;

    std::optional<std::uint64_t> commitOf(const sync::Cursor &cursor) const;
    std::optional<FeedStep::Part> part(const sync::ScopeId &scope, std::uint64_t from) const;
    Row row(const Uuid &id, const Seen &seen) const;

    std::uint64_t m_commits = 0;
    std::set<sync::ScopeId> m_granted;
    std::map<sync::ScopeId, History> m_rows;
    std::vector<Notice> m_notices;
    std::uint64_t m_lastSeq = 0;
};

} // namespace nimara::server::test
