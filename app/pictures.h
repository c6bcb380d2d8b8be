#pragma once

#include "app/options.h"
#include "sync/service/client.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_registry.h"

#include <QObject>
#include <QTimer>

namespace nimara::app {

// Walks through the pages of a window and writes a picture of each, for people who look after the look.
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
    void next();
    void take();

    ui::MainWindow &m_window;
    sync::Client &m_client;
    const Options m_options;
    QStringList m_keys;
    QString m_key;
    QTimer m_settled;
    bool m_allWritten = true;
};

} // namespace nimara::app
