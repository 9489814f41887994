#pragma once

// A TCP client: connects to a receiver or a feed, cuts the stream into lines, and comes back with
// growing pauses when it is lost.

#include <cstddef>
#include <memory>
#include <vector>

#include "source/address.hpp"
#include "source/descriptor.hpp"
#include "source/socket.hpp"
#include "source/source.hpp"
#include "source/stream_source.hpp"

namespace narrows::source {

class TcpSource final : public Source {
 public:
  static constexpr Duration kConnectTimeout = Duration::seconds(10);

  TcpSource(Address address, OpenOptions options);

  Interest interest() const override;
  void receive(Time now, OnReceived on_received) override;
  const Status& status() const override { return status_; }

 private:
  enum class Step : std::uint8_t { kIdle, kConnecting, kReading };

  void connect_next(Time now);
  void finish_connect(Time now);
  void go_live();
  void read(Time now, OnReceived on_received);
  // This candidate did not answer; the next one, or a pause.
  void failed(Time now, Error error);
  // The connection, or the last candidate, is lost.
  void lost(Time now, Error error);

  Address address_;
  OpenOptions options_;
  LineStream lines_;
  BackOff back_off_;
  Status status_;
  Step step_ = Step::kIdle;
  Descriptor socket_;
  std::vector<SocketAddress> candidates_;  // Not yet tried in this round.
  Time deadline_;                          // Of the connect under way, or of the pause.
};

}  // namespace narrows::source
