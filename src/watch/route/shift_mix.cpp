#include "watch/route/shift_mix.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "watch/route/shift_base.hpp"

namespace narrows::watch::route {

namespace {

constexpr std::size_t kWeek = 7;
constexpr std::size_t kLag = 14;
constexpr std::size_t kBaseDays = 84;
constexpr std::size_t kUsualMin = 12;
constexpr std::size_t kPastMin = 40;
constexpr std::size_t kYear = 52;
constexpr std::ptrdiff_t kMonth = 4;
constexpr std::size_t kQuarter = 13;
constexpr double kPassagesMin = 20;  // Of a week: fewer have no mix.
constexpr double kLeastHeight = 5.0;
constexpr double kMost = 5.0;

std::vector<double> shares(std::vector<double> counts) {
  double all = 0.0;
  for (auto& n : counts) all += (n += 0.5);
  for (auto& n : counts) n /= all;
  return counts;
}

}  // namespace

void MixWatch::begin_anew(std::size_t day) {
  if (deviances_.size() >= kUsualMin) usual_before_ = median(deviances_);
  begin_ = day;
  deviances_.clear();
  chart_.reset();
}

std::vector<double> MixWatch::sums(std::size_t from, std::size_t to) const {
  std::vector<double> sums;
  for (std::size_t day = from; day < to; ++day) {
    sums.resize(std::max(sums.size(), days_[day].size()));
    for (std::size_t i = 0; i < days_[day].size(); ++i) sums[i] += days_[day][i];
  }
  return sums;
}

std::optional<MixWatch::Alarm> MixWatch::add(const std::vector<double>& counts) {
  days_.push_back(counts);
  return days_.size() % kWeek == 0 ? week() : std::nullopt;
}

std::optional<MixWatch::Alarm> MixWatch::week() {
  const std::size_t end = days_.size();
  if (end < begin_ + kWeek + kLag + kBaseDays) return std::nullopt;
  const bool gap = std::any_of(days_.end() - static_cast<std::ptrdiff_t>(kWeek), days_.end(),
                               [](const auto& day) { return day.empty(); });
  const auto now = sums(end - kWeek, end);
  const double all = std::accumulate(now.begin(), now.end(), 0.0);
  if (gap || now.size() < 2 || all < kPassagesMin) return std::nullopt;
  const auto base = shares(sums(end - kWeek - kLag - kBaseDays, end - kWeek - kLag));
  double deviance = 0.0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (now[i] > 0) deviance += 2 * now[i] * std::log(now[i] / (all * base[i]));
  }
  deviance = std::max(0.0, deviance);
  const double freedom = static_cast<double>(now.size()) - 1;
  const double small = 2.0 / (9.0 * freedom);
  const double usual = deviances_.size() >= kUsualMin ? median(deviances_) : usual_before_;
  if (deviances_.size() == kYear) deviances_.erase(deviances_.begin());
  deviances_.push_back(deviance);
  if (usual <= 0) return std::nullopt;
  const double ratio =
      deviance / usual * std::pow(1 - small, 3);  // Median of chi squared / freedom.
  const double z = std::min(kMost, (std::cbrt(ratio) - (1 - small)) / std::sqrt(small));
  const double height = chart_.add(z, end - kWeek);
  past_.push_back(z);
  if (past_.size() < kPastMin + static_cast<std::size_t>(kMonth)) return std::nullopt;
  // Not of the last four weeks: a change that is just happening must not raise its own limit.
  const std::vector<double> calm{past_.begin(), past_.end() - kMonth};
  const auto law = chart_law(calm, chart_.allowance(), true, kYear, kQuarter);
  if (height < std::max(kLeastHeight, law.height_for(times_a_year_))) return std::nullopt;
  Alarm alarm{chart_.since(),
              std::clamp(1 - static_cast<double>(charts_) * law.times_a_year(height), 0.0, 0.999),
              base, shares(sums(chart_.since(), end))};
  chart_.reset();
  return alarm;
}

}  // namespace narrows::watch::route
