#include "ui/pages/berths/hold_notes.h"

#include "models/domain/holds.h"
#include "models/schema/tables/interests.h"
#include "models/store/berth_queries.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/widgets/format.h"

namespace nimara::ui {

namespace {

using schema::BerthHolds;

constexpr int notesTickMs = 20'000;

} // namespace

HoldNotes::HoldNotes(EntityHost &host, QObject *parent) : RowNotes(parent), m_host(host)
{
    Store &store = host.store();
    connect(&store, &Store::tableChanged, this, [this](int table) {
        if (table == BerthHolds::table.number)
            fetch();
    });
    connect(&store, &Store::replicaReplaced, this, &HoldNotes::fetch);
    connect(&store, &Store::titlesChanged, this, &RowNotes::changed);
    connect(&m_tick, &QTimer::timeout, this, &RowNotes::changed);
    m_tick.start(notesTickMs);
    fetch();
}

void HoldNotes::fetch()
{
    whenDone(m_host.store().list(activeHolds()), this, [this](const Result<std::vector<Row>> &holds) {
        if (!holds)
            return;
        m_holds.clear();
        for (const Row &hold : *holds) {
            if (standsAt(hold, currentTime()))
                m_holds.insert_or_assign(hold[BerthHolds::berthId].value_or(Uuid()), hold);
        }
        emit changed();
    });
}

std::optional<RowNote> HoldNotes::noteOf(const Uuid &berth) const
{
    const auto found = m_holds.find(berth);
    if (found == m_holds.end() || !standsAt(found->second, currentTime()))
        return std::nullopt;
    const Row &hold = found->second;
    const QString holder = m_host.store().title("users", hold[BerthHolds::holderId].value_or(Uuid()));
    const Instant until = hold[BerthHolds::heldUntil].value_or(Instant());
    return RowNote{QStringLiteral("lock"), Token::Warning,
                   tr("Held by %1 until %2").arg(holder, m_host.format().dateTime(until))};
}

} // namespace nimara::ui
