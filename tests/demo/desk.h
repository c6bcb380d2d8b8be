#pragma once

#include "models/domain/pairing.h"
#include "sync/service/client.h"
#include "tests/demo/office.h"
#include "ui/shell/gate.h"
#include "ui/shell/page_registry.h"
#include "ui/shell/ui_settings.h"

#include <filesystem>
#include <memory>

namespace nimara::demo {

// One laptop with the app on it: a client and windows as the app puts them together, on a computer without a keychain.
class Desk
{
public:
    // A new computer: what lay in the folder is removed, and the sign-in window is open.
    static Result<std::unique_ptr<Desk>> open(const std::filesystem::path &folder);
    ~Desk();

    // Through the sign-in window: pairing code, e-mail, password, a passphrase for what will lie here, and the port
    // where there is a choice. Done when the main window is open.
    Result<> signIn(const PairingCode &server, const Seat &seat, const std::string &password,
                    const Harbour &harbour);

    const std::filesystem::path &folder() const { return m_folder; }
    sync::LocalStore &store() { return m_client->store(); }
    ui::MainWindow &window() { return *m_gate->mainWindow(); }
    const ui::PageRegistry &pages() const { return m_pages; }

    // Until everything is here, sent and answered.
    Result<> awaitSynced();
    // The rows that match, archived ones too, as this laptop has them.
    Result<std::int64_t> count(Query query);

private:
    Desk(std::filesystem::path folder, std::unique_ptr<sync::Client> client);
    Result<> choosePassphrase();
    Result<> choosePort(const std::string &name);

    std::filesystem::path m_folder;
    std::unique_ptr<sync::Client> m_client;
    ui::UiSettings m_settings;
    ui::PageRegistry m_pages;
    std::unique_ptr<ui::Gate> m_gate;
};

} // namespace nimara::demo
