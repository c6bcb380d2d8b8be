#include "tests/demo/desk.h"

#include "tests/demo/teller.h"
#include "tests/support/laptop/laptop.h"
#include "tests/support/stack/people.h"
#include "ui/pages/pages.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sign_in_form.h"
#include "ui/shell/sign_in_steps.h"
#include "ui/shell/sign_in_window.h"

#include <QDir>
#include <QLineEdit>
#include <QPushButton>

namespace nimara::demo {

using test::valueOf;
using test::waitUntil;

namespace {

constexpr int patienceMs = 120'000;
constexpr int loadPatienceMs = 600'000;

} // namespace

Desk::Desk(QString name, QString folder) : m_name(std::move(name)), m_folder(std::move(folder))
{
    m_keychain.now = KeychainState::Missing;
    ui::registerPages(m_pages);
}

Desk::~Desk() = default;

Result<> Desk::open()
{
    QDir(m_folder).removeRecursively();
    auto profile = sync::Profile::open(m_folder);
    if (!profile)
        return profile.error();
    m_profile = *std::move(profile);
    m_threads = std::make_unique<sync::SyncThreads>(sync::Tuning(), "en");
    m_api = std::make_unique<sync::ServerApi>(m_threads->http());
    m_store = std::make_unique<sync::LocalStore>(*m_threads, *m_api);
    m_account = std::make_unique<sync::LocalAccount>(*m_profile, m_keychain, *m_api, *m_store,
                                                     sync::LocalAccount::Options());
    m_settings = std::make_unique<ui::UiSettings>(m_profile->uiSettingsFile());
    m_account->start();
    m_gate = std::make_unique<ui::Gate>(*m_store, *m_account, *m_settings, m_pages);
    m_gate->open();
    if (!waitUntil([this] { return m_account->state() == AccountState::SignedOut; }, patienceMs))
        return broken("the sign-in window does not come");
    return Done{};
}

Result<> Desk::signIn(const PairingCode &server, const Seat &seat, const std::string &password)
{
    ui::SignInForm *form = m_gate->signInWindow()->form();
    form->server()->setText(QString::fromStdString(server.toString()));
    form->email()->setText(QString::fromStdString(seat.email));
    form->password()->setText(QString::fromStdString(password));
    form->button()->click();
    NIMARA_TRY(passPassphrase());
    const auto isIn = [this] { return m_gate->mainWindow() && m_gate->mainWindow()->isVisible(); };
    if (!waitUntil(isIn, loadPatienceMs))
        return broken("the main window does not come: " + m_store->status().problem.key);
    return Done{};
}

Result<> Desk::passPassphrase()
{
    if (!waitUntil([this] { return m_account->state() == AccountState::ChoosePassphrase; }, patienceMs))
        return broken("the server does not let in, or no passphrase is asked for: " +
                      m_store->status().problem.key);
    ui::PassphraseStep *step = m_gate->signInWindow()->passphrase();
    const QString passphrase = QString::fromStdString(test::randomPassword());
    step->passphrase()->setText(passphrase);
    step->repeat()->setText(passphrase);
    step->button()->click();
    return Done{};
}

Result<Row> Desk::row(const Table &table, const Uuid &id)
{
    return valueOf(m_store->row(table, id));
}

Result<std::vector<Row>> Desk::list(Query query)
{
    return valueOf(m_store->list(std::move(query)));
}

Result<std::int64_t> Desk::count(const Table &table)
{
    const auto found = valueOf(m_store->find({.table = &table, .archived = Archived::Show}));
    if (!found)
        return found.error();
    return static_cast<std::int64_t>(found->numbers.size());
}

} // namespace nimara::demo
