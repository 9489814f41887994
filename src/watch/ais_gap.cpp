#include "watch/ais_gap.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "watch/coverage.hpp"
#include "watch/explanations.hpp"
#include "watch/reception.hpp"
#include "watch/shelter.hpp"

namespace narrows::watch {
namespace {

using model::Verdict;

constexpr std::array kParameters{
    ParameterSpec{"intervals", 12, 2, 1'000, "default", "of its own, silent"},
    ParameterSpec{"least_min", 2, 0.1, 10'080, "default; GFW 12 h", "silent at the least", 720},
    ParameterSpec{"proof_nm", 5, 0.5, 50, "default", "in which another one must be heard"},
    ParameterSpec{"from_shore_nm", 0, 0, 200, "GFW", "further from shore than this", 50}};

constexpr std::uint64_t kReportsLeast = 5;
constexpr Duration kAskAgainLeast = Duration::seconds(30);
constexpr Duration kAskAgainMost = Duration::minutes(30);
constexpr Duration kCatchUp = Duration::seconds(1);
constexpr Duration kGiveUp = Duration::hours(3);
/// A silence that has ended can be filled by late reports for so long.
constexpr Duration kKept = Duration::hours(1);
constexpr std::size_t kGapsMax = 50'000;
constexpr double kHeardWell = 0.6;
constexpr Distance kPort = Distance::nautical_miles(2.0);
/// Who lies still reports so often: ITU-R M.1371-5 annex 1 tables 1 and 2.
constexpr Duration kAtRest = Duration::minutes(3);

Duration times(Duration d, double k) {
  return Duration::microseconds(
      static_cast<std::int64_t>(static_cast<double>(d.microseconds()) * k));
}

bool is_vessel(const Track& track) {
  using enum model::StationKind;
  const auto kind = track.last().kind;
  return track.key.identified() && (kind == kClassA || kind == kClassB || kind == kUnknown);
}

/// Why reception is taken as proven, or not.
struct Proof {
  enum class By : std::uint8_t { kNothing, kOthers, kMap, kItself } by = By::kNothing;
  std::size_t heard = 0;     // Others within proof_nm, during the silence,
  std::size_t together = 0;  // and those who fell silent with it.
  double share = 0.0;        // By the map.
};

class AisGap final : public Detector {
 public:
  explicit AisGap(const Parameters& parameters) { AisGap::configure(parameters); }

  void configure(const Parameters& parameters) override {
    intervals_ = parameters.number("intervals");
    least_ = parameters.minutes("least_min");
    proof_ = parameters.nautical_miles("proof_nm");
    from_shore_ = parameters.nautical_miles("from_shore_nm");
  }

  void on_report(Scene& scene, const Track& track) override {
    reception_.hear(track.last());
    if (track.past() >= 2) {
      const Duration due = due_interval(track.last());
      if (due < Duration::minutes(1))  // At rest it tells little, and late.
        reception_.hear_interval(track.last().source, track.interval.seconds() / due.seconds());
    }
    const Slot slot = track.slot;
    if (slot >= armed_.size()) armed_.resize(scene.sea().slots());
    char& armed = armed_[slot];
    if ((armed & kOpen) != 0) heard_again(scene, track);
    if (track.past() >= 2) {
      const Duration step = track.fix(0).observed_at - track.fix(1).observed_at;
      if (step > least_ && (armed & kKnown) == 0) came_back(scene, track, step);
    }
    armed = static_cast<char>(armed & ~kKnown);
    if ((armed & kArmed) != 0 || track.reports < kReportsLeast || !is_vessel(track)) return;
    armed = static_cast<char>(armed | kArmed);
    // Not at once: of reports that come late in a row the next may be here already.
    scene.wake(std::max(track.last().observed_at + allowed(track), scene.now() + kCatchUp), slot);
  }

  /// Its transponder is not silent: another segment of the same number was heard since, as when
  /// its positions jump away.
  static bool heard_elsewhere(Scene& scene, const Track& track) {
    bool heard = false;
    scene.sea().for_each_segment({track.key.mmsi}, [&](const Track& other) {
      heard = heard || other.last().observed_at > track.last().observed_at;
    });
    return heard;
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const Slot slot = static_cast<Slot>(what);
    if (!scene.sea().alive(slot) || slot >= armed_.size()) return;
    const Track& track = scene.sea().track(slot);
    armed_[slot] = static_cast<char>(armed_[slot] & ~kArmed);
    if ((armed_[slot] & kOpen) != 0 || track.reports < kReportsLeast) return;
    if (heard_elsewhere(scene, track)) return;  // Armed again by its next report, if there is one.
    const Time from = counted_from(track);
    Time next = from + allowed(track);
    if (scene.now() > next) {
      const Duration silent = scene.now() - track.last().observed_at;
      const Proof proof = prove(scene, track, from, scene.now());
      if (proof.by != Proof::By::kNothing) {
        const Duration limit = allowed(scene, track, 0);
        if (scene.now() > from + limit) return raise(scene, track, proof, limit, scene.now());
        next = from + limit + Duration::milliseconds(1);
      } else {
        if (silent > std::max(kGiveUp, times(least_, 2.0))) return;
        next = scene.now() + std::clamp(times(silent, 0.25), kAskAgainLeast, kAskAgainMost);
      }
    } else if (scene.now() == next) {
      next = next + Duration::milliseconds(1);
    }
    armed_[slot] = static_cast<char>(armed_[slot] | kArmed);
    scene.wake(next, slot);
  }

  void on_late(Scene& scene, const Track& track, std::size_t back) override {
    // Its receiver works, however late.
    reception_.hear(track.fix(back));
    const auto found = gaps_.find(track.slot);
    if (found == gaps_.end()) return;
    Gap& gap = found->second;
    const Time t = track.fix(back).observed_at;
    if (!gap.end || t <= gap.begin || t >= *gap.end) return;
    const Time end = *gap.end;
    if (t - gap.begin > gap.allowed) {
      gap.end = t;
      return scene.end(gap.id, t);
    }
    scene.retract(gap.id, fmt::format("a late report of {} fills it", format_rfc3339(t)));
    const Duration limit = std::max(gap.allowed, allowed(scene, track, back));
    gaps_.erase(found);
    if (end - t > limit) {
      const Proof proof = prove(scene, track, t, end);
      if (proof.by != Proof::By::kNothing) raise(scene, track, proof, limit, end, t, end);
    }
  }

  void on_sensor(Scene&, const SensorReport& report) override { reception_.hear(report); }

  void on_forgotten(Scene&, const Track& track) override {
    gaps_.erase(track.slot);
    if (track.slot < armed_.size())
      armed_[track.slot] = static_cast<char>(armed_[track.slot] & kArmed);
  }

  void expect(Slot slot) const override { fetch(armed_, slot); }

 private:
  static constexpr char kArmed = 1;  // A timer of it is outstanding.
  static constexpr char kOpen = 2;   // A gap has been said and goes on.
  static constexpr char kKnown = 4;  // The step that this report ends has been judged.

  struct Gap {
    SituationId id;
    Time begin;
    std::optional<Time> end;
    Duration allowed;
  };

  /// How long it may be silent, by how it was sailing.
  Duration allowed(const Track& track) const {
    return allowed(std::max(track.interval, due_interval(track.last())));
  }
  Duration allowed(Duration own) const { return std::max(times(own, intervals_), least_); }

  /// The same after that of its reports, when it may lie still by now and say so less often.
  Duration allowed(const Scene& scene, const Track& track, std::size_t back) const {
    Duration own = due_interval(track.fix(back));
    if (back == 0) {
      own = std::max(own, track.interval);
    } else {
      // The smoothed interval has moved an eighth of the way towards this silence: taken back.
      own = std::max(own, times(track.interval, 1.0 / 1.375));
    }
    if (own < kAtRest && may_lie(scene, track, back)) own = kAtRest;
    return allowed(own);
  }

  /// It sailed as slowly as in a harbour, and near one, or was stopping.
  static bool may_lie(const Scene& scene, const Track& track, std::size_t back) {
    constexpr double kHarbour_kn = 8.0;
    constexpr Duration kStopsIn = Duration::minutes(1);
    constexpr Duration kLook = Duration::seconds(10);
    const Fix& last = track.fix(back);
    const auto sog = last.sog();
    if (!sog) return false;
    if (sog->knots() <= kHarbour_kn &&
        near_port_or_anchorage(*scene.knowledge().places, last.position, kPort))
      return true;
    std::size_t earlier = back + 1;
    const auto since = [&] { return last.observed_at - track.fix(earlier).observed_at; };
    while (earlier + 1 < track.past() && since() < kLook) ++earlier;
    if (earlier >= track.past() || since() < kLook || since() > kStopsIn) return false;
    const auto was = track.fix(earlier).sog();
    return was &&
           since().seconds() * sog->knots() <= kStopsIn.seconds() * (was->knots() - sog->knots());
  }

  /// Its silence counts from its last report, or from when the receiver was sound again.
  Time counted_from(const Track& track) const {
    return std::max(track.last().observed_at, reception_.sound_since(track.last().source));
  }

  bool far_enough(const Scene& scene, geo::LatLon place) const {
    if (from_shore_.metres() <= 0.0) return true;
    return !near_shore(*scene.knowledge().places, place, from_shore_);
  }

  Proof prove(const Scene& scene, const Track& track, Time from, Time until) const {
    Proof proof;
    const Time later_half = from + times(until - from, 0.5);
    const auto source = track.last().source;
    scene.sea().for_each_near(track, proof_, [&](const Track& other, Distance) {
      if (!is_vessel(other) || other.key.mmsi == track.key.mmsi) return;
      const Time last = other.last().observed_at;
      if (last > later_half) {
        // While some receiver fails only the vessel's own counts.
        if (!reception_.any_failing() || other.last().source == source) ++proof.heard;
        return;
      }
      const Duration own = allowed(other);
      if (last > from - own && until - last > times(own, 0.5)) ++proof.together;
    });
    if (!far_enough(scene, track.last().position)) return proof;
    const bool alive = reception_.last_heard(source) > later_half;
    if (proof.together >= 2 && proof.together >= proof.heard) return proof;
    if (const auto& map = scene.knowledge().coverage) {
      const auto heard = map->at(track.last().position, track.last().kind, from);
      proof.share = heard ? heard->share() : 0.0;
    }
    if (proof.heard > 0) {
      proof.by = Proof::By::kOthers;
    } else if (proof.share >= kHeardWell && alive) {
      proof.by = Proof::By::kMap;
    }
    return proof;
  }

  /// It was silent and nobody had decided: is there reason to say so now?
  void came_back(Scene& scene, const Track& track, Duration step) {
    if (track.reports <= kReportsLeast || !is_vessel(track)) return;
    const Fix& before = track.fix(1);
    const Duration own = std::max(times(track.interval, 1.0 / 1.375), due_interval(before));
    if (step <= allowed(own) || reception_.sound_since(before.source) > before.observed_at) return;
    Proof proof = prove(scene, track, before.observed_at, track.last().observed_at);
    const bool heard_well = own <= times(due_interval(before), 1.6);
    const bool hole = scene.knowledge().coverage && proof.share > 0.0 && proof.share < kHeardWell;
    if (proof.by == Proof::By::kNothing) {
      if (proof.together > 0 || proof.heard > 0 || !heard_well || hole) return;
      if (reception_.any_failing() || !far_enough(scene, before.position)) return;
      proof.by = Proof::By::kItself;
    }
    const Duration limit = allowed(scene, track, 1);
    if (step <= limit) return;
    raise(scene, track, proof, limit, track.last().observed_at, before.observed_at,
          track.last().observed_at);
  }

  void heard_again(Scene& scene, const Track& track) {
    const auto found = gaps_.find(track.slot);
    if (found == gaps_.end()) return;
    Gap& gap = found->second;
    const Time t = track.last().observed_at;
    armed_[track.slot] = static_cast<char>((armed_[track.slot] & ~kOpen) | kKnown);
    if (t - gap.begin > gap.allowed) {
      gap.end = t;
      return scene.end(gap.id, t);
    }
    scene.retract(gap.id, fmt::format("a late report of {} fills it", format_rfc3339(t)));
    gaps_.erase(found);
  }

  void raise(Scene& scene, const Track& track, const Proof& proof, Duration limit, Time until,
             std::optional<Time> begin = {}, std::optional<Time> end = {}) {
    forget_old(scene.now());
    if (gaps_.size() >= kGapsMax) return;
    Situation s =
        situation(scene, track, proof, limit, begin.value_or(track.last().observed_at), until);
    s.end = end;
    Gap& gap = gaps_[track.slot];
    gap = {{}, s.begin, end, limit};
    if (!end) armed_[track.slot] = static_cast<char>(armed_[track.slot] | kOpen);
    gap.id = scene.raise(std::move(s));
  }

  void forget_old(Time now) {
    if (now - swept_ < kKept) return;
    swept_ = now;
    std::erase_if(
        gaps_, [&](const auto& item) { return item.second.end && now - *item.second.end > kKept; });
  }

  Situation situation(const Scene& scene, const Track& track, const Proof& proof, Duration limit,
                      Time begin, Time until) const {
    std::size_t back = 0;
    while (back + 1 < track.past() && track.fix(back).observed_at > begin) ++back;
    const Fix& last = track.fix(back);
    const double silent_s = (until - begin).seconds();
    const double own_s = std::max(track.interval, due_interval(last)).seconds();
    Situation s;
    s.kind = kAisGapRule.kind;
    s.actors = {{track.key, ""}};
    s.begin = begin;
    s.at = last.position;
    s.why = fmt::format(
        "{} has been silent for {:.1f} min, {:.0f} times its reporting interval, "
        "while {}.",
        track.name_or_key(), silent_s / 60.0, silent_s / own_s, reason(proof));
    s.margins = {{"silence_s", silent_s, limit.seconds()},
                 {"vessels_heard_nearby", static_cast<double>(proof.heard), 1.0}};
    s.explanations = {innocent::coverage_hole(scene, last.position, last.kind, begin),
                      at_rest(scene, track, last),
                      class_b(last),
                      leaving(scene, last),
                      fading(track, last),
                      innocent::jamming(scene, track)};
    s.observations = {{track.key, begin}};
    if (until == track.last().observed_at) s.observations.emplace_back(track.key, until);
    const bool b = last.kind == model::StationKind::kClassB;
    s.confidence = proof.by == Proof::By::kItself
                       ? 0.5
                       : 0.6 + 0.1 * static_cast<double>(std::min<std::size_t>(proof.heard, 3)) -
                             (b ? 0.2 : 0.0);
    if (b || proof.by == Proof::By::kItself) s.priority = 3;
    return s;
  }

  std::string reason(const Proof& proof) const {
    if (proof.by == Proof::By::kOthers) {
      return fmt::format("{} other{} within {:.0f} nm {} heard", proof.heard,
                         proof.heard == 1 ? "" : "s", proof_.nautical_miles(),
                         proof.heard == 1 ? "was" : "were");
    }
    if (proof.by == Proof::By::kMap)
      return fmt::format("{:.0f} % of what is sent there is usually heard", 100.0 * proof.share);
    return "the receiver worked and had heard it without losses";
  }

  static model::AlertExplanation at_rest(const Scene& scene, const Track& track, const Fix& last) {
    const bool moored = last.nav_status == 5;
    const auto sog = last.sog();
    const bool still = sog && sog->knots() < 0.5;
    const bool port = near_port_or_anchorage(*scene.knowledge().places, last.position, kPort);
    const bool yes = moored || (port && (still || last.nav_status == 1));
    return {"moored or in port", yes ? Verdict::kYes : Verdict::kNo,
            fmt::format("{} last said {:.1f} kn, status {}; {} 2 nm of a port or anchorage",
                        track.name_or_key(), sog ? sog->knots() : 0.0, last.nav_status,
                        port ? "within" : "not within")};
  }

  /// At the rim of reception others are heard now and then, which proves nothing: the vessel itself
  /// had been heard much worse before than that receiver hears its vessels.
  model::AlertExplanation fading(const Track& track, const Fix& last) const {
    constexpr double kWorse = 2.5;
    constexpr Duration kRecent = Duration::minutes(1);
    // The interval of one who was heard again has this silence in it already: an eighth of the way.
    const bool again = track.last().observed_at - last.observed_at > kRecent;
    const double own =
        times(track.interval, again ? 1.0 / 1.375 : 1.0).seconds() / due_interval(last).seconds();
    const double usual = reception_.usual_times_due(last.source);
    return {"fading", own >= kWorse * usual ? Verdict::kYes : Verdict::kNo,
            fmt::format("one report in {:.1f} of its was heard before, of all that the receiver "
                        "hears one in {:.1f}",
                        std::max(1.0, own), usual)};
  }

  static model::AlertExplanation class_b(const Fix& last) {
    if (last.kind != model::StationKind::kClassB)
      return {"Class B", Verdict::kNo, "it does not send as Class B"};
    return {"Class B", Verdict::kUnknown,
            "Class B sends with less power, gives way on a busy channel, and may be switched off"};
  }

  static model::AlertExplanation leaving(const Scene& scene, const Fix& last) {
    constexpr double kAhead_s = 1'800.0;
    const geo::LatLon ahead = geo::place_under(last.at + kAhead_s * last.velocity);
    const auto* area = scene.knowledge().places->area();
    if (area != nullptr && !area->pack().bbox.contains(ahead))
      return {"leaving coverage", Verdict::kYes, "on its course it leaves the area within 30 min"};
    const auto& map = scene.knowledge().coverage;
    if (!map)
      return {"leaving coverage", Verdict::kUnknown, "no map of reception has been learned"};
    const auto here = map->at(last.position, last.kind, last.observed_at);
    const auto there = map->at(ahead, last.kind, last.observed_at);
    if (here && (!there || there->share() < 0.3)) {
      return {"leaving coverage", Verdict::kYes,
              "on its course nobody has been heard well where it is in 30 min"};
    }
    return {"leaving coverage", here ? Verdict::kNo : Verdict::kUnknown,
            here ? "others have been heard further on" : "reception is not known there"};
  }

  double intervals_ = 12.0;
  Duration least_;
  Distance proof_;
  Distance from_shore_;
  Reception reception_;
  std::vector<char> armed_;  // By slot.
  std::unordered_map<Slot, Gap> gaps_;
  Time swept_;
};

}  // namespace

const RuleSpec kAisGapRule{
    .kind = "ais_gap",
    .version = "1.2.0",
    .title = "AIS switched off",
    .definition = "Silent for many of its own reporting intervals where others are heard",
    .priority = 2,
    .gate = RuleSpec::Gate::kHeld,
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<AisGap>(p);
    }};

}  // namespace narrows::watch
