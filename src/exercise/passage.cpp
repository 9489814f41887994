#include "exercise/passage.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace narrows::exercise {
namespace {

constexpr double kDegrees = 180.0 / std::numbers::pi;
/// The tide turns everybody round in half a lunar day.
constexpr double kTideDegPerS = 360.0 / 44'714.0;

/// `metres` that way; turns are added up beyond 360, so degrees are bare here.
geo::Offset towards(double degrees, double metres) {
  const double radians = degrees / kDegrees;
  return {metres * std::sin(radians), metres * std::cos(radians)};
}

geo::Offset starboard_of(Bearing course) {
  return geo::Offset::from(Bearing::degrees_true(course.degrees_true() + 90.0),
                           Distance::metres(1));
}

Duration seconds_of(double seconds) {
  return Duration::microseconds(std::llround(seconds * 1e6));
}

}  // namespace

std::uint8_t nav_status(Activity activity) {
  switch (activity) {
    case Activity::kAnchored:
      return 1;
    case Activity::kNotUnderCommand:
      return 2;
    case Activity::kRestricted:
      return 3;
    case Activity::kMoored:
      return 5;
    case Activity::kFishing:
      return 7;
    case Activity::kSailing:
    case Activity::kAway:
      break;
  }
  return 0;  // Under way using engine.
}

Motion Piece::at(Time t) const {
  const double dt = std::clamp((t - begin).seconds(), 0.0, lasts.seconds());
  Motion motion{.at = from,
                .course = {},
                .heading = {},
                .speed = {},
                .turn_deg_per_s = turn_deg_per_s,
                .activity = activity};
  if (swing_m > 0.0) {
    const double lies_to = course_deg + kTideDegPerS * dt;
    motion.at = from + towards(lies_to, swing_m);
    motion.course = Bearing::degrees_true(lies_to + 90.0);
    motion.heading = Bearing::degrees_true(lies_to + 180.0);
    motion.speed = Speed::metres_per_second(swing_m * kTideDegPerS / kDegrees);
    motion.turn_deg_per_s = 0.0;
    return motion;
  }
  const double course = course_deg + turn_deg_per_s * dt;
  if (turn_deg_per_s == 0.0 || speed_mps == 0.0) {
    motion.at = from + towards(course_deg, speed_mps * dt + acceleration_mps2 * dt * dt / 2);
  } else {
    // Along the chord of the arc.
    const double half_turn = turn_deg_per_s * dt / 2 / kDegrees;
    const double chord = half_turn == 0.0 ? 0.0 : speed_mps * dt * std::sin(half_turn) / half_turn;
    motion.at = from + towards(course_deg + turn_deg_per_s * dt / 2, chord);
  }
  motion.course = Bearing::degrees_true(course);
  motion.heading = Bearing::degrees_true(course + heading_off_deg);
  motion.speed = Speed::metres_per_second(std::max(0.0, speed_mps + acceleration_mps2 * dt));
  return motion;
}

const Piece& Passage::piece_at(Time t) const {
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), t,
                                      [](Time at, const Piece& piece) { return at < piece.begin; });
  return after == pieces_.begin() ? pieces_.front() : *(after - 1);
}

void Passage::append(const Passage& other) {
  pieces_.insert(pieces_.end(), other.pieces_.begin(), other.pieces_.end());
}

void Passage::forget_before(Time t) {
  auto keep = std::find_if(pieces_.begin(), pieces_.end(),
                           [t](const Piece& piece) { return piece.end() > t; });
  if (keep == pieces_.end() && keep != pieces_.begin()) --keep;
  pieces_.erase(pieces_.begin(), keep);
}

Plotter::Plotter(Abilities abilities, Time begin, geo::Offset at, Bearing course, Speed speed)
    : abilities_{abilities},
      now_{begin},
      at_{at},
      course_deg_{course.degrees_true()},
      speed_mps_{speed.metres_per_second()} {}

void Plotter::add(Piece piece) {
  if (piece.lasts <= Duration{}) return;
  piece.begin = now_;
  if (piece.swing_m == 0.0) piece.from = at_;
  now_ = piece.end();
  const Motion end = piece.at(now_);
  at_ = end.at;
  course_deg_ = end.course.degrees_true();
  if (piece.swing_m == 0.0) speed_mps_ = end.speed.metres_per_second();
  passage_.append(piece);
}

