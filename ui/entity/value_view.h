#pragma once

#include "ui/entity/page_spec.h"

#include <QWidget>

namespace nimara::ui {

class EntityHost;

// A value of a row as it is read outside a list: a chip, a link to another record, Markdown, or words. Null where there
// is nothing to show.
QWidget *makeValueView(EntityHost &host, const Row &row, const ColumnInfo &column, QWidget *parent);

// Facts one beside the other, label above value: the head of a record.
class Headline : public QWidget
{
    Q_OBJECT

public:
    Headline(EntityHost &host, QWidget *parent);
    void show(const PageSpec &spec, const Row &row);
    using QWidget::show;

private:
    EntityHost &m_host;
};

} // namespace nimara::ui
