#include "watch/collision_risk.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "watch/close_quarters.hpp"
#include "watch/collision_list.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"caution_nm", 1.0, 0.1, 5, "default", "closest approach: caution"},
    ParameterSpec{"caution_min", 30, 5, 60, "default", "time to it: caution"},
    ParameterSpec{"warning_nm", 0.5, 0.05, 5, "default", "closest approach: warning"},
    ParameterSpec{"warning_min", 12, 2, 60, "default", "time to it: warning"},
    ParameterSpec{"critical_min", 6, 1, 30, "default", "time to it: within the ship domain"},
    ParameterSpec{"pick_min", 20, 2, 60, "default", "time to it at which one of many is alerted"},
    ParameterSpec{"likely", 0.5, 0.1, 0.99, "default", "probability of passing too close"},
    ParameterSpec{"contact", 0.2, 0.01, 0.9, "default", "probability of contact: top priority"},
    ParameterSpec{"quiet_others", 1, 0, 50, "default",
                  "others under way within 12 nm: so few, and caution alone is an alert"}};

constexpr double kUnderWay_mps = 0.51;
constexpr double kFasterLeast_mps = 1.54;  // 3 kn: below, neither can surprise the other.
constexpr double kAtRestFaster_mps = 4.1;  // 8 kn.
constexpr Distance kAloneWithin = Distance::nautical_miles(0.5);
constexpr std::uint8_t kMoored = 5;
constexpr double kClosingLeast_kn = 1.0;
constexpr double kOvertakingLeast_kn = 3.0;
constexpr double kShip_m = 50.0;
constexpr Duration kKnownFor = Duration::minutes(1);
constexpr double kBoatsLeast_kn = 12.0;
constexpr Duration kBoatsIn = Duration::minutes(2);
constexpr Duration kHeardWithin = Duration::minutes(6);
constexpr Duration kScreenEvery = Duration::minutes(4);
constexpr Duration kWaitingEvery = Duration::seconds(10);
constexpr Duration kCeasedAfter = Duration::minutes(2);
constexpr Distance kQuietWithin = Distance::nautical_miles(12.0);
constexpr double kComesNearer = 1.25;
constexpr Distance kRoomWithin = Distance::nautical_miles(3.0);
constexpr std::size_t kRoomAmong = 3;
constexpr std::size_t kPairsMax = 24;  // Of one vessel; the later ones are on the list.

std::uint64_t key_of(Slot a, Slot b) {
  return (std::uint64_t{std::min(a, b)} << 32U) | std::max(a, b);
}

/// When it searched last, and with what; and with whom there is a pair. One cache line.
struct alignas(kCacheLine) Screened {
  Time steady_since;  // Course and speed are about what they are now.
  Time next_at;
  float x = 0.0F;  // Of the velocity.
  float y = 0.0F;
  float z = 0.0F;
  std::vector<Slot> partners;
};

struct Pair {
  SituationId id;
  Time begin;
  Time held_at;   // The caution rule last held; before it did, when it will.
  Time judge_at;  // Not before.
  std::optional<Time> picked_since;
  Time nearest_at;
  unsigned priority = 0;  // 0: not raised.
  bool waits = false;     // Found by the screen, and not yet within the caution rule's time.
};

/// "13:04".
std::string hour_and_minute(Time t) {
  constexpr std::size_t kDateAndT = 11;
  return format_rfc3339(t).substr(kDateAndT, 5);
}

class CollisionRisk final : public Detector {
 public:
  explicit CollisionRisk(const Parameters& parameters) { CollisionRisk::configure(parameters); }

  void configure(const Parameters& p) override {
    reach_ = {.caution = p.nautical_miles("caution_nm"), .caution_in = p.minutes("caution_min")};
    warning_ = p.nautical_miles("warning_nm");
    warning_in_ = p.minutes("warning_min");
    critical_in_ = p.minutes("critical_min");
    pick_in_ = p.minutes("pick_min");
    likely_ = p.number("likely");
    contact_ = p.number("contact");
    quiet_others_ = static_cast<std::size_t>(p.number("quiet_others"));
  }

