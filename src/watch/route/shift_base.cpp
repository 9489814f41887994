#include "watch/route/shift_base.hpp"

#include <algorithm>
#include <cmath>

namespace narrows::watch::route {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double middle_mean(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t cut = values.size() / 5;
  double sum = 0.0;
  for (std::size_t i = cut; i < values.size() - cut; ++i) sum += values[i];
  return sum / static_cast<double>(values.size() - 2 * cut);
}

// Eight weeks that end two weeks ago, so that a change does not creep into its own base; after a
// change what there is.
ShiftBase::Window ShiftBase::level_window() const {
  const std::size_t known = y_.size() - begin_;
  constexpr std::size_t kEnough = 28;
  const std::size_t lag = std::min(kLag, known > kEnough ? known - kEnough : 0);
  const std::size_t to = y_.size() - lag;
  const std::size_t from = to > begin_ + kLevelDays ? to - kLevelDays : begin_;
  return {from, to};
}

std::optional<double> ShiftBase::level_of(Window window, bool less_weekday) const {
  std::vector<double> values;
  for (std::size_t day = window.from; day < window.to; ++day) {
    if (const auto& y = y_[day])
      values.push_back(*y - (less_weekday ? weekdays_[weekday_of(day)] : 0.0));
  }
  if (values.size() < kLevelMin) return std::nullopt;
  return middle_mean(std::move(values));
}

// What the years before did between the days of the window and the next day: their mean, or median
// from three on; of K years K/(K+1), as one year is a weak witness.
double ShiftBase::season(Window window) const {
  constexpr std::size_t kAround = 10;
  std::vector<double> deltas;
  const std::size_t today = y_.size();
  for (std::size_t back = kYear; back <= window.from; back += kYear) {
    const Window then{window.from - back, window.to - back};
    const Window day{today - back > kAround ? today - back - kAround : 0,
                     today - back + kAround + 1};
    const bool changed = std::any_of(changes_.begin(), changes_.end(), [&](std::size_t change) {
      return change > then.from && change < day.to;
    });
    if (changed || day.to > today) continue;
    const auto level = level_of(then, true);
    const auto at = level_of(day, true);
    if (level && at) deltas.push_back(*at - *level);
  }
  if (deltas.empty()) return 0.0;
  const auto years = static_cast<double>(deltas.size());
  double sum = 0.0;
  for (const double d : deltas) sum += d;
  const double mean = deltas.size() < 3 ? sum / years : median(deltas);
  return mean * years / (years + 1);
}

std::optional<double> ShiftBase::expected() const {
  if (y_.size() < begin_ + kLevelMin) return std::nullopt;
  const auto window = level_window();
  const auto level = level_of(window, true);
  if (!level) return std::nullopt;
  return *level + weekdays_[weekday_of(y_.size())] + season(window);
}

std::optional<double> ShiftBase::scale() const {
  if (misses_.size() < kMissesMin) {
    if (!scale_before_) return std::nullopt;
    // A base of few days is itself uncertain.
    const auto known = static_cast<double>(std::max<std::size_t>(1, y_.size() - begin_));
    return *scale_before_ * std::sqrt(1 + 2 / known);
  }
  return std::max(floor_, kMadToSigma * median(misses_));
}

void ShiftBase::add(std::optional<double> y) {
  const auto base = expected();
  bases_.push_back(base);
  if (y && base) {
    if (misses_.size() == kYear) misses_.erase(misses_.begin());
    misses_.push_back(std::abs(*y - *base));
  }
  y_.push_back(y);
  if (y_.size() % 7 == 0) learn_weekdays();
}

// What each weekday is beyond the week around it, in the last half year; shrunk towards
// nothing by as much as noise would have made of them (James and Stein).
void ShiftBase::learn_weekdays() {
  constexpr std::size_t kDays = 182;
  constexpr std::size_t kDaysMin = 56;
  weekdays_ = {};
  if (y_.size() < begin_ + kDaysMin) return;
  const std::size_t from = std::max(begin_ + 3, y_.size() > kDays ? y_.size() - kDays : 0);
  std::array<std::vector<double>, 7> beyond;
  std::vector<double> sizes;
  for (std::size_t day = std::max<std::size_t>(from, 3); day + 3 < y_.size(); ++day) {
    const auto& y = y_[day];
    if (!y) continue;
    std::vector<double> week;
    for (std::size_t d = day - 3; d <= day + 3; ++d) {
      if (const auto& other = y_[d]) week.push_back(*other);
    }
    if (week.size() < 5) continue;
    const double miss = *y - median(std::move(week));
    beyond[weekday_of(day)].push_back(miss);
    sizes.push_back(std::abs(miss));
  }
  double mean = 0.0;
  for (std::size_t w = 0; w < 7; ++w) {
    if (beyond[w].size() < 4) return;
    weekdays_[w] = middle_mean(beyond[w]);
    mean += weekdays_[w] / 7;
  }
  const double sigma = kMadToSigma * median(std::move(sizes));
  // Variance of such a mean of n normal ones: 1.15 sigma^2 / n.
  const double by_noise = 1.15 * sigma * sigma / static_cast<double>(beyond[0].size());
  double observed = 0.0;
  for (auto& w : weekdays_) {
    w -= mean;
    observed += w * w / 6;
  }
  const double keep = observed > 0 ? std::max(0.0, 1.0 - by_noise / observed) : 0.0;
  for (auto& w : weekdays_) w *= keep;
}

void ShiftBase::begin_anew(std::size_t day, bool beyond_calm) {
  scale_before_ = scale();
  begin_ = day;
  if (beyond_calm) changes_.push_back(day);
  misses_.clear();
  weekdays_ = {};
}

}  // namespace narrows::watch::route
