#pragma once

#include "models/base/decimal.h"

#include <QLocale>
#include <QString>

#include <optional>

namespace nimara::ui {

// What a person types as a number: the locale's signs, with or without grouping, a point or a comma where only one can
// be meant. "1,234.50", "1 234,5" and "1234.5" are one number; "1,2,3" is none.
std::optional<Decimal> numberFromText(const QString &text, const QLocale &locale, int scale);

// The number as it is put into a field: ungrouped, in the locale's decimal sign, without needless zeros beyond `keep`
// digits.
QString numberForField(Decimal number, const QLocale &locale, int keep);

} // namespace nimara::ui
