#include "server/api/reachable.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>

namespace nimara::server::api {
namespace {
struct FreeAddresses
{
    void operator()(addrinfo *addresses) const { freeaddrinfo(addresses); }
};

bool connects(const addrinfo &address, std::chrono::milliseconds patience)
{
    const int socket = ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return false;
    bool isOpen = ::connect(socket, address.ai_addr, address.ai_addrlen) == 0;
    if (!isOpen && errno == EINPROGRESS) {
        pollfd waiting{.fd = socket, .events = POLLOUT, .revents = 0};
        int fault = 0;
        socklen_t size = sizeof fault;
        isOpen = ::poll(&waiting, 1, static_cast<int>(patience.count())) == 1 &&
                 ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &fault, &size) == 0 && fault == 0;
    }
    ::close(socket);
    return isOpen;
}
} // namespace

bool isReachable(const std::string &host, std::uint16_t port, std::chrono::milliseconds patience)
{
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0)
        return false;
    const std::unique_ptr<addrinfo, FreeAddresses> addresses(found);
    return connects(*addresses, patience);
}

} // namespace nimara::server::api
