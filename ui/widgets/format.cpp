#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace nimara::ui {

namespace {

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

struct Currency
{
    std::string_view code;
    const char *symbol; // UTF-8
    int digits;
};
constexpr std::array currencies{
    Currency{"EUR", "€", 2},   Currency{"USD", "$", 2},   Currency{"GBP", "£", 2},
    Currency{"JPY", "¥", 0},   Currency{"CHF", "CHF", 2}, Currency{"XCD", "EC$", 2},
    Currency{"AUD", "A$", 2},  Currency{"CAD", "C$", 2},  Currency{"INR", "₹", 2},
    Currency{"ILS", "₪", 2},   Currency{"TRY", "₺", 2},   Currency{"PLN", "zł", 2},
    Currency{"UAH", "₴", 2},   Currency{"KRW", "₩", 0},   Currency{"NZD", "NZ$", 2},
    Currency{"HKD", "HK$", 2},
};

QDate toQDate(Date date)
{
    const auto ymd = date.day();
    return {int(ymd.year()), int(unsigned(ymd.month())), int(unsigned(ymd.day()))};
}

// "1234567" -> "1,234,567" by the locale; the sign is the caller's.
QString grouped(const QString &digits, const QLocale &locale)
{
    bool fits = false;
    const qulonglong number = digits.toULongLong(&fits);
    return fits ? locale.toString(number) : digits;
}

} // namespace

Format::Format(std::string_view zone, std::string_view currency, const QLocale &locale)
    : m_zone(QByteArray(zone.data(), qsizetype(zone.size()))), m_locale(locale), m_currency(currency)
{
    if (!m_zone.isValid())
        m_zone = QTimeZone::utc();
    // C is no language people read: plain English stands in for it.
    if (m_locale.language() == QLocale::C)
        m_locale = QLocale(QLocale::English, QLocale::UnitedKingdom);
}

QDateTime Format::local(Instant instant) const
{
    return QDateTime::fromMSecsSinceEpoch(instant.micros() / 1000, m_zone);
}

QString Format::time(Instant instant) const
{
    return m_locale.toString(local(instant).time(), QLocale::ShortFormat);
}

QString Format::date(Date date) const
{
    return m_locale.toString(toQDate(date), QStringLiteral("d MMM yyyy"));
}

QString Format::date(Instant instant) const
{
    return m_locale.toString(local(instant).date(), QStringLiteral("d MMM yyyy"));
}

Date Format::day(Instant instant) const
{
    const QDate date = local(instant).date();
    return Date(std::chrono::year(date.year()) / std::chrono::month(unsigned(date.month())) /
                std::chrono::day(unsigned(date.day())));
}

QString Format::dateTime(Instant instant) const
{
    return date(instant) + QStringLiteral(", ") + time(instant);
}

QString Format::exact(Instant instant) const
{
    const QDateTime moment = local(instant);
    return m_locale.toString(moment.date(), QStringLiteral("dddd, d MMMM yyyy")) + QStringLiteral(", ") +
           moment.time().toString(QStringLiteral("HH:mm:ss")) + u' ' + moment.timeZoneAbbreviation();
}

QString Format::relative(Instant instant) const
{
    return relative(instant, Instant(QDateTime::currentMSecsSinceEpoch() * 1000));
}

QString Format::relative(Instant instant, Instant now) const
{
    const qint64 ago = (now.micros() - instant.micros()) / 1'000'000;
    const qint64 span = std::abs(ago);
    if (span < 45)
        return ago >= 0 ? QCoreApplication::translate("Format", "just now")
                        : QCoreApplication::translate("Format", "in a moment");
    if (span < hour) {
        const int count = int((span + minute / 2) / minute);
        return ago > 0 ? QCoreApplication::translate("Format", "%n minute(s) ago", nullptr, count)
                       : QCoreApplication::translate("Format", "in %n minute(s)", nullptr, count);
    }
    const qint64 days = local(now).date().toJulianDay() - local(instant).date().toJulianDay();
    if (days == 0) {
        const int count = int((span + hour / 2) / hour);
        return ago > 0 ? QCoreApplication::translate("Format", "%n hour(s) ago", nullptr, count)
                       : QCoreApplication::translate("Format", "in %n hour(s)", nullptr, count);
    }
    if (days == 1)
        return QCoreApplication::translate("Format", "yesterday, %1").arg(time(instant));
    if (days == -1)
        return QCoreApplication::translate("Format", "tomorrow, %1").arg(time(instant));
    if (days > 1 && days < 7)
        return QCoreApplication::translate("Format", "%n day(s) ago", nullptr, int(days));
    if (days < -1 && days > -7)
        return QCoreApplication::translate("Format", "in %n day(s)", nullptr, int(-days));
    return date(instant);
}

