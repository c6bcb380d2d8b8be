#pragma once

#include "server/changes/changes.h"

#include <string_view>

namespace nimara::server {

// What is more than an edit. A command reads its arguments, locks its rows, asks whether this user may, decides by the
// rules of models/domain and writes; the audit log and listeners follow from the change (server/changes/reactions.h).
// `prediction`: the ops that the laptop foresaw. They are not applied, but tell what the user had before his eyes.
using CommandHandler = Tried (*)(Changes &changes, const Json &args, std::span<const Op> prediction);

// Null for a name that is none.
CommandHandler findCommand(std::string_view name);

// The rows a command will touch, so that a batch reads them at once.
std::vector<RowKey> rowsOfCommand(const Command &command);

} // namespace nimara::server
