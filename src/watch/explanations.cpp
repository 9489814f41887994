#include "watch/explanations.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>

#include <fmt/format.h>

#include "geo/surface.hpp"
#include "watch/coverage.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch::innocent {
namespace {

using model::AlertExplanation;
using model::ShipClass;
using model::Verdict;

constexpr std::uint8_t kAtAnchor = 1;
constexpr std::uint8_t kMoored = 5;
constexpr std::uint8_t kFishing = 7;
constexpr std::uint8_t kTowingAstern = 11;
constexpr std::uint8_t kTowingAlongside = 12;

/// As one says it of a vessel: "a tanker".
std::string_view class_word(const Track& track) {
  static constexpr std::array<std::string_view, model::kShipClassCount> kWords{"of no known type",
                                                                               "a cargo ship",
                                                                               "a tanker",
                                                                               "a passenger ship",
                                                                               "a high-speed craft",
                                                                               "a fishing vessel",
                                                                               "a tug",
                                                                               "a pilot vessel",
                                                                               "a service vessel",
                                                                               "a patrol vessel",
                                                                               "a pleasure craft",
                                                                               "of another type"};
  return kWords[static_cast<std::size_t>(track.ship_class)];
}

/// One of a class: yes. Somebody whose type is not known: unknown.
template <class Is>
AlertExplanation one_is(Tracks tracks, std::string what, std::string_view word, Is&& is) {
  std::string unknown;
  std::string others;
  for (const Track* track : tracks) {
    if (is(*track)) {
      return {std::move(what), Verdict::kYes,
              fmt::format("{} is {} (ship type {})", track->name_or_key(), word,
                          track->identity.ship_type.value_or(std::uint8_t{0}))};
    }
    if (track->ship_class == ShipClass::kUnknown) unknown = track->name_or_key();
    others += fmt::format("{}{} is {}", others.empty() ? "" : ", ", track->name_or_key(),
                          class_word(*track));
  }
  if (!unknown.empty()) {
    return {std::move(what), Verdict::kUnknown,
            fmt::format("the ship type of {} is not known", unknown)};
  }
  return {std::move(what), Verdict::kNo, others};
}

/// The first zone of one of the kinds that holds it; null: none.
const geo::Zone* zone_of(const Scene& scene, const Track& track,
                         std::initializer_list<geo::ZoneKind> kinds) {
  for (const auto kind : kinds) {
    if (const auto* zone = scene.knowledge().places->zone_at(track.last().position, kind))
      return zone;
  }
  return nullptr;
}

bool at_anchor(const Track& track) {
  return track.last().nav_status == kAtAnchor || track.last().nav_status == kMoored;
}

bool fishes(const Track& track) {
  return track.ship_class == ShipClass::kFishing || track.last().nav_status == kFishing;
}

bool among(Tracks tracks, const Track& track) {
  return std::ranges::any_of(tracks, [&](const Track* t) { return t->slot == track.slot; });
}

template <class Is>
std::size_t others_near(const Scene& scene, Tracks tracks, Distance radius, Is&& is) {
  std::size_t count = 0;
  scene.sea().for_each_near(*tracks.front(), radius, [&](const Track& other, Distance) {
    if (!among(tracks, other) && still_about(other, scene.now()) && is(other)) ++count;
  });
  return count;
}

std::string zone_name(const geo::Zone& zone) {
  const auto name = geo::in_language(zone.name, "en");
  return std::string{name.empty() ? std::string_view{zone.id} : name};
}

bool area_has(const Scene& scene, geo::ZoneKind kind) {
  const auto* area = scene.knowledge().places->area();
  return area != nullptr && std::ranges::any_of(area->pack().zones, [&](const geo::Zone& zone) {
           return zone.kind == kind;
         });
}

}  // namespace

AlertExplanation tug_assistance(Tracks tracks) {
  return one_is(tracks, "tug assistance", "a tug",
                [](const Track& t) { return t.ship_class == ShipClass::kTug; });
}

AlertExplanation pilot_boarding(Tracks tracks) {
  return one_is(tracks, "pilot boarding", "a pilot vessel",
                [](const Track& t) { return t.ship_class == ShipClass::kPilot; });
}

AlertExplanation known_service(Tracks tracks) {
  return one_is(tracks, "known service", "of a service or an authority", [](const Track& t) {
    return t.ship_class == ShipClass::kService || t.ship_class == ShipClass::kPatrol;
  });
}

