#pragma once

#include "ui/entity/list_filter.h"

#include <QWidget>

class QPushButton;

namespace nimara::ui {

class EntityHost;
class FilterButton;
class FlowLayout;
class SearchField;

// What a list is narrowed by: words, columns, archived or not.
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    FilterBar(EntityHost &host, const PageSpec &spec, QWidget *parent = nullptr);

    const ListFilter &filter() const { return m_filter; }
    void setFilter(const ListFilter &filter); // shows it; says nothing
    void clear();
    void focusSearch();
    // At the end of the bar: the list's own buttons.
    void addTool(QWidget *tool);

signals:
    void filterChanged();
    void downPressed(); // from the search field on to the results

private:
    void addColumn(const ColumnInfo &column);
    void addArchived();
    void openArchived();
    void change();
    void describe();

    EntityHost &m_host;
    const PageSpec &m_spec;
    ListFilter m_filter;
    FlowLayout *m_flow = nullptr;
    SearchField *m_search = nullptr;
    QList<FilterButton *> m_buttons;
    QPushButton *m_archived = nullptr;
    QPushButton *m_clear = nullptr;
};

} // namespace nimara::ui