void Plotter::run(double length, double exit_mps) {
  const double a = abilities_.acceleration_mps2;
  const double in = speed_mps_;
  const double service = abilities_.service_speed.metres_per_second();
  const auto straight = [&](double seconds, double mps, double acceleration) {
    add({.lasts = seconds_of(seconds),
         .course_deg = course_deg_,
         .speed_mps = mps,
         .acceleration_mps2 = acceleration,
         .activity = activity_});
    speed_mps_ = mps + acceleration * seconds;
  };
  if (in > service) {  // She was faster than she will be: down first.
    straight((in - service) / a, in, -a);
    return run(std::max(0.0, length - (in * in - service * service) / (2 * a)), exit_mps);
  }
  const double peak_squared = (2 * a * length + in * in + exit_mps * exit_mps) / 2;
  const double peak = std::min(service, std::sqrt(std::max(0.0, peak_squared)));
  if (peak <= in) {
    // No room to go faster: straight to the exit speed, however hard that brakes.
    const double mean = (in + exit_mps) / 2;
    if (mean > 0.0) straight(length / mean, in, (exit_mps - in) / (length / mean));
    return;
  }
  const double up = (peak * peak - in * in) / (2 * a);
  const double down = std::max(0.0, (peak * peak - exit_mps * exit_mps) / (2 * a));
  straight((peak - in) / a, in, a);
  straight(std::max(0.0, length - up - down) / peak, peak, 0.0);
  if (peak > exit_mps) straight((peak - exit_mps) / a, peak, -a);
}

Plotter& Plotter::sail(const std::vector<geo::Offset>& line, bool stop_at_end) {
  std::vector<geo::Offset> corners{at_};
  for (std::size_t i = 1; i < line.size(); ++i)
    if ((line[i] - corners.back()).length().metres() >= 1.0) corners.push_back(line[i]);
  if (corners.size() < 2) return *this;

  // Each corner is an arc that touches both legs; how far before the corner it begins.
  const double service = abilities_.service_speed.metres_per_second();
  std::vector<double> lead(corners.size(), 0.0);
  std::vector<double> turn(corners.size(), 0.0);
  std::vector<double> radius(corners.size(), 0.0);
  for (std::size_t i = 1; i + 1 < corners.size(); ++i) {
    const geo::Offset before = corners[i] - corners[i - 1];
    const geo::Offset after = corners[i + 1] - corners[i];
    turn[i] = turn_degrees(before.direction(), after.direction());
    const double tangent = std::tan(std::min(std::abs(turn[i]), 170.0) / kDegrees / 2);
    const double room = 0.45 * std::min(before.length().metres(), after.length().metres());
    lead[i] = std::min(room, service * kDegrees / abilities_.turn_deg_per_s * tangent);
    radius[i] = tangent > 1e-9 ? lead[i] / tangent : 0.0;
  }
  double to_go = 0.0;  // What is left behind each straight, for stopping in time.
  std::vector<double> left(corners.size(), 0.0);
  for (std::size_t i = corners.size() - 1; i > 0; --i) {
    left[i - 1] = to_go;
    const double leg = (corners[i] - corners[i - 1]).length().metres();
    to_go += leg - lead[i] - lead[i - 1] + radius[i - 1] * std::abs(turn[i - 1]) / kDegrees;
  }
  for (std::size_t i = 0; i + 1 < corners.size(); ++i) {
    const geo::Offset leg = corners[i + 1] - at_;
    course_deg_ = leg.direction().degrees_true();
    const double after = stop_at_end ? left[i] : 1e12;
    const double exit = std::min(service, std::sqrt(2 * abilities_.acceleration_mps2 * after));
    run(std::max(0.0, leg.length().metres() - lead[i + 1]), exit);
    if (std::abs(turn[i + 1]) < 1e-6 || speed_mps_ <= 0.0 || radius[i + 1] <= 0.0) continue;
    const double rate = speed_mps_ / radius[i + 1] * kDegrees;
    add({.lasts = seconds_of(std::abs(turn[i + 1]) / rate),
         .course_deg = course_deg_,
         .speed_mps = speed_mps_,
         .turn_deg_per_s = std::copysign(rate, turn[i + 1]),
         .activity = activity_});
  }
  if (stop_at_end) speed_mps_ = 0.0;
  return *this;
}

