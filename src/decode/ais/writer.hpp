#pragma once

// The encoding visitor: fields to bits. The mirror of reader.hpp.
//
// With a bit count given, exactly so many bits are written: fields beyond it are dropped, what is
// missing at the end is zero. Without one, the message is as long as its walk makes it.

#include <cstdint>
#include <limits>

#include "decode/ais/field.hpp"
#include "decode/ais/payload.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

class Writer {
 public:
  static constexpr bool kDecoding = false;
  static constexpr std::size_t kAsLongAsItGets = kMaxPayloadBits;

  /// `out` is cleared. REQUIRES: bits <= kMaxPayloadBits.
  explicit Writer(PayloadBuffer& out, std::size_t bits = kAsLongAsItGets) : out_{out}, end_{bits} {
    out_.bytes.fill(0);
    out_.bits = bits == kAsLongAsItGets ? 0 : bits;
  }

  std::size_t remaining() const { return end_ - at_; }
  std::size_t at() const { return at_; }

  template <class T>
  void number(const T& value, const Field& field) {
    put(static_cast<std::uint64_t>(static_cast<std::int64_t>(value)), field.bits);
  }
  void flag(const bool& value, const Field&) { put(value ? 1 : 0, 1); }

  template <std::size_t N>
  void text(const Text<N>& value, const Field& field) {
    characters(value.as_sent(), field.bits / 6);
  }
  template <std::size_t N>
  void rest_text(const Text<N>& value, const Field&) {
    characters(value.as_sent(), value.as_sent().size());
  }
  template <std::size_t N>
  void rest_data(const BitString<N>& value, const Field&, std::size_t /*keep*/) {
    for (std::size_t i = 0; i < value.bits(); ++i)
      put((value.bytes()[i / 8] >> (7 - i % 8)) & 1U, 1);
  }
  void spare(unsigned bits) { put(0, bits); }

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
  void name(const Text<N>& value, const Text<M>& /*extension*/, const Field& field) {
    text(value, field);
  }
  template <std::size_t M>
  void name_extension(const Text<M>& value) {
    rest_text(value, {});
  }

  /// Spare bits make up what the standard's layout is longer, and whole bytes.
  template <class App>
  void application(unsigned dac, unsigned fid, bool addressed, const App& body) {
    const std::size_t full = at_ + full_application_bits(body, dac, fid, addressed);
    walk_application(body, *this);
    const std::size_t end = at_ < full ? full : (at_ + 7) / 8 * 8;
    spare(static_cast<unsigned>(end - at_));
  }

 private:
  void characters(std::string_view text, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      put(i < text.size() ? ascii_to_six_bit(text[i]) : 0, 6);  // Padded with '@'.
  }

  void put(std::uint64_t value, unsigned bits) {
    for (unsigned i = bits; i-- > 0 && at_ < end_; ++at_) {
      if (((value >> i) & 1U) != 0) {
        auto& byte = out_.bytes[at_ / 8];
        byte = static_cast<std::uint8_t>(byte | (0x80U >> (at_ % 8)));
      }
    }
    if (out_.bits < at_) out_.bits = at_;
  }

  PayloadBuffer& out_;
  std::size_t end_;
  std::size_t at_ = 0;
};

}  // namespace narrows::decode::ais
