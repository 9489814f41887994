#include <array>
#include <cstdlib>
#include <string_view>

#include "decode/nmea/plain_layout.hpp"

namespace narrows::decode::nmea {

namespace {

constexpr unsigned kLongest = 128;  // Where the search for the '*' ends.
constexpr std::uint8_t kOutside = 0xFF;

constexpr std::array<std::uint8_t, 256> make_armour_table() {
  std::array<std::uint8_t, 256> table{};
  table.fill(kOutside);
  for (unsigned c = '0'; c <= 'W'; ++c) table[c] = static_cast<std::uint8_t>(c - '0');
  for (unsigned c = '`'; c <= 'w'; ++c) table[c] = static_cast<std::uint8_t>(c - '`' + 40);
  return table;
}
constexpr auto kArmour = make_armour_table();

std::uint8_t six_bits(char c) {
  return kArmour[static_cast<unsigned char>(c)];
}

bool unarmour(const char* text, std::size_t count, std::uint8_t* out) {
  std::uint8_t seen = 0;
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4, out += 3) {
    const std::uint8_t a = six_bits(text[i]), b = six_bits(text[i + 1]);
    const std::uint8_t c = six_bits(text[i + 2]), d = six_bits(text[i + 3]);
    seen = static_cast<std::uint8_t>(seen | a | b | c | d);
    const std::uint32_t word = static_cast<std::uint32_t>(a) << 18 |
                               static_cast<std::uint32_t>(b) << 12 |
                               static_cast<std::uint32_t>(c) << 6 | d;
    out[0] = static_cast<std::uint8_t>(word >> 16);
    out[1] = static_cast<std::uint8_t>(word >> 8);
    out[2] = static_cast<std::uint8_t>(word);
  }
  std::uint32_t word = 0;
  unsigned bits = 0;
  for (; i < count; ++i, bits += 6) {
    const std::uint8_t code = six_bits(text[i]);
    seen = static_cast<std::uint8_t>(seen | code);
    word = word << 6 | code;
  }
  word <<= 24 - bits;
  for (unsigned done = 0; done < bits; done += 8)
    *out++ = static_cast<std::uint8_t>(word >> (16 - done));
  return (seen & 0x80) == 0;  // Codes are below 64; only kOutside has the top bit.
}

bool plain(const char* text, Plain& out, std::uint8_t* payload) {
  if (!read_head(text, out)) return false;
  std::uint8_t sum = 0;
  unsigned star = 1;
  while (star < kLongest && text[star] != '*') {
    sum = static_cast<std::uint8_t>(sum ^ static_cast<std::uint8_t>(text[star++]));
  }
  if (star == kLongest || !read_tail(text, star, sum, out)) return false;
  return unarmour(text + out.payload_at, out.count, payload);
}

}  // namespace

const Kernels& portable_kernels() {
  static constexpr Kernels kKernels{"portable", &plain, &unarmour};
  return kKernels;
}

const Kernels& kernels() {
  static const Kernels& chosen = [&]() -> const Kernels& {
    const char* wanted = std::getenv("NARROWS_KERNELS");
    const Kernels* fast = avx2_kernels();
    if (fast == nullptr || (wanted != nullptr && std::string_view{wanted} == "portable")) {
      return portable_kernels();
    }
    return *fast;
  }();
  return chosen;
}

}  // namespace narrows::decode::nmea
