#pragma once

#include "models/base/result.h"
#include "models/schema/row.h"

namespace nimara {

// Brings a value to the form that is stored and says whether its column can hold it: text is NFC and trimmed, an empty
// one is null, json is its canonical dump. A word that is no choice of an enum is refused here, since here edits come
// in; rows from a newer server do not pass here. The error names the column; its key is one of
//   value.type      another shape than the column's          value.required  null where there must be something
//   value.too_long  more characters than the column has      value.choice    none of the choices
//   value.range     beyond the column's limits               value.date      no day of the calendar
//   text.utf8 text.nul json.size json.depth json.syntax      as models/base gives them
Result<Value> validated(const ColumnInfo &column, Value value);

// A whole row before it is stored: each column, and what is required. Columns that only the server sets may be missing.
Result<> validateRow(Row &row);

} // namespace nimara
