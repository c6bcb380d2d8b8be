#pragma once

#include "server/changes/changes.h"

#include <span>

namespace nimara::server {

// interest.changeStage {interestId, to, reason?}: rule 1 of DOMAIN.md. Where the prediction tells which stage the user
// saw, a change by somebody else meanwhile is a conflict.
Tried changeStage(Changes &changes, const Json &args, std::span<const Op> prediction);

} // namespace nimara::server
