#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <memory>
#include <string>

// The few things about files that the C++ library does not offer, for each system. Errors: Storage ("file.io",
// "file.full") with the system's words in the detail.
namespace nimara::os {

// What was written to the file is on the disk.
Result<Done> syncFile(const std::string &path);
// A file made, renamed or removed in this folder stays so through a power loss.
Result<Done> syncFolder(const std::string &folder);
// Replaces what is at `to`.
Result<Done> replaceFile(const std::string &from, const std::string &to);
// Only for the owner's eyes, synced. Not atomic: write beside and replaceFile() for that.
Result<Done> writeFile(const std::string &path, const std::string &content);
// At the end of a file that is made, for the owner's eyes, where there is none. Not synced; after a fault a part of it
// may stand there.
Result<Done> appendFile(const std::string &path, const std::string &content);
// Files above `limit` are refused; NotFound ("file.missing").
Result<std::string> readFile(const std::string &path, std::size_t limit);
// Less than `size` at the end of the file, nothing behind it.
Result<std::string> readPart(const std::string &path, std::uint64_t offset, std::size_t size);

// An exclusive lock that the system takes away with the process. Also held against the same process.
class FileLock
{
public:
    // Conflict ("file.locked"): another holds it. Makes the file where there is none.
    static Result<std::unique_ptr<FileLock>> take(const std::string &path);
    virtual ~FileLock() = default;
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;

protected:
    FileLock() = default;
};

} // namespace nimara::os
