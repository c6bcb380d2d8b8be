#pragma once

#include "app/cli/arguments.h"

namespace nimara::cli {

// Runs the command; gives the exit code.
int run(const Arguments &arguments);

// Each in its file: what reads, what writes, what is about sync.
using Command = int (*)(Program &program, const Arguments &arguments);

int listRows(Program &program, const Arguments &arguments);
int getRow(Program &program, const Arguments &arguments);
int createRow(Program &program, const Arguments &arguments);
int setRow(Program &program, const Arguments &arguments);
int deleteRow(Program &program, const Arguments &arguments);
int restoreRow(Program &program, const Arguments &arguments);
int status(Program &program, const Arguments &arguments);
int syncAll(Program &program, const Arguments &arguments);
int outbox(Program &program, const Arguments &arguments);
int conflicts(Program &program, const Arguments &arguments);
int resolveReview(Program &program, const Arguments &arguments);
int digest(Program &program, const Arguments &arguments);
int watch(Program &program, const Arguments &arguments);
int login(Program &program, const Arguments &arguments);
int logout(Program &program, const Arguments &arguments);

} // namespace nimara::cli
