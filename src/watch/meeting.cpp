#include "watch/meeting.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace narrows::watch {
namespace {

/// Who is slow looks about so often. Whoever comes fast looks as soon as it is slow.
constexpr Duration kSeekEvery = Duration::seconds(30);
/// Searched so much further than asked: the other's place is that of its last report.
constexpr Distance kReach = Distance::metres(400.0);
/// Reports that contradict within less than this are one outlier.
constexpr Duration kDoubtLeast = Duration::seconds(20);
/// Without a report of either for so long nobody knows.
constexpr Duration kSilenceMost = Duration::hours(3);
constexpr Duration kLook = Duration::hours(1);
/// Where meetings do not count it does not look again before.
constexpr Duration kElsewhere = Duration::minutes(3);
/// What is over can be taken back by late reports for so long.
constexpr Duration kKept = Duration::minutes(30);

/// A place reckoned further than this from its report says nothing.
Duration patience(const Track& track) {
  return std::max(Duration::minutes(10), Duration::microseconds(3 * track.interval.microseconds()));
}

}  // namespace

std::uint64_t MeetingDetector::name(Slot a, Slot b) {
  return static_cast<std::uint64_t>(std::min(a, b)) << 32U | std::max(a, b);
}

MeetingDetector::Look MeetingDetector::look(const Track& one, const Track& other, Time t) const {
  const Whereabouts a = whereabouts(one, t);
  const Whereabouts b = whereabouts(other, t);
  Look out;
  out.apart_m = (a.at - b.at).length();
  out.firm = one.last().observed_at >= t && other.last().observed_at >= t;
  if (!a.speed || !b.speed) return out;
  out.fastest = std::max(*a.speed, *b.speed);
  const bool near = out.apart_m <= terms_.within.metres();
  const bool slow = out.fastest < terms_.below;
  const bool known = a.reckoned <= patience(one) && b.reckoned <= patience(other);
  if (known) {
    out.holds = near && slow ? Holds::kYes : Holds::kNo;
    return out;
  }
  // One has been silent for long: it may be anywhere that it can have gone to slowly.
  const Duration reckoned = std::max(a.reckoned, b.reckoned);
  const bool a_sure = a.reckoned <= patience(one) && *a.speed >= terms_.below;
  const bool b_sure = b.reckoned <= patience(other) && *b.speed >= terms_.below;
  const double room =
      terms_.within.metres() + 2.0 * terms_.below.metres_per_second() * reckoned.seconds();
  if (a_sure || b_sure || out.apart_m > room) out.holds = Holds::kNo;
  return out;
}

bool MeetingDetector::held(const Track& one, const Track& other, Time t) const {
  const Whereabouts a = whereabouts(one, t);
  const Whereabouts b = whereabouts(other, t);
  return a.speed && b.speed && std::max(*a.speed, *b.speed) < terms_.below &&
         (a.at - b.at).length() <= terms_.within.metres();
}

/// The moment between two at which it began or ceased to hold, to within a second.
Time MeetingDetector::edge(const Track& one, const Track& other, Time holds, Time does_not) const {
  while (std::max(holds - does_not, does_not - holds) > Duration::seconds(1)) {
    const Time middle = holds + Duration::microseconds((does_not - holds).microseconds() / 2);
    (held(one, other, middle) ? holds : does_not) = middle;
  }
  return holds;
}

/// Back through the reports of both from `t`, at which it holds.
Time MeetingDetector::begin_of(const Track& one, const Track& other, Time t) const {
  Time earliest = t;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < one.past() && j < other.past()) {
    // The next older of all reports; before the oldest of either nothing is known.
    const Time a = one.fix(i).observed_at;
    const Time b = other.fix(j).observed_at;
    const Time next = std::max(a, b);
    if (a == next) ++i;
    if (b == next) ++j;
    if (next >= earliest) continue;
    if (!held(one, other, next)) return edge(one, other, earliest, next);
    earliest = next;
  }
  return earliest;
}

void MeetingDetector::on_report(Scene& scene, const Track& track) {
  const Slot slot = track.slot;
  if (slot >= seats_.size()) {
    seats_.resize(scene.sea().slots());
    with_.resize(scene.sea().slots());
  }
  Seat& seat = seats_[slot];
  if (seat.meets) judge_all(scene, track);
  const Fix& fix = track.last();
  if (static_cast<double>(fix.sog_mps) >= terms_.below.metres_per_second()) {
    seat.seek_from = Time{};
    return;
  }
  if (fix.observed_at < seat.seek_from || !seeks(track)) return;
  seat.seek_from = fix.observed_at + kSeekEvery;
  seek(scene, track);
}

