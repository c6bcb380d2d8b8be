#pragma once

#include <QDate>
#include <QLocale>
#include <QString>

namespace nimara::ui {

// What a person types as a day: ISO, the locale's own ways with two or four digits of a year, "today", "tomorrow", "+7".
// An invalid date where it cannot be read.
QDate dateFromText(const QString &text, const QLocale &locale, QDate today);
// "9:30", "0930", "9", "9.30 pm". An invalid time where it cannot be read.
QTime timeFromText(const QString &text, const QLocale &locale);

} // namespace nimara::ui
