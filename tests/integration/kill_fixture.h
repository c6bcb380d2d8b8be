#pragma once

#include "models/base/rng.h"
#include "tests/integration/editor_process.h"
#include "tests/support/stack/test_server.h"

#include <gtest/gtest.h>

#include <memory>

namespace nimara::test {

// A marina with a server, thirty clients, and one person who edits them in a process of its own.
class KillLoop : public testing::Test
{
protected:
    void SetUp() override;

    // NIMARA_KILL_ROUNDS, where somebody has more time than a build has.
    static int rounds();

    void startEditor();
    // Hears the editor until so many more edits are saved.
    void awaitSaved(std::size_t count);
    // Until it says that it is connected.
    void awaitLive();
    // kill -9; the editor is not connected then.
    void killServer();
    void killEditor() { editor().kill(); }
    // Lets the editor send what it has, ends it, and holds everything it has called saved against the server.
    void finishAndCheck();

    // A number in [1, bound], the same in each run.
    std::size_t draw(std::size_t bound) { return 1 + static_cast<std::size_t>(m_rng.below(bound)); }

    std::unique_ptr<TestServer> server;

private:
    EditorProcess &editor() { return *m_editors.front(); }

    Uuid m_port;
    SeededRng m_rng{20261122};
    Editors m_editors; // one
};

} // namespace nimara::test
