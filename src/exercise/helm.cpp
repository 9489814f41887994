#include "exercise/helm.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "geo/approach.hpp"

namespace narrows::exercise {
namespace {

constexpr double kDegrees = 180.0 / std::numbers::pi;
constexpr double kHelmSeconds = 8.0;  // From amidships to the full rate of turn.

geo::Offset starboard_of(Bearing course) {
  return geo::Offset::from(Bearing::degrees_true(course.degrees_true() + 90.0),
                           Distance::metres(1));
}

}  // namespace

void Helm::follow(std::vector<geo::Offset> line, bool stop_at_end) {
  line_ = std::move(line);
  leg_ = 0;
  stop_at_end_ = stop_at_end;
}

void Helm::start_along(double along_m) {
  leg_ = 0;
  double length = (line_[1] - line_[0]).length().metres();
  while (along_m > length && leg_ + 2 < line_.size()) {
    along_m -= length;
    ++leg_;
    length = (line_[leg_ + 1] - line_[leg_]).length().metres();
  }
  const geo::Offset leg = line_[leg_ + 1] - line_[leg_];
  at_ = line_[leg_] + (std::min(along_m / length, 0.98) * leg);
  heading_ = leg.direction();
  speed_mps_ = abilities_.service_speed.metres_per_second();
  turn_deg_per_s_ = 0.0;
}

double Helm::wanted_speed(double to_corner_m) const {
  const double service = abilities_.service_speed.metres_per_second();
  if (!stop_at_end_) return service;
  double to_end = std::max(to_corner_m, 0.0);
  const double needed = service * service / (2 * abilities_.acceleration_mps2);
  for (std::size_t i = leg_ + 1; i + 1 < line_.size() && to_end < needed; ++i)
    to_end += (line_[i + 1] - line_[i]).length().metres();
  // The speed from which the rest of the way suffices to stop, and a little to arrive with.
  return std::min(service, 0.3 + std::sqrt(2 * abilities_.acceleration_mps2 * to_end));
}

void Helm::step() {
  if (arrived()) {
    speed_mps_ = stop_at_end_ ? 0.0 : speed_mps_;
    turn_deg_per_s_ = 0.0;
    return;
  }
  const geo::Offset from = line_[leg_];
  const geo::Offset to = line_[leg_ + 1];
  const Bearing course = (to - from).direction();
  const geo::CrossTrack off = geo::cross_track(at_, from, to);
  const double to_corner = ((to - from).length() - off.along).metres();

  double lead = 0.0;  // How far before the corner the helm goes over: R tan(turn / 2).
  if (leg_ + 2 < line_.size()) {
    const double turn = turn_degrees(course, (line_[leg_ + 2] - to).direction()) / kDegrees;
    const double radius = speed_mps_ * kDegrees / abilities_.turn_limit_deg_per_s;
    lead = std::min(radius * std::tan(std::min(std::abs(turn), 2.0) / 2),
                    0.5 * (to - from).length().metres());
  }
  // The half second is that of the step, the others the helm takes to bite.
  if (to_corner <= lead + (lead > 0.0 ? kHelmSeconds / 2 + 0.5 : 0.5) * speed_mps_) {
    ++leg_;
    return step();
  }

  // Aim at the line a minute and a half ahead, and never point far off its course.
  const double sight = std::max(150.0, 90.0 * speed_mps_);
  const double correction =
      std::clamp(-std::atan(off.across.metres() / sight) * kDegrees, -15.0, 15.0);
  const double error =
      turn_degrees(heading_, Bearing::degrees_true(course.degrees_true() + correction));
  const double limit = abilities_.turn_limit_deg_per_s;
  const double wanted_turn = std::clamp(error / 6.0, -limit, limit);
  const double helm_step = limit / kHelmSeconds;
  turn_deg_per_s_ += std::clamp(wanted_turn - turn_deg_per_s_, -helm_step, helm_step);
  heading_ = Bearing::degrees_true(heading_.degrees_true() + turn_deg_per_s_);

  const double pull = abilities_.acceleration_mps2;
  speed_mps_ += std::clamp(wanted_speed(to_corner) - speed_mps_, -1.5 * pull, pull);
  speed_mps_ = std::max(speed_mps_, 0.0);
  at_ = at_ + geo::Offset::from(heading_, Distance::metres(speed_mps_));
}

void Helm::swing_to(Bearing heading) {
  constexpr double kSwingDegPerS = 0.3;
  speed_mps_ = 0.0;
  turn_deg_per_s_ = 0.0;
  const double turn = std::clamp(turn_degrees(heading_, heading), -kSwingDegPerS, kSwingDegPerS);
  heading_ = Bearing::degrees_true(heading_.degrees_true() + turn);
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
