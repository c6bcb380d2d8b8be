#include "models/schema/audit.h"

namespace nimara {

namespace {

// The log is read in a list: a contract's text or a thread's participants are kept in their beginning.
constexpr std::size_t longestText = 2000;

std::string shortened(std::string text)
{
    if (text.size() <= longestText)
        return text;
    std::size_t end = longestText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u)
        --end;
    text.resize(end);
    return text + "…";
}

bool isLogged(const ColumnInfo &column)
{
    return !column.is(ServerOnly) && column.spec.name != "id" && column.spec.name != "port_id" &&
           column.spec.name != "created_at" && column.spec.name != "updated_at";
}

} // namespace

std::string auditText(const ColumnInfo &column, const Value &value)
{
    if (isNull(value))
        return {};
    if (column.is(Sensitive | ServerOnly))
        return std::string(auditMask);
    return shortened(valueToText(column.type, value));
}

std::vector<FieldDifference> auditDiff(const Row &before, const Row &after)
{
    std::vector<FieldDifference> differences;
    for (const ColumnInfo &column : after.table().columns) {
        const Value &was = before.value(column.index);
        const Value &now = after.value(column.index);
        if (isLogged(column) && !sameValue(column.type, was, now))
            differences.push_back({column.spec.name, auditText(column, was), auditText(column, now)});
    }
    return differences;
}

std::vector<FieldDifference> auditCreation(const Row &made)
{
    return auditDiff(Row(made.table()), made);
}

std::vector<FieldDifference> auditDeletion(const Row &removed)
{
    return auditDiff(removed, Row(removed.table()));
}

} // namespace nimara
