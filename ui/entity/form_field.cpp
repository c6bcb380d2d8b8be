#include "ui/entity/form_field.h"

#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "models/store/store.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/rights_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QEvent>
#include <QStyle>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

constexpr int narrowField = 360;

} // namespace

FormField::FormField(EntityHost &host, const Table &table, const ColumnInfo &column, FieldEditor *editor,
                     QWidget *parent)
    : QWidget(parent), m_host(host), m_table(table), m_column(column), m_editor(editor)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme().px(size::grid));
    if (column.type != ColumnType::Bool) { // a tick box bears its label itself
        QString text = columnLabel(column);
        if (column.is(Required))
            text += QStringLiteral(" *");
        m_label = new Label(text, Type::Small, Token::Text, QFont::Medium, this);
        m_label->setBuddy(editor->focusProxy() ? editor->focusProxy() : editor);
        if (column.is(Required))
            m_label->setToolTip(tr("Required"));
        layout->addWidget(m_label);
    }
    editor->setParent(this);
    if (!editor->isWide())
        editor->setMaximumWidth(theme().px(narrowField));
    layout->addWidget(editor);
    m_line = new Label({}, Type::Small, Token::Danger, QFont::Normal, this);
    m_line->setWordWrap(true);
    m_line->setObjectName(QStringLiteral("problem_") + fromUtf8(column.name()));
    m_line->hide();
    layout->addWidget(m_line);
    setFocusProxy(editor);
    connect(editor, &FieldEditor::edited, this, [this] {
        if (m_checked)
            check();
        emit changed();
    });
}

void FormField::start(const Value &stored)
{
    m_stored = stored;
    m_editor->setValue(stored);
    m_checked = false;
    m_news.clear();
    showProblem({});
}

void FormField::storedChanged(const Value &stored)
{
    if (sameValue(m_column.type, stored, m_stored))
        return;
    const bool typed = isDirty();
    m_stored = stored;
    if (!typed) {
        m_editor->setValue(stored);
        return;
    }
    Row row(m_table);
    row.setValue(m_column.index, stored);
    const QString now = valueText(m_host.store(), m_host.words(), row, m_column).whole();
    m_news = now.isEmpty() ? tr("A colleague has emptied this meanwhile.")
                           : tr("A colleague has changed this meanwhile to: %1").arg(now);
    showLine();
}

bool FormField::isDirty() const
{
    const std::optional<Value> now = m_editor->value();
    return !now || !sameValue(m_column.type, *now, m_stored);
}

void FormField::hideLabel()
{
    if (m_label)
        m_label->hide();
}

QString FormField::requiredText() const
{
    const QString label = columnLabel(m_column).toLower();
    return m_column.type == ColumnType::Uuid || m_column.type == ColumnType::Enum
               ? tr("Choose: %1.").arg(label)
               : tr("Enter: %1.").arg(label);
}

bool FormField::check()
{
    m_checked = true;
    QString problem = m_editor->problem();
    const std::optional<Value> now = m_editor->value();
    if (problem.isEmpty() && now && isNull(*now) && m_column.is(Required))
        problem = requiredText();
    showProblem(problem);
    return problem.isEmpty();
}

void FormField::showProblem(const QString &problem)
{
    m_problem = problem;
    if (QWidget *input = m_editor->focusProxy()) {
        while (input->focusProxy())
            input = input->focusProxy();
        input->setProperty("nimaraInvalid", !problem.isEmpty());
        input->setAccessibleDescription(problem);
        input->update();
    }
    showLine();
}

void FormField::showLine()
{
    m_line->setColor(m_problem.isEmpty() ? Token::Warning : Token::Danger);
    m_line->setText(m_problem.isEmpty() ? m_news : m_problem);
    m_line->setVisible(!m_line->text().isEmpty());
}

void FormField::setVerdict(const Verdict &verdict)
{
    m_editor->setReadOnly(!verdict);
    m_editor->setToolTip(whyNot(m_host.store(), verdict));
}

} // namespace nimara::ui
