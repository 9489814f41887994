#include "watch/near_miss.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "watch/close_quarters.hpp"
#include "watch/encounter.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"domain_long", 8, 2, 20, "Fujii 1971", "of the ellipse, in lengths"},
    ParameterSpec{"domain_wide", 3.2, 1, 20, "Fujii 1971", "of the ellipse, in lengths"},
    ParameterSpec{"close_long", 2, 1, 8, "open-source detectors", "close quarters, in lengths"},
    ParameterSpec{"close_wide", 3, 1, 12, "open-source detectors", "close quarters, in beams"},
    ParameterSpec{"speed_kn", 5, 1, 20, "open-source detectors", "of both, more than"}};

constexpr double kLengthMax_m = 460.0;
constexpr Duration kReckonedMax = Duration::seconds(200);
constexpr Duration kQuiet = Duration::minutes(2);  // Out of the domain so long: over.
constexpr double kStep_s = 2.0;
constexpr double kPiecesMax = 120.0;

struct Inside {
  SituationId id;
  Time begin;
  Time last_in;
  Time looked;  // Up to here.
  double least_m = 1e12;
  double least_part = 1e12;  // Of the ellipse: 1 at its rim.
  bool raised = false;
  bool close = false;
};

class NearMiss final : public Detector {
 public:
  explicit NearMiss(const Parameters& parameters) { NearMiss::configure(parameters); }

  void configure(const Parameters& p) override {
    domain_ = {p.number("domain_long") / 2.0, p.number("domain_wide") / 2.0};
    close_ = {p.number("close_long") / 2.0, p.number("close_wide") / 2.0};
    speed_mps_ = p.knots("speed_kn").metres_per_second();
  }

  void on_report(Scene& scene, const Track& track) override {
    if (track.slot >= look_at_.size()) look_at_.resize(track.slot + std::size_t{1});
    const Mover& m = scene.sea().mover(track.slot);
    if (static_cast<double>(m.speed_mps) <= speed_mps_ || m.at_time < look_at_[track.slot]) return;
    look_at_[track.slot] = look(scene, track, m);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto found = pairs_.find(what);
    if (found == pairs_.end()) return;
    const Time due = found->second.last_in + kQuiet;
    if (scene.now() < due) return scene.wake(due, what);
    if (found->second.raised) scene.end(found->second.id, found->second.last_in);
    pairs_.erase(found);
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    if (track.slot < look_at_.size()) look_at_[track.slot] = {};
    std::erase_if(pairs_, [&](auto& pair) {
      const bool its =
          (pair.first >> 32U) == track.slot || (pair.first & 0xFFFFFFFFU) == track.slot;
      if (its && pair.second.raised) scene.end(pair.second.id, pair.second.last_in);
      return its;
    });
  }

  void expect(Slot slot) const override { fetch(look_at_, slot); }

 private:
  struct Axes {
    double along;
    double across;
  };

  /// Of who is near enough to have been inside since the last look. When to look again: when the
  /// nearest could be at the rim, both sailing at each other.
  Time look(Scene& scene, const Track& own, const Mover& m) {
    const double most = domain_.along * kLengthMax_m;
    constexpr double kFastest_mps = 31.0;  // 60 kn.
    constexpr double kLookOn_s = 120.0;
    // More do not sail within each other's domains: a crowd at one false place must not cost its
    // square.
    constexpr std::size_t kNearMax = 16;
    const double reach = most + (static_cast<double>(m.speed_mps) + 13.0) * kLookOn_s;
    double soonest = kLookOn_s;
    std::size_t near = 0;
    const Sea& sea = scene.sea();
    sea.for_each_slot_about(own.last().position, Distance::metres(reach), [&](Slot slot) {
      if (slot == own.slot) return;
      const Mover& o = sea.mover(slot);
      if (static_cast<double>(o.speed_mps) <= speed_mps_) return;
      const double since = (m.at_time - o.at_time).seconds();
      if (std::abs(since) > kReckonedMax.seconds()) return;
      const geo::Vector apart = o.at + since * o.velocity - m.at;
      const double d = apart.length();
      const double approach = (o.velocity - m.velocity).length();
      // They may turn: half of the time it takes them, as they go now.
      const auto free_from = [&](double rim) {
        return (d - rim) / std::max(1.0, std::min(approach + 4.0, kFastest_mps)) * 0.5;
      };
      // Since its last report they may have been nearer than they are now.
      const double passed = approach * std::min(own.interval.seconds() + 60.0, 400.0);
      // However long they are: most are too far off to matter, and need not be looked up.
      if (free_from(most) >= soonest && d >= most + passed) return;
      const Track& other = sea.track(slot);
      const double rim = domain_.along * std::max(size_of(own).length_m, size_of(other).length_m);
      soonest = std::min(soonest, free_from(rim));
      if (d < rim + passed && ++near <= kNearMax) examine(scene, own, other);
    });
    return m.at_time +
           Duration::milliseconds(static_cast<std::int64_t>(1e3 * std::max(0.0, soonest)));
  }

