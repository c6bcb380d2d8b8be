#pragma once

#include "ui/entity/list_filter.h"

#include <QHash>
#include <QWidget>

class QTimer;

namespace nimara {
struct GroupCount;
}

namespace nimara::ui {

class EntityHost;
class GroupButton;

// How many rows stand in each state, above their list: a click shows only those, a second one all again. What is
// counted is what the other filters leave.
class GroupStrip : public QWidget
{
    Q_OBJECT

public:
    GroupStrip(EntityHost &host, const PageSpec &spec, QWidget *parent = nullptr);
    void setFilter(const ListFilter &filter);
    // The width that it needs to stand in one row.
    int wantedWidth() const;

signals:
    void chosen(int column, const nimara::ui::ColumnFilter &filter);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void choose(const Value &value, bool only);
    void count();
    void show(const std::vector<GroupCount> &groups);

    EntityHost &m_host;
    const PageSpec &m_spec;
    const ColumnInfo &m_column;
    ListFilter m_filter;
    std::vector<GroupButton *> m_buttons; // as the choices of the column
    QTimer *m_later = nullptr;
    int m_round = 0;
};

} // namespace nimara::ui
