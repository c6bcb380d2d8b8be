#include "ui/shell/held_note.h"

#include "models/domain/holds.h"
#include "models/items/value_text.h"
#include "models/schema/registry.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/clients.h"
#include "models/schema/tables/interests.h"
#include "models/store/berth_queries.h"
#include "models/store/when_done.h"
#include "ui/shell/shell_context.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QDateTime>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace nimara::ui {

namespace {

using schema::BerthHolds;
using schema::Berths;
using schema::Interests;
using schema::Vessels;

constexpr std::size_t mostOffers = 5;

// The row as a refused creation would have made it.
Row madeBy(const Table &table, const Op &op)
{
    Row row = Row::fresh(table);
    row.setValue("id", op.id);
    for (const FieldChange &field : op.fields)
        row.setValue(field.column, field.now);
    return row;
}

Instant now()
{
    return Instant(QDateTime::currentMSecsSinceEpoch() * 1000);
}

} // namespace

HeldNote::HeldNote(ShellContext &context, const ReviewItem &item, QWidget *parent)
    : QWidget(parent), m_context(context), m_number(item.number), m_edit(item.mutation.edit),
      m_berth(item.outcome.otherId)
{
    setObjectName(QStringLiteral("heldNote"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(6));
    sayWho(column, item);
    m_offers = new QVBoxLayout;
    m_offers->setSpacing(theme().px(6));
    column->addLayout(m_offers);
    if (!m_berth.isNil())
        findDeal(item);
}

void HeldNote::sayWho(QVBoxLayout *column, const ReviewItem &item)
{
    for (const FieldConflict &hold : item.outcome.conflicts) {
        const auto *micros = std::get_if<std::int64_t>(&hold.theirs);
        if (hold.table != BerthHolds::table.number || !micros)
            continue;
        const Instant until(*micros);
        const QString end = m_context.format().dateTime(until);
        const QString who = m_context.store().title("users", hold.by);
        const QString holder = who.isEmpty() ? tr("someone else") : who;
        auto *words =
            new Label(until > now() ? tr("Held by %1 until %2.").arg(holder, end)
                                    : tr("It was held by %1 until %2. That is over: retry.").arg(holder, end),
                      Type::Body, Token::Text, QFont::Medium, this);
        words->setObjectName(QStringLiteral("heldBy"));
        words->setWordWrap(true);
        column->addWidget(words);
    }
}

// A change of the berth itself is for that berth alone; a deal and a hold may have another.
void HeldNote::findDeal(const ReviewItem &item)
{
    const auto &ops = item.mutation.edit.ops;
    const Table *table = ops.empty() ? nullptr : schema::findTable(ops.front().table);
    if (table != &Interests::table && table != &BerthHolds::table)
        return;
    Uuid deal = ops.front().id;
    const Row made = madeBy(*table, ops.front());
    const bool isNew = ops.front().kind == OpKind::Create;
    if (table == &BerthHolds::table) {
        m_client = made[BerthHolds::clientId].value_or(Uuid());
        deal = made[BerthHolds::interestId].value_or(Uuid());
    } else if (isNew) {
        m_deal = made;
    }
    if (m_deal.isValid() || deal.isNil())
        return findVessel();
    whenDone(m_context.store().row(Interests::table, deal), this, [this](const Result<Row> &row) {
        if (row)
            m_deal = *row;
        findVessel();
    });
}

void HeldNote::findVessel()
{
    if (m_deal.isValid())
        m_client = m_deal[Interests::clientId].value_or(m_client);
    const auto vessel = m_deal.isValid() ? m_deal[Interests::vesselId] : std::nullopt;
    const Query query{.table = &Vessels::table,
                      .filter = vessel ? Filter::equal(Vessels::id, *vessel)
                                       : Filter::equal(Vessels::clientId, m_client),
                      .limit = 1};
    whenDone(m_context.store().list(query), this, [this](const Result<std::vector<Row>> &vessels) {
        const Row *boat = vessels && !vessels->empty() ? &vessels->front() : nullptr;
        const BerthNeed need = needOf(m_deal.isValid() ? &m_deal : nullptr, boat);
        if (!need.isEmpty())
            return findBerths(need);
        whenDone(m_context.store().row(Berths::table, m_berth), this,
                 [this](const Result<Row> &berth) { findBerths(berth ? needLike(*berth) : BerthNeed()); });
    });
}

void HeldNote::findBerths(const BerthNeed &need)
{
    whenDone(
        m_context.store().list(activeHolds()), this, [this, need](const Result<std::vector<Row>> &holds) {
            std::set<Uuid> taken{m_berth};
            for (const Row &hold : holds ? *holds : std::vector<Row>()) {
                if (standsAt(hold, now()))
                    taken.insert(hold[BerthHolds::berthId].value_or(Uuid()));
            }
            whenDone(m_context.store().list(availableBerths()), this,
                     [this, need, taken](const Result<std::vector<Row>> &berths) {
                         if (!berths)
                             return;
                         std::vector<Row> free = *berths;
                         std::erase_if(free, [&](const Row &berth) { return taken.contains(berth.id()); });
                         offer(fittingBerths(std::move(free), need, mostOffers));
                     });
        });
}

void HeldNote::offer(const std::vector<Row> &berths)
{
    auto *heading = new Label(berths.empty() ? tr("No other free berth fits.") : tr("Free berths that fit:"),
                              Type::Small, Token::Muted, QFont::Normal, this);
    m_offers->addWidget(heading);
    for (const Row &berth : berths) {
        const auto metres = [&](const Column<Length> &column) {
            return m_context.format().decimal(berth[column].value_or(Decimal()));
        };
        auto *button = makeButton(
            tr("Take %1 (%2 × %3 m)")
                .arg(rowName(m_context.store(), berth), metres(Berths::lengthM), metres(Berths::beamM)),
            Emphasis::Secondary, QStringLiteral("anchor"), this);
        button->setObjectName(QStringLiteral("takeBerth"));
        connect(button, &QPushButton::clicked, this, [this, id = berth.id()] { take(id); });
        m_offers->addWidget(button, 0, Qt::AlignLeft);
    }
}

// A change that named the berth is made anew with the other one. A deal that only moved on goes to the other berth first.
void HeldNote::take(const Uuid &berth)
{
    if (auto elsewhere = onOtherBerth(m_edit, m_berth, berth))
        return submit(*std::move(elsewhere), Resolution::Discard);
    if (!m_deal.isValid())
        return;
    Edit move{.ops = {{Interests::table.number,
                       m_deal.id(),
                       OpKind::Update,
                       {{std::string(Interests::berthId.name()),
                         {},
                         m_deal.value(Interests::berthId.index()),
                         berth}}}}};
    move.title = tr("Move the deal to another berth").toStdString();
    submit(std::move(move), Resolution::Retry);
}

// The card may be made anew before the answers come; what was begun is brought to its end all the same.
void HeldNote::submit(Edit edit, Resolution then)
{
    setEnabled(false);
    Store &store = m_context.store();
    const auto submitted = [&store, &context = m_context, number = m_number,
                            then](const Result<Uuid> &result) {
        if (!result)
            return context.toastError(result.error());
        whenDone(store.resolve(number, then), &store, [&context](const Result<Done> &settled) {
            if (!settled)
                context.toastError(settled.error());
        });
    };
    whenDone(store.submit(std::move(edit)), &store, submitted);
}

} // namespace nimara::ui
