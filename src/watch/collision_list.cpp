#include "watch/collision_list.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace narrows::watch {
namespace {

constexpr Duration kHeardWithin = Duration::minutes(6);
constexpr double kUnderWay_mps = 0.51;  // 1 kn.
constexpr Distance kRoom = Distance::nautical_miles(0.25);
constexpr double kPlaceSigma_m = 25.0;  // Both positions, and where on the hull they are.

double below(double z) {
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

double within(Distance most, Distance miss, double sigma_m) {
  return below((most.metres() - miss.metres()) / sigma_m) -
         below((-most.metres() - miss.metres()) / sigma_m);
}

/// Of the miss distance, by one vessel's course and speed over `s` seconds. A wrong course moves it
/// abeam, a wrong speed ahead; only what is at right angles to the relative motion counts.
double variance_by(const Way& way, geo::Vector closing, double s) {
  const double c = closing.length();
  if (way.speed_mps < kUnderWay_mps || c < 1e-3) return 0.0;
  const double cosine = dot(way.velocity, closing) / (way.velocity.length() * c);
  const double abeam = way.speed_mps * s * way.course_sigma_rad * cosine;
  const double ahead = way.speed_sigma_mps * s;
  return abeam * abeam + ahead * ahead * std::max(0.0, 1.0 - cosine * cosine);
}

/// Half of what a hull is across the direction in which the two close; metres.
double half_across(const Track& track, const Way& way, geo::Vector closing) {
  const Size size = size_of(track);
  const double c = closing.length();
  if (way.speed_mps < kUnderWay_mps || c < 1e-3) return 0.5 * size.length_m;
  const double cosine = std::min(1.0, std::abs(dot(way.velocity, closing)) / (way.speed_mps * c));
  return 0.5 * (cosine * size.beam_m + std::sqrt(1.0 - cosine * cosine) * size.length_m);
}

}  // namespace

double Conflict::p_near() const {
  return within(std::max(passing, kRoom), dcpa, sigma_m);
}

double Conflict::p_domain() const {
  return within(domain, dcpa, sigma_m);
}

double Conflict::p_contact() const {
  return within(hulls, dcpa, sigma_m);
}

double urgency(Duration tcpa) {
  const double part = std::max(0.0, tcpa.seconds()) / 720.0;
  return 1.0 / (1.0 + part * part);
}

std::optional<Conflict> conflict_between(const Track& a, const Track& b, const Knowledge& knowledge,
                                         Time now, const CollisionReach& reach) {
  const bool swap = b.key < a.key;
  const Track& one = swap ? b : a;
  const Track& other = swap ? a : b;
  const Way way = way_of(one);
  const Way other_way = way_of(other);
  const geo::Vector apart = other_way.at_moment(now) - way.at_moment(now);
  const geo::Vector closing = other_way.velocity - way.velocity;
  const auto straight = geo::nearest(apart, closing);
  if (straight.in_s < 0.0 || straight.in_s > reach.caution_in.seconds() ||
      straight.distance_m > reach.caution.metres())
    return std::nullopt;
  Conflict c;
  c.one = one.slot;
  c.other = other.slot;
  c.apart = Distance::metres(apart.length());
  c.straight_dcpa = c.dcpa = Distance::metres(straight.distance_m);
  c.straight_tcpa = c.tcpa = Duration::microseconds(static_cast<std::int64_t>(straight.in_s * 1e6));
  if (knowledge.routes) {
    const Path path = path_of(one, way, knowledge, now, reach.caution_in);
    const Path other_path = path_of(other, other_way, knowledge, now, reach.caution_in);
    c.route_known_for = std::max(path.known_for, other_path.known_for);
    if (c.route_known_for > Duration{}) {
      const auto bent = nearest(path, other_path);
      c.dcpa = Distance::metres(bent.distance_m);
      c.tcpa = Duration::microseconds(static_cast<std::int64_t>(bent.in_s * 1e6));
    }
  }
  const double s = c.tcpa.seconds();
  c.sigma_m = std::sqrt(kPlaceSigma_m * kPlaceSigma_m + variance_by(way, closing, s) +
                        variance_by(other_way, closing, s));
  const double lengths = size_of(one).length_m + size_of(other).length_m;
  c.passing = Distance::metres(std::clamp(1.75 * lengths, 111.0, 926.0));
  c.domain = Distance::metres(0.8 * lengths);
  c.hulls =
      Distance::metres(half_across(one, way, closing) + half_across(other, other_way, closing));
  c.p_close = within(c.passing, c.dcpa, c.sigma_m);
  c.risk = c.p_close * urgency(c.tcpa);
  c.closing_kn = closing.length() / Speed::kMetresPerSecondPerKnot;
  c.meeting = meeting_of(one, way, other, other_way, now);
  return c;
}

std::vector<Conflict> collision_list(const Sea& sea, const Knowledge& knowledge, Time now,
                                     const CollisionReach& reach) {
  std::vector<Conflict> list;
  for (Slot slot = 0; slot < sea.slots(); ++slot) {
    if (!sea.alive(slot)) continue;
    const Track& own = sea.track(slot);
    const double speed = own.last().velocity.length();
    if (now - own.last().observed_at > kHeardWithin || speed < kUnderWay_mps) continue;
    // Found by the faster of two: it need look no further than twice its own way.
    const double radius = 2.0 * speed * (reach.caution_in + kHeardWithin).seconds();
    sea.for_each_near(own, Distance::metres(radius) + reach.caution,
                      [&](const Track& other, Distance) {
                        const double theirs = other.last().velocity.length();
                        if (theirs > speed || (theirs == speed && other.slot > slot)) return;
                        if (now - other.last().observed_at > kHeardWithin) return;
                        if (auto c = conflict_between(own, other, knowledge, now, reach))
                          list.push_back(*c);
                      });
  }
  std::ranges::sort(list, [&](const Conflict& a, const Conflict& b) {
    if (a.risk != b.risk) return a.risk > b.risk;
    return std::pair{sea.track(a.one).key, sea.track(a.other).key} <
           std::pair{sea.track(b.one).key, sea.track(b.other).key};
  });
  return list;
}

}  // namespace narrows::watch
