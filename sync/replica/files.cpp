#include "sync/replica/files.h"

#include "models/base/os/file.h"

#include <filesystem>

namespace nimara::sync {

namespace {

constexpr std::size_t largestSmallFile = 64 * 1024;

class SystemLock final : public Files::Lock
{
public:
    explicit SystemLock(std::unique_ptr<os::FileLock> lock) : m_lock(std::move(lock)) {}

private:
    std::unique_ptr<os::FileLock> m_lock;
};

std::string folderOf(const std::string &path)
{
    const std::string folder = std::filesystem::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

class SystemFiles final : public Files
{
public:
    bool exists(const std::string &path) override
    {
        std::error_code ignored;
        return std::filesystem::exists(path, ignored);
    }

    Result<Done> remove(const std::string &path) override
    {
        std::error_code code;
        std::filesystem::remove(path, code);
        if (code)
            return Error{ErrorCode::Storage, "replica.io", {}, "remove " + path + ": " + code.message()};
        return Done{};
    }

    Result<Done> rename(const std::string &from, const std::string &to) override
    {
        return os::replaceFile(from, to);
    }
    Result<Done> syncFile(const std::string &path) override { return os::syncFile(path); }
    Result<Done> syncFolder(const std::string &path) override { return os::syncFolder(folderOf(path)); }

    Result<std::unique_ptr<Lock>> lock(const std::string &path) override
    {
        auto lock = os::FileLock::take(path);
        if (!lock)
            return lock.error();
        return std::unique_ptr<Lock>(std::make_unique<SystemLock>(*std::move(lock)));
    }

    Result<std::string> read(const std::string &path) override
    {
        return os::readFile(path, largestSmallFile);
    }

    Result<Done> write(const std::string &path, const std::string &content) override
    {
        // Beside and over: after a power loss there is the old content or the new one.
        const std::string beside = path + ".tmp";
        NIMARA_TRY(os::writeFile(beside, content));
        NIMARA_TRY(os::replaceFile(beside, path));
        return os::syncFolder(folderOf(path));
    }

    Result<Done> append(const std::string &path, const std::string &content) override
    {
        return os::appendFile(path, content);
    }

    Result<std::string> readPart(const std::string &path, std::uint64_t offset, std::size_t size) override
    {
        return os::readPart(path, offset, size);
    }
};

} // namespace

Files &systemFiles()
{
    static SystemFiles files;
    return files;
}

} // namespace nimara::sync
