#include "sync/service/search_sql.h"

#include "models/base/text.h"
#include "sync/replica/search_words.h"
#include "sync/replica/sqlite.h"

namespace nimara::sync {

namespace {

std::vector<std::string> wordsOf(const std::string &typed)
{
    std::vector<std::string> words;
    std::string word;
    for (const char c : foldedText(typed) + " ") {
        const bool isSpace = c == ' ' || c == '\t' || c == '\n';
        if (!isSpace)
            word.push_back(c);
        else if (!word.empty())
            words.push_back(std::exchange(word, {}));
    }
    return words;
}

// Every word stands in one of the columns.
Condition wordByWord(const std::vector<std::string> &columns, const std::string &typed)
{
    Condition condition{"1", {}, {}};
    for (const std::string &word : wordsOf(typed)) {
        std::string any;
        for (const std::string &column : columns) {
            any +=
                (any.empty() ? "" : " OR ") + std::string(textFunction) + "(" + sync::quoted(column) + ", ?)";
            condition.values.emplace_back(word);
        }
        condition.sql += " AND (" + any + ")";
    }
    return condition;
}

} // namespace

Condition searchCondition(const Table &table, const std::string &typed)
{
    if (!isSearchable(table)) {
        const ColumnInfo *title = titleText(table);
        return title ? wordByWord({std::string(title->name())}, typed) : Condition{"1", {}, {}};
    }
    const std::string expression = searchExpression(typed);
    if (expression.empty())
        return {"1", {}, {}};
    std::vector<std::string> columns;
    for (const ColumnInfo &column : table.columns) {
        if (column.is(Searchable) && !column.is(ServerOnly))
            columns.emplace_back(column.name());
    }
    const DocumentRange range = documentsOf(table.number);
    const std::string first = std::to_string(range.first);
    const std::string between = first + " AND " + std::to_string(range.last);
    const std::string dirty =
        "rid IN (SELECT document - " + first + " FROM search_dirty WHERE document BETWEEN " + between + ")";
    const std::string behind =
        "rid > (SELECT upto FROM search_progress WHERE table_no = " + std::to_string(table.number) + ")";
    Condition slow = wordByWord(columns, typed);
    Condition condition;
    condition.sql = "((rid IN (SELECT rowid - " + first +
                    " FROM search_fts WHERE search_fts MATCH ? AND rowid BETWEEN " + between + ") AND NOT " +
                    dirty + ") OR ((" + dirty + " OR " + behind + ") AND " + slow.sql + "))";
    condition.values.emplace_back(expression);
    for (Value &value : slow.values)
        condition.values.push_back(std::move(value));
    return condition;
}

} // namespace nimara::sync
