#include "ui/shell/sync_panel.h"

#include "models/store/when_done.h"
#include "ui/shell/edit_words.h"
#include "ui/shell/review_card.h"
#include "ui/shell/shell_context.h"
#include "ui/shell/sync_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <chrono>
#include <map>

namespace nimara::ui {

namespace {

using namespace std::chrono_literals;
constexpr std::size_t mostWaiting = 50; // shown one by one; the rest is counted
constexpr std::size_t mostReview = 30;

void clear(QVBoxLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

} // namespace

SyncPanel::SyncPanel(ShellContext &context, QWidget *window) : Popover(window), m_context(context)
{
    setAccessibleName(tr("Sync"));
    build();
    m_clock.setInterval(20s);
    connect(&m_clock, &QTimer::timeout, this, &SyncPanel::followStatus);
    m_fetchSoon.setSingleShot(true);
    m_fetchSoon.setInterval(80ms); // a push of a thousand edits tells of itself a thousand times
    connect(&m_fetchSoon, &QTimer::timeout, this, &SyncPanel::fetch);
    connect(&context.store(), &Store::statusChanged, this, [this] {
        if (!isOpen())
            return;
        followStatus();
        m_fetchSoon.start();
    });
    connect(&context.store(), &Store::titlesChanged, this, [this] {
        if (isOpen())
            m_fetchSoon.start();
    });
    connect(this, &Popover::dismissed, &m_clock, &QTimer::stop);
}

void SyncPanel::build()
{
    m_state = new Banner(this);
    connect(m_state, &Banner::actionTriggered, this, [this] {
        dismiss();
        emit signInRequested();
    });
    auto *inner = new QWidget;
    auto *lists = new QVBoxLayout(inner);
    const int pad = theme().px(size::card);
    lists->setContentsMargins(pad, 0, pad, theme().px(size::gap));
    lists->setSpacing(theme().px(8));
    const auto section = [&](Label *&title, QVBoxLayout *&layout) {
        title = new Label(QString(), Type::Small, Token::Muted, QFont::DemiBold);
        layout = new QVBoxLayout;
        layout->setSpacing(theme().px(8));
        lists->addWidget(title);
        lists->addLayout(layout);
    };
    section(m_reviewTitle, m_review);
    section(m_waitingTitle, m_waiting);
    m_nothing = new Label(tr("No change is waiting on this computer."), Type::Body, Token::Muted);
    lists->addWidget(m_nothing);
    lists->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(inner);
    scroll->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);
    scroll->setFocusPolicy(Qt::NoFocus);

