#pragma once

// The last half hour of one vessel, as route knowledge judges it: the same for the past, from which
// the threshold is learned, and for now.

#include <optional>
#include <vector>

#include "base/time.hpp"
#include "watch/route/lattice.hpp"

namespace narrows::watch::route {

/// The mean likelihood of what a vessel did in the last half hour, one sample a minute.
class HalfHour {
 public:
  static constexpr Duration kSpan = Duration::minutes(30);
  static constexpr Duration kSpanMin = Duration::minutes(20);
  static constexpr Duration kBetween = Duration::minutes(1);
  static constexpr std::size_t kSamplesMin = 8;

  struct Sample {
    Time at;
    double likelihood = 0.0;
    bool moving = false;
    Cell cell;
  };
  /// Whether a report at `t` is wanted: a minute after the sample before.
  bool due(Time t) const { return samples_.empty() || t - samples_.back().at >= kBetween; }
  /// REQUIRES: due.
  void add(const Sample& sample);
  /// Nothing while it is too short, too thin, or she mostly lay still.
  std::optional<double> mean() const;
  void clear() { samples_.clear(); }
  const std::vector<Sample>& samples() const { return samples_; }

 private:
  std::vector<Sample> samples_;  // At most 31.
};

}  // namespace narrows::watch::route
