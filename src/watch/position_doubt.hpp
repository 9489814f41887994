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
  Found report(const Sea& sea, const Track& track);
  /// The jump of that MMSI, if any.
  Jump* find(std::uint32_t mmsi);
  void close(std::uint32_t mmsi);
  void forgotten(const Track& track);
  /// As Detector has it.
  void expect(Slot slot) const { fetch(marks_, slot); }

 private:
  enum class Mark : std::uint8_t { kNone, kTrue, kFalse, kSame };
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
class CircleFinder {
 public:
  /// The circle that the last places lie on, when a new one was taken that completes one.
  std::optional<Circle> take(const Track& track);
  void forgotten(const Track& track);
  /// As Detector has it.
  void expect(Slot slot) const {
    fetch(samples_, slot);
    fetch(slow_, slot);
  }

 private:
  static constexpr std::size_t kPoints = 12;
  struct Point {
    float east_m = 0.0F;
    float north_m = 0.0F;
    float t_s = 0.0F;
    float path_m = 0.0F;  // From the first, from place to place.
  };
  struct Samples {
    geo::Surface origin;
    Time begin;
    Time last;
    float spacing_s = 0.0F;
    std::uint8_t count = 0;
    std::array<Point, kPoints> points;
  };
  static double apart(const Point& a, const Point& b);
  /// What Point::path_m of `p` is, after `before`.
  static float path_to(const Point& before, const Point& p);
  static double path_of(const Point& from, const Point& to);
  static bool add(Samples& samples, const Fix& fix);
  static void thin(Samples& samples);
  std::optional<Circle> take_slowly(const Track& track);
  static std::optional<Circle> fit(const Samples& samples);
  static std::optional<Circle> fit(const Samples& samples, std::size_t first);

  std::vector<Samples> samples_;  // By slot.
  std::vector<Samples> slow_;     // The same.
};

}  // namespace narrows::watch
