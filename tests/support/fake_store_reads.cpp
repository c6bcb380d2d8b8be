#include "models/items/labels.h"
#include "models/schema/registry.h"
#include "tests/support/fake_query.h"
#include "tests/support/fake_store.h"

#include <algorithm>

namespace nimara {

std::vector<const FakeStore::Rows::value_type *> FakeStore::select(const Query &query) const
{
    std::vector<const Rows::value_type *> found;
    const auto rows = m_tables.find(query.table->name);
    if (rows == m_tables.end())
        return found;
    for (const auto &entry : rows->second) {
        if (matchesArchived(query.archived, entry.second) && matches(query.filter, entry.second) &&
            matchesSearch(query.search, entry.second))
            found.push_back(&entry);
    }
    if (query.sort.empty())
        std::reverse(found.begin(), found.end()); // newest first
    else
        std::stable_sort(found.begin(), found.end(), [&](const auto *left, const auto *right) {
            return before(query.sort, left->second, right->second);
        });
    if (query.limit > 0 && found.size() > std::size_t(query.limit))
        found.resize(std::size_t(query.limit));
    return found;
}

QFuture<Result<RowNumbers>> FakeStore::find(Query query)
{
    return read<RowNumbers>([this, query = std::move(query)]() -> Result<RowNumbers> {
        RowNumbers result;
        for (const auto *entry : select(query))
            result.numbers.push_back(entry->first);
        result.total = std::int64_t(count(query.table->name));
        return result;
    });
}

QFuture<Result<std::vector<Row>>> FakeStore::rows(const Table &table, std::vector<std::int64_t> numbers)
{
    return read<std::vector<Row>>([this, &table, numbers = std::move(numbers)]() -> Result<std::vector<Row>> {
        std::vector<Row> found;
        for (const std::int64_t number : numbers) {
            const Rows &all = m_tables[std::string(table.name)];
            if (const auto entry = all.find(number); entry != all.end())
                found.push_back(entry->second);
        }
        return found;
    });
}

QFuture<Result<std::vector<Row>>> FakeStore::list(Query query)
{
    return read<std::vector<Row>>([this, query = std::move(query)]() -> Result<std::vector<Row>> {
        std::vector<Row> found;
        for (const auto *entry : select(query))
            found.push_back(entry->second);
        return found;
    });
}

QFuture<Result<Row>> FakeStore::row(const Table &table, Uuid id)
{
    return read<Row>([this, &table, id]() -> Result<Row> {
        const Row *found = at(table, id);
        return found ? Result<Row>(*found) : Result<Row>(Error{ErrorCode::NotFound, "sync.not_found"});
    });
}

QFuture<Result<std::vector<GroupCount>>> FakeStore::groups(Query query, std::string column,
                                                           std::string sumColumn)
{
    return read<std::vector<GroupCount>>(
        [this, query = std::move(query), column = std::move(column),
         sumColumn = std::move(sumColumn)]() -> Result<std::vector<GroupCount>> {
            std::map<Value, GroupCount> groups;
            for (const auto *entry : select(query)) {
                GroupCount &group = groups[entry->second.value(column)];
                group.value = entry->second.value(column);
                ++group.count;
                if (const auto *amount = std::get_if<std::int64_t>(&entry->second.value(sumColumn)))
                    group.sum += *amount;
            }
            std::vector<GroupCount> found;
            for (auto &[value, group] : groups)
                found.push_back(group);
            return found;
        });
}

QFuture<Result<std::vector<SearchHit>>> FakeStore::search(std::string words, int limit)
{
    return read<std::vector<SearchHit>>(
        [this, words = std::move(words), limit]() -> Result<std::vector<SearchHit>> {
            std::vector<SearchHit> hits;
            for (const Table *table : schema::tables()) {
                for (const auto *entry : select({.table = table, .search = words})) {
                    if (words.empty() || table->titleColumn.empty() || hits.size() >= std::size_t(limit))
                        break;
                    const std::string detail =
                        valueToText(ColumnType::Text, entry->second.value(table->titleColumn2));
                    hits.push_back(
                        {table, entry->second.id(), toUtf8(title(table->name, entry->second.id())), detail});
                }
            }
            return hits;
        });
}

QString FakeStore::title(std::string_view table, const Uuid &id)
{
    const Table *info = schema::findTable(table);
    const Row *row = info ? at(*info, id) : nullptr;
    const ColumnInfo *column = row ? info->find(info->titleColumn) : nullptr;
    if (!column)
        return {};
    const Value &value = row->value(column->index);
    if (const auto *other = std::get_if<Uuid>(&value); other && !column->spec.references.empty())
        return title(column->spec.references, *other);
    QString text = wordLabel(*column, valueToText(column->type, value));
    const Value &second = row->value(info->titleColumn2);
    if (info->titleNeedsBoth && !isNull(second))
        text += QStringLiteral(" · ") + fromUtf8(valueToText(ColumnType::Text, second));
    return text;
}

} // namespace nimara
