#include "ui/widgets/card.h"

#include "ui/theme/paint.h"
#include "ui/widgets/label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace nimara::ui {

Card::Card(QWidget *parent)
    : QFrame(parent), m_header(new QWidget(this)), m_actions(new QHBoxLayout(m_header)),
      m_title(new Label(QString(), Type::Section, Token::Text, QFont::DemiBold, m_header)),
      m_body(new QVBoxLayout)
{
    const int pad = theme().px(size::card);
    setFrameShape(QFrame::NoFrame);
    m_actions->setContentsMargins(pad, theme().px(size::gap), theme().px(size::gap), 0);
    m_actions->addWidget(m_title, 1);
    m_header->setMinimumHeight(theme().px(size::control + size::gap)); // as high without a button as with one
    m_header->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_header->hide();
    m_body->setContentsMargins(pad, pad, pad, pad);
    m_body->setSpacing(theme().px(size::gap));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_header, 0, Qt::AlignTop);
    column->addLayout(m_body, 1);
}

Card::Card(const QString &title, QWidget *parent) : Card(parent)
{
    setTitle(title);
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    m_header->setVisible(!title.isEmpty());
    setAccessibleName(title);
    const QMargins margins = m_body->contentsMargins();
    m_body->setContentsMargins(margins.left(), title.isEmpty() ? margins.bottom() : theme().px(8),
                               margins.right(), margins.bottom());
}

void Card::addAction(QWidget *widget)
{
    m_actions->addWidget(widget);
    m_header->show();
}

void Card::setFlush(bool flush)
{
    m_flush = flush;
    const int pad = flush ? 0 : theme().px(size::card);
    m_body->setContentsMargins(pad, m_header->isHidden() ? pad : theme().px(8), pad, pad);
}

bool Card::event(QEvent *event)
{
    const bool handled = QFrame::event(event);
    if (m_flush && (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest))
        clipContent();
    return handled;
}

// What runs to the edge keeps out of the rounded corners.
void Card::clipContent()
{
    QPainterPath inside;
    const int radius = theme().px(size::cardRadius) - 1;
    inside.addRoundedRect(rect().adjusted(1, 1, -1, -1), radius, radius);
    const QRegion region(inside.toFillPolygon().toPolygon());
    for (int i = 0; i < m_body->count(); ++i) {
        if (QWidget *content = m_body->itemAt(i)->widget())
            content->setMask(region.translated(-content->pos()));
    }
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint::box(painter, rect(), theme().color(Token::Surface), theme().color(Token::Border),
               theme().px(size::cardRadius));
}

} // namespace nimara::ui
