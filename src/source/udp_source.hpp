#pragma once

// Datagrams: plain NMEA lines, tag-block lines, or IEC 61162-450 (`UdPbC` header), handed on as
// they came; the decoder reads all three. Multicast groups are joined.

#include <memory>
#include <vector>

#include "source/address.hpp"
#include "source/descriptor.hpp"
#include "source/source.hpp"

namespace narrows::source {

class UdpSource final : public Source {
 public:
  /// Binds. Fails with one sentence that names the address.
  static Result<std::unique_ptr<Source>> open(const Address& address, model::SourceId id);

  UdpSource(Descriptor socket, std::string name, model::SourceId id);

  Interest interest() const override { return {.fd = socket_.get()}; }
  void receive(Time now, OnReceived on_received) override;
  const Status& status() const override { return status_; }

 private:
  Descriptor socket_;
  std::string name_;
  model::SourceId id_;
  Status status_;
  std::vector<char> datagram_;
  std::uint32_t kernel_drops_ = 0;  // The system's own count; wraps.
};

}  // namespace narrows::source
