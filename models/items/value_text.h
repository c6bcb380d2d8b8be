#pragma once

#include "models/items/value_words.h"
#include "models/schema/row.h"

#include <QString>

namespace nimara {

class Store;

// A value in the words of the people who read it. `unit` ("m", "EUR") is painted muted behind it.
struct ValueText
{
    QString text;
    QString unit = {};
    QString detail = {}; // what a tooltip adds: the exact time

    QString whole() const; // text and unit in one
};

ValueText valueText(Store &store, const ValueWords &words, const Row &row, const ColumnInfo &column);
// For the clipboard: plain numbers, ISO times, and names where people read names.
QString copyText(Store &store, const Row &row, const ColumnInfo &column);
// What names a row: its title columns, with foreign keys resolved. Empty while they are being fetched.
QString rowTitle(Store &store, const Row &row);
// Title and second title, where one alone would not tell two rows apart: "12 · North pier".
QString rowName(Store &store, const Row &row);

// Which currency a money column is in: its own ("price_currency"), the row's, else that of the port.
QString currencyOf(const ValueWords &words, const Row &row, const ColumnInfo &column);
const ColumnInfo *currencyColumn(const Table &table, const ColumnInfo &money);

// Numbers stand at the right, in lists as in sums.
bool isNumeric(ColumnType type);

} // namespace nimara
