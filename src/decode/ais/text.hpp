#pragma once

// The two variable things inside a message: six-bit text and bit strings. Both live inline.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace narrows::decode::ais {

/// ITU-R M.1371-5 annex 8, table 47: six-bit code to ASCII.
constexpr char six_bit_to_ascii(std::uint8_t code) {
  return static_cast<char>(code < 32 ? code + 64 : code);
}
/// The inverse; lower case is raised, what the table does not have becomes '?'.
constexpr std::uint8_t ascii_to_six_bit(char c) {
  const auto u = static_cast<unsigned char>(c);
  if (u >= 'a' && u <= 'z') return static_cast<std::uint8_t>(u - 'a' + 1);
  if (u >= 64 && u < 96) return static_cast<std::uint8_t>(u - 64);
  if (u >= 32 && u < 64) return u;
  return '?';
}

/// Six-bit text as it came, padding included. `view()` is what a person reads.
template <std::size_t N>
class Text {
 public:
  static constexpr std::size_t capacity() { return N; }

  constexpr Text() = default;
  constexpr explicit Text(std::string_view text) { assign(text); }

  /// Text as a person reads it: up to the first '@', without trailing spaces.
  constexpr std::string_view view() const {
    std::string_view text{chars_.data(), size_};
    text = text.substr(0, text.find('@'));
    const auto last = text.find_last_not_of(' ');
    return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
  }
  /// Every character that was sent.
  constexpr std::string_view as_sent() const { return {chars_.data(), size_}; }

  constexpr void assign(std::string_view text) {
    size_ = static_cast<std::uint16_t>(text.size() < N ? text.size() : N);
    for (std::size_t i = 0; i < size_; ++i) chars_[i] = text[i];
  }
  /// For the reader: room for `size` characters, to be written through `data()`.
  constexpr void resize(std::size_t size) {
    size_ = static_cast<std::uint16_t>(size < N ? size : N);
  }
  constexpr char* data() { return chars_.data(); }

  friend constexpr bool operator==(const Text& a, const Text& b) { return a.view() == b.view(); }

 private:
  std::array<char, (N + 7) / 8 * 8> chars_{};  // Whole words: the reader writes eight at a time.
  std::uint16_t size_ = 0;
};

/// Two texts read as one: the name of an aid to navigation and its extension. The second part
/// counts only where the first is full, that is, has no '@'.
template <std::size_t N, std::size_t M>
class JoinedText {
 public:
  constexpr JoinedText(const Text<N>& first, const Text<M>& second) {
    std::array<char, N + M> chars{};
    std::size_t size = 0;
    for (const char c : first.as_sent()) chars[size++] = c;
    if (size == N) {
      for (const char c : second.as_sent()) chars[size++] = c;
    }
    text_.assign({chars.data(), size});
  }
  constexpr std::string_view view() const { return text_.view(); }

 private:
  Text<N + M> text_;
};

/// A bit string of at most N bits, left-aligned: bit 0 is the top bit of byte 0.
template <std::size_t N>
class BitString {
 public:
  static constexpr std::size_t capacity_bits() { return N; }
  constexpr std::size_t bits() const { return bits_; }
  constexpr std::span<const std::uint8_t> bytes() const {
    return {bytes_.data(), (bits_ + 7U) / 8U};
  }
  /// For the reader: room for `bits`, to be written through `data()`.
  constexpr void resize(std::size_t bits) {
    bits_ = static_cast<std::uint16_t>(bits < N ? bits : N);
  }
  constexpr std::uint8_t* data() { return bytes_.data(); }

  friend constexpr bool operator==(const BitString& a, const BitString& b) {
    if (a.bits_ != b.bits_) return false;
    for (std::size_t i = 0; i < (a.bits_ + 7U) / 8U; ++i) {
      if (a.bytes_[i] != b.bytes_[i]) return false;
    }
    return true;
  }

 private:
  std::array<std::uint8_t, (N + 63) / 64 * 8 + 8> bytes_{};  // The reader writes eight at a time.
  std::uint16_t bits_ = 0;
};

}  // namespace narrows::decode::ais
