#pragma once

#include "server/changes/changes.h"

namespace nimara::server {

// Whether the database refused what a mutation wants, so that the others can go on without it. A fault that nobody
// foresaw counts too: one mutation must never hold up the rest for ever.
bool isRefusal(const Error &error);

// The answer to the one mutation that was refused, in our words: which field, and the row that is in its way if this
// user sees it. `rows` are those of the mutation as it wanted them. Called after the savepoint was restored.
Refusal refusedByDatabase(Changes &changes, const Mutation &mutation, const Error &error,
                          std::span<const Row> wanted);

} // namespace nimara::server
