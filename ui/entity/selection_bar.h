#pragma once

#include "ui/entity/page_spec.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace nimara::ui {

class EntityHost;
class RecordTable;

// What can be done with the selected rows: archive, restore, delete, copy. It stands under the filters while more than
// one row is selected, and does the same for a single row from the keyboard.
class SelectionBar : public QWidget
{
    Q_OBJECT

public:
    SelectionBar(EntityHost &host, const PageSpec &spec, RecordTable &table, QWidget *parent = nullptr);

    // Archives, or deletes where the table cannot archive.
    void removeSelected();
    void restoreSelected();

private:
    void onSelection(int count);
    void applyRights();

    EntityHost &m_host;
    const PageSpec &m_spec;
    RecordTable &m_table;
    QLabel *m_count = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_restore = nullptr;
};

} // namespace nimara::ui
