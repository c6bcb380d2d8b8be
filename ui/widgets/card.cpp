#include "ui/widgets/card.h"

#include "ui/theme/paint.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>
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
    const int pad = flush ? 0 : theme().px(size::card);
    m_body->setContentsMargins(pad, m_header->isHidden() ? pad : theme().px(8), pad, pad);
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint::box(painter, rect(), theme().color(Token::Surface), theme().color(Token::Border),
               theme().px(size::cardRadius));
}

} // namespace nimara::ui
