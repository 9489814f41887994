#include "watch/route/shift.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "watch/route/shift_base.hpp"
#include "watch/route/shift_chart.hpp"
#include "watch/route/shift_mix.hpp"

namespace narrows::watch::route {

namespace {

constexpr double kFast = 2.0;  // Allowance: half of the change that it is made for, in sigmas.
constexpr double kSlow = 0.75;
constexpr double kMost = 5.0;  // No single day counts for more sigmas.
constexpr std::size_t kMonth = 28;
constexpr std::size_t kQuarter = 91;
/// Changes by more than this factor are no sample of calm, and need not last long to be told.
constexpr double kBeyondCalm = 2.0;
constexpr double kThird = 1.5;
constexpr std::size_t kFortnight = 14;
constexpr std::size_t kPastMax = 3 * ShiftBase::kYear;
constexpr std::size_t kFastPastMin = 182;
constexpr std::size_t kSlowPastMin = ShiftBase::kYear;
constexpr double kFastUntilKnown = 8.0;  // Until half a year of misses is known: three such days.
constexpr double kFastLeast = 4.0;       // Never by one day alone.
constexpr double kSlowLeast = 5.0;
constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();
/// Alarms within four weeks are of one situation.
constexpr std::size_t kOneSituation = 28;

double to_even_noise(SeriesKind kind, double value) {
  return kind == SeriesKind::kCount ? 2 * std::sqrt(std::max(0.0, value) + 0.375) : value;
}
double from_even_noise(SeriesKind kind, double y) {
  return kind == SeriesKind::kCount ? std::max(0.0, y * y / 4 - 0.375) : y;
}

/// One series and its four charts.
class Watch {
 public:
  struct Alarm {
    double excess;  // Over its limit.
    std::size_t chart;
    double height;
    std::size_t since;
  };

  Watch(const Series& series, unsigned weekday, const ShiftRules& rules, std::size_t charts)
      : series_{&series},
        rules_{&rules},
        all_charts_{charts},
        base_{weekday, series.kind == SeriesKind::kCount ? 1.0 : 1e-9} {}

  /// Takes the next day's value.
  std::optional<Alarm> add();

  struct Change {
    std::size_t day;
    std::size_t from;
    std::size_t to;
  };
  /// The most likely day of the change that is seen in (since, today], up or down.
  Change change(std::size_t since, bool up) const;
  /// Whether it changed enough from `day` on to be told: large, and beyond chance.
  bool changed_at(std::size_t day) const;
  /// Halved or doubled since `day`, as no calm sea does.
  bool beyond_calm(std::size_t day) const;
  /// A shift lasts: what is no collapse is told after two weeks, or four when it is less than a
  /// third.
  bool lasted(std::size_t day) const;
  double confidence(const Alarm& alarm) const;
  double before(std::size_t day) const;
  std::optional<double> after(std::size_t from, std::size_t to) const;
  void begin_anew(std::size_t day);
  void reset() {
    for (auto& chart : charts_) chart.reset();
  }
  bool up(const Alarm& alarm) const { return charts_[alarm.chart].up(); }
  ShiftReport::Watched watched() const { return watched_; }

 private:
  double z_of(double y, double base, double scale) const {
    return std::clamp((y - base) / scale, -kMost, kMost);
  }
  double limit(std::size_t chart) const;
  void learn_limits();

