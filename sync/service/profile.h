#pragma once

#include "models/base/uuid.h"
#include "sync/service/http_client.h"

#include <QLockFile>
#include <QString>

#include <memory>

namespace nimara::sync {

// The folder of one profile, held by one program at a time:
//   profile.json         which server and user were last; no secret
//   ui.ini               the look
//   lock                 who has the profile open
//   users/<id>/          vault.json, account.box (sealed), user.db and <port>.db (encrypted)
// Users share nothing but profile.json: whoever signs in finds only what is theirs.
class Profile
{
public:
    struct Remembered
    {
        ServerEndpoint server; // host empty: none yet
        QString email;
        Uuid userId;
        bool signedIn = false; // false: the data lies here, and is opened only by signing in
        QString deviceId;      // of this profile, for the user's list of sessions

        bool operator==(const Remembered &) const = default;
    };

    static QString defaultFolder();
    // Conflict ("profile.in_use"; the detail names the program and its process) when another program has it.
    static Result<std::unique_ptr<Profile>> open(const QString &folder);

    const QString &folder() const { return m_folder; }
    QString userFolder(const Uuid &user) const;
    QString uiSettingsFile() const;

    const Remembered &remembered() const { return m_remembered; }
    Result<Done> remember(Remembered remembered);

private:
    explicit Profile(const QString &folder);
    Result<Done> read();
    QString rememberedFile() const;

    QString m_folder;
    QLockFile m_lock;
    Remembered m_remembered;
};

} // namespace nimara::sync
