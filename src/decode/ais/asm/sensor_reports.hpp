#pragma once

// The 85 bits of a sensor report, by its number: what 1/26 and 367/33 share and where they differ.
// kBits is what a report uses of them; the rest is spare. A value that is one past its range means
// "that or more" in every table; it is printed as the value it is.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>

#include "decode/ais/asm/quantities.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

namespace quantity {

inline constexpr std::array<std::string_view, 8> kSensorTypeWords{
    "",        "raw_real_time", "real_time_quality_controlled", "predicted", "forecast",
    "nowcast", "reserved_6",    "sensor_not_available"};
constexpr Field sensor_type(std::string_view name) {
  return code(name, 3, kSensorTypeWords, 0);
}

inline constexpr std::array<std::string_view, 8> kOwnerWords{"",
                                                             "hydrographic_office",
                                                             "inland_waterway_authority",
                                                             "coastal_directorate",
                                                             "meteorological_service",
                                                             "port_authority",
                                                             "coast_guard",
                                                             "reserved_7"};
inline constexpr std::array<std::string_view, 6> kTimeoutWords{"",    "10_min", "1_h",
                                                               "6_h", "12_h",   "24_h"};

constexpr Field wind(std::string_view name, std::string_view physical) {
  return scaled(name, 7, physical, 1, 0, 122);
}
constexpr Field current(std::string_view name, std::string_view physical) {
  return scaled(name, 8, physical, 10, 1, 247);
}
constexpr Field depth(std::string_view name, std::string_view physical) {
  return scaled(name, 9, physical, 1, 0, 362);
}
constexpr Field forecast_duration() {
  return {
      .name = "duration", .bits = 8, .physical = {.name = "forecast_duration_min", .absent = 255}};
}
constexpr Field salinity_permille() {
  return {.name = "salinity",
          .bits = 9,
          .physical = {.name = "salinity_permille",
                       .divisor = 10,
                       .decimals = 1,
                       .absent = 502,
                       .absent_too = 503}};
}
/// 0 to 600 is -10.0 to +50.0 °C. libais reads it as signed in one report and not in the other; 601
/// for "not available" does not fit into ten bits with a sign.
constexpr Field water_temperature() {
  return scaled("watertemp", 10, "water_temperature_c", 10, 1, 601, -10);
}

}  // namespace quantity

/// Makes `data` its nth alternative; the last one if there is no nth.
template <class Variant>
constexpr void emplace_nth(Variant& data, std::size_t n) {
  constexpr std::size_t kLast = std::variant_size_v<Variant> - 1;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    const bool made = ((n == I ? (data.template emplace<I>(), true) : false) || ...);
    if (!made) data.template emplace<kLast>();
  }
  (std::make_index_sequence<kLast>{});
}

/// Sensor 0. Altitude 2001 is "200.1 m or more".
struct SiteLocation {
  static constexpr unsigned kBits = 28 + 27 + 11 + 4 + 3;
  std::int32_t lon = kLonAbsent;
  std::int32_t lat = kLatAbsent;
  std::uint16_t alt = 2'002;
  std::uint8_t owner = 0;
  std::uint8_t timeout = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.lon, field::kLon);
    v.number(m.lat, field::kLat);
    v.number(m.alt, quantity::scaled("alt", 11, "altitude_m", 10, 1, 2'002));
    v.number(m.owner, quantity::code("owner", 4, quantity::kOwnerWords, 0));
    v.number(m.timeout, quantity::code("timeout", 3, quantity::kTimeoutWords, 0));
  }
  bool operator==(const SiteLocation&) const = default;
};

