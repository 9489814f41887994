#pragma once

// Visitors that only the tests of application-specific messages need: one fills a record with
// random values, one counts its bits, one prints it as gpsd's unscaled JSON would, to be compared.

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include "decode/ais/asm/application.hpp"

namespace narrows::decode::ais::testing {

/// Anything that fits into the field; texts of printable characters without padding.
class Randomizer {
 public:
  static constexpr bool kDecoding = true;
  explicit Randomizer(std::uint64_t seed) : random_{seed} {}

  std::uint64_t below(std::uint64_t end) {
    return std::uniform_int_distribution<std::uint64_t>{0, end - 1}(random_);
  }
  template <class T>
  void number(T& value, const Field& field) {
    const std::uint64_t raw = random_() >> (64 - field.bits);
    value = std::is_signed_v<T>
                ? static_cast<T>(static_cast<std::int64_t>(raw << (64 - field.bits)) >>
                                 (64 - field.bits))
                : static_cast<T>(raw);
  }
  void flag(bool& value, const Field&) { value = below(2) == 1; }
  template <std::size_t N>
  void text(Text<N>& value, const Field& field) {
    fill(value, field.bits / 6);
  }
  template <std::size_t N>
  void rest_text(Text<N>& value, const Field&) {
    fill(value, 1 + below(N));
  }
  template <std::size_t N>
  void rest_data(BitString<N>& value, const Field&, std::size_t keep) {
    value.resize(N > 120 ? 8 * below(N / 8) : N - keep);
    for (std::size_t i = 0; i < (value.bits() + 7) / 8; ++i)
      value.data()[i] = static_cast<std::uint8_t>(random_());
    if (value.bits() % 8 != 0)
      value.data()[value.bits() / 8] &= static_cast<std::uint8_t>(0xFF00U >> (value.bits() % 8));
  }
  std::size_t remaining() const { return 0; }
  void spare(unsigned) {}
  template <class Stamp>
  void stamp(Stamp& value, const Field&) {
    Stamp::walk(value, *this);
  }
  template <class List, class Body>
  void list(List& items, std::string_view name, unsigned, Body&& body) {
    items.clear();
    // The legs of a polygon are always four.
    for (std::size_t n = name == "points" ? 4 : 1 + below(28); n > 0 && !items.full(); --n)
      body(*this, items.grow());
  }

 private:
  template <std::size_t N>
  void fill(Text<N>& value, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('A' + below(26));
    value.assign(text);
  }
  std::mt19937_64 random_;
};

/// How many bits a walk takes, and which of them have a name.
class NamedBits {
 public:
  static constexpr bool kDecoding = false;
  std::vector<bool> is_named;

  std::size_t bits() const { return is_named.size(); }

  template <class T>
  void number(const T&, const Field& field) {
    take(field.bits, true);
  }
  void flag(const bool&, const Field&) { take(1, true); }
  template <std::size_t N>
  void text(const Text<N>&, const Field& field) {
    take(field.bits, true);
  }
  template <std::size_t N>
  void rest_text(const Text<N>& value, const Field&) {
    take(6 * value.as_sent().size(), true);
  }
  template <std::size_t N>
  void rest_data(const BitString<N>& value, const Field&, std::size_t) {
    take(value.bits(), true);
  }
  void spare(unsigned count) { take(count, false); }
  template <class Stamp>
  void stamp(const Stamp& value, const Field&) {
    Stamp::walk(value, *this);
  }
  template <class List, class Body>
  void list(const List& items, std::string_view, unsigned, Body&& body) {
    for (const auto& item : items) body(*this, item);
  }

 private:
  void take(std::size_t count, bool named) { is_named.insert(is_named.end(), count, named); }
};

/// Raw integers under their names, as members of a JSON object without the braces.
class RawMembers {
 public:
  static constexpr bool kDecoding = false;
  std::string json;

  template <class T>
  void number(const T& value, const Field& field) {
    member(field.name, fmt::format("{}", +value));
  }
  void flag(const bool& value, const Field& field) { member(field.name, value ? "true" : "false"); }
  template <std::size_t N>
  void text(const Text<N>& value, const Field& field) {
    std::string quoted;
    for (const char c : value.view()) {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
    member(field.name, '"' + quoted + '"');
  }
  template <std::size_t N>
  void rest_text(const Text<N>& value, const Field& field) {
    text(value, field);
  }
  template <std::size_t N>
  void rest_data(const BitString<N>& value, const Field& field, std::size_t) {
    std::string hex;
    for (const std::uint8_t byte : value.bytes()) hex += fmt::format("{:02x}", byte);
    member(field.name, fmt::format("\"{}:{}\"", value.bits(), hex));
  }
  void spare(unsigned) {}
  void stamp(const EtaStamp& t, const Field& field) {
    member(field.name,
           fmt::format("\"{:02}-{:02}T{:02}:{:02}Z\"", t.month, t.day, t.hour, t.minute));
  }
  void stamp(const DayMonthStamp& t, const Field& field) {
    member(field.name,
           fmt::format("\"{:02}-{:02}T{:02}:{:02}\"", t.month, t.day, t.hour, t.minute));
  }
  void stamp(const DayStamp& t, const Field& field) {
    member(field.name, fmt::format("\"{:02}T{:02}:{:02}Z\"", t.day, t.hour, t.minute));
  }
  template <class List, class Body>
  void list(const List& items, std::string_view name, unsigned, Body&& body) {
    std::string array;
    for (const auto& item : items) {
      RawMembers inner;
      body(inner, item);
      array += (array.empty() ? "{" : ",{") + inner.json + "}";
    }
    member(name, "[" + array + "]");
  }

 private:
  void member(std::string_view name, const std::string& value) {
    json += fmt::format("{}\"{}\":{}", json.empty() ? "" : ",", name, value);
  }
};

inline std::string raw_members(const Application& app) {
  RawMembers members;
  walk_application(app, members);
  return members.json;
}

}  // namespace narrows::decode::ais::testing
