#include "source/socket.hpp"

#include <cerrno>
#include <cstring>
#include <memory>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

namespace narrows::source {

bool SocketAddress::multicast() const {
  if (family() == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &storage, sizeof in);
    return IN_MULTICAST(ntohl(in.sin_addr.s_addr));
  }
  if (family() == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &storage, sizeof in);
    return in.sin6_addr.s6_addr[0] == 0xFF;
  }
  return false;
}

Result<std::vector<SocketAddress>> resolve(const Address& address, int socket_type) {
  constexpr std::size_t kAtMost = 8;
  addrinfo hints{};
  hints.ai_socktype = socket_type;
  hints.ai_flags = AI_NUMERICSERV | AI_ADDRCONFIG;
  addrinfo* list = nullptr;
  int said =
      ::getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &list);
  if (said == EAI_ADDRFAMILY || said == EAI_NONAME) {
    // AI_ADDRCONFIG hides 127.0.0.1 and ::1 on a machine without a network.
    hints.ai_flags = AI_NUMERICSERV;
    said = ::getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &list);
  }
  if (said != 0) {
    return fail(Fault::kNotFound, address.text + ": cannot find host '" + address.host +
                                      "': " + ::gai_strerror(said));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned{list, &::freeaddrinfo};
  std::vector<SocketAddress> found;
  for (const addrinfo* one = list; one != nullptr && found.size() < kAtMost; one = one->ai_next) {
    SocketAddress out;
    if (one->ai_addrlen > sizeof out.storage) continue;
    std::memcpy(&out.storage, one->ai_addr, one->ai_addrlen);
    out.size = one->ai_addrlen;
    found.push_back(out);
  }
  return found;
}

Result<Descriptor> bind_socket(const Address& address, int socket_type) {
  const auto candidates = resolve(address, socket_type);
  if (!candidates) return tl::unexpected(candidates.error());
  int last_errno = EADDRNOTAVAIL;
  for (const SocketAddress& candidate : *candidates) {
    Descriptor socket{::socket(candidate.family(), socket_type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    const int yes = 1;
    // A listener may start again at once; several programs may hear one multicast group. A plain
    // UDP port stays exclusive: two readers would each get a part.
    if (socket && (socket_type == SOCK_STREAM || candidate.multicast()))
      ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (socket && ::bind(socket.get(), candidate.get(), candidate.size) == 0) return socket;
    last_errno = errno;
  }
  return tl::unexpected(system_error(address.text, last_errno));
}

void keep_alive(int socket) {
  const int yes = 1;
  const int idle_s = 60;
  const int interval_s = 15;
  const int probes = 4;
  ::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof idle_s);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &interval_s, sizeof interval_s);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
}

}  // namespace narrows::source