  void examine(Scene& scene, const Track& a, const Track& b) {
    if (!is_vessel(a) || !is_vessel(b)) return;
    if (a.key.mmsi == b.key.mmsi && a.key.identified()) return;
    const bool swap = b.key < a.key;
    const Track& one = swap ? b : a;
    const Track& other = swap ? a : b;
    const std::uint64_t key =
        (std::uint64_t{std::min(a.slot, b.slot)} << 32U) | std::max(a.slot, b.slot);
    const auto found = pairs_.find(key);
    const Time to = std::max(a.last().observed_at, b.last().observed_at);
    Time from = found != pairs_.end() ? found->second.looked : before(a, b, to);
    from = std::max(from, to - Duration::minutes(7));
    const double span = (to - from).seconds();
    if (span < 0.0) return;
    const auto pieces = std::clamp(std::ceil(span / kStep_s), 1.0, kPiecesMax);
    Inside state = found != pairs_.end() ? found->second : Inside{};
    bool any = found != pairs_.end();
    bool seen = false;
    for (double i = 1.0; i <= pieces; i += 1.0) {
      const Time t = from + Duration::microseconds(std::llround(1e6 * span * i / pieces));
      if (!sample(one, other, t, state)) continue;
      if (!any) state.begin = t;
      any = seen = true;
      state.last_in = t;
    }
    if (!any) return;
    state.looked = to;
    pairs_[key] = state;
    if (seen) say(scene, key, one, other);
  }

  /// From where both were last known before this report.
  static Time before(const Track& a, const Track& b, Time to) {
    const Track& newer = a.last().observed_at == to ? a : b;
    return newer.past() > 1 ? newer.fix(1).observed_at : to;
  }

  /// Whether one is in the domain of the other at `t`.
  bool sample(const Track& one, const Track& other, Time t, Inside& state) const {
    const auto a = whereabouts(one, t);
    const auto b = whereabouts(other, t);
    const geo::Vector to = b.at - a.at;
    // Most are further off than any of the ellipses reaches.
    const double reach = std::max(domain_.along, domain_.across) *
                         std::max(size_of(one).length_m, size_of(other).length_m);
    if (dot(to, to) > reach * reach) return false;
    if (a.reckoned > kReckonedMax || b.reckoned > kReckonedMax) return false;
    const auto fast = [&](const Whereabouts& w) {
      return w.speed && w.speed->metres_per_second() > speed_mps_;
    };
    if (!fast(a) || !fast(b)) return false;
    const double part =
        std::min(part_of(one, to, domain_, false), part_of(other, to, domain_, false));
    if (part > 1.0) return false;
    state.least_part = std::min(state.least_part, part);
    state.least_m = std::min(state.least_m, to.length());
    if (std::min(part_of(one, to, close_, true), part_of(other, to, close_, true)) <= 1.0)
      state.close = true;
    return true;
  }

  /// How far out in the ellipse round `own` the other is: 1 at its rim.
  static double part_of(const Track& own, geo::Vector to, Axes axes, bool by_beam) {
    const Size size = size_of(own);
    const Fix& fix = own.last();
    const auto ahead = fix.heading() ? fix.heading() : fix.cog();
    const geo::Surface here{fix.position};
    const geo::Vector bow = here.velocity(ahead.value_or(Bearing{}), Speed::metres_per_second(1.0));
    const double along = dot(to, bow);
    const double across2 = std::max(0.0, dot(to, to) - along * along);
    const double a = axes.along * size.length_m;
    const double b = axes.across * (by_beam ? size.beam_m : size.length_m);
    return std::sqrt(along * along / (a * a) + across2 / (b * b));
  }

