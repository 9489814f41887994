#include "watch/close_quarters.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "watch/explanations.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch {
namespace {

using model::AlertExplanation;
using model::Verdict;

constexpr Speed kStill = Speed::knots(0.7);

/// A tug that works is slow beside a slow ship; one that crosses ahead is a ship like others.
AlertExplanation tug_at_work(innocent::Tracks tracks) {
  auto said = innocent::tug_assistance(tracks);
  if (said.verdict != Verdict::kYes) return said;
  const auto slow = [](const Track* t) { return speed_of(*t).value_or(Speed{}).knots() <= 8.0; };
  if (std::ranges::all_of(tracks, slow)) return said;
  return {said.what, Verdict::kNo, said.because + ", but not at the speed of such work"};
}

/// The lane in whose direction it sails, if any.
const geo::Lane* own_lane(const Scene& scene, const Track& track) {
  const auto* area = scene.knowledge().places->area();
  const auto cog = track.last().cog();
  if (area == nullptr || !cog) return nullptr;
  const geo::LatLon place = track.last().position;
  for (const auto& lying : scene.knowledge().places->at(place).lying) {
    if (lying.kind != geo::AreaIndex::Kind::kLane) continue;
    const geo::Lane& lane = area->lane(lying);
    if (std::abs(turn_degrees(lane.flow_at(place), *cog)) <= 25.0) return &lane;
  }
  return nullptr;
}

AlertExplanation lanes(const Scene& scene, const Track& one, const Track& other,
                       const SteeringRule& meeting, bool pressing) {
  constexpr std::string_view kWhat = "each in its lane";
  const geo::Lane* a = own_lane(scene, one);
  const geo::Lane* b = own_lane(scene, other);
  if (a == nullptr || b == nullptr)
    return {std::string{kWhat}, Verdict::kNo, "not both follow a lane of the area"};
  if (meeting.encounter == Encounter::kCrossing)
    return {std::string{kWhat}, Verdict::kNo, "both follow lanes, and the lanes cross"};
  const bool too_near = pressing && meeting.encounter != Encounter::kOvertaking;
  return {std::string{kWhat}, too_near ? Verdict::kNo : Verdict::kYes,
          fmt::format("{} follows {}, {} follows {}{}", one.name_or_key(), a->name,
                      other.name_or_key(), b->name, too_near ? ", but too near" : "")};
}

/// Slow among others, as in canals, rivers and port approaches, where all pass near each other; or
/// close to the shore, as off a landing that no map of ours has.
AlertExplanation confined(const Scene& scene, const Track& one, const Track& other,
                          geo::LatLon place) {
  constexpr Distance kWithin = Distance::nautical_miles(2.0);
  constexpr double kSlow_kn = 8.5;
  constexpr std::size_t kSlowAmong = 3;
  constexpr Distance kOffShore = Distance::nautical_miles(1.0);
  constexpr double kEasy_kn = 12.0;
  constexpr std::size_t kEasyAmong = 10;
  const double faster =
      std::max(speed_of(one).value_or(Speed{}), speed_of(other).value_or(Speed{})).knots();
  std::size_t among = 0;
  scene.sea().for_each_near(place, kWithin, [&](const Track& t, Distance) {
    const bool is_own = t.slot == one.slot || t.slot == other.slot;
    if (!is_own && is_vessel(t) && still_about(t, scene.now())) ++among;
  });
  const bool off_shore =
      faster <= kSlow_kn && scene.knowledge().places->shore(place, kOffShore).has_value();
  const bool yes = off_shore || (faster <= kSlow_kn && among >= kSlowAmong) ||
                   (faster <= kEasy_kn && among >= kEasyAmong);
  return {std::string{kCrowd}, yes ? Verdict::kYes : Verdict::kNo,
          fmt::format("{} others within 2 nm, the faster of the two makes {:.1f} kn{}", among,
                      faster, off_shore ? ", within 1 nm of the shore" : "")};
}

}  // namespace

bool is_vessel(const Track& track) {
  return is_vessel(track.last().kind);
}

AlertExplanation harbour(const Scene& scene, std::span<const Track* const> own, geo::LatLon place) {
  constexpr std::string_view kWhat = "harbour or anchorage";
  constexpr Distance kAtPort = Distance::nautical_miles(1.0);
  constexpr Distance kAmong = Distance::nautical_miles(0.4);
  constexpr std::size_t kStillLeast = 4;
  const Places& places = *scene.knowledge().places;
  for (const auto kind : {geo::ZoneKind::kPortArea, geo::ZoneKind::kAnchorage}) {
    if (const auto* zone = places.zone_at(place, kind))
      return {std::string{kWhat}, Verdict::kYes, fmt::format("in the zone {}", zone->id)};
  }
  if (const auto port = places.to_port(place); port && *port <= kAtPort) {
    return {std::string{kWhat}, Verdict::kYes,
            fmt::format("{:.1f} nm from a port", port->nautical_miles())};
  }
  std::size_t still = 0;
  scene.sea().for_each_near(place, kAmong, [&](const Track& t, Distance) {
    const bool is_own = std::ranges::any_of(own, [&](const Track* o) { return o->slot == t.slot; });
    const bool lies = speed_of(t).value_or(Speed::knots(9)) < kStill;
    if (!is_own && is_vessel(t) && lies && still_about(t, scene.now())) ++still;
  });
  return {std::string{kWhat}, still >= kStillLeast ? Verdict::kYes : Verdict::kNo,
          fmt::format("{} others lie still within 0.4 nm", still)};
}

std::vector<AlertExplanation> usual_nearness(const Scene& scene, const Track& one,
                                             const Track& other, geo::LatLon place,
                                             const SteeringRule& meeting, bool pressing) {
  const std::array both{&one, &other};
  std::vector<AlertExplanation> out{tug_at_work(both),
                                    innocent::pilot_boarding(both),
                                    innocent::towing(both),
                                    innocent::convoy(one, other),
                                    innocent::known_service(both),
                                    harbour(scene, both, place),
                                    confined(scene, one, other, place)};
  auto ferry = innocent::ferry_route(scene, both);
  if (pressing && ferry.verdict == Verdict::kYes)
    ferry = {ferry.what, Verdict::kNo, ferry.because + "; but too near"};
  out.push_back(std::move(ferry));
  out.push_back(lanes(scene, one, other, meeting, pressing));
  return out;
}

}  // namespace narrows::watch
