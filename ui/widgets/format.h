#pragma once

#include "models/items/labels.h"
#include "models/schema/table.h"

#include <QLocale>
#include <QString>
#include <QTimeZone>

#include <string_view>

namespace nimara::ui {

// How values are written for people: in the port's time zone, the user's language and the value's currency. Numbers are
// exact: a Decimal is grouped and cut as text, never as a double.
class Format
{
public:
    Format() : Format("UTC", "EUR") {}
    Format(std::string_view zone, std::string_view currency, const QLocale &locale = QLocale());

    QString dateTime(Instant instant) const; // "22 Nov 2026, 10:44"
    QString exact(Instant instant) const;    // with weekday, seconds and zone, for tooltips
    QString time(Instant instant) const;     // "10:44"
    QString date(Date date) const;           // "22 Nov 2026"
    QString date(Instant instant) const;
    Date day(Instant instant) const; // the calendar day in the port
    // "just now", "5 minutes ago", "yesterday, 10:44", "in 3 days", then the date.
    QString relative(Instant instant, Instant now) const;
    QString relative(Instant instant) const;
    QString relativeDay(Date date, Date today) const; // "today", "in 3 days", "12 days ago", then the date

    QString number(std::int64_t value) const;
    // Grouped; trailing zeros beyond `keep` digits are left away.
    QString decimal(Decimal value, int keep = 0) const;
    // "€ 12,500" (no digits when they are all zero and `cents` is false); an empty currency is the port's.
    QString money(Decimal amount, std::string_view currency = {}, bool cents = true) const;
    QString bytes(std::int64_t count) const;

    // A value of a column as a list or a history shows it: choices by label, yes and no, unit, money with `currency`.
    // Empty for null. A foreign key gives its short id: who has a Store shows its title instead.
    QString value(const ColumnInfo &column, const Value &value, std::string_view currency = {}) const;

    const QTimeZone &zone() const { return m_zone; }
    const QLocale &locale() const { return m_locale; }
    const std::string &currency() const { return m_currency; }

private:
    QDateTime local(Instant instant) const;

    QTimeZone m_zone;
    QLocale m_locale;
    std::string m_currency;
};

} // namespace nimara::ui
