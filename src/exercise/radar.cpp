#include "exercise/radar.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "exercise/radio.hpp"

namespace narrows::exercise {
namespace {

double gaussian(Random& random) {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - random.between(0.0, 1.0)));
  return radius * std::cos(random.between(0.0, 2.0 * std::numbers::pi));
}

}  // namespace

unsigned poisson(Random& random, double mean) {
  const double limit = std::exp(-mean);
  unsigned count = 0;
  double product = random.between(0.0, 1.0);
  while (product > limit) {
    ++count;
    product *= random.between(0.0, 1.0);
  }
  return count;
}

Distance antenna_of(const Vessel& vessel) {
  if (vessel.unit == AisUnit::kBeacon) return Distance::metres(1);
  return Distance::metres(3.0 + 0.08 * vessel.length_m());
}

RadarPicture::RadarPicture(const Radar& radar, const geo::LocalFrame& frame, std::uint64_t seed,
                           Time begin)
    : radar_{radar}, at_{frame.to_local(radar.at)}, random_{seed}, next_{begin} {}

void RadarPicture::turn(const std::vector<Hull>& hulls, OnPlot on_plot) {
  plots_.clear();
  const double turn_us = static_cast<double>(radar_.turn.microseconds());
  const double reach = radar_.range.metres();
  const auto plot = [&](double metres, double azimuth) {
    const double wrapped = Bearing::degrees_true(azimuth).degrees_true();
    plots_.push_back({next_ + Duration::microseconds(std::llround(wrapped / 360.0 * turn_us)),
                      std::max(0.0, metres), wrapped});
  };
  for (const Hull& hull : hulls) {
    const geo::Offset to = hull.at - at_;
    const double range = to.length().metres();
    if (range > reach || range < 1.0) continue;
    if (range > radio_horizon(radar_.antenna, antenna_of(hull.vessel)).metres()) continue;
    const double length = std::max(3.0, static_cast<double>(hull.vessel.length_m()));
    const double hard = std::pow(2.0 * range / reach, 2.0) * std::sqrt(100.0 / length);
    if (!random_.chance(std::pow(radar_.detection, hard))) continue;
    plot(range + radar_.sigma_range_m * gaussian(random_),
         to.direction().degrees_true() + radar_.sigma_azimuth_deg * gaussian(random_));
  }
  const unsigned clutter = poisson(random_, std::min(500.0, radar_.clutter_per_turn));
  for (unsigned i = 0; i < clutter; ++i) {
    const double range = reach * std::sqrt(random_.between(0.0, 1.0));
    plot(range, random_.between(0.0, 360.0));
  }
  std::stable_sort(plots_.begin(), plots_.end(),
                   [](const Plot& a, const Plot& b) { return a.at < b.at; });
  for (const Plot& p : plots_) on_plot(p);
  next_ = next_ + radar_.turn;
}

}  // namespace narrows::exercise