    auto *column = new QVBoxLayout(content());
    column->setContentsMargins(0, pad, 0, 0);
    column->setSpacing(theme().px(size::gap));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(pad, 0, pad, 0);
    top->addWidget(m_state);
    column->addLayout(top);
    column->addWidget(scroll, 1);
    column->addWidget(buildFooter());
}

QWidget *SyncPanel::buildFooter()
{
    auto *footer = new QWidget(this);
    auto *column = new QVBoxLayout(footer);
    const int pad = theme().px(size::card);
    column->setContentsMargins(pad, 0, pad, theme().px(size::gap));
    column->setSpacing(theme().px(8));
    auto *rule = new QFrame(footer);
    rule->setFrameShape(QFrame::HLine);
    column->addWidget(rule);
    auto *line = new QHBoxLayout;
    m_synced = new Label(QString(), Type::Small, Token::Muted);
    m_synced->setWordWrap(true);
    m_sync = makeButton(tr("Sync now"), Emphasis::Secondary, QStringLiteral("refresh-cw"));
    connect(m_sync, &QPushButton::clicked, this, [this] { m_context.store().syncNow(); });
    line->addWidget(m_synced, 1);
    line->addWidget(m_sync);
    column->addLayout(line);
    m_offline = new QCheckBox(tr("Work offline"), footer);
    m_offline->setToolTip(tr("Send and receive nothing until you go online again"));
    connect(m_offline, &QCheckBox::toggled, this, [this](bool on) { m_context.store().setWorkOffline(on); });
    column->addWidget(m_offline);
    return footer;
}

QSize SyncPanel::wantedSize() const
{
    const int room = parentWidget()->height() - theme().px(120);
    return {theme().px(420), std::min(theme().px(560), room)};
}

void SyncPanel::openAt(QWidget *badge)
{
    followStatus();
    fetch();
    m_clock.start();
    open(Place::BottomLeft, badge);
    m_sync->setFocus(Qt::PopupFocusReason);
}

void SyncPanel::followStatus()
{
    const SyncStatus &status = m_context.store().status();
    const SyncWords words = describeStatus(status);
    m_state->setContent(words.tone, words.title, words.advice);
    m_state->setAction(asksToSignIn(status) ? tr("Sign in again") : QString());
    m_synced->setText(lastSyncedWords(status, m_context.format()));
    m_synced->setToolTip(status.lastSyncedAt ? m_context.format().exact(*status.lastSyncedAt) : QString());
    const QSignalBlocker quiet(m_offline);
    m_offline->setChecked(status.link == LinkState::WorkingOffline);
    m_sync->setEnabled(status.link != LinkState::WorkingOffline && status.link != LinkState::Loading);
}

void SyncPanel::fetch()
{
    const int round = ++m_round; // a later question makes an earlier answer worthless
    whenDone(m_context.store().reviewItems(), this,
             [this, round](const Result<std::vector<ReviewItem>> &items) {
                 if (round == m_round && items)
                     showReview(*items);
             });
    whenDone(m_context.store().waitingEdits(), this,
             [this, round](const Result<std::vector<WaitingEdit>> &edits) {
                 if (round == m_round && edits)
                     showWaiting(*edits);
             });
}

void SyncPanel::showReview(const std::vector<ReviewItem> &items)
{
    std::map<std::int64_t, std::vector<std::optional<bool>>> chosen;
    for (int i = 0; i < m_review->count(); ++i) {
        if (const auto *card = qobject_cast<ReviewCard *>(m_review->itemAt(i)->widget()))
            chosen[card->number()] = card->choices();
    }
    clear(m_review);
    m_reviewTitle->setVisible(!items.empty());
    m_reviewTitle->setText(tr("To review (%1)").arg(items.size()));
    for (std::size_t i = 0; i < std::min(items.size(), mostReview); ++i) {
        auto *card = new ReviewCard(m_context, items[i]);
        connect(card, &ReviewCard::chosen, this,
                [this, number = items[i].number](const Decision &decision) { resolve(number, decision); });
        card->setChoices(chosen[card->number()]);
        m_review->addWidget(card);
    }
    if (items.size() > mostReview)
        m_review->addWidget(
            new Label(tr("and %n more", nullptr, int(items.size() - mostReview)), Type::Small, Token::Muted));
}

void SyncPanel::showWaiting(const std::vector<WaitingEdit> &edits)
{
    clear(m_waiting);
    m_waitingTitle->setVisible(!edits.empty());
    m_waitingTitle->setText(tr("Waiting (%1)").arg(edits.size()));
    m_nothing->setVisible(edits.empty());
    for (std::size_t i = 0; i < std::min(edits.size(), mostWaiting); ++i)
        m_waiting->addWidget(waitingRow(edits[i]));
    if (edits.size() > mostWaiting)
        m_waiting->addWidget(new Label(tr("and %n more", nullptr, int(edits.size() - mostWaiting)),
                                       Type::Small, Token::Muted));
}

QWidget *SyncPanel::waitingRow(const WaitingEdit &waiting)
{
    const EditWords edit = describeEdit(m_context.store(), m_context.format(), waiting.mutation.edit);
    auto *row = new QWidget;
    row->setObjectName(QStringLiteral("waiting"));
    row->setAccessibleName(edit.oneLine());
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    auto *words = new QVBoxLayout;
    words->setSpacing(theme().px(2));
    const auto add = [&](const QString &text, Token color, QFont::Weight weight, Type type) {
        auto *label = new Label(text, type, color, weight);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        words->addWidget(label);
        return label;
    };
    add(edit.title, Token::Text, QFont::Medium, Type::Body);
    for (const QString &text : edit.lines)
        add(text, Token::Text, QFont::Normal, Type::Body);
    const QString when = m_context.format().relative(waiting.mutation.clientTime);
    add(waiting.sent ? tr("%1 · sent, not yet confirmed").arg(when)
                     : tr("%1 · saved on this computer").arg(when),
        Token::Muted, QFont::Normal, Type::Small)
        ->setToolTip(m_context.format().exact(waiting.mutation.clientTime));
    line->addLayout(words, 1);
    auto *drop = new IconButton(QStringLiteral("trash-2"), tr("Discard this change"));
    drop->setEnabled(!waiting.sent); // what is on its way can no longer be called back
    connect(drop, &QToolButton::clicked, this, [this, waiting] { discard(waiting); });
    line->addWidget(drop, 0, Qt::AlignTop);
    return row;
}

void SyncPanel::discard(const WaitingEdit &waiting)
{
    const EditWords edit = describeEdit(m_context.store(), m_context.format(), waiting.mutation.edit);
    m_context.confirm({tr("Discard this change?"), edit.oneLine(), tr("Discard"), true}, this,
                      [this, seq = waiting.mutation.seq] {
                          whenDone(m_context.store().discardWaiting(seq), this,
                                   [this](const Result<Done> &done) {
                                       if (!done)
                                           m_context.toastError(done.error());
                                       fetch();
                                   });
                      });
}

void SyncPanel::resolve(std::int64_t number, const Decision &decision)
{
    const auto settle = [this, number, decision] {
        whenDone(m_context.store().resolve(number, decision), this, [this](const Result<Done> &done) {
            if (!done)
                m_context.toastError(done.error());
            fetch();
        });
    };
    if (decision.resolution == Resolution::Discard)
        m_context.confirm({tr("Discard this change?"),
                           tr("All of it is given up. The record stays as it is on the server."),
                           tr("Discard"), true},
                          this, settle);
    else
        settle();
}

} // namespace nimara::ui
