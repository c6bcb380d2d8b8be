#pragma once

#include "models/store/store.h"
#include "ui/widgets/toast.h"

#include <QString>

namespace nimara::ui {

class Format;

// How the state of the link is told. Green only when all is sent and nothing is left to review.
struct SyncWords
{
    Tone tone = Tone::Neutral;
    QString icon;
    QString badge;  // for the status bar: "3 changes waiting"
    QString title;  // for the panel: a sentence
    QString advice; // what it means for the work, or what to do
};

// The session has ended: work goes on here, and nothing is sent or received before the same user signs in again.
bool asksToSignIn(const SyncStatus &status);
SyncWords describeStatus(const SyncStatus &status);
// With how far each port has come whose first load is not done yet.
QString lastSyncedWords(const SyncStatus &status, const Format &format);

} // namespace nimara::ui
