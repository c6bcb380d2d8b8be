#pragma once

#include "sync/replica/files.h"

#include <cstdint>
#include <string>

namespace nimara::sync::test {

// A disk for tests below SQLite's cipher: it does not wait for the real one, counts what is synced, and can be full or
// broken.
class TestDisk
{
public:
    static TestDisk &instance();
    // For ReplicaOptions: an encrypted file needs the cipher's layer above this one.
    static const char *vfs() { return "multipleciphers-nimara-test"; }

    void reset();
    void fillUp() { m_room = 0; }
    void leaveRoom(std::int64_t bytes) { m_room = bytes; }
    void makeRoom() { m_room = -1; }
    // Every write fails from the one after the next `writes`.
    void breakAfter(std::int64_t writes) { m_writes = writes; }
    void mend() { m_writes = -1; }
    int syncs() const { return m_syncs; } // of databases and logs, since reset()

    // ---- for the layer itself
    int mayWrite(std::int64_t offset, int count, std::int64_t size);
    void synced() { ++m_syncs; }

private:
    TestDisk();

    std::int64_t m_room = -1;   // bytes that files may still grow; negative: no bound
    std::int64_t m_writes = -1; // writes that still succeed; negative: no bound
    int m_syncs = 0;
};

// The system's files, without waiting for the disk.
Files &quickFiles();

} // namespace nimara::sync::test