void MeetingDetector::judge_all(Scene& scene, const Track& track) {
  const auto with = with_[track.slot];
  for (const Slot other : with) judge(scene, pairs_.at(name(track.slot, other)), track);
}

void MeetingDetector::join(Slot own, Slot other) {
  with_[own].push_back(other);
  seats_[own].meets = true;
}

void MeetingDetector::leave(Slot own, Slot other) {
  InlineVector<Slot, kMeetingsOfOne> rest;
  for (const Slot slot : with_[own])
    if (slot != other) rest.push_back(slot);
  with_[own] = rest;
  seats_[own].meets = !rest.empty();
}

void MeetingDetector::seek(Scene& scene, const Track& track) {
  bool elsewhere = false;
  scene.sea().for_each_near(track, terms_.within + kReach, [&](const Track& other, Distance) {
    if (elsewhere || !fit(track, other) || other.slot >= with_.size()) return;
    if (with_[track.slot].full() || with_[other.slot].full()) return;
    const auto known = pairs_.find(name(track.slot, other.slot));
    if (known != pairs_.end() && !known->second.over) return;
    if (look(track, other, track.last().observed_at).holds != Holds::kYes) return;
    if (!counts_at(scene, track.last().position)) {
      elsewhere = true;
      return;
    }
    if (known != pairs_.end()) {
      if (track.last().observed_at <= *known->second.over) return;
      drop(known->first);
    }
    open(scene, track, other);
  });
  if (elsewhere) seats_[track.slot].seek_from = track.last().observed_at + kElsewhere;
}

void MeetingDetector::open(Scene& scene, const Track& track, const Track& other) {
  const bool first = track.key < other.key;
  const std::uint64_t pair_name = name(track.slot, other.slot);
  const Time t = track.last().observed_at;
  Pair& pair = pairs_[pair_name];
  pair.one = first ? track.slot : other.slot;
  pair.other = first ? other.slot : track.slot;
  pair.begin = begin_of(track, other, t);
  pair.good = pair.begin;
  pair.firm = pair.begin;
  pair.least_m = terms_.within.metres();
  join(track.slot, other.slot);
  join(other.slot, track.slot);
  pair.first = {scene.sea().track(pair.one).last().observed_at,
                scene.sea().track(pair.other).last().observed_at};
  pair.look_at = scene.now() + look_every();
  scene.wake(pair.look_at, pair_name);
  good(scene, pair, look(track, other, t), t);
}

void MeetingDetector::judge(Scene& scene, Pair& pair, const Track& track) {
  if (pair.over) return;
  const Slot with = pair.one == track.slot ? pair.other : pair.one;
  const Track& other = scene.sea().track(with);
  const Time t = track.last().observed_at;
  const Look now = look(track, other, t);
  if (now.holds == Holds::kUnknown) return;
  if (now.holds == Holds::kYes) {
    // While one vessel is in doubt only that vessel clears it.
    if (pair.bad == 0 || pair.culprit == track.slot) {
      pair.bad = 0;
      good(scene, pair, now, t);
    }
    return;
  }
  if (pair.bad == 0) {
    pair.bad_since = t;
    pair.culprit = track.slot;
  }
  if (pair.culprit != track.slot) return;
  if (++pair.bad < 2 || t - pair.bad_since < kDoubtLeast) return;
  // What held by reckoning may not hold between the reports that have come since.
  const Time sure = held(track, other, pair.good) ? pair.good : pair.firm;
  const Time from = std::min(std::max(sure, pair.begin), pair.bad_since);
  close(scene, pair, edge(track, other, from, pair.bad_since));
}

void MeetingDetector::good(Scene& scene, Pair& pair, const Look& now, Time t) {
  const Track& one = scene.sea().track(pair.one);
  const Track& other = scene.sea().track(pair.other);
  pair.good = std::max(pair.good, t);
  pair.firm = std::max(pair.firm, std::min({t, one.last().observed_at, other.last().observed_at}));
  pair.least_m = std::min(pair.least_m, now.apart_m);
  pair.fastest = std::max(pair.fastest, now.fastest);
  if (!pair.said && pair.good - pair.begin >= terms_.lasts) say(scene, pair, std::nullopt);
}

void MeetingDetector::say(Scene& scene, Pair& pair, std::optional<Time> end) {
  const Track& one = scene.sea().track(pair.one);
  const Track& other = scene.sea().track(pair.other);
  Situation s = situation(scene, pair, one, other);
  s.begin = pair.begin;
  s.end = end;
  if (s.actors.empty()) s.actors = {{one.key, ""}, {other.key, ""}};
  s.at = one.last().position;
  s.observations = {{one.key, pair.first[0]},
                    {other.key, pair.first[1]},
                    {one.key, one.last().observed_at},
                    {other.key, other.last().observed_at}};
  pair.classes = {one.ship_class, other.ship_class};
  if (pair.said) {
    scene.update(*pair.said, std::move(s));
  } else {
    pair.said = scene.raise(std::move(s));
  }
}

