#include "watch/drifting.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "watch/close_quarters.hpp"
#include "watch/explanations.hpp"
#include "watch/way.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"speed_min_kn", 1, 0.2, 5, "open-source detectors", "over ground, at least"},
    ParameterSpec{"speed_max_kn", 5, 1, 12, "open-source detectors", "over ground, at most"},
    ParameterSpec{"aside_deg", 45, 10, 170, "open-source detectors",
                  "between course and heading, more than"},
    ParameterSpec{"minutes", 10, 1, 120, "open-source detectors", "for so long"},
    ParameterSpec{"distance_m", 500, 50, 10'000, "open-source detectors", "and so far"},
    ParameterSpec{"length_m", 50, 0, 400, "open-source detectors", "or longer"}};

constexpr std::uint8_t kAtAnchor = 1;
constexpr std::uint8_t kNotUnderCommand = 2;
constexpr std::uint8_t kMoored = 5;
constexpr std::uint8_t kAground = 6;
constexpr std::uint8_t kFishing = 7;
constexpr Duration kSailedOver = Duration::seconds(60);
constexpr Duration kCeased = Duration::minutes(2);
constexpr Duration kSilent = Duration::minutes(15);  // Between two reports: nothing is known.

struct alignas(kCacheLine) Drift {
  Time begin;
  Time last_at;  // It last held.
  geo::Vector from;
  SituationId id;
  bool going = false;
  bool raised = false;
  bool by_status = false;
};

class Drifting final : public Detector {
 public:
  explicit Drifting(const Parameters& parameters) { Drifting::configure(parameters); }

  void configure(const Parameters& p) override {
    least_mps_ = p.knots("speed_min_kn").metres_per_second();
    most_mps_ = p.knots("speed_max_kn").metres_per_second();
    aside_deg_ = p.number("aside_deg");
    lasts_ = p.minutes("minutes");
    distance_m_ = p.number("distance_m");
    length_m_ = p.number("length_m");
  }

  void on_report(Scene& scene, const Track& track) override {
    if (track.slot >= drifts_.size()) drifts_.resize(track.slot + std::size_t{1});
    Drift& d = drifts_[track.slot];
    const Fix& fix = track.last();
    // Twice the speed, and nothing going on: most reports end here.
    if (!d.going && static_cast<double>(fix.sog_mps) > 2.0 * most_mps_) return;
    if (d.going && fix.observed_at - d.last_at > kSilent) over(scene, d);
    if (!holds(track)) {
      if (d.going && fix.observed_at - d.last_at >= kCeased) over(scene, d);
      return;
    }
    hold(d, fix);
    if (!d.raised) decide(scene, track, d);
  }

  /// It counts as if it had come in time, and so do those after it: of them it may show where they
  /// came from.
  void on_late(Scene& scene, const Track& track, std::size_t back) override {
    if (track.slot >= drifts_.size()) return;
    Drift& d = drifts_[track.slot];
    if (track.last().observed_at - track.fix(back).observed_at >= kCeased) return;
    for (std::size_t i = back + 1; i-- > 0;)
      if (holds(track, i)) hold(d, track.fix(i));
    if (!d.going || d.raised) return;
    for (std::size_t i = 0; i < track.past(); ++i)
      if (track.fix(i).observed_at == d.last_at) return decide(scene, track, d, i);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    if (what >= drifts_.size() || !drifts_[what].raised) return;
    Drift& d = drifts_[what];
    if (scene.now() < d.last_at + kSilent) return scene.wake(d.last_at + kSilent, what);
    over(scene, d);
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    if (track.slot >= drifts_.size()) return;
    over(scene, drifts_[track.slot]);
  }

  void expect(Slot slot) const override { fetch(drifts_, slot); }

 private:
  /// It holds with this report: the first, the last, or one between.
  static void hold(Drift& d, const Fix& fix) {
    if (!d.going) {
      d = {};
      d.going = true;
      d.begin = d.last_at = fix.observed_at;
      d.from = fix.at;
    } else if (fix.observed_at < d.begin && !d.raised) {
      d.begin = fix.observed_at;
      d.from = fix.at;
    }
    d.by_status = d.by_status || fix.nav_status == kNotUnderCommand;
    d.last_at = std::max(d.last_at, fix.observed_at);
  }

