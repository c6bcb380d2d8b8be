#pragma once

#include "sync/service/keychain.h"
#include "sync/service/local_account.h"
#include "sync/service/local_store.h"
#include "sync/service/profile.h"
#include "sync/service/sync_threads.h"

#include <memory>

namespace nimara::sync {

// Everything of one client at work on a profile, put together once for the app and for the command line.
class Client
{
public:
    struct Options
    {
        QString profile;            // empty: the usual folder
        bool offline = false;       // connect to nobody until told otherwise
        bool plainLoopback = false; // no TLS towards this computer itself
        std::string locale = {};    // of sorting; empty: the user's
        Tuning tuning = {};
        SecretKey::Cost cost = {};
        std::unique_ptr<Keychain> keychain = {}; // empty: the system's
    };

    // Conflict ("profile.in_use"), or Storage.
    static Result<std::unique_ptr<Client>> open(Options options);

    Profile &profile() { return *m_profile; }
    LocalStore &store() { return *m_store; }
    LocalAccount &account() { return *m_account; }
    SyncThreads &threads() { return *m_threads; }
    ServerApi &api() { return *m_api; }

private:
    Client(std::unique_ptr<Profile> profile, Options options);

    std::unique_ptr<Profile> m_profile;
    std::unique_ptr<Keychain> m_keychain;
    std::unique_ptr<SyncThreads> m_threads;
    std::unique_ptr<ServerApi> m_api;
    std::unique_ptr<LocalStore> m_store;
    std::unique_ptr<LocalAccount> m_account;
};

} // namespace nimara::sync