AlertExplanation bunkering(const Scene& scene, Tracks tracks) {
  constexpr double kBunkerTankerMax_m = 130.0;
  const Track* bunker = nullptr;
  for (const Track* track : tracks) {
    const auto length = track->identity.length_m();
    const bool small = length && *length <= kBunkerTankerMax_m;
    if ((track->ship_class == ShipClass::kTanker && small) ||
        track->ship_class == ShipClass::kService)
      bunker = track;
  }
  if (bunker == nullptr || tracks.size() < 2) {
    return {"bunkering at an anchorage", Verdict::kNo,
            fmt::format("none of them is a tanker of at most {} m", kBunkerTankerMax_m)};
  }
  const auto* zone = zone_of(scene, *bunker, {geo::ZoneKind::kAnchorage});
  if (zone != nullptr) {
    return {"bunkering at an anchorage", Verdict::kYes,
            fmt::format("{} lies alongside in the anchorage {}", bunker->name_or_key(),
                        zone_name(*zone))};
  }
  if (!area_has(scene, geo::ZoneKind::kAnchorage))
    return {"bunkering at an anchorage", Verdict::kUnknown, "no anchorages are known here"};
  return {"bunkering at an anchorage", Verdict::kNo,
          fmt::format("{} could bunker, but this is no anchorage", bunker->name_or_key())};
}

AlertExplanation fishing_ground(const Scene& scene, Tracks tracks) {
  constexpr std::size_t kFleetLeast = 3;
  constexpr Distance kFleetRadius = Distance::nautical_miles(2.0);
  for (const Track* track : tracks) {
    if (fishes(*track)) continue;
    const bool known = track->ship_class != ShipClass::kUnknown;
    return {"fishing", known ? Verdict::kNo : Verdict::kUnknown,
            known ? fmt::format("{} is {} and does not say that it fishes", track->name_or_key(),
                                class_word(*track))
                  : fmt::format("the ship type of {} is not known", track->name_or_key())};
  }
  const Track& first = *tracks.front();
  if (const auto* zone = zone_of(scene, first, {geo::ZoneKind::kFishingGround}))
    return {"fishing", Verdict::kYes, fmt::format("on the fishing ground {}", zone_name(*zone))};
  const std::size_t fleet = others_near(scene, tracks, kFleetRadius, fishes);
  if (fleet >= kFleetLeast)
    return {"fishing", Verdict::kYes, fmt::format("among {} others who fish within 2 nm", fleet)};
  if (tracks.size() == 1 && first.last().nav_status == kFishing)
    return {"fishing", Verdict::kYes, "it says that it is fishing (status 7)"};
  if (!area_has(scene, geo::ZoneKind::kFishingGround)) {
    return {"fishing", Verdict::kUnknown,
            fmt::format("no fishing grounds are known here; {} others fish within 2 nm", fleet)};
  }
  return {"fishing", Verdict::kNo,
          fmt::format("on no known fishing ground; {} others fish within 2 nm", fleet)};
}

AlertExplanation waiting_area(const Scene& scene, Tracks tracks) {
  constexpr std::size_t kAnchoredLeast = 5;
  using enum geo::ZoneKind;
  for (const Track* track : tracks) {
    const auto* zone = zone_of(scene, *track, {kWaitingArea, kAnchorage});
    if (zone != nullptr) {
      return {"waiting area or anchorage", Verdict::kYes,
              fmt::format("{} is in {}", track->name_or_key(), zone_name(*zone))};
    }
  }
  const std::size_t anchored = others_near(scene, tracks, Distance::nautical_miles(1.0), at_anchor);
  if (anchored >= kAnchoredLeast) {
    return {"waiting area or anchorage", Verdict::kYes,
            fmt::format("{} others lie at anchor within 1 nm", anchored)};
  }
  const bool mapped = area_has(scene, kAnchorage) || area_has(scene, kWaitingArea);
  return {"waiting area or anchorage", mapped ? Verdict::kNo : Verdict::kUnknown,
          fmt::format("{}; {} others lie at anchor within 1 nm",
                      mapped ? "in no area for it" : "no such areas are known here", anchored)};
}

namespace {

/// Yachts lie beside each other in marinas that no list of ports has.
bool lies_in_a_marina(const Track* track) {
  constexpr double kMoved_m = 40.0;
  return track->ship_class == ShipClass::kPleasure &&
         (track->last().at - track->first_place).length() <= kMoved_m;
}

}  // namespace

