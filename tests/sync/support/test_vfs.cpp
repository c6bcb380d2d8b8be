#include "tests/sync/support/test_vfs.h"

#include <sqlite3.h>
#include <cstring>

namespace nimara::sync::test {

namespace {

// A file of ours: the methods below, and behind it the system's file in the same allocation.
struct TestFile
{
    sqlite3_file base;
};

sqlite3_vfs *systemVfs()
{
    static sqlite3_vfs *const found = sqlite3_vfs_find("unix");
    return found;
}

sqlite3_file *real(sqlite3_file *file)
{
    return reinterpret_cast<sqlite3_file *>(reinterpret_cast<char *>(file) + sizeof(TestFile));
}

int closeFile(sqlite3_file *file)
{
    return real(file)->pMethods->xClose(real(file));
}

int readFile(sqlite3_file *file, void *into, int count, sqlite3_int64 offset)
{
    return real(file)->pMethods->xRead(real(file), into, count, offset);
}

int writeFile(sqlite3_file *file, const void *from, int count, sqlite3_int64 offset)
{
    sqlite3_int64 size = 0;
    real(file)->pMethods->xFileSize(real(file), &size);
    const int code = TestDisk::instance().mayWrite(offset, count, size);
    return code == SQLITE_OK ? real(file)->pMethods->xWrite(real(file), from, count, offset) : code;
}

int truncateFile(sqlite3_file *file, sqlite3_int64 size)
{
    return real(file)->pMethods->xTruncate(real(file), size);
}

int syncFile(sqlite3_file *, int)
{
    TestDisk::instance().synced();
    return SQLITE_OK;
}

int sizeOfFile(sqlite3_file *file, sqlite3_int64 *size)
{
    return real(file)->pMethods->xFileSize(real(file), size);
}

int lockFile(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xLock(real(file), level);
}

int unlockFile(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}

int checkLock(sqlite3_file *file, int *answer)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), answer);
}

int controlFile(sqlite3_file *file, int operation, void *argument)
{
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

int sectorSize(sqlite3_file *file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}

int characteristics(sqlite3_file *file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

int mapShared(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}

int lockShared(sqlite3_file *file, int offset, int count, int flags)
{
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

void barrier(sqlite3_file *file)
{
    real(file)->pMethods->xShmBarrier(real(file));
}

int unmapShared(sqlite3_file *file, int remove)
{
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

constexpr sqlite3_io_methods methods = {
    2,          closeFile,  readFile,    writeFile,   truncateFile, syncFile,        sizeOfFile,
    lockFile,   unlockFile, checkLock,   controlFile, sectorSize,   characteristics, mapShared,
    lockShared, barrier,    unmapShared, nullptr,     nullptr,
};

int openFile(sqlite3_vfs *, sqlite3_filename name, sqlite3_file *file, int flags, int *given)
{
    const int code = systemVfs()->xOpen(systemVfs(), name, real(file), flags, given);
    file->pMethods = code == SQLITE_OK ? &methods : nullptr;
    return code;
}

int deleteFile(sqlite3_vfs *, const char *name, int)
{
    return systemVfs()->xDelete(systemVfs(), name, 0);
}

} // namespace

TestDisk::TestDisk()
{
    // The rest of the system's methods are used as they are.
    static sqlite3_vfs layer = *systemVfs();
    layer.zName = "nimara-test";
    layer.szOsFile = static_cast<int>(sizeof(TestFile)) + systemVfs()->szOsFile;
    layer.pNext = nullptr;
    layer.xOpen = openFile;
    layer.xDelete = deleteFile;
    sqlite3_vfs_register(&layer, 0);
}

TestDisk &TestDisk::instance()
{
    static TestDisk disk;
    return disk;
}

void TestDisk::reset()
{
    makeRoom();
    mend();
    m_syncs = 0;
}

int TestDisk::mayWrite(std::int64_t offset, int count, std::int64_t size)
{
    if (m_writes == 0)
        return SQLITE_IOERR_WRITE;
    if (m_writes > 0)
        --m_writes;
    const std::int64_t growth = offset + count - size;
    if (m_room < 0 || growth <= 0)
        return SQLITE_OK;
    if (growth > m_room)
        return SQLITE_FULL;
    m_room -= growth;
    return SQLITE_OK;
}

namespace {

class QuickFiles final : public Files
{
public:
    bool exists(const std::string &path) override { return systemFiles().exists(path); }
    Result<Done> remove(const std::string &path) override { return systemFiles().remove(path); }
    Result<Done> rename(const std::string &from, const std::string &to) override
    {
        return systemFiles().rename(from, to);
    }
    Result<Done> syncFile(const std::string &) override { return Done{}; }
    Result<Done> syncFolder(const std::string &) override { return Done{}; }
    Result<std::unique_ptr<Lock>> lock(const std::string &path) override { return systemFiles().lock(path); }
    Result<std::string> read(const std::string &path) override { return systemFiles().read(path); }
    Result<Done> write(const std::string &path, const std::string &content) override
    {
        return systemFiles().write(path, content);
    }
    Result<Done> append(const std::string &path, const std::string &content) override
    {
        if (TestDisk::instance().mayWrite(0, static_cast<int>(content.size()), 0) != SQLITE_OK)
            return Error{ErrorCode::Storage, "file.full", {}, path};
        return systemFiles().append(path, content);
    }
    Result<std::string> readPart(const std::string &path, std::uint64_t offset, std::size_t size) override
    {
        return systemFiles().readPart(path, offset, size);
    }
};

} // namespace

Files &quickFiles()
{
    static QuickFiles files;
    return files;
}

} // namespace nimara::sync::test
