#pragma once

#include "models/domain/pairing.h"
#include "sync/service/local_store.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace nimara::test {

class Laptop
{
public:
    explicit Laptop(QString folder, sync::Tuning tuning = {});
    ~Laptop();

    // Asks the server for a session; nothing is opened yet. `slug`: the port to be looked at; empty: the only one.
    Result<> signIn(const PairingCode &server, const std::string &email, const std::string &password,
                    const std::string &slug = {});
    // Opens the replicas and connects.
    Result<> open();
    // As after the program was closed: files and threads are given back.
    Result<> close();
    // Works on the replicas that are here with no server in sight.
    void forgetToken() { m_user.token.clear(); }

    sync::LocalStore &store() { return *m_store; }
    sync::SyncThreads &threads() { return *m_threads; }
    const SessionInfo &session() const { return m_user.session; }

    Result<Uuid> submit(Edit edit);
    // Everything is here, sent and answered.
    bool waitUntilSynced(int limitMs = 60'000);

private:
    QString m_folder;
    std::unique_ptr<sync::SyncThreads> m_threads;
    std::unique_ptr<sync::ServerApi> m_api;
    std::unique_ptr<sync::LocalStore> m_store;
    sync::OpenUser m_user;
};

// Turns the event loop until it holds; false at the limit.
bool waitUntil(const std::function<bool()> &condition, int limitMs);

// The same that a future gives, or what it failed with; an error of its own when it does not finish.
template <typename T>
Result<T> valueOf(QFuture<Result<T>> future, int limitMs = 60'000)
{
    if (!waitUntil([&] { return future.isFinished(); }, limitMs) || future.resultCount() == 0)
        return Error{ErrorCode::Internal, "test.future", {}, "not finished in time"};
    return future.result();
}

} // namespace nimara::test
