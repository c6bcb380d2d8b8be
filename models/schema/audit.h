#pragma once

#include "models/schema/row.h"

#include <string>
#include <string_view>
#include <vector>

namespace nimara {

inline constexpr std::string_view auditMask = "***";

// One changed field as the audit log keeps it: values as people's tools write them, "" for null.
struct FieldDifference
{
    std::string_view column; // its name
    std::string oldValue;
    std::string newValue;

    bool operator==(const FieldDifference &) const = default;
};

// What changed between two rows of one table; of a row that is made or removed, everything that is not null. Sensitive
// values are masked, ServerOnly columns and the bookkeeping (created_at, updated_at) are left out.
std::vector<FieldDifference> auditDiff(const Row &before, const Row &after);
std::vector<FieldDifference> auditCreation(const Row &made);
std::vector<FieldDifference> auditDeletion(const Row &removed);

// One value as the log may show it.
std::string auditText(const ColumnInfo &column, const Value &value);

} // namespace nimara
