#pragma once

// The decoding visitor: bits to fields.
//
// Reader<false> trusts that the payload is at least as long as the message's full length, so that a
// fixed layout compiles to one load, shift and mask a field. Reader<true> stops at the end: a field
// that is not wholly there keeps its initial value, which in every message is "not available".

#include <bit>
#include <cstring>
#include <type_traits>

#include "decode/ais/field.hpp"
#include "decode/ais/payload.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

template <bool kBounded>
class Reader {
 public:
  static constexpr bool kDecoding = true;

  constexpr explicit Reader(PayloadView payload, std::size_t at = 0)
      : bytes_{payload.bytes}, end_{payload.bits}, at_{at} {}

  std::size_t remaining() const { return end_ - at_; }
  std::size_t at() const { return at_; }
  /// A field was not wholly there.
  bool ran_out() const { return ran_out_; }

  template <class T>
  void number(T& value, const Field& field) {
    if (!enough(field.bits)) return;
    const std::uint64_t top = field.bits <= 32 ? load_half() << (at_ % 32) : load() << (at_ % 8);
    if constexpr (std::is_signed_v<T>) {
      value = static_cast<T>(static_cast<std::int64_t>(top) >> (64 - field.bits));
    } else {
      value = static_cast<T>(top >> (64 - field.bits));
    }
    at_ += field.bits;
  }

  void flag(bool& value, const Field&) {
    if (!enough(1)) return;
    value = ((bytes_[at_ / 8] >> (7 - at_ % 8)) & 1U) != 0;
    ++at_;
  }

  template <std::size_t N>
  void text(Text<N>& value, const Field& field) {
    std::size_t count = field.bits / 6;
    if constexpr (kBounded) {
      if (at_ + field.bits > end_) {  // What is left of it: whole characters only.
        count = remaining() / 6;
        characters(value, count);
        at_ = end_;
        ran_out_ = true;
        return;
      }
    }
    characters(value, count);
    at_ += field.bits;
  }

  template <std::size_t N>
  void rest_text(Text<N>& value, const Field&) {
    const std::size_t count = remaining() / 6 < N ? remaining() / 6 : N;
    characters(value, count);
    at_ += count * 6;
  }

  template <std::size_t N>
  void rest_data(BitString<N>& value, const Field&, std::size_t keep) {
    value.resize(remaining() > keep ? remaining() - keep : 0);
    const std::size_t end = remaining() > keep ? end_ - keep : at_;
    for (std::size_t done = 0; done < value.bits(); done += 56, at_ += 56) {
      const std::size_t take = value.bits() - done < 56 ? value.bits() - done : 56;
      const std::uint64_t word = (load() << (at_ % 8)) >> (64 - take) << (64 - take);
      const std::uint64_t bytes = __builtin_bswap64(word);  // The eighth is overwritten or room.
      std::memcpy(value.data() + done / 8, &bytes, 8);
    }
    at_ = end;
  }

  void spare(unsigned bits) { at_ = !kBounded || at_ + bits <= end_ ? at_ + bits : end_; }

  template <class Stamp>
  void stamp(Stamp& value, const Field&) {
    Stamp::walk(value, *this);
  }

  bool optional(bool& has, const Field&, unsigned bits) {
    has = remaining() >= bits;
    return has;
  }

  void lookahead(bool& value, const Field&, std::size_t at) {
    value = at < end_ && ((bytes_[at / 8] >> (7 - at % 8)) & 1U) != 0;
  }

  template <class List, class Body>
  void list(List& items, std::string_view /*name*/, unsigned item_bits, Body&& body) {
    items.clear();
    while (remaining() >= item_bits && !items.full()) body(*this, items.grow());
  }
  template <class List, class Body>
  void numbered(List& items, unsigned item_bits, Body&& body) {
    list(items, {}, item_bits, body);
  }

  template <std::size_t N, std::size_t M>
  void name(Text<N>& value, Text<M>& /*extension*/, const Field& field) {
    text(value, field);
  }
  template <std::size_t N, std::size_t M>
  void name_extension(const Text<N>& /*name*/, Text<M>& value) {
    rest_text(value, {});
  }

  /// Bounded from here on: what an application carries is not what its sender's length says.
  template <class App>
  [[gnu::noinline]] void application(unsigned dac, unsigned fid, bool addressed, App& body) {
    select_application(body, dac, fid, addressed, remaining());
    Reader<true> rest{PayloadView{bytes_, end_}, at_};
    walk_application(body, rest);
    at_ = end_;
  }

 private:
  bool enough(unsigned bits) {
    if constexpr (kBounded) {
      if (at_ + bits > end_) {
        at_ = end_;
        ran_out_ = true;
        return false;
      }
    }
    return true;
  }

  /// Eight bytes from the one that holds the cursor: 57 bits from the cursor on are good.
  std::uint64_t load() const {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes_ + at_ / 8, 8);
    return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
  }

  /// Eight bytes from the half word that holds the cursor: 33 bits from the cursor on are good.
  /// Neighbouring fields of a fixed layout share the load.
  std::uint64_t load_half() const {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes_ + at_ / 32 * 4, 8);
    return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
  }

  template <std::size_t N>
  void characters(Text<N>& value, std::size_t count) {
    value.resize(count);
    std::size_t at = at_;
    for (std::size_t i = 0; i < value.as_sent().size(); i += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes_ + at / 8, 8);
      word = __builtin_bswap64(word) << (at % 8) >> 16;  // 48 bits, eight characters.
      const std::uint64_t ascii = spread(word);
      std::memcpy(value.data() + i, &ascii, 8);
      at += 48;
    }
  }

  /// Eight six-bit codes in the low 48 bits, first one highest, to eight ASCII bytes, first one
  /// lowest (as it lies in memory on a little-endian machine).
  static std::uint64_t spread(std::uint64_t codes) {
    std::uint64_t w = ((codes & 0xFFFFFF000000) << 8) | (codes & 0xFFFFFF);
    w = ((w & 0x00FFF00000FFF000) << 4) | (w & 0x00000FFF00000FFF);
    w = ((w & 0x0FC00FC00FC00FC0) << 2) | (w & 0x003F003F003F003F);
    w |= (~w & 0x2020202020202020) << 1;  // Codes below 32 are '@' to '_'.
    return __builtin_bswap64(w);
  }

  const std::uint8_t* bytes_;
  std::size_t end_;
  std::size_t at_;
  bool ran_out_ = false;
};

}  // namespace narrows::decode::ais
