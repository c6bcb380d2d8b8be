#include "tests/integration/small_disk.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <vector>

namespace nimara::test {

namespace fs = std::filesystem;

namespace {

std::string optionsFor(std::size_t megabytes)
{
    return "mode=0755,size=" + std::to_string(megabytes) + "m";
}

bool write(const char *file, const std::string &text)
{
    std::ofstream out(file);
    out << text;
    return bool(out.flush());
}

bool enterNamespace()
{
    const std::string user = std::to_string(::geteuid());
    const std::string group = std::to_string(::getegid());
    return ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && write("/proc/self/setgroups", "deny") &&
           write("/proc/self/uid_map", user + ' ' + user + " 1") &&
           write("/proc/self/gid_map", group + ' ' + group + " 1");
}

bool mountAt(const fs::path &folder, std::size_t megabytes, unsigned long flags = 0)
{
    return ::mount("tmpfs", folder.c_str(), "tmpfs", flags, optionsFor(megabytes).c_str()) == 0;
}

} // namespace

std::unique_ptr<SmallDisk> SmallDisk::mount(const fs::path &folder, std::size_t megabytes)
{
    fs::create_directories(folder);
    if (!mountAt(folder, megabytes) && !(enterNamespace() && mountAt(folder, megabytes)))
        return nullptr;
    return std::unique_ptr<SmallDisk>(new SmallDisk(folder));
}

SmallDisk::~SmallDisk()
{
    ::umount2(m_folder.c_str(), MNT_DETACH);
}

bool SmallDisk::fill()
{
    const int file = ::open(ballast().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const std::vector<char> zeros(64 * 1024);
    for (std::size_t size = zeros.size(); size > 0; size /= 2) {
        while (::write(file, zeros.data(), size) > 0) {
        }
    }
    const bool isFull = errno == ENOSPC;
    ::close(file);
    return isFull;
}

void SmallDisk::makeRoom()
{
    fs::remove(ballast());
}

bool SmallDisk::grow(std::size_t megabytes)
{
    return mountAt(m_folder, megabytes, MS_REMOUNT);
}

} // namespace nimara::test
