#include "ui/shell/main_window.h"

#include "models/items/labels.h"
#include "models/store/account.h"
#include "models/store/store.h"
#include "models/store/when_done.h"
#include "ui/shell/blocked_page.h"
#include "ui/shell/breadcrumbs.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/frame.h"
#include "ui/shell/navigator.h"
#include "ui/shell/notification_popup.h"
#include "ui/shell/page_registry.h"
#include "ui/shell/repair_notice.h"
#include "ui/shell/scratchpad.h"
#include "ui/shell/shell.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/sync_badge.h"
#include "ui/shell/sync_panel.h"
#include "ui/shell/sync_words.h"
#include "ui/shell/top_bar.h"
#include "ui/shell/ui_settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/keys.h"

#include <QCloseEvent>
#include <QIcon>
#include <QStackedWidget>

namespace nimara::ui {

namespace {
const QString geometryKey = QStringLiteral("window/geometry");
const QString addressKey = QStringLiteral("window/address");
constexpr int shortcutSections = 9;
} // namespace

MainWindow::MainWindow(Store &store, AccountService &account, UiSettings &settings, const PageRegistry &pages)
    : m_store(store), m_account(account), m_settings(settings), m_pages(pages), m_frame(new Frame(this)),
      m_stack(new QStackedWidget(m_frame)), m_shell(new Shell(this, m_stack, store, settings, pages)),
      m_sidebar(new Sidebar(store, pages, settings, m_frame)),
      m_top(new TopBar(store, pages, settings, m_frame)), m_status(new StatusStrip(*m_shell, m_frame)),
      m_notice(new Banner), m_repair(new RepairNotice(*m_shell)), m_sync(new SyncPanel(*m_shell, this)),
      m_palette(new CommandPalette(*m_shell, m_shell->commands(), this)),
      m_notifications(new NotificationModel(*m_shell, this)),
      m_bellPopup(new NotificationPopup(*m_notifications, this)), m_blocked(new BlockedPage(store, m_stack))
{
    setWindowIcon(QIcon(QStringLiteral(":/brand/nimara.svg")));
    setWindowTitle(QStringLiteral("Port Nimara"));
    setMinimumSize(theme().px(420), theme().px(420));
    setCentralWidget(m_frame);
    m_stack->addWidget(m_blocked);
    m_frame->setParts(m_sidebar, m_top, m_stack, m_status);
    m_frame->addNotice(m_notice);
    m_frame->addNotice(m_repair);
    connectParts();
    connectTopBar();
    registerCommands();
    registerViewCommands();
    registerSections();
    restoreWindow();
    followSession();
}

MainWindow::~MainWindow() = default;

void MainWindow::connectParts()
{
    connect(m_sidebar, &Sidebar::chosen, this, [this](const QString &key) {
        m_shell->navigate(PageAddress{key, {}, {}}.toUrl());
    });
    connect(m_sidebar, &Sidebar::accountRequested, m_top->userButton(), &QToolButton::showMenu);
    connect(m_status, &StatusStrip::syncRequested, this, [this] { m_sync->openAt(m_status->badge()); });
    connect(m_sync, &SyncPanel::signInRequested, this, &MainWindow::signInRequested);
    connect(m_frame, &Frame::drawerModeChanged, m_top, &TopBar::setDrawer);
    m_top->setDrawer(m_frame->isDrawer());
    connect(m_notifications, &NotificationModel::unreadChanged, m_top, &TopBar::setUnread);
    connect(&m_shell->navigator(), &Navigator::changed, this, &MainWindow::followAddress);
    connect(m_blocked, &BlockedPage::retryRequested, this, [this] { m_store.syncNow(); });
    connect(m_blocked, &BlockedPage::signOutRequested, this, &MainWindow::askToSignOut);
    connect(&m_store, &Store::sessionChanged, this, &MainWindow::followSession);
    connect(m_notice, &Banner::actionTriggered, this, &MainWindow::signInRequested);
    connect(&m_store, &Store::statusChanged, this, &MainWindow::followStatus);
    followStatus();
}

// A session that has ended stops nothing here, but it must not go unnoticed either.
void MainWindow::followStatus()
{
    const SyncStatus &status = m_store.status();
    if (asksToSignIn(status)) {
        const ErrorText text = errorText(status.problem);
        m_notice->setContent(Tone::Warning, text.title, text.advice);
        m_notice->setAction(tr("Sign in again"));
    }
    m_notice->setVisible(asksToSignIn(status));
}

void MainWindow::connectTopBar()
{
    Navigator &navigator = m_shell->navigator();
    connect(m_top, &TopBar::backRequested, &navigator, &Navigator::back);
    connect(m_top, &TopBar::forwardRequested, &navigator, &Navigator::forward);
    connect(m_top, &TopBar::drawerRequested, this, [this] { m_frame->setDrawerOpen(true); });
    connect(m_top, &TopBar::searchRequested, m_palette, &CommandPalette::openPalette);
    connect(m_top, &TopBar::bellRequested, this, [this] { m_bellPopup->openAt(m_top->bell()); });
    connect(m_top, &TopBar::addressChosen, this, [this](const QUrl &address) { m_shell->navigate(address); });
    connect(m_top, &TopBar::portChosen, this, [this](const Uuid &port) {
        m_shell->navigator().leaveThen([this, port] { m_store.switchPort(port); });
    });
    connect(m_top, &TopBar::profileRequested, this, [this] { makeProfileDialog(*m_shell, this)->open(); });
    connect(m_top, &TopBar::scratchpadRequested, this, &MainWindow::openScratchpad);
    connect(m_top, &TopBar::shortcutsRequested, this,
            [this] { makeShortcutsDialog(m_shell->commands(), this)->open(); });
    connect(m_top, &TopBar::aboutRequested, this, [this] { makeAboutDialog(this)->open(); });
    connect(m_top, &TopBar::signOutRequested, this, &MainWindow::askToSignOut);
}

void MainWindow::registerCommands()
{
    const auto add = [this](const QString &title, const QString &group, const char *icon,
                            const QKeySequence &keys, std::function<void()> run,
                            std::function<bool()> available = {}) {
        m_shell->registerCommand(
            this, {title, group, QString::fromLatin1(icon), keys, std::move(available), std::move(run)});
    };
    const auto hasPort = [this] { return m_store.session().port() != nullptr; };
    Navigator &navigator = m_shell->navigator();
    const QString moving = tr("Moving around");
    add(
        tr("Search records and commands"), moving, "search", Qt::CTRL | Qt::Key_K,
        [this] { m_palette->openPalette(); }, hasPort);
    add(
        tr("Search in the page"), moving, "search", QKeySequence::Find,
        [this, &navigator] {
            if (!navigator.page() || !navigator.page()->focusSearch())
                m_palette->openPalette();
        },
        hasPort);
    add(
        tr("Back"), moving, "arrow-left", keys::back(), [&navigator] { navigator.back(); },
        [&navigator] { return navigator.canGoBack(); });
    add(
        tr("Forward"), moving, "arrow-right", keys::forward(), [&navigator] { navigator.forward(); },
        [&navigator] { return navigator.canGoForward(); });
    add(tr("Next part of the window"), moving, "layout-grid", Qt::Key_F6, [this] { cyclePanes(true); });
    add(tr("Previous part of the window"), moving, "layout-grid", Qt::SHIFT | Qt::Key_F6,
        [this] { cyclePanes(false); });
    const QString sync = tr("Sync");
    add(tr("Show the sync panel"), sync, "cloud", Qt::CTRL | Qt::SHIFT | Qt::Key_Y,
        [this] { m_sync->openAt(m_status->badge()); });
    add(tr("Sync now"), sync, "refresh-cw", Qt::Key_F5, [this] { m_store.syncNow(); });
    add(
        tr("Work offline"), sync, "plug", {}, [this] { m_store.setWorkOffline(true); },
        [this] { return m_store.status().link != LinkState::WorkingOffline; });
    add(
        tr("Go online"), sync, "plug-zap", {}, [this] { m_store.setWorkOffline(false); },
        [this] { return m_store.status().link == LinkState::WorkingOffline; });
}

void MainWindow::registerViewCommands()
{
    const auto add = [this](const QString &title, const char *icon, const QKeySequence &keys,
                            std::function<void()> run) {
        m_shell->registerCommand(this,
                                 {title, tr("Window"), QString::fromLatin1(icon), keys, {}, std::move(run)});
    };
    add(tr("Narrow or widen the sidebar"), "panel-left", Qt::CTRL | Qt::Key_B, [this] {
        if (m_frame->isDrawer())
            m_frame->setDrawerOpen(!m_frame->isDrawerOpen());
        else
            m_sidebar->setCollapsed(!m_sidebar->isCollapsed());
    });
    add(tr("Notifications"), "bell", Qt::CTRL | Qt::SHIFT | Qt::Key_N,
        [this] { m_bellPopup->openAt(m_top->bell()); });
    add(tr("New …"), "plus", Qt::CTRL | Qt::Key_N, [this] {
        if (m_top->newButton()->isVisible())
            m_top->newButton()->showMenu();
    });
    add(tr("Scratchpad"), "notebook-pen", Qt::CTRL | Qt::SHIFT | Qt::Key_K, [this] { openScratchpad(); });
    add(tr("Light"), "sun", {}, [this] { m_settings.setAppearance(Appearance::Light); });
    add(tr("Dark"), "moon", {}, [this] { m_settings.setAppearance(Appearance::Dark); });
    add(tr("Light or dark as the system"), "sun-moon", {},
        [this] { m_settings.setAppearance(Appearance::System); });
    add(tr("Profile"), "circle-user-round", {}, [this] { makeProfileDialog(*m_shell, this)->open(); });
    add(tr("Keyboard shortcuts"), "keyboard", Qt::Key_F1,
        [this] { makeShortcutsDialog(m_shell->commands(), this)->open(); });
    add(tr("Keyboard shortcuts"), "keyboard", Qt::Key_Question,
        [this] { makeShortcutsDialog(m_shell->commands(), this)->open(); });
    add(tr("About Port Nimara CRM"), "info", {}, [this] { makeAboutDialog(this)->open(); });
    add(tr("Log out"), "log-out", {}, [this] { askToSignOut(); });
    add(tr("Quit"), "power", QKeySequence::Quit, [this] { close(); });
}

// Ctrl+1 … Ctrl+9: the sections as they stand in the sidebar now.
void MainWindow::registerSections()
{
    for (int number = 1; number <= shortcutSections; ++number) {
        const auto at = [this, number]() -> const PageEntry * {
            const QStringList keys = m_sidebar->visiblePages();
            return number <= keys.size() ? m_pages.find(keys[number - 1]) : nullptr;
        };
        ShellCommand command;
        command.title = tr("Section %1 of the sidebar").arg(number);
        command.group = tr("Sections");
        command.keys = QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number));
        command.inPalette = false; // the palette lists the sections themselves
        command.isAvailable = [at] { return at() != nullptr; };
        command.run = [this, at] { m_shell->navigate(PageAddress{at()->key, {}, {}}.toUrl()); };
        m_shell->registerCommand(this, std::move(command));
    }
}

