#pragma once

#include "models/base/csv.h"
#include "models/domain/rights.h"
#include "models/schema/row.h"

#include <QString>

#include <map>
#include <vector>

namespace nimara::ui {

// What a CSV file would become in one table: headings are column names (or their labels), values as people's tools
// write them. Nothing is written here; the page shows the plan first.
struct CsvPlan
{
    struct Fault
    {
        QString column; // as the file heads it
        QString reason;
    };
    struct Line
    {
        std::size_t number = 0; // in the file, from 1
        Row row;
        std::vector<Fault> faults;
        bool isGood() const { return faults.empty(); }
    };

    std::vector<const ColumnInfo *> columns; // by heading; null: not known, left out
    std::vector<QString> headings;
    std::vector<Line> lines;
    QString problem; // of the file as a whole; empty: none

    std::size_t good() const;
};

// Names of rows that foreign keys point to, as the store found them. An id of nil: more than one row is so named.
using NameTable = std::map<std::pair<std::string, std::string>, Uuid>; // (table, folded name)

char guessDelimiter(std::string_view bytes);
// The column a heading means: its name, or its label in any case.
const ColumnInfo *columnFor(const Table &table, std::string_view heading, const Actor &actor);
// The names in the file that have to be looked up first.
std::vector<std::pair<const Table *, std::string>> namesToFind(const CsvTable &file, const Table &table,
                                                               const Actor &actor);
// `blank` is a new row of the table, without an id.
CsvPlan planCsv(const CsvTable &file, const Row &blank, const Actor &actor, const NameTable &names);

} // namespace nimara::ui
