#pragma once

// What the watch is told about the receivers: one report a receiver at each whole ten seconds of
// stream time, made from what came in. The same live and in batch.
//
// A receiver is a source, or, where its tag blocks name them, each station behind it (`s:`). A
// station is told of once it has been heard for some minutes, so that made-up names are not; there
// are at most so many. While the whole source is silent nothing is said of its stations: it cannot
// be told whose fault it is.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "engine/hearing.hpp"
#include "model/observation.hpp"
#include "watch/detector.hpp"

namespace narrows::engine {

class SensorReports {
 public:
  static constexpr Duration kEvery = Duration::seconds(10);
  /// Longer silences of all receivers together are told for so long, then not until they end.
  static constexpr Duration kSilenceMax = Duration::hours(1);
  static constexpr std::size_t kStationsMax = 64;  ///< Of all sources.
  /// In so many of the ten seconds it must have been heard.
  static constexpr std::uint32_t kStepsLeast = 18;
  /// Not heard for so long: an unproven one makes room for others, a proven one is missed no more.
  static constexpr Duration kForgotten = Duration::minutes(10);
  static constexpr Duration kGivenUp = Duration::hours(24);
  static constexpr std::int64_t kVesselSteps = 12;  ///< Two minutes.

  /// Names by SourceId.
  explicit SensorReports(std::vector<std::string> names) : names_{std::move(names)} {}

  using Report = FunctionRef<void(const watch::SensorReport&)>;
  /// Reports that are due at or before its arrival, then counts it, unless its source is counted by
  /// hearings.
  void take(const model::Observation& observation, Report report);
  /// May run ahead of the observations, as a recording that is put in order does.
  void take(const Hearing& hearing);
  void advance(Time now, Report report);

 private:
  /// What came within ten seconds.
  struct Step {
    std::int64_t number = 0;
    std::uint32_t messages = 0;
    std::uint32_t damaged = 0;
    Time last_at{};
    std::vector<Duration> behind{};
    std::vector<std::uint32_t> mmsis{};
  };
  struct Sensor {
    std::deque<Step> ahead;  // Heard, and not told yet.
    std::uint64_t messages = 0;
    std::uint64_t positions = 0;
    std::uint64_t damaged = 0;
    std::optional<Time> last_at;
    std::vector<Duration> behind;                             // Since the last report.
    std::unordered_map<std::uint32_t, std::int64_t> vessels;  // In which step they were heard last.
    std::uint32_t steps = 0;                                  // In which something came.
    bool in_step = false;                                     // Something came in this one.
  };
  struct Source : Sensor {
    bool by_hearing = false;
    bool deaf = false;
    double share = 1.0;  // Of the steps in which something comes, smoothed.
    double empty = 0.0;  // Steps in a row without anything.
    Time sound;          // When it was heard again after the last outage.
  };
  struct Station : Sensor {
    std::string name;
    model::SourceId source;
    Time heard_at;                 // The latest, whether told or not.
    std::int64_t heard_step = -1;  // The same.
    std::uint32_t heard_steps = 0;
  };

  Source& source(model::SourceId id);
  Station* station(const Hearing& hearing);
  static void add(Sensor& sensor, const Hearing& hearing);
  static void absorb(Sensor& sensor, std::int64_t before);
  static void look_at_pauses(Source& source, Time at);
  static watch::SensorReport report_of(Sensor& sensor, std::string name, Time at);
  void tell(Time at, Report report);
  std::string name_of(const Station& station) const;

  std::vector<std::string> names_;
  std::vector<Source> sources_;     // By SourceId.
  std::vector<Station> stations_;   // In the order in which they came up.
  std::size_t latest_station_ = 0;  // Among them.
  std::optional<Time> next_;
  Time last_any_;
};

}  // namespace narrows::engine
