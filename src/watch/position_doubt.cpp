#include "watch/position_doubt.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <span>

namespace narrows::watch {
namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;
/// After so long it is another time that it happens.
constexpr Duration kAnew = Duration::minutes(10);
constexpr Duration kSpacing = Duration::seconds(5);
constexpr Duration kSpacingMost = Duration::minutes(5);
/// The square of a cosine, of 25 degrees: who keeps within that of one way gets further from where
/// it came than nine tenths of its path.
constexpr float kAsideMost = 0.8214F;
constexpr double kRadiusLeast_m = 40.0;
constexpr double kRadiusMost_m = 6'000.0;
constexpr double kSpeedLeast_mps = 1.0;  // Below: at anchor, or drifting.
constexpr double kFastest_s = 15.0;      // Once round.
constexpr double kSlowest_s = 1'800.0;
constexpr double kEvenness = 0.96;

/// The largest of the angles between neighbours on the circle.
double largest_gap(std::span<const double> angles) {
  std::array<double, 16> sorted{};
  const std::span<double> own{sorted.data(), angles.size()};
  std::ranges::transform(angles, own.begin(), [](double a) { return a < 0.0 ? a + kTurn : a; });
  std::ranges::sort(own);
  double gap = own.front() + kTurn - own.back();
  for (std::size_t i = 1; i < own.size(); ++i) gap = std::max(gap, own[i] - own[i - 1]);
  return gap;
}

struct Rate {
  double per_s = 0.0;
  double evenness = 0.0;
};

double evenness_at(double rate, std::span<const double> angles, std::span<const double> t_s) {
  std::complex<double> sum;
  for (std::size_t i = 0; i < angles.size(); ++i) sum += std::polar(1.0, angles[i] - rate * t_s[i]);
  return std::abs(sum) / static_cast<double>(angles.size());
}

/// The rate at which the angles go round most evenly: a periodogram, because between reports that
/// are minutes apart it may have gone round more than once.
Rate even_rate(std::span<const double> angles, std::span<const double> t_s) {
  const double span = std::max(1.0, t_s.back() - t_s.front());
  double step = kTurn / (8.0 * span);
  Rate best;
  // Slower ones are looked at too, so that one of them is not taken for a fast one.
  for (double rate = kTurn / (4.0 * kSlowest_s); rate <= kTurn / kFastest_s; rate += step) {
    for (const double signed_rate : {rate, -rate}) {
      const double evenness = evenness_at(signed_rate, angles, t_s);
      // The slower one, unless the faster fits clearly better; of one peak its top.
      const bool same_peak =
          signed_rate * best.per_s > 0.0 && rate - std::abs(best.per_s) < 2.5 * step;
      if (evenness > best.evenness + (same_peak ? 0.0 : 0.01)) best = {signed_rate, evenness};
    }
  }
  for (int i = 0; i < 5; ++i) {
    step *= 0.5;
    for (const double rate : {best.per_s - step, best.per_s + step}) {
      const double evenness = evenness_at(rate, angles, t_s);
      if (evenness > best.evenness) best = {rate, evenness};
    }
  }
  return best;
}

/// By how much what lies so far from the centre grows or shrinks from the first to the last.
double drift(std::span<const double> radii, std::span<const double> t_s) {
  const auto n = static_cast<double>(radii.size());
  double mean_r = 0.0, mean_t = 0.0;
  for (std::size_t i = 0; i < radii.size(); ++i) {
    mean_r += radii[i] / n;
    mean_t += t_s[i] / n;
  }
  double rt = 0.0, tt = 0.0;
  for (std::size_t i = 0; i < radii.size(); ++i) {
    rt += (radii[i] - mean_r) * (t_s[i] - mean_t);
    tt += (t_s[i] - mean_t) * (t_s[i] - mean_t);
  }
  return tt > 0.0 ? std::abs(rt / tt) * (t_s.back() - t_s.front()) : 0.0;
}

}  // namespace

