#pragma once

#include <QStyledItemDelegate>

namespace nimara::ui {

struct DealCard;

// Paints a deal as a card: client, berth, value and who looks after it, how long it has stood here, what is due.
class CardDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static int cardHeight(); // with the gap below it
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintCard(QPainter &painter, QRect rect, const DealCard &card) const;
};

} // namespace nimara::ui