  const Series* series_;
  const ShiftRules* rules_;
  std::size_t all_charts_;
  ShiftBase base_;
  std::array<Chart, 4> charts_{Chart{kFast, true}, Chart{kFast, false}, Chart{kSlow, true},
                               Chart{kSlow, false}};
  std::array<std::optional<ChartLaw>, 4> laws_;
  std::vector<std::pair<std::size_t, double>> past_;  // Day and z.
  std::size_t learned_on_ = 0;
  std::vector<std::optional<double>> scales_;
  ShiftReport::Watched watched_{kNever, kNever};
};

double Watch::limit(std::size_t chart) const {
  const double times = rules_->false_alarms_per_year / static_cast<double>(all_charts_);
  const bool fast = chart < 2;
  const auto& law = laws_[chart];
  if (!law) return fast ? kFastUntilKnown : std::numeric_limits<double>::infinity();
  return std::max(fast ? kFastLeast : kSlowLeast, law->height_for(times));
}

void Watch::learn_limits() {
  std::vector<double> past;
  // Not of the last four weeks: a change that is just happening must not raise its own limit.
  for (const auto& [day, z] : past_) {
    if (day + kMonth <= base_.days()) past.push_back(z);
  }
  for (std::size_t i = 0; i < charts_.size(); ++i) {
    if (past.size() < (i < 2 ? kFastPastMin : kSlowPastMin)) continue;
    laws_[i] = chart_law(past, charts_[i].allowance(), charts_[i].up(), ShiftBase::kYear, kQuarter);
  }
}

std::optional<Watch::Alarm> Watch::add() {
  const std::size_t day = base_.days();
  const auto value = series_->values[day];
  const auto y = value ? std::optional{to_even_noise(series_->kind, *value)} : std::nullopt;
  const auto base = base_.expected();
  const auto scale = base_.scale();
  base_.add(y);
  scales_.push_back(scale);
  if (!y || !base || !scale) return std::nullopt;
  if (day >= learned_on_ + kMonth) {
    learn_limits();
    learned_on_ = day;
  }
  watched_.fast_from = std::min(watched_.fast_from, day);
  if (laws_[2]) watched_.slow_from = std::min(watched_.slow_from, day);
  const double z = z_of(*y, *base, *scale);
  std::optional<Alarm> highest;
  for (std::size_t i = 0; i < charts_.size(); ++i) {
    const double height = charts_[i].add(z, day);
    const double excess = height / limit(i);
    if (excess >= 1 && (!highest || excess > highest->excess))
      highest = Alarm{excess, i, height, charts_[i].since()};
  }
  if (past_.size() == kPastMax) past_.erase(past_.begin());
  past_.emplace_back(day, z);
  return highest;
}

// Before it the misses are noise about nothing, from it on noise about their mean: the gain in
// log-likelihood is (sum of misses)^2 / 2 n sigma^2. Days that gain at most 1.92 less are the
// interval at 95 %.
Watch::Change Watch::change(std::size_t since, bool up) const {
  const auto& y = base_.values();
  const auto& bases = base_.bases();
  const std::size_t today = y.size() - 1;
  const std::size_t first = since > kMonth / 2 ? since - kMonth / 2 : 0;
  std::vector<std::pair<std::size_t, double>> gains;
  double sum = 0.0;
  double n = 0.0;
  for (std::size_t day = today + 1; day-- > first;) {
    const auto& value = y[day];
    const auto& base = bases[day];
    const auto& scale = scales_[day];
    if (!value || !base || !scale) continue;
    sum += (*value - *base) / *scale;
    n += 1;
    gains.emplace_back(day, (sum > 0) == up ? sum * sum / (2 * n) : 0.0);
  }
  Change change{today, today, today};
  double most = -1.0;
  for (const auto& [day, gain] : gains) {
    if (gain > most) {
      most = gain;
      change.day = day;
    }
  }
  change.from = change.to = change.day;
  for (const auto& [day, gain] : gains) {
    if (gain < most - 1.92) continue;
    change.from = std::min(change.from, day);
    change.to = std::max(change.to, day);
  }
  return change;
}

double Watch::before(std::size_t day) const {
  std::vector<double> bases;
  for (std::size_t d = day > 7 ? day - 7 : 0; d <= day && d < base_.days(); ++d) {
    if (const auto& base = base_.bases()[d]) bases.push_back(*base);
  }
  return bases.empty() ? 0.0 : from_even_noise(series_->kind, median(std::move(bases)));
}

std::optional<double> Watch::after(std::size_t from, std::size_t to) const {
  double sum = 0.0;
  double n = 0.0;
  for (std::size_t day = from; day < std::min(to, series_->values.size()); ++day) {
    const auto& value = series_->values[day];
    if (!value) continue;
    sum += *value;
    n += 1;
  }
  return n > 0 ? std::optional{sum / n} : std::nullopt;
}

// The mean beyond the factor even less what chance may have added, at 99 %; and the median of the
// days (of two the one nearer to the base) beyond a third: one wild day is no collapse.
bool Watch::beyond_calm(std::size_t day) const {
  const auto& base = base_.bases()[day];
  if (series_->kind != SeriesKind::kCount || !base) return false;
  const double was = before(day);
  std::vector<double> sizes;
  double scale = 1.0;
  double sum = 0.0;
  for (std::size_t d = day; d < base_.days(); ++d) {
    const auto& value = base_.values()[d];
    if (!value) continue;
    scale = scales_[d].value_or(scale);
    sum += *value;
    sizes.push_back(*value - *base);
  }
  if (sizes.size() < 2) return false;
  const auto n = static_cast<double>(sizes.size());
  const double mean = sum / n;
  const double chance = 2.576 * scale / std::sqrt(n);
  const bool up = mean > *base;
  if (!up) std::transform(sizes.begin(), sizes.end(), sizes.begin(), std::negate<>{});
  const double middle = *base + (up ? 1.0 : -1.0) * median(std::move(sizes));
  const auto count = [&](double y) { return from_even_noise(series_->kind, std::max(0.0, y)); };
  return up ? count(mean - chance) > kBeyondCalm * was && count(middle) > kThird * was
            : count(mean + chance) * kBeyondCalm < was && count(middle) * kThird < was;
}

bool Watch::lasted(std::size_t day) const {
  if (beyond_calm(day)) return true;
  const auto now = after(day, base_.days());
  if (!now) return false;
  const double was = before(day);
  const bool third =
      series_->kind == SeriesKind::kCount && (*now > kThird * was || *now * kThird < was);
  return base_.days() - day >= (third ? kFortnight : kMonth);
}

bool Watch::changed_at(std::size_t day) const {
  const auto now = after(day, base_.days());
  if (!now || day >= base_.days() || !base_.bases()[day]) return false;
  const double was = before(day);
  const double apart = std::abs(*now - was);
  if (series_->kind == SeriesKind::kCount) {
    if (apart < rules_->least_part * std::max(was, 1.0)) return false;
  } else if (apart < rules_->least_measure) {
    return false;
  }
  double sum = 0.0;
  double n = 0.0;
  for (std::size_t d = day; d < base_.days(); ++d) {
    const auto& value = base_.values()[d];
    const auto& base = base_.bases()[d];
    const auto& scale = scales_[d];
    if (!value || !base || !scale) continue;
    sum += z_of(*value, *base, *scale);
    n += 1;
  }
  return n > 0 && std::abs(sum) / std::sqrt(n) >= 2.5;
}

// The chart goes on in thought for two weeks more, the base held: a change that stays climbs on.
double Watch::confidence(const Alarm& alarm) const {
  const std::size_t today = base_.days() - 1;
  const auto& law = laws_[alarm.chart];
  const auto& base = base_.bases()[today];
  const auto& scale = scales_[today];
  // By the fixed limit of the first half year. [d] A base there is, or there were no alarm.
  if (!law || !base || !scale) return 0.9;
  const auto& chart = charts_[alarm.chart];
  double height = alarm.height;
  double most = height;
  for (std::size_t day = today + 1; day < std::min(today + 15, series_->values.size()); ++day) {
    const auto& value = series_->values[day];
    if (!value) continue;
    const double z = z_of(to_even_noise(series_->kind, *value), *base, *scale);
    height = std::max(0.0, height + (chart.up() ? z : -z) - chart.allowance());
    most = std::max(most, height);
  }
  const double chance = static_cast<double>(all_charts_) * law->times_a_year(most);
  return std::clamp(1 - chance, 0.0, 0.999);
}

// What led to a change stays among the misses that limits are learned from, unless it was beyond
// all calm: who learns calm only from what raised no alarm grows ever more nervous.
void Watch::begin_anew(std::size_t day) {
  const bool beyond = beyond_calm(day);
  if (beyond) std::erase_if(past_, [&](const auto& past) { return past.first >= day; });
  base_.begin_anew(day, beyond);
  reset();
}

/// All series of one place, day by day.
class ShiftFinder {
 public:
  ShiftFinder(const std::vector<Series>& series, unsigned weekday, const ShiftRules& rules)
      : series_{series}, rules_{rules} {
    std::size_t classes = 0;
    for (const auto& s : series) classes += s.in_mix ? 1 : 0;
    const std::size_t charts = 4 * series.size() + (classes > 1 ? 1 : 0);
    for (const auto& s : series) watches_.emplace_back(s, weekday, rules, charts);
    if (classes > 1) mix_.emplace(rules.false_alarms_per_year, charts);
  }

