#pragma once

#include "models/domain/pairing.h"
#include "server/app/server.h"
#include "tests/support/http/http_client.h"
#include "tests/support/sql.h"

#include <memory>
#include <string>
#include <string_view>

namespace nimara::test {

// "Correct-Horse-9": every account of LiveServer has it.
inline constexpr std::string_view goodPassword = "Correct-Horse-9";
// Quick to derive, for tests.
inline constexpr server::auth::PasswordCost lightCost{.kibibytes = 64, .passes = 1, .lanes = 1};

// The whole server over real TLS sockets and a database of its own in the test's PostgreSQL, set up with roles and the
// port Port Nimara.
class LiveServer
{
public:
    explicit LiveServer(server::app::Server::Options options = {}, server::config::Values values = {});
    ~LiveServer();

    HttpClient client() const;
    WireOptions wire() const;
    server::app::Server &server() { return *m_server; }
    // As the database's administrator.
    server::Connection &sql() { return m_sql; }
    const std::string &database() const { return m_database; }
    std::string portId() const { return m_portId; }

    // Stops the server and starts another on the same database.
    void restart();
    // Another one that syncs otherwise, on the same port.
    void restartWith(server::app::MakeSync makeSync);
    // What clients pair with.
    PairingCode pairing() const;

    // An account with the good password; `role` of Port Nimara, "" for none.
    std::string addUser(const std::string &email, const std::string &role, bool isSuperAdmin = false);
    std::string addPort(const std::string &slug);
    void join(const std::string &userId, const std::string &portId, const std::string &role);
    // The token of a new session; fails the test when sign-in does not answer 200.
    std::string signIn(const std::string &email);
    HttpReply trySignIn(const std::string &email, std::string_view password);
    HttpClient clientOf(const std::string &email);

private:
    void start();

    std::string m_database;
    server::Connection m_sql;
    SystemClock m_clock;
    server::app::Server::Options m_options;
    server::config::Config m_config;
    std::shared_ptr<server::net::TlsContext> m_tls;
    std::string m_spki;
    std::string m_portId;
    std::unique_ptr<server::app::Server> m_server;
};

// A service that sends back what it gets, for tests of the door and not of what is behind it.
server::app::MakeSync echoService();

// Asks until it is so; false when it never comes to be. For what happens on other threads in its own time.
bool eventually(const std::function<bool()> &isSo);

} // namespace nimara::test
