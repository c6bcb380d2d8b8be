#pragma once

#include "tests/support/fake_account.h"
#include "tests/support/fake_store.h"
#include "tests/ui/test_pages.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigator.h"
#include "ui/shell/shell.h"
#include "ui/shell/ui_settings.h"

#include <QTest>

#include <memory>

namespace nimara::ui {

// A signed-in window over fakes: what most tests of the shell begin with.
class ShellFixture
{
public:
    explicit ShellFixture(const QSize &size = {1280, 800}, const QString &settingsPath = {})
        : settings(settingsPath)
    {
        registerTestPages(pages);
        account.setState(AccountState::SignedIn);
        open(size);
    }

    void open(const QSize &size)
    {
        window = std::make_unique<MainWindow>(store, account, settings, pages);
        window->resize(size);
        window->show();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }

    QString here() const { return window->shell().navigator().address().toUrl().toString(); }
    TestPage *page() const { return qobject_cast<TestPage *>(window->shell().navigator().page()); }
    template <typename T = QWidget>
    T *find(const char *name) const
    {
        return window->findChild<T *>(QString::fromLatin1(name));
    }
    // After a dialog has closed: the offscreen platform gives the activity back to nobody.
    void activate() const
    {
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
    void press(int key, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::keyClick(window.get(), Qt::Key(key), modifiers);
    }

    FakeStore store;
    FakeAccount account;
    UiSettings settings;
    PageRegistry pages;
    std::unique_ptr<MainWindow> window;
};

} // namespace nimara::ui
