#pragma once

// Names to socket addresses, and the few socket calls that UDP and TCP share.

#include <string>
#include <vector>

#include <sys/socket.h>

#include "base/result.hpp"
#include "source/address.hpp"
#include "source/descriptor.hpp"

namespace narrows::source {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  int family() const { return storage.ss_family; }
  bool multicast() const;
};

/// What `address` resolves to, at most eight. `socket_type` is SOCK_STREAM or SOCK_DGRAM. Blocks as
/// long as the system's resolver does; numbers resolve at once.
Result<std::vector<SocketAddress>> resolve(const Address& address, int socket_type);

/// A non-blocking socket bound to the first of `candidates` that takes it.
Result<Descriptor> bind_socket(const Address& address, int socket_type);

/// A peer that vanished without a word (power, cable) is noticed after about two minutes.
void keep_alive(int socket);

}  // namespace narrows::source
