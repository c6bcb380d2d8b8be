#include "ui/entity/date_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

namespace nimara::ui {

namespace {

QDate fromWords(const QString &text, QDate today)
{
    if (text.compare(QCoreApplication::translate("DateText", "today"), Qt::CaseInsensitive) == 0)
        return today;
    if (text.compare(QCoreApplication::translate("DateText", "tomorrow"), Qt::CaseInsensitive) == 0)
        return today.addDays(1);
    if (text.compare(QCoreApplication::translate("DateText", "yesterday"), Qt::CaseInsensitive) == 0)
        return today.addDays(-1);
    static const QRegularExpression step(QStringLiteral("^[+-]\\d{1,4}$"));
    return step.match(text).hasMatch() ? today.addDays(text.toInt()) : QDate();
}

// Qt reads two digits of a year as 19xx; people mean the century that is nearer.
QDate withCentury(QDate date, QDate today)
{
    const QDate later = date.addYears(100);
    return later <= today.addYears(50) ? later : date;
}

} // namespace

QDate dateFromText(const QString &typed, const QLocale &locale, QDate today)
{
    const QString text = typed.trimmed();
    if (const QDate spoken = fromWords(text, today); spoken.isValid())
        return spoken;
    if (const QDate iso = QDate::fromString(text, Qt::ISODate); iso.isValid())
        return iso;
    // Day before month or after it, as the locale writes it.
    const QString order = locale.dateFormat(QLocale::ShortFormat);
    const bool monthFirst = order.indexOf(QLatin1Char('M')) < order.indexOf(QLatin1Char('d'));
    QStringList formats;
    for (const char *sign : {".", "/", "-", " "}) {
        const QString between = QLatin1String(sign);
        const QString dayMonth =
            monthFirst ? QStringLiteral("M%1d").arg(between) : QStringLiteral("d%1M").arg(between);
        formats << dayMonth + between + QStringLiteral("yyyy") << dayMonth + between + QStringLiteral("yy");
    }
    formats << QStringLiteral("d MMM yyyy") << QStringLiteral("d MMMM yyyy") << QStringLiteral("d. MMM yyyy")
            << QStringLiteral("d. MMMM yyyy") << QStringLiteral("MMM d, yyyy")
            << QStringLiteral("MMMM d, yyyy") << locale.dateFormat(QLocale::ShortFormat)
            << locale.dateFormat(QLocale::LongFormat);
    for (const QString &format : std::as_const(formats)) {
        if (const QDate date = locale.toDate(text, format); date.isValid())
            return format.contains(QLatin1String("yyyy")) ? date : withCentury(date, today);
    }
    return {};
}

QTime timeFromText(const QString &typed, const QLocale &locale)
{
    const QString text = typed.trimmed();
    static const QRegularExpression clock(QStringLiteral("^(\\d{1,2})(?:[:.h]?(\\d{2}))?\\s*([ap]m?)?$"),
                                          QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = clock.match(text);
    if (!match.hasMatch())
        return locale.toTime(text, QLocale::ShortFormat);
    int hour = match.captured(1).toInt();
    const QString half = match.captured(3).toLower();
    if (half.startsWith(QLatin1Char('p')) && hour < 12)
        hour += 12;
    if (half.startsWith(QLatin1Char('a')) && hour == 12)
        hour = 0;
    return {hour, match.captured(2).toInt()};
}

} // namespace nimara::ui
