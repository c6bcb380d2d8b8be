#pragma once

#include "app/cli/arguments.h"
#include "app/cli/output.h"
#include "sync/service/client.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace nimara::cli {

class Cli;

// A command: what it is called, how much of the client it needs before it begins, whether it is of any use without the
// server, and what it does. It ends by Cli::finish() or Cli::fail(), once.
struct Command
{
    enum class Needs {
        Account, // whoever is signed in, or nobody
        User,    // somebody's data, opened
        Port     // and one of their ports to look at
    };
    enum class Reach { Local, Server };

    const char *name;
    Needs needs;
    Reach reach;
    std::function<void(Cli &)> run;
};
const Command *findCommand(const QString &name);

// The server is there and knows us.
bool isConnected(const SyncStatus &status);

// One run of the program: opens the profile, opens what lies there, runs the command, ends.
class Cli : public QObject
{
    Q_OBJECT

public:
    Cli(Arguments arguments, const Command &command);
    ~Cli() override;

    void start();

    const Arguments &arguments() const { return m_arguments; }
    sync::LocalStore &store() { return m_client->store(); }
    sync::LocalAccount &account() { return m_client->account(); }
    sync::Client &client() { return *m_client; }
    bool isOffline() const { return m_arguments.has("offline"); }
    bool waits() const { return !isOffline() && !m_arguments.has("no-wait"); } // for the server's answer

    // The table that the first operand names; the command has failed where it is nothing.
    const Table *tableOperand();
    std::optional<Uuid> idOperand(std::size_t at);

    // Shows the port of --port.
    void choosePort(std::function<void()> then);
    // Of --password-fd and --passphrase-fd.
    Result<QString> password() const;
    Result<QString> passphrase() const;

    // Waits for the server: calls `then` when the condition holds, which is asked again with every news of the store. A
    // session that has ended is renewed where there is a password. Where the server is not reached (see --timeout) before
    // the condition holds, `otherwise` is told why; empty: the program fails with it.
    void when(std::function<bool()> condition, std::function<void()> then,
              std::function<void(const Error &)> otherwise = {});

    // Signs in; again and again while the server is not reached or has no time for us, until --timeout.
    void signIn(const SignInRequest &request, std::function<void(const Result<Done> &)> then);

    // The value of the future, or the end of the program by its error.
    template <typename T, typename Then>
    void take(const QFuture<Result<T>> &future, Then then)
    {
        whenDone(future, this, [this, then = std::move(then)](Result<T> result) {
            if (result)
                then(*std::move(result));
            else
                fail(result.error());
        });
    }

    // From here on a lost link is waited for, until --timeout.
    void keepWaiting() { m_patient = true; }
    bool isLate() const { return m_late; }

    void finish(Exit exit = Exit::Done);
    void fail(const Error &error);

signals:
    void ended(int exit);

private:
    void onNews(const sync::ChannelNews &news);
    void onAccountState();
    void openPassphrase();
    void begin();
    bool canRenewSession();
    void renewSession();
    void ask();
    bool givesUp();
    Error whyNot();

    Arguments m_arguments;
    const Command &m_command;
    std::unique_ptr<sync::Client> m_client;
    bool m_begun = false;
    bool m_ended = false;
    std::function<bool()> m_condition;
    std::function<void()> m_then;
    std::function<void(const Error &)> m_otherwise;
    QTimer m_limit;
    bool m_late = false;
    bool m_patient = false;
    bool m_renewing = false;
    std::optional<Error> m_renewed; // what came of it; key empty: a new session
};

} // namespace nimara::cli