bool inland(const Places& places, geo::LatLon place, Distance margin) {
  if (!places.on_land(place)) return false;
  const geo::Surface here{place};
  for (int i = 0; i < 8; ++i) {
    const auto way =
        here.velocity(Bearing::degrees_true(45.0 * i), Speed::metres_per_second(margin.metres()));
    if (!places.on_land(geo::place_under(here.at() + way))) return false;
  }
  return true;
}

bool Jump::leads_back(geo::Vector from_false, geo::Vector at_place, Time t) const {
  const double near_m = 0.5 * apart_m;
  const geo::Vector sailed = true_at + (t - true_last).seconds() * true_velocity;
  return (at_place - true_at).length() < near_m || (at_place - sailed).length() < near_m ||
         (at_place - from_false + step).length() < near_m;
}

JumpFinder::Mark& JumpFinder::mark(Slot slot) {
  if (slot >= marks_.size()) marks_.resize(slot + std::size_t{1}, Mark::kNone);
  return marks_[slot];
}

Jump* JumpFinder::find(std::uint32_t mmsi) {
  const auto found = jumps_.find(mmsi);
  return found == jumps_.end() ? nullptr : &found->second;
}

Jump& JumpFinder::open(const Track& from, const Fix& before, const Fix& fix) {
  Jump& jump = jumps_[from.key.mmsi];
  const geo::Vector way = fix.at - before.at;
  jump.who = from.key;
  jump.from = from.slot;
  jump.begin = jump.since = jump.last = jump.stepped = fix.observed_at;
  jump.true_last = before.observed_at;
  jump.true_at = before.at;
  jump.false_at = fix.at;
  jump.true_velocity = before.velocity;
  jump.step = way;
  jump.apart_m = way.length();
  jump.in_s = std::abs((fix.observed_at - before.observed_at).seconds());
  jump.interval = from.interval;
  const double speed = before.velocity.length();
  jump.along_way = speed > 0.5 &&
                   std::abs(dot(way, before.velocity)) > 0.94 * speed * jump.apart_m &&
                   jump.apart_m < speed * 600.0;
  return jump;
}

void JumpFinder::jumped(const Track& track, const Track& from) {
  if (!track.key.identified()) return;
  if (Jump* jump = find(track.key.mmsi)) {
    // From a false place to another one; or, of a step within one segment, back again.
    const Fix& fix = track.last();
    jump->stepped = fix.observed_at;
    const bool back = jump->from != kNoSlot && jump->to == jump->from &&
                      jump->leads_back(jump->false_at, fix.at, fix.observed_at);
    if (back) {
      mark(jump->from) = Mark::kFalse;
      jump->to = jump->from;
      jump->from = track.slot;
    }
    mark(track.slot) = back ? Mark::kTrue : Mark::kFalse;
    return;
  }
  Jump& jump = open(from, from.last(), track.last());
  jump.to = track.slot;
  mark(from.slot) = Mark::kTrue;
  mark(track.slot) = Mark::kFalse;
}

bool JumpFinder::impossible_step(const Track& track) const {
  if (track.past() < 2) return false;
  const Fix& fix = track.last();
  const Fix& before = track.fix(1);
  const geo::Vector way = fix.at - before.at;
  const double squared = dot(way, way);
  if (squared < kJumpLeast_m * kJumpLeast_m) return false;
  const Duration took = fix.observed_at - before.observed_at;
  // The slower reports come, the more may have happened between them.
  if (took > kOwnSpeed || std::isnan(fix.sog_mps) || std::isnan(before.sog_mps)) return false;
  const double most =
      static_cast<double>(std::max(fix.sog_mps, before.sog_mps)) + beyond_.metres_per_second();
  const double sailed = kJumpLeast_m + most * took.seconds();
  return squared > sailed * sailed;
}