  void say(Scene& scene, std::uint64_t key, const Track& one, const Track& other) {
    Inside& state = pairs_.at(key);
    const Way way = way_of(one);
    const Way other_way = way_of(other);
    const auto meeting = meeting_of(one, way, other, other_way, state.begin);
    const double weight = meeting.encounter == Encounter::kHeadOn     ? 2.0
                          : meeting.encounter == Encounter::kCrossing ? 1.5
                                                                      : 1.0;
    const double severity = std::min(1.0, weight * (1.0 - state.least_part));
    Situation s;
    s.kind = kNearMissRule.kind;
    s.actors = {{one.key, ""}, {other.key, ""}};
    s.begin = state.begin;
    s.at = geo::place_under(whereabouts(one, state.last_in).at);
    const bool known = size_of(one).known && size_of(other).known;
    s.why =
        fmt::format("{} and {} came within {:.0f} m of each other ({}), {}{}.", one.name_or_key(),
                    other.name_or_key(), state.least_m, name(meeting.encounter),
                    state.close ? "at close quarters" : "inside the ship domain",
                    known ? "" : "; a length is not known, the usual of its class was taken");
    s.margins = {{"least_distance_m", state.least_m,
                  domain_.along * std::max(size_of(one).length_m, size_of(other).length_m)},
                 {"part_of_domain", state.least_part, 1.0},
                 {"severity", severity, 0.0}};
    s.explanations = usual_nearness(scene, one, other, s.at, meeting, true);
    if (unusual_in_a_crowd(scene, one, other, meeting, state, s.at)) not_the_crowd(s.explanations);
    s.observations = {{one.key, one.last().observed_at}, {other.key, other.last().observed_at}};
    s.confidence = known ? 0.9 : 0.6;
    s.priority = state.close ? 1 : 2;
    if (state.raised) return scene.update(state.id, std::move(s));
    state.raised = true;
    state.id = scene.raise(std::move(s));
    scene.wake(state.last_in + kQuiet, key);
  }

  /// A crowd makes it usual that boats pass so near, and that ships do on one way or in a fairway:
  /// not that a ship crosses so near to another, or that two meet so where there is room.
  static bool unusual_in_a_crowd(const Scene& scene, const Track& one, const Track& other,
                                 const SteeringRule& meeting, const Inside& state,
                                 geo::LatLon place) {
    constexpr double kShip_m = 50.0;
    constexpr double kDeep = 0.5;
    constexpr double kClosingLeast_mps = 2.57;  // 5 kn.
    constexpr Distance kRoom = Distance::nautical_miles(1.0);
    const Size a = size_of(one);
    const Size b = size_of(other);
    if (!a.known || !b.known || std::min(a.length_m, b.length_m) < kShip_m) return false;
    const bool closes = (other.last().velocity - one.last().velocity).length() >= kClosingLeast_mps;
    if (state.least_part > kDeep || !closes) return false;
    if (meeting.encounter == Encounter::kCrossing) return true;
    const Places& places = *scene.knowledge().places;
    return meeting.encounter == Encounter::kHeadOn && places.knows_shore() &&
           !places.shore(place, kRoom);
  }

  static void not_the_crowd(std::vector<model::AlertExplanation>& explanations) {
    for (auto& e : explanations) {
      if (e.what != kCrowd || e.verdict != model::Verdict::kYes) continue;
      e.verdict = model::Verdict::kNo;
      e.because += "; but ships do not meet so near for that";
    }
  }

  Axes domain_{4.0, 1.6};
  Axes close_{1.0, 1.5};
  double speed_mps_ = 2.57;
  std::vector<Time> look_at_;  // By slot: nobody can be in its domain before.
  std::unordered_map<std::uint64_t, Inside> pairs_;
};

}  // namespace

const RuleSpec kNearMissRule{
    .kind = "near_miss",
    .version = "1.2.1",
    .title = "Near miss",
    .definition = "within the other's ship domain of 8 by 3.2 lengths, both faster than 5 kn",
    .priority = 2,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(10),
    .parameters = kParameters,
    .per_class = false,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<NearMiss>(p);
    }};

}  // namespace narrows::watch
