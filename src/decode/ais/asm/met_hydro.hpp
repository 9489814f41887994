#pragma once

// Weather and water at a station: 1/31 (SN.1/Circ.289 section 1) and the older 1/11 (SN/Circ.236
// annex 2 section 1), which is still the more common one on air. The fields are the same, their
// order, widths, offsets and ways to say "nothing" are not.

#include <cstdint>

#include "decode/ais/asm/quantities.hpp"

namespace narrows::decode::ais {

/// 1/31. Wind of 126 is "126 kn or more", currents of 251 "25.1 kn or more", waves of 251 "25.1 m
/// or more", pressure 0 "799 hPa or less" and 402 "1201 hPa or more".
struct MetHydro {
  std::int32_t lon = kShortLonAbsent;
  std::int32_t lat = kShortLatAbsent;
  bool accuracy = false;
  DayStamp timestamp;
  std::uint8_t wspeed = 127;
  std::uint8_t wgust = 127;
  std::uint16_t wdir = 360;
  std::uint16_t wgustdir = 360;
  std::int16_t airtemp = -1024;
  std::uint8_t humidity = 101;
  std::int16_t dewpoint = 501;
  std::uint16_t pressure = 511;
  std::uint8_t pressuretend = 3;
  bool visgreater = false;
  std::uint8_t visibility = 127;
  std::uint16_t waterlevel = 4001;
  std::uint8_t leveltrend = 3;
  std::uint8_t cspeed = 255;
  std::uint16_t cdir = 360;
  std::uint8_t cspeed2 = 255;
  std::uint16_t cdir2 = 360;
  std::uint8_t cdepth2 = 31;
  std::uint8_t cspeed3 = 255;
  std::uint16_t cdir3 = 360;
  std::uint8_t cdepth3 = 31;
  std::uint8_t waveheight = 255;
  std::uint8_t waveperiod = 63;
  std::uint16_t wavedir = 360;
  std::uint8_t swellheight = 255;
  std::uint8_t swellperiod = 63;
  std::uint16_t swelldir = 360;
  std::uint8_t seastate = 13;
  std::int16_t watertemp = 501;
  std::uint8_t preciptype = 7;
  std::uint16_t salinity = 510;
  std::uint8_t ice = 3;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    v.number(m.lon, short_lon());
    v.number(m.lat, short_lat());
    v.flag(m.accuracy, field::kAccuracy);
    v.stamp(m.timestamp, time<DayStamp>("timestamp", "measured_at"));
    walk_air(m, v);
    v.number(m.waterlevel, scaled("waterlevel", 12, "water_level_m", 100, 2, 4001, -10));
    v.number(m.leveltrend, code("leveltrend", 2, kTrendWords, 3));
    walk_currents(m, v);
    v.number(m.waveheight, scaled("waveheight", 8, "wave_height_m", 10, 1, 255));
    v.number(m.waveperiod, period("waveperiod", "wave_period_s"));
    v.number(m.wavedir, direction("wavedir", "wave_direction_deg"));
    v.number(m.swellheight, scaled("swellheight", 8, "swell_height_m", 10, 1, 255));
    v.number(m.swellperiod, period("swellperiod", "swell_period_s"));
    v.number(m.swelldir, direction("swelldir", "swell_direction_deg"));
    v.number(m.seastate, {.name = "seastate",
                          .bits = 4,
                          .physical = {.name = "sea_state_beaufort", .absent = 13, .highest = 12}});
    v.number(m.watertemp, scaled("watertemp", 10, "water_temperature_c", 10, 1, 501));
    v.number(m.preciptype, code("preciptype", 3, kPrecipitationWords, 7));
    v.number(m.salinity, {.name = "salinity",
                          .bits = 9,
                          .physical = {.name = "salinity_permille",
                                       .divisor = 10,
                                       .decimals = 1,
                                       .absent = 510,
                                       .absent_too = 511}});
    v.number(m.ice, code("ice", 2, kIceWords, 3));
  }
  bool operator==(const MetHydro&) const = default;

