#pragma once

// When the tide lets a ship pass: 1/32 (SN.1/Circ.289 section 3) and the older 1/14 (SN/Circ.236
// annex 2 section 4), which has the position the other way round and in finer steps. Up to three
// windows.

#include <cstdint>

#include "base/inline_vector.hpp"
#include "decode/ais/asm/quantities.hpp"

namespace narrows::decode::ais {

/// One window; the two messages differ in its position and in the width of the speed.
struct Tide {
  std::int32_t lon = 0;
  std::int32_t lat = 0;
  std::uint8_t from_hour = 24;
  std::uint8_t from_min = 60;
  std::uint8_t to_hour = 24;
  std::uint8_t to_min = 60;
  std::uint16_t cdir = 360;
  std::uint8_t cspeed = 0;

  template <class Self, class V>
  static void walk_times(Self& m, V& v) {
    v.number(m.from_hour, quantity::scaled("from_hour", 5, "from_utc_hour", 1, 0, 24));
    v.number(m.from_min, quantity::scaled("from_min", 6, "from_utc_minute", 1, 0, 60));
    v.number(m.to_hour, quantity::scaled("to_hour", 5, "to_utc_hour", 1, 0, 24));
    v.number(m.to_min, quantity::scaled("to_min", 6, "to_utc_minute", 1, 0, 60));
    v.number(m.cdir, quantity::direction("cdir", "current_direction_deg"));
  }
  bool operator==(const Tide&) const = default;
};

/// 1/32. Current of 251 is "25.1 knots or more".
struct TidalWindow {
  static constexpr unsigned kTideBits = 88;

  struct Window : Tide {
    constexpr Window() : Tide{.lon = kShortLonAbsent, .lat = kShortLatAbsent, .cspeed = 255} {}
    bool operator==(const Window&) const = default;
  };

  std::uint8_t month = 0;
  std::uint8_t day = 0;
  InlineVector<Window, 3> tidals;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.month, quantity::plain("month", 4, 0));
    v.number(m.day, quantity::plain("day", 5, 0));
    v.list(m.tidals, "tidals", kTideBits, [](auto& w, auto& tide) {
      w.number(tide.lon, quantity::short_lon());
      w.number(tide.lat, quantity::short_lat());
      Tide::walk_times(tide, w);
      w.number(tide.cspeed, quantity::scaled("cspeed", 8, "current_speed_kn", 10, 1, 255));
    });
  }
  bool operator==(const TidalWindow&) const = default;
};

/// 1/14. Latitude first, 1/10 000 minute.
struct TidalWindow236 {
  static constexpr unsigned kTideBits = 93;

  struct Window : Tide {
    constexpr Window() : Tide{.lon = kLonAbsent, .lat = kLatAbsent, .cspeed = 127} {}
    bool operator==(const Window&) const = default;
  };

  std::uint8_t month = 0;
  std::uint8_t day = 0;
  InlineVector<Window, 3> tidals;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.month, quantity::plain("month", 4, 0));
    v.number(m.day, quantity::plain("day", 5, 0));
    v.list(m.tidals, "tidals", kTideBits, [](auto& w, auto& tide) {
      w.number(tide.lat, field::kLat);
      w.number(tide.lon, field::kLon);
      Tide::walk_times(tide, w);
      w.number(tide.cspeed, quantity::scaled("cspeed", 7, "current_speed_kn", 10, 1, 127));
    });
  }
  bool operator==(const TidalWindow236&) const = default;
};

}  // namespace narrows::decode::ais
