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

SyncWords describeStatus(const SyncStatus &status);
QString lastSyncedWords(const SyncStatus &status, const Format &format);

} // namespace nimara::ui