/// Sensor 0 of 367/33: with a version of the message and how many decimals to believe.
struct UsSiteLocation {
  static constexpr unsigned kBits = 6 + 28 + 27 + 3 + 12 + 4 + 3;
  std::uint8_t version = 0;
  std::int32_t lon = kLonAbsent;
  std::int32_t lat = kLatAbsent;
  std::uint8_t precision = 4;
  std::uint16_t alt = 2'002;
  std::uint8_t owner = 0;
  std::uint8_t timeout = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.version, quantity::plain("version", 6));
    v.number(m.lon, field::kLon);
    v.number(m.lat, field::kLat);
    v.number(m.precision, quantity::plain("precision", 3));
    v.number(m.alt, quantity::scaled("alt", 12, "altitude_m", 10, 1, 2'002));
    v.number(m.owner, quantity::code("owner", 4, quantity::kOwnerWords, 0));
    v.number(m.timeout, quantity::code("timeout", 3, quantity::kTimeoutWords, 0));
  }
  bool operator==(const UsSiteLocation&) const = default;
};

/// Sensor 1.
struct StationId {
  static constexpr unsigned kBits = 84;
  Text<14> name;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.text(m.name, {.name = "name", .bits = 84, .physical = {.name = "station_name"}});
  }
  bool operator==(const StationId&) const = default;
};

/// Sensor 2.
struct Wind {
  static constexpr unsigned kBits = 7 + 7 + 9 + 9 + 3 + 7 + 7 + 9 + 16 + 8;
  std::uint8_t wspeed = 122;
  std::uint8_t wgust = 122;
  std::uint16_t wdir = 360;
  std::uint16_t wgustdir = 360;
  std::uint8_t sensortype = 0;
  std::uint8_t fwspeed = 122;
  std::uint8_t fwgust = 122;
  std::uint16_t fwdir = 360;
  DayStamp forecast;
  std::uint8_t duration = 255;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    v.number(m.wspeed, wind("wspeed", "wind_speed_kn"));
    v.number(m.wgust, wind("wgust", "wind_gust_kn"));
    v.number(m.wdir, direction("wdir", "wind_direction_deg"));
    v.number(m.wgustdir, direction("wgustdir", "wind_gust_direction_deg"));
    v.number(m.sensortype, sensor_type("sensortype"));
    v.number(m.fwspeed, wind("fwspeed", "forecast_wind_speed_kn"));
    v.number(m.fwgust, wind("fwgust", "forecast_wind_gust_kn"));
    v.number(m.fwdir, direction("fwdir", "forecast_wind_direction_deg"));
    v.stamp(m.forecast, time<DayStamp>("forecast", "forecast_for"));
    v.number(m.duration, forecast_duration());
  }
  bool operator==(const Wind&) const = default;
};

/// Sensor 11 of 367/33: with the time it is averaged over and no day for the forecast.
struct UsWind2 {
  static constexpr unsigned kBits = 7 + 7 + 9 + 6 + 3 + 7 + 7 + 9 + 5 + 6 + 8;
  std::uint8_t wspeed = 122;
  std::uint8_t wgust = 122;
  std::uint16_t wdir = 360;
  std::uint8_t averaging = 0;
  std::uint8_t sensortype = 0;
  std::uint8_t fwspeed = 122;
  std::uint8_t fwgust = 122;
  std::uint16_t fwdir = 360;
  std::uint8_t fhour = 24;
  std::uint8_t fminute = 60;
  std::uint8_t duration = 255;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    v.number(m.wspeed, wind("wspeed", "wind_speed_kn"));
    v.number(m.wgust, wind("wgust", "wind_gust_kn"));
    v.number(m.wdir, direction("wdir", "wind_direction_deg"));
    v.number(m.averaging, scaled("averaging", 6, "averaging_time_min", 1, 0, 0));
    v.number(m.sensortype, sensor_type("sensortype"));
    v.number(m.fwspeed, wind("fwspeed", "forecast_wind_speed_kn"));
    v.number(m.fwgust, wind("fwgust", "forecast_wind_gust_kn"));
    v.number(m.fwdir, direction("fwdir", "forecast_wind_direction_deg"));
    v.number(m.fhour, scaled("fhour", 5, "forecast_utc_hour", 1, 0, 24));
    v.number(m.fminute, scaled("fminute", 6, "forecast_utc_minute", 1, 0, 60));
    v.number(m.duration, forecast_duration());
  }
  bool operator==(const UsWind2&) const = default;
};

