#pragma once

// A TCP server: receivers and multiplexers that push connect here and send lines. When all places
// are taken a newcomer is closed at once and counted; who sits, stays.

#include <map>
#include <memory>

#include "source/address.hpp"
#include "source/descriptor.hpp"
#include "source/source.hpp"
#include "source/stream_source.hpp"

namespace narrows::source {

class TcpListenSource final : public Source {
 public:
  static constexpr std::size_t kPeersMax = 16;

  /// Binds and listens. Fails with one sentence that names the address.
  static Result<std::unique_ptr<Source>> open(const Address& address, model::SourceId id);

  TcpListenSource(Descriptor listener, Descriptor ready, model::SourceId id);

  Interest interest() const override { return {.fd = ready_.get()}; }
  void receive(Time now, OnReceived on_received) override;
  const Status& status() const override { return status_; }

 private:
  struct Peer {
    Descriptor socket;
    LineStream lines;
  };

  void accept_peers();
  void read_peer(int fd, Time now, OnReceived on_received);

  Descriptor listener_;
  Descriptor ready_;  // epoll: readable when the listener or any peer is.
  model::SourceId id_;
  std::map<int, Peer> peers_;  // By descriptor; at most kPeersMax.
  Status status_;
};

}  // namespace narrows::source
