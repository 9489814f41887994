#pragma once

// Sensor reports: 1/26 (SN.1/Circ.289 section 12) and 367/33, the United States' Environmental
// Message (version 3, 23 March 2015), which changed five of the eleven reports and added one. Up to
// eight reports of 112 bits.

#include <cstdint>
#include <variant>

#include "base/inline_vector.hpp"
#include "decode/ais/asm/sensor_reports.hpp"

namespace narrows::decode::ais {

template <class Dialect>
struct SensorReport {
  static constexpr unsigned kBits = 112;
  static constexpr unsigned kDataBits = 85;

  std::uint8_t sensor = 0;
  DayStamp timestamp;
  std::uint8_t site = 0;
  typename Dialect::Data data;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    static constexpr std::array<std::string_view, 12> kSensorWords{
        "site_location",      "station_id", "wind",     "water_level", "current_2d", "current_3d",
        "horizontal_current", "sea_state",  "salinity", "weather",     "air_gap",    "wind_2"};
    v.number(m.sensor, quantity::code("sensor", 4, kSensorWords));
    v.stamp(m.timestamp, quantity::time<DayStamp>("timestamp", "measured_at"));
    v.number(m.site, quantity::plain("site", 7));
    if constexpr (V::kDecoding) Dialect::select(m.data, m.sensor);
    std::visit(
        [&v](auto& data) {
          using Data = std::remove_cvref_t<decltype(data)>;
          Data::walk(data, v);
          if constexpr (Data::kBits < kDataBits) v.spare(kDataBits - Data::kBits);
        },
        m.data);
  }
  bool operator==(const SensorReport&) const = default;
};

/// The reports of 1/26, in the order of their numbers.
struct ImoSensors {
  using Data = std::variant<SiteLocation, StationId, Wind, WaterLevel, Current2d, Current3d,
                            HorizontalCurrent, SeaState, Salinity, Weather, AirGap, OtherSensor>;

  static constexpr void select(Data& data, unsigned sensor) { emplace_nth(data, sensor); }
};

/// The reports of 367/33.
struct UnitedStatesSensors {
  using Data = std::variant<UsSiteLocation, StationId, Wind, WaterLevel, Current2d, UsCurrent3d,
                            UsHorizontalCurrent, SeaState, Salinity, UsWeather, UsAirGap, UsWind2,
                            OtherSensor>;

  static constexpr void select(Data& data, unsigned sensor) { emplace_nth(data, sensor); }
};

template <class Dialect>
struct SensorReports {
  InlineVector<SensorReport<Dialect>, 8> reports;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.list(m.reports, "reports", SensorReport<Dialect>::kBits,
           [](auto& w, auto& report) { SensorReport<Dialect>::walk(report, w); });
  }
  bool operator==(const SensorReports&) const = default;
};

using Environmental = SensorReports<ImoSensors>;
using UsEnvironmental = SensorReports<UnitedStatesSensors>;

}  // namespace narrows::decode::ais
