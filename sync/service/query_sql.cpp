#include "sync/service/query_sql.h"

#include "models/base/text.h"
#include "models/schema/registry.h"
#include "sync/replica/layout.h"
#include "sync/service/search_sql.h"

#include <algorithm>

namespace nimara::sync {

namespace {

constexpr int maxDepth = 32;
// SQLite takes 32,766 parameters in one statement.
constexpr std::size_t maxValues = 30'000;

Error queryError(std::string key, std::string_view column)
{
    return {ErrorCode::Invalid, std::move(key), std::string(column)};
}

bool isText(ColumnType type)
{
    return type == ColumnType::Text || type == ColumnType::Enum || type == ColumnType::Date ||
           type == ColumnType::JsonText;
}

bool fits(const ColumnInfo &column, const Value &value)
{
    if (isNull(value))
        return true;
    if (column.type == ColumnType::Uuid)
        return std::holds_alternative<Uuid>(value);
    return isText(column.type) ? std::holds_alternative<std::string>(value)
                               : std::holds_alternative<std::int64_t>(value);
}

std::string_view comparison(Compare compare)
{
    switch (compare) {
    case Compare::Equal:
        return " IS ?";
    case Compare::NotEqual:
        return " IS NOT ?";
    case Compare::Less:
        return " < ?";
    case Compare::LessOrEqual:
        return " <= ?";
    case Compare::Greater:
        return " > ?";
    case Compare::GreaterOrEqual:
        return " >= ?";
    case Compare::IsNull:
        return " IS NULL";
    case Compare::IsNotNull:
        return " IS NOT NULL";
    default:
        return {};
    }
}

class ConditionBuilder
{
public:
    explicit ConditionBuilder(const Table &table) : m_table(table) {}

    Result<Done> add(const Filter &filter, int depth)
    {
        if (depth > maxDepth)
            return queryError("query.depth", {});
        switch (filter.kind) {
        case Filter::Kind::All:
            append("1");
            return Done{};
        case Filter::Kind::And:
            return group(filter, " AND ", "1", depth);
        case Filter::Kind::Or:
            return group(filter, " OR ", "0", depth);
        case Filter::Kind::Not:
            return negation(filter, depth);
        case Filter::Kind::Column:
            return column(filter);
        }
        return queryError("query.depth", {});
    }

    Condition take() { return std::move(m_condition); }
    void append(std::string_view sql) { m_condition.sql += sql; }
    std::size_t values() const { return m_condition.values.size(); }

private:
    Result<Done> group(const Filter &filter, std::string_view word, std::string_view none, int depth)
    {
        if (filter.children.empty()) {
            append(none);
            return Done{};
        }
        std::string_view between = "(";
        for (const Filter &child : filter.children) {
            append(between);
            NIMARA_TRY(add(child, depth + 1));
            between = word;
        }
        append(")");
        return Done{};
    }

    // A row whose value is empty is neither like something nor unlike it in SQL; for people "not X" is all but X.
    Result<Done> negation(const Filter &filter, int depth)
    {
        append("NOT coalesce(");
        NIMARA_TRY(group(filter, " OR ", "0", depth));
        append(", 0)");
        return Done{};
    }

    Result<Done> column(const Filter &filter)
    {
        const ColumnInfo *info = m_table.find(filter.column);
        if (!info || info->is(ServerOnly))
            return queryError("query.column", filter.column);
        switch (filter.compare) {
        case Compare::Contains:
            return words(*info, filter, holdsFunction);
        case Compare::StartsWith:
            return words(*info, filter, startsFunction);
        case Compare::In:
            return among(*info, filter);
        default:
            return compared(*info, filter);
        }
    }

    Result<Done> compared(const ColumnInfo &info, const Filter &filter)
    {
        append(sync::quoted(info.name()));
        append(comparison(filter.compare));
        if (filter.compare == Compare::IsNull || filter.compare == Compare::IsNotNull)
            return Done{};
        if (filter.values.size() != 1)
            return queryError("query.value", info.name());
        if (info.is(CaseInsensitive))
            append(" COLLATE NOCASE");
        return bind(info, filter.values.front());
    }