/// It was heard somewhere else in the meantime, from where it cannot have come: one who is
/// disturbed again, at the same false place as hours before, is of a segment that is known.
const Track* JumpFinder::left_behind(const Sea& sea, const Track& track) const {
  if (track.past() < 2) return nullptr;
  const Time before = track.fix(1).observed_at;
  if (track.last().observed_at - before < kAway) return nullptr;
  const Track* latest = nullptr;
  sea.for_each_segment({track.key.mmsi}, [&](const Track& other) {
    const Time last = other.last().observed_at;
    if (other.slot == track.slot || last <= before) return;
    if (latest == nullptr || last > latest->last().observed_at) latest = &other;
  });
  if (latest == nullptr) return nullptr;
  constexpr double kFastest_mps = 31.0;
  const double took = std::abs((track.last().observed_at - latest->last().observed_at).seconds());
  const double apart = (track.last().at - latest->last().at).length();
  return apart > kJumpLeast_m + kFastest_mps * took ? latest : nullptr;
}

JumpFinder::Found JumpFinder::judge(const Sea& sea, const Track& track) {
  const Fix& fix = track.last();
  const Mark known = track.slot < marks_.size() ? marks_[track.slot] : Mark::kNone;
  if (known == Mark::kNone) {
    if (const Track* from = left_behind(sea, track)) {
      if (jumps_.contains(track.key.mmsi)) return {};
      Jump& jump = open(*from, from->last(), fix);
      jump.to = track.slot;
      jump.reports = 1;
      mark(from->slot) = Mark::kTrue;
      mark(track.slot) = Mark::kFalse;
      return {Step::kFalse, &jump};
    }
    if (!track.key.identified() || !impossible_step(track)) return {};
    if (jumps_.contains(track.key.mmsi)) return {};
    Jump& jump = open(track, track.fix(1), fix);
    jump.to = track.slot;
    jump.reports = 1;
    mark(track.slot) = Mark::kSame;
    return {Step::kFalse, &jump};
  }
  Jump* jump = find(track.key.mmsi);
  if (jump == nullptr) return {};
  // Within one segment each impossible step leads away or back.
  const bool one_segment = jump->from != kNoSlot && jump->from == jump->to;
  const bool steps = one_segment && impossible_step(track);
  bool back = known == Mark::kTrue;
  if (steps) {
    jump->stepped = fix.observed_at;
    back = known == Mark::kSame && jump->leads_back(track.fix(1).at, fix.at, fix.observed_at);
    marks_[track.slot] = back ? Mark::kTrue : Mark::kSame;
  }
  if (back) {
    // What it sent before it jumped comes late: that is no way back.
    if (jump->reports > 0 && fix.observed_at < jump->since) {
      jump->true_last = std::max(jump->true_last, fix.observed_at);
      return {};
    }
    if (jump->reports > 0) ++jump->switches;
    jump->reports = 0;
    jump->true_last = fix.observed_at;
    jump->true_at = fix.at;
    return {Step::kBack, jump};
  }
  if (jump->reports == 0) {
    // What it sent before it was back comes late.
    if (fix.observed_at < jump->true_last) return {};
    if (fix.observed_at - jump->last > kAnew) jump->switches = 0;
    jump->since = jump->stepped = fix.observed_at;
  }
  ++jump->reports;
  jump->last = fix.observed_at;
  jump->false_at = fix.at;
  return {Step::kFalse, jump};
}

void JumpFinder::close(std::uint32_t mmsi) {
  const auto found = jumps_.find(mmsi);
  if (found == jumps_.end()) return;
  for (const Slot slot : {found->second.from, found->second.to}) {
    if (slot < marks_.size()) marks_[slot] = Mark::kNone;
  }
  jumps_.erase(found);
}

void JumpFinder::forgotten(const Track& track) {
  if (track.slot < marks_.size()) marks_[track.slot] = Mark::kNone;
  const auto found = jumps_.find(track.key.mmsi);
  if (found == jumps_.end()) return;
  Jump& jump = found->second;
  if (jump.from == track.slot) jump.from = kNoSlot;
  if (jump.to == track.slot) jump.to = kNoSlot;
}

