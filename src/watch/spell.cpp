#include "watch/spell.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace narrows::watch {
namespace {

constexpr std::int64_t kTurn = 3'600'000'000;
constexpr std::uint8_t kAtAnchor = 1;
constexpr std::uint8_t kNotUnderCommand = 2;
constexpr std::uint8_t kRestricted = 3;
constexpr std::uint8_t kMoored = 5;
constexpr std::uint8_t kFishing = 7;
/// Not heard for so long, or for eight of her intervals: what was going on is over with her last
/// report.
constexpr Duration kSilent = Duration::minutes(20);

Duration patience(const Track& track) {
  return std::max(kSilent, Duration::microseconds(8 * track.interval.microseconds()));
}

}  // namespace

geo::LatLon place_between(geo::LatLon a, geo::LatLon b, double part) {
  std::int64_t lon_step = std::int64_t{b.lon_e7()} - a.lon_e7();
  if (lon_step > kTurn / 2) lon_step -= kTurn;
  if (lon_step < -kTurn / 2) lon_step += kTurn;
  const auto lat = a.lat_e7() + static_cast<std::int64_t>(part * (b.lat_e7() - a.lat_e7()));
  std::int64_t lon = a.lon_e7() + static_cast<std::int64_t>(part * static_cast<double>(lon_step));
  if (lon >= kTurn / 2) lon -= kTurn;
  if (lon < -kTurn / 2) lon += kTurn;
  return geo::LatLon::from(
             geo::LatLon::E7{static_cast<std::int32_t>(lat), static_cast<std::int32_t>(lon)})
      .value_or(b);
}

Time time_of_change(const Fix& before, const Fix& after, FunctionRef<bool(geo::LatLon)> holds) {
  const bool at_end = holds(after.position);
  double low = 0.0;
  double high = 1.0;
  for (int i = 0; i < 10; ++i) {
    const double middle = 0.5 * (low + high);
    (holds(place_between(before.position, after.position, middle)) == at_end ? high : low) = middle;
  }
  const auto step = static_cast<double>((after.observed_at - before.observed_at).microseconds());
  return before.observed_at +
         Duration::microseconds(static_cast<std::int64_t>(0.5 * (low + high) * step));
}

Time time_of_begin(const Track& track, FunctionRef<bool(geo::LatLon)> place_has_it) {
  const Fix& now = track.last();
  if (track.past() < 2) return now.observed_at;
  const Fix& before = track.fix(1);
  if (!place_has_it(before.position)) return time_of_change(before, now, place_has_it);
  return before.observed_at +
         Duration::microseconds((now.observed_at - before.observed_at).microseconds() / 2);
}

Time time_of_end(const Track& track, FunctionRef<bool(geo::LatLon)> place_has_it) {
  const Fix& now = track.last();
  if (track.past() < 2) return now.observed_at;
  const Fix& before = track.fix(1);
  if (!place_has_it(now.position) && place_has_it(before.position))
    return time_of_change(before, now, place_has_it);
  return before.observed_at +
         Duration::microseconds((now.observed_at - before.observed_at).microseconds() / 2);
}

bool SpellDetector::none() const {
  return std::ranges::none_of(going_, [](char going) { return going != 0; });
}

SpellDetector::Spell& SpellDetector::spell(Slot slot) {
  if (slot >= spells_.size()) {
    spells_.resize(slot + std::size_t{1});
    going_.resize(spells_.size(), 0);
  }
  return spells_[slot];
}

SpellDetector::Spell& SpellDetector::open(const Track& track, std::uint32_t object, Time begin) {
  Spell& own = spell(track.slot);
  own = Spell{};
  own.object = object;
  going_[track.slot] = object != 0 ? 1 : 0;
  own.from = track.last().at;
  own.begin = begin;
  own.first = track.last().observed_at;
  return own;
}

void SpellDetector::raise(Scene& scene, const Track& track, std::string_view kind,
                          Situation situation) {
  Spell& own = spell(track.slot);
  situation.kind = kind;
  situation.actors = {{track.key, ""}};
  situation.begin = own.begin;
  situation.at = track.last().position;
  situation.ship_class = track.ship_class;
  situation.observations = {{track.key, own.first}};
  if (own.first != track.last().observed_at)
    situation.observations.emplace_back(track.key, track.last().observed_at);
  if (own.raised) return scene.update(own.id, std::move(situation));
  own.id = scene.raise(std::move(situation));
  own.raised = true;
  scene.wake(scene.now() + patience(track), track.slot);
}

void SpellDetector::close(Scene& scene, Slot slot, Time at) {
  Spell& own = spell(slot);
  if (own.raised) scene.end(own.id, std::max(at, own.begin));
  own = Spell{};
  going_[slot] = 0;
}

void SpellDetector::on_timer(Scene& scene, std::uint64_t what) {
  const auto slot = static_cast<Slot>(what);
  if (idle(slot) || !spell(slot).raised || !scene.sea().alive(slot)) return;
  const Track& track = scene.sea().track(slot);
  const Time over = track.last().observed_at + patience(track);
  if (scene.now() < over) return scene.wake(over, what);
  close(scene, slot, track.last().observed_at);
}

void SpellDetector::on_forgotten(Scene& scene, const Track& track) {
  if (!idle(track.slot)) close(scene, track.slot, track.last().observed_at);
}

bool is_of_size(const Track& track, double length_min_m) {
  using enum model::ShipClass;
  if (track.ship_class == kPleasure || track.ship_class == kPatrol || track.ship_class == kPilot)
    return false;
  if (const auto length = track.identity.length_m()) return *length >= length_min_m;
  const auto kind = track.last().kind;
  return kind == model::StationKind::kClassA || kind == model::StationKind::kUnknown;
}

model::AlertExplanation hampered(const Track& track) {
  const auto status = track.last().nav_status;
  if (status == kRestricted) {
    return {"at work on the seabed or the scheme (10(k), (l))", model::Verdict::kYes,
            "her status is 3: restricted in her ability to manoeuvre"};
  }
  if (status == kNotUnderCommand) {
    return {"at work on the seabed or the scheme (10(k), (l))", model::Verdict::kUnknown,
            "her status is 2: not under command"};
  }
  return {"at work on the seabed or the scheme (10(k), (l))", model::Verdict::kNo,
          fmt::format("her status is {}", status)};
}

bool fishes(const Track& track) {
  return track.last().nav_status == kFishing || track.ship_class == model::ShipClass::kFishing;
}

Rest rest_of(const Track& track) {
  constexpr double kStill_mps = 1.0 * Speed::kMetresPerSecondPerKnot;
  const Fix& now = track.last();
  const bool said = !std::isnan(now.sog_mps);
  if (now.nav_status == kAtAnchor)
    return said && static_cast<double>(now.sog_mps) > kSwinging_mps ? Rest::kMoves : Rest::kAnchor;
  if (now.nav_status == kMoored || now.nav_status == kFishing) return Rest::kMoves;
  return said && static_cast<double>(now.sog_mps) < kStill_mps ? Rest::kStill : Rest::kMoves;
}

}  // namespace narrows::watch
