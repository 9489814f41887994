#pragma once

// What a coastal radar would plot: one revolution after the other, in its own polar coordinates.
// The model, stated: a hull of length L at range r is plotted in a revolution with probability
// d^((r / (R/2))^2 sqrt(100 m / L)), d the radar's own figure, R its range, and never beyond the
// horizon; ranges and azimuths have Gaussian noise; false plots come by Poisson's law, even over
// the disc. Land, sea state and shadows are left out.

#include <cstdint>
#include <vector>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "exercise/fleet.hpp"
#include "exercise/scenario.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {

struct Plot {
  Time at;
  double range_m;
  double azimuth_deg;
};

/// How high above the sea a vessel's antenna (and what a radar sees of her) stands.
Distance antenna_of(const Vessel& vessel);

class RadarPicture {
 public:
  RadarPicture(const Radar& radar, const geo::LocalFrame& frame, std::uint64_t seed, Time begin);

  struct Hull {
    const Vessel& vessel;
    geo::Offset at;
  };
  using OnPlot = FunctionRef<void(const Plot&)>;

  const Radar& radar() const { return radar_; }
  /// When the next revolution begins.
  Time next() const { return next_; }
  /// One revolution over the hulls as they are at its begin, in order of azimuth.
  void turn(const std::vector<Hull>& hulls, OnPlot on_plot);
  bool reaches(geo::Offset at) const { return (at - at_).length() <= radar_.range; }

 private:
  Radar radar_;
  geo::Offset at_;
  Random random_;
  Time next_;
  std::vector<Plot> plots_;
};

/// A number of events by Poisson's law. REQUIRES: mean of at most 500.
unsigned poisson(Random& random, double mean);

}  // namespace narrows::exercise
