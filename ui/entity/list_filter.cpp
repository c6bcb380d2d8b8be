#include "ui/entity/list_filter.h"

#include "models/items/labels.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>

#include <array>
#include <utility>

namespace nimara::ui {

namespace {

struct PeriodWord
{
    Period period;
    const char *word;
    const char *label;
};

constexpr std::array periodWords{
    PeriodWord{Period::Overdue, "overdue", QT_TRANSLATE_NOOP("Period", "Overdue")},
    PeriodWord{Period::Today, "today", QT_TRANSLATE_NOOP("Period", "Today")},
    PeriodWord{Period::Next7Days, "next-7-days", QT_TRANSLATE_NOOP("Period", "Next 7 days")},
    PeriodWord{Period::Last7Days, "last-7-days", QT_TRANSLATE_NOOP("Period", "Last 7 days")},
    PeriodWord{Period::Last30Days, "last-30-days", QT_TRANSLATE_NOOP("Period", "Last 30 days")},
    PeriodWord{Period::ThisYear, "this-year", QT_TRANSLATE_NOOP("Period", "This year")},
};

const QString emptyWord = QStringLiteral("none");
const QString searchKey = QStringLiteral("q");
const QString archivedKey = QStringLiteral("archived");

ColumnFilter columnFilterFrom(const ColumnInfo &column, const QString &text)
{
    ColumnFilter filter;
    for (const QString &word : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (word == emptyWord) {
            filter.orEmpty = true;
            continue;
        }
        if (isTime(column)) {
            for (const PeriodWord &known : periodWords) {
                if (word == QLatin1String(known.word))
                    filter.period = known.period;
            }
            continue;
        }
        if (const auto value = valueFromText(column.type, toUtf8(word)); value && !isNull(*value))
            filter.values.push_back(*value);
    }
    return filter;
}

QString queryText(const ColumnInfo &column, const ColumnFilter &filter)
{
    QStringList words;
    for (const Value &value : filter.values)
        words << fromUtf8(valueToText(column.type, value));
    if (filter.orEmpty)
        words << emptyWord;
    for (const PeriodWord &known : periodWords) {
        if (filter.period == known.period)
            words << QLatin1String(known.word);
    }
    return words.join(QLatin1Char(','));
}

// From the beginning of the first day to the beginning of the one after the last, in the port.
std::pair<QDate, QDate> days(Period period, QDate today)
{
    switch (period) {
    case Period::Today:
        return {today, today.addDays(1)};
    case Period::Next7Days:
        return {today, today.addDays(8)};
    case Period::Last7Days:
        return {today.addDays(-7), today.addDays(1)};
    case Period::Last30Days:
        return {today.addDays(-30), today.addDays(1)};
    case Period::ThisYear:
        return {QDate(today.year(), 1, 1), QDate(today.year() + 1, 1, 1)};
    case Period::Overdue:
    case Period::Any:
        break;
    }
    return {};
}

Value boundary(const ColumnInfo &column, QDate day, const QTimeZone &zone)
{
    if (column.type == ColumnType::Date)
        return toUtf8(day.toString(Qt::ISODate));
    return std::int64_t(day.startOfDay(zone).toMSecsSinceEpoch() * 1000);
}

Filter periodFilter(const ColumnInfo &column, Period period, const Format &format, Instant now)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(now.micros() / 1000, format.zone());
    if (period == Period::Overdue) {
        const Value until = column.type == ColumnType::Date ? boundary(column, local.date(), format.zone())
                                                            : Value(now.micros());
        return Filter::where(column.name(), Compare::Less, until);
    }
    const auto [from, until] = days(period, local.date());
    return Filter::both(
        Filter::where(column.name(), Compare::GreaterOrEqual, boundary(column, from, format.zone())),
        Filter::where(column.name(), Compare::Less, boundary(column, until, format.zone())));
}

Filter valuesFilter(const ColumnInfo &column, const ColumnFilter &wanted)
{
    Filter any = Filter::all();
    if (!wanted.values.empty()) {
        any.kind = Filter::Kind::Column;
        any.column = column.name();
        any.compare = Compare::In;
        any.values = wanted.values;
    }
    if (!wanted.orEmpty)
        return any;
    Filter empty = Filter::where(column.name(), Compare::IsNull);
    if (any.kind == Filter::Kind::All)
        return empty;
    Filter either;
    either.kind = Filter::Kind::Or;
    either.children = {std::move(any), std::move(empty)};
    return either;
}

} // namespace

bool isTime(const ColumnInfo &column)
{
    return column.type == ColumnType::Date || column.type == ColumnType::Instant;
}

QString periodLabel(Period period)
{
    for (const PeriodWord &known : periodWords) {
        if (known.period == period)
            return QCoreApplication::translate("Period", known.label);
    }
    return {};
}

ListFilter filterFromOptions(const Table &table, const QUrlQuery &options)
{
    ListFilter filter;
    for (const auto &[key, text] : options.queryItems(QUrl::FullyDecoded)) {
        if (key == searchKey) {
            filter.search = text;
        } else if (key == archivedKey) {
            filter.archived = text == QLatin1String("only") ? Archived::Only : Archived::Show;
        } else if (const ColumnInfo *column = table.find(toUtf8(key)); column && isListable(*column)) {
            if (ColumnFilter narrowed = columnFilterFrom(*column, text); !narrowed.isEmpty())
                filter.columns[column->index] = std::move(narrowed);
        }
    }
    return filter;
}

QUrlQuery optionsFromFilter(const Table &table, const ListFilter &filter)
{
    QUrlQuery options;
    if (!filter.search.isEmpty())
        options.addQueryItem(searchKey, filter.search);
    for (const auto &[index, narrowed] : filter.columns) {
        const ColumnInfo &column = table.columns[static_cast<std::size_t>(index)];
        options.addQueryItem(fromUtf8(column.name()), queryText(column, narrowed));
    }
    if (filter.archived != Archived::Hide)
        options.addQueryItem(archivedKey, filter.archived == Archived::Only ? QStringLiteral("only")
                                                                            : QStringLiteral("show"));
    return options;
}

Filter toFilter(const Table &table, const ListFilter &filter, const Format &format, Instant now)
{
    Filter all = Filter::all();
    for (const auto &[index, narrowed] : filter.columns) {
        const ColumnInfo &column = table.columns[static_cast<std::size_t>(index)];
        all = Filter::both(std::move(all), valuesFilter(column, narrowed));
        if (narrowed.period != Period::Any)
            all = Filter::both(std::move(all), periodFilter(column, narrowed.period, format, now));
    }
    return all;
}

Query toQuery(const PageSpec &spec, const ListFilter &filter, const Format &format, Instant now)
{
    Query query{.table = spec.table, .search = toUtf8(filter.search.trimmed()), .sort = spec.sort};
    query.filter = Filter::both(spec.always, toFilter(*spec.table, filter, format, now));
    query.archived = spec.table->is(Archivable) ? filter.archived : Archived::Show;
    return query;
}

} // namespace nimara::ui
