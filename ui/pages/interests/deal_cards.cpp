#include "ui/pages/interests/deal_cards.h"

#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "models/schema/tables/interests.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/pages/interests/next_reminders.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace nimara::ui {

namespace {

using schema::Interests;

constexpr std::int64_t dayMicros = 24LL * 3600 * 1'000'000;

QString say(const char *text, int n = -1)
{
    return QCoreApplication::translate("DealCards", text, nullptr, n);
}

// By whole days gone by, not by midnights: an evening's move is not a day old in the morning.
QString ageOf(const Row &row, Instant now)
{
    const auto since = row[Interests::stageChangedAt];
    if (!since)
        return {};
    const std::int64_t days = std::max<std::int64_t>(0, (now.micros() - since->micros()) / dayMicros);
    return days == 0 ? say("today") : say("%n day(s)", static_cast<int>(days));
}

// Another day's hour has no room on a card.
QString dueOf(const Format &format, Instant due, Instant now)
{
    const Date day = format.day(due);
    const Date today = format.day(now);
    return day == today ? format.relative(due, now) : format.relativeDay(day, today);
}

} // namespace

DealCards::DealCards(EntityHost &host, NextReminders &reminders, QObject *parent)
    : QIdentityProxyModel(parent), m_host(host), m_reminders(reminders)
{
    m_list = new RecordListModel(host.store(), host.words(), Interests::table, this);
    m_list->setColumns({Interests::clientId.index()});
    setSourceModel(m_list);
    connect(&reminders, &NextReminders::changed, this, [this] {
        if (rowCount() > 0)
            emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
    });
}

QString DealCards::textOf(const Row &row, int column) const
{
    const ColumnInfo &info = Interests::table.columns[static_cast<std::size_t>(column)];
    return valueText(m_host.store(), m_host.words(), row, info).text;
}

std::optional<DealCard> DealCards::cardAt(int row) const
{
    const Row *found = m_list->rowAt(row);
    if (!found)
        return {};
    const Row &deal = *found;
    const Instant now = currentTime();
    DealCard card;
    card.client = textOf(deal, Interests::clientId.index());
    card.berth = textOf(deal, Interests::berthId.index());
    if (const auto price = deal[Interests::offeredPrice])
        card.value = m_host.format().money(*price, {}, false);
    card.agent = textOf(deal, Interests::assignedTo.index());
    card.age = ageOf(deal, now);
    const auto outcome = deal[Interests::outcome].value_or(InterestOutcome::Open);
    if (outcome == InterestOutcome::Open) {
        const auto reminder = m_reminders.of(deal.id());
        const auto followUp = deal[Interests::nextFollowUpAt];
        const auto due = reminder && followUp ? std::min(*reminder, *followUp)
                         : reminder           ? reminder
                                              : followUp;
        if (due)
            card.due = dueOf(m_host.format(), *due, now);
        card.overdue = due && *due < now;
    } else {
        card.outcome = textOf(deal, Interests::outcome.index());
    }
    card.lead = valueToText(ColumnType::Enum, deal.value(Interests::leadCategory.index()));
    card.state = m_host.store().rowState(Interests::table, deal.id());
    return card;
}

QVariant DealCards::data(const QModelIndex &index, int role) const
{
    if (role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return QIdentityProxyModel::data(index, role);
    const auto card = index.isValid() ? cardAt(index.row()) : std::nullopt;
    return card ? QVariant(wordsOf(*card)) : QVariant();
}

QString wordsOf(const DealCard &card)
{
    QStringList words{card.client};
    words << (card.berth.isEmpty() ? say("no berth yet") : say("berth %1").arg(card.berth));
    if (!card.value.isEmpty())
        words << card.value;
    if (!card.agent.isEmpty())
        words << card.agent;
    if (!card.age.isEmpty())
        words << say("in this stage: %1").arg(card.age);
    if (!card.due.isEmpty())
        words << (card.overdue ? say("overdue: %1") : say("due %1")).arg(card.due);
    if (!card.outcome.isEmpty())
        words << card.outcome;
    return words.join(QStringLiteral(", "));
}

} // namespace nimara::ui
