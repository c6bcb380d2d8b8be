#include "ui/entity/page_spec.h"

#include "models/items/labels.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace nimara::ui {

namespace {

constexpr std::size_t defaultListColumns = 7;
constexpr std::size_t filterColumns = 4;
constexpr std::size_t headlineFacts = 5;

bool contains(const std::vector<ColumnRef> &columns, const ColumnInfo &column)
{
    return std::ranges::find(columns, ColumnRef(column)) != columns.end();
}

bool isLongText(const ColumnInfo &column)
{
    return column.is(Markdown | Multiline) || column.type == ColumnType::JsonText;
}

bool isStamp(const ColumnInfo &column)
{
    return column.name() == "created_at" || column.name() == "updated_at" || column.name() == "archived_at";
}

std::vector<ColumnRef> defaultList(const Table &table)
{
    std::vector<ColumnRef> list;
    for (const std::string_view name : {table.titleColumn, table.titleColumn2}) {
        if (const ColumnInfo *column = table.find(name); column && !contains(list, *column))
            list.emplace_back(*column);
    }
    for (const ColumnInfo &column : table.columns) {
        if (list.size() >= defaultListColumns)
            break;
        if (isListable(column) && !isLongText(column) && !isStamp(column) && !contains(list, column))
            list.emplace_back(column);
    }
    if (const ColumnInfo *changed = table.find("updated_at"))
        list.emplace_back(*changed);
    return list;
}

std::vector<ColumnRef> defaultFilterColumns(const Table &table)
{
    std::vector<ColumnRef> filters;
    for (const ColumnInfo &column : table.columns) {
        const bool person = column.type == ColumnType::Uuid && column.spec.references == "users";
        const bool choice = column.type == ColumnType::Enum || column.type == ColumnType::Bool;
        if (filters.size() < filterColumns && isListable(column) && (choice || person))
            filters.emplace_back(column);
    }
    return filters;
}

std::vector<FormGroup> defaultForm(const Table &table)
{
    FormGroup details{QCoreApplication::translate("PageSpec", "Details"), {}};
    FormGroup texts{QCoreApplication::translate("PageSpec", "Text"), {}};
    for (const ColumnInfo &column : table.columns) {
        if (isEditable(column))
            (isLongText(column) ? texts : details).fields.emplace_back(column);
    }
    std::vector<FormGroup> form;
    for (FormGroup *group : {&details, &texts}) {
        if (!group->fields.empty())
            form.push_back(std::move(*group));
    }
    return form;
}

std::optional<ColumnRef> defaultStatus(const Table &table)
{
    for (const std::string_view name : {"status", "pipeline_stage"}) {
        if (const ColumnInfo *column = table.find(name); column && column->type == ColumnType::Enum)
            return ColumnRef(*column);
    }
    return std::nullopt;
}

std::vector<ColumnRef> defaultHeadline(const PageSpec &spec)
{
    std::vector<ColumnRef> headline;
    for (const ColumnRef column : spec.list) {
        const ColumnInfo &info = columnAt(*spec.table, column);
        if (headline.size() < headlineFacts && info.name() != spec.table->titleColumn &&
            info.name() != "updated_at" && column != spec.status)
            headline.push_back(column);
    }
    return headline;
}

// What nobody edits: dates of the server, who made it.
std::vector<ColumnRef> defaultFacts(const Table &table)
{
    std::vector<ColumnRef> facts;
    for (const ColumnInfo &column : table.columns) {
        if (isListable(column) && column.is(ServerSet | Immutable) && !isLongText(column) && !isStamp(column))
            facts.emplace_back(column);
    }
    for (const std::string_view name : {"created_at", "updated_at"}) {
        if (const ColumnInfo *column = table.find(name))
            facts.emplace_back(*column);
    }
    return facts;
}

bool isHiddenRelation(const Table &from)
{
    // Tags and notes have editors of their own; what lies behind a record's back is no tab.
    static constexpr std::array<std::string_view, 6> hidden{
        "berth_map_data", "saved_views", "custom_field_values",
        "notifications",  "undo_log",    "waiting_list_log"};
    return !from.replicated() || std::ranges::find(hidden, from.name) != hidden.end();
}

std::vector<RecordTab> defaultTabs(const PageSpec &spec)
{
    const Table &table = *spec.table;
    const auto tags = tagLink(table);
    const auto notes = noteLink(table);
    std::vector<RecordTab> tabs = spec.tabs;
    for (const schema::Reference &reference : schema::referencesTo(table)) {
        const Table &from = *reference.from;
        const bool special = (tags && tags->table == &from) || (notes && notes->table == &from);
        const bool there =
            std::ranges::any_of(tabs, [&](const RecordTab &tab) { return tab.related == &from; });
        // A user is named in nearly every table; only what belongs to him is a tab.
        const bool belongs = from.parentColumn == reference.column->name() || table.name != "users";
        const bool authored = reference.column->spec.references == "users" && !belongs;
        if (!special && !there && !authored && belongs && !isHiddenRelation(from))
            tabs.push_back({.title = tablePlural(from), .related = &from, .via = reference.column});
    }
    return tabs;
}

QString hyphened(std::string_view name)
{
    QString key = fromUtf8(name);
    return key.replace(QLatin1Char('_'), QLatin1Char('-'));
}

} // namespace

