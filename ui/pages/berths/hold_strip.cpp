#include "ui/pages/berths/hold_strip.h"

#include "models/domain/holds.h"
#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/interests.h"
#include "models/store/berth_queries.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/record_context.h"
#include "ui/entity/rights_text.h"
#include "ui/pages/berths/hold_question.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/format.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QShortcut>

#include <algorithm>

namespace nimara::ui {

namespace {

using schema::BerthHolds;
using schema::Berths;

constexpr int tickMs = 20'000;
constexpr std::string_view manageBerths = "berths.edit";

} // namespace

HoldStrip::HoldStrip(RecordContext &record, QWidget *parent) : QWidget(parent), m_record(record)
{
    setObjectName(QStringLiteral("holdStrip"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(size::grid * 2));
    m_line = new QWidget(this);
    auto *line = new QHBoxLayout(m_line);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(theme().px(size::grid * 2));
    auto *mark = new QLabel(m_line);
    const int side = theme().px(size::icon);
    mark->setPixmap(
        ui::icon(QStringLiteral("lock"), Token::Warning).pixmap(QSize(side, side), devicePixelRatioF()));
    m_mark = mark;
    m_words = new Label({}, Type::Body, Token::Text, QFont::Normal, m_line);
    m_words->setObjectName(QStringLiteral("holdWords"));
    m_words->setWordWrap(true);
    m_hold = makeButton(tr("Hold for a client…"), Emphasis::Secondary, QStringLiteral("lock"), m_line);
    m_hold->setObjectName(QStringLiteral("holdBerth"));
    m_release = makeButton(tr("Release hold"), Emphasis::Secondary, QStringLiteral("lock-open"), m_line);
    m_release->setObjectName(QStringLiteral("releaseHold"));
    line->addWidget(m_mark);
    line->addWidget(m_words, 1);
    line->addWidget(m_hold);
    line->addWidget(m_release);
    m_line->hide(); // until the berth is here
    column->addWidget(m_line);
    m_question = new HoldQuestion(record.host(), this);
    m_question->hide();
    column->addWidget(m_question);

    auto *keys = new QShortcut(keys::hold(), parent);
    keys->setContext(Qt::WidgetWithChildrenShortcut);
    connect(keys, &QShortcut::activated, m_hold, &QPushButton::click);
    connect(m_hold, &QPushButton::clicked, this, &HoldStrip::openQuestion);
    connect(m_release, &QPushButton::clicked, this, &HoldStrip::release);
    connect(m_question, &HoldQuestion::closed, m_question, &QWidget::hide);
    connect(&record, &RecordContext::idChanged, this, [this] {
        m_question->hide();
        m_holds.clear();
        fetch();
    });
    connect(&record, &RecordContext::changed, this, &HoldStrip::refresh);
    Store &store = record.host().store();
    connect(&store, &Store::tableChanged, this, [this](int table) {
        if (table == BerthHolds::table.number)
            fetch();
    });
    connect(&store, &Store::titlesChanged, this, &HoldStrip::refresh);
    connect(&store, &Store::statusChanged, this, &HoldStrip::refresh); // asked for, sent, granted
    connect(&m_tick, &QTimer::timeout, this, &HoldStrip::refresh);
    m_tick.start(tickMs);
    fetch();
}

void HoldStrip::fetch()
{
    if (m_record.id().isNil())
        return;
    whenDone(m_record.host().store().list(activeHoldsOn(m_record.id())), this,
             [this, id = m_record.id()](const Result<std::vector<Row>> &holds) {
                 if (!holds || id != m_record.id())
                     return;
                 m_holds = *holds;
                 refresh();
             });
}

// One that the server has granted comes before one that is asked for.
const Row *HoldStrip::standing() const
{
    const Store &store = m_record.host().store();
    for (const Row &hold : m_holds) {
        if (store.rowState(BerthHolds::table, hold.id()) == RowState::Confirmed &&
            standsAt(hold, currentTime()))
            return &hold;
    }
    return standingAmong(m_holds, currentTime());
}

QString HoldStrip::wordsFor(const Row &hold) const
{
    EntityHost &host = m_record.host();
    Store &store = host.store();
    const QString client = store.title("clients", hold[BerthHolds::clientId].value_or(Uuid()));
    const Instant until = hold[BerthHolds::heldUntil].value_or(Instant());
    const QString end =
        tr("%1 (%2)").arg(host.format().dateTime(until), host.format().relative(until, currentTime()));
    const auto holder = hold[BerthHolds::holderId];
    if (hold.rev == 0 && store.rowState(BerthHolds::table, hold.id()) != RowState::Confirmed)
        return tr("Asked for: for %1 until %2. The server has not granted it yet.").arg(client, end);
    if (holder == store.session().userId)
        return tr("Held by you for %1 until %2.").arg(client, end);
    return tr("Held by %1 for %2 until %3.").arg(store.title("users", holder.value_or(Uuid())), client, end);
}

QString HoldStrip::whyNotHeld() const
{
    const Store &store = m_record.host().store();
    return whyNot(store, canCreate(BerthHolds::table, actorOf(store)));
}

QString HoldStrip::whyNotReleased(const Row &hold) const
{
    const Store &store = m_record.host().store();
    if (hold[BerthHolds::holderId] == store.session().userId)
        return whyNot(store, canEdit(BerthHolds::table, actorOf(store), &hold));
    if (store.may(manageBerths))
        return {};
    return tr("Only the holder releases it, or who may edit berths.");
}

void HoldStrip::refresh()
{
    if (!m_record.isLoaded())
        return;
    const Row *hold = standing();
    const bool mayHold = !hold && mayBeHeld(m_record.row());
    m_line->setVisible(hold || mayHold);
    m_mark->setVisible(hold);
    m_words->setText(hold ? wordsFor(*hold) : tr("Nobody holds this berth."));
    m_words->setColor(hold ? Token::Text : Token::Muted);
    m_hold->setVisible(mayHold);
    m_release->setVisible(hold);
    if (!mayHold)
        m_question->hide();
    const QString noHold = whyNotHeld();
    m_hold->setEnabled(mayHold && noHold.isEmpty());
    m_hold->setToolTip(noHold.isEmpty() ? keys::tip(tr("Hold for a client"), keys::hold()) : noHold);
    const QString noRelease = hold ? whyNotReleased(*hold) : QString();
    m_release->setEnabled(hold && noRelease.isEmpty());
    m_release->setToolTip(noRelease);
}

void HoldStrip::openQuestion()
{
    if (!m_record.isLoaded())
        return;
    m_question->ask(m_record.row());
    m_question->show();
    m_question->setFocus(Qt::OtherFocusReason);
}

void HoldStrip::release()
{
    const Row *hold = standing();
    if (!hold)
        return;
    EntityHost &host = m_record.host();
    Row released = *hold;
    released.set(BerthHolds::state, HoldState::Released);
    Edit edit = updateEdit(*hold, released);
    edit.title = toUtf8(tr("Release the hold on %1").arg(m_record.name()));
    whenDone(host.store().submit(std::move(edit)), this, [&host](const Result<Uuid> &result) {
        if (!result)
            return host.toastError(result.error());
        host.toast({tr("The hold was released"), Tone::Success});
    });
}

} // namespace nimara::ui