  void on_report(Scene& scene, const Track& track) override {
    const Slot slot = track.slot;
    if (slot >= screened_.size()) screened_.resize(slot + std::size_t{1});
    const Mover& m = scene.sea().mover(slot);
    Screened& before = screened_[slot];
    const geo::Vector change =
        m.velocity - geo::Vector{static_cast<double>(before.x), static_cast<double>(before.y),
                                 static_cast<double>(before.z)};
    // A sixth of the speed: ten degrees; or a knot and a half.
    const double allowed = std::max(0.77, static_cast<double>(m.speed_mps) / 6.0);
    const bool turned = dot(change, change) > allowed * allowed;
    if (turned) {
      before.steady_since = m.at_time;
      // When it would be the rule's was reckoned from another course.
      for (const Slot other : screened_[slot].partners) {
        Pair& pair = pairs_.at(key_of(slot, other));
        if (pair.waits) pair.judge_at = m.at_time;
      }
    }
    if (m.vessel && static_cast<double>(m.speed_mps) >= kFasterLeast_mps &&
        (turned || m.at_time >= before.next_at)) {
      if (turned || before.next_at == Time{}) remember(before, m.velocity);
      before.next_at = m.at_time + kScreenEvery;
      screen(scene, track);
    } else if (turned) {
      remember(before, m.velocity);
    }
    if (!screened_[slot].partners.empty()) judge_all(scene, track);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto found = pairs_.find(what);
    if (found == pairs_.end() || found->second.priority == 0) return;
    Pair& pair = found->second;
    const Time due = std::max(pair.nearest_at, pair.held_at) + kCeasedAfter;
    if (scene.now() < due) return scene.wake(due, what);
    over(scene, what, std::min(pair.nearest_at, scene.now()));
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    if (track.slot >= screened_.size()) return;
    const auto partners = screened_[track.slot].partners;
    for (const Slot other : partners) {
      const auto key = key_of(track.slot, other);
      over(scene, key, pairs_.at(key).held_at);
    }
    screened_[track.slot] = {};
  }

  void expect(Slot slot) const override { fetch(screened_, slot); }

 private:
  static void remember(Screened& s, geo::Vector velocity) {
    s.x = static_cast<float>(velocity.x);
    s.y = static_cast<float>(velocity.y);
    s.z = static_cast<float>(velocity.z);
  }

  /// Who, straight on, comes within caution. A pair is found by the faster one, which need look no
  /// further than twice its own way; who has turned is found by itself.
  void screen(Scene& scene, const Track& own) {
    const Sea& sea = scene.sea();
    const Mover& m = sea.mover(own.slot);
    // Until it looks again, others come within it: they are found now, and watched.
    const double horizon = (reach_.caution_in + kScreenEvery).seconds();
    const double radius = 2.0 * static_cast<double>(m.speed_mps) * horizon;
    const double caution = reach_.caution.metres();
    sea.for_each_slot_about(own.last().position, Distance::metres(radius) + reach_.caution,
                            [&](Slot slot) {
                              if (slot == own.slot) return;
                              const Mover& o = sea.mover(slot);
                              const double since = (m.at_time - o.at_time).seconds();
                              if (!o.vessel || std::abs(since) > kHeardWithin.seconds()) return;
                              const geo::Vector apart = o.at + since * o.velocity - m.at;
                              const geo::Vector closing = o.velocity - m.velocity;
                              const double towards = dot(apart, closing);
                              if (towards >= 0.0) return;
                              const double c2 = dot(closing, closing);
                              if (-towards > c2 * horizon || c2 < 0.26) return;
                              const double d2 = dot(apart, apart) - towards * towards / c2;
                              if (d2 > caution * caution) return;
                              add(scene, own, slot);
                            });
  }

  void add(Scene& scene, const Track& own, Slot slot) {
    if (slot >= screened_.size()) return;  // Not told of yet.
    const Track& other = scene.sea().track(slot);
    if (own.key.mmsi == other.key.mmsi && own.key.identified()) return;
    const std::uint64_t key = key_of(own.slot, slot);
    auto& mine = screened_[own.slot].partners;
    auto& theirs = screened_[slot].partners;
    if (pairs_.contains(key) || mine.size() >= kPairsMax || theirs.size() >= kPairsMax) return;
    const Time now = moment(own, other);
    const CollisionReach wider{reach_.caution, reach_.caution_in + kScreenEvery};
    const auto c = conflict_between(own, other, scene.knowledge(), now, wider);
    if (!c) return;
    mine.push_back(slot);
    theirs.push_back(own.slot);
    Pair& pair = pairs_[key];
    pair.waits = c->straight_tcpa > reach_.caution_in;
    pair.held_at = now;
    if (!pair.waits) return begin(pair, own.slot, slot, *c, now);
    pair.held_at = pair.judge_at = now + (c->straight_tcpa - reach_.caution_in);
  }

