#pragma once

// Steers one vessel along a line: the mariner and the ship in one, a second at a time.
//
// A textbook track-keeper: aim at the line a little ahead, put the helm over before the next
// corner, slow down before the end. No wind, waves or other traffic.

#include <cstddef>
#include <vector>

#include "base/units.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {

class Helm {
 public:
  struct Abilities {
    Speed service_speed;
    double turn_limit_deg_per_s = 0.5;
    double acceleration_mps2 = 0.05;
  };

  Helm() = default;
  Helm(Abilities abilities, geo::Offset at, Bearing heading)
      : abilities_{abilities}, at_{at}, heading_{heading} {}

  /// Takes a new line; the first point is where the vessel should be now. With `stop_at_end` it
  /// slows down to rest there, else it comes to the end at speed. REQUIRES: two points or more.
  void follow(std::vector<geo::Offset> line, bool stop_at_end);
  /// At service speed on the line already, `along` metres from its beginning: for the first
  /// picture.
  void start_along(double along_m);
  /// One second further along the line.
  void step();
  /// One second at rest, swinging slowly to where the vessel will leave for.
  void swing_to(Bearing heading);

  bool arrived() const { return leg_ + 1 >= line_.size(); }
  geo::Offset at() const { return at_; }
  Bearing heading() const { return heading_; }
  Speed speed() const { return Speed::metres_per_second(speed_mps_); }
  /// To starboard positive.
  double turn_deg_per_s() const { return turn_deg_per_s_; }

 private:
  double wanted_speed(double to_corner_m) const;

  Abilities abilities_;
  std::vector<geo::Offset> line_;
  std::size_t leg_ = 0;  // From line_[leg_] to line_[leg_ + 1].
  bool stop_at_end_ = true;
  geo::Offset at_;
  Bearing heading_;
  double speed_mps_ = 0.0;
  double turn_deg_per_s_ = 0.0;
};

/// `line` moved to starboard by `across[i]` metres at corner i, corners mitred.
std::vector<geo::Offset> moved_to_starboard(const std::vector<geo::Offset>& line,
                                            const std::vector<double>& across_m);

}  // namespace narrows::exercise
