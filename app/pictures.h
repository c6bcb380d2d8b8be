#pragma once

#include "app/options.h"
#include "sync/service/client.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_registry.h"

#include <QObject>
#include <QTimer>

namespace nimara::app {

// Walks through the pages of a window and writes a picture of each, for people who look after the look. What is
// asked for but does not exist is told and counts as not written.
class Pictures : public QObject
{
    Q_OBJECT

public:
    Pictures(ui::MainWindow &window, const ui::PageRegistry &pages, sync::Client &client,
             const Options &options, QObject *parent = nullptr);
    void start();

signals:
    void finished(bool allWritten);

private:
    QStringList everyPlace() const;
    void next();
    void openFirst(const ui::PageEntry &entry);
    void show(const QUrl &address);
    void pass(const char *why);
    void take();

    ui::MainWindow &m_window;
    const ui::PageRegistry &m_pages;
    sync::Client &m_client;
    const Options m_options;
    QStringList m_places; // still to be taken: "clients", "clients/first", "clients/new"
    QString m_place;
    QTimer m_settled;
    bool m_allWritten = true;
};

} // namespace nimara::app
