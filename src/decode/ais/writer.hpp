#pragma once

// The encoding visitor: fields to bits. The mirror of reader.hpp.
//
// With a bit count given, exactly so many bits are written: fields beyond it are dropped, what is
// missing at the end is zero. Without one, the message is as long as its walk makes it.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>

#include "decode/ais/decode.hpp"
#include "decode/ais/field.hpp"
#include "decode/ais/payload.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

template <TextBits kTexts>
class Writer {
 public:
  static constexpr bool kDecoding = false;

  /// `out` is cleared. Without `bits`, as many as the walk writes; never above kMaxPayloadBits.
  explicit Writer(PayloadBuffer& out, std::optional<std::size_t> bits = {})
      : out_{out},
        exact_{bits.has_value()},
        end_{std::min(bits.value_or(kMaxPayloadBits), kMaxPayloadBits)} {
    out_.bits = end_;
  }

  /// Brings the last bits out and clears what follows them. To be called once, at the end.
  void finish() {
    while (held_ >= 8) take_byte();
    if (held_ > 0) {
      word_ <<= 8 - held_;
      held_ = 8;
      take_byte();
    }
    if (!exact_) out_.bits = at_ < end_ ? at_ : end_;
    const std::size_t whole = (out_.bits + 7) / 8;
    if (byte_ < whole + kPayloadPadding)
      std::memset(out_.bytes.data() + byte_, 0, whole + kPayloadPadding - byte_);
    if (out_.bits % 8 != 0) {  // What was written past the end.
      auto& last = out_.bytes[whole - 1];
      last = static_cast<std::uint8_t>(last & (0xFF00U >> (out_.bits % 8)));
    }
    std::memset(out_.bytes.data() + whole, 0, kPayloadPadding);
  }

  std::size_t remaining() const { return at_ < end_ ? end_ - at_ : 0; }
  std::size_t at() const { return at_; }

  template <class T>
  void number(const T& value, const Field& field) {
    put(static_cast<std::uint64_t>(static_cast<std::int64_t>(value)), field.bits);
  }
  void flag(const bool& value, const Field&) { put(value ? 1 : 0, 1); }

  template <std::size_t N>
  void text(const Text<N>& value, const Field& field) {
    characters(shown(value), field.bits / 6);
  }
  template <std::size_t N>
  void rest_text(const Text<N>& value, const Field&) {
    characters(shown(value), shown(value).size());
  }
  template <std::size_t N>
  void rest_data(const BitString<N>& value, const Field&, std::size_t keep) {
    const auto bytes = value.bytes();
    std::size_t left = value.bits();
    for (std::size_t i = 0; left >= 8; ++i, left -= 8) put(bytes[i], 8);
    if (left > 0) put(bytes.back() >> (8 - left), static_cast<unsigned>(left));
    // An over-long original had more than fits the value; what is kept for the end stays there.
    if (exact_ && keep > 0 && end_ > at_ + keep) spare(static_cast<unsigned>(end_ - keep - at_));
  }
  void spare(unsigned bits) {
    for (; bits > 56; bits -= 56) put(0, 56);
    put(0, bits);
  }

  template <class Stamp>
  void stamp(const Stamp& value, const Field&) {
    Stamp::walk(value, *this);
  }
  bool optional(const bool& has, const Field&, unsigned) { return has; }
  void lookahead(const bool&, const Field&, std::size_t) {}

  template <class List, class Body>
  void list(const List& items, std::string_view /*name*/, unsigned /*item_bits*/, Body&& body) {
    for (const auto& item : items) body(*this, item);
  }
  template <class List, class Body>
  void numbered(const List& items, unsigned item_bits, Body&& body) {
    list(items, {}, item_bits, body);
  }

  template <std::size_t N, std::size_t M>
  void name(const Text<N>& value, const Text<M>& extension, const Field&) {
    if constexpr (kTexts == TextBits::kAsSent) {
      characters(value.as_sent(), N);
    } else {
      characters(JoinedText{value, extension}.view().substr(0, N), N);
    }
  }
  template <std::size_t N, std::size_t M>
  void name_extension(const Text<N>& value, const Text<M>& extension) {
    if constexpr (kTexts == TextBits::kAsSent) {
      characters(extension.as_sent(), extension.as_sent().size());
    } else {
      const JoinedText joined{value, extension};
      if (joined.view().size() > N) characters(joined.view().substr(N), joined.view().size() - N);
    }
  }

  /// Spare bits make up what the standard's layout is longer, and whole bytes.
  template <class App>
  [[gnu::noinline]] void application(unsigned dac, unsigned fid, bool addressed, const App& body) {
    const std::size_t full = at_ + full_application_bits(body, dac, fid, addressed);
    walk_application(body, *this);
    const std::size_t end = at_ < full ? full : (at_ + 7) / 8 * 8;
    spare(static_cast<unsigned>(end - at_));
  }

 private:
  template <std::size_t N>
  static std::string_view shown(const Text<N>& value) {
    return kTexts == TextBits::kAsSent ? value.as_sent() : value.view();
  }

  void characters(std::string_view text, std::size_t count) {
    std::size_t i = 0;
    for (; i < count && i < text.size(); ++i) put(ascii_to_six_bit(text[i]), 6);
    for (; i < count; ++i) put(0, 6);  // Padded with '@'.
  }

  /// REQUIRES: bits <= 56.
  void put(std::uint64_t value, unsigned bits) {
    while (held_ >= 8) take_byte();
    word_ = (word_ << bits) | (value & ((std::uint64_t{1} << bits) - 1));
    held_ += bits;
    at_ += bits;
  }
  void take_byte() {
    held_ -= 8;
    if (byte_ < out_.bytes.size()) out_.bytes[byte_++] = static_cast<std::uint8_t>(word_ >> held_);
  }

  PayloadBuffer& out_;
  bool exact_;
  std::size_t end_;
  std::size_t at_ = 0;
  std::size_t byte_ = 0;
  std::uint64_t word_ = 0;  ///< Its low `held_` bits are still to be stored; at most 7 + 56.
  unsigned held_ = 0;
};

}  // namespace narrows::decode::ais
