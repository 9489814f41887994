#pragma once

// The bits of one message, after the six-bit armour is off.

#include <array>
#include <cstddef>
#include <cstdint>

namespace narrows::decode::ais {

/// The longest message that is taken in: nine sentences of 82 characters carry at most 9 × 63 × 6
/// bits; what is longer is refused and counted.
inline constexpr std::size_t kMaxPayloadBits = 3'456;
/// Readable, zero bytes after the last one, so that a reader may load eight at a time.
inline constexpr std::size_t kPayloadPadding = 32;

/// Big-endian bits, bit 0 is the top bit of byte 0. Bits from `bits` to the end of the buffer may
/// hold the fill bits of the armour.
struct PayloadView {
  const std::uint8_t* bytes;  ///< Followed by kPayloadPadding readable bytes.
  std::size_t bits;
};

struct PayloadBuffer {
  std::array<std::uint8_t, kMaxPayloadBits / 8 + kPayloadPadding> bytes{};
  std::size_t bits = 0;
  PayloadView view() const { return {bytes.data(), bits}; }
};

}  // namespace narrows::decode::ais
