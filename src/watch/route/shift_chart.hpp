#pragma once

// A pair of CUSUM charts, up and down, whose limit is found from the past of what they watch.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace narrows::watch::route {

/// How high a chart comes in a year without a change: the Gumbel law of a maximum, by its median
/// and its ninth decile.
struct ChartLaw {
  double mode = 0.0;
  double width = 0.0;

  /// The height that is reached so often a year.
  double height_for(double times_a_year) const;
  double times_a_year(double height) const;
};

/// `past`: standardised misses in order; a year is `steps` of them. Blocks of `block` on average
/// are drawn anew; `up` or its mirror is alike. REQUIRES: past not empty.
ChartLaw chart_law(const std::vector<double>& past, double allowance, bool up, std::size_t steps,
                   std::size_t block);

class Chart {
 public:
  Chart(double allowance, bool up) : allowance_{allowance}, up_{up} {}

  /// `z` is the next miss; returns how high it stands.
  double add(double z, std::size_t day);
  double height() const { return height_; }
  /// The day after it last stood at nothing.
  std::size_t since() const { return since_; }
  void reset() { height_ = 0.0; }
  bool up() const { return up_; }
  double allowance() const { return allowance_; }

 private:
  double allowance_;
  bool up_;
  double height_ = 0.0;
  std::size_t since_ = 0;
};

}  // namespace narrows::watch::route
