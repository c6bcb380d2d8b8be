#include "models/schema/labels.h"

#include <algorithm>

namespace nimara {

std::string_view plainChoiceLabel(const ColumnInfo &column, std::string_view value)
{
    for (const Choice &choice : column.spec.choices) {
        if (choice.value == value)
            return choice.label;
    }
    return value;
}

std::string plainColumnLabel(const ColumnInfo &column)
{
    if (!column.spec.label.empty())
        return std::string(column.spec.label);
    std::string words(column.spec.name);
    if (words.size() > 3 && words.ends_with("_id"))
        words.resize(words.size() - 3);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

} // namespace nimara
