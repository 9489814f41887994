#include "watch/route/shift_chart.hpp"

#include <algorithm>
#include <cmath>

namespace narrows::watch::route {

namespace {

constexpr std::size_t kYearsDrawn = 200;

/// SplitMix64 (Steele, Lea and Flood 2014): the same draws everywhere.
class Draws {
 public:
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E37'79B9'7F4A'7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return z ^ (z >> 31U);
  }

 private:
  std::uint64_t state_ = 1954;
};

}  // namespace

double ChartLaw::height_for(double times_a_year) const {
  return mode - width * std::log(times_a_year);
}

double ChartLaw::times_a_year(double height) const {
  if (width <= 0) return height > mode ? 0.0 : 1.0;
  return std::exp(-(height - mode) / width);
}

ChartLaw chart_law(const std::vector<double>& past, double allowance, bool up, std::size_t steps,
                   std::size_t block) {
  Draws draws;
  std::vector<double> highest;
  highest.reserve(kYearsDrawn);
  for (std::size_t year = 0; year < kYearsDrawn; ++year) {
    double height = 0.0;
    double most = 0.0;
    std::size_t at = draws.next() % past.size();
    for (std::size_t step = 0; step < steps; ++step) {
      at = draws.next() % block == 0 ? draws.next() % past.size() : (at + 1) % past.size();
      const double z = up ? past[at] : -past[at];
      height = std::max(0.0, height + z - allowance);
      most = std::max(most, height);
    }
    highest.push_back(most);
  }
  std::sort(highest.begin(), highest.end());
  const double half = highest[kYearsDrawn / 2];
  const double high = highest[kYearsDrawn * 9 / 10];
  const double width = (high - half) / std::log(std::log(0.5) / std::log(0.9));
  return {half + width * std::log(std::log(2.0)), width};
}

double Chart::add(double z, std::size_t day) {
  if (height_ <= 0.0) since_ = day;
  height_ = std::max(0.0, height_ + (up_ ? z : -z) - allowance_);
  return height_;
}

}  // namespace narrows::watch::route
