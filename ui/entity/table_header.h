#pragma once

#include <QHeaderView>

#include <string>
#include <vector>

namespace nimara {
struct SortKey;
class RecordListModel;
struct ColumnInfo;
} // namespace nimara

namespace nimara::ui {

// The head of a list. A click or Enter sorts, once more turns the order round; Shift adds a column to the order. Left
// and Right move between columns, with Ctrl they move the column. Widths the user did not set share the room there is.
class TableHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit TableHeader(RecordListModel &list, QWidget *parent = nullptr);

    // Widths by column name, as kept between runs; empty: by type.
    void setWidths(const QVariantMap &widths);
    QVariantMap widths() const { return m_widths; }
    void layOut(int room);
    QSize sizeHint() const override;

signals:
    void sortRequested(const std::vector<nimara::SortKey> &sort);
    void columnsOrdered(const std::vector<int> &order); // present positions, in their new order
    void widthsChanged();
    void columnsRequested(const QPoint &globalPos);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    QSize sectionSizeFromContents(int section) const override;

    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void sortBy(int section, bool add);
    int sortPlace(int section, bool *descending) const;
    int usualWidth(int section) const;
    int contentWidth(const ColumnInfo &column, bool first) const;
    int spareOf(int section, int width) const;
    static void shrink(std::vector<int> &widths, const std::vector<int> &spares, int excess);
    void onResized(int section, int before, int now);
    void moveCurrent(int step);
    void swapCurrent(int step);

    RecordListModel &m_list;
    QVariantMap m_widths;
    int m_current = 0;
    bool m_layingOut = false;
};

} // namespace nimara::ui
