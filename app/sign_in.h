#pragma once

#include "app/options.h"
#include "sync/service/client.h"

#include <QObject>

namespace nimara::app {

// Does what the sign-in window would do, from the command line.
class AutomaticSignIn : public QObject
{
    Q_OBJECT

public:
    AutomaticSignIn(sync::Client &client, const Options &options, QObject *parent = nullptr);

signals:
    // Key empty: someone is signed in and the pages may be shown.
    void finished(const nimara::Error &error);

private:
    void follow();
    bool asksToSignIn() const;
    bool knowsSession() const;
    void signIn();
    void givePassphrase();
    void choosePort();

    sync::Client &m_client;
    const Options m_options;
    std::optional<QString> m_passphrase;
    bool m_asked = false;
    bool m_signingIn = false;
    bool m_done = false;
};

} // namespace nimara::app
