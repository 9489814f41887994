#pragma once

// The physical view of a message: one rule for JSON and CSV of what is a value, what is "not
// available" (left out), and what is impossible (left out and named as a remark).
//
// A Sink takes what remains:  integer(Key, int64)  decimal(Key, scaled, decimals)  word(Key, text)
// text(Key, text)  flag(Key, bool)  data(Key, bytes)  stamp(Key, Stamp, form)  open_list(Key)
// open_item()  close_item()  close_list().

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "base/inline_vector.hpp"
#include "decode/ais/field.hpp"
#include "decode/ais/physical.hpp"
#include "decode/ais/stamps.hpp"
#include "decode/ais/text.hpp"
#include "decode/ais/text_out.hpp"
#include "model/ship_types.hpp"

namespace narrows::decode::ais {

/// A name, and its number in a numbered list (0: none).
struct Key {
  std::string_view name;
  unsigned suffix = 0;
};

/// Raw names of the fields whose values no standard defines.
using Remarks = InlineVector<std::string_view, 16>;

/// Hot: everything is pulled into the walk; else each field is a call (see json_raw.cpp). Fields
/// behind the end of a truncated message are absent; a hot message is never truncated.
template <class Sink, bool kHot>
class PhysicalView {
 public:
  static constexpr bool kDecoding = false;

  PhysicalView(Sink& sink, Remarks& remarks, std::size_t bits, std::size_t at = 0)
      : sink_{sink}, remarks_{remarks}, end_{bits}, at_{at} {}

  /// Type and number are the sink's own; a message as its sender sent it is not repeated.
  template <class M>
  void header(const M& m) {
    at_ += 38;
    if (m.repeat != 0) sink_.integer({"repeat"}, m.repeat);
  }
  /// All zero: not available.
  template <class M>
  void dimensions(const M& m) {
    if (!there(30)) return;
    if (m.to_bow == 0 && m.to_stern == 0 && m.to_port == 0 && m.to_starboard == 0) return;
    sink_.integer({"to_bow_m"}, m.to_bow);
    sink_.integer({"to_stern_m"}, m.to_stern);
    sink_.integer({"to_port_m"}, m.to_port);
    sink_.integer({"to_starboard_m"}, m.to_starboard);
  }

  template <class T>
  void number(const T& value, const Field& field) {
    if (!there(field.bits)) return;
    if constexpr (kHot) {
      put_number(static_cast<std::int64_t>(value), field);
    } else {
      call_number(static_cast<std::int64_t>(value), field);
    }
  }
  void flag(const bool& value, const Field& field) {
    if (!there(1) || field.physical.hidden || field.physical.name.empty()) return;
    sink_.flag(key(field), value);
  }
  template <std::size_t N>
  void text(const Text<N>& value, const Field& field) {
    if (there(field.bits)) put_text(value.view(), field);
  }
  template <std::size_t N>
  void rest_text(const Text<N>& value, const Field& field) {
    at_ = end_;
    put_text(value.view(), field);
  }
  template <std::size_t N>
  void rest_data(const BitString<N>& value, const Field& field, std::size_t keep) {
    at_ = end_ > keep ? end_ - keep : end_;
    if (value.bits() > 0 && !field.physical.hidden) sink_.data(key(field), value.bytes());
  }
  void spare(unsigned bits) { at_ += bits; }
  template <class Stamp>
  void stamp(const Stamp& value, const Field& field) {
    if (!there(Stamp::kBits)) return;
    switch (value.state()) {
      case StampState::kAbsent:
        return;
      case StampState::kImpossible:
        return remark(field);
      case StampState::kDateOnly:
        return sink_.stamp(key(field), value, Stamp::kDateForm);
      case StampState::kWhole:
        return sink_.stamp(key(field), value, Stamp::kForm);
    }
  }
  void derived(std::string_view name, double value, int decimals) {
    const auto digits = static_cast<unsigned>(decimals);
    sink_.decimal({name}, rounded(value * unit(digits)), digits);
  }
  bool optional(const bool& has, const Field&, unsigned) { return has; }
  void lookahead(const bool&, const Field&, std::size_t) {}

  template <class List, class Body>
  void list(const List& items, std::string_view name, unsigned, Body&& body) {
    if (items.empty()) return;
    sink_.open_list({name});
    for (const auto& item : items) {
      sink_.open_item();
      body(*this, item);
      put_held_longitude();
      sink_.close_item();
    }
    sink_.close_list();
  }
  template <class List, class Body>
  void numbered(const List& items, unsigned, Body&& body) {
    for (const auto& item : items) {
      ++suffix_;
      body(*this, item);
    }
    suffix_ = 0;
  }
  template <std::size_t N, std::size_t M>
  void name(const Text<N>& value, const Text<M>& extension, const Field& field) {
    if (there(field.bits)) put_text(JoinedText{value, extension}.view(), field);
  }
  template <std::size_t N, std::size_t M>
  void name_extension(const Text<N>&, const Text<M>&) {}

