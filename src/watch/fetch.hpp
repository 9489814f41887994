#pragma once

// With thousands of vessels in turn, what is kept of each is found in the last cache only, and a
// rule that looks at one number waits for it longer than it reckons. Who knows which vessel comes
// next asks for it beforehand.

#include <algorithm>
#include <cstddef>
#include <vector>

#include "watch/track.hpp"

namespace narrows::watch {

inline constexpr std::size_t kCacheLine = 64;

/// Has the processor fetch the first `most` bytes of an object; reads nothing itself.
template <class T>
void fetch(const T& object, std::size_t most = 4 * kCacheLine) {
  const auto* at = reinterpret_cast<const std::byte*>(&object);
  for (std::size_t i = 0; i < std::min(sizeof(T), most); i += kCacheLine)
    __builtin_prefetch(at + i);
}

/// The same for what is kept of a track in a vector by slot, if anything is.
template <class T>
void fetch(const std::vector<T>& by_slot, Slot slot) {
  if (slot < by_slot.size()) fetch(by_slot[slot]);
}

}  // namespace narrows::watch
