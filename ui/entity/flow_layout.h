#pragma once

#include <QLayout>
#include <QList>

namespace nimara::ui {

// Puts widgets in a row and goes on in the next where the room ends: filter bars, chips, facts.
class FlowLayout : public QLayout
{
    Q_OBJECT

public:
    explicit FlowLayout(QWidget *parent = nullptr);
    ~FlowLayout() override;

    void setGaps(int horizontal, int vertical);
    void setTopAligned(bool top) { m_top = top; }

    void addItem(QLayoutItem *item) override;
    QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override;
    int count() const override { return static_cast<int>(m_items.size()); }
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange(QRect(0, 0, width, 0), false); }
    void setGeometry(const QRect &rect) override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;

private:
    struct Placed
    {
        QLayoutItem *item;
        int x;
        QSize size;
    };
    int arrange(const QRect &rect, bool move) const;
    void place(const QList<Placed> &row, const QRect &room, int y, int rowHeight) const;

    QList<QLayoutItem *> m_items;
    int m_horizontal = 0;
    int m_vertical = 0;
    bool m_top = false;
};

} // namespace nimara::ui
