#include "exercise/give_way.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "geo/approach.hpp"

namespace narrows::exercise {
namespace {

/// Fujii's domain with a margin: so many lengths ahead and abeam, and as much more. The domain is
/// what ships in a crowded fairway keep at the least; at sea they want more abeam: half a mile for
/// one of 240 m.
constexpr double kAheadLengths = 4.6;
constexpr double kAbeamLengths = 1.9;
constexpr double kMarginM = 130.0;
constexpr double kShipAbeamLengths = 3.0;
constexpr double kShipMarginM = 200.0;
constexpr double kBoatMarginM = 40.0;
/// Below she is a boat: quick to turn, and let near.
constexpr double kShipM = 50.0;
/// Of one who does not make way.
constexpr double kStillM = 350.0;
/// What lies further off than this from every leg is open water.
constexpr double kOpenRoomM = 1'600.0;
/// In a fairway with no more to each side no ship goes out of another's way; a boat needs less.
constexpr double kNarrowM = 150.0;
constexpr double kNarrowForBoatM = 40.0;
constexpr std::array kAsideM{40.0,  80.0,  150.0,   300.0,   450.0,  600.0,
                             800.0, 950.0, 1'100.0, 1'300.0, 1'600.0};
constexpr double kShipAsideLeastM = 150.0;
/// Courses are altered by 20 degrees at most, which makes her 6 % faster while the plan keeps its
/// pace; the steepest slope of the step is 1.5 of its mean.
constexpr double kSlope = 0.36;
constexpr Duration kOutAtLeast = Duration::seconds(100);
constexpr std::size_t kWaysMax = 4;
/// Who must soon be back on her plan does not leave it,
constexpr Duration kAsideLeast = Duration::minutes(10);
/// and who has left it comes back so long before.
constexpr Duration kBackBefore = Duration::minutes(3);
/// Rule 17(a)(ii): she who stands on may act when the other does not, so late.
constexpr std::size_t kStandOnSteps = 18;

/// Two ways at once must not add up to more than this.
constexpr double kSlopeMost = 0.47;

Duration seconds_of(double seconds) {
  return Duration::microseconds(std::llround(seconds * 1e6));
}

void cover(Sailor& sailor) {
  sailor.low = sailor.high = sailor.at[0];
  for (const geo::Offset at : sailor.at) {
    sailor.low = {std::min(sailor.low.east_m, at.east_m), std::min(sailor.low.north_m, at.north_m)};
    sailor.high = {std::max(sailor.high.east_m, at.east_m),
                   std::max(sailor.high.north_m, at.north_m)};
  }
  double squared = 0.0;
  for (std::size_t i = 0; i < kStepsAhead; ++i) {
    const geo::Offset step = sailor.at[i + 1] - sailor.at[i];
    squared = std::max(squared, dot(step, step));
  }
  sailor.stride_m = std::sqrt(squared);
}

bool is_boat(const Sailor& sailor) {
  return sailor.length_m < kShipM;
}

double reach(const Sailor& sailor) {
  return kAheadLengths * sailor.length_m + kMarginM;
}

bool near(const Sailor& a, const Sailor& b) {
  const double m = std::max({reach(a), reach(b), kStillM});
  return a.low.east_m - m <= b.high.east_m && b.low.east_m - m <= a.high.east_m &&
         a.low.north_m - m <= b.high.north_m && b.low.north_m - m <= a.high.north_m;
}

/// Squared distance of the origin from the stretch between two places.
double least_squared(geo::Offset from, geo::Offset to) {
  const geo::Offset way = to - from;
  const double length = dot(way, way);
  const double part = length > 0.0 ? std::clamp(-dot(from, way) / length, 0.0, 1.0) : 0.0;
  const geo::Offset nearest = from + part * way;
  return dot(nearest, nearest);
}

/// `to` and the next one as seen from `own` at this step, in parts of her domain.
double in_domain_squared(const Sailor& own, const Sailor& other, std::size_t i) {
  const geo::Offset way = own.at[i + 1] - own.at[i];
  const double length = std::sqrt(dot(way, way));
  const geo::Offset before = other.at[i] - own.at[i];
  const geo::Offset after = other.at[i + 1] - own.at[i + 1];
  if (!own.moves || length < 15.0) {
    const double m = std::max(kStillM, kAbeamLengths * own.length_m);
    return least_squared((1.0 / m) * before, (1.0 / m) * after);
  }
  const geo::Offset unit = (1.0 / length) * way;
  const double margin = is_boat(own) && is_boat(other) ? kBoatMarginM : kMarginM;
  const double ahead = kAheadLengths * own.length_m + margin;
  const double abeam = is_boat(own) ? kAbeamLengths * own.length_m + margin
                                    : kShipAbeamLengths * own.length_m + kShipMarginM;
  const auto seen = [&](geo::Offset to) {
    return geo::Offset{dot(to, unit) / ahead, cross(unit, to) / abeam};
  };
  return least_squared(seen(before), seen(after));
}

struct Least {
  double squared = 1e12;
  std::size_t step = 0;              // Where it is,
  std::optional<std::size_t> first;  // and where it is first too little.
};

Least between(const Sailor& a, const Sailor& b) {
  Least least;
  const double within = std::max({reach(a), reach(b), kStillM});
  const double stride = a.stride_m + b.stride_m + 0.001;
  for (std::size_t i = 0; i < kStepsAhead; ++i) {
    // So many steps take them at the most to where either domain can reach.
    const geo::Offset apart = b.at[i] - a.at[i];
    const double free = (std::sqrt(dot(apart, apart)) - within) / stride;
    if (free > 1.0) {
      i += static_cast<std::size_t>(std::min(free, static_cast<double>(kStepsAhead))) - 1;
      continue;
    }
    const double found = std::min(in_domain_squared(a, b, i), in_domain_squared(b, a, i));
    if (found < 1.0 && !least.first) least.first = i;
    if (found < least.squared) {
      least.squared = found;
      least.step = i;
    }
  }
  return least;
}

/// Whether `own` has to keep out of the way of `other`.
bool gives_way(const Sailor& own, const Sailor& other) {
  if (!other.moves || other.now.activity == Activity::kFishing) return true;
  if (!own.moves || own.now.activity == Activity::kFishing) return false;
  if (is_boat(own) != is_boat(other)) return is_boat(own);
  const Bearing to_other = (other.now.at - own.now.at).direction();
  const Bearing to_own = (own.now.at - other.now.at).direction();
  const double seen = turn_degrees(own.now.heading, to_other);
  const double seen_from_other = turn_degrees(other.now.heading, to_own);
  const double courses = std::abs(turn_degrees(own.now.course, other.now.course));
  if (courses > 170.0) return true;                                      // Rule 14.
  if (std::abs(seen_from_other) > 112.5 && courses < 90.0) return true;  // Rule 13.
  if (std::abs(seen) > 112.5 && courses < 90.0) return false;
  return seen > 0.0;  // Rule 15.
}

void sail(Sailor& own, Time now) {
  for (std::size_t i = 0; i <= kStepsAhead; ++i) {
    own.at[i] = own.plan[i];
    const Time t = now + seconds_of(static_cast<double>(i) * kStepAhead.seconds());
    for (const Evasion& way : *own.ways) own.at[i] = own.at[i] + way.part(t) * way.aside;
  }
  cover(own);
}

/// Her ways together never turn her further from her plan than a mariner would.
bool is_gentle(const Sailor& own) {
  for (std::size_t i = 0; i < kStepsAhead; ++i) {
    const geo::Offset plan = own.plan[i + 1] - own.plan[i];
    const geo::Offset off = own.at[i + 1] - own.at[i] - plan;
    if (dot(off, off) > kSlopeMost * kSlopeMost * dot(plan, plan)) return false;
  }
  return true;
}

}  // namespace

GivingWay::GivingWay(const Sea& sea, const geo::LocalFrame& frame) : frame_{&frame} {
  for (const Route& route : sea.routes) {
    for (std::size_t i = 0; i + 1 < route.waypoints.size(); ++i) {
      const Waypoint& a = route.waypoints[i];
      const Waypoint& b = route.waypoints[i + 1];
      legs_.push_back({frame.to_local(a.at), frame.to_local(b.at), a.half_width.metres(),
                       b.half_width.metres()});
    }
  }
  const auto close = [&](const SeaZone& zone) {
    Closed out{&zone.limits, {1e12, 1e12}, {-1e12, -1e12}};
    for (const auto& corner : zone.limits.outer.corners()) {
      const auto at =
          frame.to_local(geo::LatLon::from(geo::LatLon::E7{static_cast<std::int32_t>(corner.lat),
                                                           static_cast<std::int32_t>(corner.lon)})
                             .value_or(geo::LatLon{}));
      out.low = {std::min(out.low.east_m, at.east_m), std::min(out.low.north_m, at.north_m)};
      out.high = {std::max(out.high.east_m, at.east_m), std::max(out.high.north_m, at.north_m)};
    }
    closed_.push_back(out);
  };
  for (const auto* zones : {&sea.separation_zones, &sea.inshore_zones, &sea.watch_zones, &sea.land})
    for (const SeaZone& zone : *zones) close(zone);
}

double GivingWay::room(geo::Offset at, const Sailor& own) const {
  double least = 1e12;
  double room = kOpenRoomM;
  for (const Leg& leg : legs_) {
    const geo::Offset nearest = geo::nearest_on_segment(at, leg.from, leg.to);
    const double off = (at - nearest).length().metres();
    if (off >= least) continue;
    least = off;
    const double length = std::max(1.0, (leg.to - leg.from).length().metres());
    const double part = (nearest - leg.from).length().metres() / length;
    const double half_width = leg.from_m + part * (leg.to_m - leg.from_m);
    if (off > half_width + 3'000.0) {
      room = kOpenRoomM;
    } else {
      room = 1.2 * (half_width - kNarrowM);
      // Her own side of the fairway is left to a boat even in a narrow one.
      if (is_boat(own)) room = std::max(room, 0.6 * (half_width - kNarrowForBoatM));
    }
  }
  return std::min(room, kOpenRoomM);
}

bool GivingWay::closed(geo::Offset at) const {
  return std::any_of(closed_.begin(), closed_.end(), [&](const Closed& zone) {
    return at.east_m >= zone.low.east_m && at.east_m <= zone.high.east_m &&
           at.north_m >= zone.low.north_m && at.north_m <= zone.high.north_m &&
           zone.area->contains(frame_->to_lat_lon(at));
  });
}

double GivingWay::clearance(const Sailor& own, const std::vector<Sailor>& sailors) const {
  double least = 1e12;
  for (const Sailor& other : sailors) {
    if (other.who == own.who || !near(own, other)) continue;
    const Least found = between(own, other);
    if (found.step > 0) least = std::min(least, found.squared);  // Else it is past.
  }
  return least;
}

void GivingWay::come_back(Time now, std::vector<Sailor>& sailors) const {
  for (Sailor& own : sailors) {
    if (own.ways == nullptr) continue;
    for (Evasion& way : *own.ways) {
      if (!way.open() || now < way.begin + way.out) continue;
      const double stays = clearance(own, sailors);
      way.returns = now;
      sail(own, now);
      // Back in time for what she is bound for, whoever is there.
      const bool must = now + way.back + kBackBefore >= own.until;
      if (must || clearance(own, sailors) >= std::min(1.0, stays)) break;
      way.returns = Evasion::kOpen;
      sail(own, now);
    }
  }
}

bool GivingWay::go_aside(Time now, Sailor& own, const Sailor& other,
                         const std::vector<Sailor>& sailors) const {
  const double mps = own.now.speed.metres_per_second();
  const double room = this->room(own.now.at, own);
  geo::Offset already{};
  for (const Evasion& way : *own.ways) already = already + way.part(now) * way.aside;
  const geo::Offset starboard = geo::Offset::from(
      Bearing::degrees_true(own.now.course.degrees_true() + 90.0), Distance::metres(1));
  // She who overtakes keeps to the side on which she is.
  const bool same_way = std::abs(turn_degrees(own.now.course, other.now.course)) < 60.0;
  const double first = same_way && dot(other.now.at - own.now.at, starboard) > 0.0 ? -1.0 : 1.0;
  double best = between(own, other).squared + 0.1;
  std::optional<Evasion> found;
  for (const double side : {first, -first}) {
    for (const double metres : kAsideM) {
      if (metres < kShipAsideLeastM && !is_boat(own)) continue;
      Evasion way{.begin = now,
                  .out = std::max(kOutAtLeast, seconds_of(1.5 * metres / (kSlope * mps))),
                  .back = {},
                  .aside = side * metres * starboard};
      way.back = seconds_of(1.6 * way.out.seconds());
      if ((already + way.aside).length().metres() > room) break;
      if (now + way.out + way.back + kAsideLeast >= own.until) break;
      own.ways->push_back(way);
      sail(own, now);
      bool open = is_gentle(own);
      for (std::size_t i = 2; open && i <= kStepsAhead; i += 4)
        open = !closed(own.at[i]) || closed(own.plan[i]);
      const double clears = open ? clearance(own, sailors) : -1.0;
      own.ways->pop_back();
      if (clears > best) {
        best = clears;
        found = way;
      }
      if (best >= 1.0) break;
    }
    if (best >= 1.0) break;
  }
  if (found) own.ways->push_back(*found);
  sail(own, now);
  return found.has_value();
}

void GivingWay::decide(Time now, std::vector<Sailor>& sailors) {
  for (Sailor& sailor : sailors) cover(sailor);
  come_back(now, sailors);
  std::sort(sailors.begin(), sailors.end(), [](const Sailor& a, const Sailor& b) {
    return a.low.east_m != b.low.east_m ? a.low.east_m < b.low.east_m : a.who < b.who;
  });
  std::vector<Meeting> meetings;
  for (std::size_t a = 0; a < sailors.size(); ++a) {
    for (std::size_t b = a + 1; b < sailors.size(); ++b) {
      const double m = std::max({reach(sailors[a]), 2'000.0});
      if (sailors[b].low.east_m > sailors[a].high.east_m + m) break;
      if (!(sailors[a].free || sailors[b].free) || !near(sailors[a], sailors[b])) continue;
      const Least least = between(sailors[a], sailors[b]);
      // What is nearest now is past.
      if (least.first && least.step > 0) meetings.push_back({*least.first, a, b});
    }
  }
  std::sort(meetings.begin(), meetings.end());
  for (const Meeting& meeting : meetings) {
    Sailor& a = sailors[meeting.one];
    Sailor& b = sailors[meeting.other];
    const Least least = between(a, b);
    if (!least.first || least.step == 0) continue;  // Another way has cleared it.
    for (auto [own, other] : {std::pair{&a, &b}, std::pair{&b, &a}}) {
      const bool ought = gives_way(*own, *other) || !other->free || *least.first < kStandOnSteps;
      if (!ought || !own->free || own->settled || own->ways->size() >= kWaysMax) continue;
      own->settled = go_aside(now, *own, *other, sailors);
      if (own->settled) break;
    }
  }
}

}  // namespace narrows::exercise