void MainWindow::followSession()
{
    const PortInfo *port = m_store.session().port();
    const QString shown = port ? fromUtf8(port->id.toString() + port->permissions.canonical()) : QString();
    m_frame->setSidebarHidden(!port);
    if (!port) {
        m_stack->setCurrentWidget(m_blocked);
        m_top->setCrumbs({{QStringLiteral("Port Nimara"), {}}});
    }
    if (shown == m_portShown)
        return;
    const bool first = m_portShown.isEmpty();
    m_portShown = shown;
    if (!port)
        return;
    const QUrl last(m_settings.value(addressKey).toString());
    const auto address = PageAddress::parse(last);
    const PageEntry *known = address ? m_pages.find(address->page) : nullptr;
    if (first && known && known->isVisibleTo(m_store.session()))
        m_shell->navigate(PageAddress{known->key, {}, {}}.toUrl());
    else
        m_shell->navigator().reset();
}

void MainWindow::followAddress()
{
    Navigator &navigator = m_shell->navigator();
    const PageEntry *entry = navigator.entry();
    if (!entry || !navigator.page())
        return;
    QList<Crumb> crumbs;
    const QList<Crumb> own = navigator.page()->crumbs();
    if (entry->section != Section::Hidden)
        crumbs.append({sectionTitle(entry->section), {}});
    crumbs.append({entry->title, PageAddress{entry->key, {}, {}}.toUrl()});
    crumbs.append(own);
    m_top->setCrumbs(crumbs);
    m_top->setBackForward(navigator.canGoBack(), navigator.canGoForward());
    m_sidebar->setCurrent(entry->key);
    const PortInfo *port = m_store.session().port();
    setWindowTitle(
        QStringLiteral("%1 – %2").arg(navigator.page()->title(), port ? fromUtf8(port->name) : QString()));
}

