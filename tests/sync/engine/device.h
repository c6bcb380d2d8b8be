#pragma once

#include "sync/engine/engine.h"
#include "tests/sync/engine/scripted_server.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nimara::sync::test {

// A laptop: a replica in a folder, the engine over it, and a line to the server that can be cut.
class Device
{
public:
    explicit Device(const std::string &name);
    ~Device();

    void plugInto(ScriptedServer &server) { m_server = &server; }
    void start(bool offline = false);
    // Carries out actions and frames until nothing is left to do.
    void settle();
    // Time passes; timers fire on the way.
    void wait(std::chrono::microseconds span);
    void cut();  // the line breaks, and the engine hears of it
    void mend(); // the line is there again
    void kill(); // the process dies and starts again
    void attach();

    const SyncStatus &status() const { return engine->status(channel); }
    Mutation submit(const Edit &edit);
    std::string nameOf(std::uint64_t client) const;
    template <typename T>
    std::vector<T> happened() const
    {
        std::vector<T> found;
        for (const Action &action : seen) {
            if (const auto *each = std::get_if<T>(&action))
                found.push_back(*each);
        }
        return found;
    }

    static constexpr ChannelNumber channel = 1;
    FakeClock clock;
    SeededRng rng{11};
    Tuning tuning;
    bool online = true;         // whether a link can be opened
    bool deliversFrames = true; // to the engine
    bool deliversSends = true;  // to the server
    Error openError{ErrorCode::Offline, "net.unreachable"};
    std::chrono::milliseconds openRetryAfter{0};
    ReplicaOptions options;
    std::unique_ptr<Replica> replica;
    std::unique_ptr<Engine> engine;
    std::vector<Action> seen;
    std::optional<std::chrono::microseconds> timer;

private:
    void carryOut(const Action &action);
    void openLink();

    std::filesystem::path m_folder;
    ScriptedServer *m_server = nullptr;
    bool m_linked = false;
    bool m_started = false;
};

} // namespace nimara::sync::test
