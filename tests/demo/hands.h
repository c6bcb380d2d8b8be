#pragma once

#include "tests/demo/desk.h"

#include <string>
#include <string_view>

// What a person does with the app's windows: every edit goes through the page's own widgets.
namespace nimara::demo {

// Opens the record's page and waits until it is there.
Result<> openRecord(Desk &desk, const Table &table, const Uuid &id);
// Edit, one field, Save.
Result<> changeField(Desk &desk, const Table &table, const Uuid &id, std::string_view column,
                     const Value &value);
// The stage in the bar above a deal; where a gate is skipped the reason is given.
Result<> changeStage(Desk &desk, const Uuid &interest, PipelineStage stage, const std::string &reason);
// On the record's tab of notes.
Result<> addNote(Desk &desk, const Table &table, const Uuid &id, const std::string &text);
// Opens the panel of the status bar and takes one's own value of the first conflict in it.
Result<> takeMine(Desk &desk);
// The words beside the dot at the foot of the window.
std::string badgeWords(Desk &desk);

} // namespace nimara::demo
