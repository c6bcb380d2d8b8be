#include "ui/entity/check_list.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>

namespace nimara::ui {

CheckList::CheckList(QWidget *parent) : QListWidget(parent)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    connect(this, &QListWidget::itemClicked, this, &CheckList::toggle);
}

QListWidgetItem *CheckList::add(const QString &text, const QVariant &key, bool checked)
{
    auto *entry = new QListWidgetItem(text, this);
    entry->setData(Qt::UserRole, key);
    // Ticked by the row, not by the little square alone, hence not user-checkable.
    entry->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    entry->setCheckState(checked ? Qt::Checked : Qt::Unchecked);
    entry->setSizeHint(QSize(0, theme().px(size::compactRow)));
    return entry;
}

void CheckList::fitHeight(int mostRows)
{
    const int rows = qMin(count(), mostRows);
    setFixedHeight(rows * theme().px(size::compactRow) + 2 * frameWidth() + theme().px(2));
}

void CheckList::toggle(QListWidgetItem *entry)
{
    const bool checked = entry->checkState() != Qt::Checked;
    if (m_exclusive && checked) {
        for (int row = 0; row < count(); ++row)
            item(row)->setCheckState(Qt::Unchecked);
    }
    entry->setCheckState(checked ? Qt::Checked : Qt::Unchecked);
    emit toggled(entry);
}

void CheckList::keyPressEvent(QKeyEvent *event)
{
    const bool ticks =
        event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (ticks && currentItem()) {
        toggle(currentItem());
        return;
    }
    QListWidget::keyPressEvent(event);
}

} // namespace nimara::ui
