#pragma once

#include "models/base/result.h"

#include <QString>

namespace nimara::ui {

// What a person reads about an error: what happened, and what to do next (may be empty).
struct ErrorText
{
    QString title;  // "The server cannot be reached"
    QString advice; // "Your changes are kept here and sent as soon as it answers."
};

// Every key of models/domain has its words; an unknown one is told by its code, never shown raw.
ErrorText errorText(const Error &error);

// Title and advice in one line, for toasts and fields.
QString errorSentence(const Error &error);

} // namespace nimara::ui
