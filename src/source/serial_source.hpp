#pragma once

// A receiver on a serial line, 8N1, raw. A device that is pulled out is opened again when it is
// back. Tried against pseudo-terminals; never against real hardware so far.

#include <memory>

#include "source/address.hpp"
#include "source/descriptor.hpp"
#include "source/source.hpp"
#include "source/stream_source.hpp"

namespace narrows::source {

class SerialSource final : public Source {
 public:
  /// Opens the device. Fails with one sentence that names it.
  static Result<std::unique_ptr<Source>> open(const Address& address, OpenOptions options);

  SerialSource(Address address, OpenOptions options);

  Interest interest() const override;
  void receive(Time now, OnReceived on_received) override;
  const Status& status() const override { return status_; }

 private:
  Result<void> open_device();
  void lost(Time now, Error error);

  Address address_;
  OpenOptions options_;
  LineStream lines_;
  BackOff back_off_;
  Status status_;
  Descriptor device_;
  Time retry_at_;
};

}  // namespace narrows::source
