#pragma once

#include "models/schema/registry.h"
#include "models/store/query.h"
#include "ui/entity/field_editor.h"

#include <QString>
#include <QUrlQuery>

#include <functional>
#include <map>
#include <optional>
#include <vector>

class QObject;
class QWidget;

namespace nimara {
class Store;
}

namespace nimara::ui {

class EntityHost;
class OtherView;
class RecordContext;
class RowNotes;
struct PageSpec;

// A column of the page's table, written as `Berths::status`.
struct ColumnRef
{
    int index = 0;

    template <typename T>
    constexpr ColumnRef(const Column<T> &column) : index(column.index())
    {}
    constexpr ColumnRef(const ColumnInfo &column) : index(column.index) {}

    bool operator==(const ColumnRef &) const = default;
};

// Fields that belong together, under a heading.
struct FormGroup
{
    QString title;
    std::vector<ColumnRef> fields;
    QString help = {};
};

// One tab of a record: rows of another table that point here, or a widget of the page's own.
struct RecordTab
{
    QString title;
    const Table *related = nullptr;
    const ColumnInfo *via = nullptr;  // of the related table; what points here
    std::vector<ColumnRef> list = {}; // of the related table; empty: its own choice
    std::function<QWidget *(RecordContext &record, QWidget *parent)> make = {};
};

// Something done to a record by one click: "Complete". It needs the right to edit the record.
struct RecordAction
{
    QString label;
    QString icon;
    std::function<bool(const Row &row)> fits; // whether it makes sense for this row
    std::function<void(Row &row)> apply;
};

// A view of the page's own beside the table, under the same search and filters.
struct OtherViewSpec
{
    QString title; // on the switch: "Board"
    QString icon;
    std::function<OtherView *(EntityHost &host, const PageSpec &spec, QWidget *parent)> make;
};

// A page as a value. Only `table` must be set: completed() fills in from the registry what is left empty, so that a
// section is a few lines and a page says only what it wants otherwise.
struct PageSpec
{
    const Table *table = nullptr;
    QString key = {};   // of its address; default: the table's name with hyphens
    QString title = {}; // "Berths"
    QString icon = {};  // Lucide's name
    QString createLabel = {};
    QString emptyText = {}; // one sentence for a list without rows: what would stand here

    std::vector<ColumnRef> list = {};
    std::vector<ColumnRef> filters = {};
    std::optional<ColumnRef> strip = {}; // an enum column whose states are counted above the list
    std::vector<SortKey> sort = {};
    std::optional<OtherViewSpec> otherView = {};
    Filter always = {}; // of every list of this page
    std::vector<FormGroup> form = {};
    // Groups of the overview; empty: those of the form.
    std::vector<FormGroup> overview = {};
    std::optional<ColumnRef> status = {}; // the chip beside the name
    std::vector<ColumnRef> headline = {}; // the facts in the header, five at most
    std::vector<ColumnRef> facts = {};    // the panel at the right
    std::vector<RecordTab> tabs = {};     // after the overview
    std::vector<RecordAction> actions = {};
    // Fills in what a new row begins with, beyond the initial values of its columns.
    std::function<void(Row &row, const Store &store)> prepare = {};
    // Asked before a change is saved, for what the page knows beyond the columns; `answer` gets why not, empty for fine,
    // unless `owner` is gone by then.
    std::function<void(EntityHost &host, const Row &was, const Row &now, QObject *owner,
                       std::function<void(const QString &why)> answer)>
        check = {};
    // Marks beside the names in the list.
    std::function<RowNotes *(EntityHost &host, QObject *parent)> notes = {};
    bool ownTabs = false; // `tabs` is all there is: nothing is added from the registry
    std::function<QWidget *(RecordContext &record, QWidget *parent)> banner = {}; // under the header
    // Editors of the page's own, by column, where the type alone does not say enough.
    std::map<int, EditorFactory> editors = {};
    bool creates = true; // false: rows come from elsewhere, whatever the rights say
    std::function<QString(const Row &row)> name = {}; // of a record; default: rowTitle
};

PageSpec completed(PageSpec spec);

// What the registry knows of a table's surroundings.
const ColumnInfo &columnAt(const Table &table, ColumnRef column);
// Shown to people and worth a column, a field, a fact.
bool isListable(const ColumnInfo &column);
bool isEditable(const ColumnInfo &column);
// The pair table that ties tags to this one (client_tags), with the column that points here.
struct TagLink
{
    const Table *table = nullptr;
    const ColumnInfo *owner = nullptr;
    const ColumnInfo *tag = nullptr;
};
std::optional<TagLink> tagLink(const Table &table);
// The notes of this table (client_notes), with the column that points here.
struct NoteLink
{
    const Table *table = nullptr;
    const ColumnInfo *owner = nullptr;
};
std::optional<NoteLink> noteLink(const Table &table);

} // namespace nimara::ui
