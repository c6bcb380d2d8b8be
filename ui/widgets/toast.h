#pragma once

#include <QString>

#include <functional>

namespace nimara::ui {

enum class Tone { Neutral, Success, Warning, Danger, Info };

// A short message at the bottom right. With an action (Undo) it stays longer.
struct Toast
{
    QString text; // one sentence: tr("Berth A-12 archived")
    Tone tone = Tone::Neutral;
    QString action = {};            // tr("Undo"); empty: none
    std::function<void()> run = {}; // of the action
};

} // namespace nimara::ui
