#pragma once

#include "sync/replica/sqlite.h"

#include <string>
#include <string_view>

namespace nimara::sync {

// What a replica knows of itself and of the server, as it stands in sync_meta. save() writes it all; it is a handful
// of rows.
struct Meta
{
    Uuid clientId;
    Uuid incarnation;
    Uuid port;
    std::uint64_t lastSeq = 0;
    // Of the last transaction that the outbox journal has to know of.
    std::int64_t journalStep = 0;
    bool firstLoadDone = false;
    bool open = false; // a process has it open, or has died with it open
    Standing standing;

    static Result<Meta> load(const Database &db);
    Result<Done> save(const Database &db) const;
    // Only what a local edit changes.
    Result<Done> saveSeq(const Database &db) const;
    Result<Done> saveJournalStep(const Database &db) const;
    Result<Done> saveOpen(const Database &db) const;
    // Only what a word from the server changes.
    Result<Done> saveContact(const Database &db) const;
};

} // namespace nimara::sync
