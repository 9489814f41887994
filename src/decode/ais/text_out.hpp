#pragma once

// Appends text quickly: what the JSON and CSV writers stand on. Bytes gather in a small buffer on
// the stack, which empties into the caller's string; no stream, no locale, no printf.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace narrows::decode::ais {

class TextOut {
 public:
  explicit TextOut(std::string& out) : out_{out} {}
  ~TextOut() { flush(); }
  TextOut(const TextOut&) = delete;
  TextOut& operator=(const TextOut&) = delete;
  TextOut(TextOut&&) = delete;
  TextOut& operator=(TextOut&&) = delete;

  void text(std::string_view s) {
    if (s.size() > room()) {
      flush();
      if (s.size() > room()) {
        out_.append(s);
        return;
      }
    }
    at_ = std::copy(s.begin(), s.end(), at_);  // Not memcpy: an empty view may have no address.
  }
  void character(char c) {
    if (room() == 0) flush();
    *at_++ = c;
  }

  void integer(std::int64_t value) {
    if (room() < kNumberMax) flush();
    if (value < 0) {
      *at_++ = '-';
      digits(0 - static_cast<std::uint64_t>(value));
    } else {
      digits(static_cast<std::uint64_t>(value));
    }
  }
  /// With zeros in front up to `width` (at most 9) digits; a value that needs more gets more.
  void padded(std::uint64_t value, unsigned width) {
    if (room() < kNumberMax) flush();
    if (value >= kPowersOfTen[width]) {
      digits(value);
    } else {
      zero_padded(value, width);
    }
  }
  /// `scaled` / 10^decimals, all decimals written: decimal(-5, 1) is "-0.5".
  void decimal(std::int64_t scaled, unsigned decimals) {
    if (room() < kNumberMax) flush();
    auto magnitude = static_cast<std::uint64_t>(scaled);
    if (scaled < 0) {
      *at_++ = '-';
      magnitude = 0 - magnitude;
    }
    const std::uint64_t unit = kPowersOfTen[decimals];
    digits(magnitude / unit);
    if (decimals == 0) return;
    *at_++ = '.';
    zero_padded(magnitude % unit, decimals);
  }
  [[gnu::noinline]] void hex(std::span<const std::uint8_t> bytes) {
    for (const auto byte : bytes) {
      character(kHexDigits[byte >> 4]);
      character(kHexDigits[byte & 15]);
    }
  }

  /// A JSON string with its quotes. Bytes that are not ASCII become \u00XX, so that hostile input
  /// still gives valid JSON and no byte is lost.
  [[gnu::noinline]] void quoted(std::string_view s) {
    character('"');
    std::size_t done = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
      while (i + 8 <= s.size() && plain_eight(s.data() + i)) i += 8;
      if (i == s.size()) break;
      if (plain(s[i])) continue;
      text(s.substr(done, i - done));
      escape(s[i]);
      done = i + 1;
    }
    text(s.substr(done));
    character('"');
  }

  /// What has been written, once this object is gone or after this call.
  [[gnu::noinline]] void flush() {
    out_.append(buffer_.data(), static_cast<std::size_t>(at_ - buffer_.data()));
    at_ = buffer_.data();
  }

  static constexpr std::array<std::uint64_t, 10> kPowersOfTen{
      1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

 private:
  static constexpr std::size_t kNumberMax = 32;
  static constexpr std::string_view kHexDigits = "0123456789abcdef";
  static constexpr std::array<char, 200> kPairs = [] {
    std::array<char, 200> pairs{};
    for (std::size_t i = 0; i < 100; ++i) {
      pairs[2 * i] = static_cast<char>('0' + i / 10);
      pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return pairs;
  }();

  std::size_t room() const {
    return static_cast<std::size_t>(buffer_.data() + buffer_.size() - at_);
  }

  /// No byte of these eight needs an escape.
  static bool plain_eight(const char* at) {
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    constexpr std::uint64_t kTops = kOnes * 0x80;
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    const auto some_is = [word](std::uint64_t byte) {
      const std::uint64_t x = word ^ (kOnes * byte);
      return (x - kOnes) & ~x & kTops;
    };
    const std::uint64_t control = (word - kOnes * 32) & ~word & kTops;
    return (control | (word & kTops) | some_is('"') | some_is('\\') | some_is(127)) == 0;
  }
  static bool plain(char c) {
    return static_cast<unsigned char>(c) >= 32 && static_cast<unsigned char>(c) < 127 && c != '"' &&
           c != '\\';
  }
  [[gnu::noinline]] void escape(char c) {
    character('\\');
    if (c == '"' || c == '\\') {
      character(c);
      return;
    }
    const auto byte = static_cast<std::uint8_t>(c);
    text("u00");
    hex({&byte, 1});
  }

  void digits(std::uint64_t value) {
    if (value < 10) {
      *at_++ = static_cast<char>('0' + value);
      return;
    }
    unsigned width = 2;
    for (std::uint64_t rest = value / 100; rest != 0; rest /= 10) ++width;
    zero_padded(value, width);
  }
  void zero_padded(std::uint64_t value, unsigned width) {
    unsigned left = width;
    while (left >= 2) {
      left -= 2;
      std::memcpy(at_ + left, kPairs.data() + value % 100 * 2, 2);
      value /= 100;
    }
    if (left == 1) at_[0] = static_cast<char>('0' + value % 10);
    at_ += width;
  }

  std::string& out_;
  std::array<char, 2'048> buffer_;  // Uninitialised on purpose: only what was written is read.
  char* at_ = buffer_.data();
};

}  // namespace narrows::decode::ais
