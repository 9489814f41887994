#include "source/tcp_source.hpp"

#include <cerrno>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

namespace narrows::source {

TcpSource::TcpSource(Address address, OpenOptions options)
    : address_{std::move(address)}, options_{options}, lines_{options.id} {}

Interest TcpSource::interest() const {
  if (status_.phase == Phase::kEnded) return {};
  switch (step_) {
    case Step::kIdle:
      return {.wake_at = deadline_};
    case Step::kConnecting:
      return {.fd = socket_.get(), .writable = true, .wake_at = deadline_};
    case Step::kReading:
      return {.fd = socket_.get()};
  }
  return {};
}

void TcpSource::receive(Time now, OnReceived on_received) {
  if (status_.phase == Phase::kEnded) return;
  if (step_ == Step::kIdle && now >= deadline_) {
    auto found = resolve(address_, SOCK_STREAM);
    if (!found) return lost(now, found.error());
    candidates_ = std::move(*found);
    connect_next(now);
  }
  if (step_ == Step::kConnecting) finish_connect(now);
  if (step_ == Step::kReading) read(now, on_received);
}

void TcpSource::connect_next(Time now) {
  const SocketAddress to = candidates_.front();
  candidates_.erase(candidates_.begin());
  socket_ = Descriptor{::socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!socket_) return failed(now, system_error(address_.text, errno));
  step_ = Step::kConnecting;
  deadline_ = now + kConnectTimeout;
  if (::connect(socket_.get(), to.get(), to.size) == 0) return go_live();
  if (errno != EINPROGRESS) failed(now, system_error(address_.text, errno));
}

void TcpSource::finish_connect(Time now) {
  pollfd one{socket_.get(), POLLOUT, 0};
  if (::poll(&one, 1, 0) == 0) {
    if (now < deadline_) return;
    return failed(now, Error{Fault::kRefused, address_.text + ": no answer within 10 s"});
  }
  int said = 0;
  socklen_t size = sizeof said;
  ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &said, &size);
  if (said != 0) return failed(now, system_error(address_.text, said));
  go_live();
}

void TcpSource::go_live() {
  keep_alive(socket_.get());
  step_ = Step::kReading;
  status_.phase = Phase::kLive;
  status_.last_error.reset();
  ++status_.counters.connects;
}

void TcpSource::read(Time now, OnReceived on_received) {
  const std::uint64_t before = status_.counters.bytes;
  const ReadEnd end = read_stream(socket_.get(), lines_, now, on_received, status_.counters);
  const int error_number = errno;
  if (status_.counters.bytes > before) back_off_.reset();
  if (end != ReadEnd::kClosed && end != ReadEnd::kError) return;

  lines_.finish(now, on_received, status_.counters);
  candidates_.clear();
  if (end == ReadEnd::kError) return lost(now, system_error(address_.text, error_number));
  if (!options_.reconnect) {  // The peer has said all it had to say.
    socket_.close();
    status_.phase = Phase::kEnded;
    return;
  }
  lost(now, Error{Fault::kIo, address_.text + ": the peer closed the connection"});
}

void TcpSource::failed(Time now, Error error) {
  if (!candidates_.empty()) return connect_next(now);
  lost(now, std::move(error));
}

void TcpSource::lost(Time now, Error error) {
  socket_.close();
  step_ = Step::kIdle;
  status_.last_error = std::move(error);
  status_.phase = options_.reconnect ? Phase::kWaiting : Phase::kEnded;
  deadline_ = now + back_off_.next();
}

}  // namespace narrows::source
