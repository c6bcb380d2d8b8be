// Draws the shell and the widgets offscreen into PNG files, light and dark: to be looked at by people.
//     nimara-shots FOLDER [SCALE]
#include "tests/support/fake_account.h"
#include "tests/support/shot.h"
#include "tests/ui/gallery.h"
#include "tests/ui/sample_data.h"
#include "tests/ui/test_pages.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/english_plurals.h"
#include "ui/shell/main_window.h"
#include "ui/shell/notification_popup.h"
#include "ui/shell/shell.h"
#include "ui/shell/sign_in_form.h"
#include "ui/shell/sign_in_steps.h"
#include "ui/shell/sign_in_window.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/sync_badge.h"
#include "ui/shell/sync_panel.h"
#include "ui/shell/top_bar.h"
#include "ui/shell/ui_settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/toast_host.h"

#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QTextStream>

#include <memory>

using namespace nimara;
using namespace nimara::ui;

namespace {

class Photographer
{
public:
    Photographer(QString folder, QString suffix) : m_folder(std::move(folder)), m_suffix(std::move(suffix)) {}

    void take(QWidget &window, const QString &name, const QSize &size = {1440, 900})
    {
        m_ok = saveShot(window, size, m_folder, name + m_suffix) && m_ok;
    }
    bool ok() const { return m_ok; }

private:
    QString m_folder;
    QString m_suffix;
    bool m_ok = true;
};

void takeSync(Photographer &photographer, FakeStore &store, MainWindow &window)
{
    SyncStatus offline = store.status();
    offline.link = LinkState::Disconnected;
    store.setStatus(offline);
    Edit edit;
    store.submit(edit);
    addSampleReview(store);
    window.syncPanel().openAt(window.statusStrip().badge());
    settle(200);
    photographer.take(window, QStringLiteral("sync"));
    window.syncPanel().dismiss();
}

void takeShell(Photographer &photographer)
{
    FakeStore store;
    fillSample(store);
    store.addPort("Marina Helsinki");
    FakeAccount account;
    UiSettings settings{QString()};
    PageRegistry pages;
    registerTestPages(pages);
    MainWindow window(store, account, settings, pages);
    photographer.take(window, QStringLiteral("shell"));
    photographer.take(window, QStringLiteral("shell-1024"), {1024, 640});
    window.shell().openRecord("clients", FakeStore::makeId());
    window.shell().toast(
        {QStringLiteral("Berth A-12 archived"), Tone::Success, QStringLiteral("Undo"), [] {}});
    window.shell().toast(
        {QStringLiteral("The server cannot be reached. Check the address and your connection."),
         Tone::Danger});
    photographer.take(window, QStringLiteral("shell-700"), {700, 640});
    window.shell().navigate(QUrl(QStringLiteral("nimara://clients")));
    window.resize(1440, 900);
    window.commandPalette().openPalette();
    photographer.take(window, QStringLiteral("palette"));
    window.commandPalette().field()->setText(QStringLiteral("ber"));
    settle(200);
    photographer.take(window, QStringLiteral("palette-search"));
    window.commandPalette().field()->setText(QStringLiteral("xyzzy"));
    settle(200);
    photographer.take(window, QStringLiteral("palette-nothing"), {1024, 640});
    window.commandPalette().dismiss();
    window.resize(1440, 900);
    window.notifications().openAt(window.topBar().bell());
    photographer.take(window, QStringLiteral("bell"));
    window.notifications().dismiss();
    takeSync(photographer, store, window);
    window.shell().toasts().clear();
    store.repair({.kept = 3, .lost = 2});
    photographer.take(window, QStringLiteral("repair"), {1024, 640});
}

void takeDialogs(Photographer &photographer)
{
    FakeStore store;
    fillSample(store);
    FakeAccount account;
    UiSettings settings{QString()};
    PageRegistry pages;
    registerTestPages(pages);
    MainWindow window(store, account, settings, pages);
    window.resize(1024, 700);
    window.show();
    const auto take = [&](QDialog *dialog, const QString &name) {
        dialog->resize(dialog->size().expandedTo(dialog->sizeHint()));
        photographer.take(*dialog, name, dialog->size());
        delete dialog;
    };
    take(makeAboutDialog(&window), QStringLiteral("about"));
    take(makeShortcutsDialog(window.shell().commands(), &window), QStringLiteral("shortcuts"));
    take(makeProfileDialog(window.shell(), &window), QStringLiteral("profile"));
    take(new ConfirmDialog(
             QStringLiteral("Discard this change?"),
             QStringLiteral(
                 "Berth A-12: Status: Available → Under offer. The record stays as it is on the server."),
             QStringLiteral("Discard"), true, &window),
         QStringLiteral("confirm"));
    window.topBar().userMenu()->popup(window.mapToGlobal(QPoint(700, 60)));
    photographer.take(*window.topBar().userMenu(), QStringLiteral("menu"),
                      window.topBar().userMenu()->sizeHint());
    window.topBar().userMenu()->close();
    SessionInfo nobody = store.session();
    nobody.ports.clear();
    nobody.portId = {};
    store.setSession(nobody);
    photographer.take(window, QStringLiteral("blocked"), {1024, 640});
}

void takeSignIn(Photographer &photographer)
{
    FakeStore store;
    FakeAccount account;
    SignInWindow window(store, account);
    photographer.take(window, QStringLiteral("sign-in"), {960, 640});
    SignInForm &form = *window.form();
    form.server()->setText(QStringLiteral("marina.example"));
    form.email()->setText(QStringLiteral("maya@port-nimara.example"));
    form.password()->setText(QStringLiteral("secret"));
    account.failSignIn = lockedError(840);
    form.button()->click();
    photographer.take(window, QStringLiteral("sign-in-locked"), {960, 640});
    form.showError(keyMismatchError({std::string(64, 'a'), std::string(64, 'b')}));
    form.server()->setText(QStringLiteral("not a server/"));
    photographer.take(window, QStringLiteral("sign-in-key"), {960, 700});
    account.setState(AccountState::ChoosePassphrase);
    photographer.take(window, QStringLiteral("sign-in-passphrase"), {960, 640});
    account.setFirstLoad({1, 3, 12'300, 45'000, false});
    account.setState(AccountState::SignedIn);
    photographer.take(window, QStringLiteral("sign-in-load"), {960, 640});
    account.setFirstLoad({});
    store.addPort("Marina Helsinki");
    SessionInfo session = store.session();
    session.portId = {};
    store.setSession(session);
    photographer.take(window, QStringLiteral("sign-in-port"), {700, 560});
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.size() < 2) {
        QTextStream(stderr) << "usage: nimara-shots FOLDER [SCALE]\n";
        return 2;
    }
    EnglishPlurals plurals;
    application.installTranslator(&plurals);
    Theme theme(application);
    if (arguments.size() > 2)
        theme.setScale(arguments.at(2).toDouble());
    theme.setReducedMotion(true);
    bool ok = true;
    for (const bool dark : {false, true}) {
        theme.setDark(dark);
        Photographer photographer(arguments.at(1), dark ? QStringLiteral("-dark") : QStringLiteral("-light"));
        const std::unique_ptr<QWidget> gallery(makeGallery());
        photographer.take(*gallery, QStringLiteral("gallery"), {1280, 1100});
        takeShell(photographer);
        takeDialogs(photographer);
        takeSignIn(photographer);
        ok = ok && photographer.ok();
    }
    return ok ? 0 : 1;
}
