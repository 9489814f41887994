#include <array>
#include <cstdlib>
#include <string_view>

#include "decode/nmea/kernels.hpp"

namespace narrows::decode::nmea {

namespace {

constexpr std::uint8_t kOutside = 0xFF;

constexpr std::array<std::uint8_t, 256> make_armour_table() {
  std::array<std::uint8_t, 256> table{};
  table.fill(kOutside);
  for (unsigned c = '0'; c <= 'W'; ++c) table[c] = static_cast<std::uint8_t>(c - '0');
  for (unsigned c = '`'; c <= 'w'; ++c) table[c] = static_cast<std::uint8_t>(c - '`' + 40);
  return table;
}
constexpr auto kArmour = make_armour_table();

Scan scan(const char* text) {
  Scan out;
  std::uint8_t sum = 0;
  std::uint8_t commas = text[0] == ',' ? 1 : 0;
  for (unsigned i = 0; i < 32; ++i) {
    if (text[i] == ',') out.commas |= 1U << i;
  }
  for (unsigned i = 1; i < kReadAhead; ++i) {
    if (text[i] == '*') {
      out.star = static_cast<std::uint8_t>(i);
      out.comma_count = commas;
      out.sum = sum;
      break;
    }
    commas = static_cast<std::uint8_t>(commas + (text[i] == ',' ? 1 : 0));
    sum = static_cast<std::uint8_t>(sum ^ static_cast<std::uint8_t>(text[i]));
  }
  return out;
}

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

}  // namespace

const Kernels& portable_kernels() {
  static constexpr Kernels kKernels{"portable", &scan, &unarmour};
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
