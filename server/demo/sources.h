#pragma once

#include "models/base/csv.h"
#include "models/base/json.h"
#include "models/base/result.h"

#include <string>

namespace nimara::server::demo {

// The files of the demo, read and checked for the columns that are used.
struct Sources
{
    CsvTable berths;
    CsvTable harbours;
    CsvTable deals;
    CsvTable accounts;
    CsvTable teams;
    CsvTable boats;
    CsvTable persons;
    CsvTable names;
    CsvTable phones;
    CsvTable rates;
    Json piers; // GeoJSON
};

// From the program itself, or from a folder when one is named. The error's field names the file, its detail the row or
// the column.
Result<Sources> readSources(const std::string &folder = {});

} // namespace nimara::server::demo
