#include "tests/demo/desk.h"

#include "tests/demo/hands.h"
#include "tests/support/fake_keychain.h"
#include "tests/support/laptop/laptop.h"
#include "tests/support/stack/people.h"
#include "ui/pages/pages.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sign_in_form.h"
#include "ui/shell/sign_in_steps.h"
#include "ui/shell/sign_in_window.h"

#include <QLineEdit>
#include <QPushButton>

namespace nimara::demo {

using test::valueOf;
using test::waitUntil;

namespace {

constexpr int patienceMs = 60'000;

} // namespace

Result<std::unique_ptr<Desk>> Desk::open(const std::filesystem::path &folder)
{
    std::error_code failed;
    std::filesystem::remove_all(folder, failed);
    auto keychain = std::make_unique<sync::FakeKeychain>();
    keychain->now = KeychainState::Missing;
    sync::Client::Options options;
    options.profile = QString::fromStdString(folder.string());
    options.keychain = std::move(keychain);
    auto client = sync::Client::open(std::move(options));
    if (!client)
        return client.error();
    std::unique_ptr<Desk> desk(new Desk(folder, *std::move(client)));
    const AccountService &account = desk->m_client->account();
    if (!waitUntil([&] { return account.state() == AccountState::SignedOut; }, patienceMs))
        return broken("the sign-in form does not come");
    return desk;
}

Desk::Desk(std::filesystem::path folder, std::unique_ptr<sync::Client> client)
    : m_folder(std::move(folder)), m_client(std::move(client)),
      m_settings(m_client->profile().uiSettingsFile())
{
    ui::registerPages(m_pages);
    m_gate = std::make_unique<ui::Gate>(m_client->store(), m_client->account(), m_settings, m_pages);
    m_gate->open();
    m_client->account().start();
}

Desk::~Desk() = default;

Result<> Desk::signIn(const PairingCode &server, const Seat &seat, const std::string &password,
                      const Harbour &harbour)
{
    ui::SignInForm *form = m_gate->signInWindow()->form();
    type(*form->server(), server.toString());
    type(*form->email(), seat.email);
    type(*form->password(), password);
    click(*form->button());
    NIMARA_TRY(choosePassphrase());
    NIMARA_TRY(choosePort(harbour.name));
    if (!waitUntil([this] { return m_gate->mainWindow() && m_gate->mainWindow()->isVisible(); }, patienceMs))
        return broken("the main window does not come; " + store().status().problem.key);
    return awaitSynced();
}

Result<> Desk::choosePassphrase()
{
    const AccountService &account = m_client->account();
    if (!waitUntil([&] { return account.state() == AccountState::ChoosePassphrase; }, patienceMs))
        return broken("the server does not let in; " + store().status().problem.key);
    ui::PassphraseStep *step = m_gate->signInWindow()->passphrase();
    if (!waitUntil([step] { return step->isVisible(); }, patienceMs))
        return broken("no passphrase is asked for");
    const std::string passphrase = test::randomPassword();
    type(*step->passphrase(), passphrase);
    type(*step->repeat(), passphrase);
    click(*step->button());
    return Done{};
}

// Only who has several ports is asked.
Result<> Desk::choosePort(const std::string &name)
{
    const auto isIn = [this] { return m_gate->mainWindow() != nullptr; };
    QPushButton *wanted = nullptr;
    const auto isAsked = [&] {
        ui::SignInWindow *window = m_gate->signInWindow();
        if (!window || !window->ports()->isVisible())
            return false;
        for (QPushButton *button : window->ports()->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text().startsWith(QString::fromStdString(name)))
                wanted = button;
        }
        return wanted != nullptr;
    };
    if (!waitUntil([&] { return isIn() || isAsked(); }, patienceMs))
        return broken("neither the main window comes nor the choice of a port; " +
                      store().status().problem.key);
    if (wanted)
        click(*wanted);
    return Done{};
}

Result<> Desk::awaitSynced()
{
    const auto isSynced = [this] {
        const SyncStatus &status = store().status();
        return status.usable && status.link == LinkState::Live && status.waiting == 0;
    };
    return waitUntil(isSynced, patienceMs)
               ? Result<>(Done{})
               : broken("the sync does not come to rest; " + store().status().problem.key);
}

Result<std::int64_t> Desk::count(Query query)
{
    query.archived = Archived::Show;
    const auto found = valueOf(store().find(std::move(query)));
    if (!found)
        return found.error();
    return static_cast<std::int64_t>(found->numbers.size());
}

} // namespace nimara::demo