Plotter& Plotter::hold(Duration lasts) {
  add({.lasts = lasts, .course_deg = course_deg_, .speed_mps = speed_mps_, .activity = activity_});
  return *this;
}

Plotter& Plotter::hold_until(Time t) {
  return hold(t - now_);
}

Plotter& Plotter::change_speed(Speed speed, std::optional<double> mps2) {
  const double change = speed.metres_per_second() - speed_mps_;
  const double rate = mps2.value_or(abilities_.acceleration_mps2);
  add({.lasts = seconds_of(std::abs(change) / rate),
       .course_deg = course_deg_,
       .speed_mps = speed_mps_,
       .acceleration_mps2 = std::copysign(rate, change),
       .activity = activity_});
  speed_mps_ = speed.metres_per_second();
  return *this;
}

Plotter& Plotter::turn_to(Bearing course, std::optional<double> deg_per_s) {
  const double turn = turn_degrees(Bearing::degrees_true(course_deg_), course);
  const double rate = deg_per_s.value_or(abilities_.turn_deg_per_s);
  add({.lasts = seconds_of(std::abs(turn) / rate),
       .course_deg = course_deg_,
       .speed_mps = speed_mps_,
       .turn_deg_per_s = std::copysign(rate, turn),
       .activity = activity_});
  course_deg_ = course.degrees_true();
  return *this;
}

Plotter& Plotter::lie(Duration lasts, Activity activity, std::optional<Bearing> swing_to) {
  constexpr double kSwingDegPerS = 0.3;
  speed_mps_ = 0.0;
  if (swing_to) {
    const double turn = turn_degrees(Bearing::degrees_true(course_deg_), *swing_to);
    const Duration swing = std::min(lasts, seconds_of(std::abs(turn) / kSwingDegPerS));
    add({.lasts = swing,
         .course_deg = course_deg_,
         .turn_deg_per_s = std::copysign(kSwingDegPerS, turn),
         .activity = activity});
    lasts = lasts - swing;
  }
  add({.lasts = lasts, .course_deg = course_deg_, .activity = activity});
  return *this;
}

Plotter& Plotter::lie_to_anchor(Duration lasts, Distance swing) {
  Piece piece{.lasts = lasts,
              .from = at_ + towards(course_deg_, swing.metres()),
              .course_deg = course_deg_ + 180.0,
              .swing_m = swing.metres(),
              .activity = Activity::kAnchored};
  add(piece);
  // She leaves over her anchor, not along the circle.
  course_deg_ = passage_.pieces().back().at(now_).heading.degrees_true();
  speed_mps_ = 0.0;
  return *this;
}

Plotter& Plotter::drift(Bearing course, Speed speed, Bearing heading, Duration lasts,
                        Activity activity) {
  add({.lasts = lasts,
       .course_deg = course.degrees_true(),
       .speed_mps = speed.metres_per_second(),
       .heading_off_deg = turn_degrees(course, heading),
       .activity = activity});
  return *this;
}

Plotter& Plotter::as(Activity activity) {
  activity_ = activity;
  return *this;
}

Plotter& Plotter::keep_to(Speed speed) {
  abilities_.service_speed = speed;
  return *this;
}

std::vector<geo::Offset> moved_to_starboard(const std::vector<geo::Offset>& line,
                                            const std::vector<double>& across_m) {
  std::vector<geo::Offset> moved;
  moved.reserve(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    const Bearing before = (i == 0 ? line[1] - line[0] : line[i] - line[i - 1]).direction();
    const Bearing after = i + 1 == line.size() ? before : (line[i + 1] - line[i]).direction();
    const double half_turn = turn_degrees(before, after) / 2;
    const Bearing middle = Bearing::degrees_true(before.degrees_true() + half_turn);
    // The mitre keeps the distance to both legs; in a very sharp corner it stays short.
    const double mitre = 1.0 / std::max(std::cos(half_turn / kDegrees), 0.5);
    moved.push_back(line[i] + mitre * across_m[i] * starboard_of(middle));
  }
  return moved;
}

}  // namespace narrows::exercise
