#include "tests/simulation/crash_vfs.h"

#include "tests/simulation/crash_disk.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace nimara::sim {

namespace {

using File = CrashDisk::File;

// SQLite hands in memory of szOsFile bytes; the C part comes first.
struct Handle
{
    sqlite3_file base;
    CrashDisk *disk;
    std::shared_ptr<File> file;
    std::string path;
    bool deleteOnClose;
    bool syncFolder; // with the first sync, as SQLite's own VFS does for a new journal or log
};

Handle &handle(sqlite3_file *file)
{
    return *reinterpret_cast<Handle *>(file);
}

CrashDisk &diskOf(sqlite3_vfs *vfs)
{
    return static_cast<CrashVfs *>(vfs->pAppData)->disk;
}

int closeFile(sqlite3_file *file)
{
    Handle &self = handle(file);
    if (self.deleteOnClose)
        self.disk->unlink(self.path);
    self.path.~basic_string();
    self.file.~shared_ptr();
    return SQLITE_OK;
}

int readFile(sqlite3_file *file, void *buffer, int amount, sqlite3_int64 offset)
{
    const std::string &bytes = handle(file).file->bytes;
    const auto at = static_cast<std::size_t>(offset);
    const auto wanted = static_cast<std::size_t>(amount);
    const std::size_t there = at < bytes.size() ? std::min(wanted, bytes.size() - at) : 0;
    std::memcpy(buffer, bytes.data() + std::min(at, bytes.size()), there);
    if (there == wanted)
        return SQLITE_OK;
    std::memset(static_cast<char *>(buffer) + there, 0, wanted - there);
    return SQLITE_IOERR_SHORT_READ;
}

int writeFile(sqlite3_file *file, const void *buffer, int amount, sqlite3_int64 offset)
{
    Handle &self = handle(file);
    const auto at = static_cast<std::size_t>(offset);
    const auto size = static_cast<std::size_t>(amount);
    if (self.disk->failsNow())
        return SQLITE_IOERR_WRITE;
    if (at + size > self.file->bytes.size() && !self.disk->mayGrow())
        return SQLITE_FULL;
    self.file->put(at, static_cast<const char *>(buffer), size);
    return SQLITE_OK;
}

int truncateFile(sqlite3_file *file, sqlite3_int64 size)
{
    handle(file).file->truncate(static_cast<std::size_t>(size));
    return SQLITE_OK;
}

int syncFile(sqlite3_file *file, int)
{
    Handle &self = handle(file);
    if (self.disk->failsNow())
        return SQLITE_IOERR_FSYNC;
    if (self.disk->lies())
        return SQLITE_OK;
    self.file->sync();
    if (self.syncFolder)
        self.disk->syncNames();
    self.syncFolder = false;
    return SQLITE_OK;
}

int fileSize(sqlite3_file *file, sqlite3_int64 *size)
{
    *size = static_cast<sqlite3_int64>(handle(file).file->bytes.size());
    return SQLITE_OK;
}

// One process with one writing connection a file: locks are always to be had.
int lockFile(sqlite3_file *, int)
{
    return SQLITE_OK;
}

int checkLock(sqlite3_file *, int *held)
{
    *held = 0;
    return SQLITE_OK;
}

int controlFile(sqlite3_file *, int, void *)
{
    return SQLITE_NOTFOUND;
}

int sectorSize(sqlite3_file *)
{
    return 512;
}

int characteristics(sqlite3_file *)
{
    return 0; // no atomic writes, no safe append, no power-safe overwrite
}

int mapShared(sqlite3_file *file, int region, int size, int, void volatile **out)
{
    auto &shared = handle(file).file->shared;
    while (shared.size() <= static_cast<std::size_t>(region)) {
        shared.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
        std::memset(shared.back().get(), 0, static_cast<std::size_t>(size));
    }
    *out = shared[static_cast<std::size_t>(region)].get();
    return SQLITE_OK;
}

int lockShared(sqlite3_file *, int, int, int)
{
    return SQLITE_OK;
}

void barrier(sqlite3_file *) {}

int unmapShared(sqlite3_file *file, int deleteIt)
{
    if (deleteIt)
        handle(file).file->shared.clear();
    return SQLITE_OK;
}

const sqlite3_io_methods methods{
    .iVersion = 2,
    .xClose = closeFile,
    .xRead = readFile,
    .xWrite = writeFile,
    .xTruncate = truncateFile,
    .xSync = syncFile,
    .xFileSize = fileSize,
    .xLock = lockFile,
    .xUnlock = lockFile,
    .xCheckReservedLock = checkLock,
    .xFileControl = controlFile,
    .xSectorSize = sectorSize,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = mapShared,
    .xShmLock = lockShared,
    .xShmBarrier = barrier,
    .xShmUnmap = unmapShared,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int openFile(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *outFlags)
{
    static std::uint64_t temporaries = 0;
    CrashDisk &disk = diskOf(vfs);
    file->pMethods = nullptr;
    const std::string path = name ? name : "temporary-" + std::to_string(++temporaries);
    auto found = disk.find(path);
    const bool isNew = !found;
    if (isNew) {
        if ((flags & SQLITE_OPEN_CREATE) == 0)
            return SQLITE_CANTOPEN;
        found = disk.make(path);
    }
    Handle &self = handle(file);
    self.disk = &disk;
    new (&self.file) std::shared_ptr<File>(std::move(found));
    new (&self.path) std::string(path);
    self.deleteOnClose = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    self.syncFolder =
        isNew && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0;
    self.base.pMethods = &methods;
    if (outFlags)
        *outFlags = flags;
    return SQLITE_OK;
}

int deleteFile(sqlite3_vfs *vfs, const char *path, int syncFolder)
{
    CrashDisk &disk = diskOf(vfs);
    if (!disk.find(path))
        return SQLITE_IOERR_DELETE_NOENT;
    disk.unlink(path);
    if (syncFolder)
        disk.syncNames();
    return SQLITE_OK;
}

int accessFile(sqlite3_vfs *vfs, const char *path, int, int *result)
{
    *result = diskOf(vfs).find(path) ? 1 : 0;
    return SQLITE_OK;
}

int fullPath(sqlite3_vfs *, const char *path, int size, char *out)
{
    sqlite3_snprintf(size, out, "%s", path);
    return SQLITE_OK;
}

// SQLite asks for randomness (WAL salts) and time here: both are fixed, so that one seed gives one run.
int randomness(sqlite3_vfs *, int size, char *out)
{
    for (int i = 0; i < size; ++i)
        out[i] = static_cast<char>(i * 37 + 11);
    return size;
}

int sleepFor(sqlite3_vfs *, int micros)
{
    return micros;
}

int currentTime(sqlite3_vfs *, double *day)
{
    *day = 2461367.0;
    return SQLITE_OK;
}

} // namespace

CrashVfs::CrashVfs(CrashDisk &owner, const std::string &name) : disk(owner)
{
    vfs.iVersion = 1;
    vfs.szOsFile = sizeof(Handle);
    vfs.mxPathname = 512;
    vfs.zName = name.c_str();
    vfs.pAppData = this;
    vfs.xOpen = openFile;
    vfs.xDelete = deleteFile;
    vfs.xAccess = accessFile;
    vfs.xFullPathname = fullPath;
    vfs.xRandomness = randomness;
    vfs.xSleep = sleepFor;
    vfs.xCurrentTime = currentTime;
    sqlite3_vfs_register(&vfs, 0);
}

CrashVfs::~CrashVfs()
{
    sqlite3_vfs_unregister(&vfs);
}

} // namespace nimara::sim