void MainWindow::openLink(const QUrl &link)
{
    if (m_store.session().port())
        m_shell->navigate(link);
    raise();
    activateWindow();
}

void MainWindow::openScratchpad()
{
    if (auto *open = findChild<Scratchpad *>()) {
        open->raise();
        open->activateWindow();
        return;
    }
    (new Scratchpad(*m_shell, this))->show();
}

void MainWindow::askToSignOut()
{
    const SyncStatus &status = m_store.status();
    const int kept = status.waiting + status.review;
    const QString text = kept == 0 ? tr("You need the network and your password to sign in again.")
                                   : tr("Not yet on the server: %n change(s). Nothing is lost: this computer "
                                        "keeps what is here locked, and "
                                        "sends it when you sign in again.",
                                        nullptr, kept);
    m_shell->confirm({tr("Log out?"), text, tr("Log out"), false}, this,
                     [this] { m_shell->navigator().leaveThen([this] { signOut(); }); });
}

void MainWindow::signOut()
{
    whenDone(m_account.signOut(false), this, [this](const Result<Done> &done) {
        if (!done)
            m_shell->toastError(done.error());
        else
            emit signInRequested();
    });
}

void MainWindow::cyclePanes(bool forward)
{
    QList<QWidget *> panes{m_sidebar, m_top, m_stack, m_status};
    panes.removeIf([](const QWidget *pane) { return !pane->isVisible(); });
    const QWidget *focus = focusWidget();
    qsizetype at = -1;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (focus && panes[i]->isAncestorOf(focus))
            at = i;
    }
    const qsizetype count = panes.size();
    QWidget *next = panes[(at + (forward ? 1 : count - 1) + count) % count];
    if (next == m_sidebar)
        m_sidebar->focusCurrent();
    else if (next == m_stack && m_shell->navigator().page())
        m_shell->navigator().page()->focusContent();
    else if (next == m_top)
        m_top->bell()->setFocus(Qt::ShortcutFocusReason);
    else
        m_status->badge()->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_frame->isDrawerOpen())
        m_frame->setDrawerOpen(false);
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::restoreWindow()
{
    resize(theme().px(1280), theme().px(800));
    restoreGeometry(m_settings.value(geometryKey).toByteArray());
}

void MainWindow::rememberWindow()
{
    m_settings.setValue(geometryKey, saveGeometry());
    m_settings.setValue(addressKey, m_shell->navigator().address().toUrl().toString());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_leaving && m_shell->navigator().hasUnsavedChanges()) {
        event->ignore();
        m_shell->navigator().leaveThen([this] {
            m_leaving = true;
            close();
        });
        return;
    }
    rememberWindow();
    QMainWindow::closeEvent(event);
}

} // namespace nimara::ui
