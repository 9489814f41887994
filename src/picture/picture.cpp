#include "picture/picture.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <variant>

#include "model/remark.hpp"
#include "picture/findings.hpp"
#include "picture/reporting_interval.hpp"

namespace narrows::picture {

namespace {

// On the sphere of mean radius, wrong by at most 0.6 %: it only decides what is impossibly far.
Distance roughly(geo::LatLon a, geo::LatLon b) {
  constexpr double kRadian = std::numbers::pi / 180.0;
  constexpr double kEarthRadius_m = 6'371'008.8;
  const double sin_lat = std::sin((b.lat_degrees() - a.lat_degrees()) * kRadian / 2);
  const double sin_lon = std::sin((b.lon_degrees() - a.lon_degrees()) * kRadian / 2);
  const double h = sin_lat * sin_lat + std::cos(a.lat_degrees() * kRadian) *
                                           std::cos(b.lat_degrees() * kRadian) * sin_lon * sin_lon;
  return Distance::metres(2 * kEarthRadius_m * std::asin(std::sqrt(std::min(h, 1.0))));
}

/// Who jumps back this often, within this time, to near the place left before, is perhaps two. [d]
constexpr std::uint32_t kReturnsOfTwo = 2;
constexpr Duration kReturnWithin = Duration::minutes(30);
constexpr Distance kReturnNear = Distance::nautical_miles(15);

template <class Alter>
void remark(Vessel& vessel, Alter&& change) {
  auto remarks = vessel.remarks ? *vessel.remarks : Remarks{};
  change(remarks);
  vessel.remarks = std::make_shared<const Remarks>(std::move(remarks));
}

void note_all(Vessel& vessel, const model::RemarkSet& odd, Time at) {
  remark(vessel, [&](Remarks& r) {
    for (std::size_t i = 0; i < odd.size(); ++i) {
      if (odd.test(i)) r.note(static_cast<model::Remark>(i), at);
    }
  });
}

/// What is impossible in one report, whether or not it is the newest.
void note_odd(Vessel& vessel, const model::PositionObservation& report, Time at) {
  auto odd = report.remarks;
  const auto type = vessel.identity ? vessel.identity->ship_type : std::nullopt;
  const auto kind = report.kind == model::StationKind::kUnknown ? vessel.kind : report.kind;
  if (report.sog && *report.sog > model::speed_limit(kind, type))
    odd.set(model::place_of(model::Remark::kSpeedImpossible));
  if (odd.any()) note_all(vessel, odd, at);
}

void add_changes(Vessel& vessel, const Identity& now, Time at) {
  auto added = changes_between(*vessel.identity, now, at);
  if (added.empty()) return;
  auto all = vessel.changes ? *vessel.changes : Changes{};
  all.insert(all.end(), std::make_move_iterator(added.begin()),
             std::make_move_iterator(added.end()));
  if (all.size() > kChangesMax)
    all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(kChangesMax));
  vessel.changes = std::make_shared<const Changes>(std::move(all));
}

}  // namespace

Picture::Picture(Options options) : options_{options} {}

Outcome Picture::apply(const model::Observation& observation) {
  const auto outcome = std::visit(
      [this](const auto& said) {
        if (said.exercise != options_.exercise) return Outcome::kOtherWorld;
        auto* entry = entry_of(said.mmsi);
        if (entry == nullptr) return Outcome::kFull;
        auto at = said.observed_at;
        if (at > said.received_at + options_.clock_ahead_max) {
          at = said.received_at;
          ++accounts_.clock_ahead;
          remark(entry->vessel, [&](Remarks& r) {
            ++r.clock_ahead;
            r.note(model::Remark::kClockAhead, at);
          });
        }
        const auto result = apply_to(*entry, said, at);
        if (result == Outcome::kLate) return result;
        heard(*entry, said.source, at);
        members_[entry->cell].changed = true;
        return result;
      },
      observation);
  ++accounts_.in;
  switch (outcome) {
    case Outcome::kApplied:
      ++accounts_.applied;
      break;
    case Outcome::kLate:
      ++accounts_.late;
      break;
    case Outcome::kFull:
      ++accounts_.full;
      break;
    case Outcome::kOtherWorld:
      ++accounts_.other_world;
      break;
  }
  return outcome;
}

