#pragma once

#include "server/db/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nimara::server {

// What a walk along one port's chain found.
struct ChainReport
{
    Uuid port; // nil: the log of the whole system
    std::int64_t rows = 0;
    std::int64_t unsealed = 0;
    struct Fault
    {
        enum class Kind {
            Missing, // a number is not there: rows were taken out
            Changed, // the row is not what was sealed
            Broken,  // the row does not follow the one before it
            CutOff   // the chain ends before its recorded end
        };
        Kind kind;
        std::int64_t seq;
    };
    std::optional<Fault> fault; // the first one; what comes after it proves nothing
};
const char *faultName(ChainReport::Fault::Kind kind);

// `nimara-server audit verify`: recomputes every hash. Reads by portions, in the connection's own time; rows sealed
// meanwhile are included or not. Any role that sees the whole log will do: nimara_audit.
Result<std::vector<ChainReport>> verifyAudit(Connection &connection);

} // namespace nimara::server
