#include "models/schema/registry.h"
#include "sync/replica/search_words.h"
#include "sync/service/replica_reader.h"

#include <algorithm>

namespace nimara::sync {

namespace {

// Matches beyond this are not ranked: who has typed two letters wants to see something, not the best of 50,000.
constexpr std::int64_t rankedMatches = 2000;
constexpr int parents = 3;
constexpr std::size_t detailBytes = 120;

std::string cut(std::string text)
{
    if (text.size() <= detailBytes)
        return text;
    std::size_t end = detailBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u)
        --end;
    return text.substr(0, end) + "…";
}

const Table *parentOf(const Table &table, const ColumnInfo *&column)
{
    column = table.parentColumn.empty() ? nullptr : table.find(table.parentColumn);
    const Table *parent = column ? schema::findTable(column->spec.references) : nullptr;
    return parent && parent->replicated() ? parent : nullptr;
}

} // namespace

Result<std::vector<SearchHit>> ReplicaReader::search(const std::string &words, int limit)
{
    std::vector<SearchHit> hits;
    const std::string expression = searchExpression(words);
    if (expression.empty() || limit <= 0)
        return hits;
    auto statement =
        m_db.prepare("SELECT rowid FROM (SELECT rowid, bm25(search_fts, 4.0, 1.0) AS rank FROM search_fts"
                     " WHERE search_fts MATCH ? LIMIT ?) ORDER BY rank");
    if (!statement)
        return statement.error();
    statement->bind(1, std::string_view(expression));
    statement->bind(2, rankedMatches);
    while (hits.size() < static_cast<std::size_t>(limit)) {
        const auto step = statement->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            break;
        auto hit = hitOf(statement->integer(0));
        if (!hit)
            return hit.error();
        const bool isNew = *hit && std::none_of(hits.begin(), hits.end(), [&](const SearchHit &each) {
            return each.table == (*hit)->table && each.id == (*hit)->id;
        });
        if (isNew)
            hits.push_back(std::move(**hit));
    }
    return hits;
}

// Climbs from a child row to the record that people open. Nothing for what is gone or archived.
Result<std::optional<SearchHit>> ReplicaReader::hitOf(std::int64_t document)
{
    const auto number = static_cast<std::uint16_t>(document >> documentTableShift);
    const Table *table = schema::findTable(number);
    if (!table)
        return std::optional<SearchHit>();
    auto found = rows(*table, {document - documentsOf(number).first});
    if (!found)
        return found.error();
    Row row = std::move(found->front());
    std::string detail;
    for (int climbed = 0; row.isValid() && climbed < parents; ++climbed) {
        if (!isNull(row.value("archived_at")))
            return std::optional<SearchHit>();
        const ColumnInfo *column = nullptr;
        const Table *parent = parentOf(row.table(), column);
        const auto *id = parent ? std::get_if<Uuid>(&row.value(column->index)) : nullptr;
        if (!id)
            break;
        const auto title = titleOf(row.table(), row.id(), 1);
        if (title && detail.empty())
            detail = title->text;
        auto above = this->row(*parent, *id);
        if (!above)
            return std::optional<SearchHit>();
        row = std::move(*above);
    }
    if (!row.isValid() || !isNull(row.value("archived_at")))
        return std::optional<SearchHit>();
    const auto title = this->title(row.table(), row.id());
    if (!title)
        return title.error();
    if (const ColumnInfo *second = row.table().find(row.table().titleColumn2); second && detail.empty())
        detail = second->type == ColumnType::Uuid ? std::string()
                                                  : valueToText(second->type, row.value(second->index));
    if (detail == title->text)
        detail.clear();
    return std::optional(SearchHit{&row.table(), row.id(), cut(title->text), cut(detail)});
}

} // namespace nimara::sync
