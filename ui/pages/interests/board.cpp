#include "ui/pages/interests/board.h"

#include "models/items/labels.h"
#include "models/schema/tables/all.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/popup.h"
#include "ui/pages/interests/board_column.h"
#include "ui/pages/interests/card_list.h"
#include "ui/pages/interests/deal_cards.h"
#include "ui/pages/interests/next_reminders.h"
#include "ui/pages/interests/stage_mover.h"
#include "ui/pages/interests/stage_question.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/label.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace nimara::ui {

namespace {

using namespace std::chrono_literals;
using schema::Interests;

// Sums follow a burst of changes together.
constexpr auto countRest = 150ms;
constexpr auto scrollBeat = 16ms;
constexpr int scrollEdge = 48; // how near to the edge a held card scrolls the board
constexpr int scrollStep = 12;
constexpr int questionWidth = 380;

} // namespace

Board::Board(EntityHost &host, const PageSpec &spec, QWidget *parent)
    : OtherView(parent), m_host(host), m_spec(spec)
{
    setObjectName(QStringLiteral("board"));
    setAccessibleName(tr("Pipeline board"));
    m_reminders = new NextReminders(host.store(), this);
    m_mover = new StageMover(host, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_rights = new Banner(this);
    m_rights->setObjectName(QStringLiteral("boardRights"));
    layout->addWidget(m_rights);
    layout->addWidget(makeColumns(), 1);
    m_left = new Label({}, Type::Small, Token::Muted, QFont::Normal, this);
    m_left->setObjectName(QStringLiteral("leftOut"));
    const int inset = theme().px(size::gap);
    m_left->setContentsMargins(inset, theme().px(size::grid), inset, theme().px(size::grid));
    layout->addWidget(m_left);
    m_ghost = new QLabel(this);
    m_ghost->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_ghost->hide();

    m_countTimer.setSingleShot(true);
    m_countTimer.setInterval(countRest);
    connect(&m_countTimer, &QTimer::timeout, this, &Board::count);
    m_scrollTimer.setInterval(scrollBeat);
    connect(&m_scrollTimer, &QTimer::timeout, this, &Board::scrollWhileDragging);
    connect(m_mover, &StageMover::moved, this, &Board::onMoved);
    connect(m_mover, &StageMover::hindered, this, &Board::onHindered);
    Store &store = host.store();
    connect(&store, &Store::sessionChanged, this, &Board::applyRights);
    connect(&store, &Store::replicaReplaced, this, &Board::countLater);
    connect(&store, &Store::tableChanged, this, [this](int table) {
        if (table == Interests::table.number)
            countLater();
    });
    applyRights();
}

QWidget *Board::makeColumns()
{
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    auto *row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (std::size_t stage = 0; stage < pipelineStageChoices.size(); ++stage) {
        auto *column = new BoardColumn(m_host, *m_reminders, static_cast<PipelineStage>(stage), content);
        m_columns.push_back(column);
        row->addWidget(column, 1);
        connectColumn(column);
    }
    m_scroll->setWidget(content);
    return m_scroll;
}

void Board::connectColumn(BoardColumn *column)
{
    CardList &list = column->list();
    connect(&list, &CardList::opened, this, [this, column](int row) {
        if (const auto id = column->cards().list().idAt(row))
            emit recordOpened(*id);
    });
    connect(&list, &CardList::columnRequested, this, [this, column](int step) { focusColumn(column, step); });
    connect(&list, &CardList::moveRequested, this, [this, column](int row, int step) {
        moveCard(column, row, columnOf(static_cast<int>(column->stage()) + step));
    });
    connect(&list, &CardList::menuRequested, this,
            [this, column](int row, const QPoint &at) { openMenu(column, row, at); });
    connect(
        &list, &CardList::dragStarted, this,
        [this, column](int row, const QPoint &grip, const QPoint &at) { startDrag(column, row, grip, at); });
    connect(&list, &CardList::dragMoved, this, &Board::drag);
    connect(&list, &CardList::dragEnded, this, &Board::endDrag);
    connect(&column->cards().list(), &RecordListModel::refreshed, this,
            [this, column] { followCard(column); });
}

// The last moved stands on top. Lost deals stand on the board only where the filter asks for them.
Query Board::query() const
{
    Query query = toQuery(m_spec, m_filter, m_host.format(), currentTime());
    query.sort = {{std::string(Interests::stageChangedAt.name()), true}};
    if (!m_filter.columns.contains(Interests::outcome.index())) {
        const Value lost = ValueTraits<InterestOutcome>::toValue(InterestOutcome::Lost);
        query.filter = Filter::both(std::move(query.filter),
                                    Filter::where(Interests::outcome.name(), Compare::NotEqual, lost));
    }
    return query;
}

void Board::setFilter(const ListFilter &filter)
{
    m_filter = filter;
    for (BoardColumn *column : m_columns)
        column->setQuery(query());
    count();
}

void Board::showEvent(QShowEvent *event)
{
    OtherView::showEvent(event);
    count();
}

void Board::hideEvent(QHideEvent *event)
{
    OtherView::hideEvent(event);
    endDrag({}, false);
}

void Board::countLater()
{
    if (isVisible() && !m_countTimer.isActive())
        m_countTimer.start();
}

void Board::count()
{
    const int round = ++m_round;
    whenDone(m_host.store().groups(query(), std::string(Interests::pipelineStage.name()),
                                   std::string(Interests::offeredPrice.name())),
             this, [this, round](const Result<std::vector<GroupCount>> &groups) {
                 if (!groups || round != m_round)
                     return;
                 for (BoardColumn *column : m_columns) {
                     const Value stage = ValueTraits<PipelineStage>::toValue(column->stage());
                     const auto found = std::ranges::find(*groups, stage, &GroupCount::value);
                     column->setSum(found == groups->end() ? 0 : found->sum);
                 }
             });
    const Query all = toQuery(m_spec, m_filter, m_host.format(), currentTime());
    whenDone(m_host.store().groups(all, std::string(Interests::outcome.name()), {}), this,
             [this, round](const Result<std::vector<GroupCount>> &groups) {
                 if (!groups || round != m_round)
                     return;
                 const Value lost = ValueTraits<InterestOutcome>::toValue(InterestOutcome::Lost);
                 const auto found = std::ranges::find(*groups, lost, &GroupCount::value);
                 const bool hidden = !m_filter.columns.contains(Interests::outcome.index());
                 m_left->setVisible(hidden && found != groups->end());
                 if (m_left->isVisibleTo(this))
                     m_left->setText(tr("%Ln lost deal(s) left out. Filter by outcome to see them.", nullptr,
                                        static_cast<int>(found->count)));
             });
}

void Board::applyRights()
{
    const QString why = m_mover->whyFixed();
    m_rights->setVisible(!why.isEmpty());
    m_rights->setContent(Tone::Info, tr("Cards stay where they are"), why);
    for (BoardColumn *column : m_columns)
        column->list().setMovable(why.isEmpty());
}

void Board::focusRows()
{
    const auto first =
        std::ranges::find_if(m_columns, [](BoardColumn *column) { return column->cards().rowCount() > 0; });
    BoardColumn *column = first == m_columns.end() ? m_columns.front() : *first;
    column->list().setFocus(Qt::OtherFocusReason);
}

void Board::focusColumn(BoardColumn *from, int step)
{
    BoardColumn *to = columnOf(static_cast<int>(from->stage()) + step);
    if (!to)
        return;
    // As high on the screen as the card that is left.
    const int row = from->list().currentIndex().row();
    to->list().setCurrentRow(std::max(0, row));
    to->list().setFocus(Qt::TabFocusReason);
    m_scroll->ensureWidgetVisible(to, 0, 0);
    to->update();
    from->update();
}

BoardColumn *Board::columnOf(int stage) const
{
    const bool there = stage >= 0 && stage < static_cast<int>(m_columns.size());
    return there ? m_columns[static_cast<std::size_t>(stage)] : nullptr;
}

void Board::moveCard(BoardColumn *from, int row, BoardColumn *to)
{
    const RecordListModel &list = from->cards().list();
    const Row *deal = list.rowAt(row);
    if (!deal || !to)
        return;
    m_moving = list.numberAt(row);
    m_mover->move(*deal, to->stage());
}

void Board::onMoved(const Uuid &, PipelineStage to)
{
    if (m_popup)
        m_popup->close();
    m_follow = std::exchange(m_moving, -1);
    m_followTo = columnOf(static_cast<int>(to));
    followCard(m_followTo);
}

// The card may already be where it went, or come with the next answer of the store.
void Board::followCard(BoardColumn *column)
{
    if (m_follow < 0 || column != m_followTo)
        return;
    const int row = column->cards().list().rowOf(m_follow);
    if (row < 0)
        return;
    m_follow = -1;
    column->list().setCurrentRow(row);
    column->list().setFocus(Qt::OtherFocusReason);
    m_scroll->ensureWidgetVisible(column, 0, 0);
}

void Board::onHindered(const StageHindrance &hindrance)
{
    if (m_popup && m_popup->isVisible()) {
        m_popup->findChild<StageQuestion *>()->ask(hindrance);
        return m_popup->adjustSize();
    }
    BoardColumn *column = columnOf(static_cast<int>(hindrance.to));
    m_scroll->ensureWidgetVisible(column, 0, 0);
    QFrame *popup = makePopup(this);
    auto *question = new StageQuestion(m_host, *m_mover, popup);
    question->setFixedWidth(std::min(theme().px(questionWidth), window()->width() - theme().px(size::page)));
    popup->layout()->addWidget(question);
    connect(question, &StageQuestion::closed, popup, &QWidget::close);
    question->ask(hindrance);
    popup->setFocusProxy(question);
    m_popup = popup;
    showBelow(*popup, column->head());
}

void Board::openMenu(BoardColumn *column, int row, const QPoint &at)
{
    const Row *found = column->cards().list().rowAt(row);
    if (!found)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("cardMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const Uuid id = found->id();
    const std::int64_t number = column->cards().list().numberAt(row);
    menu->addAction(icon(QStringLiteral("handshake")), tr("Open"), this,
                    [this, id] { emit recordOpened(id); });
    const QString why = m_mover->whyFixed(*found);
    QMenu *stages = menu->addMenu(tr("Move to"));
    for (BoardColumn *to : m_columns) {
        const auto move = [this, deal = *found, number, to] {
            m_moving = number;
            m_mover->move(deal, to->stage());
        };
        QAction *action = stages->addAction(stageLabel(to->stage()), this, move);
        action->setCheckable(true);
        action->setChecked(to == column);
        action->setEnabled(to != column && why.isEmpty());
        action->setToolTip(why);
    }
    stages->setToolTipsVisible(true);
    const QUrlQuery preset{{QStringLiteral("interest_id"), fromUtf8(id.toString())}};
    const QUrl reminder = m_host.addressOfNew(schema::Reminders::table.name, preset);
    if (!reminder.isEmpty())
        menu->addAction(icon(QStringLiteral("bell")), tr("New reminder"), this,
                        [this, reminder] { m_host.navigate(reminder); });
    menu->popup(at);
}

void Board::startDrag(BoardColumn *from, int row, const QPoint &grip, const QPoint &at)
{
    const Row *deal = from->cards().list().rowAt(row);
    if (!deal)
        return;
    m_held = Held{from, *deal, grip};
    m_moving = from->cards().list().numberAt(row);
    m_ghost->setPixmap(from->list().pictureOf(from->cards().index(row, 0)));
    m_ghost->adjustSize();
    m_ghost->raise();
    m_ghost->show();
    setCursor(Qt::ClosedHandCursor);
    m_scrollTimer.start();
    drag(at);
}

void Board::drag(const QPoint &at)
{
    if (!m_held)
        return;
    m_ghost->move(mapFromGlobal(at) - m_held->grip);
    const BoardColumn *over = columnAt(at);
    for (BoardColumn *column : m_columns)
        column->setDropTarget(column == over && column != m_held->from);
}

void Board::endDrag(const QPoint &at, bool dropped)
{
    if (!m_held)
        return;
    const Held held = *std::exchange(m_held, std::nullopt);
    m_scrollTimer.stop();
    m_ghost->hide();
    unsetCursor();
    for (BoardColumn *column : m_columns)
        column->setDropTarget(false);
    const BoardColumn *to = dropped ? columnAt(at) : nullptr;
    if (to && to != held.from)
        m_mover->move(held.deal, to->stage());
}

void Board::scrollWhileDragging()
{
    const QRect area(m_scroll->viewport()->mapToGlobal(QPoint()), m_scroll->viewport()->size());
    const QPoint at = QCursor::pos();
    const int edge = theme().px(scrollEdge);
    QScrollBar *bar = m_scroll->horizontalScrollBar();
    if (at.x() < area.left() + edge)
        bar->setValue(bar->value() - theme().px(scrollStep));
    else if (at.x() > area.right() - edge)
        bar->setValue(bar->value() + theme().px(scrollStep));
    else
        return;
    drag(at);
}

BoardColumn *Board::columnAt(const QPoint &globalPos) const
{
    if (!QRect(m_scroll->viewport()->mapToGlobal(QPoint()), m_scroll->viewport()->size()).contains(globalPos))
        return nullptr;
    const auto it = std::ranges::find_if(m_columns, [&](BoardColumn *column) {
        return column->rect().contains(column->mapFromGlobal(globalPos));
    });
    return it == m_columns.end() ? nullptr : *it;
}

} // namespace nimara::ui
