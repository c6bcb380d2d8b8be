#include "models/base/os/file.h"

#ifndef _WIN32

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace nimara::os {

namespace {

Error fault(const std::string &path, const char *what)
{
    const int number = errno;
    const bool full = number == ENOSPC || number == EDQUOT;
    return Error{ErrorCode::Storage,
                 full ? "file.full" : "file.io",
                 {},
                 std::string(what) + " " + path + ": " + std::strerror(number)};
}

class Descriptor
{
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    bool isOpen() const { return m_number >= 0; }
    int number() const { return m_number; }

private:
    int m_number;
};

Result<Done> writeAll(const Descriptor &file, const std::string &path, const std::string &content)
{
    std::size_t written = 0;
    while (written < content.size()) {
        const ssize_t count = ::write(file.number(), content.data() + written, content.size() - written);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fault(path, "write");
        written += static_cast<std::size_t>(count);
    }
    return Done{};
}

class PosixLock final : public FileLock
{
public:
    explicit PosixLock(int number) : m_file(number) {}
    bool isOpen() const { return m_file.isOpen(); }
    int number() const { return m_file.number(); }

private:
    Descriptor m_file;
};

} // namespace

Result<Done> syncFile(const std::string &path)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen() || ::fsync(file.number()) != 0)
        return fault(path, "sync");
    return Done{};
}

Result<Done> syncFolder(const std::string &folder)
{
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.isOpen() || ::fsync(opened.number()) != 0)
        return fault(folder, "sync");
    return Done{};
}

Result<Done> replaceFile(const std::string &from, const std::string &to)
{
    if (::rename(from.c_str(), to.c_str()) != 0)
        return fault(from, "rename");
    return Done{};
}

Result<Done> writeFile(const std::string &path, const std::string &content)
{
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.isOpen())
        return fault(path, "open");
    NIMARA_TRY(writeAll(file, path, content));
    if (::fsync(file.number()) != 0)
        return fault(path, "sync");
    return Done{};
}

Result<Done> appendFile(const std::string &path, const std::string &content)
{
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.isOpen())
        return fault(path, "open");
    return writeAll(file, path, content);
}

Result<std::string> readFile(const std::string &path, std::size_t limit)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen()) {
        if (errno == ENOENT)
            return Error{ErrorCode::NotFound, "file.missing", {}, path};
        return fault(path, "open");
    }
    std::string content;
    char part[4096];
    for (;;) {
        const ssize_t count = ::read(file.number(), part, sizeof part);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fault(path, "read");
        if (count == 0)
            return content;
        content.append(part, static_cast<std::size_t>(count));
        if (content.size() > limit)
            return Error{ErrorCode::TooLarge, "file.large", {}, path};
    }
}

Result<std::string> readPart(const std::string &path, std::uint64_t offset, std::size_t size)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen())
        return fault(path, "open");
    std::string content(size, '\0');
    std::size_t got = 0;
    while (got < size) {
        const ssize_t count =
            ::pread(file.number(), content.data() + got, size - got, static_cast<off_t>(offset + got));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fault(path, "read");
        if (count == 0)
            break;
        got += static_cast<std::size_t>(count);
    }
    content.resize(got);
    return content;
}

Result<std::unique_ptr<FileLock>> FileLock::take(const std::string &path)
{
    auto lock =
        std::make_unique<PosixLock>(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!lock->isOpen())
        return fault(path, "open");
    // flock belongs to the open file, not to the process: a second take in this process is refused too.
    if (::flock(lock->number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return Error{ErrorCode::Conflict, "file.locked", {}, path};
        return fault(path, "lock");
    }
    return std::unique_ptr<FileLock>(std::move(lock));
}

} // namespace nimara::os

#endif