double Circle::speed_mps() const {
  return kTurn * radius_m / std::abs(period_s);
}

std::optional<bool> Circle::as_ship(const Fix& fix) const {
  constexpr double kAside_deg = 45.0;
  const auto ahead = fix.heading() ? fix.heading() : fix.cog();
  const auto sog = fix.sog();
  if (!ahead || !sog) return std::nullopt;
  const geo::Surface here{fix.position};
  const double outwards = here.bearing(fix.at - centre).degrees_true();
  const auto way =
      Bearing::degrees_true(std::fmod(outwards + (period_s > 0 ? 90.0 : 270.0), 360.0));
  const double speed = speed_mps();
  return std::abs(turn_degrees(*ahead, way)) <= kAside_deg &&
         std::abs(sog->metres_per_second() - speed) <= std::max(1.0, 0.35 * speed);
}

namespace {

/// Whether a ship got to its place of `back` reports ago, from where it was half a minute or more
/// before, by the courses and speeds that it has said since.
bool went_as_said(const Track& track, std::size_t back) {
  constexpr Duration kLeast = Duration::seconds(30);
  constexpr double kNoise_m = 15.0;
  geo::Vector said;
  double sailed_m = 0.0;
  for (std::size_t i = back; i + 1 < track.past(); ++i) {
    const Fix& fix = track.fix(i);
    const Fix& before = track.fix(i + 1);
    const geo::Vector step =
        0.5 * (fix.observed_at - before.observed_at).seconds() * (before.velocity + fix.velocity);
    said = said + step;
    sailed_m += step.length();
    if (track.fix(back).observed_at - before.observed_at < kLeast) continue;
    const geo::Vector off = track.fix(back).at - before.at - said;
    return off.length() <= std::max(kNoise_m, 0.35 * sailed_m);
  }
  return false;
}

}  // namespace

std::optional<bool> Circle::as_ship(const Track& track) const {
  std::size_t asked = 0;
  std::size_t fits = 0;
  for (std::size_t i = 0; i < track.past() && track.fix(i).observed_at >= begin; ++i) {
    const auto one = as_ship(track.fix(i));
    if (!one) continue;
    ++asked;
    // Whoever goes to and fro is not always along the circle that fits the hairpins.
    if (*one || went_as_said(track, i)) ++fits;
  }
  if (asked == 0) return std::nullopt;
  return 5 * fits >= 4 * asked;
}

double CircleFinder::apart(const Point& a, const Point& b) {
  const float east = a.east_m - b.east_m;
  const float north = a.north_m - b.north_m;
  return static_cast<double>(std::sqrt(east * east + north * north));
}

double CircleFinder::path(const Points& points, std::size_t from, std::size_t to) {
  double sum = 0.0;
  for (std::size_t i = from; i < to; ++i) sum += apart(points[i], points[i + 1]);
  return sum;
}

CircleFinder::Points CircleFinder::Samples::in_order() const {
  Points out;
  for (std::size_t i = 0; i < count; ++i) out[i] = points[place(i)];
  return out;
}

void CircleFinder::Samples::drop_first(std::size_t how_many) {
  first = static_cast<std::uint8_t>(place(how_many));
  count = static_cast<std::uint8_t>(count - how_many);
}

void CircleFinder::Samples::add(Point p) {
  if (count > 0) follow(p);
  points[place(count)] = newest = p;
  ++count;
}

/// Whether the step to the next goes the way of those before it.
void CircleFinder::Samples::follow(Point next) {
  const float east = next.east_m - newest.east_m;
  const float north = next.north_m - newest.north_m;
  const float along = east * way_east_m + north * way_north_m;
  const float squares =
      (east * east + north * north) * (way_east_m * way_east_m + way_north_m * way_north_m);
  if (along > 0.0F && along * along >= kAsideMost * squares) {
    straight = static_cast<std::uint8_t>(std::min<std::size_t>(straight + 1U, kPoints));
  } else {
    straight = 1;
    way_east_m = east;
    way_north_m = north;
  }
}

