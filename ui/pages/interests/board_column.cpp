#include "ui/pages/interests/board_column.h"

#include "models/items/labels.h"
#include "models/schema/tables/interests.h"
#include "ui/entity/entity_host.h"
#include "ui/pages/interests/card_delegate.h"
#include "ui/pages/interests/card_list.h"
#include "ui/pages/interests/deal_cards.h"
#include "ui/pages/interests/stage_mover.h"
#include "ui/theme/focus_ring.h"
#include "ui/theme/status_look.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QPainter>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

using schema::Interests;

constexpr int narrowest = 232;

} // namespace

BoardColumn::BoardColumn(EntityHost &host, NextReminders &reminders, PipelineStage stage, QWidget *parent)
    : QFrame(parent), m_host(host), m_stage(stage)
{
    const auto word = pipelineStageChoices[static_cast<std::size_t>(stage)].value;
    setObjectName(QStringLiteral("column_") + fromUtf8(word));
    setMinimumWidth(theme().px(narrowest));
    auto *layout = new QVBoxLayout(this);
    const int inset = theme().px(size::gap);
    layout->setContentsMargins(inset, inset, inset, 0);
    layout->setSpacing(theme().px(size::gap));
    m_cards = new DealCards(host, reminders, this);
    m_head = makeHead();
    layout->addWidget(m_head);

    auto *body = new QWidget(this);
    m_body = new QStackedLayout(body);
    m_body->setStackingMode(QStackedLayout::StackAll); // the words lie over the list, which keeps the focus
    m_list = new CardList(*m_cards, body);
    m_list->setMinimumHeight(CardDelegate::cardHeight()); // in a low window the board scrolls as a whole
    m_list->setObjectName(QStringLiteral("cards_") + fromUtf8(word));
    m_empty = new Label(tr("No deals at this stage"), Type::Small, Token::Muted, QFont::Normal, body);
    m_empty->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_empty->setWordWrap(true);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_body->addWidget(m_list);
    m_body->addWidget(m_empty);
    m_body->setCurrentWidget(m_empty); // on top
    layout->addWidget(body, 1);
    connect(&m_cards->list(), &RecordListModel::refreshed, this, &BoardColumn::describe);
    connect(&m_cards->list(), &RecordListModel::phaseChanged, this, &BoardColumn::describe);
    describe();
}

QWidget *BoardColumn::makeHead()
{
    auto *head = new QWidget(this);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(size::grid));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme().px(size::grid));
    auto *name = new StatusChip(Interests::pipelineStage.name(),
                                pipelineStageChoices[static_cast<std::size_t>(m_stage)].value,
                                stageLabel(m_stage), head);
    m_count = new Label({}, Type::Body, Token::Text, QFont::DemiBold, head);
    m_count->setObjectName(QStringLiteral("columnCount"));
    row->addWidget(name);
    row->addStretch(1);
    row->addWidget(m_count);
    m_worth = new Label({}, Type::Small, Token::Muted, QFont::Normal, head);
    m_worth->setObjectName(QStringLiteral("columnWorth"));
    column->addLayout(row);
    column->addWidget(m_worth);
    return head;
}

void BoardColumn::setQuery(Query query)
{
    query.filter = Filter::both(std::move(query.filter), Filter::equal(Interests::pipelineStage, m_stage));
    m_cards->list().setQuery(std::move(query));
}

void BoardColumn::setSum(std::int64_t sum)
{
    // A sum of nothing would read as deals that are worth nothing.
    m_worth->setText(sum == 0 ? tr("No prices yet")
                              : m_host.format().money(*ValueTraits<Money>::fromValue(sum), {}, false));
    describe();
}

void BoardColumn::setDropTarget(bool target)
{
    m_target = target;
    update();
}

void BoardColumn::describe()
{
    const bool known = m_cards->list().phase() == RecordListModel::Phase::Ready;
    const int count = m_cards->rowCount();
    m_count->setText(known ? m_host.format().number(count) : QString());
    m_empty->setVisible(known && count == 0);
    m_list->setAccessibleName(
        tr("%1: %n deal(s), %2", nullptr, count).arg(stageLabel(m_stage), m_worth->text()));
}

// A step of the page's background, so that the cards stand out; a hairline to the next column.
void BoardColumn::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(m_target ? Token::BrandTint : Token::Window));
    painter.setPen(theme().color(Token::Border));
    painter.drawLine(rect().topRight(), rect().bottomRight());
    const bool emptyFocus = m_list->hasFocus() && m_cards->rowCount() == 0 && showsKeyboardFocus(m_list);
    const QColor top = m_target || emptyFocus
                           ? theme().color(Token::Brand)
                           : stageLook(pipelineStageChoices[static_cast<std::size_t>(m_stage)].value).fill;
    painter.fillRect(QRect(0, 0, width(), theme().px(3)), top);
}

} // namespace nimara::ui