  bool holds(const Track& track, std::size_t back = 0) const {
    const Fix& fix = track.fix(back);
    if (fix.nav_status == kAtAnchor || fix.nav_status == kMoored || fix.nav_status == kAground ||
        fix.nav_status == kFishing)
      return false;
    const bool adrift_by_status = fix.nav_status == kNotUnderCommand;
    if (!adrift_by_status && std::isnan(fix.heading_deg)) return false;
    const auto velocity = sailed(track, kSailedOver, back);
    // Its first report: as said.
    const geo::Vector way = velocity.value_or(fix.velocity);
    const double speed = way.length();
    if (speed < least_mps_ || speed > most_mps_) return false;
    if (adrift_by_status) return true;
    const Bearing course = geo::Surface{fix.position}.bearing(way);
    return std::abs(turn_degrees(*fix.heading(), course)) > aside_deg_;
  }

  /// `back`: the last report with which it holds.
  void decide(Scene& scene, const Track& track, Drift& d, std::size_t back = 0) {
    using enum model::ShipClass;
    constexpr std::array kWorkSo{kFishing, kTug, kPilot, kPatrol, kPleasure, kService};
    const Size size = size_of(track);
    const double moved = (track.fix(back).at - d.from).length();
    const bool long_enough = d.last_at - d.begin >= lasts_ && moved >= distance_m_;
    const bool ship = is_vessel(track) && size.length_m >= length_m_ &&
                      std::ranges::find(kWorkSo, track.ship_class) == kWorkSo.end();
    if (d.by_status ? !is_vessel(track) : !(ship && long_enough)) return;
    // A status set by mistake is corrected within minutes.
    if (d.by_status && d.last_at - d.begin < kStatusFor) return;
    say(scene, track, d, size, moved, back);
  }

  void say(Scene& scene, const Track& track, Drift& d, const Size& size, double moved,
           std::size_t back) {
    const Fix& fix = track.fix(back);
    const std::array own{&track};
    const double min = (d.last_at - d.begin).seconds() / 60.0;
    const auto way = sailed(track, kSailedOver, back).value_or(fix.velocity);
    const double kn = way.length() / Speed::kMetresPerSecondPerKnot;
    const Bearing course = geo::Surface{fix.position}.bearing(way);
    const auto heading = fix.heading();
    const double aside = heading ? std::abs(turn_degrees(*heading, course)) : 0.0;
    Situation s;
    s.kind = kDriftingRule.kind;
    s.actors = {{track.key, ""}};
    s.begin = d.begin;
    s.at = fix.position;
    s.why = d.by_status ? fmt::format(
                              "{} says that it is not under command, and makes {:.1f} kn towards "
                              "{:03.0f}°.",
                              track.name_or_key(), kn, course.degrees_true())
                        : fmt::format(
                              "{} drifts at {:.1f} kn towards {:03.0f}°, {:.0f}° off its heading, "
                              "{:.0f} m in {:.0f} min.",
                              track.name_or_key(), kn, course.degrees_true(), aside, moved, min);
    s.margins = {{"speed_kn", kn, most_mps_ / Speed::kMetresPerSecondPerKnot},
                 {"aside_deg", aside, aside_deg_},
                 {"minutes", min, lasts_.seconds() / 60.0},
                 {"distance_m", moved, distance_m_},
                 {"length_m", size.length_m, length_m_}};
    s.explanations = {innocent::waiting_area(scene, own), harbour(scene, own, s.at),
                      innocent::tug_assistance(own), innocent::fishing_ground(scene, own)};
    s.observations = {{track.key, d.begin}, {track.key, fix.observed_at}};
    s.confidence = d.by_status ? 0.7 : (size.known ? 0.85 : 0.6);
    d.id = scene.raise(std::move(s));
    d.raised = true;
    scene.wake(d.last_at + kSilent, track.slot);
  }

  static void over(Scene& scene, Drift& d) {
    if (d.raised) scene.end(d.id, d.last_at);
    d = {};
  }

  static constexpr Duration kStatusFor = Duration::minutes(2);
  double least_mps_ = 0.51;
  double most_mps_ = 2.57;
  double aside_deg_ = 45.0;
  Duration lasts_;
  double distance_m_ = 500.0;
  double length_m_ = 50.0;
  std::vector<Drift> drifts_;  // By slot.
};

}  // namespace

const RuleSpec kDriftingRule{
    .kind = "drifting",
    .version = "1.0.0",
    .title = "Adrift",
    .definition =
        "1 to 5 kn more than 45° off the heading for 10 min and 500 m, or not under "
        "command",
    .priority = 1,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(15),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<Drifting>(p);
    }};

}  // namespace narrows::watch
