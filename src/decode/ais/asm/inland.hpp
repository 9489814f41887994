#pragma once

// Inland AIS, DAC 200. CCNR Vessel Tracking and Tracing Standard for Inland Navigation,
// edition 1.2, section 2.4. Persons on board (FI 55) stand in persons.hpp.

#include <cstdint>

#include "base/inline_vector.hpp"
#include "decode/ais/asm/quantities.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

/// 200/10: ship static and voyage related data. Zero is "not known" in each size.
struct InlandShipStatic {
  Text<8> vin;  ///< Unique European vessel identification number (ENI).
  std::uint16_t length = 0;
  std::uint16_t beam = 0;
  std::uint16_t shiptype = 0;  ///< ERI code, 8000 to 8370, or a SOLAS code from 1 to 99.
  std::uint8_t hazard = 5;
  std::uint16_t draught = 0;
  std::uint8_t loaded = 0;
  bool speed_q = false;  ///< True: a better source than GNSS.
  bool course_q = false;
  bool heading_q = false;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    static constexpr std::array<std::string_view, 6> kHazardWords{
        "no_blue_cones", "one_blue_cone", "two_blue_cones", "three_blue_cones", "b_flag", ""};
    static constexpr std::array<std::string_view, 4> kLoadedWords{"", "unloaded", "loaded",
                                                                  "not_used_3"};
    v.text(m.vin, {.name = "vin", .bits = 48, .physical = {.name = "eni"}});
    v.number(m.length, scaled("length", 13, "length_m", 10, 1, 0));
    v.number(m.beam, scaled("beam", 10, "beam_m", 10, 1, 0));
    v.number(m.shiptype, scaled("shiptype", 14, "eri_ship_type", 1, 0, 0));
    v.number(m.hazard, code("hazard", 3, kHazardWords, 5));
    v.number(m.draught, scaled("draught", 11, "draught_m", 100, 2, 0));
    v.number(m.loaded, code("loaded", 2, kLoadedWords, 0));
    v.flag(m.speed_q, {.name = "speed_q", .bits = 1, .physical = {.name = "speed_quality_high"}});
    v.flag(m.course_q,
           {.name = "course_q", .bits = 1, .physical = {.name = "course_quality_high"}});
    v.flag(m.heading_q,
           {.name = "heading_q", .bits = 1, .physical = {.name = "heading_quality_high"}});
  }
  bool operator==(const InlandShipStatic&) const = default;
};

/// A place on the waterway, in ISRS parts.
struct InlandPlace {
  Text<2> country;
  Text<3> locode;
  Text<5> section;
  Text<5> terminal;
  Text<5> hectometre;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.text(m.country, quantity::text("country", 2));
    v.text(m.locode, quantity::text("locode", 3));
    v.text(m.section, quantity::text("section", 5));
    v.text(m.terminal, quantity::text("terminal", 5));
    v.text(m.hectometre, quantity::text("hectometre", 5));
  }
  bool operator==(const InlandPlace&) const = default;
};

/// 200/21: estimated time of arrival at a lock, bridge or terminal.
struct InlandEta {
  InlandPlace place;
  EtaStamp eta;
  std::uint8_t tugs = 7;
  std::uint16_t airdraught = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    InlandPlace::walk(m.place, v);
    v.stamp(m.eta, quantity::time<EtaStamp>("eta", "eta"));
    v.number(m.tugs, quantity::scaled("tugs", 3, "assisting_tugs", 1, 0, 7));
    v.number(m.airdraught, quantity::scaled("airdraught", 12, "air_draught_m", 100, 2, 0));
  }
  bool operator==(const InlandEta&) const = default;
};

/// 200/22: requested time of arrival, the answer of the lock, bridge or terminal. gpsd calls the
/// time "eta" here too.
struct InlandRta {
  InlandPlace place;
  EtaStamp rta;
  std::uint8_t status = 3;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    static constexpr std::array<std::string_view, 4> kStatusWords{"operational", "limited",
                                                                  "out_of_order", ""};
    InlandPlace::walk(m.place, v);
    v.stamp(m.rta, quantity::time<EtaStamp>("eta", "rta"));
    v.number(m.status, quantity::code("status", 2, kStatusWords, 3));
  }
  bool operator==(const InlandRta&) const = default;
};

