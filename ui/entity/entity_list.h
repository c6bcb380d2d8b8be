#pragma once

#include "models/items/record_list_model.h"
#include "ui/entity/list_filter.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedLayout;

namespace nimara::ui {

class EmptyState;
class EntityHost;
class FilterBar;
class GroupStrip;
class OtherView;
class RecordTable;
class SelectionBar;

// The list of a section: title with count, primary action, filters, rows; what to do where there are none, where
// nothing fits, where it failed and where it can be read only online.
class EntityList : public QWidget
{
    Q_OBJECT

public:
    EntityList(EntityHost &host, const PageSpec &spec, QWidget *parent = nullptr);

    RecordListModel &model() const { return *m_model; }
    RecordTable &table() const { return *m_table; }
    const ListFilter &filter() const;
    void setFilter(const ListFilter &filter);
    void focusSearch();
    void focusRows();

    // The table, or what the page has beside it. This computer remembers the choice.
    enum class View { Table, Other };
    View view() const { return m_view; }
    void setView(View view);

    // The record `step` places after the one with this id, in the order of the list; nothing at its ends. The answer
    // may have to be fetched.
    bool knows(const Uuid &id) const;
    void neighbour(const Uuid &id, int step, std::function<void(const Uuid &)> then);

signals:
    void recordOpened(const nimara::Uuid &id);
    void createRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHeader();
    QWidget *makeStrip();
    QWidget *makeSwitch();
    void makeOtherView();
    void showView();
    void fitStrip();
    void makeStates();
    void connectTable();
    void followLink();
    void runQuery();
    void showState();
    void showEmpty(bool narrowed);
    void showFailure();
    void describeCount();
    void applyRights();
    void setColumns(const std::vector<int> &columns);
    void orderColumns(const std::vector<int> &order);
    void restoreColumns();
    void keepColumns();
    void openColumnChooser();
    QString settingKey(const char *what) const;

    EntityHost &m_host;
    const PageSpec &m_spec;
    RecordListModel *m_model = nullptr;
    RecordTable *m_table = nullptr;
    GroupStrip *m_strip = nullptr;
    FilterBar *m_filters = nullptr;
    SelectionBar *m_selection = nullptr;
    QWidget *m_columnsTool = nullptr;
    QLabel *m_count = nullptr;
    QPushButton *m_create = nullptr;
    QWidget *m_body = nullptr;
    QStackedLayout *m_stack = nullptr;
    QWidget *m_rows = nullptr; // of the view that is shown
    View m_view = View::Table;
    OtherView *m_other = nullptr; // from when it is first looked at
    QPushButton *m_asTable = nullptr;
    QPushButton *m_asOther = nullptr;
    QWidget *m_loading = nullptr;
    EmptyState *m_empty = nullptr;
    std::int64_t m_opened = -1; // the row number that was opened last
};

} // namespace nimara::ui
