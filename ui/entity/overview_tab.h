#pragma once

#include "ui/entity/page_spec.h"

#include <QScrollArea>

class QVBoxLayout;

namespace nimara::ui {

class RecordContext;

// What is known of the record, by the groups of the page: label and value, empty ones left out.
class OverviewTab : public QScrollArea
{
    Q_OBJECT

public:
    explicit OverviewTab(RecordContext &record, QWidget *parent = nullptr);

signals:
    void editRequested();

private:
    void rebuild();
    bool addGroup(QVBoxLayout &layout, const FormGroup &group);

    RecordContext &m_record;
};

} // namespace nimara::ui
