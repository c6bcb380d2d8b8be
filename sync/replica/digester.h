#pragma once

#include "sync/replica/core.h"

namespace nimara::sync {

// Count and sum of the row hashes of a scope, from what is stored now: the confirmed rows, whatever edits are under
// way over them.
class Digester
{
public:
    explicit Digester(Core &core) : m_core(core) {}

    Result<RangeDigest> digest(const DigestRange &range) const;
    Result<std::optional<Uuid>> middle(const DigestRange &range) const;
    Result<std::vector<DigestPortion>> portions(const DigestRange &range, std::int64_t rows) const;

private:
    struct Target
    {
        const ScopeState *scope = nullptr;
        const ScopeTable *table = nullptr;
    };
    Result<Target> target(const DigestRange &range) const;
    Result<Statement> visibleRows(const Target &target, const DigestRange &range,
                                  const std::string &columns) const;
    Result<std::vector<Uuid>> ids(const DigestRange &range) const;
    Result<Done> addShadows(const Target &target, const DigestRange &range, RangeDigest &digest) const;

    Core &m_core;
};

} // namespace nimara::sync
