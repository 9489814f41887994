#pragma once

// With thousands of vessels in turn, what is kept of each is found in the last cache only, and a
// rule that looks at one number waits for it longer than it reckons. Who knows which vessel comes
// next asks for it beforehand.

#include <algorithm>
#include <cstddef>
#include <vector>

#include "watch/track.hpp"

namespace narrows::watch {

/// Has the processor fetch the first `most` bytes of an object; reads nothing itself. The empty
/// instruction at its end is an effect: to GCC a prefetch is none, and it leaves out calls of
/// functions that do nothing else.
template <class T>
void fetch(const T& object, std::size_t most = 4 * kCacheLine) {
  const auto* at = reinterpret_cast<const std::byte*>(&object);
  const std::size_t size = std::min(sizeof(T), most);
  for (std::size_t i = 0; i < size; i += kCacheLine) __builtin_prefetch(at + i);
  // What does not begin with a line may end in one more.
  if constexpr (alignof(T) < kCacheLine && sizeof(T) > alignof(T))
    __builtin_prefetch(at + size - 1);
  asm volatile("");
}

/// The same for what is kept of a track in a vector by slot, if anything is.
template <class T>
void fetch(const std::vector<T>& by_slot, Slot slot, std::size_t most = 4 * kCacheLine) {
  if (slot < by_slot.size()) fetch(by_slot[slot], most);
}

}  // namespace narrows::watch