/// Sensor 3. Levels in centimetres: the text of the circular says 0.1 m, its range (±327.67 m in 16
/// bits) says 0.01 m.
struct WaterLevel {
  static constexpr unsigned kBits = 1 + 16 + 2 + 5 + 3 + 1 + 16 + 16 + 8;
  bool absolute = false;  ///< False: relative to the reference datum.
  std::int16_t level = -32'768;
  std::uint8_t leveltrend = 3;
  std::uint8_t datum = 14;
  std::uint8_t sensortype = 0;
  bool fabsolute = false;
  std::int16_t flevel = -32'768;
  DayStamp forecast;
  std::uint8_t duration = 255;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    static constexpr std::array<std::string_view, 4> kLevelTrendWords{"increasing", "decreasing",
                                                                      "steady", ""};
    static constexpr std::array<std::string_view, 14> kDatumWords{
        "mllw", "igld_85", "local_river_datum", "station_datum", "mhhw", "mhw",  "msl",
        "mlw",  "ngvd_29", "navd_88",           "wgs_84",        "lat",  "pool", "gauge"};
    v.flag(m.absolute, {.name = "absolute", .bits = 1, .physical = {.name = "level_is_absolute"}});
    v.number(m.level, scaled("level", 16, "water_level_m", 100, 2, -32'768));
    v.number(m.leveltrend, code("leveltrend", 2, kLevelTrendWords, 3));
    v.number(m.datum, code("datum", 5, kDatumWords, 14));
    v.number(m.sensortype, sensor_type("sensortype"));
    v.flag(m.fabsolute,
           {.name = "fabsolute", .bits = 1, .physical = {.name = "forecast_level_is_absolute"}});
    v.number(m.flevel, scaled("flevel", 16, "forecast_water_level_m", 100, 2, -32'768));
    v.stamp(m.forecast, time<DayStamp>("forecast", "forecast_for"));
    v.number(m.duration, forecast_duration());
  }
  bool operator==(const WaterLevel&) const = default;
};

/// The three fields of one layer of current.
constexpr std::array<Field, 3> current_layer(std::string_view speed, std::string_view speed_kn,
                                             std::string_view dir, std::string_view dir_deg,
                                             std::string_view depth, std::string_view depth_m) {
  return {quantity::current(speed, speed_kn), quantity::direction(dir, dir_deg),
          quantity::depth(depth, depth_m)};
}

/// Sensor 4: three depths.
struct Current2d {
  static constexpr unsigned kBits = 3 * (8 + 9 + 9) + 3;
  struct Layer {
    std::uint8_t speed = 247;
    std::uint16_t direction = 360;
    std::uint16_t depth = 362;
    bool operator==(const Layer&) const = default;
  };
  std::array<Layer, 3> layers;
  std::uint8_t sensortype = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    static constexpr std::array<std::array<Field, 3>, 3> kFields{
        {current_layer("cspeed1", "current_1_speed_kn", "cdir1", "current_1_direction_deg",
                       "cdepth1", "current_1_depth_m"),
         current_layer("cspeed2", "current_2_speed_kn", "cdir2", "current_2_direction_deg",
                       "cdepth2", "current_2_depth_m"),
         current_layer("cspeed3", "current_3_speed_kn", "cdir3", "current_3_direction_deg",
                       "cdepth3", "current_3_depth_m")}};
    for (std::size_t i = 0; i < kFields.size(); ++i) {
      v.number(m.layers[i].speed, kFields[i][0]);
      v.number(m.layers[i].direction, kFields[i][1]);
      v.number(m.layers[i].depth, kFields[i][2]);
    }
    v.number(m.sensortype, quantity::sensor_type("sensortype"));
  }
  bool operator==(const Current2d&) const = default;
};

/// Sensor 5: components north, east and up at two depths. The circular has no sign for them;
/// version 3 of 367/33 gives each a ninth bit, and no published table says how it is to be read, so
/// that it is kept as it comes.
template <unsigned kComponentBits>
struct CurrentComponents {
  static constexpr unsigned kBits = 2 * (3 * kComponentBits + 9) + 3;
  struct Layer {
    std::uint16_t north = 247;
    std::uint16_t east = 247;
    std::uint16_t up = 247;
    std::uint16_t depth = 362;
    bool operator==(const Layer&) const = default;
  };
  std::array<Layer, 2> layers;
  std::uint8_t sensortype = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    walk_layer(m.layers[0], v, {"cnorth1", "ceast1", "cup1", "cdepth1"},
               {"current_1_north_kn", "current_1_east_kn", "current_1_up_kn", "current_1_depth_m"});
    walk_layer(m.layers[1], v, {"cnorth2", "ceast2", "cup2", "cdepth2"},
               {"current_2_north_kn", "current_2_east_kn", "current_2_up_kn", "current_2_depth_m"});
    v.number(m.sensortype, quantity::sensor_type("sensortype"));
  }
  bool operator==(const CurrentComponents&) const = default;

 private:
  using Names = std::array<std::string_view, 4>;
  static constexpr Field component(std::string_view name, std::string_view physical) {
    Field field = quantity::current(name, physical);
    field.bits = kComponentBits;
    field.physical.hidden = kComponentBits != 8;
    return field;
  }
  template <class Layer, class V>
  static void walk_layer(Layer& m, V& v, const Names& names, const Names& physical) {
    v.number(m.north, component(names[0], physical[0]));
    v.number(m.east, component(names[1], physical[1]));
    v.number(m.up, component(names[2], physical[2]));
    v.number(m.depth, quantity::depth(names[3], physical[3]));
  }
};
using Current3d = CurrentComponents<8>;
using UsCurrent3d = CurrentComponents<9>;

/// Sensor 6: currents seen sideways from the sensor.
struct HorizontalCurrent {
  static constexpr unsigned kBits = 2 * (9 + 7 + 8 + 9 + 9);
  struct Cell {
    std::uint16_t bearing = 360;
    std::uint8_t distance = 122;
    std::uint8_t speed = 247;
    std::uint16_t direction = 360;
    std::uint16_t depth = 362;
    bool operator==(const Cell&) const = default;
  };
  std::array<Cell, 2> cells;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    v.number(m.cells[0].bearing, direction("bearing1", "current_1_bearing_deg"));
    v.number(m.cells[0].distance, scaled("distance1", 7, "current_1_distance_m", 1, 0, 122));
    v.number(m.cells[0].speed, current("speed1", "current_1_speed_kn"));
    v.number(m.cells[0].direction, direction("direction1", "current_1_direction_deg"));
    v.number(m.cells[0].depth, depth("depth1", "current_1_depth_m"));
    v.number(m.cells[1].bearing, direction("bearing2", "current_2_bearing_deg"));
    v.number(m.cells[1].distance, scaled("distance2", 7, "current_2_distance_m", 1, 0, 122));
    v.number(m.cells[1].speed, current("speed2", "current_2_speed_kn"));
    v.number(m.cells[1].direction, direction("direction2", "current_2_direction_deg"));
    v.number(m.cells[1].depth, depth("depth2", "current_2_depth_m"));
  }
  bool operator==(const HorizontalCurrent&) const = default;
};

