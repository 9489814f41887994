#pragma once

// Physical quantities as types.
//
// A quantity is made and read by naming its unit, so that a bare double never crosses a function
// boundary:
//
//     const Speed limit = Speed::knots(12.0);
//     if (own > limit) log("{:.1f} kn", own.knots());
//
// Inside, every quantity is one double in SI units. There is no implicit conversion in either
// direction.

#include <cmath>
#include <compare>
#include <numbers>

namespace narrows {

class Distance {
 public:
  static constexpr double kMetresPerNauticalMile = 1852.0;  // Exact: international nautical mile.

  constexpr Distance() = default;
  static constexpr Distance metres(double value) { return Distance{value}; }
  static constexpr Distance nautical_miles(double value) {
    return Distance{value * kMetresPerNauticalMile};
  }

  constexpr double metres() const { return metres_; }
  constexpr double nautical_miles() const { return metres_ / kMetresPerNauticalMile; }

  friend constexpr auto operator<=>(Distance, Distance) = default;
  friend constexpr Distance operator+(Distance a, Distance b) {
    return Distance{a.metres_ + b.metres_};
  }
  friend constexpr Distance operator-(Distance a, Distance b) {
    return Distance{a.metres_ - b.metres_};
  }
  friend constexpr Distance operator*(double k, Distance a) { return Distance{k * a.metres_}; }
  friend constexpr double operator/(Distance a, Distance b) { return a.metres_ / b.metres_; }

 private:
  constexpr explicit Distance(double metres) : metres_{metres} {}
  double metres_ = 0.0;
};

class Speed {
 public:
  static constexpr double kMetresPerSecondPerKnot = Distance::kMetresPerNauticalMile / 3600.0;

  constexpr Speed() = default;
  static constexpr Speed metres_per_second(double value) { return Speed{value}; }
  static constexpr Speed knots(double value) { return Speed{value * kMetresPerSecondPerKnot}; }

  constexpr double metres_per_second() const { return mps_; }
  constexpr double knots() const { return mps_ / kMetresPerSecondPerKnot; }

  friend constexpr auto operator<=>(Speed, Speed) = default;
  friend constexpr Speed operator*(double k, Speed a) { return Speed{k * a.mps_}; }

 private:
  constexpr explicit Speed(double mps) : mps_{mps} {}
  double mps_ = 0.0;
};

/// A direction clockwise from true north, always in [0, 360).
class Bearing {
 public:
  constexpr Bearing() = default;
  static Bearing degrees_true(double value) {
    if (value >= 0.0 && value < 360.0) return Bearing{value};
    const double wrapped = std::fmod(value, 360.0);
    const double turned = wrapped < 0.0 ? wrapped + 360.0 : wrapped;
    return Bearing{turned >= 360.0 ? 0.0 : turned};  // -1e-20 + 360 rounds up to 360.
  }
  constexpr double degrees_true() const { return degrees_; }
  constexpr double radians() const { return degrees_ * std::numbers::pi / 180.0; }

  friend constexpr auto operator<=>(Bearing, Bearing) = default;

  /// The signed turn in (-180, 180]: 350 -> 10 is +20, not -340.
  friend constexpr double turn_degrees(Bearing from, Bearing to) {
    const double diff = to.degrees_ - from.degrees_;
    if (diff > 180.0) return diff - 360.0;
    if (diff <= -180.0) return diff + 360.0;
    return diff;
  }

 private:
  constexpr explicit Bearing(double degrees) : degrees_{degrees} {}
  double degrees_ = 0.0;
};

}  // namespace narrows
