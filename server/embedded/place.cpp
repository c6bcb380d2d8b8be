#include "server/embedded/place.h"

#include "models/base/hash.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

namespace nimara::server::embedded {
namespace {
namespace fs = std::filesystem;

constexpr std::string_view socketPrefix = "nimara-pg-";
constexpr std::size_t longestSocketFolder = 107 - 20; // behind it comes "/.s.PGSQL.5432"

Error systemFault(const fs::path &path)
{
    return storageFault("embedded.folder", path, std::strerror(errno));
}

User userNamed(const char *name)
{
    const passwd *entry = getpwnam(name);
    return entry == nullptr ? User{}
                            : User{.uid = entry->pw_uid, .gid = entry->pw_gid, .name = entry->pw_name};
}

Result<User> chooseUser()
{
    if (geteuid() != 0) {
        const passwd *entry = getpwuid(geteuid());
        return User{.uid = geteuid(), .gid = getegid(), .name = entry != nullptr ? entry->pw_name : ""};
    }
    for (const char *name : {"postgres", "nobody"}) {
        if (User user = userNamed(name); user.uid != 0)
            return user;
    }
    return Error{.code = ErrorCode::Storage,
                 .key = "embedded.user",
                 .detail =
                     "PostgreSQL does not run as root, and there is neither a user postgres nor nobody"};
}

bool mayEnter(const struct stat &folder, const User &user)
{
    if (folder.st_uid == user.uid)
        return (folder.st_mode & S_IXUSR) != 0;
    if (folder.st_gid == user.gid)
        return (folder.st_mode & S_IXGRP) != 0;
    return (folder.st_mode & S_IXOTH) != 0;
}

bool canReach(const fs::path &folder, const User &user)
{
    if (user.uid == geteuid())
        return true;
    fs::path way;
    for (const fs::path &part : folder) {
        way /= part;
        struct stat found
        {};
        if (::stat(way.c_str(), &found) != 0 || !mayEnter(found, user))
            return false;
    }
    return true;
}

Result<> makeFolder(const fs::path &folder, mode_t mode)
{
    std::error_code failed;
    if (folder.has_parent_path())
        fs::create_directories(folder.parent_path(), failed);
    if (::mkdir(folder.c_str(), mode) == 0)
        return ::chmod(folder.c_str(), mode) == 0 ? Result<>(Done{}) : systemFault(folder);
    if (errno != EEXIST)
        return systemFault(folder);
    return fs::is_directory(folder, failed) ? Result<>(Done{})
                                            : storageFault("embedded.folder", folder, "is not a folder");
}

// Given to the user, who alone may enter.
Result<> makeUsersFolder(const fs::path &folder, const User &user)
{
    NIMARA_TRY(makeFolder(folder, 0700));
    if (geteuid() == 0 && ::chown(folder.c_str(), user.uid, user.gid) != 0)
        return systemFault(folder);
    return Done{};
}

fs::path clusterFolder(const fs::path &folder, const User &user)
{
    // Once made it stays where it is, though DIR were moved or its rights changed.
    const std::string kept = readFile(folder / "cluster.path");
    if (!kept.empty() && fs::exists(kept))
        return kept;
    if (canReach(folder, user))
        return folder / "postgres";
    const Sha256 hash = sha256(folder.string());
    const std::string name = toHex({reinterpret_cast<const char *>(hash.data()), 8});
    return fs::path("/var/lib/nimara/embedded") / name;
}

int majorVersion(const fs::path &folder)
{
    const std::string name = folder.filename().string();
    int number = 0;
    std::from_chars(name.data(), name.data() + name.size(), number);
    return number;
}
} // namespace

Error storageFault(std::string key, const fs::path &path, std::string detail)
{
    return {.code = ErrorCode::Storage,
            .key = std::move(key),
            .field = path.string(),
            .detail = std::move(detail)};
}

Result<Place> preparePlace(const fs::path &folder)
{
    auto user = chooseUser();
    if (!user)
        return user.error();
    std::error_code failed;
    const fs::path absolute = fs::weakly_canonical(fs::absolute(folder), failed);
    if (failed)
        return storageFault("embedded.folder", folder, failed.message());
    // Others may pass through, when root owns it, but not look around.
    NIMARA_TRY(makeFolder(absolute, geteuid() == 0 ? 0711 : 0700));
    Place place{.folder = absolute, .cluster = clusterFolder(absolute, *user), .user = *user};
    if (const fs::path above = place.cluster.parent_path(); above != absolute) {
        // Each by itself: a folder that is made on the way has the rights of our umask.
        NIMARA_TRY(makeFolder(above.parent_path(), 0711));
        NIMARA_TRY(makeFolder(above, 0711));
    }
    NIMARA_TRY(makeUsersFolder(place.cluster, *user));
    NIMARA_TRY(writeFile(absolute / "cluster.path", place.cluster.string(), 0600));
    return place;
}

Result<fs::path> makeSocketFolder(const User &user)
{
    const char *runtime = std::getenv("XDG_RUNTIME_DIR");
    const std::string own = geteuid() == 0 ? "/run" : runtime != nullptr ? runtime : "";
    for (const std::string &parent : {own, std::string("/tmp")}) {
        std::string folder = parent + '/' + std::string(socketPrefix) + "XXXXXX";
        if (parent.empty() || folder.size() > longestSocketFolder || mkdtemp(folder.data()) == nullptr)
            continue;
        if (geteuid() != 0 || ::chown(folder.c_str(), user.uid, user.gid) == 0)
            return fs::path(folder);
    }
    return storageFault("embedded.socket", "/tmp", "no folder for the socket could be made");
}

bool isSocketFolder(const fs::path &folder)
{
    return folder.is_absolute() && folder.filename().string().starts_with(socketPrefix);
}

Result<std::unique_ptr<FolderLock>> FolderLock::take(const fs::path &folder)
{
    const fs::path path = folder / "lock";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return systemFault(path);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        ::close(file);
        return Error{.code = ErrorCode::Conflict,
                     .key = "embedded.in_use",
                     .field = folder.string(),
                     .detail = "another server runs in this folder"};
    }
    return std::unique_ptr<FolderLock>(new FolderLock(file));
}

