#pragma once

// 1/21: what a ship sees of the weather. SN.1/Circ.289 section 10. The first bit says which of two
// quite different layouts follows: a plain one, or a WMO one with the code figures of a
// meteorological ship report.

#include <cstdint>

#include "decode/ais/asm/quantities.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

/// The plain layout.
struct ShipWeather {
  Text<20> location;
  std::int32_t lon = kShortLonAbsent;
  std::int32_t lat = kShortLatAbsent;
  DayStamp timestamp;
  std::uint8_t weather = 8;
  bool vislimit = false;
  std::uint8_t visibility = 127;
  std::uint8_t humidity = 127;
  std::uint8_t wspeed = 127;
  std::uint16_t wdir = 360;
  std::uint16_t pressure = 403;
  std::uint8_t pressuretend = 15;
  std::int16_t airtemp = -1024;
  std::uint16_t watertemp = 601;
  std::uint8_t waveperiod = 63;
  std::uint8_t waveheight = 255;
  std::uint16_t wavedir = 360;
  std::uint8_t swellheight = 255;
  std::uint16_t swelldir = 360;
  std::uint8_t swellperiod = 63;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    using namespace quantity;
    static constexpr std::array<std::string_view, 8> kWeatherWords{
        "clear",   "cloudy",      "rain", "fog", "snow", "typhoon_or_hurricane",
        "monsoon", "thunderstorm"};
    v.text(m.location, text("location", 20));
    v.number(m.lon, short_lon());
    v.number(m.lat, short_lat());
    v.stamp(m.timestamp, time<DayStamp>("timestamp", "observed_at_utc"));
    v.number(m.weather, code("weather", 4, kWeatherWords, 8));
    v.flag(m.vislimit,
           {.name = "vislimit", .bits = 1, .physical = {.name = "visibility_is_a_minimum"}});
    v.number(m.visibility, scaled("visibility", 7, "visibility_nm", 10, 1, 127));
    v.number(m.humidity, {.name = "humidity",
                          .bits = 7,
                          .physical = {.name = "humidity_pct", .absent = 127, .highest = 100}});
    v.number(m.wspeed, scaled("wspeed", 7, "wind_speed_kn", 1, 0, 127));
    v.number(m.wdir, direction("wdir", "wind_direction_deg"));
    v.number(m.pressure, scaled("pressure", 9, "air_pressure_hpa", 1, 0, 403, 799));
    v.number(m.pressuretend, plain("pressuretend", 4, 15));
    v.number(m.airtemp, scaled("airtemp", 11, "air_temperature_c", 10, 1, -1024));
    v.number(m.watertemp, scaled("watertemp", 10, "water_temperature_c", 10, 1, 601, -10));
    v.number(m.waveperiod, period("waveperiod", "wave_period_s"));
    v.number(m.waveheight, scaled("waveheight", 8, "wave_height_m", 10, 1, 255));
    v.number(m.wavedir, direction("wavedir", "wave_direction_deg"));
    v.number(m.swellheight, scaled("swellheight", 8, "swell_height_m", 10, 1, 255));
    v.number(m.swelldir, direction("swelldir", "swell_direction_deg"));
    v.number(m.swellperiod, period("swellperiod", "swell_period_s"));
  }
  bool operator==(const ShipWeather&) const = default;
};

