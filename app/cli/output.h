#pragma once

#include "models/base/json.h"
#include "models/store/store.h"
#include "sync/service/local_store.h"

namespace nimara::cli {

enum ExitCode : int {
    exitDone = 0,
    exitFailed = 1,
    exitUsage = 2,
    exitSignedOut = 3,
    exitOffline = 4,
    exitRefused = 5,
    exitInvalid = 6,
    exitInUse = 7,
    exitWaiting = 10
};

// One line on standard output.
void print(const Json &json);
// {"error", "code", "field"} on standard error; gives the exit code of its kind.
int fail(const Error &error);

Json rowJson(const Row &row);
Json valueJson(const ColumnInfo &column, const Value &value);
Json statusJson(const Store &store);
Json mutationJson(const Mutation &mutation);
Json reviewJson(const ReviewItem &item);

} // namespace nimara::cli