  /// It holds since both are on these courses, or since the time to go was the rule's.
  void begin(Pair& pair, Slot one, Slot other, const Conflict& c, Time now) {
    const Time since = now - (reach_.caution_in - c.straight_tcpa);
    pair.begin = std::min(
        now, std::max({since, screened_[one].steady_since, screened_[other].steady_since}));
    pair.waits = false;
  }

  static Time moment(const Track& a, const Track& b) {
    return std::max(a.last().observed_at, b.last().observed_at);
  }

  /// Where she is by now nobody knows; of a vessel that was disturbed, a track at a false place.
  static bool lost(const Track& track, Time now) {
    const Duration patience =
        std::max(kHeardWithin, Duration::microseconds(4 * track.interval.microseconds()));
    return now - track.last().observed_at > patience;
  }

  void judge_all(Scene& scene, const Track& track) {
    for (std::size_t i = screened_[track.slot].partners.size(); i-- > 0;) {
      const std::uint64_t key = key_of(track.slot, screened_[track.slot].partners[i]);
      Pair& pair = pairs_.at(key);
      if (track.last().observed_at >= pair.judge_at)
        judge(scene, key, pair, track, scene.sea().track(screened_[track.slot].partners[i]));
    }
  }

  void judge(Scene& scene, std::uint64_t key, Pair& pair, const Track& a, const Track& b) {
    const Time now = moment(a, b);
    if (lost(a, now) || lost(b, now)) return over(scene, key, pair.held_at);
    const auto c = conflict_between(a, b, scene.knowledge(), now, reach_);
    if (!c && pair.waits) {
      pair.judge_at = now + kWaitingEvery;
      if (now - pair.held_at >= kCeasedAfter) over(scene, key, pair.held_at);
      return;
    }
    if (!c) {
      pair.picked_since.reset();
      const auto way = way_of(a);
      const auto other = way_of(b);
      const auto nearest =
          geo::nearest(other.at_moment(now) - way.at_moment(now), other.velocity - way.velocity);
      const bool passed = nearest.in_s < 0.0;
      const bool parted = passed && nearest.distance_m <= reach_.caution.metres();
      if (parted && nearest.in_s < -20.0) {
        return over(scene, key,
                    now + Duration::milliseconds(std::llround(
                              1e3 * std::max(nearest.in_s, -(now - pair.held_at).seconds()))));
      }
      if (now - pair.held_at >= kCeasedAfter) over(scene, key, pair.held_at);
      return;
    }
    if (pair.waits) begin(pair, a.slot, b.slot, *c, now);
    pair.held_at = now;
    pair.nearest_at = now + c->tcpa;
    pair.judge_at = now + Duration::milliseconds(std::clamp<std::int64_t>(
                              c->tcpa.microseconds() / 60'000, 1'000, 15'000));
    decide(scene, key, pair, *c, now);
  }

  void decide(Scene& scene, std::uint64_t key, Pair& pair, const Conflict& c, Time now) {
    const unsigned priority = priority_of(scene, c);
    if (priority == 0) {
      pair.picked_since.reset();
      return;
    }
    const Track& one = scene.sea().track(c.one);
    const Track& other = scene.sea().track(c.other);
    // Just come into reach: how steady they are is not known yet.
    if (now - std::max(one.first_at, other.first_at) < kKnownFor && c.tcpa > kBoatsIn) return;
    if (!pair.picked_since) pair.picked_since = now;
    const Duration needs = c.tcpa > warning_in_    ? Duration::minutes(1)
                           : c.tcpa > critical_in_ ? Duration::seconds(20)
                                                   : Duration{};
    if (now - *pair.picked_since < needs) return;
    if (pair.priority != 0 && priority >= pair.priority) return;
    auto situation = say(scene, pair, c, priority, now);
    if (pair.priority == 0) {
      pair.id = scene.raise(std::move(situation));
      scene.wake(pair.nearest_at + kCeasedAfter, key);
    } else {
      scene.update(pair.id, std::move(situation));
    }
    pair.priority = priority;
  }

  /// 0: on the list alone.
  unsigned priority_of(const Scene& scene, const Conflict& c) const {
    const Track& one = scene.sea().track(c.one);
    const Track& other = scene.sea().track(c.other);
    const double faster = std::max(one.last().velocity.length(), other.last().velocity.length());
    if (faster < kFasterLeast_mps || c.closing_kn < kClosingLeast_kn) return 0;
    // Who overtakes closes slowly, and may yet slow down behind her: critical at half the time.
    const double share = c.meeting.encounter == Encounter::kOvertaking ? 0.5 : 1.0;
    const bool critical =
        c.tcpa.seconds() <= share * critical_in_.seconds() && c.p_domain() >= likely_;
    const double a = size_of(one).length_m;
    const double b = size_of(other).length_m;
    if (c.meeting.encounter == Encounter::kAtRest) {
      // Whoever makes for a berth, a buoy or an anchorage sails at others who lie there.
      const bool at_sea = faster >= kAtRestFaster_mps && std::min(a, b) >= kShip_m &&
                          size_of(one).known && size_of(other).known;
      return critical && at_sea && alone(scene, c) ? 1 : 0;
    }
    // Slowly past each other on one way there is all the time to see to it.
    if (c.meeting.encounter == Encounter::kOvertaking && c.closing_kn < kOvertakingLeast_kn)
      return 0;
    // Boats among themselves see to each other late, and quickly.
    if (std::max(a, b) < kShip_m)
      return critical && c.tcpa <= kBoatsIn && c.closing_kn >= kBoatsLeast_kn ? 2 : 0;
    if (critical) return c.p_contact() >= contact_ ? 1 : 2;
    // Where there is room, more of it is kept. Who overtakes and boats act later than ships that
    // cross, and need no more time.
    const bool late = c.meeting.encounter == Encounter::kOvertaking || std::min(a, b) < kShip_m;
    const bool close =
        c.tcpa <= (late ? std::min(warning_in_, pick_in_) : pick_in_) &&
        (c.p_close >= likely_ ||
         (c.p_near() >= likely_ && others_within(scene, c, kRoomWithin) <= kRoomAmong));
    // Not of who is as near as she will come, and passes clear.
    const auto quiet = [&] {
      return c.apart.metres() > kComesNearer * c.dcpa.metres() && c.dcpa <= reach_.caution &&
             others_within(scene, c, kQuietWithin) <= quiet_others_;
    };
    if (!close && !quiet()) return 0;
    return c.dcpa <= warning_ && c.tcpa <= warning_in_ ? 2 : 3;
  }

  /// Nobody else lies still near the one who does, and it is not moored.
  bool alone(const Scene& scene, const Conflict& c) const {
    const Track& one = scene.sea().track(c.one);
    const Track& other = scene.sea().track(c.other);
    const Track& still = one.last().velocity.length() < kUnderWay_mps ? one : other;
    bool alone = still.last().nav_status != kMoored;
    scene.sea().for_each_slot_about(still.last().position, kAloneWithin, [&](Slot slot) {
      if (slot == c.one || slot == c.other) return;
      if (static_cast<double>(scene.sea().mover(slot).speed_mps) < kUnderWay_mps) alone = false;
    });
    return alone;
  }

  /// So many are under way besides the two, now, about where they will be nearest.
  std::size_t others_within(const Scene& scene, const Conflict& c, Distance reach) const {
    const Mover& one = scene.sea().mover(c.one);
    const geo::Vector here = one.at + c.tcpa.seconds() * one.velocity;
    std::size_t others = 0;
    scene.sea().for_each_slot_about(geo::place_under(here), reach, [&](Slot slot) {
      if (slot == c.one || slot == c.other) return;
      const Mover& o = scene.sea().mover(slot);
      if (static_cast<double>(o.speed_mps) > kUnderWay_mps &&
          (o.at - here).length() <= reach.metres())
        ++others;
    });
    return others;
  }

  Situation say(const Scene& scene, const Pair& pair, const Conflict& c, unsigned priority,
                Time now) const;

  void over(Scene& scene, std::uint64_t key, Time at) {
    const auto found = pairs_.find(key);
    if (found->second.priority != 0) scene.end(found->second.id, std::max(at, found->second.begin));
    const auto low = static_cast<Slot>(key >> 32U);
    const auto high = static_cast<Slot>(key & 0xFFFFFFFFU);
    std::erase(screened_[low].partners, high);
    std::erase(screened_[high].partners, low);
    pairs_.erase(found);
  }

  CollisionReach reach_;
  Distance warning_;
  Duration warning_in_;
  Duration critical_in_;
  Duration pick_in_;
  double likely_ = 0.5;
  double contact_ = 0.2;
  std::size_t quiet_others_ = 1;
  std::vector<Screened> screened_;  // By slot.
  std::unordered_map<std::uint64_t, Pair> pairs_;
};

std::string_view duty(const Conflict& c, const Track& one, const Track& other,
                      std::string& buffer) {
  if (c.meeting.gives_way == GivesWay::kBoth) {
    buffer = fmt::format("both alter to starboard (rule {})", c.meeting.colreg_rule);
  } else {
    buffer = fmt::format("{} keeps out of the way (rule {})",
                         (c.meeting.gives_way == GivesWay::kOne ? one : other).name_or_key(),
                         c.meeting.colreg_rule);
  }
  return buffer;
}

Situation CollisionRisk::say(const Scene& scene, const Pair& pair, const Conflict& c,
                             unsigned priority, Time now) const {
  const Track& one = scene.sea().track(c.one);
  const Track& other = scene.sea().track(c.other);
  const bool one_yields = c.meeting.gives_way != GivesWay::kOther;
  const bool other_yields = c.meeting.gives_way != GivesWay::kOne;
  std::string buffer;
  Situation s;
  s.kind = kCollisionRiskRule.kind;
  s.actors = {{one.key, one_yields ? "gives way" : "stands on"},
              {other.key, other_yields ? "gives way" : "stands on"}};
  s.begin = pair.begin;
  s.act_by = now + c.tcpa;
  const geo::Vector middle =
      0.5 * (way_of(one).at_moment(now + c.tcpa) + way_of(other).at_moment(now + c.tcpa));
  s.at = geo::place_under(middle);
  // The time of day: whoever reads it minutes later reads no "now" that is over.
  s.why = fmt::format(
      "{} and {} ({}) will pass {:.2f} nm apart at {} UTC, seen {:.0f} min before at {:.1f} nm; "
      "{}.",
      one.name_or_key(), other.name_or_key(), name(c.meeting.encounter), c.dcpa.nautical_miles(),
      hour_and_minute(*s.act_by), c.tcpa.seconds() / 60.0, c.apart.nautical_miles(),
      duty(c, one, other, buffer));
  s.margins = {{"dcpa_nm", c.dcpa.nautical_miles(), reach_.caution.nautical_miles()},
               {"tcpa_min", c.tcpa.seconds() / 60.0, reach_.caution_in.seconds() / 60.0},
               {"dcpa_m", c.dcpa.metres(), c.passing.metres()},
               {"probability_too_close", c.p_close, likely_},
               {"probability_of_contact", c.p_contact(), contact_},
               {"risk", c.risk, 0.0}};
  s.explanations = usual_nearness(scene, one, other, s.at, c.meeting, priority == 1);
  if (c.route_known_for > Duration{}) {
    s.explanations.push_back(
        {"routes bend apart", c.dcpa > reach_.caution ? model::Verdict::kYes : model::Verdict::kNo,
         fmt::format("straight on {:.2f} nm, on their routes {:.2f} nm",
                     c.straight_dcpa.nautical_miles(), c.dcpa.nautical_miles())});
  }
  s.observations = {{one.key, one.last().observed_at}, {other.key, other.last().observed_at}};
  s.confidence = std::clamp(c.p_close, 0.3, 0.95);
  s.priority = priority;
  return s;
}

}  // namespace

const RuleSpec kCollisionRiskRule{
    .kind = "collision_risk",
    .version = "1.2.3",
    .title = "Risk of collision",
    .definition = "two vessels will pass within 1 nm in 30 min, and closer than their lengths ask",
    .priority = 3,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(30),  // Two on one way come into it again at each bend.
    .parameters = kParameters,
    .per_class = false,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<CollisionRisk>(p);
    }};

}  // namespace narrows::watch
