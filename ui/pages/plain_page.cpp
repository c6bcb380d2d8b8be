#include "ui/pages/plain_page.h"

#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace nimara::ui {

PlainPage::PlainPage(ShellContext &context, const QString &title, QWidget *parent)
    : Page(parent), m_host(context), m_title(title)
{
    const int margin = theme().px(size::page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, 0, 0);
    layout->setSpacing(theme().px(size::gap));
    m_header = new QHBoxLayout;
    m_header->setContentsMargins(0, 0, margin, 0);
    m_header->setSpacing(theme().px(size::grid * 2));
    m_header->addStrut(theme().px(size::control)); // as high without a button as with one
    m_header->addWidget(new Label(title, Type::Title, Token::Text, QFont::DemiBold, this));
    m_header->addStretch(1);
    layout->addLayout(m_header);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_content = new QWidget;
    m_layout = new QVBoxLayout(m_content);
    m_layout->setContentsMargins(0, 0, margin, margin);
    m_layout->setSpacing(theme().px(size::card));
    m_layout->addStretch(1);
    scroll->setWidget(m_content);
    layout->addWidget(scroll, 1);
}

void PlainPage::addContent(QWidget *widget)
{
    m_layout->insertWidget(m_layout->count() - 1, widget);
}

void PlainPage::addAction(QWidget *action)
{
    m_header->addWidget(action);
}

void PlainPage::open(const PageAddress &)
{
    refresh();
}

} // namespace nimara::ui