/// 200/23: EMMA warning of heavy weather along a stretch. Dates and times lie apart on air, so they
/// stay plain numbers.
struct EmmaWarning {
  std::uint8_t start_year = 0;  ///< Since 2000.
  std::uint8_t start_month = 0;
  std::uint8_t start_day = 0;
  std::uint8_t end_year = 0;
  std::uint8_t end_month = 0;
  std::uint8_t end_day = 0;
  std::uint8_t start_hour = 24;
  std::uint8_t start_minute = 60;
  std::uint8_t end_hour = 24;
  std::uint8_t end_minute = 60;
  std::int32_t start_lon = kLonAbsent;
  std::int32_t start_lat = kLatAbsent;
  std::int32_t end_lon = kLonAbsent;
  std::int32_t end_lat = kLatAbsent;
  std::uint8_t type = 0;
  std::int16_t min = 255;
  std::int16_t max = 255;
  std::uint8_t intensity = 0;
  std::uint8_t wind = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    walk_period(m, v);
    walk_stretch(m, v);
    walk_warning(m, v);
  }
  bool operator==(const EmmaWarning&) const = default;

 private:
  template <class Self, class V>
  static void walk_period(Self& m, V& v) {
    using namespace quantity;
    v.number(m.start_year, scaled("start_year", 8, "start_year", 1, 0, 0, 2000));
    v.number(m.start_month, plain("start_month", 4, 0));
    v.number(m.start_day, plain("start_day", 5, 0));
    v.number(m.end_year, scaled("end_year", 8, "end_year", 1, 0, 0, 2000));
    v.number(m.end_month, plain("end_month", 4, 0));
    v.number(m.end_day, plain("end_day", 5, 0));
    v.number(m.start_hour, plain("start_hour", 5, 24));
    v.number(m.start_minute, plain("start_minute", 6, 60));
    v.number(m.end_hour, plain("end_hour", 5, 24));
    v.number(m.end_minute, plain("end_minute", 6, 60));
  }

  template <class Self, class V>
  static void walk_stretch(Self& m, V& v) {
    const auto named = [](Field field, std::string_view name) {
      field.name = name;
      field.physical.name = name;
      return field;
    };
    v.number(m.start_lon, named(field::kLon, "start_lon"));
    v.number(m.start_lat, named(field::kLat, "start_lat"));
    v.number(m.end_lon, named(field::kLon, "end_lon"));
    v.number(m.end_lat, named(field::kLat, "end_lat"));
  }

  /// The standard has a sign bit and eight bits of magnitude for the extremes, not two's
  /// complement: the raw integer is the nine bits read as gpsd reads them, the physical value
  /// follows the standard. 254 is "more than 253", 255 "unknown".
  template <class Self, class V>
  static void walk_warning(Self& m, V& v) {
    using namespace quantity;
    static constexpr std::array<std::string_view, 10> kTypeWords{"",
                                                                 "wind",
                                                                 "rain",
                                                                 "snow_and_ice",
                                                                 "thunderstorm",
                                                                 "fog",
                                                                 "low_temperature",
                                                                 "high_temperature",
                                                                 "flood",
                                                                 "forest_fire"};
    static constexpr std::array<std::string_view, 4> kIntensityWords{"", "slight", "medium",
                                                                     "strong"};
    static constexpr std::array<std::string_view, 9> kWindWords{"",  "n",  "ne", "e", "se",
                                                                "s", "sw", "w",  "nw"};
    v.number(m.type, {.name = "warning_type",
                      .bits = 4,
                      .physical = {.name = "warning_type", .absent = 0, .words = kTypeWords}});
    v.number(m.min, {.name = "min", .bits = 9, .physical = {.hidden = true}});
    derive_extreme(v, "min_value", m.min);
    v.number(m.max, {.name = "max", .bits = 9, .physical = {.hidden = true}});
    derive_extreme(v, "max_value", m.max);
    v.number(m.intensity, code("intensity", 2, kIntensityWords, 0));
    v.number(m.wind, code("wind", 4, kWindWords, 0));
  }

  template <class V>
  static void derive_extreme(V& v, std::string_view name, std::int16_t raw) {
    const int magnitude = raw & 0xFF;
    if (magnitude != 255) derive(v, name, raw < 0 ? -magnitude : magnitude, 0);
  }
};

/// 200/24: water levels at up to four gauges.
struct InlandWaterLevels {
  static constexpr unsigned kGaugeBits = 25;

  struct Gauge {
    std::uint16_t id = 0;
    std::int16_t level = 0;

    /// Again a sign (1 is above the reference) and a magnitude, in centimetres; raw as gpsd reads
    /// the 14 bits.
    template <class Self, class V>
    static void walk(Self& m, V& v) {
      v.number(m.id, quantity::scaled("id", 11, "gauge_id", 1, 0, 0));
      v.number(m.level, {.name = "level", .bits = 14, .physical = {.hidden = true}});
      const int magnitude = m.level & 0x1FFF;
      if (magnitude != 0)
        derive(v, "water_level_m", (m.level < 0 ? magnitude : -magnitude) / 100.0, 2);
    }
    bool operator==(const Gauge&) const = default;
  };

  Text<2> country;
  InlineVector<Gauge, 4> gauges;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.text(m.country, quantity::text("country", 2));
    v.list(m.gauges, "gauges", kGaugeBits, [](auto& w, auto& gauge) { Gauge::walk(gauge, w); });
  }
  bool operator==(const InlandWaterLevels&) const = default;
};

/// 200/40: which lights a signal shows. `status` has nine decimal digits, one a light.
struct InlandSignal {
  std::int32_t lon = kLonAbsent;
  std::int32_t lat = kLatAbsent;
  std::uint8_t form = 0;
  std::uint16_t facing = 511;
  std::uint8_t direction = 0;
  std::uint32_t status = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    static constexpr std::array<std::string_view, 5> kImpactWords{"", "upstream", "downstream",
                                                                  "to_left_bank", "to_right_bank"};
    v.number(m.lon, field::kLon);
    v.number(m.lat, field::kLat);
    v.number(m.form, quantity::plain("form", 4, 0));
    v.number(m.facing, quantity::direction("facing", "facing_deg", 511));
    v.number(m.direction, quantity::code("direction", 3, kImpactWords, 0));
    v.number(
        m.status,
        {.name = "status", .bits = 30, .physical = {.name = "lights", .highest = 777'777'777}});
  }
  bool operator==(const InlandSignal&) const = default;
};

}  // namespace narrows::decode::ais