Outcome Picture::apply_to(Entry& entry, const model::PositionObservation& report, Time at) {
  auto& v = entry.vessel;
  note_odd(v, report, at);
  const bool newest_motion = v.message_type == 0 || at >= v.motion_at;
  const bool newest_position = report.position && (!v.position || at >= v.position_at);
  says_kind(entry, report.kind, true, at);
  if (!newest_motion && !newest_position) return Outcome::kLate;

  if (newest_motion) {
    v.motion_at = at;
    v.message_type = report.message_type == 0 ? std::uint8_t{1} : report.message_type;
    v.sog = report.sog;
    v.cog = report.cog;
    v.heading = report.heading;
    v.turn_deg_per_min = report.turn_deg_per_min;
    v.nav_status = report.nav_status;
    set_lost(entry, false);  // Until age() finds that even this is old.
  }
  if (newest_position) {
    note_jump(entry, report, at);
    v.position = report.position;
    v.position_at = at;
    v.position_accurate = report.position_accurate;
    v.virtual_aid = report.virtual_aid;
    v.off_position = report.off_position;
    place(entry, CellId::of(*v.position));
  }
  return Outcome::kApplied;
}

Outcome Picture::apply_to(Entry& entry, const model::StaticObservation& said, Time at) {
  auto& v = entry.vessel;
  says_kind(entry, said.kind, false, at);
  if (said.remarks.any()) note_all(v, said.remarks, at);
  const bool news = entry.statics.offer(said, at);
  auto identity = entry.statics.identity();
  if (!v.identity || *v.identity != identity) {
    if (v.identity) add_changes(v, identity, at);
    v.identity = std::make_shared<const Identity>(std::move(identity));
    v.identity_in = tick_ + 1;
  }
  return news ? Outcome::kApplied : Outcome::kLate;
}

Outcome Picture::apply_to(Entry& entry, const model::TextObservation& text, Time at) {
  auto& said = entry.vessel.said;
  if (said && at < said->at) return Outcome::kLate;
  said = std::make_shared<const SafetyText>(SafetyText{at, text.text});
  return Outcome::kApplied;
}

Picture::Entry* Picture::entry_of(model::Mmsi mmsi) {
  if (const auto known = entries_.find(mmsi.value); known != entries_.end()) return &known->second;
  if (entries_.size() >= options_.vessels_max) {
    if (lost_.empty()) return nullptr;
    erase(lost_.begin()->second);
    ++accounts_.evicted;
  }
  auto& entry = entries_[mmsi.value];
  entry.vessel.mmsi = mmsi;
  entry.vessel.exercise = options_.exercise;
  entry.vessel.heard_at = Time::unix_microseconds(INT64_MIN);
  place(entry, CellId::nowhere());
  return &entry;
}

void Picture::erase(model::Mmsi mmsi) {
  const auto at = entries_.find(mmsi.value);
  set_lost(at->second, false);
  unplace(at->second);
  entries_.erase(at);
}

void Picture::place(Entry& entry, CellId cell) {
  auto& vessel = entry.vessel;
  const bool is_new = vessel.identity_in == 0;
  if (!is_new && entry.cell == cell) return;
  if (!is_new) unplace(entry);
  auto& members = members_[cell];
  entry.cell = cell;
  entry.place = members.entries.size();
  members.entries.push_back(&entry);
  members.changed = true;
  vessel.identity_in = tick_ + 1;
}

void Picture::unplace(Entry& entry) {
  auto& members = members_[entry.cell];
  members.entries[entry.place] = members.entries.back();
  members.entries[entry.place]->place = entry.place;
  members.entries.pop_back();
  members.changed = true;
}

void Picture::heard(Entry& entry, model::SourceId source, Time at) {
  auto& v = entry.vessel;
  if (at >= v.heard_at) {
    // A static message does not bring back a vessel that stopped to say where it is.
    const bool still_lost = v.lost && v.message_type != 0;
    set_lost(entry, false);  // lost_ is ordered by heard_at.
    v.heard_at = at;
    v.source = source;
    set_lost(entry, still_lost);
  }
  const auto interval = reporting_interval(v).microseconds() * options_.lost_after_intervals;
  entry.lost_at = (v.message_type == 0 ? v.heard_at : v.motion_at) +
                  std::max(options_.lost_after_at_least, Duration::microseconds(interval));
}

