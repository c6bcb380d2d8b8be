#pragma once

#include "models/base/uuid.h"
#include "ui/entity/list_filter.h"

#include <QWidget>

namespace nimara::ui {

// Another way to look at what a list shows: a board. It stands in the table's place, under the same filters.
class OtherView : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual void setFilter(const ListFilter &filter) = 0;
    virtual void focusRows() = 0;

signals:
    void recordOpened(const nimara::Uuid &id);
};

} // namespace nimara::ui
