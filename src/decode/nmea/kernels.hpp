#pragma once

// The inner loops of AIS framing, in a portable and an AVX2 form with the same results
// (kernels_test.cpp and test/fuzz/kernels_fuzz.cpp compare them). Chosen once, at start.

#include <cstddef>
#include <cstdint>

namespace narrows::decode::nmea {

/// The sentence as nearly all are, alone on its line:
/// `!ttVDM,total,number,[sequence],[channel],payload,fill*hh` and the line end.
struct Plain {
  std::uint8_t line_size;   ///< With the line end.
  std::uint8_t star;        ///< Place of the '*'.
  std::uint8_t payload_at;  ///< Place of the first armoured character,
  std::uint8_t count;       ///< and how many there are: at least one.
  std::uint8_t fill;
  std::uint8_t total;
  std::uint8_t number;
  std::int8_t sequence;  ///< -1 when empty.
  char channel;          ///< 0 when empty.
  bool own_ship;         ///< VDO.
  bool checksum_good;
};

/// How much the kernels may read ahead of what they are asked about.
inline constexpr std::size_t kReadAhead = 192;
/// How much `unarmour` and `plain` may write beyond the last byte of the payload.
inline constexpr std::size_t kWriteAhead = 32;

struct Kernels {
  const char* name;

  /// Reads the line at `text` and takes the armour off its payload into `payload`. False, with
  /// `out` and `payload` undefined, when the line is anything but a Plain sentence of less than 128
  /// characters whose payload is good armour.
  /// REQUIRES: kReadAhead readable bytes from `text` on, room for 96 + kWriteAhead in `payload`.
  bool (*plain)(const char* text, Plain& out, std::uint8_t* payload);

  /// Takes the six-bit armour off `count` characters: `out` gets ceil(count * 6 / 8) bytes, and up
  /// to kWriteAhead more may be written. False when a character is outside the armour's alphabet
  /// ('0'-'W', '`'-'w'); `out` is then not to be used.
  /// REQUIRES: 32 readable bytes after the last character.
  bool (*unarmour)(const char* text, std::size_t count, std::uint8_t* out);
};

const Kernels& portable_kernels();
/// Null where the machine or the build has no AVX2.
const Kernels* avx2_kernels();
/// The fastest that this machine runs. `NARROWS_KERNELS=portable` in the environment overrides.
const Kernels& kernels();

}  // namespace narrows::decode::nmea