/// Sensor 6 of 367/33: one bearing for both, distances of nine bits.
struct UsHorizontalCurrent {
  static constexpr unsigned kBits = 9 + 2 * (9 + 8 + 9 + 9) + 3;
  struct Cell {
    std::uint16_t distance = 122;
    std::uint8_t speed = 247;
    std::uint16_t direction = 360;
    std::uint16_t depth = 362;
    bool operator==(const Cell&) const = default;
  };
  std::uint16_t bearing = 360;
  std::array<Cell, 2> cells;
  std::uint8_t sensortype = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    v.number(m.bearing, direction("bearing", "current_bearing_deg"));
    v.number(m.cells[0].distance, plain("distance1", 9));
    v.number(m.cells[0].speed, current("speed1", "current_1_speed_kn"));
    v.number(m.cells[0].direction, direction("direction1", "current_1_direction_deg"));
    v.number(m.cells[0].depth, depth("depth1", "current_1_depth_m"));
    v.number(m.cells[1].distance, plain("distance2", 9));
    v.number(m.cells[1].speed, current("speed2", "current_2_speed_kn"));
    v.number(m.cells[1].direction, direction("direction2", "current_2_direction_deg"));
    v.number(m.cells[1].depth, depth("depth2", "current_2_depth_m"));
    v.number(m.sensortype, sensor_type("sensortype"));
  }
  bool operator==(const UsHorizontalCurrent&) const = default;
};

