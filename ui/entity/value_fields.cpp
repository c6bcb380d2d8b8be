#include "ui/entity/value_fields.h"

#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/number_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>

namespace nimara::ui {

namespace {

constexpr int numberWidth = 180;
constexpr int moneyDigits = 2;

} // namespace

NumberField::NumberField(EntityHost &host, const Table &table, const ColumnInfo &column, QWidget *parent)
    : FieldEditor(parent), m_host(host), m_column(column)
{
    if (column.type == ColumnType::Money)
        m_currency = currencyColumn(table, column);
    m_edit = new QLineEdit(this);
    m_edit->setAlignment(Qt::AlignRight);
    m_edit->setFixedWidth(theme().px(numberWidth));
    m_unit = new Label(column.type == ColumnType::Money ? host.words().currency() : unitLabel(column),
                       Type::Body, Token::Muted, QFont::Normal, this);
    auto *layout = makeRow();
    layout->addWidget(m_edit);
    layout->addWidget(m_unit);
    layout->addStretch(1);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &FieldEditor::edited);
    connect(m_edit, &QLineEdit::editingFinished, this, &NumberField::tidy);
}

int NumberField::scale() const
{
    return decimalScale(m_column.type).value_or(0);
}

void NumberField::setValue(const Value &value)
{
    const auto *units = std::get_if<std::int64_t>(&value);
    const int keep = m_column.type == ColumnType::Money ? moneyDigits : 0;
    m_edit->setText(units ? numberForField(Decimal(*units, scale()), m_host.format().locale(), keep)
                          : QString());
}

std::optional<Value> NumberField::value() const
{
    if (m_edit->text().trimmed().isEmpty())
        return Value();
    const auto number = numberFromText(m_edit->text(), m_host.format().locale(), scale());
    if (!number || !rangeProblem(number->units()).isEmpty())
        return std::nullopt;
    return Value(number->units());
}

QString NumberField::rangeProblem(std::int64_t units) const
{
    const std::int64_t limit = decimalLimit(m_column.type);
    if (decimalScale(m_column.type) && (units > limit || units < -limit))
        return tr("This number is too large.");
    if (m_column.type != ColumnType::Int)
        return {};
    const Format &format = m_host.format();
    if (units < m_column.spec.lowest)
        return tr("Not less than %1.").arg(format.number(m_column.spec.lowest));
    if (units > m_column.spec.highest)
        return tr("Not more than %1.").arg(format.number(m_column.spec.highest));
    return {};
}

QString NumberField::problem() const
{
    if (m_edit->text().trimmed().isEmpty())
        return {};
    const QLocale &locale = m_host.format().locale();
    if (const auto number = numberFromText(m_edit->text(), locale, scale()))
        return rangeProblem(number->units());
    if (scale() == 0)
        return tr("Enter a whole number, such as 12.");
    const QString example = numberForField(Decimal(125, 1), locale, 2);
    if (numberFromText(m_edit->text(), locale, 12))
        return tr("At most %n digit(s) after the decimal sign.", nullptr, scale());
    return tr("Enter a number, such as %1.").arg(example);
}

// Shown as it will be kept, once it is typed.
void NumberField::tidy()
{
    if (const std::optional<Value> now = value())
        setValue(*now);
}

void NumberField::setReadOnly(bool readOnly)
{
    m_edit->setReadOnly(readOnly);
    m_edit->setEnabled(!readOnly);
}

void NumberField::rowChanged(const Row &row)
{
    if (m_currency)
        m_unit->setText(currencyOf(m_host.words(), row, m_column));
}

ChoiceField::ChoiceField(const ColumnInfo &column, QWidget *parent) : FieldEditor(parent), m_column(column)
{
    m_box = new QComboBox(this);
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    if (!column.is(Required))
        m_box->addItem(QString(), QString());
    for (const Choice &choice : column.spec.choices)
        m_box->addItem(translated(choice.label), fromUtf8(choice.value));
    auto *layout = makeRow();
    layout->addWidget(m_box);
    layout->addStretch(1);
    setFocusProxy(m_box);
    connect(m_box, &QComboBox::activated, this, &FieldEditor::edited);
}

void ChoiceField::setValue(const Value &value)
{
    const auto *text = std::get_if<std::string>(&value);
    const QString word = text ? fromUtf8(*text) : QString();
    int index = m_box->findData(word);
    if (index < 0 && !word.isEmpty()) { // of a newer server: kept as it is
        m_box->addItem(choiceLabel(m_column, *text), word);
        index = m_box->count() - 1;
    }
    m_box->setCurrentIndex(index);
}

std::optional<Value> ChoiceField::value() const
{
    const QString word = m_box->currentData().toString();
    return word.isEmpty() ? Value() : Value(toUtf8(word));
}

void ChoiceField::setReadOnly(bool readOnly)
{
    m_box->setEnabled(!readOnly);
}

BoolField::BoolField(const ColumnInfo &column, QWidget *parent) : FieldEditor(parent)
{
    m_box = new QCheckBox(nimara::columnLabel(column), this);
    auto *layout = makeRow();
    layout->addWidget(m_box);
    layout->addStretch(1);
    setFocusProxy(m_box);
    connect(m_box, &QCheckBox::clicked, this, &FieldEditor::edited);
}

void BoolField::setValue(const Value &value)
{
    m_box->setChecked(value == Value(std::int64_t(1)));
}

std::optional<Value> BoolField::value() const
{
    return Value(std::int64_t(m_box->isChecked() ? 1 : 0));
}

void BoolField::setReadOnly(bool readOnly)
{
    m_box->setEnabled(!readOnly);
}

} // namespace nimara::ui
