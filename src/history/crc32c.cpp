#include "history/crc32c.hpp"

#include <array>

namespace narrows::history {
namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78U;

// kTables[k][b]: what byte b does to the checksum k bytes later.
constexpr auto kTables = [] {
  std::array<std::array<std::uint32_t, 256>, 8> tables{};
  for (std::uint32_t b = 0; b < 256; ++b) {
    std::uint32_t crc = b;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? kPolynomial : 0U);
    tables[0][b] = crc;
  }
  for (std::size_t k = 1; k < tables.size(); ++k) {
    for (std::size_t b = 0; b < 256; ++b) {
      const std::uint32_t before = tables[k - 1][b];
      tables[k][b] = (before >> 8) ^ tables[0][before & 0xFFU];
    }
  }
  return tables;
}();

std::uint32_t byte(std::span<const std::byte> bytes, std::size_t i) {
  return std::to_integer<std::uint32_t>(bytes[i]);
}

}  // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t crc) {
  crc = ~crc;
  for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
    crc ^= byte(bytes, 0) | byte(bytes, 1) << 8 | byte(bytes, 2) << 16 | byte(bytes, 3) << 24;
    crc = kTables[7][crc & 0xFFU] ^ kTables[6][(crc >> 8) & 0xFFU] ^
          kTables[5][(crc >> 16) & 0xFFU] ^ kTables[4][crc >> 24] ^ kTables[3][byte(bytes, 4)] ^
          kTables[2][byte(bytes, 5)] ^ kTables[1][byte(bytes, 6)] ^ kTables[0][byte(bytes, 7)];
  }
  for (const std::byte b : bytes) {
    crc = (crc >> 8) ^ kTables[0][(crc ^ std::to_integer<std::uint32_t>(b)) & 0xFFU];
  }
  return ~crc;
}

}  // namespace narrows::history
