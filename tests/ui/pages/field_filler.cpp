#include "tests/ui/pages/field_filler.h"

#include "ui/entity/form_field.h"
#include "ui/entity/record_form.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>

namespace nimara::ui {

namespace {

bool isMissing(const FormField &field)
{
    const auto value = field.edited();
    return field.column().is(Required) && value && isNull(*value);
}

// Where the keys go to; nothing where the field is not typed into.
QWidget *input(const FormField &field)
{
    QWidget *widget = &field.editor();
    while (widget->focusProxy())
        widget = widget->focusProxy();
    const bool typed = qobject_cast<QLineEdit *>(widget) || qobject_cast<QPlainTextEdit *>(widget);
    return typed ? widget : nullptr;
}

} // namespace

bool FieldFiller::hasEmptyRequired() const
{
    const auto fields = m_form.findChildren<FormField *>();
    return std::any_of(fields.begin(), fields.end(),
                       [](const FormField *field) { return isMissing(*field); });
}

QStringList FieldFiller::problems() const
{
    QStringList all;
    for (const FormField *field : m_form.findChildren<FormField *>()) {
        if (!field->problem().isEmpty())
            all << field->problem();
    }
    return all;
}

QString FieldFiller::textFor(const ColumnInfo &column) const
{
    switch (column.type) {
    case ColumnType::Int:
    case ColumnType::Money:
    case ColumnType::Length:
    case ColumnType::Quantity:
    case ColumnType::TaxRate:
    case ColumnType::ExchangeRate:
        return QStringLiteral("12");
    case ColumnType::Date:
    case ColumnType::Instant:
        return QStringLiteral("2027-03-14");
    default:
        break;
    }
    if (column.spec.maxLength == 3)
        return QStringLiteral("EUR");
    return QStringLiteral("Typed %1").arg(column.index).left(column.spec.maxLength);
}

void FieldFiller::fill(FormField &field)
{
    QWidget *widget = input(field);
    if (!widget)
        return;
    widget->setFocus();
    if (field.column().type == ColumnType::Uuid)
        return choose(field);
    QTest::keyClick(widget, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(widget, textFor(field.column()));
    QTest::keyClick(widget, Qt::Key_Tab);
}

// A letter or two, then the first of what is offered.
void FieldFiller::choose(FormField &field)
{
    auto *line = field.editor().findChild<QLineEdit *>();
    auto *completer = field.editor().findChild<QCompleter *>();
    QTest::keyClick(line, Qt::Key_Down);
    QTRY_VERIFY(completer->popup()->isVisible());
    QTest::keyClick(completer->popup(), Qt::Key_Return);
    QTRY_VERIFY(field.edited() && !isNull(*field.edited()));
}

void FieldFiller::fillRequired()
{
    for (FormField *field : m_form.findChildren<FormField *>()) {
        if (isMissing(*field))
            fill(*field);
    }
}

std::string FieldFiller::changeOne()
{
    for (FormField *field : m_form.findChildren<FormField *>()) {
        const bool typed = field->column().type == ColumnType::Text || decimalScale(field->column().type);
        QWidget *widget = input(*field);
        if (!typed || !widget || !widget->isEnabled())
            continue;
        fill(*field);
        return std::string(field->column().name());
    }
    return {};
}

} // namespace nimara::ui
