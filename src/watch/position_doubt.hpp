#pragma once

// What makes the positions that a vessel sends doubtful, found once for position_jump, on_land,
// spoof_circle and gnss_interference: impossible steps, circles of constant radius and rate, places
// inland. Each rule has finders of its own, so that rules can run on different threads.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/surface.hpp"
#include "watch/fetch.hpp"
#include "watch/places.hpp"
#include "watch/sea.hpp"
#include "watch/track.hpp"

namespace narrows::watch {

/// On land, and so is everything about it at `margin`: coastlines are coarse.
bool inland(const Places& places, geo::LatLon place, Distance margin);

/// A vessel that reports from where it cannot be.
struct Jump {
  TrackKey who;  ///< As it was known before.
  Slot from = kNoSlot;
  Slot to = kNoSlot;          ///< The same as `from`: the step was within one segment.
  Time begin;                 ///< The first report from the false place.
  Time since;                 ///< The first of those since it was last heard at the true one.
  Time last;                  ///< The latest.
  Time stepped;               ///< The latest step from where it could not come.
  Time true_last;             ///< The latest from the true one.
  geo::Vector true_at;        ///< Where it was last before.
  geo::Vector false_at;       ///< The latest false place.
  unsigned reports = 0;       ///< From false places, since it was last heard at the true one.
  unsigned switches = 0;      ///< From one place to the other and back.
  geo::Vector true_velocity;  ///< That it made there, as it said.
  geo::Vector step;           ///< From the true place to the first false one.
  double apart_m = 0.0;       ///< Of the step.
  double in_s = 0.0;          ///< That it took.
  Duration interval;          ///< Between its reports before.
  bool along_way = false;     ///< Straight ahead or astern: a wrong clock does that.

  /// Whether a step from a false place to `at` leads back: to where it was, to where it has sailed
  /// since, or by as much as it came.
  bool leads_back(geo::Vector from_false, geo::Vector at_place, Time t) const;
};

class JumpFinder {
 public:
  enum class Step : std::uint8_t {
    kNone,
    kFalse,  ///< Another report from a place where it cannot be.
    kBack,   ///< Heard again where it was.
  };
  struct Found {
    Step step = Step::kNone;
    Jump* jump = nullptr;  ///< Until the next call.
  };
  /// Within one segment: so much faster than both reports say, for steps of at most kOwnSpeed.
  static constexpr Duration kOwnSpeed = Duration::seconds(200);

  void beyond(Speed speed) { beyond_ = speed; }

  /// Before the on_report of the same report.
  void jumped(const Track& track, const Track& from);
  Found report(const Sea& sea, const Track& track) {
    const bool known = track.slot < marks_.size() && marks_[track.slot] != Mark::kNone;
    if (!known && goes_on(track)) return {};
    return judge(sea, track);
  }
  /// The jump of that MMSI, if any.
  Jump* find(std::uint32_t mmsi);
  void close(std::uint32_t mmsi);
  void forgotten(const Track& track);
  /// As Detector has it.
  void expect(Slot slot) const { fetch(marks_, slot); }

 private:
  enum class Mark : std::uint8_t { kNone, kTrue, kFalse, kSame };
  static constexpr double kJumpLeast_m = 1'000.0;  // As Sea has it: less is noise.
  /// A segment that was silent for so long may be one that it returns to.
  static constexpr Duration kAway = Duration::minutes(5);

  /// Neither far from the report before nor long after it, as most are: it can have sailed there.
  static bool goes_on(const Track& track) {
    if (track.past() < 2) return true;
    const Fix& fix = track.last();
    const Fix& before = track.fix(1);
    if (fix.observed_at - before.observed_at >= kAway) return false;
    const geo::Vector way = fix.at - before.at;
    return dot(way, way) < kJumpLeast_m * kJumpLeast_m;
  }
  Found judge(const Sea& sea, const Track& track);
  Mark& mark(Slot slot);
  bool impossible_step(const Track& track) const;
  const Track* left_behind(const Sea& sea, const Track& track) const;
  Jump& open(const Track& from, const Fix& before, const Fix& fix);

