#pragma once

#include "models/domain/pairing.h"
#include "sync/service/local_account.h"
#include "tests/demo/office.h"
#include "tests/support/fake_keychain.h"
#include "ui/shell/gate.h"
#include "ui/shell/page_registry.h"
#include "ui/shell/ui_settings.h"

#include <QString>

#include <memory>

namespace nimara::demo {

// One laptop with the real app on it: profile, threads, store, account and windows as the app puts them together, on a
// computer without a keychain. A fresh folder is a new computer.
class Desk
{
public:
    Desk(QString name, QString folder);
    ~Desk();

    Result<> open();
    // Through the sign-in window: pairing code, e-mail, password, and a passphrase for what will lie here. Done when
    // the main window is open.
    Result<> signIn(const PairingCode &server, const Seat &seat, const std::string &password);

    const QString &name() const { return m_name; }
    sync::LocalStore &store() { return *m_store; }
    ui::MainWindow &window() { return *m_gate->mainWindow(); }
    ui::SignInWindow *signInWindow() { return m_gate->signInWindow(); }
    const ui::PageRegistry &pages() const { return m_pages; }
    const Uuid &port() const { return m_store->session().portId; }

    // The row as this laptop has it.
    Result<Row> row(const Table &table, const Uuid &id);
    Result<std::vector<Row>> list(Query query);
    Result<std::int64_t> count(const Table &table);

private:
    Result<> passPassphrase();

    QString m_name;
    QString m_folder;
    sync::FakeKeychain m_keychain;
    std::unique_ptr<sync::Profile> m_profile;
    std::unique_ptr<sync::SyncThreads> m_threads;
    std::unique_ptr<sync::ServerApi> m_api;
    std::unique_ptr<sync::LocalStore> m_store;
    std::unique_ptr<sync::LocalAccount> m_account;
    std::unique_ptr<ui::UiSettings> m_settings;
    ui::PageRegistry m_pages;
    std::unique_ptr<ui::Gate> m_gate;
};

} // namespace nimara::demo
