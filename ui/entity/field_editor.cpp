#include "ui/entity/field_editor.h"

#include "models/items/labels.h"
#include "ui/entity/reference_field.h"
#include "ui/entity/text_fields.h"
#include "ui/entity/time_fields.h"
#include "ui/entity/value_fields.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>

namespace nimara::ui {

namespace {

FieldEditor *makeByType(EntityHost &host, const Table &table, const ColumnInfo &column, QWidget *parent)
{
    switch (column.type) {
    case ColumnType::Uuid:
        return new ReferenceField(host, table, column, parent);
    case ColumnType::Bool:
        return new BoolField(column, parent);
    case ColumnType::Int:
    case ColumnType::Money:
    case ColumnType::Length:
    case ColumnType::Quantity:
    case ColumnType::TaxRate:
    case ColumnType::ExchangeRate:
        return new NumberField(host, table, column, parent);
    case ColumnType::Instant:
        return new InstantField(host, parent);
    case ColumnType::Date:
        return new DateField(host, parent);
    case ColumnType::Enum:
        return new ChoiceField(column, parent);
    case ColumnType::JsonText:
        return new JsonField(column, parent);
    case ColumnType::Text:
        break;
    }
    if (column.is(Markdown | Multiline))
        return new LongTextField(column, parent);
    return new TextField(column, parent);
}

} // namespace

QHBoxLayout *FieldEditor::makeRow()
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::grid * 2));
    return row;
}

FieldEditor *makeFieldEditor(EntityHost &host, const Table &table, const ColumnInfo &column, QWidget *parent)
{
    FieldEditor *editor = makeByType(host, table, column, parent);
    editor->setObjectName(QStringLiteral("field_") + fromUtf8(column.name()));
    if (QWidget *input = editor->focusProxy())
        input->setAccessibleName(columnLabel(column));
    return editor;
}

} // namespace nimara::ui
