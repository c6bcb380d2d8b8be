#include "ui/pages/card_grid.h"

#include "ui/theme/theme.h"

#include <QGridLayout>

#include <algorithm>

namespace nimara::ui {

CardGrid::CardGrid(int leastWidth, QWidget *parent)
    : QWidget(parent), m_grid(new QGridLayout(this)), m_least(leastWidth)
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(theme().px(size::card));
}

void CardGrid::add(QWidget *card)
{
    card->setParent(this);
    m_cards.push_back(card);
    m_columns = 0;
    arrange();
}

void CardGrid::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    QMetaObject::invokeMethod(this, &CardGrid::arrange, Qt::QueuedConnection);
}

void CardGrid::arrange()
{
    const int gap = m_grid->spacing();
    const int fitting = (width() + gap) / (theme().px(m_least) + gap);
    const int count = std::max(1, static_cast<int>(m_cards.size()));
    const int most = std::clamp(fitting, 1, std::min(m_most, count));
    const int rows = (count + most - 1) / most;
    const int columns = (count + rows - 1) / rows; // rather two and two than three and one
    if (columns == m_columns)
        return;
    for (int column = 0; column < m_grid->columnCount(); ++column)
        m_grid->setColumnStretch(column, 0);
    m_columns = columns;
    int place = 0;
    for (QWidget *card : m_cards) {
        m_grid->addWidget(card, place / columns, place % columns);
        ++place;
    }
    for (int column = 0; column < columns; ++column)
        m_grid->setColumnStretch(column, 1);
}

} // namespace nimara::ui
