#pragma once

// What the watch is told about the receivers: one report a receiver at each whole ten seconds of
// stream time, made from what came in. The same live and in batch.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "model/observation.hpp"
#include "watch/detector.hpp"

namespace narrows::engine {

class SensorReports {
 public:
  static constexpr Duration kEvery = Duration::seconds(10);
  /// Longer silences of all receivers together are told for so long, then not until they end.
  static constexpr Duration kSilenceMax = Duration::hours(1);

  /// Names by SourceId.
  explicit SensorReports(std::vector<std::string> names) : names_{std::move(names)} {}

  using Report = FunctionRef<void(const watch::SensorReport&)>;
  /// Reports that are due at or before its arrival, then counts it.
  void take(const model::Observation& observation, Report report);
  void advance(Time now, Report report);

 private:
  struct Heard {
    std::uint64_t observations = 0;
    std::uint64_t positions = 0;
    std::optional<Time> last_at;
    std::vector<Duration> behind;  // Since the last report.
  };
  std::vector<std::string> names_;
  std::vector<Heard> heard_;  // By SourceId.
  std::optional<Time> next_;
  Time last_any_;
};

}  // namespace narrows::engine