AlertExplanation berth(const Scene& scene, Tracks tracks) {
  constexpr std::size_t kOthersLeast = 3;
  static constexpr Speed kStill = Speed::knots(0.5);
  const std::size_t still = others_near(
      scene, tracks, Distance::metres(300),
      [](const Track& track) { return track.last().sog().value_or(Speed::knots(99)) < kStill; });
  if (std::ranges::all_of(tracks, lies_in_a_marina))
    return {"a berth", Verdict::kYes, "pleasure craft that have not moved since they were heard"};
  return {"a berth", still >= kOthersLeast ? Verdict::kYes : Verdict::kNo,
          fmt::format("{} others lie still within 300 m", still)};
}

AlertExplanation ferry_route(const Scene& scene, Tracks tracks) {
  constexpr double kAside_deg = 25.0;
  constexpr Distance kAtPort = Distance::nautical_miles(2.0);
  const Track* ferry = nullptr;
  for (const Track* track : tracks) {
    if (track->ship_class == ShipClass::kPassenger || track->ship_class == ShipClass::kHighSpeed)
      ferry = track;
  }
  if (ferry == nullptr)
    return {"ferry on its route", Verdict::kNo, "none of them is a passenger or high speed craft"};
  const auto* area = scene.knowledge().places->area();
  const auto cog = ferry->last().cog();
  const geo::Surface here{ferry->last().position};
  const std::span<const geo::Place> places =
      area == nullptr ? std::span<const geo::Place>{} : area->pack().places;
  for (const auto& place : places) {
    if (place.kind != geo::PlaceKind::kPort) continue;
    const geo::Vector way = geo::Surface{place.position}.at() - here.at();
    const double aside = cog ? std::abs(turn_degrees(*cog, here.bearing(way))) : 180.0;
    if (way.length() > kAtPort.metres() && aside > kAside_deg) continue;
    return {"ferry on its route", Verdict::kYes,
            fmt::format("{} carries passengers and heads for {}, {:.0f}° off, {:.1f} nm away",
                        ferry->name_or_key(), geo::in_language(place.name, "en"), aside,
                        Distance::metres(way.length()).nautical_miles())};
  }
  return {"ferry on its route", Verdict::kUnknown,
          fmt::format("{} carries passengers, but heads for no port that is known",
                      ferry->name_or_key())};
}

AlertExplanation convoy(const Track& one, const Track& other) {
  constexpr Duration kLeast = Duration::minutes(5);
  const Time to = std::min(one.last().observed_at, other.last().observed_at);
  const Time from =
      std::max(one.fix(one.past() - 1).observed_at, other.fix(other.past() - 1).observed_at);
  if (to - from < kLeast) {
    return {"convoy", Verdict::kUnknown,
            fmt::format("both are known for {:.0f} s only", std::max(0.0, (to - from).seconds()))};
  }
  constexpr int kSamples = 8;
  double least = 1e12;
  double most = 0.0;
  double moved = 0.0;  // Of the one as seen from the other.
  const geo::Vector first = whereabouts(one, from).at - whereabouts(other, from).at;
  for (int i = 0; i <= kSamples; ++i) {
    const Time t = from + Duration::microseconds((to - from).microseconds() / kSamples * i);
    const geo::Vector way = whereabouts(one, t).at - whereabouts(other, t).at;
    const double apart = way.length();
    moved = std::max(moved, (way - first).length());
    least = std::min(least, apart);
    most = std::max(most, apart);
  }
  const auto cog = one.last().cog();
  const auto other_cog = other.last().cog();
  const auto slowest = std::min(speed_of(one).value_or(Speed{}), speed_of(other).value_or(Speed{}));
  const bool together = moved <= std::max(200.0, 0.3 * most) && slowest.knots() > 3.0 && cog &&
                        other_cog && std::abs(turn_degrees(*cog, *other_cog)) <= 15.0;
  return {"convoy", together ? Verdict::kYes : Verdict::kNo,
          fmt::format("between {:.0f} m and {:.0f} m apart for {:.0f} min at {:.1f} kn", least,
                      most, (to - from).seconds() / 60.0, slowest.knots())};
}