  ShiftReport run() {
    const std::size_t days = series_.empty() ? 0 : series_.front().values.size();
    for (std::size_t day = 0; day < days; ++day) step(day);
    finish(days);
    for (const auto& watch : watches_) report_.watched.push_back(watch.watched());
    return std::move(report_);
  }

 private:
  void step(std::size_t day);
  void raise(std::size_t day, const std::vector<std::optional<Watch::Alarm>>& alarms);
  void mix(std::size_t day, MixWatch& watch);
  void tell(Shift& shift, std::size_t series, std::size_t day, bool fast,
            std::optional<double> confidence);
  void finish(std::size_t days);
  static bool told(const Shift& shift, std::size_t series) {
    return std::any_of(shift.series.begin(), shift.series.end(),
                       [&](const SeriesShift& s) { return s.series == series; });
  }

  const std::vector<Series>& series_;
  const ShiftRules& rules_;
  std::vector<Watch> watches_;
  std::optional<MixWatch> mix_;
  ShiftReport report_;
};

void ShiftFinder::tell(Shift& shift, std::size_t series, std::size_t day, bool fast,
                       std::optional<double> confidence) {
  for (auto& told : shift.series) {
    if (told.series != series) continue;
    told.confidence = std::max(told.confidence, confidence);
    return;
  }
  shift.series.push_back(
      {series, watches_[series].before(shift.changed_day), 0.0, day, fast, confidence});
}

void ShiftFinder::step(std::size_t day) {
  std::vector<std::optional<Watch::Alarm>> alarms;
  bool any = false;
  for (auto& watch : watches_) {
    alarms.push_back(watch.add());
    any = any || alarms.back();
  }
  if (any) raise(day, alarms);
  if (mix_) mix(day, *mix_);
}

void ShiftFinder::raise(std::size_t day, const std::vector<std::optional<Watch::Alarm>>& alarms) {
  std::size_t first = kNever;
  Watch::Change change{};
  for (std::size_t i = 0; i < alarms.size(); ++i) {
    const auto& alarm = alarms[i];
    if (!alarm) continue;
    const auto found = watches_[i].change(alarm->since, watches_[i].up(*alarm));
    if (!watches_[i].changed_at(found.day)) continue;
    if (!watches_[i].lasted(found.day)) continue;
    // The one that dates the change best leads.
    if (first != kNever && found.to - found.from >= change.to - change.from) continue;
    first = i;
    change = found;
  }
  if (first == kNever) return;
  auto& shifts = report_.shifts;
  const bool same = !shifts.empty() && day <= shifts.back().alarm_day + kOneSituation &&
                    !told(shifts.back(), first);
  if (!same) shifts.push_back({day, change.day, change.from, change.to, false, 0.0, {}});
  auto& shift = shifts.back();
  for (std::size_t i = 0; i < watches_.size(); ++i) {
    const auto& alarm = alarms[i];
    if (!watches_[i].changed_at(change.day)) continue;
    const auto confidence = alarm ? std::optional{watches_[i].confidence(*alarm)} : std::nullopt;
    tell(shift, i, day, alarm && alarm->chart < 2, confidence);
    watches_[i].begin_anew(change.day);
  }
  if (mix_) mix_->begin_anew(change.day);
}

void ShiftFinder::mix(std::size_t day, MixWatch& watch) {
  std::vector<double> counts;
  bool gap = false;
  for (const auto& s : series_) {
    if (!s.in_mix) continue;
    gap = gap || !s.values[day];
    counts.push_back(s.values[day].value_or(0.0));
  }
  if (gap) counts.clear();
  const auto alarm = watch.add(counts);
  if (!alarm) return;
  auto& shifts = report_.shifts;
  const bool same = !shifts.empty() && day <= shifts.back().alarm_day + kOneSituation;
  if (!same) {
    const std::size_t before = alarm->since > 7 ? alarm->since - 7 : 0;
    shifts.push_back({day, alarm->since, before, std::min(day, alarm->since + 7), true, 0.0, {}});
  }
  auto& shift = shifts.back();
  shift.mix = true;
  std::size_t c = 0;
  for (std::size_t i = 0; i < series_.size(); ++i) {
    if (!series_[i].in_mix) continue;
    const double part = alarm->shares_after[c] / alarm->shares_before[c];
    ++c;
    if (std::abs(part - 1) >= rules_.least_part) tell(shift, i, day, false, alarm->confidence);
  }
  shift.confidence = std::max(shift.confidence, alarm->confidence);
  watch.begin_anew(alarm->since);
}

// What came after is told with hindsight: to four weeks after the alarm, the next change or the
// end.
void ShiftFinder::finish(std::size_t days) {
  for (std::size_t i = 0; i < report_.shifts.size(); ++i) {
    auto& shift = report_.shifts[i];
    std::size_t end = std::min(days, shift.alarm_day + kMonth + 1);
    if (i + 1 < report_.shifts.size())
      end = std::min(end, std::max(shift.alarm_day + 1, report_.shifts[i + 1].changed_day));
    for (auto& told : shift.series) {
      told.after = watches_[told.series].after(shift.changed_day, end).value_or(told.before);
      shift.confidence = std::max(shift.confidence, told.confidence.value_or(0.0));
    }
    std::stable_sort(
        shift.series.begin(), shift.series.end(),
        [](const SeriesShift& a, const SeriesShift& b) { return a.confidence > b.confidence; });
  }
}

}  // namespace

ShiftReport find_shifts(const std::vector<Series>& series, unsigned weekday,
                        const ShiftRules& rules) {
  return ShiftFinder{series, weekday, rules}.run();
}

}  // namespace narrows::watch::route
