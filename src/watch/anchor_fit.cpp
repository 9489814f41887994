#include "watch/anchor_fit.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace narrows::watch {
namespace {

constexpr double kPlaceSigma_m = 10.0;  // Of GNSS, and of a chain that is more or less taut.
constexpr double kGuessSigma = 0.5;     // Of the guess, as a part of it.
/// What she did so long ago no longer counts: chain is veered, the tide turns in six hours. Reports
/// are a minute apart or more.
constexpr double kReportsMost = 360.0;
constexpr double kArcLeast_m = 12.0;  // Standard deviation across: less is noise, not an arc.
constexpr double kPlacesLeast = 6.0;
constexpr double kRadiusLeast = 0.4;  // Of the guess: yawing makes the fit too small.

}  // namespace

double usual_swing_m(double length_m) {
  return 30.0 + length_m;
}

double SwingCircle::distance_m(const LyingAt& p) const {
  return std::hypot(p.east_m - east_m, p.north_m - north_m);
}

void AnchorFit::add(const LyingAt& p) {
  ++reports_;
  auto& s = sums_;
  if (s.n >= kReportsMost) {
    const double keep = (kReportsMost - 1.0) / s.n;
    for (double* sum : {&s.n, &s.x, &s.y, &s.xx, &s.xy, &s.yy, &s.xz, &s.yz, &s.h, &s.hx, &s.hy,
                        &s.hpx, &s.hpy, &s.hpp, &s.hp})
      *sum *= keep;
  }
  const double x = p.east_m;
  const double y = p.north_m;
  const double z = x * x + y * y;
  s.n += 1.0;
  s.x += x;
  s.y += y;
  s.xx += x * x;
  s.xy += x * y;
  s.yy += y * y;
  s.xz += x * z;
  s.yz += y * z;
  if (!p.heading) return;
  s.h += 1.0;
  s.hx += p.heading->east;
  s.hy += p.heading->north;
  s.hpx += x;
  s.hpy += y;
  s.hpp += z;
  s.hp += x * p.heading->east + y * p.heading->north;
}

SwingCircle AnchorFit::circle(double guess_m) const {
  if (sums_.h >= 0.5 * sums_.n) return by_headings(guess_m);
  if (const auto laid = by_places(guess_m)) return *laid;
  SwingCircle out;
  out.east_m = sums_.x / sums_.n;
  out.north_m = sums_.y / sums_.n;
  out.radius_m = guess_m;
  out.radius_error_m = kGuessSigma * guess_m;
  return out;
}

SwingCircle AnchorFit::by_headings(double guess_m) const {
  const auto& s = sums_;
  const double hx = s.hx / s.h;
  const double hy = s.hy / s.h;
  const double px = s.hpx / s.h;
  const double py = s.hpy / s.h;
  // Mean products of what differs from the mean.
  const double hh = std::max(0.0, 1.0 - hx * hx - hy * hy);
  const double hp = s.hp / s.h - (hx * px + hy * py);
  const double pp = std::max(0.0, s.hpp / s.h - (px * px + py * py));
  const double sigma = kGuessSigma * guess_m;
  const double prior = kPlaceSigma_m * kPlaceSigma_m / (sigma * sigma);
  const double known = s.h * hh + prior;
  const double fitted = (prior * guess_m - s.h * hp) / known;
  SwingCircle out;
  out.anchor_known = true;
  out.radius_m = std::max(fitted, kRadiusLeast * guess_m);
  out.radius_error_m = kPlaceSigma_m / std::sqrt(known);
  out.east_m = px + out.radius_m * hx;
  out.north_m = py + out.radius_m * hy;
  const double length = std::max(std::hypot(hx, hy), 1e-9);
  out.head_east = hx / length;
  out.head_north = hy / length;
  out.spread_deg = std::sqrt(hh) * 180.0 / std::numbers::pi;
  out.misfit_m =
      std::sqrt(std::max(0.0, pp + 2.0 * out.radius_m * hp + out.radius_m * out.radius_m * hh));
  return out;
}

std::optional<SwingCircle> AnchorFit::by_places(double guess_m) const {
  const auto& s = sums_;
  if (s.n < kPlacesLeast) return std::nullopt;
  const double mx = s.x / s.n;
  const double my = s.y / s.n;
  const double uu = s.xx - s.n * mx * mx;
  const double uv = s.xy - s.n * mx * my;
  const double vv = s.yy - s.n * my * my;
  const double mean = 0.5 * (uu + vv);
  const double across = mean - std::hypot(0.5 * (uu - vv), uv);
  if (across < s.n * kArcLeast_m * kArcLeast_m) return std::nullopt;
  const double zz = s.xx + s.yy;
  const double uz = s.xz - mx * zz - 2.0 * mx * uu - 2.0 * my * uv;
  const double vz = s.yz - my * zz - 2.0 * mx * uv - 2.0 * my * vv;
  const double det = uu * vv - uv * uv;
  const double cx = 0.5 * (vv * uz - uv * vz) / det;
  const double cy = 0.5 * (uu * vz - uv * uz) / det;
  SwingCircle out;
  out.east_m = mx + cx;
  out.north_m = my + cy;
  out.radius_m = std::sqrt(cx * cx + cy * cy + (uu + vv) / s.n);
  if (out.radius_m < 0.25 * guess_m || out.radius_m > 3.0 * guess_m) return std::nullopt;
  out.radius_error_m = kPlaceSigma_m * out.radius_m / std::sqrt(across);
  out.anchor_known = true;
  return out;
}

}  // namespace narrows::watch
