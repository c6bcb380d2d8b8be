#include "ui/shell/edit_words.h"

#include "models/items/labels.h"
#include "models/schema/registry.h"
#include "models/store/store.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace nimara::ui {

namespace {

constexpr qsizetype longestValue = 80; // of a note or a summary, in a list of changes
constexpr qsizetype mostLines = 6;

// What the server sets (the date of a stage) follows from what the user did.
bool isOfInterest(const ColumnInfo &column)
{
    return !column.spec.label.empty() && !column.is(ServerSet) && column.name() != "id" &&
           column.name() != "port_id";
}

bool isInitial(const ColumnInfo &column, const Value &value)
{
    return isNull(value) || value == valueFromText(column.type, column.spec.initial);
}

QString shortened(QString words)
{
    words = words.simplified();
    return words.size() > longestValue ? words.left(longestValue - 1) + u'…' : words;
}

QString changeLine(Store &store, const Format &format, const Table &table, const FieldChange &field)
{
    const ColumnInfo *column = table.find(field.column);
    if (!column || !isOfInterest(*column))
        return {};
    const QString was = valueWords(store, format, *column, field.was);
    const QString now = valueWords(store, format, *column, field.now);
    const QString label = field.path.empty()
                              ? columnLabel(*column)
                              : columnLabel(*column) + QStringLiteral(" (") + fromUtf8(field.path) + u')';
    return QCoreApplication::translate("EditWords", "%1: %2 → %3").arg(label, was, now);
}

QString createLine(Store &store, const Format &format, const Table &table, const FieldChange &field)
{
    const ColumnInfo *column = table.find(field.column);
    if (!column || !isOfInterest(*column) || isInitial(*column, field.now) ||
        column->name() == table.titleColumn)
        return {};
    return QStringLiteral("%1: %2").arg(columnLabel(*column), valueWords(store, format, *column, field.now));
}

// The name of a row that is made by this very edit stands in the edit, not yet in the store.
QString titleOf(Store &store, const Table &table, const Op &op)
{
    for (const FieldChange &field : op.fields) {
        if (op.kind != OpKind::Create || field.column != table.titleColumn)
            continue;
        if (const auto *words = std::get_if<std::string>(&field.now))
            return shortened(fromUtf8(*words));
        if (const auto *id = std::get_if<Uuid>(&field.now))
            return store.title(table.find(field.column)->spec.references, *id);
    }
    return shortened(store.title(table.name, op.id));
}

QString heading(Store &store, const Table &table, const Op &op)
{
    const QString label = tableLabel(table);
    const QString name = titleOf(store, table, op);
    const QString record = name.isEmpty() ? label : label + u' ' + name;
    switch (op.kind) {
    case OpKind::Create:
        return QCoreApplication::translate("EditWords", "%1 added").arg(record);
    case OpKind::Update:
        return record;
    case OpKind::Delete:
        return table.is(Archivable) ? QCoreApplication::translate("EditWords", "%1 archived").arg(record)
                                    : QCoreApplication::translate("EditWords", "%1 deleted").arg(record);
    case OpKind::Restore:
        return QCoreApplication::translate("EditWords", "%1 restored").arg(record);
    }
    return record;
}

// Below a title of the edit's own: the record, unless the title names it.
void addRecord(Store &store, const Op &op, const Table &table, EditWords &words)
{
    const QString name = titleOf(store, table, op);
    if (!name.isEmpty() && words.title.contains(name))
        return;
    words.lines.append(op.kind == OpKind::Create && !name.isEmpty()
                           ? QStringLiteral("%1: %2").arg(tableLabel(table), name)
                           : heading(store, table, op));
}

void addLines(Store &store, const Format &format, const Op &op, const Table &table, EditWords &words)
{
    for (const FieldChange &field : op.fields) {
        const QString line = op.kind == OpKind::Create ? createLine(store, format, table, field)
                                                       : changeLine(store, format, table, field);
        if (!line.isEmpty() && op.kind != OpKind::Delete && op.kind != OpKind::Restore)
            words.lines.append(line);
    }
}

} // namespace

QString EditWords::oneLine() const
{
    return lines.isEmpty() ? title : title + QStringLiteral(": ") + lines.join(QStringLiteral(", "));
}

QString valueWords(Store &store, const Format &format, const ColumnInfo &column, const Value &value)
{
    if (isNull(value))
        return QCoreApplication::translate("EditWords", "nothing");
    if (const auto *id = std::get_if<Uuid>(&value); id && !column.spec.references.empty()) {
        const QString name = store.title(column.spec.references, *id);
        return name.isEmpty() ? QCoreApplication::translate("EditWords", "a record you cannot see") : name;
    }
    return shortened(format.value(column, value));
}

QString recordWords(Store &store, const Table &table, const Uuid &id)
{
    const QString name = store.title(table.name, id);
    return name.isEmpty() ? tableLabel(table) : tableLabel(table) + u' ' + name;
}

EditWords describeEdit(Store &store, const Format &format, const Edit &edit)
{
    EditWords words;
    words.title = fromUtf8(edit.title);
    for (const Op &op : edit.ops) {
        const Table *table = schema::findTable(op.table);
        if (!table)
            continue;
        if (words.title.isEmpty())
            words.title = heading(store, *table, op);
        else
            addRecord(store, op, *table, words);
        addLines(store, format, op, *table, words);
    }
    if (words.title.isEmpty())
        words.title = QCoreApplication::translate("EditWords", "A change made by a newer version of the app");
    words.lines.removeDuplicates();
    if (words.lines.size() > mostLines) {
        const int more = int(words.lines.size() - mostLines);
        words.lines.resize(mostLines);
        words.lines.append(QCoreApplication::translate("EditWords", "and %n more", nullptr, more));
    }
    return words;
}

} // namespace nimara::ui
