#pragma once

#include "ui/entity/row_notes.h"

#include <QStyledItemDelegate>

namespace nimara {
class RecordListModel;
struct ColumnInfo;
} // namespace nimara

namespace nimara::ui {

// Paints the cells of a list: chips with their pattern, muted units, ticks, skeletons for what is still on its way,
// and a mark on rows that have not reached the server.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit CellDelegate(QObject *parent = nullptr);

    void setHoveredRow(int row) { m_hoveredRow = row; }
    int hoveredRow() const { return m_hoveredRow; }
    void setCompact(bool compact) { m_compact = compact; }
    // Rows are drawn grey only when they are long in coming.
    void setSkeletons(bool shown) { m_skeletons = shown; }
    // Whether a row without values was met since the last call.
    bool takeMissing();
    // Marks beside the names; null: none.
    void setNotes(const RowNotes *notes) { m_notes = notes; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    void paintBackground(QPainter &painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const;
    void paintSkeleton(QPainter &painter, const QRect &rect, const QModelIndex &index) const;
    void paintText(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                   QRect rect) const;
    bool paintSpecial(QPainter &painter, const QModelIndex &index, const QRect &rect) const;
    QRect paintState(QPainter &painter, const QModelIndex &index, QRect rect) const;
    std::optional<RowNote> noteOf(const QModelIndex &index) const;
    QRect contents(const QRect &rect) const;

    const RowNotes *m_notes = nullptr;
    int m_hoveredRow = -1;
    bool m_compact = false;
    bool m_skeletons = false;
    mutable bool m_missing = false;
};

// Enums that are told apart at a glance: a chip. All others read as a word.
bool showsAsChip(const ColumnInfo &column);

} // namespace nimara::ui
