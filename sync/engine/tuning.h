#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace nimara::sync {

// Every number of the engine, with its reason. Tests and the simulation draw them small.
struct Tuning
{
    using Time = std::chrono::microseconds;

    // A dead link is to be noticed within 25 s by either side; two pings may be lost before that.
    Time heartbeat = std::chrono::seconds(10);
    Time silence = std::chrono::seconds(25);
    // An answer later than this and the status no longer says that all is up to date.
    Time pongPatience = std::chrono::seconds(5);
    // A handshake that takes longer than this on any usable line has met a proxy that swallows it.
    Time connecting = std::chrono::seconds(20);

    // Work resumes within 5 s of the link's return: the first tries come quickly. Full jitter, so that ten thousand
    // laptops do not come back in step after a restart of the server.
    Time firstRetry = std::chrono::milliseconds(500);
    Time longestRetry = std::chrono::seconds(60);
    // A try that found no network or nobody at the other end has cost no server anything, and work is to resume within
    // 5 s of the link's return.
    Time longestOfflineRetry = std::chrono::seconds(5);
    // A link that has held this long was good: the next loss begins at firstRetry again.
    Time steady = std::chrono::seconds(30);

    // The server's own bounds are 1,000 mutations and 4 MB a batch. A batch of 200 is answered in some 50 ms, so the
    // badge counts down smoothly; the window keeps the server busy over a round trip of 200 ms.
    std::size_t pushBatch = 200;
    std::size_t pushBytes = 1024 * 1024;
    std::size_t pushWindow = 1000;
    std::size_t pushWindowBytes = 4u * 1024 * 1024;

    // Rows a page; 0: the server's choice. Pages under way: enough for a line of 100 ms at 200,000 rows/s.
    std::uint32_t pageRows = 0;
    std::uint32_t pageCredit = 8;

    // Frames of one step that are kept until its last: beyond this the server is at fault.
    std::size_t deltaBytes = 64u * 1024 * 1024;

    // The digest runs at idle, once a day and after a crash. A range of at most this many rows is fetched rather than
    // halved again; ranges asked for at a time keep one frame small.
    Time digestEvery = std::chrono::hours(24);
    Time digestIdle = std::chrono::seconds(30);
    Time digestPatience = std::chrono::seconds(60);
    // Rounds of comparing and repairing before everything is loaded again.
    int digestRounds = 3;
    std::uint64_t repairRows = 64;
    std::size_t digestRanges = 64;
    // Rows hashed between two events: some 40 ms.
    std::int64_t digestRows = 20'000;

    // Rows indexed for search between two events: some 20 ms.
    int searchRows = 1000;
    // A purge that met a reader is tried again.
    Time purgeRetry = std::chrono::seconds(2);
    // How often the file is told that the server was heard: precise enough for a lease of hours, and no write storm.
    Time contactEvery = std::chrono::minutes(1);
    // A replica that could not be written (disk full) is tried again.
    Time storageRetry = std::chrono::seconds(10);
};

} // namespace nimara::sync
