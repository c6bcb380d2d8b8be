#pragma once

#include "models/domain/pairing.h"
#include "tests/support/programs/child_process.h"

#include <memory>

namespace nimara::test {

// `nimara-server serve …` that answers, and the pairing code it printed.
struct Serving
{
    std::unique_ptr<ChildProcess> process;
    PairingCode pairing;
};

// With `options.errorFile`: the end of its log is told where it does not start.
Result<Serving> startServing(const ChildOptions &options);
// SIGTERM, and until it is gone; it must call that success.
Result<> stopServing(ChildProcess &process);

} // namespace nimara::test
