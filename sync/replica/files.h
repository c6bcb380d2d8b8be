#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <memory>
#include <string>

namespace nimara::sync {

// What a replica does with files beside SQLite: replacing one by another, setting a damaged one aside, and keeping a
// second process out. Handed in, so that a simulation which keeps its files elsewhere (a crash VFS) owns these too.
class Files
{
public:
    // Held as long as it lives.
    class Lock
    {
    public:
        Lock() = default;
        virtual ~Lock() = default;
        Lock(const Lock &) = delete;
        Lock &operator=(const Lock &) = delete;
    };

    Files() = default;
    virtual ~Files() = default;
    Files(const Files &) = delete;
    Files &operator=(const Files &) = delete;

    virtual bool exists(const std::string &path) = 0;
    // No error when there is none.
    virtual Result<Done> remove(const std::string &path) = 0;
    // Replaces what is at `to`. After syncFolder() it outlives a power loss.
    virtual Result<Done> rename(const std::string &from, const std::string &to) = 0;
    virtual Result<Done> syncFile(const std::string &path) = 0;
    virtual Result<Done> syncFolder(const std::string &pathOfAFileInIt) = 0;
    // Conflict ("replica.locked") when another process, or another open replica of this one, holds it.
    virtual Result<std::unique_ptr<Lock>> lock(const std::string &path) = 0;
    // Small files, written as a whole and synced.
    virtual Result<std::string> read(const std::string &path) = 0;
    virtual Result<Done> write(const std::string &path, const std::string &content) = 0;
    // At the end of a file, made where there is none. Not synced; after a fault a part of it may stand there.
    virtual Result<Done> append(const std::string &path, const std::string &content) = 0;
    // Less than `size` at the end of the file, nothing behind it.
    virtual Result<std::string> readPart(const std::string &path, std::uint64_t offset, std::size_t size) = 0;
};

// The system's own.
Files &systemFiles();

} // namespace nimara::sync
