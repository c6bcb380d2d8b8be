#include "app/options.h"
#include "app/pictures.h"
#include "app/sign_in.h"
#include "sync/service/client.h"
#include "ui/pages/pages.h"
#include "ui/shell/appearance.h"
#include "ui/shell/english_plurals.h"
#include "ui/shell/gate.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_registry.h"
#include "ui/shell/sign_in_window.h"
#include "ui/shell/ui_settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/error_text.h"

#include <QApplication>

#include <cstdio>

// The composition root: makes each part once and hands it to those who need it.
//
// Exit codes: 0 done, 1 could not start (one line says why), 2 command line not understood, 3 could not sign in,
// 4 a picture could not be written.

using namespace nimara;

namespace {

int complain(const Error &error)
{
    const std::string words = error.detail.empty() ? error.key : error.key + ": " + error.detail;
    std::fprintf(stderr, "nimara: %s\n", words.c_str());
    return 1;
}

// The pictures begin when somebody is in and the window stands.
void takePictures(sync::Client &client, ui::Gate &gate, const ui::PageRegistry &pages,
                  const app::Options &options)
{
    ui::MainWindow *window = gate.mainWindow();
    if (!window) {
        QTimer::singleShot(50, &gate,
                           [&client, &gate, &pages, options] { takePictures(client, gate, pages, options); });
        return;
    }
    auto *pictures = new app::Pictures(*window, pages, client, options, window);
    QObject::connect(pictures, &app::Pictures::finished, qApp,
                     [](bool allWritten) { QCoreApplication::exit(allWritten ? 0 : 4); });
    pictures->start();
}

} // namespace

int main(int count, char **words)
{
    QApplication application(count, words);
    QCoreApplication::setApplicationName(QStringLiteral("nimara"));
    QCoreApplication::setApplicationVersion(QStringLiteral(NIMARA_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Port Nimara"));
    ui::EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    const app::Options options = app::Options::parse(application);

    sync::Client::Options clientOptions;
    clientOptions.profile = options.profile;
    clientOptions.offline = options.offline;
    clientOptions.plainLoopback = options.plainLoopback;
    const auto client = sync::Client::open(std::move(clientOptions));
    if (!client)
        return complain(client.error());

    ui::Theme theme(application);
    ui::UiSettings settings((*client)->profile().uiSettingsFile());
    if (options.dark)
        settings.setAppearance(*options.dark ? ui::Appearance::Dark : ui::Appearance::Light);
    if (options.textSize)
        settings.setTextSize(*options.textSize);
    const ui::AppearanceController appearance(theme, settings);
    ui::PageRegistry pages;
    ui::registerPages(pages);

    ui::Gate gate((*client)->store(), (*client)->account(), settings, pages);
    app::AutomaticSignIn automatic(**client, options);
    QObject::connect(&automatic, &app::AutomaticSignIn::finished, &gate, [&](const Error &error) {
        if (!error.key.empty() && !options.email.isEmpty()) {
            complain(error);
            QCoreApplication::exit(3);
        } else if (error.key.empty() && !options.screenshots.isEmpty()) {
            takePictures(**client, gate, pages, options);
        }
    });
    gate.open(options.open);
    (*client)->account().start();
    return QApplication::exec();
}