AlertExplanation towing(Tracks tracks) {
  const Track* tug = nullptr;
  for (const Track* track : tracks) {
    const auto status = track->last().nav_status;
    const auto type = track->identity.ship_type.value_or(std::uint8_t{0});
    if (status == kTowingAstern || status == kTowingAlongside || type == 31 || type == 32)
      tug = track;
  }
  if (tug == nullptr) return {"towing", Verdict::kNo, "none of them says that it tows"};
  for (const Track* track : tracks) {
    if (track == tug) continue;
    const double aside =
        (track->last().velocity - tug->last().velocity).length() / Speed::kMetresPerSecondPerKnot;
    if (aside > 1.5) {
      return {"towing", Verdict::kNo,
              fmt::format("{} tows, but {} makes other way by {:.1f} kn", tug->name_or_key(),
                          track->name_or_key(), aside)};
    }
  }
  return {"towing", Verdict::kYes,
          fmt::format("{} says that it tows, and they make the same way", tug->name_or_key())};
}

AlertExplanation search_pattern(const Scene& scene, const Track& track) {
  const auto type = track.identity.ship_type.value_or(std::uint8_t{0});
  if (type == 51 || track.last().kind == model::StationKind::kSarAircraft) {
    return {"search and rescue", Verdict::kYes,
            fmt::format("{} is a search and rescue craft", track.name_or_key())};
  }
  // Legs to and fro: turns of more than 60° between reports at more than 4 kn.
  std::size_t turns = 0;
  for (std::size_t i = 0; i + 1 < track.past(); ++i) {
    const auto cog = track.fix(i).cog();
    const auto before = track.fix(i + 1).cog();
    const auto speed = speed_of(track, i);
    if (cog && before && speed && speed->knots() > 4.0 &&
        std::abs(turn_degrees(*before, *cog)) > 60.0)
      ++turns;
  }
  std::size_t beacons = 0;
  scene.sea().for_each_near(track, Distance::nautical_miles(20.0), [&](const Track& t, Distance) {
    using enum model::StationKind;
    const auto kind = t.last().kind;
    if (kind == kSart || kind == kMob || kind == kEpirb || t.last().nav_status == 14) ++beacons;
  });
  if (turns >= 3 && beacons > 0) {
    return {"search and rescue", Verdict::kYes,
            fmt::format("sails to and fro ({} turns), and somebody within 20 nm calls for help",
                        turns)};
  }
  return {"search and rescue", turns >= 3 ? Verdict::kUnknown : Verdict::kNo,
          fmt::format("{} turns to and fro, nobody within 20 nm calls for help", turns)};
}

AlertExplanation coverage_hole(const Scene& scene, geo::LatLon place, model::StationKind kind,
                               Time at) {
  constexpr double kHole = 0.3;
  const auto& map = scene.knowledge().coverage;
  if (!map) return {"coverage hole", Verdict::kUnknown, "no map of reception has been learned"};
  const auto heard = map->at(place, kind, at);
  if (!heard) return {"coverage hole", Verdict::kUnknown, "reception is not known there"};
  return {"coverage hole", heard->share() < kHole ? Verdict::kYes : Verdict::kNo,
          fmt::format("{:.0f} % of {:.0f} reports that were due there have been heard",
                      100.0 * heard->share(), heard->due)};
}

AlertExplanation jamming(const Scene& scene, const Track& track) {
  constexpr Distance kRadius = Distance::metres(10'000.0);
  constexpr Duration kRecent = Duration::minutes(10);
  constexpr double kBeyondSpeed_m = 1'000.0;
  std::size_t jump = 0;
  std::size_t count = 0;
  scene.sea().for_each_near(track, kRadius, [&](const Track& other, Distance) {
    if (!other.key.identified() || scene.now() - other.last().observed_at > kRecent) return;
    ++count;
    // A new segment, or further in one step than its own speed carries it.
    bool jumps = other.key.segment > 0 && scene.now() - other.first_at <= kRecent;
    for (std::size_t i = 0; i + 1 < other.past() && !jumps; ++i) {
      const Fix& a = other.fix(i);
      const Fix& b = other.fix(i + 1);
      if (scene.now() - a.observed_at > kRecent || !a.sog() || !b.sog()) break;
      const double s = (a.observed_at - b.observed_at).seconds();
      const double sailed = s * std::max(a.sog(), b.sog())->metres_per_second();
      jumps = (a.at - b.at).length() > sailed + kBeyondSpeed_m;
    }
    if (jumps) ++jump;
  });
  const Verdict verdict = jump >= 3 ? Verdict::kYes : (jump > 0 ? Verdict::kUnknown : Verdict::kNo);
  return {"interference with satellite navigation", verdict,
          fmt::format("{} of {} others within 10 km jump", jump, count)};
}

}  // namespace narrows::watch::innocent
