#pragma once

#include "tests/support/fake_store.h"
#include "ui/shell/page_address.h"
#include "ui/shell/page_registry.h"
#include "ui/shell/shell_context.h"
#include "ui/shell/ui_settings.h"
#include "ui/widgets/format.h"

#include <QHash>
#include <QList>
#include <QWidget>

#include <memory>

class QStackedWidget;

namespace nimara::ui {

class Page;

// A window with nothing but pages in it: goes where they ask to go, keeps what they say. Questions are answered with
// yes unless told otherwise.
class PageBench : public ShellContext
{
public:
    explicit PageBench(FakeStore &store);
    ~PageBench() override;

    // The page of this key, opened at its list, shown in the window.
    Page &open(const QString &key);
    Page &open(const PageAddress &address);
    QWidget &window() { return *m_window; }
    PageRegistry &registry() { return m_registry; }
    const PageAddress &place() const { return m_history.back(); }
    Page *current() const;

    QList<Toast> toasts;
    QList<Confirmation> questions;
    bool agrees = true;
    std::vector<std::pair<QObject *, ShellCommand>> commands;

    Store &store() override { return m_store; }
    const PageRegistry &pages() const override { return m_registry; }
    UiSettings &settings() override { return m_settings; }
    const Format &format() const override { return m_format; }
    void navigate(const QUrl &address) override;
    void back() override;
    void toast(Toast toast) override { toasts.append(std::move(toast)); }
    void confirm(Confirmation question, QObject *owner, std::function<void()> then) override;
    void registerCommand(QObject *owner, ShellCommand command) override;

private:
    void show(const PageAddress &address);

    FakeStore &m_store;
    PageRegistry m_registry;
    UiSettings m_settings{QString()};
    Format m_format{"America/Anguilla", "USD", QLocale(QLocale::English, QLocale::UnitedStates)};
    std::unique_ptr<QWidget> m_window;
    QStackedWidget *m_stack = nullptr;
    QHash<QString, Page *> m_pages;
    QList<PageAddress> m_history;
};

} // namespace nimara::ui
