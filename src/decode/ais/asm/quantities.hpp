#pragma once

// The quantities that application-specific messages share: positions in thousandths of a minute,
// directions, speeds, times. Each is written once, with what it says when it has nothing to say.
// What is special to one message stands in that message's walk.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "decode/ais/field.hpp"
#include "decode/ais/fields_common.hpp"
#include "decode/ais/stamps.hpp"

namespace narrows::decode::ais {

// Thousandths of a minute: 181° and 91°. SN.1/Circ.289, each message's table.
inline constexpr std::int32_t kShortLonAbsent = 181 * 60'000;
inline constexpr std::int32_t kShortLatAbsent = 91 * 60'000;
/// SN.1/Circ.289: minutes, "not available".
inline constexpr std::uint32_t kDurationAbsent = 262'143;

namespace quantity {

/// An integer that is its own value: counts, codes, linkage identifiers.
constexpr Field plain(std::string_view name, unsigned bits, std::int64_t absent = INT64_MIN) {
  return {.name = name, .bits = bits, .physical = {.name = name, .absent = absent}};
}

/// A code of a table.
constexpr Field code(std::string_view name, unsigned bits, std::span<const std::string_view> words,
                     std::int64_t absent = INT64_MIN) {
  return {.name = name, .bits = bits, .physical = {.name = name, .absent = absent, .words = words}};
}

constexpr Field flag(std::string_view name) {
  return {.name = name, .bits = 1, .physical = {.name = name}};
}

/// Six-bit text of exactly `characters`.
constexpr Field text(std::string_view name, unsigned characters) {
  return {.name = name, .bits = characters * 6, .physical = {.name = name}};
}

constexpr Field short_lon(std::string_view name = "lon") {
  return {.name = name,
          .bits = 25,
          .physical = {.name = name,
                       .divisor = 60'000,
                       .decimals = 7,
                       .absent = kShortLonAbsent,
                       .lowest = std::int64_t{-180} * 60'000,
                       .highest = std::int64_t{180} * 60'000}};
}
constexpr Field short_lat(std::string_view name = "lat") {
  return {.name = name,
          .bits = 24,
          .physical = {.name = name,
                       .divisor = 60'000,
                       .decimals = 7,
                       .absent = kShortLatAbsent,
                       .lowest = std::int64_t{-90} * 60'000,
                       .highest = std::int64_t{90} * 60'000}};
}

/// Nine bits, whole degrees from true north; `absent` is 360 in SN.1/Circ.289, 511 in SN/Circ.236.
constexpr Field direction(std::string_view name, std::string_view physical,
                          std::int64_t absent = 360) {
  return {
      .name = name, .bits = 9, .physical = {.name = physical, .absent = absent, .highest = 359}};
}

/// A value in steps of 1/`divisor`, shifted by `offset`.
constexpr Field scaled(std::string_view name, unsigned bits, std::string_view physical,
                       double divisor, int decimals, std::int64_t absent, double offset = 0) {
  return {.name = name,
          .bits = bits,
          .physical = {.name = physical,
                       .divisor = divisor,
                       .offset = offset,
                       .decimals = decimals,
                       .absent = absent}};
}

/// Seconds of a wave or swell; 0 to 60.
constexpr Field period(std::string_view name, std::string_view physical, std::int64_t absent = 63) {
  return {.name = name, .bits = 6, .physical = {.name = physical, .absent = absent, .highest = 60}};
}

/// A time of day, or of the year.
template <class Stamp>
constexpr Field time(std::string_view name, std::string_view physical) {
  return {.name = name, .bits = Stamp::kBits, .physical = {.name = physical}};
}

inline constexpr Field kLinkage = plain("linkage", 10);
inline constexpr Field kDuration{.name = "duration",
                                 .bits = 18,
                                 .physical = {.name = "duration_min", .absent = kDurationAbsent}};

/// SN.1/Circ.289, 1/31 and 1/26; SN/Circ.236, 1/11.
inline constexpr std::array<std::string_view, 4> kTrendWords{"steady", "decreasing", "increasing",
                                                             ""};
/// WMO 306, code table 4.201.
inline constexpr std::array<std::string_view, 8> kPrecipitationWords{
    "reserved_0", "rain", "thunderstorm", "freezing_rain", "mixed_ice", "snow", "reserved_6", ""};
inline constexpr std::array<std::string_view, 4> kIceWords{"no", "yes", "reserved_2", ""};

}  // namespace quantity

/// A value that the bits hold, but not as one scaled integer (a square, a sign apart from its
/// magnitude): only the physical view prints it, next to the raw integers it comes from.
template <class V>
constexpr void derive(V& v, std::string_view name, double value, int decimals) {
  if constexpr (requires { v.derived(name, value, decimals); }) v.derived(name, value, decimals);
}

/// A list that takes no more than `most` items, for layouts that carry their own count.
template <class List>
struct AtMost {
  List& items;
  std::size_t most;
  constexpr AtMost(List& list, std::size_t count) : items{list}, most{count} {}
  constexpr void clear() { items.clear(); }
  constexpr bool full() const { return items.full() || items.size() >= most; }
  constexpr auto& grow() { return items.grow(); }
};

/// Bits a layout sets aside: exactly `bits` of them, whatever they hold.
template <class V, class Data>
constexpr void walk_reserved(V& v, Data& data, const Field& field, std::size_t bits) {
  if constexpr (requires { v.at() + v.remaining(); }) {
    const std::size_t end = v.at() + bits;
    v.rest_data(data, field, v.remaining() > bits ? v.remaining() - bits : 0);
    if constexpr (!V::kDecoding) {
      if (v.at() < end) v.spare(static_cast<unsigned>(end - v.at()));
    }
  } else {
    v.rest_data(data, field, 0);
  }
}

}  // namespace narrows::decode::ais
