#pragma once

#include "sync/replica/core.h"

#include <vector>

namespace nimara::sync {

// What must not be lost when a file is replaced by another: read from a sound file, or from what is left of one.
struct Salvage
{
    struct KeptRow
    {
        RowKey row;
        std::int64_t rev = 0;
        std::string base; // encodeNamedRow
    };
    struct KeptReview
    {
        Mutation mutation;
        Outcome outcome;
        Instant at;
        std::vector<KeptRow> bases;
    };
    struct KeptAcked
    {
        Mutation mutation;
        Instant at;
    };

    bool metaRead = false; // whose numbers the edits bear is known
    Meta meta;
    std::vector<Mutation> edits; // seq ascending
    std::vector<KeptReview> reviews;
    std::vector<KeptRow> shadows;
    std::vector<KeptAcked> acked;
    std::set<std::uint64_t> damagedEdits; // numbers under which no whole edit could be read
    int damagedReviews = 0;
    bool whole = false; // all that is there could be read
};

// Reads row by row and passes over what cannot be read; every edit has to fit its checksum.
Salvage salvageFrom(const Database &db);

// Of a refusal whose bytes cannot be read: the edit matters, and a retry asks the server again.
Outcome outcomeOrDamage(std::string_view bytes, std::uint64_t seq);

// Into a file whose tables may hold rows already: the edits are folded over them. The file's own meta must have its
// identity.
Result<Done> carryInto(Core &core, const Salvage &salvage);

} // namespace nimara::sync
