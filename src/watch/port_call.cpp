#include "watch/port_call.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "geo/geodesic.hpp"
#include "watch/close_quarters.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch {
namespace {

using model::Verdict;

constexpr double kFastest_mps = 31.0;  // 60 kn.
constexpr Speed kMakesWay = Speed::knots(3);
constexpr Duration kLookMost = Duration::hours(1);
constexpr Distance kPortsKnownWithin = Distance::nautical_miles(50.0);  // Places::to_port.
constexpr Distance kSameTown = Distance::metres(20'000);
constexpr std::uint8_t kNotUnderCommand = 2;
constexpr std::uint8_t kDistress = 14;
constexpr std::uint8_t kAtAnchor = 1;

Duration seconds(double s) {
  return Duration::microseconds(std::llround(s * 1e6));
}

/// When she stopped between two reports: after the way that was left, at the speed she had.
Time stopped(const Track& track) {
  const Fix& now = track.last();
  if (track.past() < 2) return now.observed_at;
  const Fix& before = track.fix(1);
  const auto speed = speed_of(track, 1);
  if (!speed || speed->metres_per_second() <= 0.0) return now.observed_at;
  const double s = (now.at - before.at).length() / speed->metres_per_second();
  return std::min(now.observed_at, before.observed_at + seconds(s));
}

/// The same of a start.
Time started(const Track& track) {
  const Fix& now = track.last();
  const auto speed = speed_of(track);
  if (track.past() < 2 || !speed || speed->metres_per_second() <= 0.0) return now.observed_at;
  const Fix& before = track.fix(1);
  const double s = (now.at - before.at).length() / speed->metres_per_second();
  return std::max(before.observed_at, now.observed_at - seconds(s));
}

}  // namespace

void PortCallDetector::on_knowledge(Scene& scene) {
  if (places_ != scene.knowledge().places) {
    places_ = scene.knowledge().places;
    for (auto& one : stays_) {
      if (one) left(scene, *one, one->heard);
      one.reset();
    }
    for (auto& seat : seats_) seat.not_before = Time{};
    ports_.clear();
    pack_ports_.clear();
    heard_.clear();
    if (const auto* area = places_->area(); area != nullptr) {
      for (const auto& place : area->pack().places) {
        if (place.kind != geo::PlaceKind::kPort) continue;
        ports_.push_back({port_name(place), place.position});
        pack_ports_.push_back(&place);
      }
    }
    heard_.resize(ports_.size());
  }
  papers_changed(scene);
}

void PortCallDetector::on_report(Scene& scene, const Track& track) {
  if (ports_.empty() || !scene.knowledge().papers) return;
  if (track.slot >= seats_.size()) {
    seats_.resize(scene.sea().slots());
    stays_.resize(scene.sea().slots());
  }
  Seat& seat = seats_[track.slot];
  const Fix& fix = track.last();
  if (fix.observed_at < seat.not_before) return;
  PortStay* own = stays_[track.slot].get();
  if (own == nullptr) return enter(scene, track, seat);
  const bool was_still = own->visit.still();
  std::optional<model::PortVisit> over;
  const auto note = [&](const model::PortVisit& visit) { over = visit; };
  own->visit.report(fix.observed_at, fix.position, speed_of(track), note);
  if (over) {
    // Dark for hours in port, and heard outside.
    if (over->call() && !own->moored) {
      own->moored = over->stopped_at;
      moored(scene, track, *own);
    }
    const auto gone = std::move(stays_[track.slot]);
    left(scene, *gone, gone->moving_since.value_or(fix.observed_at));
    return enter(scene, track, seat);
  }
  own->heard = fix.observed_at;
  heard_[static_cast<std::size_t>(std::ranges::find(pack_ports_, own->port) -
                                  pack_ports_.begin())] = fix.observed_at;
  if (was_still && !own->visit.still()) own->moving_since = started(track);
  if (!was_still && own->visit.still()) own->moving_since.reset();
  const auto& visit = own->visit.open();
  if (own->moored || !visit || !visit->stopped_at) return;
  own->moored = own->visit.still() ? stopped(track) : *visit->stopped_at;
  moored(scene, track, *own);
}

void PortCallDetector::enter(Scene& scene, const Track& track, Seat& seat) {
  const Fix& fix = track.last();
  const PortVisitRules rules;
  if (!track.key.identified() || !is_vessel(track)) {
    seat.not_before = fix.observed_at + kLookMost;
    return;
  }
  const auto* port = places_->port_at(fix.position, rules.in);
  // Ports beyond the area have no papers here.
  if (port == nullptr || std::ranges::find(pack_ports_, port) == pack_ports_.end()) {
    const double away =
        places_->to_port(fix.position).value_or(kPortsKnownWithin).metres() - rules.in.metres();
    seat.not_before =
        fix.observed_at + std::clamp(seconds(away / kFastest_mps), Duration{}, kLookMost);
    seat.outside = true;
    return;
  }
  auto fresh = std::make_unique<PortStay>(ports_, track.key);
  fresh->visit.report(fix.observed_at, fix.position, speed_of(track),
                      [](const model::PortVisit&) {});
  if (!fresh->visit.open()) return;  // By a metre, in another geometry.
  fresh->port = port;
  // Who is heard first so near, and makes way, comes too, or shifts her berth.
  fresh->came = seat.outside || speed_of(track).value_or(Speed{}) >= kMakesWay;
  fresh->heard = fix.observed_at;
  stays_[track.slot] = std::move(fresh);
  PortStay& own = *stays_[track.slot];
  heard_[static_cast<std::size_t>(std::ranges::find(pack_ports_, port) - pack_ports_.begin())] =
      fix.observed_at;
  arrived(scene, track, own);
  if (!own.visit.still()) return;
  own.moored = own.came ? stopped(track) : fix.observed_at;
  moored(scene, track, own);
}

void PortCallDetector::left(Scene& scene, PortStay& one, Time at) {
  if (one.raised) scene.end(one.id, std::max(at, one.begin));
  one.raised = false;
}

void PortCallDetector::on_forgotten(Scene& scene, const Track& track) {
  if (track.slot >= seats_.size()) return;
  seats_[track.slot] = {};
  if (const auto gone = std::move(stays_[track.slot])) left(scene, *gone, gone->heard);
}

std::optional<Time> PortCallDetector::heard_at(const geo::Place& port) const {
  const auto at = std::ranges::find(pack_ports_, &port) - pack_ports_.begin();
  return static_cast<std::size_t>(at) < heard_.size() ? heard_[static_cast<std::size_t>(at)]
                                                      : std::nullopt;
}

bool about_port(const Scene& scene, const PortPaper& paper, const geo::Place& port) {
  const auto* named = port_named(scene.knowledge().places->area()->pack(), paper.port);
  return named == nullptr || named == &port ||
         geo::approximate_distance(named->position, port.position) <= kSameTown;
}

Announced announced(const Scene& scene, const Track& track, const geo::Place& port, Time moored,
                    const PaperWindow& window) {
  Announced best;
  const auto better = [&](Announced::How how, const PortPaper& paper) {
    if (how < best.how) best = {how, &paper};
  };
  using enum Announced::How;
  scene.knowledge().papers->for_each_of(
      track.key.mmsi, track.identity, [&](const PortPaper& paper) {
        if (!about_port(scene, paper, port)) return better(kOtherPort, paper);
        if (moored < paper.expected - window.early) return better(kOtherTime, paper);
        if (paper.cleared_until)
          return better(moored <= *paper.cleared_until ? kCleared : kLapsed, paper);
        better(moored <= paper.expected + window.late ? kNotice : kOtherTime, paper);
      });
  return best;
}

std::string port_name(const geo::Place& port) {
  return std::string{geo::in_language(port.name, "en")};
}

model::AlertExplanation harbour_craft(const Track& track) {
  using enum model::ShipClass;
  const auto c = track.ship_class;
  const bool yes = c == kTug || c == kPilot || c == kPatrol || c == kService;
  return {"harbour craft or authority",
          yes             ? Verdict::kYes
          : c == kUnknown ? Verdict::kUnknown
                          : Verdict::kNo,
          c == kUnknown ? "the ship type is not known" : fmt::format("is {}", model::name(c))};
}

model::AlertExplanation small_craft_without_notice(const Track& track) {
  using enum model::ShipClass;
  const auto c = track.ship_class;
  const bool yes = c == kPleasure || c == kFishing;
  return {"boat that need not announce itself",
          yes             ? Verdict::kYes
          : c == kUnknown ? Verdict::kUnknown
                          : Verdict::kNo,
          c == kUnknown ? "the ship type is not known" : fmt::format("is {}", model::name(c))};
}

model::AlertExplanation waits_at_anchor(const Scene& scene, const Track& track) {
  const Places& places = *scene.knowledge().places;
  const Fix& fix = track.last();
  const bool anchorage = places.has(
      fix.position, trait::of(geo::ZoneKind::kAnchorage) | trait::of(geo::ZoneKind::kWaitingArea));
  const bool port = places.in_zone(fix.position, geo::ZoneKind::kPortArea);
  const bool yes = fix.nav_status == kAtAnchor && (anchorage || !port);
  return {"waits at anchor", yes ? Verdict::kYes : Verdict::kNo,
          fmt::format("her status is {}, {}", fix.nav_status,
                      anchorage ? "in an anchorage of the area"
                      : port    ? "in a port area"
                                : "in no anchorage of the area")};
}

model::AlertExplanation in_need(const Track& track) {
  const auto status = track.last().nav_status;
  const bool may = status == kNotUnderCommand || status == kDistress;
  return {"in need of shelter", may ? Verdict::kUnknown : Verdict::kNo,
          fmt::format("her status is {}", status)};
}

}  // namespace narrows::watch
