#include "ui/pages/dashboard/figure_tile.h"

#include "models/store/store.h"
#include "models/store/when_done.h"
#include "ui/entity/entity_host.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/format.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QVBoxLayout>

namespace nimara::ui {

FigureTile::FigureTile(EntityHost &host, Question question, QWidget *parent)
    : Card(parent), m_host(host), m_question(std::move(question))
{
    m_figure = new Figure(m_question.label, this);
    m_figure->setValue(QString());
    body()->addWidget(m_figure);
    body()->addStretch(1);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(m_question.label);
}

void FigureTile::refresh()
{
    // Grouped by the id's table alone there is one group a value: any column that every row has alike will do, and the
    // port is one.
    const std::string sum = m_question.sum ? std::string(m_question.sum->name()) : std::string();
    whenDone(m_host.store().groups(m_question.query, "port_id", sum), this,
             [this](const Result<std::vector<GroupCount>> &groups) {
                 if (!groups)
                     return;
                 GroupCount all;
                 for (const GroupCount &group : *groups) {
                     all.count += group.count;
                     all.sum += group.sum;
                 }
                 const Format &format = m_host.format();
                 const QString note =
                     m_question.sum && all.sum != 0
                         ? m_question.sumWords.arg(format.money(Decimal(all.sum, 2), {}, false))
                         : QString();
                 m_figure->setValue(format.number(all.count), note);
                 setAccessibleDescription(format.number(all.count));
             });
}

void FigureTile::open()
{
    m_host.navigate(m_question.address);
}

void FigureTile::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->pos()))
        open();
}

void FigureTile::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        open();
    else
        Card::keyPressEvent(event);
}

} // namespace nimara::ui
