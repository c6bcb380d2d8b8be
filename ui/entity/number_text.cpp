#include "ui/entity/number_text.h"

#include "models/items/labels.h"

namespace nimara::ui {

namespace {

bool isSpace(QChar c)
{
    return c.isSpace() || c == QChar(QChar::Nbsp) || c == QChar(0x202f) || c == QLatin1Char('\'');
}

bool isSign(QChar c)
{
    return c == QLatin1Char('.') || c == QLatin1Char(',');
}

// Whether the sign stands between groups of three, as in 1,234,567.
bool groups(const QString &digits, QChar sign)
{
    const QStringList parts = digits.split(sign);
    if (parts.size() < 2 || parts.front().isEmpty() || parts.front().size() > 3)
        return false;
    for (qsizetype i = 1; i < parts.size(); ++i) {
        if (parts[i].size() != 3)
            return false;
    }
    return true;
}

// The one sign that stands for the decimal point; null: there is none. Nothing: the text cannot be read.
std::optional<QChar> decimalSign(const QString &text, const QLocale &locale)
{
    const qsizetype points = text.count(QLatin1Char('.'));
    const qsizetype commas = text.count(QLatin1Char(','));
    if (points == 0 && commas == 0)
        return QChar();
    if (points > 0 && commas > 0) {
        const QChar last = text.lastIndexOf(QLatin1Char('.')) > text.lastIndexOf(QLatin1Char(','))
                               ? QLatin1Char('.')
                               : QLatin1Char(',');
        return text.count(last) == 1 ? std::optional(last) : std::nullopt;
    }
    const QChar sign = points > 0 ? QLatin1Char('.') : QLatin1Char(',');
    if (text.count(sign) > 1)
        return groups(text, sign) ? std::optional(QChar()) : std::nullopt;
    const bool locals = locale.decimalPoint() == QString(sign);
    const bool grouping = locale.groupSeparator() == QString(sign) && groups(text, sign);
    return locals || !grouping ? std::optional(sign) : std::optional(QChar());
}

} // namespace

std::optional<Decimal> numberFromText(const QString &text, const QLocale &locale, int scale)
{
    QString digits;
    bool negative = false;
    for (const QChar c : text.trimmed()) {
        const bool minus = c == QLatin1Char('-') || c == QChar(0x2212);
        if (minus && digits.isEmpty() && !negative)
            negative = true;
        else if (c.digitValue() >= 0)
            digits += QChar(u'0' + static_cast<char16_t>(c.digitValue()));
        else if (isSign(c))
            digits += c;
        else if (!isSpace(c))
            return std::nullopt;
    }
    const auto sign = decimalSign(digits, locale);
    if (!sign || digits.isEmpty())
        return std::nullopt;
    const qsizetype at = sign->isNull() ? -1 : digits.indexOf(*sign);
    const QString whole = at < 0 ? digits : digits.left(at);
    const QString fraction = at < 0 ? QString() : digits.mid(at + 1);
    const QChar group = *sign == QLatin1Char('.') ? QLatin1Char(',') : QLatin1Char('.');
    const QChar used = sign->isNull() && whole.contains(QLatin1Char(',')) ? QLatin1Char(',') : group;
    if (whole.contains(used) && !groups(whole, used))
        return std::nullopt;
    QString plain = QString(whole).remove(used);
    if (plain.isEmpty())
        plain = QStringLiteral("0");
    if (!fraction.isEmpty())
        plain += QLatin1Char('.') + fraction;
    return Decimal::parse(toUtf8(negative ? QLatin1Char('-') + plain : plain), scale);
}

QString numberForField(Decimal number, const QLocale &locale, int keep)
{
    QString text = fromUtf8(number.toString());
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    if (point < 0)
        return text;
    while (text.endsWith(QLatin1Char('0')) && text.size() - point - 1 > keep)
        text.chop(1);
    if (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text.replace(QLatin1Char('.'), locale.decimalPoint());
}

} // namespace nimara::ui