 private:
  template <class Self, class V>
  static void walk_air(Self& m, V& v) {
    using namespace quantity;
    v.number(m.wspeed, scaled("wspeed", 7, "wind_speed_kn", 1, 0, 127));
    v.number(m.wgust, scaled("wgust", 7, "wind_gust_kn", 1, 0, 127));
    v.number(m.wdir, direction("wdir", "wind_direction_deg"));
    v.number(m.wgustdir, direction("wgustdir", "wind_gust_direction_deg"));
    v.number(m.airtemp, scaled("airtemp", 11, "air_temperature_c", 10, 1, -1024));
    v.number(m.humidity, {.name = "humidity",
                          .bits = 7,
                          .physical = {.name = "humidity_pct", .absent = 101, .highest = 100}});
    v.number(m.dewpoint, scaled("dewpoint", 10, "dew_point_c", 10, 1, 501));
    v.number(m.pressure, scaled("pressure", 9, "air_pressure_hpa", 1, 0, 511, 799));
    v.number(m.pressuretend, code("pressuretend", 2, kTrendWords, 3));
    v.flag(m.visgreater,
           {.name = "visgreater", .bits = 1, .physical = {.name = "visibility_is_a_minimum"}});
    v.number(m.visibility, scaled("visibility", 7, "visibility_nm", 10, 1, 127));
  }

  template <class Self, class V>
  static void walk_currents(Self& m, V& v) {
    using namespace quantity;
    v.number(m.cspeed, scaled("cspeed", 8, "surface_current_speed_kn", 10, 1, 255));
    v.number(m.cdir, direction("cdir", "surface_current_direction_deg"));
    v.number(m.cspeed2, scaled("cspeed2", 8, "current_2_speed_kn", 10, 1, 255));
    v.number(m.cdir2, direction("cdir2", "current_2_direction_deg"));
    v.number(m.cdepth2, scaled("cdepth2", 5, "current_2_depth_m", 1, 0, 31));
    v.number(m.cspeed3, scaled("cspeed3", 8, "current_3_speed_kn", 10, 1, 255));
    v.number(m.cdir3, direction("cdir3", "current_3_direction_deg"));
    v.number(m.cdepth3, scaled("cdepth3", 5, "current_3_depth_m", 1, 0, 31));
  }
};

