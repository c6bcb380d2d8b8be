#pragma once

#include "models/base/rng.h"
#include "sync/replica/files.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace nimara::sim {

// The disk of a simulated laptop: an SQLite VFS in memory that knows what is safe. A write is safe once the file was
// synced, a name once its folder was. A power loss keeps of what is not safe an arbitrary part: each write may be
// there, be missing or be torn at a sector, in any combination, and the changes of names up to an arbitrary one. The
// kill of a process loses nothing, as the system goes on.
class CrashDisk final : public sync::Files
{
public:
    explicit CrashDisk(Rng &rng);
    ~CrashDisk() override;

    const char *vfsName() const { return m_name.c_str(); }

    // The process on it ends in the middle of whatever it does: what stands on the disk from now on is decided, and
    // what open connections still write while they are being destroyed goes nowhere. thaw() when they are gone.
    void powerLoss();
    void kill();
    void thaw();
    // Noise over all of a file, also over what is safe of it.
    void spoil(const std::string &path);

    // From now on writes that make a file larger fail with "disk full".
    void setFull(bool full) { m_full = full; }
    // Writes and syncs that failed so far.
    std::uint64_t refused() const { return m_refused; }
    // From now on it calls synced what is not.
    void setLying() { m_lies = true; }
    bool lies() const { return m_lies; }
    // The next write or sync after `calls` more of them fails, once. 0: none.
    void failOnceAfter(std::uint64_t calls) { m_failAfter = calls; }

    bool exists(const std::string &path) override;
    Result<nimara::Done> remove(const std::string &path) override;
    Result<nimara::Done> rename(const std::string &from, const std::string &to) override;
    Result<nimara::Done> syncFile(const std::string &path) override;
    Result<nimara::Done> syncFolder(const std::string &pathOfAFileInIt) override;
    Result<std::unique_ptr<Lock>> lock(const std::string &path) override;
    Result<std::string> read(const std::string &path) override;
    Result<nimara::Done> write(const std::string &path, const std::string &content) override;
    Result<nimara::Done> append(const std::string &path, const std::string &content) override;
    Result<std::string> readPart(const std::string &path, std::uint64_t offset, std::size_t size) override;

    // ---- for the VFS

    struct File
    {
        std::string bytes; // as a process sees it
        std::string safe;  // as of the last sync
        struct Write
        {
            std::size_t at;
            std::string bytes;
            bool truncate; // to `at`
        };
        std::vector<Write> pending;
        std::vector<std::unique_ptr<char[]>> shared; // the regions of a write-ahead index

        void put(std::size_t at, const char *data, std::size_t size);
        void truncate(std::size_t size);
        void sync();
    };

    std::shared_ptr<File> find(const std::string &path) const;
    std::shared_ptr<File> make(const std::string &path);
    void unlink(const std::string &path);
    void syncNames();
    bool mayGrow();
    bool failsNow();

private:
    using Names = std::map<std::string, std::shared_ptr<File>>;
    struct NameChange
    {
        std::string path;
        std::shared_ptr<File> file; // nothing: unlinked
        std::size_t partOf = 0;     // a rename is two changes that happen together
    };
    void change(std::vector<NameChange> changes);
    void settle(File &file);
    void freeze();
    struct DiskLock;

    Rng &m_rng;
    std::string m_name;
    std::unique_ptr<struct CrashVfs> m_vfs;
    Names m_names;
    Names m_safeNames;
    std::vector<std::vector<NameChange>> m_pendingNames;
    std::map<std::string, bool> m_locks;
    bool m_full = false;
    bool m_lies = false;
    bool m_frozen = false;
    std::uint64_t m_failAfter = 0;
    std::uint64_t m_refused = 0;
};

} // namespace nimara::sim
