#pragma once

#include "ui/entity/page_spec.h"

#include <QWidget>

#include <memory>

class QPushButton;
class QStackedWidget;

namespace nimara {
class RecordListModel;
}

namespace nimara::ui {

class EmptyState;
class RecordContext;
class RecordForm;
class RecordTable;
class Label;

// The rows of another table that point to this record. Those that have a page of their own are opened there; the
// others (lines of an invoice, signers) are made and edited here.
class RelatedList : public QWidget
{
    Q_OBJECT

public:
    RelatedList(RecordContext &record, const RecordTab &tab, QWidget *parent = nullptr);

    RecordTable &table() const { return *m_table; }
    bool isDirty() const;
    void closeForm();

private:
    QWidget *makeToolbar();
    void ask();
    void showState();
    void applyRights();
    void add();
    void open(const Uuid &id);
    void showForm();
    bool hasOwnPage() const;

    RecordContext &m_record;
    PageSpec m_spec;
    const ColumnInfo &m_via;
    RecordListModel *m_model = nullptr;
    RecordTable *m_table = nullptr;
    QStackedWidget *m_stack = nullptr;
    QWidget *m_listPage = nullptr;
    EmptyState *m_empty = nullptr;
    RecordForm *m_form = nullptr;
    Label *m_count = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_remove = nullptr;
};

} // namespace nimara::ui
