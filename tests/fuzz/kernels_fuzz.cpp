// The portable and the AVX2 kernel say the same of any bytes.

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "decode/nmea/kernels.hpp"

using namespace narrows::decode::nmea;

namespace {

bool same(const Plain& a, const Plain& b) {
  return a.line_size == b.line_size && a.star == b.star && a.payload_at == b.payload_at &&
         a.count == b.count && a.fill == b.fill && a.total == b.total && a.number == b.number &&
         a.sequence == b.sequence && a.channel == b.channel && a.own_ship == b.own_ship &&
         a.checksum_good == b.checksum_good;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Kernels* fast = avx2_kernels();
  if (fast == nullptr) return 0;
  std::vector<char> text(size + kReadAhead, '\0');
  if (size != 0) std::memcpy(text.data(), data, size);
  std::array<std::uint8_t, 96 + kWriteAhead> bits_a{};
  std::array<std::uint8_t, 96 + kWriteAhead> bits_b{};
  Plain a{};
  Plain b{};
  const bool good = portable_kernels().plain(text.data(), a, bits_a.data());
  if (good != fast->plain(text.data(), b, bits_b.data())) __builtin_trap();
  if (good) {
    if (!same(a, b)) __builtin_trap();
    if (std::memcmp(bits_a.data(), bits_b.data(), (a.count * 6U + 7) / 8) != 0) __builtin_trap();
  }
  std::vector<std::uint8_t> out_a(size + 64);
  std::vector<std::uint8_t> out_b(size + 64);
  const bool armour = portable_kernels().unarmour(text.data(), size, out_a.data());
  if (armour != fast->unarmour(text.data(), size, out_b.data())) __builtin_trap();
  if (armour && std::memcmp(out_a.data(), out_b.data(), (size * 6 + 7) / 8) != 0) __builtin_trap();
  return 0;
}
