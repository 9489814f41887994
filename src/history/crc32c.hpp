#pragma once

// CRC-32C (Castagnoli), reflected polynomial 0x82F63B78, as in RFC 3720 appendix B.4. Chosen
// because every storage format of the last twenty years can check it. Tables, eight bytes a
// step: 1.5 GB/s is far more than a log needs (measured by bench/history_bench).

#include <cstddef>
#include <cstdint>
#include <span>

namespace narrows::history {

/// `crc` continues an earlier piece: crc32c(b, crc32c(a)) is the checksum of a followed by b.
std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t crc = 0);

}  // namespace narrows::history