/// Straight on: the older half is of no use. Else every other goes, and fewer are taken.
void CircleFinder::thin(Samples& s) {
  if (s.goes_straight(kPoints - 1)) {
    s.spacing = kSpacing;
    return s.drop_first(kPoints / 2);
  }
  const Points p = s.in_order();
  if (apart(p[kPoints - 1], p[0]) > 0.9 * path(p, 0, kPoints - 1)) {
    s.spacing = kSpacing;
    return s.drop_first(kPoints / 2);
  }
  s.first = s.count = s.straight = 0;
  for (std::size_t i = 1; i < kPoints; i += 2) s.points[s.count++] = p[i];
  const float mean_s = (p[kPoints - 1].t_s - p[1].t_s) / static_cast<float>(s.count - 1);
  const double spacing_us = std::ceil(static_cast<double>(0.8F * mean_s) * 1e6);
  s.spacing = std::min(Duration::microseconds(static_cast<std::int64_t>(spacing_us)), kSpacingMost);
}

void CircleFinder::add(Samples& s, const Fix& fix) {
  constexpr double kResetAfter_m = 20'000.0;
  constexpr Duration kResetAfter = Duration::minutes(30);
  constexpr float kResetAt_s = 86'400.0F;
  geo::Vector way = fix.at - s.origin.at();
  auto t = static_cast<float>((fix.observed_at - s.begin).seconds());
  if (s.count == 0 || dot(way, way) > kResetAfter_m * kResetAfter_m ||
      fix.observed_at - s.last > kResetAfter || t > kResetAt_s) {
    s.count = s.straight = 0;
    s.spacing = kSpacing;
    s.origin = geo::Surface{fix.position};
    s.begin = fix.observed_at;
    way = {};
    t = 0.0F;
  }
  if (s.count == kPoints) thin(s);
  s.last = fix.observed_at;
  s.add({static_cast<float>(dot(way, s.origin.east())),
         static_cast<float>(dot(way, s.origin.north())), t});
}

bool CircleFinder::keep(const Track& track) {
  if (track.slot >= samples_.size()) samples_.resize(track.slot + std::size_t{1});
  Samples& s = samples_[track.slot];
  const Fix& fix = track.last();
  if (s.count > 0 && fix.observed_at - s.last < s.spacing) return false;
  add(s, fix);
  return s.may_be_circle();
}

/// Twelve places half a minute apart: an arc of them that is short may be part of a circle that
/// takes five minutes, so that none is given up for being nearly straight.
bool CircleFinder::keep_slowly(const Track& track) {
  if (track.slot >= slow_.size()) {
    slow_.resize(track.slot + std::size_t{1});
    slow_due_.resize(slow_.size());
  }
  const Fix& fix = track.last();
  if (fix.observed_at < slow_due_[track.slot]) return false;
  slow_due_[track.slot] = fix.observed_at + kSlowSpacing;
  Samples& s = slow_[track.slot];
  if (s.count == kPoints) s.drop_first(1);
  add(s, fix);
  return s.may_be_circle();
}

std::optional<Circle> CircleFinder::look(const Track& track, bool bends) {
  if (bends) {
    if (auto circle = fit(samples_[track.slot])) return circle;
  }
  if (track.interval >= kSlowSpacing || !keep_slowly(track)) return std::nullopt;
  return fit(slow_[track.slot]);
}

std::optional<Circle> CircleFinder::fit(const Samples& s) {
  // Fast enough, and not on its way somewhere.
  const Points p = s.in_order();
  const std::size_t newest = s.count - std::size_t{1};
  const std::size_t half = s.count - kPointsLeast;
  const double of_half = path(p, half, newest);
  if (apart(p[newest], p[half]) > 0.8 * of_half) return std::nullopt;
  const double took = std::max(1.0, static_cast<double>(p[newest].t_s - p[0].t_s));
  if (path(p, 0, half) + of_half < kSpeedLeast_mps * took) return std::nullopt;
  for (std::size_t first = 0; first + kPointsLeast <= s.count; ++first) {
    if (auto circle = fit(s, p, first)) return circle;
  }
  return std::nullopt;
}

