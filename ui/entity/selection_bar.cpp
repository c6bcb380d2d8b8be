#include "ui/entity/selection_bar.h"

#include "models/items/record_list_model.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/record_table.h"
#include "ui/entity/removal.h"
#include "ui/entity/rights_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>

namespace nimara::ui {

SelectionBar::SelectionBar(EntityHost &host, const PageSpec &spec, RecordTable &table, QWidget *parent)
    : QWidget(parent), m_host(host), m_spec(spec), m_table(table)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::grid * 2));
    m_count = new Label({}, Type::Body, Token::Text, QFont::Medium, this);
    row->addWidget(m_count);

    const bool archives = spec.table->is(Archivable);
    m_remove = makeButton(archives ? tr("Archive") : tr("Delete"), Emphasis::Secondary,
                          archives ? QStringLiteral("archive") : QStringLiteral("trash-2"), this);
    m_remove->setObjectName(QStringLiteral("removeSelected"));
    connect(m_remove, &QPushButton::clicked, this, &SelectionBar::removeSelected);
    row->addWidget(m_remove);
    if (archives) {
        m_restore = makeButton(tr("Restore"), Emphasis::Secondary, QStringLiteral("archive-restore"), this);
        m_restore->setObjectName(QStringLiteral("restoreSelected"));
        connect(m_restore, &QPushButton::clicked, this, &SelectionBar::restoreSelected);
        row->addWidget(m_restore);
    }
    auto *copy = makeButton(tr("Copy"), Emphasis::Secondary, QStringLiteral("copy"), this);
    copy->setToolTip(tr("Copies the selected rows, to be pasted into a spreadsheet"));
    connect(copy, &QPushButton::clicked, &table, &RecordTable::copySelected);
    row->addWidget(copy);
    row->addStretch(1);
    auto *none = makeButton(tr("Clear selection"), Emphasis::Quiet, {}, this);
    connect(none, &QPushButton::clicked, &table, &RecordTable::clearSelection);
    row->addWidget(none);

    connect(&table, &RecordTable::selectionChangedTo, this, &SelectionBar::onSelection);
    connect(&table, &RecordTable::removeRequested, this, &SelectionBar::removeSelected);
    connect(&host.store(), &Store::sessionChanged, this, &SelectionBar::applyRights);
    applyRights();
    onSelection(0);
}

void SelectionBar::applyRights()
{
    const Store &store = m_host.store();
    const Verdict verdict = canRemove(*m_spec.table, actorOf(store));
    // Where owners may do more than others each row is asked for itself, when it is done.
    const bool byRow = !m_spec.table->rights.ownerColumns.empty() || m_spec.table->rights.remove == "@entity";
    for (QPushButton *button : {m_remove, m_restore}) {
        if (button)
            applyVerdict(*button, store, byRow ? Verdict{} : verdict);
    }
    const bool never = verdict.reason == Verdict::Reason::ServerOnly && !byRow;
    m_remove->setVisible(!never);
    if (m_restore)
        m_restore->setVisible(!never);
}

void SelectionBar::onSelection(int count)
{
    m_count->setText(tr("%n selected", nullptr, count));
    setVisible(count > 1);
}

void SelectionBar::removeSelected()
{
    m_table.withSelected([this](const std::vector<Row> &rows) { removeRows(m_host, this, rows); });
}

void SelectionBar::restoreSelected()
{
    m_table.withSelected([this](const std::vector<Row> &rows) { restoreRows(m_host, this, rows); });
}

} // namespace nimara::ui
