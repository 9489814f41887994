#pragma once

// A vector whose elements live inside it: no heap, a written cap, a full-policy that the caller
// sees (push_back says whether there was room).

#include <array>
#include <cstddef>
#include <cstdint>

namespace narrows {

template <class T, std::size_t N>
class InlineVector {
 public:
  static constexpr std::size_t capacity() { return N; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr bool full() const { return size_ == N; }
  constexpr void clear() { size_ = 0; }

  /// False, and nothing changed, when full.
  constexpr bool push_back(const T& value) {
    if (full()) return false;
    items_[size_++] = value;
    return true;
  }
  /// Adds a default element and returns it. REQUIRES: not full.
  constexpr T& grow() { return items_[size_++] = T{}; }

  constexpr T& operator[](std::size_t i) { return items_[i]; }
  constexpr const T& operator[](std::size_t i) const { return items_[i]; }
  constexpr T* begin() { return items_.data(); }
  constexpr T* end() { return items_.data() + size_; }
  constexpr const T* begin() const { return items_.data(); }
  constexpr const T* end() const { return items_.data() + size_; }

  friend constexpr bool operator==(const InlineVector& a, const InlineVector& b) {
    if (a.size_ != b.size_) return false;
    for (std::size_t i = 0; i < a.size_; ++i) {
      if (!(a.items_[i] == b.items_[i])) return false;
    }
    return true;
  }

 private:
  std::array<T, N> items_{};
  std::uint16_t size_ = 0;
};

}  // namespace narrows