std::optional<Circle> CircleFinder::fit(const Samples& s, const Points& all, std::size_t first) {
  const std::size_t n = s.count - first;
  const std::span<const Point> points{all.data() + first, n};
  const double count = static_cast<double>(n);
  double mean_x = 0.0;
  double mean_y = 0.0;
  for (const auto& p : points) {
    mean_x += static_cast<double>(p.east_m) / count;
    mean_y += static_cast<double>(p.north_m) / count;
  }
  // Least squares of x² + y² = 2ax + 2by + c about the mean (Kåsa).
  double xx = 0.0, xy = 0.0, yy = 0.0, xz = 0.0, yz = 0.0, zz = 0.0;
  for (const auto& p : points) {
    const double x = static_cast<double>(p.east_m) - mean_x;
    const double y = static_cast<double>(p.north_m) - mean_y;
    const double z = x * x + y * y;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xz += x * z;
    yz += y * z;
    zz += z;
  }
  const double det = xx * yy - xy * xy;
  if (det <= 1e-3 * xx * yy || zz <= 0.0) return std::nullopt;
  const double a = (xz * yy - yz * xy) / (2.0 * det);
  const double b = (yz * xx - xz * xy) / (2.0 * det);
  const double radius = std::sqrt(a * a + b * b + zz / count);
  if (radius < kRadiusLeast_m || radius > kRadiusMost_m) return std::nullopt;
  double off = 0.0;
  std::array<double, kPoints> times{};
  std::array<double, kPoints> radii{};
  for (std::size_t i = 0; i < n; ++i) {
    const double x = static_cast<double>(points[i].east_m) - mean_x - a;
    const double y = static_cast<double>(points[i].north_m) - mean_y - b;
    radii[i] = std::sqrt(x * x + y * y);
    const double miss = radii[i] - radius;
    off += miss * miss / count;
    times[i] = static_cast<double>(points[i].t_s);
  }
  const double residual = std::sqrt(off);
  if (residual > std::max(12.0, 0.05 * radius)) return std::nullopt;
  if (drift({radii.data(), n}, {times.data(), n}) > std::max(24.0, 0.06 * radius))
    return std::nullopt;  // A spiral.
  std::array<double, kPoints> angles{};
  for (std::size_t i = 0; i < n; ++i) {
    const double x = static_cast<double>(points[i].east_m) - mean_x - a;
    const double y = static_cast<double>(points[i].north_m) - mean_y - b;
    angles[i] = std::atan2(x, y);  // As a bearing: clockwise from north.
  }
  if (largest_gap({angles.data(), n}) > kTurn / 3.0) return std::nullopt;
  const Rate rate = even_rate({angles.data(), n}, {times.data(), n});
  if (rate.evenness < kEvenness || std::abs(rate.per_s) < kTurn / kSlowest_s) return std::nullopt;
  Circle circle;
  circle.centre = s.origin.at() + (mean_x + a) * s.origin.east() + (mean_y + b) * s.origin.north();
  circle.radius_m = radius;
  circle.period_s = kTurn / rate.per_s;
  circle.begin = s.begin + Duration::milliseconds(std::llround(1e3 * times[0]));
  circle.points = n;
  circle.residual_m = residual;
  circle.evenness = rate.evenness;
  if (circle.speed_mps() < kSpeedLeast_mps) return std::nullopt;
  return circle;
}

void CircleFinder::forgotten(const Track& track) {
  if (track.slot < samples_.size()) samples_[track.slot].count = 0;
  if (track.slot >= slow_.size()) return;
  slow_[track.slot].count = 0;
  slow_due_[track.slot] = Time{};
}

}  // namespace narrows::watch
