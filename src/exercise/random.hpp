#pragma once

// Chance that is the same on every machine: the standard's distributions are not.

#include <cstddef>
#include <cstdint>

namespace narrows::exercise {

/// SplitMix64 (Steele, Lea, Flood, Fast splittable pseudorandom number generators, 2014).
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_{seed} {}

  constexpr std::uint64_t bits() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  /// In [low, high).
  constexpr double between(double low, double high) {
    return low + (high - low) * (static_cast<double>(bits() >> 11) * 0x1p-53);
  }
  /// In [0, count). REQUIRES: count > 0.
  constexpr std::size_t below(std::size_t count) { return bits() % count; }
  constexpr bool chance(double probability) { return between(0.0, 1.0) < probability; }

 private:
  std::uint64_t state_;
};

}  // namespace narrows::exercise
