#include "source/tcp_listen_source.hpp"

#include <array>
#include <cerrno>
#include <utility>

#include <sys/epoll.h>
#include <sys/socket.h>

#include "source/socket.hpp"

namespace narrows::source {

namespace {

bool watch(int ready, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  return ::epoll_ctl(ready, EPOLL_CTL_ADD, fd, &event) == 0;
}

}  // namespace

Result<std::unique_ptr<Source>> TcpListenSource::open(const Address& address, model::SourceId id) {
  auto listener = bind_socket(address, SOCK_STREAM);
  if (!listener) return tl::unexpected(listener.error());
  Descriptor ready{::epoll_create1(EPOLL_CLOEXEC)};
  if (!ready || ::listen(listener->get(), static_cast<int>(kPeersMax)) != 0 ||
      !watch(ready.get(), listener->get()))
    return tl::unexpected(system_error(address.text, errno));
  return std::make_unique<TcpListenSource>(std::move(*listener), std::move(ready), id);
}

TcpListenSource::TcpListenSource(Descriptor listener, Descriptor ready, model::SourceId id)
    : listener_{std::move(listener)}, ready_{std::move(ready)}, id_{id} {
  status_.phase = Phase::kLive;
}

void TcpListenSource::receive(Time now, OnReceived on_received) {
  std::array<epoll_event, kPeersMax + 1> events{};
  const int due = ::epoll_wait(ready_.get(), events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < due; ++i) {
    const int fd = events.at(static_cast<std::size_t>(i)).data.fd;
    if (fd == listener_.get()) {
      accept_peers();
    } else {
      read_peer(fd, now, on_received);
    }
  }
}

void TcpListenSource::accept_peers() {
  while (true) {
    Descriptor socket{::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
    if (!socket) return;
    if (peers_.size() >= kPeersMax || !watch(ready_.get(), socket.get())) {
      ++status_.counters.refused_peers;
      continue;
    }
    keep_alive(socket.get());
    ++status_.counters.connects;
    const int fd = socket.get();
    peers_.emplace(fd, Peer{std::move(socket), LineStream{id_}});
  }
}

void TcpListenSource::read_peer(int fd, Time now, OnReceived on_received) {
  const auto found = peers_.find(fd);
  if (found == peers_.end()) return;
  LineStream& lines = found->second.lines;
  const ReadEnd end = read_stream(fd, lines, now, on_received, status_.counters);
  if (end != ReadEnd::kClosed && end != ReadEnd::kError) return;
  lines.finish(now, on_received, status_.counters);
  peers_.erase(found);  // Closing takes it out of the epoll set too.
}

}  // namespace narrows::source