  Speed beyond_ = Speed::knots(15);
  std::vector<Mark> marks_;  // By slot.
  std::unordered_map<std::uint32_t, Jump> jumps_;
};

/// A circle on which positions go round.
struct Circle {
  geo::Vector centre;
  double radius_m = 0.0;
  double period_s = 0.0;  ///< Positive: clockwise.
  Time begin;             ///< Of the first report on it.
  std::size_t points = 0;
  double residual_m = 0.0;  ///< Root mean square.
  double evenness = 0.0;    ///< 1: goes round at a constant rate.
  double speed_mps() const;
  /// Whether it moves and points as a ship does that turns; nothing: it does not say.
  std::optional<bool> as_ship(const Fix& fix) const;
  /// The same of its last reports: four of five must, or follow from the report before by the
  /// courses and speeds said.
  std::optional<bool> as_ship(const Track& track) const;
};

/// Keeps up to twelve places of each track, some seconds or more apart; and, of those who report
/// often, twelve more that are half a minute apart, for circles that take minutes.
///
/// With most reports a ship sails straight on: then a place is written, and nothing is fitted.
class CircleFinder {
 public:
  /// The circle that the last places lie on, when a new one was taken that completes one.
  std::optional<Circle> take(const Track& track) {
    const bool bends = keep(track);
    if (!bends && track.interval >= kSlowSpacing) return std::nullopt;
    return look(track, bends);
  }
  void forgotten(const Track& track);
  /// As Detector has it.
  void expect(Slot slot) const {
    fetch(samples_, slot);
    fetch(slow_due_, slot);
  }

 private:
  static constexpr std::size_t kPoints = 12;
  static constexpr std::size_t kPointsLeast = 8;  // That make a circle.
  static constexpr Duration kSlowSpacing = Duration::seconds(24);
  struct Point {
    float east_m = 0.0F;
    float north_m = 0.0F;
    float t_s = 0.0F;
  };
  using Points = std::array<Point, kPoints>;
  /// What each report asks for stands first.
  struct alignas(kCacheLine) Samples {
    Time last;
    Duration spacing;
    Time begin;
    Point newest;
    /// The way that the last steps went, `straight` of them within kAsideMost of it.
    float way_east_m = 0.0F;
    float way_north_m = 0.0F;
    std::uint8_t straight = 0;
    std::uint8_t first = 0;  // Of those kept, which go round in `points`.
    std::uint8_t count = 0;
    geo::Surface origin;
    Points points;

    bool goes_straight(std::size_t steps) const { return straight >= steps; }
    bool may_be_circle() const { return count >= kPointsLeast && !goes_straight(kPointsLeast - 1); }
    /// Where the i-th of those kept is, or the next is put.
    std::size_t place(std::size_t i) const {
      const std::size_t at = first + i;
      return at < kPoints ? at : at - kPoints;
    }
    Points in_order() const;
    void drop_first(std::size_t how_many);
    void add(Point p);
    void follow(Point next);
  };
  static double apart(const Point& a, const Point& b);
  static double path(const Points& points, std::size_t from, std::size_t to);
  static void add(Samples& samples, const Fix& fix);
  static void thin(Samples& samples);
  /// Whether a place was taken that may complete a circle.
  bool keep(const Track& track);
  bool keep_slowly(const Track& track);
  std::optional<Circle> look(const Track& track, bool bends);
  static std::optional<Circle> fit(const Samples& samples);
  static std::optional<Circle> fit(const Samples& samples, const Points& points, std::size_t first);

  std::vector<Samples> samples_;  // By slot.
  std::vector<Samples> slow_;     // The same.
  std::vector<Time> slow_due_;    // The same: when the next is taken.
};

}  // namespace narrows::watch