/// The WMO layout. Codes without a word here are figures of the WMO BUFR tables named
/// in docs/formats/ais-asm.md.
struct WmoWeather {
  std::uint16_t lon = 65'535;
  std::uint16_t lat = 32'767;
  std::uint8_t month = 15;
  std::uint8_t day = 63;
  std::uint8_t hour = 31;
  std::uint8_t minute = 7;  ///< Tens of minutes: the end of the interval.
  std::uint8_t course = 127;
  std::uint8_t speed = 31;
  std::uint8_t heading = 127;
  std::uint16_t pressure = 2'047;
  std::uint16_t pdelta = 1'023;
  std::uint8_t ptend = 15;
  std::uint8_t twinddir = 127;
  std::uint8_t twindspeed = 255;
  std::uint8_t rwinddir = 127;
  std::uint8_t rwindspeed = 255;
  std::uint8_t mgustspeed = 255;
  std::uint8_t mgustdir = 127;
  std::uint16_t airtemp = 1'023;
  std::uint8_t humidity = 127;
  std::uint16_t surftemp = 511;
  std::uint8_t visibility = 63;
  std::uint16_t weather = 511;
  std::uint8_t pweather1 = 31;
  std::uint8_t pweather2 = 31;
  std::uint8_t totalcloud = 15;
  std::uint8_t lowclouda = 15;
  std::uint8_t lowcloudt = 63;
  std::uint8_t midcloudt = 63;
  std::uint8_t highcloudt = 63;
  std::uint8_t cloudbase = 127;
  std::uint8_t wwperiod = 31;
  std::uint8_t wwheight = 63;
  std::uint8_t swelldir1 = 63;
  std::uint8_t swperiod1 = 31;
  std::uint8_t swheight1 = 63;
  std::uint8_t swelldir2 = 63;
  std::uint8_t swperiod2 = 31;
  std::uint8_t swheight2 = 63;
  std::uint8_t icedeposit = 127;
  std::uint8_t icerate = 7;
  std::uint8_t icecause = 7;
  std::uint8_t seaice = 31;
  std::uint8_t icetype = 15;
  std::uint8_t icestate = 31;
  std::uint8_t icedevel = 31;
  std::uint8_t icebearing = 15;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    walk_ship(m, v);
    walk_wind(m, v);
    walk_air(m, v);
    walk_sea(m, v);
    walk_ice(m, v);
  }
  bool operator==(const WmoWeather&) const = default;

 private:
  template <class Self, class V>
  static void walk_ship(Self& m, V& v) {
    using namespace quantity;
    v.number(m.lon, scaled("lon", 16, "lon", 100, 7, 65'535, -180));
    v.number(m.lat, scaled("lat", 15, "lat", 100, 7, 32'767, -90));
    v.number(m.month, plain("month", 4, 15));
    v.number(m.day, plain("day", 6, 63));
    v.number(m.hour, scaled("hour", 5, "utc_hour", 1, 0, 31));
    v.number(m.minute, scaled("minute", 3, "utc_minute", 0.1, 0, 7));
    v.number(m.course, scaled("course", 7, "cog_deg", 0.2, 0, 127));
    v.number(m.speed, scaled("speed", 5, "sog_mps", 2, 1, 31));
    v.number(m.heading, scaled("heading", 7, "heading_deg", 0.2, 0, 127));
    v.number(m.pressure, scaled("pressure", 11, "air_pressure_hpa", 10, 1, 2'047, 900));
    v.number(m.pdelta, scaled("pdelta", 10, "air_pressure_change_hpa", 10, 1, 1'023, -50));
    v.number(m.ptend, plain("ptend", 4, 15));
  }

  template <class Self, class V>
  static void walk_wind(Self& m, V& v) {
    using namespace quantity;
    v.number(m.twinddir, scaled("twinddir", 7, "true_wind_direction_deg", 0.2, 0, 127));
    v.number(m.twindspeed, scaled("twindspeed", 8, "true_wind_speed_mps", 2, 1, 255));
    v.number(m.rwinddir, scaled("rwinddir", 7, "relative_wind_direction_deg", 0.2, 0, 127));
    v.number(m.rwindspeed, scaled("rwindspeed", 8, "relative_wind_speed_mps", 2, 1, 255));
    v.number(m.mgustspeed, scaled("mgustspeed", 8, "wind_gust_mps", 2, 1, 255));
    v.number(m.mgustdir, scaled("mgustdir", 7, "wind_gust_direction_deg", 0.2, 0, 127));
  }

  /// Temperatures go over the air in kelvin above 223 and 268; here they are degrees Celsius.
  template <class Self, class V>
  static void walk_air(Self& m, V& v) {
    using namespace quantity;
    v.number(m.airtemp, scaled("airtemp", 10, "air_temperature_c", 10, 2, 1'023, 223 - 273.15));
    v.number(m.humidity, {.name = "humidity",
                          .bits = 7,
                          .physical = {.name = "humidity_pct", .absent = 127, .highest = 100}});
    v.number(m.surftemp,
             scaled("surftemp", 9, "sea_surface_temperature_c", 10, 2, 511, 268 - 273.15));
    v.number(m.visibility, {.name = "visibility", .bits = 6, .physical = {.hidden = true}});
    if (m.visibility != 63) derive(v, "visibility_m", 13.073 * m.visibility * m.visibility, 0);
    v.number(m.weather, plain("weather", 9, 511));
    v.number(m.pweather1, plain("pweather1", 5, 31));
    v.number(m.pweather2, plain("pweather2", 5, 31));
    v.number(m.totalcloud, scaled("totalcloud", 4, "cloud_cover_pct", 0.1, 0, 15));
    v.number(m.lowclouda, plain("lowclouda", 4, 15));
    v.number(m.lowcloudt, plain("lowcloudt", 6, 63));
    v.number(m.midcloudt, plain("midcloudt", 6, 63));
    v.number(m.highcloudt, plain("highcloudt", 6, 63));
    v.number(m.cloudbase, {.name = "cloudbase", .bits = 7, .physical = {.hidden = true}});
    if (m.cloudbase != 127) derive(v, "cloud_base_m", 0.16 * m.cloudbase * m.cloudbase, 0);
  }

  template <class Self, class V>
  static void walk_sea(Self& m, V& v) {
    using namespace quantity;
    v.number(m.wwperiod, scaled("wwperiod", 5, "wave_period_s", 1, 0, 31));
    v.number(m.wwheight, scaled("wwheight", 6, "wave_height_m", 2, 1, 63));
    v.number(m.swelldir1, scaled("swelldir1", 6, "swell_1_direction_deg", 0.1, 0, 63));
    v.number(m.swperiod1, scaled("swperiod1", 5, "swell_1_period_s", 1, 0, 31));
    v.number(m.swheight1, scaled("swheight1", 6, "swell_1_height_m", 2, 1, 63));
    v.number(m.swelldir2, scaled("swelldir2", 6, "swell_2_direction_deg", 0.1, 0, 63));
    v.number(m.swperiod2, scaled("swperiod2", 5, "swell_2_period_s", 1, 0, 31));
    v.number(m.swheight2, scaled("swheight2", 6, "swell_2_height_m", 2, 1, 63));
  }

  template <class Self, class V>
  static void walk_ice(Self& m, V& v) {
    using namespace quantity;
    v.number(m.icedeposit, scaled("icedeposit", 7, "ice_thickness_cm", 1, 0, 127));
    v.number(m.icerate, plain("icerate", 3, 7));
    v.number(m.icecause, plain("icecause", 3, 7));
    v.number(m.seaice, plain("seaice", 5, 31));
    v.number(m.icetype, plain("icetype", 4, 15));
    v.number(m.icestate, plain("icestate", 5, 31));
    v.number(m.icedevel, plain("icedevel", 5, 31));
    v.number(m.icebearing, scaled("icebearing", 4, "ice_edge_bearing_deg", 1.0 / 45, 0, 15));
  }
};

struct WeatherObservation {
  bool wmo = false;
  ShipWeather plain;   ///< If not `wmo`.
  WmoWeather figures;  ///< If `wmo`.

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.flag(m.wmo, quantity::flag("wmo"));
    if (m.wmo) {
      WmoWeather::walk(m.figures, v);
    } else {
      ShipWeather::walk(m.plain, v);
    }
  }
  bool operator==(const WeatherObservation&) const = default;
};

}  // namespace narrows::decode::ais
