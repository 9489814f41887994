#include "source/udp_source.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "source/socket.hpp"

namespace narrows::source {

namespace {

constexpr std::size_t kDatagramBytesMax = 65'536;  // The largest that IP can carry.
constexpr int kDatagramsAtOnce = 256;
// Holds some seconds of a busy feed while the node is held up elsewhere.
constexpr int kReceiveBufferBytes = 4 * 1024 * 1024;

bool join_ipv4(int socket, const SocketAddress& group, const std::string& interface_address) {
  sockaddr_in in{};
  std::memcpy(&in, &group.storage, sizeof in);
  ip_mreqn request{};
  request.imr_multiaddr = in.sin_addr;
  if (!interface_address.empty() &&
      ::inet_pton(AF_INET, interface_address.c_str(), &request.imr_address) != 1) {
    request.imr_ifindex = static_cast<int>(::if_nametoindex(interface_address.c_str()));
    if (request.imr_ifindex == 0) return false;
  }
  return ::setsockopt(socket, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request) == 0;
}

bool join_ipv6(int socket, const SocketAddress& group, const std::string& interface_name) {
  sockaddr_in6 in{};
  std::memcpy(&in, &group.storage, sizeof in);
  ipv6_mreq request{};
  request.ipv6mr_multiaddr = in.sin6_addr;
  if (!interface_name.empty()) {
    request.ipv6mr_interface = ::if_nametoindex(interface_name.c_str());
    if (request.ipv6mr_interface == 0) return false;
  }
  return ::setsockopt(socket, IPPROTO_IPV6, IPV6_JOIN_GROUP, &request, sizeof request) == 0;
}

// The system's count of datagrams that did not fit its buffer, where this one brought it along.
std::optional<std::uint32_t> drops_reported(msghdr& header) {
  for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SO_RXQ_OVFL) continue;
    std::uint32_t drops = 0;
    std::memcpy(&drops, CMSG_DATA(c), sizeof drops);
    return drops;
  }
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<Source>> UdpSource::open(const Address& address, model::SourceId id) {
  auto socket = bind_socket(address, SOCK_DGRAM);
  if (!socket) return tl::unexpected(socket.error());

  SocketAddress bound;
  bound.size = sizeof bound.storage;
  ::getsockname(socket->get(), reinterpret_cast<sockaddr*>(&bound.storage), &bound.size);
  if (bound.multicast()) {
    const bool joined = bound.family() == AF_INET
                            ? join_ipv4(socket->get(), bound, address.interface_address)
                            : join_ipv6(socket->get(), bound, address.interface_address);
    if (!joined) {
      return fail(Fault::kRefused,
                  address.text + ": cannot join the multicast group: " + system_words(errno));
    }
  }
  const int yes = 1;
  ::setsockopt(socket->get(), SOL_SOCKET, SO_RXQ_OVFL, &yes, sizeof yes);
  ::setsockopt(socket->get(), SOL_SOCKET, SO_RCVBUF, &kReceiveBufferBytes,
               sizeof kReceiveBufferBytes);
  return std::make_unique<UdpSource>(std::move(*socket), address.text, id);
}

UdpSource::UdpSource(Descriptor socket, std::string name, model::SourceId id)
    : socket_{std::move(socket)}, name_{std::move(name)}, id_{id}, datagram_(kDatagramBytesMax) {
  status_.phase = Phase::kLive;
  status_.counters.connects = 1;
}

void UdpSource::receive(Time now, OnReceived on_received) {
  for (int i = 0; i < kDatagramsAtOnce; ++i) {
    iovec into{datagram_.data(), datagram_.size()};
    alignas(cmsghdr) std::array<char, 64> control{};
    msghdr header{};
    header.msg_iov = &into;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    const ssize_t got = ::recvmsg(socket_.get(), &header, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got < 0) {  // An ICMP complaint or the like: said, and the next datagram may be fine.
      status_.last_error = system_error(name_, errno);
      return;
    }
    if (const auto drops = drops_reported(header)) {
      status_.counters.datagrams_lost += *drops - kernel_drops_;
      kernel_drops_ = *drops;
    }
    status_.last_error.reset();
    status_.counters.bytes += static_cast<std::uint64_t>(got);
    if (got == 0) continue;
    ++status_.counters.received;
    on_received({.source = id_,
                 .received_at = now,
                 .text = {datagram_.data(), static_cast<std::size_t>(got)}});
  }
}

}  // namespace narrows::source
