#pragma once

#include "models/base/result.h"
#include "models/domain/edit.h"
#include "models/schema/column.h"

namespace nimara::server {

// What becomes of one field that a client changed from `was` to `now`, when it is `theirs` on the server.
struct MergedField
{
    enum class Kind {
        Unchanged, // it has the wanted value already
        Set,       // nobody else changed it
        Overruled, // somebody did; the column's policy decided. `value` is the outcome
        Conflict   // somebody did, and a person must decide
    };
    Kind kind = Kind::Unchanged;
    Value value; // of the whole column
};

// Pure. `change.now` has been validated, `change.path` names a top-level key of an object, or nothing. Invalid
// (reject::invalid) for a path where the column has none.
Result<MergedField> mergeField(const ColumnInfo &column, const Value &theirs, const FieldChange &change);

} // namespace nimara::server
