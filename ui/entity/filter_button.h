#pragma once

#include "ui/entity/list_filter.h"

#include <QPushButton>

class QFrame;

namespace nimara::ui {

class CheckList;
class EntityHost;
class SearchField;

// One column to narrow a list by: a button that says what it lets through, and a panel to tick it in. Enums and
// booleans offer their words, dates spans of time, foreign keys the rows that fit what is typed.
class FilterButton : public QPushButton
{
    Q_OBJECT

public:
    FilterButton(EntityHost &host, const Table &table, const ColumnInfo &column, QWidget *parent = nullptr);

    const ColumnInfo &column() const { return m_column; }
    void setFilter(const ColumnFilter &filter);
    const ColumnFilter &filter() const { return m_filter; }

    QSize sizeHint() const override;

signals:
    void filterChanged();

protected:
    void initStyleOption(QStyleOptionButton *option) const override;

private:
    void openPanel();
    QFrame *makePanel();
    void fillChoices(CheckList &list);
    void fill(CheckList &list, const QString &text);
    void fillWords(CheckList &list, const QString &text);
    void fillRecordTypes(CheckList &list, const QString &text);
    void fillReferences(CheckList &list, const QString &text);
    void addChosenRows(CheckList &list);
    void onToggled(const QVariant &key, bool checked);
    void describe();
    QString words() const;
    QString wordOf(const Value &value) const;

    EntityHost &m_host;
    const Table &m_table;
    const ColumnInfo &m_column;
    ColumnFilter m_filter;
};

} // namespace nimara::ui
