#include "watch/way.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "watch/route/route_model.hpp"

namespace narrows::watch {
namespace {

constexpr double kSlow_mps = 0.8;              // Below: positions say more than the course said.
constexpr double kCourseSigmaLeast = 0.010;    // About 0.6 degrees.
constexpr double kCourseSigmaOfOne = 0.052;    // 3 degrees: nothing known of its steadiness.
constexpr double kSpeedSigmaLeast_mps = 0.10;  // The resolution of AIS, and a bit.
constexpr double kSameWayCosine = 0.966;       // 15 degrees.
constexpr Duration kMeanOver = Duration::seconds(90);
constexpr Duration kSteadyOver = Duration::minutes(5);
constexpr std::size_t kReportsMax = 10;

geo::Vector said_or_sailed(const Track& track) {
  const Fix& fix = track.last();
  const auto sog = fix.sog();
  const bool said = sog && (fix.cog() || *sog == Speed{});
  if (said && fix.velocity.length() >= kSlow_mps) return fix.velocity;
  return sailed(track, Duration::seconds(60)).value_or(said ? fix.velocity : geo::Vector{});
}

}  // namespace

std::optional<geo::Vector> sailed(const Track& track, Duration over, std::size_t back) {
  const Fix& last = track.fix(back);
  for (std::size_t i = back + 1; i < track.past(); ++i) {
    const Fix& before = track.fix(i);
    const Duration since = last.observed_at - before.observed_at;
    if (since < over && i + 1 < track.past()) continue;
    if (since.seconds() > 4.0 * over.seconds() + 600.0 || since.seconds() < 1.0)
      return std::nullopt;
    return (1.0 / since.seconds()) * (last.at - before.at);
  }
  return std::nullopt;
}

Way way_of(const Track& track) {
  const Fix& last = track.last();
  Way way{.at_time = last.observed_at, .at = last.at, .velocity = said_or_sailed(track)};
  way.speed_mps = way.velocity.length();
  way.course_sigma_rad = kCourseSigmaOfOne;
  way.speed_sigma_mps = 3.0 * kSpeedSigmaLeast_mps;
  if (way.speed_mps < kSlow_mps || track.past() < 2) return way;
  geo::Vector sum = way.velocity;
  double mean_of = 1.0;
  double across = 0.0;
  double along = 0.0;
  double n = 0.0;
  bool agree = true;
  for (std::size_t i = 1; i < std::min(track.past(), kReportsMax); ++i) {
    const Fix& fix = track.fix(i);
    const Duration since = last.observed_at - fix.observed_at;
    if (n >= 2.0 && since > kSteadyOver) break;
    const double speed = fix.velocity.length();
    if (since > Duration::minutes(15) || speed < kSlow_mps) break;
    const double cosine =
        std::clamp(dot(fix.velocity, way.velocity) / (speed * way.speed_mps), -1.0, 1.0);
    agree = agree && cosine > kSameWayCosine;
    if (agree && since <= kMeanOver) {
      sum = sum + fix.velocity;
      mean_of += 1.0;
    }
    across += 2.0 * (1.0 - cosine);  // The square of a small angle.
    along += (speed - way.speed_mps) * (speed - way.speed_mps);
    n += 1.0;
  }
  if (n > 0.0) {
    // Of one report against the newest: twice the variance of either.
    way.course_sigma_rad = std::max(kCourseSigmaLeast, std::sqrt(across / (2.0 * n)));
    way.speed_sigma_mps = std::max(kSpeedSigmaLeast_mps, std::sqrt(along / (2.0 * n)));
  }
  // A mean of those that agree; but one that turns steadily is where it turned to by now.
  if (way.course_sigma_rad < 0.035) way.velocity = (1.0 / mean_of) * sum;
  return way;
}

Size size_of(const Track& track) {
  // Lengths that are usual in a class, metres: our guesses. [d]
  constexpr std::array<double, model::kShipClassCount> kUsual{80, 130, 170, 90, 40, 22,
                                                              28, 16,  40,  30, 12, 50};
  constexpr double kUsualClassB_m = 14.0;
  const auto length = track.identity.length_m();
  const bool known = length && *length >= 3.0;
  const bool class_b = track.last().kind == model::StationKind::kClassB;
  const double usual =
      class_b ? kUsualClassB_m : kUsual.at(static_cast<std::size_t>(track.ship_class));
  // Passenger ships of 100 tons have an IMO number (SOLAS XI-1/3): who says its name and none is
  // smaller. Of others that is not concluded: many recordings leave the number out.
  constexpr double kWithoutImo_m = 35.0;
  const bool small = track.ship_class == model::ShipClass::kPassenger && !track.identity.imo &&
                     !track.identity.name.empty();
  const double l = known ? *length : (small ? std::min(usual, kWithoutImo_m) : usual);
  const auto beam = track.identity.beam_m();
  return {l, known && beam && *beam >= 1.0 ? *beam : l / 6.5, known};
}

Path path_of(const Track& track, const Way& way, const Knowledge& knowledge, Time from,
             Duration horizon) {
  const auto steps = static_cast<std::size_t>(horizon.microseconds() / kPathStep.microseconds());
  Path path;
  path.points.reserve(steps + 1);
  const geo::Vector start = way.at_moment(from);
  if (knowledge.routes && way.speed_mps > kSlow_mps) {
    const geo::LatLon place = geo::place_under(start);
    const auto predicted =
        knowledge.routes->predict(route::route_class(track.identity.ship_type), place,
                                  geo::Surface{place}.bearing(way.velocity),
                                  Speed::metres_per_second(way.speed_mps), horizon);
    if (predicted.known_for >= Duration::minutes(1)) {
      for (const auto& point : predicted.points)
        path.points.push_back(geo::Surface{point.position}.at());
      path.known_for = predicted.known_for;
      path.turn_deg = predicted.turn_deg;
      return path;
    }
  }
  for (std::size_t i = 0; i <= steps; ++i)
    path.points.push_back(start + (kPathStep.seconds() * static_cast<double>(i)) * way.velocity);
  return path;
}

geo::Nearest nearest(const Path& own, const Path& other) {
  const double step = kPathStep.seconds();
  geo::Nearest best{.in_s = 0.0, .distance_m = 1e12};
  const std::size_t n = std::min(own.points.size(), other.points.size());
  for (std::size_t i = 0; i + 1 < n; ++i) {
    const geo::Vector apart = other.points[i] - own.points[i];
    const geo::Vector then = other.points[i + 1] - own.points[i + 1];
    const geo::Vector closing = (1.0 / step) * (then - apart);
    const auto found = geo::nearest(apart, closing);
    const double s = std::clamp(found.in_s, 0.0, step);
    const double d = (apart + s * closing).length();
    if (d < best.distance_m) best = {.in_s = step * static_cast<double>(i) + s, .distance_m = d};
  }
  return best;
}

}  // namespace narrows::watch
