#pragma once

// The layout of a Plain sentence, shared by the kernels of every instruction set. All of it is
// forced inline, so that each kernel compiles it for its own instructions.

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "decode/nmea/kernels.hpp"

namespace narrows::decode::nmea {

static_assert(std::endian::native == std::endian::little, "words are compared as they lie");

/// Value of a hex digit; above 15 for any other character.
inline constexpr auto kHexValue = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(0xFF);
  for (unsigned i = 0; i < 10; ++i) table['0' + i] = static_cast<std::uint8_t>(i);
  for (unsigned i = 0; i < 6; ++i) {
    table['A' + i] = table['a' + i] = static_cast<std::uint8_t>(10 + i);
  }
  return table;
}();

/// Everything before the payload. False: not a Plain sentence.
[[gnu::always_inline]] inline bool read_head(const char* text, Plain& out) {
  // "VDM,1,1," as one word: 'M' and 'O' differ in one bit; the two digits are looked at apart.
  constexpr char kPattern[9] = "VDM,\0,\0,";
  constexpr std::uint64_t kIgnore = 0x00'0F'00'0F'00'02'00'00;
  std::uint64_t word = 0;
  std::uint64_t pattern = 0;
  std::memcpy(&word, text + 3, 8);
  std::memcpy(&pattern, kPattern, 8);
  pattern |= 0x00'30'00'30'00'00'00'00;  // Digits are 0x30 to 0x3F here, judged below.
  if (((word ^ pattern) & ~kIgnore) != 0 || text[0] != '!') return false;
  if (text[1] <= ' ' || text[2] <= ' ') return false;  // A line end, say: not this line's sentence.
  const auto total = static_cast<unsigned>(text[7] & 0x0F);
  const auto number = static_cast<unsigned>(text[9] & 0x0F);
  if (total > 9 || number - 1 >= total) return false;
  out.total = static_cast<std::uint8_t>(total);
  out.number = static_cast<std::uint8_t>(number);
  out.own_ship = text[5] == 'O';
  unsigned at = 11;
  out.sequence = -1;
  if (text[at] != ',') {
    const auto digit = static_cast<unsigned>(text[at] - '0');
    if (digit > 9) return false;
    out.sequence = static_cast<std::int8_t>(digit);
    ++at;
  }
  if (text[at] != ',') return false;
  ++at;
  out.channel = 0;
  if (text[at] != ',') {
    if (text[at] <= ' ') return false;
    out.channel = text[at++];
  }
  if (text[at] != ',') return false;
  out.payload_at = static_cast<std::uint8_t>(at + 1);
  return true;
}

/// Everything after the payload, given where the '*' is and the sum of what is before it.
[[gnu::always_inline]] inline bool read_tail(const char* text, unsigned star, std::uint8_t sum,
                                             Plain& out) {
  if (star < out.payload_at + 3U || text[star - 2] != ',') return false;
  const auto fill = static_cast<unsigned>(text[star - 1] - '0');
  const unsigned high = kHexValue[static_cast<unsigned char>(text[star + 1])];
  const unsigned low = kHexValue[static_cast<unsigned char>(text[star + 2])];
  unsigned end = star + 3;
  if (text[end] == '\r') ++end;
  if (fill > 6 || (high | low) > 15 || text[end] != '\n') return false;
  out.star = static_cast<std::uint8_t>(star);
  out.count = static_cast<std::uint8_t>(star - 2 - out.payload_at);
  out.fill = static_cast<std::uint8_t>(fill);
  out.checksum_good = (high << 4 | low) == sum;
  out.line_size = static_cast<std::uint8_t>(end + 1);
  return true;
}

}  // namespace narrows::decode::nmea
