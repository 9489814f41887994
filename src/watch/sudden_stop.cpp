#include "watch/sudden_stop.hpp"

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
    ParameterSpec{"from_kn", 7, 2, 30, "open-source detectors", "faster than this before"},
    ParameterSpec{"to_kn", 1, 0.1, 5, "open-source detectors", "slower than this after"},
    ParameterSpec{"within_s", 30, 5, 300, "open-source detectors", "from one to the other"},
    ParameterSpec{"held_s", 60, 0, 1'800, "open-source detectors", "still for so long"},
    ParameterSpec{"gap_max_s", 400, 30, 1'200, "default", "between the reports of the stop"}};

constexpr double kPlaceNoise_m = 40.0;
constexpr double kWayNoise_m = 10.0;  // Of the way between two reports.
constexpr Duration kReportsApart = Duration::seconds(20);

/// Of who sails on the first cache line alone is written.
struct alignas(kCacheLine) Stop {
  enum class Phase : std::uint8_t { kNone, kSlowing, kStill, kRaised };
  Time before_at;  // The report before.
  geo::Vector before_place;
  float before_mps = 0.0F;
  Phase phase = Phase::kNone;
  // From here on of who has slowed down:
  float fast_mps = 0.0F;
  Time fast_at;    // Last report faster than from_kn.
  Time slower_at;  // When it fell below from_kn, between two reports.
  Time still_at;   // First below to_kn after it.
  geo::Vector still_place;
  SituationId id;
  float took_s = 0.0F;
};

/// When a speed that changed evenly from `before` to `now` was `at`.
Time crossed(Time before_at, float before, Time now_at, float now, float at) {
  const double part = static_cast<double>((before - at) / std::max(1e-3F, before - now));
  const auto us = static_cast<double>((now_at - before_at).microseconds());
  return before_at + Duration::microseconds(std::llround(us * std::clamp(part, 0.0, 1.0)));
}

class SuddenStop final : public Detector {
 public:
  explicit SuddenStop(const Parameters& parameters) { SuddenStop::configure(parameters); }

  void configure(const Parameters& p) override {
    from_mps_ = static_cast<float>(p.knots("from_kn").metres_per_second());
    to_mps_ = static_cast<float>(p.knots("to_kn").metres_per_second());
    within_ = p.seconds("within_s");
    held_ = p.seconds("held_s");
    gap_max_ = p.seconds("gap_max_s");
  }

  void on_report(Scene& scene, const Track& track) override {
    if (track.slot >= stops_.size()) stops_.resize(track.slot + std::size_t{1});
    Stop& stop = stops_[track.slot];
    const Fix& fix = track.last();
    const float speed = fix.sog_mps;
    if (std::isnan(speed)) return;
    if (speed <= from_mps_ || stop.phase != Stop::Phase::kNone) follow(scene, track, stop);
    stop.before_at = fix.observed_at;
    stop.before_mps = speed;
    stop.before_place = fix.at;
  }

  /// A late report that shows that it did not happen so takes it back: it was slower and not still
  /// long before, or moved again at once. Else it is as it was.
  void on_late(Scene& scene, const Track& track, std::size_t back) override {
    if (track.slot >= stops_.size()) return;
    Stop& stop = stops_[track.slot];
    const Fix& late = track.fix(back);
    const Time t = late.observed_at;
    const float speed = late.sog_mps;
    const auto sog = late.sog();
    if (stop.phase < Stop::Phase::kStill || !sog || t <= stop.fast_at) return;
    const bool before = t < stop.still_at;
    const bool slow_long_before = before && speed <= from_mps_ && speed >= to_mps_ &&
                                  stop.still_at - t > within_ + kReportsApart;
    const bool moved_at_once = !before && t - stop.still_at < held_ && speed >= 2.0F * to_mps_;
    if (!slow_long_before && !moved_at_once) return;
    if (stop.phase == Stop::Phase::kRaised) {
      scene.retract(stop.id, fmt::format("a late report of {} says {:.1f} kn", format_rfc3339(t),
                                         sog->knots()));
    }
    stop.phase = Stop::Phase::kNone;
    stop.fast_mps = 0.0F;
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    if (track.slot >= stops_.size()) return;
    Stop& stop = stops_[track.slot];
    if (stop.phase == Stop::Phase::kRaised) scene.end(stop.id, track.last().observed_at);
    stop = {};
  }

  void expect(Slot slot) const override { fetch(stops_, slot, kCacheLine); }

 private:
  void follow(Scene& scene, const Track& track, Stop& stop) {
    using Phase = Stop::Phase;
    const Fix& fix = track.last();
    const float speed = fix.sog_mps;
    if (speed > from_mps_) {
      if (stop.phase != Phase::kNone) moves(scene, stop, fix.observed_at);
      return;
    }
    if (stop.phase == Phase::kNone) {
      if (stop.before_mps <= from_mps_) return;
      stop.phase = Phase::kSlowing;
      stop.fast_at = stop.before_at;
      stop.fast_mps = stop.before_mps;
      stop.slower_at = slower_since(stop, fix);
    }
    if (stop.phase == Phase::kSlowing) {
      if (speed >= to_mps_) return;
      stop.took_s = static_cast<float>(longest_s(stop, fix));
      const bool sudden = fix.observed_at - stop.fast_at <= gap_max_ &&
                          static_cast<double>(stop.took_s) <= within_.seconds();
      if (!sudden || !is_vessel(track)) return moves(scene, stop, fix.observed_at);
      stop.phase = Phase::kStill;
      stop.still_at = fix.observed_at;
      stop.still_place = fix.at;
      return;
    }
    // Moving again: twice as fast as still, so that noise does not end it.
    if (speed >= 2.0F * to_mps_) return moves(scene, stop, fix.observed_at);
    if (stop.phase == Phase::kStill && fix.observed_at - stop.still_at >= held_)
      say(scene, track, stop);
  }

  /// When it fell below `from_kn`: it kept its speed, then slowed down evenly until this report;
  /// the way that is missing says since when.
  Time slower_since(const Stop& stop, const Fix& fix) const {
    const Time even =
        crossed(stop.before_at, stop.before_mps, fix.observed_at, fix.sog_mps, from_mps_);
    const auto before = static_cast<double>(stop.before_mps);
    const auto now = static_cast<double>(fix.sog_mps);
    if (fix.sog_mps < to_mps_) return even;
    const double gap = (fix.observed_at - stop.before_at).seconds();
    const double missing = before * gap - (fix.at - stop.before_place).length() + kWayNoise_m;
    const double slowing = std::clamp(2.0 * missing / (before - now), 0.0, gap);
    const double below = slowing * (static_cast<double>(from_mps_) - now) / (before - now);
    return std::max(even, fix.observed_at - Duration::milliseconds(std::llround(1e3 * below)));
  }

  /// The longest that it can have taken from the one speed to the other. Between the last two
  /// reports it kept its speed, slowed down evenly at a time that nobody saw, and lay still: of a
  /// stop of `t` seconds the way is as long as at full speed for half of `t`. What was covered
  /// leaves room for a long one only when the way is neither short (it stopped at once) nor nearly
  /// all that full speed allows (it stopped at the end).
  double longest_s(const Stop& stop, const Fix& fix) const {
    const double gap = (fix.observed_at - stop.before_at).seconds();
    const double speed = static_cast<double>(stop.before_mps);
    const double way = (fix.at - stop.before_place).length();
    const double at_speed = way / speed;
    const double noise = kWayNoise_m / speed;
    const double whole = std::min(gap, 2.0 * (std::min(at_speed, gap - at_speed) + noise));
    const double from = std::min(speed, static_cast<double>(from_mps_));
    const double part = (from - static_cast<double>(to_mps_)) / speed;
    // Reports between the two speeds tell how long the first part took.
    const bool seen_between = speed <= static_cast<double>(from_mps_);
    const double before = seen_between ? (stop.before_at - stop.slower_at).seconds() : 0.0;
    return before + std::max(0.0, whole) * std::max(0.0, part);
  }

  static void moves(Scene& scene, Stop& stop, Time at) {
    if (stop.phase == Stop::Phase::kRaised) scene.end(stop.id, at);
    stop.phase = Stop::Phase::kNone;
    stop.fast_mps = 0.0F;
  }

  void say(Scene& scene, const Track& track, Stop& stop) {
    // The places must lie still too.
    const double moved = (track.last().at - stop.still_place).length();
    const double s = (track.last().observed_at - stop.still_at).seconds();
    if (moved > 2.0 * static_cast<double>(to_mps_) * s + kPlaceNoise_m) {
      stop.phase = Stop::Phase::kNone;
      stop.fast_mps = 0.0F;
      return;
    }
    const std::array own{&track};
    const auto took = static_cast<double>(stop.took_s);
    Situation situation;
    situation.kind = kSuddenStopRule.kind;
    situation.actors = {{track.key, ""}};
    situation.begin = stop.slower_at;
    situation.at = track.last().position;
    situation.why = fmt::format(
        "{} went from {:.1f} kn to {:.1f} kn within {:.0f} s and lies still since.",
        track.name_or_key(), static_cast<double>(stop.fast_mps) / Speed::kMetresPerSecondPerKnot,
        track.last().sog().value_or(Speed{}).knots(), took);
    situation.margins = {
        {"speed_before_kn", static_cast<double>(stop.fast_mps) / Speed::kMetresPerSecondPerKnot,
         static_cast<double>(from_mps_) / Speed::kMetresPerSecondPerKnot},
        {"took_s", took, within_.seconds()},
        {"still_s", s, held_.seconds()}};
    situation.explanations = {harbour(scene, own, track.last().position),
                              innocent::tug_assistance(own), innocent::ferry_route(scene, own),
                              innocent::jamming(scene, track)};
    situation.observations = {{track.key, stop.fast_at},
                              {track.key, stop.still_at},
                              {track.key, track.last().observed_at}};
    situation.confidence = stop.still_at - stop.fast_at <= within_ + kReportsApart ? 0.9 : 0.6;
    stop.id = scene.raise(std::move(situation));
    stop.phase = Stop::Phase::kRaised;
  }

  float from_mps_ = 3.6F;
  float to_mps_ = 0.51F;
  Duration within_;
  Duration held_;
  Duration gap_max_;
  std::vector<Stop> stops_;  // By slot.
};

}  // namespace

const RuleSpec kSuddenStopRule{
    .kind = "sudden_stop",
    .version = "1.0.0",
    .title = "Sudden stop",
    .definition = "from more than 7 kn to less than 1 kn within 30 s, and still for 60 s",
    .priority = 2,
    .gate = RuleSpec::Gate::kHeld,
    .rejoin = Duration::minutes(5),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<SuddenStop>(p);
    }};

}  // namespace narrows::watch
