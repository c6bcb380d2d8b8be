#include "sync/service/replica_reader.h"

#include "models/schema/registry.h"
#include "sync/replica/layout.h"

namespace nimara::sync {

namespace {

// The file is mostly read in order; a second copy of its hot pages is all that a list needs.
constexpr std::string_view cachePragma = "PRAGMA cache_size = -16384";
constexpr int titleDepth = 3;

Row readRow(const Table &table, const Statement &statement)
{
    Row row(table);
    int at = 0;
    for (const int index : replicaColumns(table)) {
        row.setValue(index, statement.value(at, table.columns[static_cast<std::size_t>(index)].type));
        ++at;
    }
    row.rev = statement.integer(at);
    return row;
}

std::string selectRow(const Table &table)
{
    return "SELECT " + columnList(table) + ", _rev FROM " + sync::quoted(table.name);
}

} // namespace

ReplicaReader::ReplicaReader(Database db, const std::string &locale) : m_db(std::move(db)), m_texts(locale) {}

Result<std::unique_ptr<ReplicaReader>>
ReplicaReader::open(const std::string &path, const std::optional<ReplicaKey> &key, const std::string &locale)
{
    Database::Options options;
    options.path = path;
    options.key = key;
    options.readOnly = true;
    auto db = Database::open(options);
    if (!db)
        return db.error();
    NIMARA_TRY(db->exec(std::string(cachePragma)));
    std::unique_ptr<ReplicaReader> reader(new ReplicaReader(std::move(*db), locale));
    NIMARA_TRY(reader->m_texts.registerFunctions(reader->m_db));
    return reader;
}

Result<RowNumbers> ReplicaReader::find(const Query &query)
{
    auto numbers = Finder(m_db, m_texts).find(query);
    if (!numbers)
        return numbers.error();
    const bool whole = query.filter.kind == Filter::Kind::All && query.search.empty() && query.limit == 0;
    if (whole) {
        const auto count = static_cast<std::int64_t>(numbers->size());
        m_totals[{query.table->number, query.archived}] = count;
        return RowNumbers{std::move(*numbers), count};
    }
    const auto count = total(*query.table, query.archived);
    if (!count)
        return count.error();
    return RowNumbers{std::move(*numbers), *count};
}

// Counting 100,000 rows takes as long as filtering them; the number is kept until the table changes.
Result<std::int64_t> ReplicaReader::total(const Table &table, Archived archived)
{
    const std::pair key(table.number, archived);
    if (const auto kept = m_totals.find(key); kept != m_totals.end())
        return kept->second;
    const auto count = m_db.integer("SELECT count(*) FROM " + sync::quoted(table.name) + " WHERE " +
                                    archivedCondition(table, archived).sql);
    if (count)
        m_totals[key] = *count;
    return count;
}

Result<std::vector<Row>> ReplicaReader::rows(const Table &table, const std::vector<std::int64_t> &numbers)
{
    auto statement = m_db.prepare(selectRow(table) + " WHERE rid = ?");
    if (!statement)
        return statement.error();
    std::vector<Row> rows;
    rows.reserve(numbers.size());
    for (const std::int64_t number : numbers) {
        statement->bind(1, number);
        const auto step = statement->step();
        if (!step)
            return step.error();
        rows.push_back(*step == Step::Row ? readRow(table, *statement) : Row());
        statement->reset();
    }
    return rows;
}

Result<std::vector<Row>> ReplicaReader::list(const Query &query)
{
    const auto numbers = Finder(m_db, m_texts).find(query);
    if (!numbers)
        return numbers.error();
    return rows(*query.table, *numbers);
}

Result<Row> ReplicaReader::row(const Table &table, const Uuid &id)
{
    auto statement = m_db.prepare(selectRow(table) + " WHERE id = ?");
    if (!statement)
        return statement.error();
    statement->bind(1, id);
    const auto step = statement->step();
    if (!step)
        return step.error();
    if (*step == Step::End)
        return Error{ErrorCode::NotFound, "row.not_found"};
    return readRow(table, *statement);
}

Result<std::vector<GroupCount>> ReplicaReader::groups(const Query &query, const std::string &column,
                                                      const std::string &sum)
{
    const ColumnInfo *by = query.table->find(column);
    const ColumnInfo *of = sum.empty() ? nullptr : query.table->find(sum);
    if (!by || by->is(ServerOnly) || (!sum.empty() && (!of || of->is(ServerOnly))))
        return Error{ErrorCode::Invalid, "query.column", by ? sum : column};
    const auto condition = conditionOf(query);
    if (!condition)
        return condition.error();
    for (const TextColumnId &text : condition->texts)
        NIMARA_TRY(m_texts.prepareWords(m_db, text));
    auto statement =
        m_db.prepare("SELECT " + sync::quoted(column) + ", count(*), " +
                     (of ? "coalesce(sum(" + sync::quoted(sum) + "), 0)" : std::string("0")) + " FROM " +
                     sync::quoted(query.table->name) + " WHERE " + condition->sql + " GROUP BY 1");
    if (!statement)
        return statement.error();
    for (std::size_t i = 0; i < condition->values.size(); ++i)
        statement->bind(static_cast<int>(i) + 1, condition->values[i]);
    std::vector<GroupCount> groups;
    for (;;) {
        const auto step = statement->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            return groups;
        groups.push_back({statement->value(0, by->type), statement->integer(1), statement->integer(2)});
    }
}

Result<RowTitle> ReplicaReader::title(const Table &table, const Uuid &id)
{
    return titleOf(table, id, titleDepth);
}

// The first of the two title columns that is not empty; where it points elsewhere, the title of what it points to.
Result<RowTitle> ReplicaReader::titleOf(const Table &table, const Uuid &id, int depth)
{
    if (depth == 0 || table.titleColumn.empty())
        return RowTitle{};
    const std::string second = table.titleColumn2.empty() ? "NULL" : sync::quoted(table.titleColumn2);
    auto statement = m_db.prepare("SELECT " + sync::quoted(table.titleColumn) + ", " + second + " FROM " +
                                  sync::quoted(table.name) + " WHERE id = ?");
    if (!statement)
        return statement.error();
    statement->bind(1, id);
    const auto step = statement->step();
    if (!step)
        return step.error();
    if (*step == Step::End)
        return RowTitle{};
    int at = 0;
    for (const std::string_view name : {table.titleColumn, table.titleColumn2}) {
        const ColumnInfo *column = table.find(name);
        const int result = at++;
        if (!column || statement->isNull(result))
            continue;
        if (column->type != ColumnType::Uuid) {
            std::string text = valueToText(column->type, statement->value(result, column->type));
            if (table.titleNeedsBoth && result == 0 && !statement->isNull(1))
                text += " · " + valueToText(ColumnType::Text, statement->value(1, ColumnType::Text));
            return RowTitle{column, std::move(text)};
        }
        const Table *target = schema::findTable(column->spec.references);
        if (!target || !target->replicated())
            continue;
        auto pointed = titleOf(*target, statement->uuid(result), depth - 1);
        if (!pointed || !pointed->text.empty())
            return pointed;
    }
    return RowTitle{};
}

void ReplicaReader::changed(std::uint16_t table, std::span<const Uuid> ids)
{
    m_texts.changed(table, ids);
    std::erase_if(m_totals, [table](const auto &entry) { return entry.first.first == table; });
}

} // namespace nimara::sync