/// Sensor 7.
struct SeaState {
  static constexpr unsigned kBits = 85;
  std::uint8_t swheight = 247;
  std::uint8_t swperiod = 61;
  std::uint16_t swelldir = 360;
  std::uint8_t seastate = 13;
  std::uint8_t swelltype = 0;
  std::uint16_t watertemp = 601;
  std::uint8_t tempdepth = 122;
  std::uint8_t depthtype = 0;
  std::uint8_t waveheight = 247;
  std::uint8_t waveperiod = 61;
  std::uint16_t wavedir = 360;
  std::uint8_t wavetype = 0;
  std::uint16_t salinity = 502;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    v.number(m.swheight, scaled("swheight", 8, "swell_height_m", 10, 1, 247));
    v.number(m.swperiod, period("swperiod", "swell_period_s", 61));
    v.number(m.swelldir, direction("swelldir", "swell_direction_deg"));
    v.number(m.seastate,
             {.name = "seastate",
              .bits = 4,
              .physical = {
                  .name = "sea_state_beaufort", .absent = 13, .absent_too = 15, .highest = 12}});
    v.number(m.swelltype, sensor_type("swelltype"));
    v.number(m.watertemp, water_temperature());
    v.number(m.tempdepth, scaled("tempdepth", 7, "water_temperature_depth_m", 10, 1, 122));
    v.number(m.depthtype, sensor_type("depthtype"));
    v.number(m.waveheight, scaled("waveheight", 8, "wave_height_m", 10, 1, 247));
    v.number(m.waveperiod, period("waveperiod", "wave_period_s", 61));
    v.number(m.wavedir, direction("wavedir", "wave_direction_deg"));
    v.number(m.wavetype, sensor_type("wavetype"));
    v.number(m.salinity, salinity_permille());
  }
  bool operator==(const SeaState&) const = default;
};

