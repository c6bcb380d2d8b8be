#include "tests/support/http/wire.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <cerrno>

#include <csignal>

namespace nimara::test {

struct Wire::State
{
    ~State() { close(); }

    void close()
    {
        SSL_free(ssl);
        ssl = nullptr;
        SSL_CTX_free(context);
        context = nullptr;
        if (socket >= 0)
            ::close(socket);
        socket = -1;
    }

    int socket = -1;
    SSL_CTX *context = nullptr;
    SSL *ssl = nullptr;
};

namespace {
int connectedSocket(const WireOptions &options)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(options.patience);
    const timeval patience{.tv_sec = seconds.count(), .tv_usec = (options.patience - seconds).count() * 1000};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (!options.from.empty()) {
        sockaddr_in own{};
        own.sin_family = AF_INET;
        ::inet_pton(AF_INET, options.from.c_str(), &own.sin_addr);
        ::bind(socket, reinterpret_cast<const sockaddr *>(&own), sizeof own);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(options.port);
    ::inet_pton(AF_INET, options.address.c_str(), &address.sin_addr);
    if (::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return socket;
    ::close(socket);
    return -1;
}

Sha256 pinOf(SSL *ssl)
{
    X509 *certificate = SSL_get1_peer_certificate(ssl);
    unsigned char *der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    const Sha256 pin = sha256({reinterpret_cast<const char *>(der), static_cast<std::size_t>(size)});
    OPENSSL_free(der);
    X509_free(certificate);
    return pin;
}
} // namespace

Wire::Wire(std::unique_ptr<State> state) : m_state(std::move(state)) {}

Wire::Wire(Wire &&) noexcept = default;

Wire &Wire::operator=(Wire &&) noexcept = default;

Wire::~Wire() = default;

std::optional<Wire> Wire::connect(const WireOptions &options)
{
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without MSG_NOSIGNAL
    auto state = std::make_unique<State>();
    state->socket = connectedSocket(options);
    if (state->socket < 0)
        return std::nullopt;
    Wire wire(std::move(state));
    if (!options.tls)
        return wire;
    State &own = *wire.m_state;
    own.context = SSL_CTX_new(TLS_client_method());
    if (options.onlyTls12)
        SSL_CTX_set_max_proto_version(own.context, TLS1_2_VERSION);
    own.ssl = SSL_new(own.context);
    SSL_set_fd(own.ssl, own.socket);
    ERR_clear_error();
    if (SSL_connect(own.ssl) != 1)
        return std::nullopt;
    wire.m_pin = pinOf(own.ssl);
    return wire;
}

bool Wire::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        std::size_t sent = 0;
        if (m_state->ssl != nullptr) {
            ERR_clear_error();
            if (SSL_write_ex(m_state->ssl, bytes.data(), bytes.size(), &sent) != 1)
                return false;
        } else {
            const ssize_t count = ::send(m_state->socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0)
                return false;
            sent = static_cast<std::size_t>(count);
        }
        bytes.remove_prefix(sent);
    }
    return true;
}

std::string Wire::receive(std::size_t most)
{
    std::string bytes(most, '\0');
    std::size_t count = 0;
    if (m_state->ssl != nullptr) {
        ERR_clear_error();
        if (SSL_read_ex(m_state->ssl, bytes.data(), bytes.size(), &count) != 1)
            count = 0;
    } else {
        const ssize_t got = ::recv(m_state->socket, bytes.data(), bytes.size(), 0);
        count = got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    bytes.resize(count);
    return bytes;
}

bool Wire::isClosedByPeer()
{
    errno = 0;
    while (!receive().empty()) {
    }
    return errno != EAGAIN && errno != EWOULDBLOCK;
}

void Wire::cut()
{
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(m_state->socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(m_state->socket);
    m_state->socket = -1;
}

std::string Wire::tlsVersion() const
{
    return m_state->ssl != nullptr ? SSL_get_version(m_state->ssl) : "";
}

} // namespace nimara::test
