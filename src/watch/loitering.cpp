#include "watch/loitering.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "geo/surface.hpp"
#include "watch/explanations.hpp"
#include "watch/shelter.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch {
namespace {

using model::Verdict;

constexpr std::array kParameters{
    ParameterSpec{"speed_kn", 2, 0.2, 10, "default; GFW", "mean below"},
    ParameterSpec{"within_nm", 2, 0.1, 20, "default", "of one point"},
    ParameterSpec{"lasts_min", 60, 5, 10'080, "default; GFW", "for so long"},
    ParameterSpec{"from_shore_nm", 0, 0, 200, "GFW", "further from shore than this", 20}};

constexpr double kEaseSeconds = 300.0;  // Of the mean that tells a departure from a burst.
constexpr double kDepartureTimes = 2.0;
constexpr double kLyingMps = 0.5 * Speed::kMetresPerSecondPerKnot;
constexpr double kLyingMetres = 300.0;
/// Reports nearer to each other than this are joined by a plain line.
constexpr Duration kLong = Duration::seconds(30);
constexpr Duration kSilenceMost = Duration::hours(3);
constexpr Duration kLook = Duration::hours(1);

bool lies_by_status(const Fix& fix) {
  return fix.nav_status == 1 || fix.nav_status == 5 || fix.nav_status == 6;
}

/// How far places reach in four directions.
class Extent {
 public:
  explicit Extent(const geo::Surface& about)
      : origin_{about.at()}, east_{about.east()}, north_{about.north()} {
    least_.fill(0.0);
    most_.fill(0.0);
  }
  void add(geo::Vector at) {
    const geo::Vector way = at - origin_;
    const double x = dot(way, east_);
    const double y = dot(way, north_);
    constexpr double kDiagonal = std::numbers::sqrt2 / 2.0;
    const std::array along{x, y, kDiagonal * (x + y), kDiagonal * (x - y)};
    for (std::size_t i = 0; i < along.size(); ++i) {
      least_[i] = std::min(least_[i], along[i]);
      most_[i] = std::max(most_[i], along[i]);
    }
  }
  double radius_m() const {
    double width = 0.0;
    for (std::size_t i = 0; i < least_.size(); ++i) width = std::max(width, most_[i] - least_[i]);
    return width / 2.0;
  }

 private:
  geo::Vector origin_;
  geo::Vector east_;
  geo::Vector north_;
  std::array<double, 4> least_{};
  std::array<double, 4> most_{};
};

struct Stay {
  Slot slot = kNoSlot;
  Time begin;
  Time last;
  double last_mps = 0.0;
  double sailed_m = 0.0;
  double slow_sailed_m = 0.0;  // Up to its last slow report.
  double eased_mps = 0.0;
  std::optional<Time> fast_since;
  Extent extent{geo::Surface{}};
  Time first;  // Report that opened it.
  geo::Vector lies_at;
  double lain_s = 0.0;          // About there, as if at anchor, without leaving it;
  double lain_longest_s = 0.0;  // and wherever it did so longest.
  std::optional<SituationId> said;
  model::ShipClass said_class = model::ShipClass::kUnknown;

  double mean_mps() const {
    const double s = (last - begin).seconds();
    return s > 0.0 ? sailed_m / s : last_mps;
  }
};

class Loitering final : public Detector {
 public:
  explicit Loitering(const Parameters& parameters) { Loitering::configure(parameters); }

  void configure(const Parameters& parameters) override {
    limit_ = parameters.knots("speed_kn");
    within_ = parameters.nautical_miles("within_nm");
    lasts_ = parameters.minutes("lasts_min");
    from_shore_ = parameters.nautical_miles("from_shore_nm");
  }

  void on_report(Scene& scene, const Track& track) override {
    const Slot slot = track.slot;
    if (slot >= stay_of_.size()) stay_of_.resize(scene.sea().slots(), kNone);
    const Fix& fix = track.last();
    const std::uint32_t place = stay_of_[slot];
    if (place == kNone) {
      if (static_cast<double>(fix.sog_mps) >= limit_.metres_per_second()) return;
      return open(scene, track);
    }
    Stay& stay = stays_[place];
    if (lies_by_status(fix)) return close(scene, track, stay, fix.observed_at);
    go_on(scene, track, stay);
  }

  void on_late(Scene& scene, const Track& track, std::size_t back) override {
    if (track.slot >= stay_of_.size() || stay_of_[track.slot] == kNone) return;
    Stay& stay = stays_[stay_of_[track.slot]];
    const Fix& fix = track.fix(back);
    if (fix.observed_at <= stay.begin || fix.observed_at >= stay.last) return;
    Extent wider = stay.extent;
    wider.add(fix.at);
    if (wider.radius_m() <= within_.metres()) {
      stay.extent = wider;
      return;
    }
    // One wild report is an outlier: it counts when one next to it agrees.
    const auto agrees = [&](const Fix& next) {
      Extent both = stay.extent;
      both.add(next.at);
      return both.radius_m() > within_.metres();
    };
    const bool older = back + 1 < track.past() && agrees(track.fix(back + 1));
    if (!older && !(back > 0 && agrees(track.fix(back - 1)))) return;
    if (stay.said) {
      scene.retract(*stay.said, fmt::format("late reports show it {:.1f} nm out at {}",
                                            wider.radius_m() / Distance::kMetresPerNauticalMile,
                                            format_rfc3339(fix.observed_at)));
    }
    drop(stay);
  }

  void on_static(Scene& scene, const Track& track, const model::StaticObservation&) override {
    if (track.slot >= stay_of_.size() || stay_of_[track.slot] == kNone) return;
    Stay& stay = stays_[stay_of_[track.slot]];
    if (stay.said && stay.said_class != track.ship_class) say(scene, track, stay, std::nullopt);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const Slot slot = static_cast<Slot>(what);
    if (slot >= stay_of_.size() || stay_of_[slot] == kNone) return;
    Stay& stay = stays_[stay_of_[slot]];
    if (!stay.said) return;
    if (scene.now() - stay.last >= kSilenceMost)
      return close(scene, scene.sea().track(slot), stay, stay.last);
    scene.wake(scene.now() + kLook, what);
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    if (track.slot >= stay_of_.size() || stay_of_[track.slot] == kNone) return;
    Stay& stay = stays_[stay_of_[track.slot]];
    if (stay.said) scene.end(*stay.said, stay.last);
    drop(stay);
  }

  void expect(Slot slot) const override { fetch(stay_of_, slot); }

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  void open(Scene&, const Track& track) {
    const Fix& fix = track.last();
    using enum model::StationKind;
    if (lies_by_status(fix) || fix.kind == kSarAircraft || fix.kind == kSart || fix.kind == kMob ||
        fix.kind == kEpirb || !track.key.identified())
      return;
    const auto speed = speed_of(track);
    if (!speed || *speed >= limit_) return;
    std::uint32_t place = 0;
    if (free_.empty()) {
      place = static_cast<std::uint32_t>(stays_.size());
      stays_.emplace_back();
    } else {
      place = free_.back();
      free_.pop_back();
      stays_[place] = Stay{};
    }
    stay_of_[track.slot] = place;
    Stay& stay = stays_[place];
    stay.slot = track.slot;
    stay.first = stay.last = fix.observed_at;
    stay.begin = fell_below(track, *speed);
    stay.last_mps = stay.eased_mps = speed->metres_per_second();
    stay.lies_at = fix.at;
    stay.extent = Extent{geo::Surface{fix.position}};
    stay.sailed_m = (fix.observed_at - stay.begin).seconds() * stay.last_mps;
  }

  /// Between the last two reports, when it came down through the threshold.
  Time fell_below(const Track& track, Speed now) const {
    const Time t = track.last().observed_at;
    if (track.past() < 2) return t;
    const auto before = speed_of(track, 1);
    if (!before || *before <= limit_) return t;
    return crossing(track.fix(1), before->metres_per_second(), track.last(),
                    now.metres_per_second());
  }

  /// When the speed passed the threshold between two reports: in proportion when they are near each
  /// other; else the way between them was sailed at the faster speed, next to that report.
  Time crossing(const Fix& from, double from_mps, const Fix& to, double to_mps) const {
    const Duration gap = to.observed_at - from.observed_at;
    double part = (limit_.metres_per_second() - from_mps) / (to_mps - from_mps);
    if (gap > kLong) {
      const double sailing =
          (to.at - from.at).length() / (std::max(from_mps, to_mps) * gap.seconds());
      part = from_mps > to_mps ? sailing : 1.0 - sailing;
    }
    return from.observed_at +
           Duration::microseconds(static_cast<std::int64_t>(
               std::clamp(part, 0.0, 1.0) * static_cast<double>(gap.microseconds())));
  }

  void go_on(Scene& scene, const Track& track, Stay& stay) {
    const Fix& fix = track.last();
    const Time t = fix.observed_at;
    if (t <= stay.last) return;
    const Duration since = t - stay.last;
    if (since >= kSilenceMost) {
      close(scene, track, stay, stay.last);
      return open(scene, track);
    }
    const double mps = speed_of(track).value_or(Speed{}).metres_per_second();
    const double s = since.seconds();
    const Fix& previous = track.fix(1);
    stay.sailed_m +=
        since > kLong ? std::max((fix.at - previous.at).length(), std::min(mps, stay.last_mps) * s)
                      : 0.5 * (mps + stay.last_mps) * s;
    stay.eased_mps += (mps - stay.eased_mps) * s / (s + kEaseSeconds);
    if ((fix.at - stay.lies_at).length() > kLyingMetres) {
      stay.lies_at = fix.at;
      stay.lain_s = 0.0;
    } else if (mps < kLyingMps) {
      stay.lain_s += s;
      stay.lain_longest_s = std::max(stay.lain_longest_s, stay.lain_s);
    }
    const Time before = stay.last;
    if (mps < limit_.metres_per_second()) {
      stay.fast_since.reset();
      stay.slow_sailed_m = stay.sailed_m;
    } else if (!stay.fast_since) {
      stay.fast_since = crossing(previous, stay.last_mps, fix, mps);
    }
    stay.last_mps = mps;
    stay.last = t;
    Extent wider = stay.extent;
    wider.add(fix.at);
    const bool out = wider.radius_m() > within_.metres();
    const bool departs =
        stay.fast_since && stay.eased_mps >= kDepartureTimes * limit_.metres_per_second();
    const bool fast = stay.mean_mps() >= limit_.metres_per_second();
    if (out || departs || fast) {
      close(scene, track, stay, stay.fast_since.value_or(out ? before : t));
      if (mps < limit_.metres_per_second()) open(scene, track);
      return;
    }
    stay.extent = wider;
    if (!stay.said && !stay.fast_since && t - stay.begin >= lasts_ && !lies(stay) &&
        far_enough(scene, fix.position))
      say(scene, track, stay, std::nullopt);
  }

  /// All the time; or for most of it, once she had come to her berth or cast her anchor.
  static bool lies(const Stay& stay) {
    return (stay.mean_mps() < kLyingMps && stay.extent.radius_m() < kLyingMetres) ||
           stay.lain_longest_s > 0.5 * (stay.last - stay.begin).seconds();
  }

  bool far_enough(const Scene& scene, geo::LatLon place) const {
    return from_shore_.metres() <= 0.0 ||
           !near_shore(*scene.knowledge().places, place, from_shore_);
  }

  void close(Scene& scene, const Track& track, Stay& stay, Time end) {
    if (stay.said) {
      scene.end(*stay.said, std::max(end, stay.begin));
    } else if (end - stay.begin >= lasts_ && !lies(stay) &&
               stay.slow_sailed_m < limit_.metres_per_second() * (end - stay.begin).seconds() &&
               far_enough(scene, track.last().position)) {
      say(scene, track, stay, end);
    }
    drop(stay);
  }

  void drop(Stay& stay) {
    const std::uint32_t place = stay_of_[stay.slot];
    stay_of_[stay.slot] = kNone;
    free_.push_back(place);
  }

  void say(Scene& scene, const Track& track, Stay& stay, std::optional<Time> end) {
    Situation s;
    s.kind = kLoiteringRule.kind;
    s.actors = {{track.key, ""}};
    s.begin = stay.begin;
    s.end = end;
    s.at = track.last().position;
    const double mean_kn = stay.mean_mps() / Speed::kMetresPerSecondPerKnot;
    const double radius_nm = stay.extent.radius_m() / Distance::kMetresPerNauticalMile;
    const double lasted_min = (stay.last - stay.begin).seconds() / 60.0;
    s.why = fmt::format("{} has stayed within {:.1f} nm for {:.0f} min, at {:.1f} kn on average.",
                        track.name_or_key(), radius_nm, lasted_min, mean_kn);
    s.margins = {{"mean_speed_kn", mean_kn, limit_.knots()},
                 {"radius_nm", radius_nm, within_.nautical_miles()},
                 {"duration_min", lasted_min, lasts_.seconds() / 60.0}};
    s.explanations = explain(scene, track, stay);
    s.observations = {{track.key, stay.first}, {track.key, track.last().observed_at}};
    s.confidence = 0.8;
    s.ship_class = track.ship_class;
    if (track.ship_class == model::ShipClass::kPleasure ||
        track.ship_class == model::ShipClass::kFishing)
      s.priority = 3;
    stay.said_class = track.ship_class;
    if (stay.said) return scene.update(*stay.said, std::move(s));
    stay.said = scene.raise(std::move(s));
    scene.wake(scene.now() + kLook, track.slot);
  }

  static std::vector<model::AlertExplanation> explain(const Scene& scene, const Track& track,
                                                      const Stay& stay) {
    constexpr Distance kPort = Distance::nautical_miles(1.0);
    const std::array<const Track*, 1> self{&track};
    const bool port =
        near_port_or_anchorage(*scene.knowledge().places, track.last().position, kPort);
    return {
        innocent::waiting_area(scene, self),
        {"in port", port ? Verdict::kYes : Verdict::kNo,
         port ? "within 1 nm of a port or an anchorage"
              : "no port or anchorage is known within 1 nm"},
        {"at anchor", Verdict::kNo,
         fmt::format("status {}, and it moved {:.0f} m about at {:.1f} kn", track.last().nav_status,
                     stay.extent.radius_m(), stay.mean_mps() / Speed::kMetresPerSecondPerKnot)},
        innocent::berth(scene, self),
        innocent::fishing_ground(scene, self),
        innocent::tug_assistance(self),
        innocent::pilot_boarding(self),
        innocent::known_service(self),
        innocent::search_pattern(scene, track),
        innocent::jamming(scene, track)};
  }

  Speed limit_;
  Distance within_;
  Duration lasts_;
  Distance from_shore_;
  std::vector<std::uint32_t> stay_of_;  // By slot: place in stays_.
  std::vector<Stay> stays_;
  std::vector<std::uint32_t> free_;
};

}  // namespace

const RuleSpec kLoiteringRule{
    .kind = "loitering",
    .version = "1.1.0",
    .title = "Loitering",
    .definition = "Slow about one place for an hour, neither at anchor nor moored",
    .priority = 2,
    .gate = RuleSpec::Gate::kHeld,
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<Loitering>(p);
    }};

}  // namespace narrows::watch
