#pragma once

#include "models/base/json.h"
#include "models/domain/pairing.h"
#include "server/db/connection.h"
#include "tests/support/programs/child_process.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace nimara::test {

// nimara-test-editor: somebody who edits clients without a pause in a process of their own, and what they have said.
// Outlives the process: it may be killed and started again.
class EditorProcess
{
public:
    struct Seat
    {
        PairingCode pairing;
        std::string email;
        std::string password;
        std::filesystem::path folder;
        // Edits every so manieth client by its id: nobody then edits what another does.
        int part = 0;
        int parts = 1;
        // A link that is silent for so long is dead; 0: as the product has it.
        std::chrono::milliseconds silence{0};
    };
    struct Saved
    {
        std::string row;
        bool creates = false;
    };
    using Values = std::map<std::string, std::string>; // of a client: what an edit has written

    explicit EditorProcess(Seat seat) : m_seat(std::move(seat)) {}

    Result<> start();
    // kill -9; what it has said before is still heard.
    void kill();
    // "rest": edit no more, and send what is here. "finish": that, compare digests, end.
    bool ask(const char *word) { return m_process && m_process->send(word); }
    // What it says from now on counts.
    void forgetLive() { m_live = false; }

    bool isLive() const { return m_live; }
    bool isResting() const { return m_resting; }
    const std::map<std::string, Saved> &saved() const { return m_saved; } // by mutation
    const std::string &lastSaved() const { return m_lastSaved; }
    // As it sees them since it rests.
    const Values &values() const { return m_values; }
    // Of "finish": null until it comes.
    const Json &end() const { return m_end; }

    // Takes in what has been said by now. False: the editor complains, or is gone before its end.
    testing::AssertionResult hear();
    // -1: nothing more will come.
    int outputHandle() const { return m_process && m_end.is_null() ? m_process->outputHandle() : -1; }

private:
    testing::AssertionResult take(const std::string &line);

    Seat m_seat;
    std::unique_ptr<ChildProcess> m_process;
    std::map<std::string, Saved> m_saved;
    std::string m_lastSaved;
    Values m_values;
    Json m_end;
    bool m_live = false;
    bool m_resting = false;
};

using Editors = std::vector<std::unique_ptr<EditorProcess>>;

// Hears all of them until it is so. Asked again whenever one of them has said something.
testing::AssertionResult hearUntil(const Editors &editors, const std::string &what,
                                   const std::function<bool()> &isSo);

// Every edit that was called saved is in the audit log exactly once, but for those that may still be `here`.
void checkAudit(server::Connection &connection, const Editors &editors,
                const std::set<std::string> &here = {});
// The first client that looks another way, and how many do.
std::string differenceOf(const EditorProcess::Values &seen, const EditorProcess::Values &there);
// What the editors write, as the server has it.
EditorProcess::Values valuesOnServer(server::Connection &connection, const Uuid &port);

} // namespace nimara::test