void Picture::says_kind(Entry& entry, model::StationKind kind, bool in_position_report, Time at) {
  const std::pair by{in_position_report, at};
  if (kind == model::StationKind::kUnknown || by < entry.kind_by) return;
  entry.kind_by = by;
  if (entry.vessel.kind == kind) return;
  entry.vessel.kind = kind;
  members_[entry.cell].changed = true;
}

void Picture::note_jump(Entry& entry, const model::PositionObservation& report, Time at) {
  auto& v = entry.vessel;
  if (!v.position || !report.position) return;
  const auto distance = roughly(*v.position, *report.position);
  if (distance < options_.jump_at_least) return;
  const double seconds =
      std::max(1.0, (at - v.position_at).seconds());  // Stamps are whole seconds.
  const auto implied = Speed::metres_per_second(distance.metres() / seconds);
  const auto limit = v.kind == model::StationKind::kSarAircraft ? options_.aircraft_speed_max
                                                                : options_.vessel_speed_max;
  if (implied <= limit) return;
  ++accounts_.jumps;
  remark(v, [&](Remarks& r) {
    // Two vessels under one number: the reports go to and fro between two places.
    if (r.last_jump && at - r.last_jump->at <= kReturnWithin &&
        roughly(r.last_jump->from, *report.position) <= kReturnNear) {
      ++r.returns;
      if (r.returns >= kReturnsOfTwo) r.note(model::Remark::kDuplicateMmsi, at);
    }
    ++r.jumps;
    r.note(model::Remark::kPositionJump, at);
    r.last_jump = Jump{at, *v.position, *report.position, distance, implied};
  });
}

void Picture::set_lost(Entry& entry, bool lost) {
  if (entry.vessel.lost == lost) return;
  entry.vessel.lost = lost;
  const std::pair key{entry.vessel.heard_at, entry.vessel.mmsi};
  if (lost) {
    lost_.insert(key);
  } else {
    lost_.erase(key);
  }
}

void Picture::age(Time now) {
  for (auto& [mmsi, entry] : entries_) {
    if (entry.vessel.lost || now <= entry.lost_at) continue;
    set_lost(entry, true);
    members_[entry.cell].changed = true;
  }
  while (!lost_.empty() && now - lost_.begin()->first > options_.removed_after) {
    erase(lost_.begin()->second);
    ++accounts_.removed;
  }
}

void Picture::clear() {
  entries_.clear();
  lost_.clear();
  for (auto& [id, members] : members_) members = {};
}

void Picture::rebuild(CellId id, Members& members) {
  auto cell = std::make_shared<Cell>();
  cell->id = id;
  cell->changed_in = tick_;
  cell->vessels.reserve(members.entries.size());
  for (const auto* entry : members.entries) cell->vessels.push_back(entry->vessel);
  std::sort(cell->vessels.begin(), cell->vessels.end(),
            [](const Vessel& a, const Vessel& b) { return a.mmsi < b.mmsi; });
  cells_[id] = std::move(cell);
  members.changed = false;
}

std::shared_ptr<const Snapshot> Picture::snapshot(Time now) {
  ++tick_;
  for (auto& [id, members] : members_) {
    if (members.changed) rebuild(id, members);
  }
  std::erase_if(cells_, [this](const auto& item) {
    const auto& [id, cell] = item;
    if (!cell->vessels.empty() || cell->changed_in + kEmptyCellKeptTicks > tick_) return false;
    members_.erase(id);
    return true;
  });

  auto snapshot = std::make_shared<Snapshot>();
  snapshot->tick = tick_;
  snapshot->now = now;
  snapshot->exercise = options_.exercise;
  snapshot->vessels = entries_.size();
  snapshot->lost = lost_.size();
  snapshot->cells.reserve(cells_.size());
  for (const auto& [id, cell] : cells_) snapshot->cells.push_back(cell);
  return snapshot;
}

}  // namespace narrows::picture
