#include "sync/service/safe_file.h"

#include "models/domain/sign_in_errors.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace nimara::sync {

namespace {

constexpr auto ownerFile = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr auto ownerFolder = ownerFile | QFileDevice::ExeOwner;

Error storageError(const QFileDevice &file)
{
    const bool full = file.error() == QFileDevice::ResourceError;
    return {ErrorCode::Storage,
            full ? std::string(signin::diskFull) : "storage.write",
            {},
            file.errorString().toStdString()};
}

} // namespace

Result<Done> writePrivateFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownerFile))
        return storageError(file);
    // commit() renames after the data is on the disk.
    if (file.write(content) != content.size() || !file.commit())
        return storageError(file);
    return Done{};
}

Result<std::optional<QByteArray>> readPrivateFile(const QString &path, qint64 limit)
{
    QFile file(path);
    if (!file.exists())
        return std::optional<QByteArray>();
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, "storage.read", {}, file.errorString().toStdString()};
    if (file.size() > limit)
        return Error{ErrorCode::Storage, std::string(signin::damaged), {}, "larger than such a file may be"};
    return std::optional(file.readAll());
}

Result<Done> makePrivateFolder(const QString &path)
{
    if (QFileInfo(path).isDir()) {
        QFile::setPermissions(path, ownerFolder);
        return Done{};
    }
    const QDir parent = QFileInfo(path).absoluteDir();
    if (!QDir().mkpath(parent.path()) || !QDir().mkdir(path, ownerFolder))
        return Error{ErrorCode::Storage, "storage.folder", {}, path.toStdString()};
    return Done{};
}

} // namespace nimara::sync