QString Format::relativeDay(Date date, Date today) const
{
    const qint64 days = toQDate(date).toJulianDay() - toQDate(today).toJulianDay();
    if (days == 0)
        return QCoreApplication::translate("Format", "today");
    if (days == 1)
        return QCoreApplication::translate("Format", "tomorrow");
    if (days == -1)
        return QCoreApplication::translate("Format", "yesterday");
    if (days > 1 && days <= 30)
        return QCoreApplication::translate("Format", "in %n day(s)", nullptr, int(days));
    if (days < -1 && days >= -30)
        return QCoreApplication::translate("Format", "%n day(s) ago", nullptr, int(-days));
    return this->date(date);
}

QString Format::number(std::int64_t value) const
{
    return m_locale.toString(qlonglong(value));
}

QString Format::decimal(Decimal value, int keep) const
{
    QString plain = QString::fromStdString(value.toString());
    const bool negative = plain.startsWith(u'-');
    if (negative)
        plain.remove(0, 1);
    const qsizetype point = plain.indexOf(u'.');
    QString fraction = point < 0 ? QString() : plain.mid(point + 1);
    while (fraction.size() > keep && fraction.endsWith(u'0'))
        fraction.chop(1);
    QString out = grouped(point < 0 ? plain : plain.left(point), m_locale);
    if (!fraction.isEmpty())
        out += m_locale.decimalPoint() + fraction;
    return negative ? m_locale.negativeSign() + out : out;
}

QString Format::money(Decimal amount, std::string_view currency, bool cents) const
{
    const std::string_view code = currency.empty() ? std::string_view(m_currency) : currency;
    const auto known = std::find_if(currencies.begin(), currencies.end(),
                                    [&](const Currency &entry) { return entry.code == code; });
    const int digits = known == currencies.end() ? 2 : known->digits;
    const Decimal fitted = amount.rescaled(digits).value_or(amount);
    const bool whole = fitted.rescaled(0) == fitted;
    const QString figures = decimal(fitted, cents || !whole ? digits : 0);
    const QString symbol = known == currencies.end() ? fromUtf8(code) : QString::fromUtf8(known->symbol);
    const bool before = m_locale.toCurrencyString(1, QStringLiteral("X")).startsWith(u'X');
    if (!before)
        return figures + QChar::Nbsp + symbol;
    const QString space = symbol.size() > 1 ? QString(QChar::Nbsp) : QString();
    const QString minus = m_locale.negativeSign();
    return figures.startsWith(minus) ? minus + symbol + space + figures.mid(minus.size())
                                     : symbol + space + figures;
}

QString Format::bytes(std::int64_t count) const
{
    return m_locale.formattedDataSize(count, 1, QLocale::DataSizeTraditionalFormat);
}

QString Format::value(const ColumnInfo &column, const Value &value, std::string_view currency) const
{
    if (isNull(value))
        return {};
    const auto *number64 = std::get_if<std::int64_t>(&value);
    const auto *words = std::get_if<std::string>(&value);
    const auto withUnit = [&](const QString &figures) {
        return column.spec.unit.empty() ? figures : figures + QChar::Nbsp + fromUtf8(column.spec.unit);
    };
    if (const auto scale = decimalScale(column.type); scale && number64) {
        const Decimal amount(*number64, *scale);
        return column.type == ColumnType::Money ? money(amount, currency) : withUnit(decimal(amount));
    }
    if (column.type == ColumnType::Bool && number64)
        return *number64 != 0 ? QCoreApplication::translate("Format", "Yes")
                              : QCoreApplication::translate("Format", "No");
    if (column.type == ColumnType::Int && number64)
        return withUnit(number(*number64));
    if (column.type == ColumnType::Instant && number64)
        return dateTime(Instant(*number64));
    if (column.type == ColumnType::Date && words) {
        const auto parsed = Date::parse(*words);
        return parsed ? date(*parsed) : fromUtf8(*words);
    }
    if (column.type == ColumnType::Enum && words)
        return choiceLabel(column, *words);
    return fromUtf8(column.type == ColumnType::Uuid ? valueToText(column.type, value).substr(0, 8)
                                                    : valueToText(column.type, value));
}

} // namespace nimara::ui
