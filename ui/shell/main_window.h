#pragma once

#include <QMainWindow>

class QStackedWidget;

namespace nimara {
class AccountService;
class Store;
} // namespace nimara

namespace nimara::ui {

class Banner;
class BlockedPage;
class CommandPalette;
class Frame;
class NotificationModel;
class NotificationPopup;
class PageRegistry;
class RepairNotice;
class Shell;
class Sidebar;
class StatusStrip;
class SyncPanel;
class TopBar;
class UiSettings;

// The window of someone who is signed in: puts the parts together and lets them speak to each other.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Store &store, AccountService &account, UiSettings &settings, const PageRegistry &pages);
    ~MainWindow() override;

    Shell &shell() { return *m_shell; }
    Frame &frame() { return *m_frame; }
    Sidebar &sidebar() { return *m_sidebar; }
    TopBar &topBar() { return *m_top; }
    StatusStrip &statusStrip() { return *m_status; }
    SyncPanel &syncPanel() { return *m_sync; }
    Banner &notice() { return *m_notice; }
    RepairNotice &repairNotice() { return *m_repair; }
    CommandPalette &commandPalette() { return *m_palette; }
    NotificationPopup &notifications() { return *m_bellPopup; }

    // A nimara:// link, from the command line or another instance.
    void openLink(const QUrl &link);

signals:
    // The user wants to sign in again (session ended) or has logged out: the gate shows the sign-in window.
    void signInRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void connectParts();
    void connectTopBar();
    void registerCommands();
    void registerViewCommands();
    void registerSections();
    void followSession();
    void followStatus();
    void followAddress();
    void restoreWindow();
    void rememberWindow();
    void cyclePanes(bool forward);
    void openScratchpad();
    void askToSignOut();
    void signOut();

    Store &m_store;
    AccountService &m_account;
    UiSettings &m_settings;
    const PageRegistry &m_pages;
    Frame *m_frame;
    QStackedWidget *m_stack;
    Shell *m_shell;
    Sidebar *m_sidebar;
    TopBar *m_top;
    StatusStrip *m_status;
    Banner *m_notice; // the session has ended
    RepairNotice *m_repair;
    SyncPanel *m_sync;
    CommandPalette *m_palette;
    NotificationModel *m_notifications;
    NotificationPopup *m_bellPopup;
    BlockedPage *m_blocked;
    QString m_portShown;
    bool m_leaving = false;
};

} // namespace nimara::ui
