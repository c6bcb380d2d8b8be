#include "models/base/os/file.h"

#ifdef _WIN32

#include <windows.h>
#include <filesystem>
#include <utility>

namespace nimara::os {

namespace {

std::wstring wide(const std::string &path)
{
    return std::filesystem::u8path(path).wstring();
}

Error fault(const std::string &path, const char *what)
{
    const DWORD number = ::GetLastError();
    const bool full = number == ERROR_DISK_FULL || number == ERROR_HANDLE_DISK_FULL;
    return Error{ErrorCode::Storage,
                 full ? "file.full" : "file.io",
                 {},
                 std::string(what) + " " + path + ": error " + std::to_string(number)};
}

class Handle
{
public:
    explicit Handle(HANDLE handle) : m_handle(handle) {}
    ~Handle()
    {
        if (isOpen())
            ::CloseHandle(m_handle);
    }
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;

    bool isOpen() const { return m_handle != INVALID_HANDLE_VALUE; }
    HANDLE get() const { return m_handle; }

private:
    HANDLE m_handle;
};

class WindowsLock final : public FileLock
{
public:
    explicit WindowsLock(HANDLE handle) : m_file(handle) {}
    bool isOpen() const { return m_file.isOpen(); }

private:
    Handle m_file;
};

} // namespace

Result<Done> syncFile(const std::string &path)
{
    const Handle file(::CreateFileW(wide(path).c_str(), GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                    nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
    if (!file.isOpen() || !::FlushFileBuffers(file.get()))
        return fault(path, "sync");
    return Done{};
}

// NTFS journals its folders; there is nothing to call.
Result<Done> syncFolder(const std::string &)
{
    return Done{};
}

Result<Done> replaceFile(const std::string &from, const std::string &to)
{
    if (!::MoveFileExW(wide(from).c_str(), wide(to).c_str(),
                       MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
        return fault(from, "rename");
    return Done{};
}

Result<Done> writeFile(const std::string &path, const std::string &content)
{
    const Handle file(::CreateFileW(wide(path).c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS,
                                    FILE_ATTRIBUTE_NORMAL, nullptr));
    DWORD written = 0;
    if (!file.isOpen() ||
        !::WriteFile(file.get(), content.data(), static_cast<DWORD>(content.size()), &written, nullptr) ||
        written != content.size() || !::FlushFileBuffers(file.get()))
        return fault(path, "write");
    return Done{};
}

Result<Done> appendFile(const std::string &path, const std::string &content)
{
    const Handle file(::CreateFileW(wide(path).c_str(), FILE_APPEND_DATA, FILE_SHARE_READ, nullptr,
                                    OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr));
    DWORD written = 0;
    if (!file.isOpen() ||
        !::WriteFile(file.get(), content.data(), static_cast<DWORD>(content.size()), &written, nullptr) ||
        written != content.size())
        return fault(path, "write");
    return Done{};
}

Result<std::string> readFile(const std::string &path, std::size_t limit)
{
    const Handle file(::CreateFileW(wide(path).c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING,
                                    FILE_ATTRIBUTE_NORMAL, nullptr));
    if (!file.isOpen()) {
        if (::GetLastError() == ERROR_FILE_NOT_FOUND)
            return Error{ErrorCode::NotFound, "file.missing", {}, path};
        return fault(path, "open");
    }
    std::string content;
    char part[4096];
    for (;;) {
        DWORD count = 0;
        if (!::ReadFile(file.get(), part, sizeof part, &count, nullptr))
            return fault(path, "read");
        if (count == 0)
            return content;
        content.append(part, count);
        if (content.size() > limit)
            return Error{ErrorCode::TooLarge, "file.large", {}, path};
    }
}

Result<std::string> readPart(const std::string &path, std::uint64_t offset, std::size_t size)
{
    const Handle file(::CreateFileW(wide(path).c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING,
                                    FILE_ATTRIBUTE_NORMAL, nullptr));
    LARGE_INTEGER at;
    at.QuadPart = static_cast<LONGLONG>(offset);
    std::string content(size, '\0');
    DWORD count = 0;
    if (!file.isOpen() || !::SetFilePointerEx(file.get(), at, nullptr, FILE_BEGIN) ||
        !::ReadFile(file.get(), content.data(), static_cast<DWORD>(size), &count, nullptr))
        return fault(path, "read");
    content.resize(count);
    return content;
}

Result<std::unique_ptr<FileLock>> FileLock::take(const std::string &path)
{
    // Opened without sharing: a second open fails, in this process too.
    auto lock =
        std::make_unique<WindowsLock>(::CreateFileW(wide(path).c_str(), GENERIC_READ | GENERIC_WRITE, 0,
                                                    nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr));
    if (!lock->isOpen()) {
        if (::GetLastError() == ERROR_SHARING_VIOLATION)
            return Error{ErrorCode::Conflict, "file.locked", {}, path};
        return fault(path, "open");
    }
    return std::unique_ptr<FileLock>(std::move(lock));
}

} // namespace nimara::os

#endif
