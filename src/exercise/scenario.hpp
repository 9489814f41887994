#pragma once

// What a trainer asks for: when, where, how much traffic, who listens, and what shall happen.
// Laid down in docs/formats/scenario.md, which names every key.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "base/units.hpp"
#include "exercise/fleet.hpp"
#include "geo/lat_lon.hpp"

namespace narrows::exercise {

/// A stretch of time since the begin of the scenario.
struct Span {
  Duration from;
  Duration to;
};

struct Receiver {
  std::string name;
  geo::LatLon at;
  Distance antenna = Distance::metres(40);  ///< Above the sea.
  Duration clock_offset;                    ///< Its stamps less the truth, at the begin.
  double clock_drift_ppm = 0.0;
  double loss = 0.0;  ///< On top of the model, 0 to 1.
  std::vector<Span> outages;
};

struct Radar {
  std::string name;
  geo::LatLon at;
  Distance antenna = Distance::metres(40);
  Distance range = Distance::nautical_miles(24);
  Duration turn = Duration::seconds(3);  ///< One revolution.
  double detection = 0.9;                ///< Of a ship of 100 m at half range, a revolution.
  double sigma_range_m = 15.0;
  double sigma_azimuth_deg = 0.15;
  double clutter_per_turn = 2.0;
};

struct TrafficWish {
  /// A mixed fleet of so many that sail for ever; then nothing else of this is used.
  std::optional<std::uint32_t> vessels;
  /// Times the calibrated transits.
  double transit_factor = 1.0;
  /// In place of the calibrated transits of a trade.
  std::array<std::optional<double>, kTradeCount> transits_per_day{};
  /// Who is always there, by trade.
  std::array<std::uint32_t, kTradeCount> residents{};
  std::uint32_t anchored = 0;
};

/// One thing that shall happen; innocent (a decoy) or not.
struct Order {
  std::string kind;
  bool decoy = false;
  Duration at;                    ///< Since the begin: when it begins to be true.
  std::optional<Duration> every;  ///< Again and again.
  std::optional<geo::LatLon> where;
  std::string variant;
  std::string receiver;                   ///< sensor_health.
  std::map<std::string, double> numbers;  ///< By the names of the kind's table, units in them.
  std::string line;                       ///< "busy.toml:12", for errors.
};

struct Scenario {
  std::string title;
  std::string area = "hormuz";
  Time begin;
  Duration lasts = Duration::hours(1);
  std::uint64_t seed = 1;
  TrafficWish traffic;
  /// Every message is heard by the nearest base station, at once.
  bool ideal_reception = false;
  double loss = 0.02;               ///< Of messages in easy reach, at every receiver.
  std::vector<Receiver> receivers;  ///< Empty: the area's base stations.
  std::vector<Radar> radars;
  std::vector<Order> orders;
};

/// `file` is what errors name: "night.toml:12: event[0].kind: …".
Result<Scenario> read_scenario(std::string_view text, std::string_view file);

}  // namespace narrows::exercise
