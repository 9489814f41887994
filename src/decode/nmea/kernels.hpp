#pragma once

// The two inner loops of AIS framing, in a portable and an AVX2 form with the same results
// (test/fuzz/kernels_fuzz.cpp compares them). Chosen once, when the program starts.

#include <cstddef>
#include <cstdint>

namespace narrows::decode::nmea {

/// What one look at the start of a sentence shows.
struct Scan {
  std::uint32_t commas = 0;      ///< Bit i: text[i] is ',', for i < 32.
  std::uint8_t star = 0;         ///< Place of the first '*', 1 to 127; 0: there is none.
  std::uint8_t comma_count = 0;  ///< Commas before the star.
  std::uint8_t sum = 0;          ///< XOR of text[1] … text[star - 1]: the NMEA checksum.
};

/// Both may read this many bytes beyond what they are asked about.
inline constexpr std::size_t kReadAhead = 128;

struct Kernels {
  const char* name;

  /// REQUIRES: kReadAhead readable bytes from `text` on.
  Scan (*scan)(const char* text);

  /// Takes the six-bit armour off `count` characters: `out` gets ceil(count * 6 / 8) bytes, and up
  /// to 32 more may be written. False when a character is outside the armour's alphabet
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