FolderLock::~FolderLock()
{
    ::close(m_file);
}

Result<fs::path> findPrograms(const fs::path &data)
{
    const std::string version = readFile(data / "PG_VERSION");
    const fs::path home = "/usr/lib/postgresql";
    std::error_code failed;
    fs::path best;
    for (const fs::directory_entry &entry : fs::directory_iterator(home, failed)) {
        const bool fits = version.empty() ? majorVersion(entry.path()) >= 15
                                          : majorVersion(entry.path()) == std::atoi(version.c_str());
        if (fits && fs::exists(entry.path() / "bin" / "postgres") &&
            (best.empty() || majorVersion(entry.path()) > majorVersion(best)))
            best = entry.path();
    }
    if (best.empty())
        return storageFault("embedded.programs", home,
                            version.empty() ? "no PostgreSQL 15 or newer is installed"
                                            : "PostgreSQL " + version + " is not installed");
    return best / "bin";
}

Result<> writeFile(const fs::path &path, const std::string &text, unsigned mode)
{
    const fs::path beside = path.string() + ".new";
    ::unlink(beside.c_str());
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0)
        return systemFault(beside);
    const bool kept =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
    const int code = errno;
    ::close(file);
    if (kept && ::rename(beside.c_str(), path.c_str()) == 0)
        return Done{};
    return storageFault("embedded.folder", path, std::strerror(kept ? errno : code));
}

std::string readFile(const fs::path &path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    std::string content = text.str();
    while (!content.empty() && (content.back() == '\n' || content.back() == ' '))
        content.pop_back();
    return content;
}

} // namespace nimara::server::embedded
