#include "tests/simulation/crash_disk.h"

#include "tests/simulation/crash_vfs.h"

#include <algorithm>
#include <atomic>

namespace nimara::sim {

namespace {

constexpr std::size_t sector = 512;

Error storageFault(const char *key)
{
    return {ErrorCode::Storage, key};
}

void replay(std::string &bytes, const CrashDisk::File::Write &write)
{
    if (write.truncate) {
        bytes.resize(write.at);
        return;
    }
    if (bytes.size() < write.at + write.bytes.size())
        bytes.resize(write.at + write.bytes.size());
    std::copy(write.bytes.begin(), write.bytes.end(), bytes.begin() + static_cast<std::ptrdiff_t>(write.at));
}

} // namespace

struct CrashDisk::DiskLock final : Lock
{
    DiskLock(CrashDisk &owner, std::string name) : disk(owner), path(std::move(name))
    {
        disk.m_locks[path] = true;
    }
    ~DiskLock() override { disk.m_locks.erase(path); }
    CrashDisk &disk;
    const std::string path;
};

CrashDisk::CrashDisk(Rng &rng) : m_rng(rng)
{
    static std::atomic<std::uint64_t> count = 0;
    m_name = "nimara-crash-" + std::to_string(++count);
    m_vfs = std::make_unique<CrashVfs>(*this, m_name);
}

CrashDisk::~CrashDisk() = default;

void CrashDisk::File::put(std::size_t at, const char *data, std::size_t size)
{
    pending.push_back({at, std::string(data, size), false});
    replay(bytes, pending.back());
}

void CrashDisk::File::truncate(std::size_t size)
{
    pending.push_back({size, {}, true});
    replay(bytes, pending.back());
}

void CrashDisk::File::sync()
{
    safe = bytes;
    pending.clear();
}

std::shared_ptr<CrashDisk::File> CrashDisk::find(const std::string &path) const
{
    const auto found = m_names.find(path);
    return found == m_names.end() ? nullptr : found->second;
}

void CrashDisk::change(std::vector<NameChange> changes)
{
    if (m_frozen)
        return;
    for (const NameChange &one : changes) {
        if (one.file)
            m_names[one.path] = one.file;
        else
            m_names.erase(one.path);
    }
    m_pendingNames.push_back(std::move(changes));
}

std::shared_ptr<CrashDisk::File> CrashDisk::make(const std::string &path)
{
    if (auto file = find(path))
        return file;
    change({{path, std::make_shared<File>()}});
    return find(path);
}

void CrashDisk::unlink(const std::string &path)
{
    if (find(path))
        change({{path, nullptr}});
}

void CrashDisk::syncNames()
{
    if (m_frozen)
        return;
    m_safeNames = m_names;
    m_pendingNames.clear();
}

bool CrashDisk::failsNow()
{
    if (m_failAfter == 0 || --m_failAfter > 0)
        return false;
    ++m_refused;
    return true;
}

bool CrashDisk::mayGrow()
{
    m_refused += m_full ? 1 : 0;
    return !m_full;
}

// What a power loss leaves of one file.
void CrashDisk::settle(File &file)
{
    for (const File::Write &write : file.pending) {
        if (m_rng.oneIn(2))
            continue;
        File::Write part = write;
        if (!part.truncate && part.bytes.size() > sector && m_rng.oneIn(4))
            part.bytes.resize(sector * (1 + m_rng.below(part.bytes.size() / sector)));
        replay(file.safe, part);
    }
    file.bytes = file.safe;
    file.pending.clear();
}

void CrashDisk::powerLoss()
{
    const std::uint64_t kept = m_rng.below(m_pendingNames.size() + 1);
    for (std::size_t i = 0; i < kept; ++i) {
        for (const NameChange &one : m_pendingNames[i]) {
            if (one.file)
                m_safeNames[one.path] = one.file;
            else
                m_safeNames.erase(one.path);
        }
    }
    m_pendingNames.clear();
    m_names = m_safeNames;
    for (auto &[path, file] : m_names)
        settle(*file);
    freeze();
}

void CrashDisk::kill()
{
    freeze();
}

// The connections of the process that ended keep the files they had; the disk goes on with copies.
void CrashDisk::freeze()
{
    std::map<File *, std::shared_ptr<File>> copies;
    const auto copy = [&copies](std::shared_ptr<File> &file) {
        auto &made = copies[file.get()];
        if (!made) {
            made = std::make_shared<File>();
            made->bytes = file->bytes;
            made->safe = file->safe;
            made->pending = file->pending;
        }
        file = made;
    };
    for (auto &[path, file] : m_names)
        copy(file);
    for (auto &[path, file] : m_safeNames)
        copy(file);
    for (auto &changes : m_pendingNames) {
        for (NameChange &one : changes) {
            if (one.file)
                copy(one.file);
        }
    }
    m_locks.clear();
    m_failAfter = 0;
    m_frozen = true;
}

void CrashDisk::thaw()
{
    m_frozen = false;
}

void CrashDisk::spoil(const std::string &path)
{
    const auto file = find(path);
    if (!file)
        return;
    for (char &byte : file->bytes)
        byte = static_cast<char>(m_rng.next());
    file->sync();
}

bool CrashDisk::exists(const std::string &path)
{
    return find(path) != nullptr;
}

Result<nimara::Done> CrashDisk::remove(const std::string &path)
{
    unlink(path);
    return nimara::Done{};
}

Result<nimara::Done> CrashDisk::rename(const std::string &from, const std::string &to)
{
    const auto file = find(from);
    if (!file)
        return storageFault("replica.io");
    change({{to, file}, {from, nullptr}});
    return nimara::Done{};
}

Result<nimara::Done> CrashDisk::syncFile(const std::string &path)
{
    const auto file = find(path);
    if (!file || failsNow())
        return storageFault("replica.io");
    if (!m_lies)
        file->sync();
    return nimara::Done{};
}

Result<nimara::Done> CrashDisk::syncFolder(const std::string &)
{
    if (failsNow())
        return storageFault("replica.io");
    syncNames();
    return nimara::Done{};
}

Result<std::unique_ptr<sync::Files::Lock>> CrashDisk::lock(const std::string &path)
{
    if (m_locks.contains(path))
        return Error{ErrorCode::Conflict, "replica.locked"};
    return std::unique_ptr<Lock>(std::make_unique<DiskLock>(*this, path));
}

Result<std::string> CrashDisk::read(const std::string &path)
{
    const auto file = find(path);
    if (!file)
        return Error{ErrorCode::NotFound, "replica.io"};
    return file->bytes;
}

Result<nimara::Done> CrashDisk::write(const std::string &path, const std::string &content)
{
    if (!mayGrow() || failsNow())
        return storageFault(m_full ? "replica.full" : "replica.io");
    const auto file = make(path);
    file->truncate(0);
    file->put(0, content.data(), content.size());
    file->sync();
    syncNames();
    return nimara::Done{};
}

Result<nimara::Done> CrashDisk::append(const std::string &path, const std::string &content)
{
    if (!mayGrow() || failsNow())
        return storageFault(m_full ? "replica.full" : "replica.io");
    const auto file = make(path);
    if (!m_frozen)
        file->put(file->bytes.size(), content.data(), content.size());
    return nimara::Done{};
}

Result<std::string> CrashDisk::readPart(const std::string &path, std::uint64_t offset, std::size_t size)
{
    const auto file = find(path);
    if (!file)
        return Error{ErrorCode::NotFound, "replica.io"};
    const auto at = static_cast<std::size_t>(offset);
    return at < file->bytes.size() ? file->bytes.substr(at, size) : std::string();
}

} // namespace nimara::sim