    Result<Done> among(const ColumnInfo &info, const Filter &filter)
    {
        if (filter.values.size() + values() > maxValues)
            return queryError("query.value", info.name());
        append("(" + sync::quoted(info.name()) + " IN (");
        bool orEmpty = false;
        bool first = true;
        for (const Value &value : filter.values) {
            orEmpty = orEmpty || isNull(value);
            append(std::exchange(first, false) ? "?" : ",?");
            NIMARA_TRY(bind(info, value));
        }
        append(orEmpty ? ") OR " + sync::quoted(info.name()) + " IS NULL)" : std::string("))"));
        return Done{};
    }

    // Of a foreign key the words of the row it points to are meant: "client contains virt".
    Result<Done> words(const ColumnInfo &info, const Filter &filter, std::string_view function)
    {
        const auto *typed =
            filter.values.size() == 1 ? std::get_if<std::string>(&filter.values.front()) : nullptr;
        if (!typed)
            return queryError("query.value", info.name());
        if (typed->empty()) {
            append(sync::quoted(info.name()) + " IS NOT NULL");
            return Done{};
        }
        if (isText(info.type) && info.is(Markdown | Multiline)) {
            append(std::string(textFunction) + "(" + sync::quoted(info.name()) + ", ?)");
            m_condition.values.emplace_back(foldedText(*typed));
            return Done{};
        }
        if (isText(info.type)) {
            call(function, {&m_table, info.index}, *typed);
            return Done{};
        }
        const Table *target =
            info.spec.references.empty() ? nullptr : schema::findTable(info.spec.references);
        const ColumnInfo *title = target && target->replicated() ? titleText(*target) : nullptr;
        if (!title)
            return queryError("query.value", info.name());
        append(sync::quoted(info.name()) + " IN (SELECT id FROM " + sync::quoted(target->name) + " WHERE ");
        call(function, {target, title->index}, *typed);
        append(")");
        return Done{};
    }

    void call(std::string_view function, TextColumnId id, const std::string &typed)
    {
        append(std::string(function) + "(" + std::to_string(id.number()) + ", rid, ?)");
        m_condition.values.emplace_back(foldedText(typed));
        if (std::find(m_condition.texts.begin(), m_condition.texts.end(), id) == m_condition.texts.end())
            m_condition.texts.push_back(id);
    }

    Result<Done> bind(const ColumnInfo &info, const Value &value)
    {
        if (!fits(info, value) || values() >= maxValues)
            return queryError("query.value", info.name());
        m_condition.values.push_back(value);
        return Done{};
    }

    const Table &m_table;
    Condition m_condition;
};

} // namespace

Condition archivedCondition(const Table &table, Archived archived)
{
    if (!table.is(Archivable) || archived == Archived::Show)
        return {"1", {}, {}};
    return {archived == Archived::Hide ? "archived_at IS NULL" : "archived_at IS NOT NULL", {}, {}};
}

Result<Condition> conditionOf(const Query &query)
{
    ConditionBuilder builder(*query.table);
    builder.append(archivedCondition(*query.table, query.archived).sql + " AND ");
    NIMARA_TRY(builder.add(query.filter, 0));
    Condition condition = builder.take();
    if (!query.search.empty()) {
        Condition words = searchCondition(*query.table, query.search);
        condition.sql += " AND " + words.sql;
        std::move(words.values.begin(), words.values.end(), std::back_inserter(condition.values));
    }
    return condition;
}

std::string columnList(const Table &table)
{
    std::string list;
    for (const int index : replicaColumns(table)) {
        if (!list.empty())
            list += ", ";
        list += sync::quoted(table.columns[static_cast<std::size_t>(index)].name());
    }
    return list;
}

const ColumnInfo *titleText(const Table &table)
{
    const ColumnInfo *title = table.titleColumn.empty() ? nullptr : table.find(table.titleColumn);
    return title && isText(title->type) ? title : nullptr;
}

} // namespace nimara::sync
