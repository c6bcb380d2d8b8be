#include "models/items/value_text.h"

#include "models/base/json.h"
#include "models/items/audit_text.h"
#include "models/items/labels.h"
#include "models/store/store.h"

#include <QCoreApplication>

namespace nimara {

namespace {

// Long text stands in one line of a list; the rest is read in the record.
QString firstLine(const QString &text)
{
    return text.left(text.indexOf(QLatin1Char('\n'))).trimmed();
}

QString jsonScalar(const Json &value)
{
    if (value.is_string())
        return fromUtf8(value.get_ref<const std::string &>());
    if (value.is_boolean())
        return value.get<bool>() ? QCoreApplication::translate("nimara", "Yes")
                                 : QCoreApplication::translate("nimara", "No");
    if (value.is_array())
        return QCoreApplication::translate("nimara", "%n item(s)", nullptr, static_cast<int>(value.size()));
    if (value.is_object())
        return QStringLiteral("…");
    return value.is_null() ? QString() : fromUtf8(value.dump());
}

// People read lists and short maps; braces are for machines.
QString jsonText(const std::string &text)
{
    const Result<Json> json = parseJson(text);
    if (!json)
        return {};
    QStringList parts;
    if (json->is_array()) {
        for (const Json &entry : *json)
            parts << jsonScalar(entry);
    } else if (json->is_object()) {
        for (const auto &[key, value] : json->items())
            parts << fromUtf8(key) + QStringLiteral(": ") + jsonScalar(value);
    } else {
        return jsonScalar(*json);
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

ValueText wholeNumber(const ValueWords &words, const ColumnInfo &column, std::int64_t number)
{
    switch (column.type) {
    case ColumnType::Bool:
        return {number != 0 ? QCoreApplication::translate("nimara", "Yes")
                            : QCoreApplication::translate("nimara", "No")};
    case ColumnType::Instant:
        return {words.relative(Instant(number)), {}, words.exact(Instant(number))};
    default:
        break;
    }
    if (const auto scale = decimalScale(column.type))
        return {words.number(Decimal(number, *scale)), unitLabel(column)};
    // A year is a name, not a quantity: it is never grouped.
    const bool year = column.name().ends_with("_year") || column.name() == "year";
    return {year ? QString::number(number) : words.whole(number), unitLabel(column)};
}

ValueText textual(const ValueWords &words, const ColumnInfo &column, const std::string &text)
{
    switch (column.type) {
    case ColumnType::Date: {
        const auto day = Date::parse(text);
        return {day ? words.date(*day) : fromUtf8(text)};
    }
    case ColumnType::JsonText:
        return {jsonText(text)};
    default:
        return {firstLine(wordLabel(column, text))};
    }
}

QString titlePart(Store &store, const Row &row, std::string_view name)
{
    const ColumnInfo *column = row.table().find(name);
    if (!column)
        return {};
    const Value &value = row.value(column->index);
    if (const auto *id = std::get_if<Uuid>(&value))
        return column->spec.references.empty() ? QString() : store.title(column->spec.references, *id);
    if (const auto *text = std::get_if<std::string>(&value))
        return firstLine(wordLabel(*column, *text));
    return {};
}

} // namespace

QString ValueText::whole() const
{
    return unit.isEmpty() || text.isEmpty() ? text : text + QChar(QChar::Nbsp) + unit;
}

bool isNumeric(ColumnType type)
{
    return type == ColumnType::Int || decimalScale(type).has_value();
}

const ColumnInfo *currencyColumn(const Table &table, const ColumnInfo &money)
{
    const std::string name(money.name());
    const std::size_t underscore = name.rfind('_');
    const std::string stem = underscore == std::string::npos ? name : name.substr(0, underscore);
    for (const std::string &candidate : {name + "_currency", stem + "_currency", std::string("currency")}) {
        const ColumnInfo *found = table.find(candidate);
        // The amount in the port's own currency must not borrow the currency of the row.
        if (found && name.rfind("base_", 0) != 0)
            return found;
    }
    return nullptr;
}

QString currencyOf(const ValueWords &words, const Row &row, const ColumnInfo &column)
{
    if (const ColumnInfo *currency = currencyColumn(row.table(), column)) {
        if (const auto *code = std::get_if<std::string>(&row.value(currency->index)); code && !code->empty())
            return fromUtf8(*code);
    }
    return words.currency();
}

ValueText valueText(Store &store, const ValueWords &words, const Row &row, const ColumnInfo &column)
{
    if (auto text = auditText(store, words, row, column))
        return *std::move(text);
    const Value &value = row.value(column.index);
    if (const auto *id = std::get_if<Uuid>(&value)) {
        if (column.spec.references.empty())
            return {fromUtf8(id->toString())};
        return {store.title(column.spec.references, *id)};
    }
    if (const auto *text = std::get_if<std::string>(&value))
        return textual(words, column, *text);
    const auto *number = std::get_if<std::int64_t>(&value);
    if (!number)
        return {};
    ValueText result = wholeNumber(words, column, *number);
    if (column.type == ColumnType::Money)
        result.unit = currencyOf(words, row, column);
    return result;
}

QString copyText(Store &store, const Row &row, const ColumnInfo &column)
{
    const Value &value = row.value(column.index);
    if (const auto *id = std::get_if<Uuid>(&value); id && !column.spec.references.empty()) {
        const QString title = store.title(column.spec.references, *id);
        return title.isEmpty() ? fromUtf8(id->toString()) : title;
    }
    if (const auto *text = std::get_if<std::string>(&value); text && column.type == ColumnType::Enum)
        return choiceLabel(column, *text);
    return fromUtf8(valueToText(column.type, value));
}

QString rowTitle(Store &store, const Row &row)
{
    if (row.table().titleNeedsBoth)
        return rowName(store, row);
    const QString first = titlePart(store, row, row.table().titleColumn);
    return first.isEmpty() ? titlePart(store, row, row.table().titleColumn2) : first;
}

QString rowName(Store &store, const Row &row)
{
    const QString first = titlePart(store, row, row.table().titleColumn);
    const QString second = titlePart(store, row, row.table().titleColumn2);
    if (first.isEmpty() || second.isEmpty())
        return first.isEmpty() ? second : first;
    return first + QStringLiteral(" · ") + second;
}

} // namespace nimara
