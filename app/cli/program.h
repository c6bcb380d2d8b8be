#pragma once

#include "sync/service/client.h"

#include <QEventLoop>
#include <QFutureWatcher>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace nimara::cli {

// Turns the event loop until the future has finished: a command reads from top to bottom. Programs with windows never
// wait like this.
template <typename T>
Result<T> waitFor(const QFuture<Result<T>> &future)
{
    QFutureWatcher<Result<T>> watcher;
    QEventLoop loop;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    if (!future.isFinished())
        loop.exec();
    if (future.resultCount() == 0)
        return Error{ErrorCode::Internal, "cli.cancelled"};
    return future.result();
}

struct ProgramOptions
{
    QString profile;  // empty: the user's own
    std::string port; // slug; empty: the only one, or the last one
    bool offline = false;
    bool plainLoopback = false;
    std::optional<QString> passphrase;
};

// The client without windows: the same profile, replicas, engine and store as the app's.
class Program
{
public:
    // Errors: those of the profile and the account, among them "cli.passphrase" where one is needed.
    static Result<std::unique_ptr<Program>> open(const ProgramOptions &options);
    ~Program();

    sync::LocalAccount &account() { return m_client->account(); }
    sync::LocalStore &store() { return m_client->store(); }
    sync::SyncThreads &threads() { return m_client->threads(); }

    // Opens what lies on the profile and chooses the port.
    Result<Done> openSession();
    // After a sign-in: the passphrase where there is no keychain, then the port.
    Result<Done> settle();
    // Waits until the condition holds or the time is over; the condition is asked after every event.
    enum class Waited { Holds, TimedOut };
    Waited waitUntil(const std::function<bool()> &holds, std::chrono::milliseconds longest);

private:
    explicit Program(const ProgramOptions &options) : m_options(options) {}
    Result<Done> unlock();
    Result<Done> choosePort();

    ProgramOptions m_options;
    std::unique_ptr<sync::Client> m_client;
};

} // namespace nimara::cli
