#pragma once

#include <filesystem>
#include <memory>

namespace nimara::test {

// A file system of its own, in memory, that can be filled to its last byte. Root mounts it; anybody else in a user and
// mount namespace of this process, which must not have threads yet then.
class SmallDisk
{
public:
    // Nothing where neither is allowed.
    static std::unique_ptr<SmallDisk> mount(const std::filesystem::path &folder, std::size_t megabytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;

    // False: something was left.
    bool fill();
    void makeRoom();
    bool grow(std::size_t megabytes);

private:
    explicit SmallDisk(std::filesystem::path folder) : m_folder(std::move(folder)) {}
    std::filesystem::path ballast() const { return m_folder / "ballast"; }

    std::filesystem::path m_folder;
};

} // namespace nimara::test
