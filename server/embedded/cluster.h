#pragma once

#include "models/base/log.h"
#include "models/base/result.h"
#include "server/embedded/place.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace nimara::server::embedded {

class Keeper;

inline constexpr std::string_view database = "nimara";
inline constexpr std::string_view administrator = "nimara_admin";

// A private PostgreSQL over a unix socket. Who may connect: the user that started the server, by the kernel's word
// (peer), within a folder that only he and PostgreSQL's user can enter.
class Cluster
{
public:
    // Makes the cluster and its database where there are none, starts it and waits until it answers. Conflict
    // ("embedded.in_use") when another server has the folder.
    static Result<std::unique_ptr<Cluster>> start(const std::filesystem::path &folder, const Log &log);
    // The cluster of the server that runs in the folder, for tools; started for as long as this lives, if none does.
    static Result<std::unique_ptr<Cluster>> joinOrStart(const std::filesystem::path &folder, const Log &log);

    ~Cluster(); // stops what it started
    Cluster(const Cluster &) = delete;
    Cluster &operator=(const Cluster &) = delete;

    // A libpq connection string.
    std::string url(std::string_view role, std::string_view databaseName = database) const;
    const Place &place() const { return m_place; }

    // Tells tools how the server is reached; they read it by joining.
    Result<> publish(const std::string &serverUrl) const;
    std::string publishedUrl() const;

private:
    Cluster(Place place, std::filesystem::path socketFolder);

    Place m_place;
    std::filesystem::path m_socketFolder;
    std::unique_ptr<FolderLock> m_lock;
    std::unique_ptr<Keeper> m_keeper; // none where somebody else's was joined
};

} // namespace nimara::server::embedded
