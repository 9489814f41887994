#pragma once

// What a person writes to say where data comes from, taken apart: see open_source for the forms.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace narrows::source {

struct Address {
  enum class Kind : std::uint8_t { kFile, kStdin, kUdp, kTcp, kTcpListen, kSerial, kReplay };

  Kind kind = Kind::kFile;
  std::string text;  ///< As written, for messages.
  std::string path;  ///< File, device or recording.
  std::string host;  ///< Without brackets; never empty for sockets.
  std::uint16_t port = 0;
  std::string interface_address;  ///< Multicast: where to join; empty lets the system choose.
  unsigned baud = 38'400;
  double speed = 1.0;
  double lines_per_second = 300.0;
  bool loop = false;
  std::optional<bool> reconnect;  ///< tcp, serial: over the caller's default.
};

/// Fails with one sentence that begins with the address.
Result<Address> parse_address(const std::string& text);

}  // namespace narrows::source
