#include "server/net/any_stream.h"

#include <boost/asio/buffer.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace nimara::server::net {
namespace {
TcpSocket &socketOf(BIO *bio)
{
    return *static_cast<TcpSocket *>(BIO_get_data(bio));
}

int bioRead(BIO *bio, char *data, int size)
{
    error_code fault;
    const std::size_t count =
        socketOf(bio).read_some(asio::buffer(data, static_cast<std::size_t>(size)), fault);
    BIO_clear_retry_flags(bio);
    if (fault == asio::error::would_block)
        BIO_set_retry_read(bio);
    if (fault == asio::error::eof)
        return 0;
    return fault ? -1 : static_cast<int>(count);
}

int bioWrite(BIO *bio, const char *data, int size)
{
    error_code fault;
    const std::size_t count =
        socketOf(bio).write_some(asio::buffer(data, static_cast<std::size_t>(size)), fault);
    BIO_clear_retry_flags(bio);
    if (fault == asio::error::would_block)
        BIO_set_retry_write(bio);
    return fault ? -1 : static_cast<int>(count);
}

long bioControl(BIO *, int command, long, void *)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD *socketMethod()
{
    static const BIO_METHOD *method = [] {
        BIO_METHOD *made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "nimara socket");
        BIO_meth_set_read(made, bioRead);
        BIO_meth_set_write(made, bioWrite);
        BIO_meth_set_ctrl(made, bioControl);
        return made;
    }();
    return method;
}
} // namespace

AnyStream::Impl::Impl(TcpSocket tcp, ssl_ctx_st *context) : socket(std::move(tcp))
{
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.set_option(Tcp::no_delay(true), ignored);
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    if (context == nullptr)
        return;
    ssl = SSL_new(context);
    BIO *bio = BIO_new(socketMethod());
    BIO_set_data(bio, &socket);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio);
    SSL_set_accept_state(ssl);
    SSL_set_options(ssl, SSL_OP_IGNORE_UNEXPECTED_EOF);
}

AnyStream::Impl::~Impl()
{
    SSL_free(ssl);
}

AnyStream::Step AnyStream::Impl::tlsStep(int outcome, std::size_t bytes)
{
    switch (SSL_get_error(ssl, outcome)) {
    case SSL_ERROR_NONE:
        return {.bytes = bytes};
    case SSL_ERROR_WANT_READ:
        return {.wants = Wants::Read};
    case SSL_ERROR_WANT_WRITE:
        return {.wants = Wants::Write};
    case SSL_ERROR_ZERO_RETURN:
        return {.fault = asio::error::eof};
    case SSL_ERROR_SYSCALL:
        return {.fault = asio::error::connection_reset};
    default:
        return {.fault = boost::system::errc::make_error_code(boost::system::errc::protocol_error)};
    }
}

AnyStream::Step AnyStream::Impl::handshake()
{
    if (isCancelled)
        return {.fault = asio::error::operation_aborted};
    ERR_clear_error();
    return tlsStep(SSL_do_handshake(ssl), 0);
}

AnyStream::Step AnyStream::Impl::read(void *data, std::size_t size)
{
    if (isCancelled)
        return {.fault = asio::error::operation_aborted};
    if (ssl != nullptr) {
        ERR_clear_error();
        std::size_t count = 0;
        const int outcome = SSL_read_ex(ssl, data, size, &count);
        return tlsStep(outcome, count);
    }
    error_code fault;
    const std::size_t count = socket.read_some(asio::buffer(data, size), fault);
    if (fault == asio::error::would_block)
        return {.wants = Wants::Read};
    return {.fault = fault, .bytes = count};
}

AnyStream::Step AnyStream::Impl::write(const void *data, std::size_t size)
{
    if (isCancelled)
        return {.fault = asio::error::operation_aborted};
    if (ssl != nullptr) {
        ERR_clear_error();
        std::size_t count = 0;
        const int outcome = SSL_write_ex(ssl, data, size, &count);
        return tlsStep(outcome, count);
    }
    error_code fault;
    const std::size_t count = socket.write_some(asio::buffer(data, size), fault);
    if (fault == asio::error::would_block)
        return {.wants = Wants::Write};
    return {.fault = fault, .bytes = count};
}

void AnyStream::Impl::cancel()
{
    isCancelled = true;
    error_code ignored;
    socket.close(ignored);
}

AnyStream::AnyStream(TcpSocket socket, ssl_ctx_st *context)
    : m_impl(std::make_unique<Impl>(std::move(socket), context))
{}

AnyStream::AnyStream(AnyStream &&) noexcept = default;

AnyStream::~AnyStream() = default;

void AnyStream::sayGoodbye()
{
    if (m_impl->isCancelled)
        return;
    if (m_impl->ssl != nullptr && SSL_is_init_finished(m_impl->ssl)) {
        ERR_clear_error();
        SSL_shutdown(m_impl->ssl);
    }
    error_code ignored;
    m_impl->socket.shutdown(Tcp::socket::shutdown_send, ignored);
}

void beast_close_socket(AnyStream &stream)
{
    stream.cancel();
}

void teardown(boost::beast::role_type, AnyStream &stream, error_code &fault)
{
    stream.sayGoodbye();
    fault = {};
}

} // namespace nimara::server::net
