#include "sync/replica/journal.h"

#include <algorithm>

namespace nimara::sync {

namespace {

// What is over may take so much room until nothing waits or the file is opened again.
constexpr std::size_t roomForOld = 64 * 1024;

JournalState stateOf(const Core &core)
{
    return JournalState::of(core.meta, static_cast<int>(core.outbox.waiting().size()), core.inbox.count());
}

} // namespace

Result<Done> Journal::beforeCommit(Core &core)
{
    m_ahead = false;
    if (core.notes.empty())
        return Done{};
    ++core.meta.journalStep;
    NIMARA_TRY(core.meta.saveJournalStep(core.db));
    if (!core.notes.takesBack())
        return Done{};
    auto written = m_file.append(encodeRecords(stateOf(core), core.notes.entries()));
    if (written)
        written = m_file.sync();
    m_ahead = static_cast<bool>(written);
    if (m_ahead)
        return Done{};
    // Rather no second copy than one that remembers what the user does not want.
    m_stale = true;
    return m_file.remove();
}

void Journal::afterCommit(const Core &core)
{
    if (core.notes.empty())
        return;
    const bool roomy = core.outbox.waiting().empty() && m_file.size() > m_sizeAnew + roomForOld;
    if (m_stale || roomy || core.notes.isEverything())
        rewrite(core);
    else if (!m_ahead)
        m_stale = !m_file.append(encodeRecords(stateOf(core), core.notes.entries()));
    m_ahead = false;
}

void Journal::afterFailure(const Core &core)
{
    if (m_ahead)
        rewrite(core);
    m_ahead = false;
}

void Journal::settle(const Core &core, const std::optional<JournalView> &view)
{
    m_stale = !view || !agrees(core, *view);
    if (m_stale)
        rewrite(core);
}

bool Journal::agrees(const Core &core, const JournalView &view) const
{
    const auto &state = view.state();
    if (!state || view.spoiled() || state->step != core.meta.journalStep ||
        state->clientId != core.meta.clientId || state->incarnation != core.meta.incarnation ||
        m_file.size() > 2 * view.liveBytes() + roomForOld)
        return false;
    const auto &entries = view.entries();
    const auto live = [&](JournalEntry::Kind kind) {
        return std::count_if(entries.begin(), entries.end(),
                             [&](const auto &each) { return each.second.kind == kind; });
    };
    const auto &waiting = core.outbox.waiting();
    return live(JournalEntry::Kind::Waits) == std::ssize(waiting) &&
           live(JournalEntry::Kind::Review) == core.inbox.count() &&
           std::all_of(waiting.begin(), waiting.end(), [&](const auto &edit) {
               const JournalEntry *entry = view.find(edit.second);
               return entry && entry->kind == JournalEntry::Kind::Waits && entry->seq == edit.first;
           });
}

void Journal::rewrite(const Core &core)
{
    m_stale = true;
    auto entries = core.outbox.journalEntries();
    const auto reviews = core.inbox.journalEntries();
    if (!entries || !reviews)
        return;
    entries->insert(entries->end(), reviews->begin(), reviews->end());
    m_stale = !m_file.replace(encodeRecords(stateOf(core), *entries));
    m_sizeAnew = m_file.size();
    // Old numbers, and rows that the user may see no more, must not stay.
    if (m_stale && core.notes.isEverything())
        static_cast<void>(m_file.remove());
}

} // namespace nimara::sync