/// Sensor 8.
struct Salinity {
  static constexpr unsigned kBits = 10 + 10 + 16 + 9 + 2 + 3;
  std::uint16_t watertemp = 601;
  std::uint16_t conductivity = 702;
  std::uint16_t pressure = 60'002;
  std::uint16_t salinity = 502;
  std::uint8_t salinitytype = 3;
  std::uint8_t sensortype = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    static constexpr std::array<std::string_view, 4> kTypeWords{"measured", "calculated_pss_78",
                                                                "calculated_otherwise", ""};
    v.number(m.watertemp, water_temperature());
    v.number(m.conductivity, {.name = "conductivity",
                              .bits = 10,
                              .physical = {.name = "conductivity_s_per_m",
                                           .divisor = 100,
                                           .decimals = 2,
                                           .absent = 702,
                                           .absent_too = 703}});
    v.number(m.pressure, {.name = "pressure",
                          .bits = 16,
                          .physical = {.name = "water_pressure_dbar",
                                       .divisor = 10,
                                       .decimals = 1,
                                       .absent = 60'002,
                                       .absent_too = 60'003}});
    v.number(m.salinity, salinity_permille());
    v.number(m.salinitytype, code("salinitytype", 2, kTypeWords, 3));
    v.number(m.sensortype, sensor_type("sensortype"));
  }
  bool operator==(const Salinity&) const = default;
};

/// Sensor 9. The dew point has a sign in 1/26; 367/33 counts it from -20 °C.
template <class DewPoint, std::int64_t kOffset>
struct WeatherReport {
  static constexpr unsigned kBits = 11 + 3 + 2 + 8 + 10 + 3 + 9 + 2 + 3 + 9;
  static constexpr DewPoint kDewPointAbsent = kOffset == 0 ? 501 : 701;
  std::int16_t temperature = -1'024;
  std::uint8_t sensortype = 0;
  std::uint8_t preciptype = 3;
  std::uint8_t visibility = 242;
  DewPoint dewpoint = kDewPointAbsent;
  std::uint8_t dewtype = 0;
  std::uint16_t pressure = 403;
  std::uint8_t pressuretend = 3;
  std::uint8_t pressuretype = 0;
  std::uint16_t salinity = 502;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    static constexpr std::array<std::string_view, 4> kPrecipWords{"rain", "snow", "rain_and_snow",
                                                                  "other"};
    v.number(m.temperature, scaled("temperature", 11, "air_temperature_c", 10, 1, -1'024));
    v.number(m.sensortype, sensor_type("sensortype"));
    v.number(m.preciptype, code("preciptype", 2, kPrecipWords));
    v.number(m.visibility, {.name = "visibility",
                            .bits = 8,
                            .physical = {.name = "visibility_nm",
                                         .divisor = 10,
                                         .decimals = 1,
                                         .absent = 242,
                                         .absent_too = 243}});
    v.number(m.dewpoint,
             scaled("dewpoint", 10, "dew_point_c", 10, 1, kDewPointAbsent, double{kOffset}));
    v.number(m.dewtype, sensor_type("dewtype"));
    v.number(m.pressure, scaled("pressure", 9, "air_pressure_hpa", 1, 0, 403, 799));
    v.number(m.pressuretend, code("pressuretend", 2, kTrendWords, 3));
    v.number(m.pressuretype, sensor_type("pressuretype"));
    v.number(m.salinity, salinity_permille());
  }
  bool operator==(const WeatherReport&) const = default;
};
using Weather = WeatherReport<std::int16_t, 0>;
using UsWeather = WeatherReport<std::uint16_t, -20>;

/// Sensor 10. Centimetres, as in 1/24. 367/33 adds a sensor type.
template <bool kWithSensorType>
struct AirGapReport {
  static constexpr unsigned kBits = 13 + 13 + 2 + 13 + 16 + (kWithSensorType ? 3 : 0);
  std::uint16_t airdraught = 0;
  std::uint16_t airgap = 0;
  std::uint8_t gaptrend = 3;
  std::uint16_t fairgap = 0;
  DayStamp forecast;
  std::uint8_t sensortype = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    static constexpr std::array<std::string_view, 4> kGapTrendWords{"steady", "rising", "falling",
                                                                    ""};
    v.number(m.airdraught, scaled("airdraught", 13, "air_draught_m", 100, 2, 0));
    v.number(m.airgap, scaled("airgap", 13, "air_gap_m", 100, 2, 0));
    v.number(m.gaptrend, code("gaptrend", 2, kGapTrendWords, 3));
    v.number(m.fairgap, scaled("fairgap", 13, "forecast_air_gap_m", 100, 2, 0));
    v.stamp(m.forecast, time<DayStamp>("forecast", "forecast_for"));
    if constexpr (kWithSensorType) v.number(m.sensortype, sensor_type("sensortype"));
  }
  bool operator==(const AirGapReport&) const = default;
};
using AirGap = AirGapReport<false>;
using UsAirGap = AirGapReport<true>;

/// A sensor number nobody has given a meaning.
struct OtherSensor {
  static constexpr unsigned kBits = 85;
  BitString<85> data;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    walk_reserved(v, m.data, field::kData, kBits);
  }
  bool operator==(const OtherSensor&) const = default;
};

}  // namespace narrows::decode::ais