/// 1/11. "Nothing" is the highest value of each field; for a position the highest positive one.
struct MetHydro236 {
  std::int32_t lat = 0x7FFFFF;
  std::int32_t lon = 0xFFFFFF;
  Day236Stamp timestamp;
  std::uint8_t wspeed = 127;
  std::uint8_t wgust = 127;
  std::uint16_t wdir = 511;
  std::uint16_t wgustdir = 511;
  std::uint16_t airtemp = 2047;
  std::uint8_t humidity = 127;
  std::uint16_t dewpoint = 1023;
  std::uint16_t pressure = 511;
  std::uint8_t pressuretend = 3;
  std::uint8_t visibility = 255;
  std::uint16_t waterlevel = 511;
  std::uint8_t leveltrend = 3;
  std::uint8_t cspeed = 255;
  std::uint16_t cdir = 511;
  std::uint8_t cspeed2 = 255;
  std::uint16_t cdir2 = 511;
  std::uint8_t cdepth2 = 31;
  std::uint8_t cspeed3 = 255;
  std::uint16_t cdir3 = 511;
  std::uint8_t cdepth3 = 31;
  std::uint8_t waveheight = 255;
  std::uint8_t waveperiod = 63;
  std::uint16_t wavedir = 511;
  std::uint8_t swellheight = 255;
  std::uint8_t swellperiod = 63;
  std::uint16_t swelldir = 511;
  std::uint8_t seastate = 15;
  std::uint16_t watertemp = 1023;
  std::uint8_t preciptype = 7;
  std::uint16_t salinity = 511;
  std::uint8_t ice = 3;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    walk_position(m, v);
    v.stamp(m.timestamp, time<Day236Stamp>("timestamp", "measured_at"));
    walk_air(m, v);
    v.number(m.waterlevel, scaled("waterlevel", 9, "water_level_m", 10, 1, 511, -10));
    v.number(m.leveltrend, code("leveltrend", 2, kTrendWords, 3));
    walk_currents(m, v);
    v.number(m.waveheight, scaled("waveheight", 8, "wave_height_m", 10, 1, 255));
    v.number(m.waveperiod, period("waveperiod", "wave_period_s"));
    v.number(m.wavedir, direction("wavedir", "wave_direction_deg", 511));
    v.number(m.swellheight, scaled("swellheight", 8, "swell_height_m", 10, 1, 255));
    v.number(m.swellperiod, period("swellperiod", "swell_period_s"));
    v.number(m.swelldir, direction("swelldir", "swell_direction_deg", 511));
    v.number(m.seastate,
             {.name = "seastate",
              .bits = 4,
              .physical = {
                  .name = "sea_state_beaufort", .absent = 15, .absent_too = 13, .highest = 12}});
    v.number(m.watertemp, scaled("watertemp", 10, "water_temperature_c", 10, 1, 1023, -10));
    v.number(m.preciptype, code("preciptype", 3, kPrecipitationWords, 7));
    v.number(m.salinity, scaled("salinity", 9, "salinity_permille", 10, 1, 511));
    v.number(m.ice, code("ice", 2, kIceWords, 3));
  }
  bool operator==(const MetHydro236&) const = default;

 private:
  template <class Self, class V>
  static void walk_position(Self& m, V& v) {
    // What newer stations send in this old layout is 91° and 181°.
    const auto says_nothing_with = [](Field field, std::int64_t highest) {
      field.physical.absent_too = field.physical.absent;
      field.physical.absent = highest;
      return field;
    };
    v.number(m.lat, says_nothing_with(quantity::short_lat(), 0x7FFFFF));
    v.number(m.lon, says_nothing_with(quantity::short_lon(), 0xFFFFFF));
  }

  template <class Self, class V>
  static void walk_air(Self& m, V& v) {
    using namespace quantity;
    v.number(m.wspeed, scaled("wspeed", 7, "wind_speed_kn", 1, 0, 127));
    v.number(m.wgust, scaled("wgust", 7, "wind_gust_kn", 1, 0, 127));
    v.number(m.wdir, direction("wdir", "wind_direction_deg", 511));
    v.number(m.wgustdir, direction("wgustdir", "wind_gust_direction_deg", 511));
    v.number(m.airtemp, scaled("airtemp", 11, "air_temperature_c", 10, 1, 2047, -60));
    v.number(m.humidity, {.name = "humidity",
                          .bits = 7,
                          .physical = {.name = "humidity_pct", .absent = 127, .highest = 100}});
    v.number(m.dewpoint, scaled("dewpoint", 10, "dew_point_c", 10, 1, 1023, -20));
    v.number(m.pressure, scaled("pressure", 9, "air_pressure_hpa", 1, 0, 511, 800));
    v.number(m.pressuretend, code("pressuretend", 2, kTrendWords, 3));
    v.number(m.visibility, scaled("visibility", 8, "visibility_nm", 10, 1, 255));
  }

  template <class Self, class V>
  static void walk_currents(Self& m, V& v) {
    using namespace quantity;
    v.number(m.cspeed, scaled("cspeed", 8, "surface_current_speed_kn", 10, 1, 255));
    v.number(m.cdir, direction("cdir", "surface_current_direction_deg", 511));
    v.number(m.cspeed2, scaled("cspeed2", 8, "current_2_speed_kn", 10, 1, 255));
    v.number(m.cdir2, direction("cdir2", "current_2_direction_deg", 511));
    v.number(m.cdepth2, scaled("cdepth2", 5, "current_2_depth_m", 1, 0, 31));
    v.number(m.cspeed3, scaled("cspeed3", 8, "current_3_speed_kn", 10, 1, 255));
    v.number(m.cdir3, direction("cdir3", "current_3_direction_deg", 511));
    v.number(m.cdepth3, scaled("cdepth3", 5, "current_3_depth_m", 1, 0, 31));
  }
};

}  // namespace narrows::decode::ais
