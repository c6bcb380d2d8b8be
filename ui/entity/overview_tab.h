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

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild();
    void fill(QVBoxLayout &body);
    // The group with its heading; null where nothing of it is entered. `lines` says how long it is.
    QWidget *makeGroup(const FormGroup &group, int *lines);

    RecordContext &m_record;
    bool m_wide = true;
};

} // namespace nimara::ui
