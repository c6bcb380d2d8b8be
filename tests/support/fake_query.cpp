#include "tests/support/fake_query.h"

#include "models/base/text.h"

#include <algorithm>
#include <sstream>

namespace nimara {

namespace {

const std::string *textOf(const Value &value)
{
    return std::get_if<std::string>(&value);
}

bool holdsText(const Value &value, const Value &wanted, bool atStart)
{
    const std::string *text = textOf(value);
    const std::string *part = textOf(wanted);
    if (!text || !part)
        return false;
    const std::size_t at = foldedText(*text).find(foldedText(*part));
    return atStart ? at == 0 : at != std::string::npos;
}

bool compares(const Filter &filter, const ColumnInfo &column, const Value &value)
{
    if (filter.compare == Compare::IsNull || filter.compare == Compare::IsNotNull)
        return isNull(value) == (filter.compare == Compare::IsNull);
    if (filter.compare == Compare::In)
        return std::any_of(filter.values.begin(), filter.values.end(),
                           [&](const Value &wanted) { return sameValue(column.type, value, wanted); });
    if (filter.values.empty())
        return true;
    const Value &wanted = filter.values.front();
    if (filter.compare == Compare::NotEqual)
        return !sameValue(column.type, value, wanted);
    if (isNull(value))
        return filter.compare == Compare::Equal && isNull(wanted);
    switch (filter.compare) {
    case Compare::Equal:
        return sameValue(column.type, value, wanted);
    case Compare::Less:
        return compareValues(column, value, wanted) < 0;
    case Compare::LessOrEqual:
        return compareValues(column, value, wanted) <= 0;
    case Compare::Greater:
        return compareValues(column, value, wanted) > 0;
    case Compare::GreaterOrEqual:
        return compareValues(column, value, wanted) >= 0;
    case Compare::Contains:
        return holdsText(value, wanted, false);
    case Compare::StartsWith:
        return holdsText(value, wanted, true);
    default:
        return false;
    }
}

} // namespace

bool matches(const Filter &filter, const Row &row)
{
    const auto holds = [&](const Filter &child) { return matches(child, row); };
    switch (filter.kind) {
    case Filter::Kind::All:
        return true;
    case Filter::Kind::And:
        return std::all_of(filter.children.begin(), filter.children.end(), holds);
    case Filter::Kind::Or:
        return std::any_of(filter.children.begin(), filter.children.end(), holds);
    case Filter::Kind::Not:
        return std::none_of(filter.children.begin(), filter.children.end(), holds);
    case Filter::Kind::Column:
        break;
    }
    const ColumnInfo *column = row.table().find(filter.column);
    return column && compares(filter, *column, row.value(column->index));
}

bool matchesSearch(const std::string &words, const Row &row)
{
    std::string all;
    for (const ColumnInfo &column : row.table().columns) {
        if (const std::string *text = textOf(row.value(column.index)); text && column.is(Searchable))
            all += " " + foldedText(*text);
    }
    std::istringstream stream(foldedText(words));
    for (std::string word; stream >> word;) {
        if (all.find(" " + word) == std::string::npos)
            return false;
    }
    return true;
}

bool matchesArchived(Archived archived, const Row &row)
{
    const ColumnInfo *column = row.table().find("archived_at");
    if (!column || archived == Archived::Show)
        return true;
    return isNull(row.value(column->index)) == (archived == Archived::Hide);
}

int compareValues(const ColumnInfo &column, const Value &left, const Value &right)
{
    if (isNull(left) || isNull(right))
        return isNull(left) && isNull(right) ? 0 : isNull(left) ? 1 : -1;
    if (column.type == ColumnType::Enum && textOf(left) && textOf(right)) {
        const auto place = [&](const Value &value) {
            const auto found =
                std::find_if(column.spec.choices.begin(), column.spec.choices.end(),
                             [&](const Choice &choice) { return choice.value == *textOf(value); });
            return found - column.spec.choices.begin();
        };
        return int(place(left) - place(right));
    }
    if (textOf(left) && textOf(right))
        return foldedText(*textOf(left)).compare(foldedText(*textOf(right)));
    return left < right ? -1 : right < left ? 1 : 0;
}

bool before(const std::vector<SortKey> &keys, const Row &left, const Row &right)
{
    for (const SortKey &key : keys) {
        const ColumnInfo *column = left.table().find(key.column);
        const int order =
            column ? compareValues(*column, left.value(column->index), right.value(column->index)) : 0;
        if (order != 0)
            return key.descending ? order > 0 : order < 0;
    }
    return false;
}

} // namespace nimara
