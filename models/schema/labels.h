#pragma once

#include "models/schema/table.h"

#include <string>
#include <string_view>

namespace nimara {

// Words for people, untranslated: whoever shows them looks them up in the context "nimara".

// The label of a choice as stored; the word itself where it is none, as from a newer server.
std::string_view plainChoiceLabel(const ColumnInfo &column, std::string_view value);

// The column's label; columns that are not shown have none and give their name in words ("merged_client_id" ->
// "merged client").
std::string plainColumnLabel(const ColumnInfo &column);

} // namespace nimara
