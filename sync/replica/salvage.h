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

    bool metaRead = false;
    Meta meta;
    std::vector<Mutation> edits; // seq ascending
    std::vector<KeptReview> reviews;
    std::vector<KeptRow> shadows;
    std::vector<KeptAcked> acked;
    int damaged = 0; // edits and reviews that could not be read whole
};

// Reads row by row and passes over what cannot be read; every edit has to fit its checksum.
Salvage salvageFrom(const Database &db);

// Into a file whose tables may hold rows already: the edits are folded over them. The file's own meta must have its
// identity.
Result<Done> carryInto(Core &core, const Salvage &salvage);

} // namespace nimara::sync
