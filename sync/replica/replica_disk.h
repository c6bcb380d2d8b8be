#pragma once

#include "sync/replica/journal.h"
#include "sync/replica/salvage.h"

#include <memory>

// A replica's files:
//   NAME          the database        NAME-wal, NAME-shm   its log
//   NAME.outbox   the second copy of outbox and inbox (journal.h)
//   NAME.lock     held by the process that has it open
//   NAME.key      what only the right key gives, to tell a wrong key from a damaged file
//   NAME.part     a new database that is being written
//   NAME.next     a new database that is complete and takes the place of NAME as soon as it can
//   NAME.damaged  the last database that was set aside
//   NAME.suspect  damage was met while it was open: it is rebuilt on the next open
namespace nimara::sync {

class ReplicaDisk
{
public:
    ReplicaDisk(const ReplicaOptions &options, Realm realm, Clock &clock, Rng &rng);

    // Takes the lock, checks the key, finishes what a crash has left half done, rebuilds what is of no use.
    Result<std::unique_ptr<Core>> open(OpenReport &report);

    // A new database beside the live one. Fit for a bulk load: no journal, no secondary indexes.
    Result<std::unique_ptr<Core>> begin() const;
    void discardNew() const;
    // It takes the live one's place. Both must be closed.
    Result<Done> replace(bool keepOld) const;
    Result<std::unique_ptr<Core>> openLive() const;

    Journal &journal() { return m_journal; }
    const Journal &journal() const { return m_journal; }

    // On the next open the file is rebuilt.
    void suspect() const;

private:
    std::string beside(const char *suffix) const { return m_options.path + suffix; }
    Result<Done> checkKey(bool exists, bool &known) const;
    using View = std::optional<JournalView>;
    Result<View> readJournal(bool keyKnown);
    Result<std::unique_ptr<Core>> openOrRebuild(OpenReport &report, const View &view, bool keyKnown) const;
    Result<std::unique_ptr<Core>> openMissing(OpenReport &report, const View &view) const;
    // With what the journal knows beyond it.
    Result<std::unique_ptr<Core>> openCaughtUp(OpenReport &report, const View &view) const;
    Result<Done> takeFrom(const JournalView &view, Core &core, OpenReport &report) const;
    Result<OpenReport::Why> fault(const Database &db) const;
    Result<std::unique_ptr<Core>> create() const;
    Result<std::unique_ptr<Core>> rebuild(OpenReport &report, const View &view) const;
    Result<std::unique_ptr<Core>> attach(const std::string &path, bool createIt) const;

    const ReplicaOptions &m_options;
    Files &m_files;
    Realm m_realm;
    Clock &m_clock;
    Rng &m_rng;
    std::unique_ptr<Files::Lock> m_lock;
    Journal m_journal;
};

} // namespace nimara::sync
