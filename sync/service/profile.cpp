#include "sync/service/profile.h"

#include "models/base/json.h"
#include "models/domain/sign_in_errors.h"
#include "sync/service/safe_file.h"

#include <QDir>
#include <QStandardPaths>
#include <QUuid>

namespace nimara::sync {

namespace {

QString textOf(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? QString::fromStdString(found->get<std::string>())
                                                     : QString();
}

bool flagOf(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_boolean() && found->get<bool>();
}

} // namespace

Profile::Profile(const QString &folder)
    : m_folder(QDir(folder).absolutePath()), m_lock(QDir(m_folder).filePath(QStringLiteral("lock")))
{
    // A program that holds the profile for days is no dead one; QLockFile itself looks whether its process lives.
    m_lock.setStaleLockTime(0);
}

QString Profile::defaultFolder()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation))
        .filePath(QStringLiteral("port-nimara"));
}

Result<std::unique_ptr<Profile>> Profile::open(const QString &folder)
{
    std::unique_ptr<Profile> profile(new Profile(folder));
    NIMARA_TRY(makePrivateFolder(profile->m_folder));
    if (!profile->m_lock.tryLock(0)) {
        if (profile->m_lock.error() == QLockFile::UnknownError) // it could be made, and not filled
            return Error{
                ErrorCode::Storage, std::string(signin::diskFull), {}, profile->m_folder.toStdString()};
        if (profile->m_lock.error() != QLockFile::LockFailedError)
            return Error{ErrorCode::Storage, "storage.write", {}, profile->m_folder.toStdString()};
        qint64 process = 0;
        QString host;
        QString program;
        profile->m_lock.getLockInfo(&process, &host, &program);
        return Error{ErrorCode::Conflict,
                     std::string(signin::profileInUse),
                     {},
                     program.toStdString() + " " + std::to_string(process)};
    }
    NIMARA_TRY(profile->read());
    return profile;
}

QString Profile::userFolder(const Uuid &user) const
{
    return QDir(m_folder).filePath(QStringLiteral("users/") + QString::fromStdString(user.toString()));
}

QString Profile::uiSettingsFile() const
{
    return QDir(m_folder).filePath(QStringLiteral("ui.ini"));
}

QString Profile::rememberedFile() const
{
    return QDir(m_folder).filePath(QStringLiteral("profile.json"));
}

// A damaged file costs typing the address again; the data lies elsewhere.
Result<Done> Profile::read()
{
    const auto content = readPrivateFile(rememberedFile());
    if (!content)
        return content.error();
    const auto json = *content ? parseJson((*content)->toStdString()) : Result<Json>(Json::object());
    if (json && json->is_object()) {
        if (const auto address = parseServerAddress(textOf(*json, "server").toStdString()))
            m_remembered.server.address = *address;
        m_remembered.server.spki = textOf(*json, "spki").toStdString();
        m_remembered.server.plain = flagOf(*json, "plain");
        m_remembered.email = textOf(*json, "email");
        m_remembered.userId = Uuid::parse(textOf(*json, "user").toStdString()).value_or(Uuid());
        m_remembered.signedIn = flagOf(*json, "signedIn");
        m_remembered.deviceId = textOf(*json, "device");
    }
    if (!m_remembered.deviceId.isEmpty())
        return Done{};
    Remembered made = m_remembered;
    made.deviceId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    return remember(made);
}

Result<Done> Profile::remember(Remembered remembered)
{
    if (remembered == m_remembered)
        return Done{};
    Json json{{"device", remembered.deviceId.toStdString()}, {"signedIn", remembered.signedIn}};
    if (!remembered.server.address.host.empty()) {
        json["server"] = remembered.server.address.toString();
        json["spki"] = remembered.server.spki;
        json["plain"] = remembered.server.plain;
    }
    if (!remembered.email.isEmpty())
        json["email"] = remembered.email.toStdString();
    if (!remembered.userId.isNil())
        json["user"] = remembered.userId.toString();
    NIMARA_TRY(writePrivateFile(rememberedFile(), QByteArray::fromStdString(json.dump(2) + "\n")));
    m_remembered = std::move(remembered);
    return Done{};
}

} // namespace nimara::sync
