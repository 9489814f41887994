#include "exercise/evasion.hpp"

#include <algorithm>
#include <cmath>

namespace narrows::exercise {
namespace {

/// Of a step from 0 to 1 that begins at `begin`: how far, and how fast.
double step(Time begin, Duration lasts, Time t) {
  const double u = std::clamp((t - begin).seconds() / lasts.seconds(), 0.0, 1.0);
  return u * u * (3.0 - 2.0 * u);
}

double step_rate(Time begin, Duration lasts, Time t) {
  const double u = (t - begin).seconds() / lasts.seconds();
  return u <= 0.0 || u >= 1.0 ? 0.0 : 6.0 * u * (1.0 - u) / lasts.seconds();
}

geo::Offset velocity(const Motion& plan, std::span<const Evasion> ways, Time t) {
  geo::Offset v = geo::Offset::from(plan.course, Distance::metres(plan.speed.metres_per_second()));
  for (const Evasion& way : ways) v = v + way.rate(t) * way.aside;
  return v;
}

}  // namespace

double Evasion::part(Time t) const {
  return step(begin, out, t) - (open() ? 0.0 : step(returns, back, t));
}

double Evasion::rate(Time t) const {
  return step_rate(begin, out, t) - (open() ? 0.0 : step_rate(returns, back, t));
}

Motion aside_of(const Motion& plan, std::span<const Evasion> ways, Time t) {
  Motion motion = plan;
  bool turns = false;
  for (const Evasion& way : ways) {
    motion.at = motion.at + way.part(t) * way.aside;
    turns = turns || way.rate(t) != 0.0;
  }
  if (!turns) return motion;
  const geo::Offset v = velocity(plan, ways, t);
  motion.speed = Speed::metres_per_second(v.length().metres());
  motion.course = v.direction();
  const double off = turn_degrees(plan.course, motion.course);
  motion.heading = Bearing::degrees_true(plan.heading.degrees_true() + off);
  const Duration little = Duration::seconds(1);
  motion.turn_deg_per_s += turn_degrees(velocity(plan, ways, t - little).direction(),
                                        velocity(plan, ways, t + little).direction()) /
                           2.0;
  return motion;
}

}  // namespace narrows::exercise
