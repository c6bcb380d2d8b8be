#pragma once

#include "models/base/result.h"
#include "server/embedded/process.h"

#include <filesystem>
#include <memory>
#include <string>

namespace nimara::server::embedded {

// Of a key "embedded.…"; names the path.
Error storageFault(std::string key, const std::filesystem::path &path, std::string detail);

// Where everything of one embedded server lies.
struct Place
{
    std::filesystem::path folder;  // DIR itself: lock, secrets, certificate, files
    std::filesystem::path cluster; // PostgreSQL's own, in DIR where its user can reach it
    User user;                     // whom PostgreSQL runs as; never root

    std::filesystem::path data() const { return cluster / "data"; }
    std::filesystem::path log() const { return cluster / "postgresql.log"; }
    std::filesystem::path runFile() const { return folder / "running.json"; }
};

// Makes what is missing. Started by root the cluster belongs to `postgres`, else to `nobody`; where that user cannot
// enter DIR, it lies below /var/lib/nimara, and DIR remembers where.
Result<Place> preparePlace(const std::filesystem::path &folder);

// A folder for the socket: short, since a socket's path ends at 107 bytes, and the user's alone.
Result<std::filesystem::path> makeSocketFolder(const User &user);
bool isSocketFolder(const std::filesystem::path &folder);

// Held by one process at a time; the system lets go of it however that ends.
class FolderLock
{
public:
    // Conflict ("embedded.in_use") when another process holds it.
    static Result<std::unique_ptr<FolderLock>> take(const std::filesystem::path &folder);
    ~FolderLock();
    FolderLock(const FolderLock &) = delete;
    FolderLock &operator=(const FolderLock &) = delete;

private:
    explicit FolderLock(int file) : m_file(file) {}
    int m_file;
};

// The folder of initdb and postgres, of the version that made the data, or else the newest.
Result<std::filesystem::path> findPrograms(const std::filesystem::path &data);

// A small file, whole or not at all, on the disk when this returns.
Result<> writeFile(const std::filesystem::path &path, const std::string &text, unsigned mode);
std::string readFile(const std::filesystem::path &path);

} // namespace nimara::server::embedded
