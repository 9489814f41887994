#pragma once

// What is usual for one series on a day, from the days before it. See shift.hpp.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace narrows::watch::route {

/// REQUIRES: not empty. The lower of the two in the middle.
double median(std::vector<double> values);
/// Mean of the middle three fifths: as deaf to outliers as it must be, but of small whole numbers
/// it is not one of them. REQUIRES: not empty.
double middle_mean(std::vector<double> values);

/// What a mean of nothing but noise would have been told apart from noise by: times 1.4826, the
/// standard deviation of a normal one.
inline constexpr double kMadToSigma = 1.4826;

class ShiftBase {
 public:
  static constexpr std::size_t kYear = 364;  ///< Whole weeks.
  static constexpr std::size_t kLevelDays = 56;
  static constexpr std::size_t kLag = 14;
  static constexpr std::size_t kLevelMin = 7;
  static constexpr std::size_t kMissesMin = 28;

  ShiftBase(unsigned weekday, double floor) : weekday_{weekday}, floor_{floor} {}

  /// Of the next day: nothing before enough is known.
  std::optional<double> expected() const;
  /// The usual size of a miss, as a standard deviation. Nothing before enough is known.
  std::optional<double> scale() const;
  /// Takes the next day's.
  void add(std::optional<double> y);
  /// It is another series from day `day` on; `beyond_calm`: so much that years in which it happened
  /// tell nothing of seasons.
  void begin_anew(std::size_t day, bool beyond_calm);

  std::size_t days() const { return y_.size(); }
  const std::vector<std::optional<double>>& values() const { return y_; }
  const std::vector<std::optional<double>>& bases() const { return bases_; }

 private:
  struct Window {
    std::size_t from;
    std::size_t to;  // Not included.
  };
  Window level_window() const;
  std::optional<double> level_of(Window window, bool less_weekday) const;
  double season(Window window) const;
  void learn_weekdays();
  std::size_t weekday_of(std::size_t day) const { return (day + weekday_) % 7; }

  unsigned weekday_;
  double floor_;  // Of the scale: the noise that counts cannot but have.
  std::size_t begin_ = 0;
  std::vector<std::size_t> changes_;
  std::vector<std::optional<double>> y_;
  std::vector<std::optional<double>> bases_;
  std::vector<double> misses_;  // Sizes, since the last change; at most a year.
  std::optional<double> scale_before_;
  std::array<double, 7> weekdays_{};
};

}  // namespace narrows::watch::route