void MeetingDetector::close(Scene& scene, Pair& pair, Time end) {
  pair.over = end;
  pair.good = end;
  const Duration lasted = end - pair.begin;
  if (lasted >= terms_.lasts) {
    say(scene, pair, end);
  } else if (pair.said) {
    scene.retract(*pair.said, fmt::format("later reports show that it lasted {:.1f} min only",
                                          lasted.seconds() / 60.0));
    pair.said.reset();
  }
  if (!pair.said) return drop(name(pair.one, pair.other));
  pair.look_at = scene.now() + kKept;
  scene.wake(pair.look_at, name(pair.one, pair.other));
}

void MeetingDetector::on_late(Scene& scene, const Track& track, std::size_t back) {
  if (track.slot >= with_.size() || with_[track.slot].empty()) return;
  const Time t = track.fix(back).observed_at;
  const auto with = with_[track.slot];
  for (const Slot slot : with) {
    Pair& pair = pairs_.at(name(track.slot, slot));
    if (t <= pair.begin || t >= pair.good) continue;
    if (look(track, scene.sea().track(slot), t).holds != Holds::kNo) continue;
    pair.late_from = pair.late_bad == 0 ? t : std::min(pair.late_from, t);
    pair.late_to = pair.late_bad == 0 ? t : std::max(pair.late_to, t);
    if (++pair.late_bad >= 2 && pair.late_to - pair.late_from >= kDoubtLeast) cut(scene, pair);
  }
}

/// They were apart from late_from to late_to.
void MeetingDetector::cut(Scene& scene, Pair& pair) {
  pair.late_bad = 0;
  if (pair.said) {
    if (pair.late_from - pair.begin >= terms_.lasts) {
      scene.end(*pair.said, pair.late_from);
    } else {
      scene.retract(*pair.said,
                    fmt::format("late reports show them apart from {} to {}",
                                format_rfc3339(pair.late_from), format_rfc3339(pair.late_to)));
    }
    pair.said.reset();
  }
  pair.begin = pair.late_to;
  pair.firm = std::max(pair.firm, pair.begin);
  if (pair.good - pair.begin >= terms_.lasts) say(scene, pair, pair.over);
}

void MeetingDetector::on_static(Scene& scene, const Track& track,
                                const model::StaticObservation& said) {
  if (!said.ship_type || track.slot >= with_.size()) return;
  const auto with = with_[track.slot];
  for (const Slot other : with) {
    Pair& pair = pairs_.at(name(track.slot, other));
    if (!pair.said || pair.over) continue;
    // The same comes each six minutes: only another class changes what explains it.
    const std::array classes{scene.sea().track(pair.one).ship_class,
                             scene.sea().track(pair.other).ship_class};
    if (classes != pair.classes) say(scene, pair, std::nullopt);
  }
}

void MeetingDetector::on_timer(Scene& scene, std::uint64_t what) {
  const auto found = pairs_.find(what);
  if (found == pairs_.end()) return;
  Pair& pair = found->second;
  if (scene.now() < pair.look_at) return;  // Of a pair before it under the same name.
  if (pair.over) return drop(what);
  const bool doubted = pair.bad > 0 && scene.now() - pair.bad_since >= kLook;
  if (doubted) return close(scene, pair, std::max(pair.firm, pair.begin));
  if (lost(scene.sea().track(pair.one), scene.sea().track(pair.other), scene.now()))
    return close(scene, pair, pair.firm);
  pair.look_at = scene.now() + look_every();
  scene.wake(pair.look_at, what);
}

bool MeetingDetector::lost(const Track& one, const Track& other, Time now) const {
  return now - std::max(one.last().observed_at, other.last().observed_at) >= kSilenceMost;
}

void MeetingDetector::drop(std::uint64_t pair_name) {
  const auto found = pairs_.find(pair_name);
  if (found == pairs_.end()) return;
  leave(found->second.one, found->second.other);
  leave(found->second.other, found->second.one);
  pairs_.erase(found);
}

void MeetingDetector::on_forgotten(Scene& scene, const Track& track) {
  if (track.slot >= with_.size()) return;
  seats_[track.slot].seek_from = Time{};
  const auto with = with_[track.slot];
  for (const Slot other : with) {
    const std::uint64_t pair_name = name(track.slot, other);
    Pair& pair = pairs_.at(pair_name);
    if (!pair.over) close(scene, pair, pair.firm);
    drop(pair_name);
  }
}

}  // namespace narrows::watch