  template <class App>
  [[gnu::noinline]] void application(unsigned, unsigned, bool, const App& body) {
    PhysicalView<Sink, false> inside{sink_, remarks_, end_, at_};
    walk_application(body, inside);
    inside.finish();
  }

  std::size_t remaining() const { return end_ > at_ ? end_ - at_ : 0; }
  std::size_t at() const { return at_; }

  /// To be called once, after the walk.
  void finish() { put_held_longitude(); }

 private:
  bool there(unsigned bits) {
    at_ += bits;
    return kHot || at_ <= end_;
  }
  Key key(const Field& field) const { return {field.physical.name, suffix_}; }
  static double unit(unsigned decimals) {
    return static_cast<double>(TextOut::kPowersOfTen[decimals]);
  }
  static std::int64_t rounded(double value) {
    return static_cast<std::int64_t>(value < 0 ? value - 0.5 : value + 0.5);
  }
  static std::int64_t scaled(std::int64_t raw, const Physical& p) {
    const double tenths = unit(static_cast<unsigned>(p.decimals));
    return rounded(static_cast<double>(raw) * tenths / p.divisor + p.offset * tenths);
  }
  [[gnu::noinline]] void remark(const Field& field) { remarks_.push_back(field.name); }

  [[gnu::noinline]] void call_number(std::int64_t raw, const Field& field) {
    put_number(raw, field);
  }
  void put_number(std::int64_t raw, const Field& field) {
    const Physical& p = field.physical;
    if (p.hidden || p.name.empty()) return;
    if (p.meaning != Meaning::kLatitude) put_held_longitude();
    const bool possible = raw >= p.lowest && raw <= p.highest;
    if (raw != p.absent && raw != p.absent_too) {
      if (possible) {
        put_value(raw, field);
      } else {
        remark(field);
      }
    }
    if (p.meaning == Meaning::kLatitude) put_held_longitude();
  }
  void put_value(std::int64_t raw, const Field& field) {
    const Physical& p = field.physical;
    const auto decimals = static_cast<unsigned>(p.decimals);
    switch (p.meaning) {
      case Meaning::kPlain:
      case Meaning::kLatitude:
        return put_scaled(raw, p);
      case Meaning::kLongitude:
        held_longitude_ = {key(field), scaled(raw, p)};
        holds_longitude_ = true;
        return;
      case Meaning::kTenthKnots:
        sink_.decimal(key(field), raw, decimals);
        if (raw == 1022) sink_.flag({"sog_saturated"}, true);
        return;
      case Meaning::kTurn:
        return put_turn(static_cast<std::int8_t>(raw));
      case Meaning::kUtcSecond:
        if (raw < 60) return sink_.integer(key(field), raw);
        return put_position_mode(raw);
      case Meaning::kShipType:
        return put_ship_type(raw, field);
    }
  }
  void put_scaled(std::int64_t raw, const Physical& p) {
    const auto code = static_cast<std::size_t>(raw);
    if (!p.words.empty() && code < p.words.size() && !p.words[code].empty())
      return sink_.word({p.name, suffix_}, p.words[code]);
    if (p.divisor == 1.0 && p.offset == 0.0 && p.decimals == 0)
      return sink_.integer({p.name, suffix_}, raw);
    sink_.decimal({p.name, suffix_}, scaled(raw, p), static_cast<unsigned>(p.decimals));
  }
  void put_turn(std::int8_t raw) {
    const auto turn = turn_of(raw);
    if (!turn) return;
    sink_.decimal({"turn_deg_per_min"}, rounded(turn->degrees_per_minute * 100), 2);
    sink_.integer({"rot_raw"}, raw);
    if (turn->saturated) sink_.flag({"turn_saturated"}, true);
  }
  [[gnu::noinline]] void put_position_mode(std::int64_t raw) {
    constexpr std::array<std::string_view, 3> kModes{"manual", "dead_reckoning", "inoperative"};
    sink_.word({"position_mode"}, kModes[static_cast<std::size_t>(raw - 61)]);
  }
  [[gnu::noinline]] void put_ship_type(std::int64_t raw, const Field& field) {
    sink_.integer(key(field), raw);
    const auto word = model::ship_type_word(static_cast<std::uint8_t>(raw));
    if (!word.empty()) sink_.word({"ship_type_text"}, word);
  }
  void put_held_longitude() {
    if (!holds_longitude_) return;
    sink_.decimal(held_longitude_.key, held_longitude_.scaled, 7);
    holds_longitude_ = false;
  }
  [[gnu::noinline]] void put_text(std::string_view value, const Field& field) {
    if (!value.empty() && !field.physical.hidden) sink_.text(key(field), value);
  }

  struct Longitude {
    Key key;
    std::int64_t scaled = 0;
  };

  Sink& sink_;
  Remarks& remarks_;
  std::size_t end_;
  std::size_t at_;
  unsigned suffix_ = 0;
  bool holds_longitude_ = false;
  Longitude held_longitude_{};
};

}  // namespace narrows::decode::ais
