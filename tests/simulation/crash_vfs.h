#pragma once

#include <sqlite3.h>
#include <string>

namespace nimara::sim {

class CrashDisk;

// SQLite's door to a CrashDisk; registered as long as it lives.
struct CrashVfs
{
    CrashVfs(CrashDisk &disk, const std::string &name);
    ~CrashVfs();
    CrashVfs(const CrashVfs &) = delete;
    CrashVfs &operator=(const CrashVfs &) = delete;

    CrashDisk &disk;
    sqlite3_vfs vfs{};
};

} // namespace nimara::sim
