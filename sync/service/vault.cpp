#include "sync/service/vault.h"

#include "models/base/json.h"
#include "models/domain/sign_in_errors.h"
#include "models/store/when_done.h"
#include "sync/service/promise.h"
#include "sync/service/safe_file.h"

#include <QDir>
#include <QFile>
#include <QtConcurrent>
#include <QUuid>

namespace nimara::sync {

namespace {

constexpr std::string_view wrapPurpose = "nimara replica key";
// Bounds of what a vault file may ask of this computer.
constexpr std::uint32_t maxMemoryKiB = 1024 * 1024;
constexpr std::uint32_t maxPasses = 64;
constexpr std::uint32_t maxLanes = 64;

Error vaultError(std::string_view key, std::string detail = {})
{
    return {ErrorCode::Storage, std::string(key), {}, std::move(detail)};
}

std::string markerText(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint32_t number(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_number_unsigned() ? found->get<std::uint32_t>() : 0;
}

std::string fromHex(const std::string &hex)
{
    return QByteArray::fromHex(QByteArray::fromStdString(hex)).toStdString();
}

bool reasonable(const SecretKey::Cost &cost)
{
    return cost.passes > 0 && cost.passes <= maxPasses && cost.lanes > 0 && cost.lanes <= maxLanes &&
           cost.memoryKiB >= 8 * cost.lanes && cost.memoryKiB <= maxMemoryKiB;
}

} // namespace

Vault::Vault(QString folder, Keychain &keychain, SecretKey::Cost cost, QObject *parent)
    : QObject(parent), m_folder(std::move(folder)), m_keychain(keychain), m_cost(cost),
      m_marker(readMarker(path()))
{}

QString Vault::path() const
{
    return QDir(m_folder).filePath(QStringLiteral("vault.json"));
}

QString Vault::keyEntry(const QString &keyId) const
{
    return QStringLiteral("replica-key/") + keyId;
}

QString Vault::tokenEntry() const
{
    return QStringLiteral("session/") + m_marker.keyId;
}

Vault::Marker Vault::readMarker(const QString &path)
{
    Marker damaged;
    damaged.kind = Kind::Damaged;
    const auto content = readPrivateFile(path);
    if (!content)
        return damaged;
    if (!*content)
        return {};
    const auto json = parseJson((*content)->toStdString());
    if (!json || !json->is_object())
        return damaged;

    Marker marker;
    marker.keyId = QString::fromStdString(markerText(*json, "keyId"));
    marker.fingerprint = markerText(*json, "fingerprint");
    const std::string kind = markerText(*json, "kind");
    if (marker.keyId.isEmpty() || marker.fingerprint.empty())
        return damaged;
    if (kind == "keychain") {
        marker.kind = Kind::Keychain;
        return marker;
    }
    marker.kind = Kind::Passphrase;
    marker.salt = fromHex(markerText(*json, "salt"));
    marker.wrapped = fromHex(markerText(*json, "wrapped"));
    marker.cost = {number(*json, "passes"), number(*json, "memoryKiB"), number(*json, "lanes")};
    const bool whole = kind == "passphrase" && marker.salt.size() == saltSize && !marker.wrapped.empty() &&
                       reasonable(marker.cost);
    return whole ? marker : damaged;
}

Result<Done> Vault::writeMarker(const Marker &marker)
{
    Json json{{"keyId", marker.keyId.toStdString()}, {"fingerprint", marker.fingerprint}};
    if (marker.kind == Kind::Keychain) {
        json["kind"] = "keychain";
    } else {
        json["kind"] = "passphrase";
        json["salt"] = QByteArray::fromStdString(marker.salt).toHex().toStdString();
        json["wrapped"] = QByteArray::fromStdString(marker.wrapped).toHex().toStdString();
        json["passes"] = marker.cost.passes;
        json["memoryKiB"] = marker.cost.memoryKiB;
        json["lanes"] = marker.cost.lanes;
    }
    NIMARA_TRY(makePrivateFolder(m_folder));
    NIMARA_TRY(writePrivateFile(path(), QByteArray::fromStdString(json.dump(2) + "\n")));
    m_marker = marker;
    return Done{};
}

Result<SecretKey> Vault::recognised(const QByteArray &secret) const
{
    const auto key =
        SecretKey::fromHex(std::string_view(secret.constData(), static_cast<std::size_t>(secret.size())));
    if (!key || key->fingerprint() != m_marker.fingerprint)
        return vaultError(vault::keyLost, "the keychain's entry is another key");
    return *key;
}

QFuture<Result<SecretKey>> Vault::createInKeychain()
{
    if (kind() != Kind::None)
        return failedFuture<SecretKey>(vaultError(vault::damaged, "there is a key already"));
    const SharedPromise<Result<SecretKey>> promise;
    const SecretKey key = SecretKey::random();
    Marker marker;
    marker.kind = Kind::Keychain;
    marker.keyId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    marker.fingerprint = key.fingerprint();

    // The keychain first, and read back: a marker without its key would look like a locked keychain for ever.
    const QString entry = keyEntry(marker.keyId);
    whenDone(m_keychain.write(entry, QByteArray::fromStdString(key.toHex())), this,
             [this, promise, marker, key, entry](const Result<Done> &written) {
                 if (!written) {
                     promise.finish(written.error());
                     return;
                 }
                 whenDone(m_keychain.read(entry), this,
                          [this, promise, marker, key](const Result<std::optional<QByteArray>> &read) {
                              if (!read)
                                  promise.finish(read.error());
                              else if (!*read || (*read)->toStdString() != key.toHex())
                                  promise.finish(
                                      vaultError(vault::keychainFailed, "it does not keep what it is given"));
                              else if (const auto done = writeMarker(marker); !done)
                                  promise.finish(done.error());
                              else
                                  promise.finish(key);
                          });
             });
    return promise.future();
}

QFuture<Result<SecretKey>> Vault::createWithPassphrase(QString passphrase)
{
    if (kind() != Kind::None)
        return failedFuture<SecretKey>(vaultError(vault::damaged, "there is a key already"));
    const SharedPromise<Result<SecretKey>> promise;
    Marker marker;
    marker.kind = Kind::Passphrase;
    marker.keyId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    marker.salt = randomBytes(saltSize);
    marker.cost = m_cost;
    const auto work =
        QtConcurrent::run([words = passphrase.normalized(QString::NormalizationForm_C).toStdString(),
                           marker] { return SecretKey::fromPassphrase(words, marker.salt, marker.cost); });
    whenDone(work, this, [this, promise, marker](const Result<SecretKey> &wrapping) mutable {
        if (!wrapping) {
            promise.finish(wrapping.error());
            return;
        }
        const SecretKey key = SecretKey::random();
        marker.fingerprint = key.fingerprint();
        marker.wrapped = seal(key.bytes(), *wrapping, wrapPurpose);
        if (const auto done = writeMarker(marker); !done)
            promise.finish(done.error());
        else
            promise.finish(key);
    });
    return promise.future();
}

QFuture<Result<SecretKey>> Vault::open()
{
    if (kind() != Kind::Keychain)
        return failedFuture<SecretKey>(vaultError(vault::damaged, "no key of a keychain"));
    const SharedPromise<Result<SecretKey>> promise;
    whenDone(m_keychain.read(keyEntry(m_marker.keyId)), this,
             [this, promise](const Result<std::optional<QByteArray>> &read) {
                 if (!read)
                     promise.finish(read.error());
                 else if (!*read)
                     promise.finish(vaultError(vault::keyLost));
                 else
                     promise.finish(recognised(**read));
             });
    return promise.future();
}

QFuture<Result<SecretKey>> Vault::open(QString passphrase)
{
    if (kind() != Kind::Passphrase)
        return failedFuture<SecretKey>(vaultError(vault::damaged, "no key behind a passphrase"));
    const SharedPromise<Result<SecretKey>> promise;
    const auto work = QtConcurrent::run(
        [words = passphrase.normalized(QString::NormalizationForm_C).toStdString(), marker = m_marker] {
            return SecretKey::fromPassphrase(words, marker.salt, marker.cost);
        });
    whenDone(work, this, [this, promise](const Result<SecretKey> &wrapping) {
        if (!wrapping) {
            promise.finish(wrapping.error());
            return;
        }
        const auto plain = unseal(m_marker.wrapped, *wrapping, wrapPurpose);
        const auto key = plain ? SecretKey::fromBytes(*plain) : std::nullopt;
        if (!key)
            promise.finish(Error{ErrorCode::Unauthenticated, std::string(signin::wrongPassphrase)});
        else
            promise.finish(*key);
    });
    return promise.future();
}

QFuture<Result<std::optional<QByteArray>>> Vault::token()
{
    if (kind() != Kind::Keychain)
        return finishedFuture<Result<std::optional<QByteArray>>>(std::optional<QByteArray>());
    return m_keychain.read(tokenEntry());
}

QFuture<Result<Done>> Vault::storeToken(QByteArray token)
{
    if (kind() != Kind::Keychain)
        return finishedFuture<Result<Done>>(Done{});
    return m_keychain.write(tokenEntry(), std::move(token));
}

QFuture<Result<Done>> Vault::removeToken()
{
    if (kind() != Kind::Keychain)
        return finishedFuture<Result<Done>>(Done{});
    return m_keychain.remove(tokenEntry());
}

QFuture<Result<Done>> Vault::destroy()
{
    const SharedPromise<Result<Done>> promise;
    const Marker marker = m_marker;
    whenDone(removeToken(), this, [this, promise, marker](const Result<Done> &) {
        QFile::remove(path());
        m_marker = {};
        if (marker.kind != Kind::Keychain) {
            promise.finish(Done{});
            return;
        }
        whenDone(m_keychain.remove(keyEntry(marker.keyId)), this,
                 [promise](const Result<Done> &removed) { promise.finish(removed); });
    });
    return promise.future();
}

} // namespace nimara::sync
