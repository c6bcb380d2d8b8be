#pragma once

#include "models/base/json.h"
#include "tests/support/http/http_client.h"

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace nimara::test {

// A folder outside the build tree, where the cluster's user can reach it; removed in the end.
class Folder
{
public:
    Folder();
    ~Folder();
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;

    const std::string &path() const { return m_path; }
    std::string data() const { return m_path + "/server"; }

private:
    std::string m_path;
};

struct Ended
{
    int code = -1;
    std::string output; // both streams
};
// Runs nimara-server to its end.
Ended runServerProgram(const std::vector<std::string> &arguments);

// `nimara-server serve --embedded` as a process of its own, as it is run in the field.
class ServerProcess
{
public:
    explicit ServerProcess(const Folder &folder, const std::vector<std::string> &more = {});
    ~ServerProcess(); // kills it
    ServerProcess(const ServerProcess &) = delete;
    ServerProcess &operator=(const ServerProcess &) = delete;

    // Nothing in it when the server did not come up; output() says why then.
    const Json &ready() const { return m_ready; }
    HttpClient client() const;
    std::string output() const;

    pid_t pid() const { return m_pid; }
    void kill(int signal) const;
    int waitForEnd(); // the exit code
    pid_t postgres() const;

private:
    const Folder &m_folder;
    pid_t m_pid = 0;
    Json m_ready;
};

bool isAlive(pid_t pid);
bool eventually(const std::function<bool()> &isSo);

} // namespace nimara::test
