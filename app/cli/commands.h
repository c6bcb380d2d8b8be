#pragma once

#include "app/cli/cli.h"

// One function a command; they are listed in commands.cpp.
namespace nimara::cli {

// account_commands.cpp
void runLogin(Cli &cli);
void runLogout(Cli &cli);
void runStatus(Cli &cli);

// sync_commands.cpp
void runSync(Cli &cli);
void runDigest(Cli &cli);
void runSteps(Cli &cli);
void runWatch(Cli &cli);

// read_commands.cpp
void runList(Cli &cli);
void runGet(Cli &cli);
void runSearch(Cli &cli);

// write_commands.cpp
void runCreate(Cli &cli);
void runSet(Cli &cli);
void runDelete(Cli &cli);
void runRestore(Cli &cli);

// review_commands.cpp
void runOutbox(Cli &cli);
void runDiscard(Cli &cli);
void runConflicts(Cli &cli);
void runResolve(Cli &cli);

} // namespace nimara::cli