const ColumnInfo &columnAt(const Table &table, ColumnRef column)
{
    return table.columns[static_cast<std::size_t>(column.index)];
}

bool isListable(const ColumnInfo &column)
{
    return !column.spec.label.empty() && !column.is(ServerOnly);
}

bool isEditable(const ColumnInfo &column)
{
    return isListable(column) && !column.is(ServerSet) && column.name() != "archived_at";
}

std::optional<TagLink> tagLink(const Table &table)
{
    for (const schema::Reference &reference : schema::referencesTo(table)) {
        const ColumnInfo *tag = reference.from->find("tag_id");
        if (tag && tag->spec.references == "tags" && reference.from->is(DerivedId) && tag != reference.column)
            return TagLink{reference.from, reference.column, tag};
    }
    return std::nullopt;
}

std::optional<NoteLink> noteLink(const Table &table)
{
    for (const schema::Reference &reference : schema::referencesTo(table)) {
        const Table &from = *reference.from;
        if (from.parentColumn == reference.column->name() && from.find("body") && from.find("author_id") &&
            from.find("is_pinned"))
            return NoteLink{&from, reference.column};
    }
    return std::nullopt;
}

PageSpec completed(PageSpec spec)
{
    const Table &table = *spec.table;
    if (spec.key.isEmpty())
        spec.key = hyphened(table.name);
    if (spec.title.isEmpty())
        spec.title = tablePlural(table);
    if (spec.icon.isEmpty())
        spec.icon = QStringLiteral("list");
    if (spec.createLabel.isEmpty())
        spec.createLabel = QCoreApplication::translate("PageSpec", "New %1").arg(tableLabel(table).toLower());
    if (spec.emptyText.isEmpty())
        spec.emptyText = QCoreApplication::translate("PageSpec", "There is nothing here yet");
    if (spec.list.empty())
        spec.list = defaultList(table);
    if (spec.filters.empty())
        spec.filters = defaultFilterColumns(table);
    if (spec.form.empty())
        spec.form = defaultForm(table);
    if (spec.overview.empty())
        spec.overview = spec.form;
    if (!spec.status)
        spec.status = defaultStatus(table);
    if (spec.headline.empty())
        spec.headline = defaultHeadline(spec);
    if (spec.facts.empty())
        spec.facts = defaultFacts(table);
    if (!spec.ownTabs)
        spec.tabs = defaultTabs(spec);
    return spec;
}

} // namespace nimara::ui
