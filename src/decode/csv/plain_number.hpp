#pragma once

// The numbers that most fields hold, read where the line is cut: eight digits at a time and without
// a branch for each, since how many there are differs from row to row and cannot be foreseen (a
// branch that goes another way than foreseen costs as much as all the rest of a number). Says of a
// number what fixed_point() says of it, or leaves it to that.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace narrows::decode::csv {

static_assert(std::endian::native == std::endian::little);

/// So many bytes before the end of a line may be read, wherever in it a number stands.
inline constexpr std::ptrdiff_t kPlainNumberRoom = 8;

struct Digits {
  std::uint64_t value = 0;
  int count = 0;  ///< 0 to 8.
};

/// The digits at `at`, eight at most. REQUIRES: kPlainNumberRoom bytes before `end`.
inline Digits eight_digits(const char* at, const char* end) {
  std::uint64_t x = 0;
  if (end - at >= 8) {
    std::memcpy(&x, at, 8);
  } else {
    if (at == end) return {};
    std::memcpy(&x, end - kPlainNumberRoom, 8);
    x >>= 8 * (kPlainNumberRoom - (end - at));  // No digits beyond the end.
  }
  // The first digit lowest. What is more than nine gets its uppermost bit set; what carries from it
  // is behind it.
  x ^= 0x3030'3030'3030'3030U;
  const std::uint64_t others = ((x + 0x7676'7676'7676'7676U) | x) & 0x8080'8080'8080'8080U;
  const int count = std::countr_zero(others) / 8;
  if (count == 0) return {};
  x <<= 64 - 8 * count;  // The last digit uppermost, zeros before the first.
  // Neighbours to pairs, pairs to fours, fours to eight.
  x = x * 10 + (x >> 8);
  x = ((x & 0x0000'00ff'0000'00ffU) * 0x000f'4240'0000'0064U +
       ((x >> 16) & 0x0000'00ff'0000'00ffU) * 0x0000'2710'0000'0001U) >>
      32;
  return {x, count};
}

/// The number that begins at `at`, times 10^`scale`, as fixed_point() has it; `scale` is 0 to 7.
/// Where it ends; null when it is another than a minus, digits, a point and digits, or a long one.
/// REQUIRES: kPlainNumberRoom bytes before `end`.
inline const char* read_plain_number(const char* at, const char* end, int scale,
                                     std::int64_t& out) {
  static constexpr std::array<std::uint64_t, 9> kTenTo{
      1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};
  const auto ten_to = [](int n) { return kTenTo[static_cast<std::size_t>(n)]; };
  const bool negative = at != end && *at == '-';
  at += negative ? 1 : 0;
  auto [whole, digits] = eight_digits(at, end);
  if (digits < 8) {
    at += digits;
  } else {
    at += 8;  // Not waiting for how many there are.
    const auto more = eight_digits(at, end);
    at += more.count;
    digits += more.count;
    whole = whole * ten_to(more.count) + more.value;
  }
  if (digits == 0 || digits + scale > 18) return nullptr;
  std::uint64_t value = whole * ten_to(scale);
  if (at != end && *at == '.') {
    ++at;
    const auto [fraction, places] = eight_digits(at, end);
    at += places;
    if (places <= scale) {
      value += fraction * ten_to(scale - places);
    } else {
      value += (fraction / ten_to(places - scale - 1) + 5) / 10;
      while (at != end && *at >= '0' && *at <= '9') ++at;
    }
  }
  out = negative ? -static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
  return at;
}

}  // namespace narrows::decode::csv
