#include "sync/service/secret_service.h"

#include "models/store/when_done.h"
#include "sync/service/promise.h"

#ifdef NIMARA_HAS_DBUS

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace nimara::sync {

namespace {

const QString secrets = QStringLiteral("org.freedesktop.secrets");
constexpr int callTimeoutMs = 10'000;

// Asks three things, one after the other: is there a service, which collection is the default one, is it locked.
class StateQuestion : public QObject
{
    Q_OBJECT

public:
    QFuture<KeychainState> ask()
    {
        if (!bus().isConnected()) {
            answer(KeychainState::Missing);
            return m_promise.future();
        }
        QDBusMessage message = QDBusMessage::createMethodCall(
            secrets, QStringLiteral("/org/freedesktop/secrets"),
            QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("ReadAlias"));
        message << QStringLiteral("default");
        call(message, [this](const QDBusMessage &reply) { askLocked(reply); });
        return m_promise.future();
    }

private:
    static QDBusConnection bus() { return QDBusConnection::sessionBus(); }

    template <typename Handler>
    void call(const QDBusMessage &message, Handler handler)
    {
        auto *watcher = new QDBusPendingCallWatcher(bus().asyncCall(message, callTimeoutMs), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, handler] {
            if (watcher->isError())
                askForWallet();
            else
                handler(watcher->reply());
        });
    }

    void askLocked(const QDBusMessage &alias)
    {
        const QDBusPendingReply<QDBusObjectPath> path = QDBusPendingReply<QDBusObjectPath>(alias);
        // No default collection: to make one asks the user for a password of its own, on a desktop that may have
        // nobody to ask.
        if (!path.isValid() || path.value().path().size() <= 1) {
            askForWallet();
            return;
        }
        QDBusMessage message = QDBusMessage::createMethodCall(
            secrets, path.value().path(), QStringLiteral("org.freedesktop.DBus.Properties"),
            QStringLiteral("Get"));
        message << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
        call(message, [this](const QDBusMessage &reply) {
            const QVariant value = reply.arguments().value(0).value<QDBusVariant>().variant();
            answer(value.toBool() ? KeychainState::Locked : KeychainState::Available);
        });
    }

    // KDE keeps its wallet under a name of its own; QtKeychain speaks to it as well.
    void askForWallet()
    {
        const QDBusReply<QStringList> names = bus().interface()->registeredServiceNames();
        const bool wallet = names.isValid() && (names.value().contains(QStringLiteral("org.kde.kwalletd6")) ||
                                                names.value().contains(QStringLiteral("org.kde.kwalletd5")));
        answer(wallet ? KeychainState::Available : KeychainState::Missing);
    }

    void answer(KeychainState state)
    {
        m_promise.finish(state);
        deleteLater();
    }

    SharedPromise<KeychainState> m_promise;
};

} // namespace

QFuture<KeychainState> askKeychainState()
{
    auto *question = new StateQuestion;
    return question->ask();
}

} // namespace nimara::sync

#include "secret_service.moc"

#else

namespace nimara::sync {

QFuture<KeychainState> askKeychainState()
{
    return finishedFuture(KeychainState::Available);
}

} // namespace nimara::sync

#endif
