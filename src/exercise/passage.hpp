#pragma once

// How one vessel moves, as a function of time that can be asked anywhere: stretches of straight
// water with constant acceleration, arcs of constant turn, time at rest.
//
// Nothing is stepped: a report costs one evaluation, a jump over six hours costs nothing, and what
// is said to be true of a passage is true at every microsecond. No wind, waves or other traffic.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {

/// What a vessel is doing, as far as it decides what its transponder says.
enum class Activity : std::uint8_t {
  kSailing,
  kFishing,
  kAnchored,
  kMoored,
  kRestricted,       ///< Restricted in her ability to manoeuvre.
  kNotUnderCommand,  ///< Says so.
  kAway,             ///< Out of the area: neither seen nor heard.
};

/// ITU-R M.1371-5 table 48.
std::uint8_t nav_status(Activity activity);

struct Motion {
  geo::Offset at;
  Bearing course;
  Bearing heading;
  Speed speed;
  double turn_deg_per_s = 0.0;  ///< To starboard positive.
  Activity activity = Activity::kSailing;
};

/// One stretch. With a turn the speed is constant; at rest (speed 0) a turn is a swing.
struct Piece {
  Time begin = {};
  Duration lasts = {};
  geo::Offset from = {};
  double course_deg = 0.0;
  double speed_mps = 0.0;
  double acceleration_mps2 = 0.0;
  double turn_deg_per_s = 0.0;
  double heading_off_deg = 0.0;  ///< Heading less course: a vessel that drifts.
  double swing_m = 0.0;          ///< Anchored: `from` is the anchor, and the tide swings her about.
  Activity activity = Activity::kSailing;

  Time end() const { return begin + lasts; }
  Motion at(Time t) const;
};

class Passage {
 public:
  bool empty() const { return pieces_.empty(); }
  /// REQUIRES: not empty.
  Time begin() const { return pieces_.front().begin; }
  Time end() const { return pieces_.back().end(); }
  /// Before the begin and after the end the vessel is where it was then. REQUIRES: not empty.
  Motion at(Time t) const { return piece_at(t).at(t); }
  const Piece& piece_at(Time t) const;

  void append(const Piece& piece) { pieces_.push_back(piece); }
  void append(const Passage& other);
  /// Forgets what ended at or before `t`, but for the last piece.
  void forget_before(Time t);
  const std::vector<Piece>& pieces() const { return pieces_; }

 private:
  std::vector<Piece> pieces_;  // In order of time, without gaps.
};

/// What a vessel can do.
struct Abilities {
  Speed service_speed;
  double turn_deg_per_s = 0.5;
  double acceleration_mps2 = 0.05;
};

/// Plots a passage stretch by stretch: the mariner and the ship in one.
class Plotter {
 public:
  Plotter(Abilities abilities, Time begin, geo::Offset at, Bearing course, Speed speed);

  /// From where she is along the corners (the first is where she should be now) at service speed,
  /// corners rounded at her rate of turn; with `stop_at_end` to rest there. Points closer than a
  /// metre to the one before are left out.
  Plotter& sail(const std::vector<geo::Offset>& line, bool stop_at_end);
  /// Keeps course and speed.
  Plotter& hold(Duration lasts);
  Plotter& hold_until(Time t);
  /// To `speed` on a straight course, at her acceleration or at `mps2`.
  Plotter& change_speed(Speed speed, std::optional<double> mps2 = std::nullopt);
  /// At constant speed, the short way, at her rate or at `deg_per_s`.
  Plotter& turn_to(Bearing course, std::optional<double> deg_per_s = std::nullopt);
  /// At rest; `swing_to` where she points in the end.
  Plotter& lie(Duration lasts, Activity activity, std::optional<Bearing> swing_to = std::nullopt);
  /// Lies to an anchor `swing` ahead of her, and swings with the tide.
  Plotter& lie_to_anchor(Duration lasts, Distance swing);
  /// Moves along `course` while she points to `heading`.
  Plotter& drift(Bearing course, Speed speed, Bearing heading, Duration lasts, Activity activity);
  /// What the next stretches are done as.
  Plotter& as(Activity activity);
  /// The speed at which sail() goes from here on.
  Plotter& keep_to(Speed speed);

  Time now() const { return now_; }
  geo::Offset at() const { return at_; }
  Bearing course() const { return Bearing::degrees_true(course_deg_); }
  Speed speed() const { return Speed::metres_per_second(speed_mps_); }
  Passage take() { return std::move(passage_); }

 private:
  void add(Piece piece);
  /// `length` metres straight on, from the present speed to `exit_mps`, as fast as may be between.
  void run(double length, double exit_mps);

  Abilities abilities_;
  Time now_;
  geo::Offset at_;
  double course_deg_;
  double speed_mps_;
  Activity activity_ = Activity::kSailing;
  Passage passage_;
};

/// `line` moved to starboard by `across[i]` metres at corner i, corners mitred.
std::vector<geo::Offset> moved_to_starboard(const std::vector<geo::Offset>& line,
                                            const std::vector<double>& across_m);

}  // namespace narrows::exercise
