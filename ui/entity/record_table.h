#pragma once

#include "models/base/uuid.h"

#include <QTableView>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

namespace nimara {
class RecordListModel;
class Row;
class Store;
} // namespace nimara

namespace nimara::ui {

class CellDelegate;
class RowNotes;
class TableHeader;

// The list itself. It keeps selection, current row and scroll position when its model is read anew, sorts by its
// header with mouse and keyboard, and copies as tab-separated text.
class RecordTable : public QTableView
{
    Q_OBJECT

public:
    RecordTable(Store &store, RecordListModel &list, QWidget *parent = nullptr);

    RecordListModel &list() const { return m_list; }
    TableHeader &header() const { return *m_header; }
    void setCompact(bool compact);
    void setNotes(RowNotes *notes); // null: none
    // As high as its rows, for a list within a page that scrolls.
    void setFitsRows(int mostRows);

    std::vector<std::int64_t> selectedNumbers() const; // in the order of the list
    int selectedCount() const;
    int currentRow() const;
    void showRow(int row);
    // Fetches the selected rows, however many, then calls `then`.
    void withSelected(std::function<void(const std::vector<Row> &rows)> then);
    void copySelected();

    QSize sizeHint() const override;

signals:
    void rowActivated(const nimara::Uuid &id);
    void removeRequested();
    void selectionChangedTo(int count);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    // What is remembered over a model reset, by row number.
    struct Place
    {
        int numbering = 0;
        std::vector<std::int64_t> selected;
        std::int64_t current = -1;
        int scroll = 0;
    };
    void remember();
    void restore();
    void hover(int row);
    void activate(const QModelIndex &index);
    void dress();
    void fitHeight();

    Store &m_store;
    RecordListModel &m_list;
    CellDelegate *m_delegate = nullptr;
    TableHeader *m_header = nullptr;
    QTimer m_skeletonTimer;
    std::optional<Place> m_place;
    int m_mostRows = 0;
    bool m_compact = false;
};

} // namespace nimara::ui
