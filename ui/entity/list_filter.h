#pragma once

#include "ui/entity/page_spec.h"

#include <map>

namespace nimara::ui {

class Format;

// Spans of time that people ask for.
enum class Period { Any, Overdue, Today, Next7Days, Last7Days, Last30Days, ThisYear };

struct ColumnFilter
{
    std::vector<Value> values = {}; // any of these
    bool orEmpty = false;           // or nothing at all
    Period period = Period::Any;    // of a date or a time

    bool isEmpty() const { return values.empty() && !orEmpty && period == Period::Any; }
    bool operator==(const ColumnFilter &) const = default;
};

// What a list is narrowed to: shown by the filter bar, carried by an address, turned into a query.
struct ListFilter
{
    QString search;
    std::map<int, ColumnFilter> columns; // by position in the table
    Archived archived = Archived::Hide;

    bool isEmpty() const { return search.isEmpty() && columns.empty() && archived == Archived::Hide; }
    bool operator==(const ListFilter &) const = default;
};

// An address names columns and stored words: nimara://berths?status=available,reserved&assigned_to=none&q=north.
// What it does not understand it leaves aside.
ListFilter filterFromOptions(const Table &table, const QUrlQuery &options);
QUrlQuery optionsFromFilter(const Table &table, const ListFilter &filter);

// `now` and the zone of the format decide what "today" is.
Filter toFilter(const Table &table, const ListFilter &filter, const Format &format, Instant now);
Query toQuery(const PageSpec &spec, const ListFilter &filter, const Format &format, Instant now);

// Narrowed by a period, not by values.
bool isTime(const ColumnInfo &column);
QString periodLabel(Period period);

} // namespace nimara::ui
