#pragma once

#include "models/base/json.h"
#include "models/base/rng.h"
#include "tests/support/stack/people.h"
#include "tests/support/stack/test_server.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>

namespace nimara::test {

// A marina with a server, thirty clients, and one person who edits them in a process of its own.
class KillLoop : public testing::Test
{
protected:
    void SetUp() override;

    // NIMARA_KILL_ROUNDS, where somebody has more time than a build has.
    static int rounds();

    void startEditor();
    // Reads what the editor says until so many more edits are saved.
    void awaitSaved(std::size_t count);
    // Until it says that it is connected.
    void awaitLive();
    // kill -9; the editor is not connected then.
    void killServer();
    // kill -9; what it has said before is still heard.
    void killEditor();
    // Lets the editor send what it has, ends it, and holds everything it has called saved against the server.
    void finishAndCheck();

    // A number in [1, bound], the same in each run.
    std::size_t draw(std::size_t bound) { return 1 + static_cast<std::size_t>(m_rng.below(bound)); }

    std::unique_ptr<TestServer> server;
    std::unique_ptr<ChildProcess> editor;
    std::size_t saved() const { return m_saved.size(); }

private:
    bool hear(const std::string &line);
    void checkAudit(const std::set<std::string> &here);
    void checkValues(const Json &values);

    struct Saved
    {
        std::string row;
        bool creates = false;
    };

    Uuid m_port;
    Person m_person;
    SeededRng m_rng{20261122};
    std::map<std::string, Saved> m_saved; // by mutation
    bool m_live = false;
    Json m_end;
};

} // namespace nimara::test
