#pragma once

#include "sync/replica/core.h"
#include "sync/replica/journal_file.h"

namespace nimara::sync {

// The second copy of outbox and inbox, for the day on which the database's own pages cannot be read. What counts as saved
// is the database's commit: the journal follows it, is never waited for, and where it could not be written it is written
// anew after the next edit.
//
// It may lack an edit, but must never bring back one that the user has taken back: that goes to the journal first.
class Journal
{
public:
    Journal(Files &files, std::string path, const std::optional<ReplicaKey> &key)
        : m_file(files, std::move(path), key)
    {}

    bool exists() const { return m_file.exists(); }
    JournalView read() { return m_file.read(); }

    // Around the COMMIT of each transaction of the live file; what it did stands in core.notes.
    Result<Done> beforeCommit(Core &core);
    void afterCommit(const Core &core);
    void afterFailure(const Core &core);

    // After opening: `view`, if there was a journal, is what it says.
    void settle(const Core &core, const std::optional<JournalView> &view);
    // It says what the tables say, or will after the next edit.
    bool isCurrent() const { return !m_stale; }

private:
    bool agrees(const Core &core, const JournalView &view) const;
    void rewrite(const Core &core);

    JournalFile m_file;
    std::size_t m_sizeAnew = 0; // when it was last written as a whole
    bool m_stale = true;
    bool m_ahead = false; // this transaction stands in it already
};

} // namespace nimara::sync
