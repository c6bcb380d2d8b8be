#include "tests/support/server/live_server.h"

#include "models/base/hash.h"
#include "server/app/first_setup.h"
#include "tests/support/postgres.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace nimara::test {
namespace {
using namespace std::chrono_literals;

[[noreturn]] void giveUp(const Error &error)
{
    std::fprintf(stderr, "tests/support/server: %s %s %s\n", error.key.c_str(), error.field.c_str(),
                 error.detail.c_str());
    std::abort();
}

template <typename T>
T must(Result<T> result)
{
    if (!result)
        giveUp(result.error());
    return *std::move(result);
}

class Echo final : public server::net::SocketHandler
{
public:
    void onOpen(server::net::SocketHandle socket) override { m_socket = std::move(socket); }
    void onMessage(std::string_view message) override { m_socket->send(std::string(message)); }
    void onWritable() override {}
    void onClose(server::net::CloseCode, std::string_view) override {}

private:
    server::net::SocketHandle m_socket;
};

class EchoService final : public server::auth::SocketService
{
public:
    std::unique_ptr<server::net::SocketHandler> makeHandler(const server::auth::Identity &) override
    {
        return std::make_unique<Echo>();
    }
    void stop() override {}
};
} // namespace

server::app::MakeSync echoService()
{
    return [](const server::app::Resources &) { return std::make_unique<EchoService>(); };
}

bool eventually(const std::function<bool()> &isSo)
{
    for (int i = 0; i < 3000; ++i) {
        if (isSo())
            return true;
        std::this_thread::sleep_for(20ms);
    }
    return false;
}

LiveServer::LiveServer(server::app::Server::Options options, server::config::Values values)
    : m_database(Postgres::instance().database()), m_sql(connectTo(m_database)), m_options(std::move(options))
{
    must(server::app::setUp(m_sql, {}));
    m_portId = cellOf(m_sql, "select id from ports where slug = 'port-nimara'");
    values.emplace("DATABASE_URL", "postgresql:///x");
    values.emplace("SESSION_SECRET", "0123456789abcdef0123456789abcdef");
    m_config = server::config::load({values}, server::config::Purpose::Serve).config;
    m_config.set(server::config::databaseUrl, Postgres::instance().url(m_database, "nimara_server"));
    const auto identity = must(server::net::ownIdentity("tls", m_clock.now()));
    m_spki = toHex({reinterpret_cast<const char *>(identity.pin.data()), identity.pin.size()});
    m_tls = must(server::net::TlsContext::make(identity));
    m_options.passwordCost = lightCost;
    m_options.http.tls = m_tls;
    m_options.watchInterval = 100ms;
    if (m_options.appUrl.empty())
        m_options.appUrl = "https://crm.example.org";
    if (!m_options.makeSync)
        m_options.makeSync = echoService();
    start();
}

LiveServer::~LiveServer() = default;

void LiveServer::start()
{
    m_server = must(server::app::Server::start(m_config, m_options, m_clock, Log()));
}

void LiveServer::restart()
{
    m_server.reset();
    start();
}

void LiveServer::restartWith(server::app::MakeSync makeSync)
{
    m_options.http.port = m_server->port();
    m_options.makeSync = std::move(makeSync);
    restart();
}

PairingCode LiveServer::pairing() const
{
    return {.server = {.host = "127.0.0.1", .port = m_server->port()}, .spki = m_spki};
}

WireOptions LiveServer::wire() const
{
    return {.port = m_server->port()};
}

HttpClient LiveServer::client() const
{
    return HttpClient(wire());
}

std::string LiveServer::addUser(const std::string &email, const std::string &role, bool isSuperAdmin)
{
    static const std::string hash = must(server::auth::hashPassword(goodPassword, lightCost));
    const std::string id = cellOf(m_sql, "insert into users (email, name, is_super_admin) values ('" + email +
                                             "', '" + email.substr(0, email.find('@')) + "', " +
                                             (isSuperAdmin ? "true" : "false") + ") returning id");
    mustRun(m_sql,
            "insert into auth.credentials (user_id, password_hash) values ('" + id + "', '" + hash + "')");
    if (!role.empty())
        join(id, m_portId, role);
    return id;
}

std::string LiveServer::addPort(const std::string &slug)
{
    return cellOf(m_sql,
                  "insert into ports (name, slug) values ('" + slug + "', '" + slug + "') returning id");
}

void LiveServer::join(const std::string &userId, const std::string &portId, const std::string &role)
{
    mustRun(m_sql, "insert into user_port_roles (port_id, user_id, role_id) select '" + portId + "', '" +
                       userId + "', id from roles where port_id is null and name = '" + role + "'");
}

HttpReply LiveServer::trySignIn(const std::string &email, std::string_view password)
{
    return client().post("/api/auth/sign-in", {{"email", email},
                                               {"password", password},
                                               {"device", {{"name", "Test laptop"}, {"platform", "Linux"}}}});
}

std::string LiveServer::signIn(const std::string &email)
{
    const HttpReply reply = trySignIn(email, goodPassword);
    if (reply.status != 200)
        giveUp({.code = ErrorCode::Internal,
                .key = "sign-in",
                .field = std::to_string(reply.status),
                .detail = reply.body});
    return reply.json()["token"].get<std::string>();
}

HttpClient LiveServer::clientOf(const std::string &email)
{
    HttpClient client = this->client();
    client.setToken(signIn(email));
    return client;
}

} // namespace nimara::test
