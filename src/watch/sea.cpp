#include "watch/sea.hpp"

#include <algorithm>
#include <utility>

#include "watch/fetch.hpp"

namespace narrows::watch {
namespace {

constexpr Duration kSweepEvery = Duration::minutes(1);
/// A segment of fewer reports is a straggler: forgotten soon.
constexpr std::uint64_t kSettledReports = 3;

std::uint64_t station_key(TrackKey key) {
  return static_cast<std::uint64_t>(key.radar) << 32U | key.mmsi;
}

float narrow(std::optional<double> value) {
  return value ? static_cast<float>(*value) : std::numeric_limits<float>::quiet_NaN();
}

std::optional<double> mps(std::optional<Speed> speed) {
  return speed ? std::optional{speed->metres_per_second()} : std::nullopt;
}

std::optional<double> degrees(std::optional<Bearing> bearing) {
  return bearing ? std::optional{bearing->degrees_true()} : std::nullopt;
}

/// Fills `at` and `velocity`.
void place(Fix& fix) {
  const geo::Surface here{fix.position};
  fix.at = here.at();
  const auto sog = fix.sog();
  const auto cog = fix.cog();
  if (sog && cog) fix.velocity = here.velocity(*cog, *sog);
}

void merge(Identity& into, const model::StaticObservation& said) {
  if (said.imo) into.imo = said.imo;
  if (said.name) into.name = *said.name;
  if (said.call_sign) into.call_sign = *said.call_sign;
  if (said.ship_type) into.ship_type = said.ship_type;
  if (said.to_bow_stern_port_starboard_m)
    into.to_bow_stern_port_starboard_m = said.to_bow_stern_port_starboard_m;
  if (said.draught_m) into.draught_m = said.draught_m;
  if (said.destination) into.destination = *said.destination;
  if (said.mother_ship) into.mother_ship = said.mother_ship;
}

}  // namespace

Sea::Sea(SeaOptions options) : options_{options} {}

Sea::Entry Sea::take(const model::PositionObservation& report) {
  using model::StationKind;
  if (!report.position || report.kind == StationKind::kBaseStation ||
      report.kind == StationKind::kAidToNavigation)
    return {};
  Fix fix{.observed_at = report.observed_at,
          .received_at = report.received_at,
          .position = *report.position,
          .source = report.source,
          .kind = report.kind,
          .nav_status = report.nav_status.value_or(std::uint8_t{15}),
          .accurate = report.position_accurate,
          .sog_mps = narrow(mps(report.sog)),
          .cog_deg = narrow(degrees(report.cog)),
          .heading_deg = narrow(degrees(report.heading)),
          .at = {},
          .velocity = {}};
  if (fix.observed_at - fix.received_at > options_.clock_ahead_max)
    fix.observed_at = fix.received_at;
  place(fix);
  return take(TrackKey{.mmsi = report.mmsi.value}, fix);
}

Sea::Entry Sea::take(const RadarFix& report) {
  Fix fix{.observed_at = report.observed_at,
          .received_at = report.received_at,
          .position = report.position,
          .source = report.source,
          .sog_mps = narrow(mps(report.sog)),
          .cog_deg = narrow(degrees(report.cog)),
          .at = {},
          .velocity = {}};
  place(fix);
  const auto entry = take(TrackKey{.radar = report.track}, fix);
  if (report.length_m && entry.slot != kNoSlot) {
    mutable_track(entry.slot).identity.to_bow_stern_port_starboard_m = {
        static_cast<std::uint16_t>(std::clamp(*report.length_m, 0.0, 1'000.0)), 0, 0, 0};
  }
  return entry;
}

Slot Sea::slot_of(model::Mmsi mmsi) const {
  const auto station = stations_.find(station_key({.mmsi = mmsi.value}));
  if (station == stations_.end() || station->second.segments.empty()) return kNoSlot;
  return station->second.segments.back();
}

void Sea::expect(Slot slot) const {
  fetch(*tracks_[slot], kCacheLine);
  fetch(movers_, slot);
  near_.expect(slot);
  far_.expect(slot);
}

void Sea::take(const model::StaticObservation& report, FunctionRef<void(const Track&)> of) {
  const auto number = station_key({.mmsi = report.mmsi.value});
  // Whoever says who it is and never where: kept, but not without end.
  if (stations_.size() >= 2 * options_.tracks_max && !stations_.contains(number)) return;
  auto& station = stations_[number];
  if (!station.said) station.said = std::make_unique<Identity>();
  merge(*station.said, report);
  for (const Slot slot : station.segments) {
    Track& track = mutable_track(slot);
    merge(track.identity, report);
    track.ship_class = model::ship_class(track.identity.ship_type);
    of(track);
  }
}

bool Sea::reachable(const Track& from, const Fix& to) const {
  const double apart = (to.at - from.last().at).length();
  if (apart <= options_.jump_at_least.metres()) return true;
  const double s = std::abs((to.observed_at - from.last().observed_at).seconds());
  const Speed most = to.kind == model::StationKind::kSarAircraft ? options_.aircraft_speed_max
                                                                 : options_.vessel_speed_max;
  return apart - options_.jump_at_least.metres() <= s * most.metres_per_second();
}

Slot Sea::segment_for(const Station& station, const Fix& fix, bool& could) const {
  if (station.segments.size() == 1) {
    could = reachable(track(station.segments.front()), fix);
    return station.segments.front();
  }
  // Of those that could be there, the one nearest to where it should be by now; of those that could
  // not, the one heard last.
  Slot best = kNoSlot;
  double best_off = 0.0;
  could = false;
  for (const Slot slot : station.segments) {
    const Track& track = this->track(slot);
    const bool can = reachable(track, fix);
    const double off = (fix.at - track.at(fix.observed_at)).length();
    const bool better = best == kNoSlot || (can && !could) || (can == could && off < best_off);
    if (!better || (could && !can)) continue;
    best = slot;
    best_off = off;
    could = can;
  }
  return best;
}

Slot Sea::add(TrackKey key, Station& station) {
  Slot slot = kNoSlot;
  if (!free_.empty()) {
    slot = free_.back();
    free_.pop_back();
    mutable_track(slot) = Track{};
  } else {
    slot = static_cast<Slot>(tracks_.size());
    tracks_.push_back(std::make_unique<Track>());
    alive_.push_back(0);
    movers_.emplace_back();
  }
  key.segment = station.segments_ever++;
  Track& track = mutable_track(slot);
  track.key = key;
  track.slot = slot;
  if (station.said) track.identity = *station.said;
  track.ship_class = model::ship_class(track.identity.ship_type);
  alive_[slot] = 1;
  ++live_;
  station.segments.push_back(slot);
  return slot;
}

void Sea::put(Track& track, const Fix& fix, Entry& entry) {
  for (std::size_t i = 0; i < track.past(); ++i) {
    if (track.fix(i).observed_at < fix.observed_at) break;
    if (track.fix(i).observed_at == fix.observed_at) {
      entry.taken = Taken::kDoubled;
      return;
    }
  }
  const bool newest = track.reports == 0 || fix.observed_at > track.last().observed_at;
  const Time before = track.reports == 0 ? fix.observed_at : track.last().observed_at;
  if (!track.put(fix)) {
    entry.taken = Taken::kDoubled;
    return;
  }
  if (track.reports++ == 0) {
    track.first_at = fix.observed_at;
    track.first_place = fix.at;
  }
  if (!newest) {
    entry.taken = Taken::kLate;
    while (track.fix(entry.late).observed_at != fix.observed_at) ++entry.late;
    return;
  }
  if (track.reports > 1) {
    // An eighth of the way: forgets in about ten reports; silences count as at most four intervals.
    const auto step = (fix.observed_at - before).microseconds();
    const auto old = track.interval.microseconds();
    track.interval =
        Duration::microseconds(old == 0 ? step : old + (std::min(step, 4 * old) - old) / 8);
  }
  entry.taken = track.reports == 1 && entry.jumped_from != kNoSlot ? Taken::kJumped : Taken::kNew;
  movers_[track.slot] = {.at = fix.at,
                         .velocity = fix.velocity,
                         .at_time = fix.observed_at,
                         .speed_mps = static_cast<float>(fix.velocity.length()),
                         .vessel = is_vessel(fix.kind)};
  near_.put(track.slot, fix.position);
  far_.put(track.slot, fix.position);
}

Sea::Entry Sea::take(TrackKey key, const Fix& fix) {
  auto& station = stations_[station_key(key)];
  Entry entry;
  bool could = true;
  if (!station.segments.empty()) entry.slot = segment_for(station, fix, could);
  if (!could) {
    entry.jumped_from = entry.slot;
    entry.slot = kNoSlot;
    if (station.segments.size() >= kSegmentsMax) {
      // The one silent for longest makes room.
      const auto oldest = *std::ranges::min_element(station.segments, {}, [&](Slot s) {
        return std::pair{track(s).last().observed_at, track(s).key.segment};
      });
      if (oldest == entry.jumped_from) entry.jumped_from = station.segments.back();
      remove(oldest);
    }
  }
  if (entry.slot == kNoSlot) {
    if (live_ >= options_.tracks_max) make_room();
    entry.slot = add(key, stations_[station_key(key)]);
  }
  put(mutable_track(entry.slot), fix, entry);
  return entry;
}

void Sea::make_room() {
  std::vector<Slot> oldest;
  for (Slot slot = 0; slot < tracks_.size(); ++slot) {
    if (alive_[slot]) oldest.push_back(slot);
  }
  // A sixteenth at a time, so that the search is paid by many.
  const auto most = oldest.begin() + static_cast<std::ptrdiff_t>(oldest.size() / 16);
  std::ranges::nth_element(oldest, most, {}, [&](Slot s) {
    return std::pair{track(s).last().observed_at, s};
  });
  oldest.erase(most + 1, oldest.end());
  for (const Slot slot : oldest) remove(slot);
}

void Sea::remove(Slot slot) {
  const Track& track = this->track(slot);
  if (on_forgotten_) on_forgotten_(track);
  const auto station = stations_.find(station_key(track.key));
  if (station != stations_.end()) {
    auto& segments = station->second.segments;
    segments.erase(std::ranges::find(segments, slot));
    if (segments.empty()) stations_.erase(station);
  }
  near_.remove(slot);
  far_.remove(slot);
  alive_[slot] = 0;
  --live_;
  free_.push_back(slot);
}

void Sea::forget(Time now) {
  if (now - swept_ < kSweepEvery) return;
  swept_ = now;
  for (Slot slot = 0; slot < tracks_.size(); ++slot) {
    if (!alive_[slot] || now - movers_[slot].at_time <= options_.segment_forgotten_after) continue;
    const Track& track = this->track(slot);
    const bool straggler = track.key.segment > 0 && track.reports < kSettledReports;
    const Duration silent = now - track.last().observed_at;
    if (silent > (straggler ? options_.segment_forgotten_after : options_.forgotten_after))
      remove(slot);
  }
}

void Sea::for_each_segment(model::Mmsi mmsi, FunctionRef<void(const Track&)> body) const {
  const auto found = stations_.find(station_key({.mmsi = mmsi.value}));
  if (found == stations_.end()) return;
  for (const Slot slot : found->second.segments) body(track(slot));
}

std::size_t Sea::segments(model::Mmsi mmsi) const {
  const auto found = stations_.find(station_key({.mmsi = mmsi.value}));
  return found == stations_.end() ? 0 : found->second.segments.size();
}

void Sea::for_each_near(const Track& own, Distance radius,
                        FunctionRef<void(const Track&, Distance)> body) const {
  for_each_near(own.last().position, radius, [&](const Track& other, Distance apart) {
    if (other.slot != own.slot) body(other, apart);
  });
}

void Sea::for_each_near(geo::LatLon place, Distance radius,
                        FunctionRef<void(const Track&, Distance)> body) const {
  const double most = radius.metres();
  const Grid& grid = most <= kNearMetres ? near_ : far_;
  const geo::Vector here = geo::Surface{place}.at();
  grid.for_each_about(place, radius, [&](Slot slot) {
    const geo::Vector apart = movers_[slot].at - here;
    const double squared = dot(apart, apart);
    if (squared <= most * most) body(track(slot), Distance::metres(std::sqrt(squared)));
  });
}

}  // namespace narrows::watch
