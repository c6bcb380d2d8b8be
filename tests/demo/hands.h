#pragma once

#include "models/schema/row.h"
#include "models/schema/tables/enums.h"
#include "tests/demo/teller.h"

#include <string>
#include <string_view>

class QAbstractButton;
class QLineEdit;

namespace nimara::ui {
class RecordView;
}

// What a person does with the app's windows: mouse and keyboard, on the widgets themselves.
namespace nimara::demo {

class Desk;

void click(QAbstractButton &button);
// In place of what stood there.
void type(QLineEdit &field, const std::string &text);

// Opens the record's page, as a click in a list does, and waits until it is there.
Result<> openRecord(Desk &desk, const Table &table, const Uuid &id);
// The record that the window shows; none where it shows something else.
ui::RecordView *shownRecord(Desk &desk);
// True when the window shows this value in that record.
bool shows(Desk &desk, const Uuid &id, std::string_view column, const std::string &value);

// Edit, and one line of text in the form of the record that is shown.
Result<> editText(Desk &desk, std::string_view column, const std::string &text);
// Save, and until the record shows what was typed.
Result<> save(Desk &desk, std::string_view column, const std::string &text);
// A new client by its form. Gives the id.
Result<Uuid> createClient(Desk &desk, const std::string &name);
// In the bar of arrows above the deal that is shown.
Result<> moveToStage(Desk &desk, PipelineStage stage);
// On the tab of notes of the record that is shown.
Result<> addNote(Desk &desk, const std::string &text);

// The words at the foot of the window.
std::string badgeWords(Desk &desk);
// By a click on them.
Result<> openSyncPanel(Desk &desk);
// What waits, as the open panel tells it: a line each, with what is expected in it. Waits for that.
Result<Lines> waitingWords(Desk &desk, const Lines &expected);
// All that the first card to be decided on says, with all that is expected in it. Waits for that.
Result<std::string> conflictWords(Desk &desk, const Lines &expected);
// Takes one's own value of the first conflict in the open panel.
Result<> takeMine(Desk &desk);

} // namespace nimara::demo
