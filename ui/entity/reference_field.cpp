#include "ui/entity/reference_field.h"

#include "models/items/labels.h"
#include "models/items/lookup_model.h"
#include "models/items/value_text.h"
#include "models/schema/registry.h"
#include "models/store/store.h"
#include "ui/entity/entity_host.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace nimara::ui {

ReferenceField::ReferenceField(EntityHost &host, const Table &table, const ColumnInfo &column,
                               QWidget *parent)
    : FieldEditor(parent), m_host(host), m_column(column), m_target(schema::findTable(column.spec.references))
{
    // A row that hangs on the same parent as ours: of the deal's client the vessels, not of the whole port.
    const ColumnInfo *parentKey = m_target ? m_target->find(m_target->parentColumn) : nullptr;
    const ColumnInfo *ours = parentKey ? table.find(parentKey->name()) : nullptr;
    if (ours && ours->spec.references == parentKey->spec.references && ours != &column) {
        m_shared = ours;
        m_targetShared = parentKey;
    }
    m_edit = new QLineEdit(this);
    m_edit->setPlaceholderText(tr("Type to search"));
    m_edit->setClearButtonEnabled(true);
    m_edit->addAction(ui::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_edit->installEventFilter(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit);
    setFocusProxy(m_edit);
    if (!m_target)
        return;
    m_lookup = new LookupModel(host.store(), *m_target, this);
    m_completer = new QCompleter(m_lookup, this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &ReferenceField::onTyped);
    connect(m_edit, &QLineEdit::editingFinished, this, &ReferenceField::settle);
    connect(m_lookup, &LookupModel::found, this, &ReferenceField::onFound);
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this,
            [this](const QModelIndex &index) { choose(index.row()); });
    connect(&host.store(), &Store::titlesChanged, this, &ReferenceField::showTitle);
}

void ReferenceField::setValue(const Value &value)
{
    m_value = value;
    const auto *id = std::get_if<Uuid>(&value);
    m_title = id ? m_host.store().title(m_column.spec.references, *id) : QString();
    m_edit->setText(m_title);
}

// A title that was still being fetched has come.
void ReferenceField::showTitle()
{
    const auto *id = std::get_if<Uuid>(&m_value);
    if (!id || m_edit->text() != m_title)
        return;
    m_title = m_host.store().title(m_column.spec.references, *id);
    m_edit->setText(m_title);
}

std::optional<Value> ReferenceField::value() const
{
    const QString typed = m_edit->text().trimmed();
    if (typed == m_title)
        return m_value;
    return typed.isEmpty() ? std::optional(Value()) : std::nullopt;
}

QString ReferenceField::problem() const
{
    if (value())
        return {};
    return m_target ? tr("Choose one from the list: nothing is named “%1”.").arg(m_edit->text().trimmed())
                    : QString();
}

void ReferenceField::setReadOnly(bool readOnly)
{
    m_edit->setReadOnly(readOnly);
    m_edit->setEnabled(!readOnly);
}

void ReferenceField::rowChanged(const Row &row)
{
    if (!m_shared || !m_lookup)
        return;
    const Value &parent = row.value(m_shared->index);
    m_lookup->setFilter(isNull(parent) ? Filter::all()
                                       : Filter::where(m_targetShared->name(), Compare::Equal, parent));
}

void ReferenceField::onTyped(const QString &text)
{
    emit edited();
    m_lookup->find(text);
}

void ReferenceField::onFound()
{
    if (!m_edit->hasFocus())
        settle(); // the answer came after the field was left
    if (!m_edit->hasFocus() || m_edit->isReadOnly() || (m_edit->text() == m_title && !m_browsing))
        return;
    m_browsing = false;
    if (m_lookup->rowCount() > 0) {
        m_completer->complete();
        m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
    } else {
        m_completer->popup()->hide();
    }
}

void ReferenceField::choose(int row)
{
    if (row < 0 || row >= m_lookup->rowCount())
        return;
    m_value = m_lookup->idAt(row);
    m_title = m_lookup->index(row).data().toString();
    m_edit->setText(m_title);
    emit edited();
}

// A name written out in full is as good as one chosen from the list.
void ReferenceField::settle()
{
    const QString typed = m_edit->text().trimmed();
    if (typed == m_title)
        return;
    if (typed.isEmpty()) {
        m_value = Value();
        m_title.clear();
        return;
    }
    const auto reads = [&](const QString &text) { return text.compare(typed, Qt::CaseInsensitive) == 0; };
    for (int row = 0; row < m_lookup->rowCount(); ++row) {
        const bool only = m_lookup->rowCount() == 1 && reads(rowTitle(m_host.store(), m_lookup->rowAt(row)));
        if (only || reads(m_lookup->index(row).data().toString()))
            return choose(row);
    }
}

// Down asks for the list without a word typed.
bool ReferenceField::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && m_lookup && event->type() == QEvent::KeyPress && !m_edit->isReadOnly()) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down && !m_completer->popup()->isVisible()) {
            m_browsing = true;
            m_lookup->find({});
            return true;
        }
    }
    return FieldEditor::eventFilter(watched, event);
}

} // namespace nimara::ui
