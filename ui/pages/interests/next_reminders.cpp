#include "ui/pages/interests/next_reminders.h"

#include "models/schema/tables/planning.h"
#include "models/store/store.h"
#include "models/store/when_done.h"

#include <algorithm>
#include <utility>

namespace nimara::ui {

namespace {

using schema::Reminders;

// More than stand on any screen; beyond it the oldest questions are simply asked again.
constexpr std::size_t mostKept = 4000;

Filter stillToDo(const std::set<Uuid> &deals)
{
    Filter of;
    of.kind = Filter::Kind::Column;
    of.column = Reminders::interestId.name();
    of.compare = Compare::In;
    of.values.assign(deals.begin(), deals.end());
    const Value done = ValueTraits<ReminderStatus>::toValue(ReminderStatus::Completed);
    return Filter::both(std::move(of), Filter::where(Reminders::status.name(), Compare::NotEqual, done));
}

} // namespace

NextReminders::NextReminders(Store &store, QObject *parent) : QObject(parent), m_store(store)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &NextReminders::fetch);
    connect(&store, &Store::replicaReplaced, this, &NextReminders::forget);
    connect(&store, &Store::tableChanged, this, [this](int table) {
        if (table == Reminders::table.number)
            forget();
    });
}

std::optional<Instant> NextReminders::of(const Uuid &deal)
{
    if (const auto known = m_known.find(deal); known != m_known.end())
        return known->second;
    m_wanted.insert(deal);
    if (!m_timer.isActive())
        m_timer.start();
    return {};
}

void NextReminders::forget()
{
    ++m_round;
    m_known.clear();
    emit changed();
}

void NextReminders::fetch()
{
    const std::set<Uuid> deals = std::exchange(m_wanted, {});
    if (m_known.size() > mostKept)
        m_known.clear();
    const Query query{.table = &Reminders::table, .filter = stillToDo(deals)};
    whenDone(m_store.list(query), this, [this, deals, round = m_round](const Result<std::vector<Row>> &rows) {
        if (!rows || round != m_round)
            return;
        for (const Uuid &deal : deals)
            m_known[deal] = {};
        for (const Row &row : *rows) {
            const auto snoozed = row[Reminders::snoozedUntil];
            const auto due = snoozed ? snoozed : row[Reminders::dueAt];
            std::optional<Instant> &next = m_known[row[Reminders::interestId].value_or(Uuid())];
            if (due && (!next || *due < *next))
                next = due;
        }
        emit changed();
    });
}

} // namespace nimara::ui
