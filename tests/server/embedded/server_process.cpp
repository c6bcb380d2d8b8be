#include "tests/server/embedded/server_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

namespace nimara::test {
namespace {
std::string contents(const std::string &path)
{
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

pid_t startServerProgram(std::vector<std::string> arguments, const std::string &outputFile)
{
    arguments.insert(arguments.begin(), std::string(std::getenv("NIMARA_BINARY_DIR")) + "/nimara-server");
    std::vector<char *> words;
    for (std::string &argument : arguments)
        words.push_back(argument.data());
    words.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        const int output = open(outputFile.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(output, 1);
        dup2(output, 2);
        execv(words.front(), words.data());
        _exit(127);
    }
    return child;
}

int codeOf(pid_t pid)
{
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
} // namespace

Folder::Folder()
{
    char path[] = "/tmp/nimara-test-XXXXXX";
    m_path = mkdtemp(path);
    chmod(m_path.c_str(), 0755);
}

Folder::~Folder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

Ended runServerProgram(const std::vector<std::string> &arguments)
{
    const std::string file = "run.out";
    std::filesystem::remove(file);
    const int code = codeOf(startServerProgram(arguments, file));
    return {code, contents(file)};
}

ServerProcess::ServerProcess(const Folder &folder, const std::vector<std::string> &more) : m_folder(folder)
{
    const std::string readyFile = folder.path() + "/ready.json";
    std::filesystem::remove(readyFile);
    std::vector<std::string> arguments = {"serve", "--embedded",   folder.data(), "--port",
                                          "0",     "--ready-file", readyFile};
    arguments.insert(arguments.end(), more.begin(), more.end());
    m_pid = startServerProgram(arguments, folder.path() + "/output");
    eventually([&] {
        m_ready = Json::parse(contents(readyFile), nullptr, false);
        return m_ready.is_object() || !isAlive(m_pid);
    });
}

ServerProcess::~ServerProcess()
{
    if (m_pid <= 0)
        return;
    const pid_t database = postgres();
    kill(SIGKILL);
    waitForEnd();
    eventually([database] { return database <= 1 || !isAlive(database); });
}

HttpClient ServerProcess::client() const
{
    const std::string url = m_ready.value("url", "https://127.0.0.1:1");
    return HttpClient(
        {.port = static_cast<std::uint16_t>(std::atoi(url.substr(url.rfind(':') + 1).c_str()))});
}

std::string ServerProcess::output() const
{
    return contents(m_folder.path() + "/output");
}

void ServerProcess::kill(int signal) const
{
    ::kill(m_pid, signal);
}

int ServerProcess::waitForEnd()
{
    const pid_t pid = std::exchange(m_pid, 0);
    return pid > 0 ? codeOf(pid) : -1;
}

pid_t ServerProcess::postgres() const
{
    return static_cast<pid_t>(std::atoi(contents(m_folder.data() + "/postgres/data/postmaster.pid").c_str()));
}

bool isAlive(pid_t pid)
{
    // A zombie has ended; nobody has looked yet.
    const std::string status = contents("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t end = status.rfind(')');
    return end != std::string::npos && status.size() > end + 2 && status[end + 2] != 'Z';
}

bool eventually(const std::function<bool()> &isSo)
{
    for (int i = 0; i < 6000; ++i) {
        if (isSo())
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
}

} // namespace nimara::test
