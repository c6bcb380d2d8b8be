#pragma once

#include "sync/replica/files.h"
#include "sync/replica/journal_record.h"

#include <functional>

// How the outbox journal lies on the disk: sealed records one after the other,
//   u32 mark · u32 length · u32 checksum of these two · nonce (24) · XChaCha20-Poly1305 of the record, the header in its seal
// A record that is spoiled is passed over to the next mark.
namespace nimara::sync {

class JournalFile
{
public:
    // Without a key (see ReplicaOptions) records are sealed by one that everybody knows: they are still whole or nothing.
    JournalFile(Files &files, std::string path, const std::optional<ReplicaKey> &key);

    bool exists() const { return m_files.exists(m_path); }
    // Everything that can be read of it. Takes no more memory than the longest record and what the view keeps.
    JournalView read();

    // Behind what is there, not synced.
    Result<Done> append(const std::vector<std::string> &records);
    Result<Done> sync() { return m_files.syncFile(m_path); }
    // In the place of what is there, as a whole and synced.
    Result<Done> replace(const std::vector<std::string> &records);
    Result<Done> remove() { return m_files.remove(m_path); }
    // As it was read and has been written since.
    std::size_t size() const { return m_size; }

private:
    using Key = std::array<std::uint8_t, 32>;
    std::string sealed(const std::vector<std::string> &records) const;
    // The record in these bytes, if it is whole.
    std::optional<std::string> opened(std::string_view bytes) const;

    Files &m_files;
    std::string m_path;
    Key m_key;
    std::size_t m_size = 0;
};

} // namespace nimara::sync
