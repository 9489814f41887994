#pragma once

// Whether the mix of classes is another than it was, however many pass: the deviance of a week's
// counts from the shares of twelve weeks that ended two weeks before (Kullback and Leibler, twice
// the log-likelihood ratio), made normal by its cube root (E. B. Wilson and M. M. Hilferty, PNAS
// 17, 1931) after its usual size was divided out, in one slow CUSUM chart of weeks.

#include <cstddef>
#include <optional>
#include <vector>

#include "watch/route/shift_chart.hpp"

namespace narrows::watch::route {

class MixWatch {
 public:
  /// `charts` that share `false_alarms_per_year`.
  MixWatch(double false_alarms_per_year, std::size_t charts)
      : times_a_year_{false_alarms_per_year / static_cast<double>(charts)}, charts_{charts} {}

  struct Alarm {
    std::size_t since;  ///< First day of the first of the weeks that made it.
    double confidence;
    std::vector<double> shares_before;
    std::vector<double> shares_after;
  };
  /// The next day's counts by class; empty: a class was not observed.
  std::optional<Alarm> add(const std::vector<double>& counts);
  void begin_anew(std::size_t day);

 private:
  std::optional<Alarm> week();
  std::vector<double> sums(std::size_t from, std::size_t to) const;

  double times_a_year_;
  std::size_t charts_;
  std::size_t begin_ = 0;
  std::vector<std::vector<double>> days_;
  std::vector<double> deviances_;  // Since the last change.
  double usual_before_ = 0.0;
  std::vector<double> past_;
  Chart chart_{0.75, true};
};

}  // namespace narrows::watch::route
