#pragma once

#include <QListView>

namespace nimara::ui {

class DealCards;

// The cards of one column, under mouse and keyboard. A card that is dragged stays where it is until somebody has
// decided whether it may go: the list only tells of the movement.
class CardList : public QListView
{
    Q_OBJECT

public:
    CardList(DealCards &cards, QWidget *parent);

    void setCurrentRow(int row); // the nearest there is
    QPixmap pictureOf(const QModelIndex &card) const;
    void setMovable(bool movable) { m_movable = movable; }

signals:
    void opened(int row);
    void columnRequested(int step);
    void moveRequested(int row, int step); // to the stage so many steps on
    void menuRequested(int row, const QPoint &globalPos);
    void dragStarted(int row, const QPoint &grip, const QPoint &globalPos); // grip: within the card
    void dragMoved(const QPoint &globalPos);
    void dragEnded(const QPoint &globalPos, bool dropped);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void keyboardSearch(const QString &) override {} // would read every row
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    QPersistentModelIndex m_pressed;
    QPoint m_pressedAt;
    bool m_dragging = false;
    bool m_movable = true;
};

} // namespace nimara::ui
