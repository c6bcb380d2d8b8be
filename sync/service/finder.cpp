#include "sync/service/finder.h"

#include "models/schema/registry.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace nimara::sync {

namespace {

constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max();

// "2026-11-22" as 20261122.
std::int64_t dayNumber(std::string_view text)
{
    std::int64_t number = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            number = number * 10 + (c - '0');
    }
    return number;
}

// An unknown word of a newer server stands behind those that are known.
std::int64_t choiceNumber(const ColumnInfo &column, std::string_view word)
{
    std::int64_t number = 0;
    for (const Choice &choice : column.spec.choices) {
        if (choice.value == word)
            break;
        ++number;
    }
    return number;
}

std::string columnOf(std::string_view name)
{
    return "t." + sync::quoted(name);
}

} // namespace

Result<Finder::Key> Finder::keyOf(const Table &table, const SortKey &sort, std::string &columns, int &results)
{
    const ColumnInfo *column = table.find(sort.column);
    if (!column || column->is(ServerOnly))
        return Error{ErrorCode::Invalid, "query.sort", sort.column};
    Key key{.descending = sort.descending, .column = column};
    const Table *target =
        column->spec.references.empty() ? nullptr : schema::findTable(column->spec.references);
    const ColumnInfo *title = target && target->replicated() ? titleText(*target) : nullptr;
    TextColumnId text{&table, column->index};
    switch (column->type) {
    case ColumnType::Text:
    case ColumnType::JsonText:
        key.by = Key::By::Rank;
        break;
    case ColumnType::Enum:
        key.by = Key::By::Choice;
        break;
    case ColumnType::Date:
        key.by = Key::By::Day;
        break;
    case ColumnType::Uuid:
        if (!title)
            return Error{ErrorCode::Invalid, "query.sort", sort.column};
        // A row stands where the name of the row it points to stands.
        key.by = Key::By::TargetRank;
        text = {target, title->index};
        break;
    default:
        key.by = Key::By::Number;
        break;
    }
    if (key.by == Key::By::Rank || key.by == Key::By::TargetRank) {
        const auto prepared = m_texts.prepareOrder(m_db, text);
        if (!prepared)
            return prepared.error();
        key.text = *prepared;
    }
    if (key.by != Key::By::Rank) {
        key.at = ++results;
        columns += key.by == Key::By::TargetRank ? ", (SELECT rid FROM " + sync::quoted(target->name) +
                                                       " WHERE id = " + columnOf(sort.column) + ")"
                                                 : ", " + columnOf(sort.column);
    }
    return key;
}

Result<std::vector<Finder::Key>> Finder::keysOf(const Query &query, std::string &columns)
{
    if (query.sort.size() > maxSortKeys)
        return Error{ErrorCode::Invalid, "query.sort"};
    std::vector<Key> keys;
    int results = 0;
    for (const SortKey &sort : query.sort) {
        auto key = keyOf(*query.table, sort, columns, results);
        if (!key)
            return key.error();
        keys.push_back(*key);
    }
    // Newest first. A row that the server has not seen yet has no time and is the newest of all.
    if (query.sort.empty() && query.table->find("created_at")) {
        auto key = keyOf(*query.table, {"created_at", true}, columns, results);
        if (!key)
            return key.error();
        key->emptyFirst = true;
        keys.push_back(*key);
    }
    return keys;
}

std::int64_t Finder::valueOf(const Key &key, const Statement &row) const
{
    std::int64_t value = 0;
    bool empty = false;
    switch (key.by) {
    case Key::By::Rank:
        value = key.text->rank(row.integer(0));
        empty = value == 0;
        break;
    case Key::By::TargetRank:
        value = row.isNull(key.at) ? 0 : key.text->rank(row.integer(key.at));
        empty = value == 0;
        break;
    case Key::By::Choice:
        empty = row.isNull(key.at);
        value = choiceNumber(*key.column, row.text(key.at));
        break;
    case Key::By::Day:
        empty = row.isNull(key.at);
        value = dayNumber(row.text(key.at));
        break;
    case Key::By::Number:
        empty = row.isNull(key.at);
        value = row.integer(key.at);
        break;
    }
    // Rows without a value stand at the end, whichever way the list is turned.
    if (empty)
        return key.emptyFirst ? std::numeric_limits<std::int64_t>::min() : last;
    return key.descending ? ~value : value;
}

Result<std::vector<std::int64_t>> Finder::find(const Query &query)
{
    const auto condition = conditionOf(query);
    if (!condition)
        return condition.error();
    for (const TextColumnId &text : condition->texts)
        NIMARA_TRY(m_texts.prepareWords(m_db, text));
    std::string columns = "t.rid";
    const auto keys = keysOf(query, columns);
    if (!keys)
        return keys.error();

    auto statement = m_db.prepare("SELECT " + columns + " FROM " + sync::quoted(query.table->name) +
                                  " t WHERE " + condition->sql);
    if (!statement)
        return statement.error();
    for (std::size_t i = 0; i < condition->values.size(); ++i)
        statement->bind(static_cast<int>(i) + 1, condition->values[i]);

    std::vector<Entry> entries;
    for (;;) {
        const auto step = statement->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            break;
        Entry &entry = entries.emplace_back(Entry{{}, statement->integer(0)});
        for (std::size_t i = 0; i < keys->size(); ++i)
            entry.keys[i] = valueOf((*keys)[i], *statement);
    }
    // What was entered last comes first among equals of a list that is turned.
    const bool turned = !keys->empty() && keys->front().descending;
    std::sort(entries.begin(), entries.end(), [turned](const Entry &left, const Entry &right) {
        if (left.keys != right.keys)
            return left.keys < right.keys;
        return turned ? left.number > right.number : left.number < right.number;
    });
    if (query.limit > 0 && entries.size() > static_cast<std::size_t>(query.limit))
        entries.resize(static_cast<std::size_t>(query.limit));
    std::vector<std::int64_t> numbers;
    numbers.reserve(entries.size());
    for (const Entry &entry : entries)
        numbers.push_back(entry.number);
    return numbers;
}

} // namespace nimara::sync
