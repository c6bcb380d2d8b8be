#pragma once

#include "models/base/json.h"
#include "models/schema/row.h"
#include "sync/service/local_store.h"

namespace nimara::cli {

// What the program ends with. Documented in docs/cli.md and --help.
enum class Exit {
    Done = 0,
    Failed = 1,    // anything not named below
    Usage = 2,     // the command line is not understood, or a value cannot be what it is to be
    SignIn = 3,    // nobody is signed in, or the server wants the password again
    Unreached = 4, // the server was not reached in time, or it is not the one that is known here
    Review = 5,    // an edit was refused or conflicts, or such edits wait for a decision
    NotFound = 6,  // no such port, row or number
    InUse = 7,     // another program has the profile open
    Storage = 8,   // the disk is full, or the replica cannot be opened
    Version = 9,   // this program or the server is too old for the other
    NotSent = 10   // the edit is safe on this computer; the server has not had it yet
};
Exit exitOf(const Error &error);

// One JSON value a line on standard output; errors as {"error", "code", "key", "field"?, "detail"?} on standard error.
void print(const Json &value);
void printError(const Error &error);
Json errorToJson(const Error &error);

// Values as their types say: numbers, booleans, null; decimals and times as texts; JSON columns as what they hold.
Json valueToJson(const ColumnInfo &column, const Value &value);
Json rowToJson(const Row &row, const std::vector<int> &columns = {});
Json statusToJson(const sync::LocalStore &store);
Json editToJson(const Mutation &mutation);
Json outcomeToJson(const Outcome &outcome);
std::string_view linkWord(LinkState link);
std::string_view rowStateWord(RowState state);

} // namespace nimara::cli
