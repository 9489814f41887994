#include "watch/route/shift.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <numbers>
#include <random>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "base/time.hpp"

namespace narrows::watch::route {
namespace {

/// A sea that is as untidy as real ones: a season, a weekday, spells that last for days, more noise
/// than Poisson's.
struct Sea {
  double mean = 60;
  double season = 0.15;   ///< Part of the mean, up and down.
  double weekend = -0.1;  ///< Part of the mean, on two days of seven.
  double spells = 0.08;   ///< Sigma of what lasts for days, part of the mean.
  double noise = 0.10;    ///< Sigma of each day's own.
};

Series draw(const Sea& sea, std::size_t days, std::mt19937& random) {
  std::normal_distribution<double> normal;
  Series out{"count", SeriesKind::kCount, {}, false};
  double spell = 0.0;
  for (std::size_t d = 0; d < days; ++d) {
    spell = 0.8 * spell + 0.6 * sea.spells * normal(random);
    const double year = 2 * std::numbers::pi * static_cast<double>(d) / 365.25;
    const double part = 1 + sea.season * std::sin(year) + (d % 7 >= 5 ? sea.weekend : 0.0) + spell +
                        sea.noise * normal(random);
    std::poisson_distribution<int> poisson{std::max(0.05, sea.mean * part)};
    out.values.emplace_back(poisson(random));
  }
  return out;
}

/// Each passage from `day` on is kept with this probability, or doubled beyond one.
void change(Series& series, std::size_t day, double factor, std::mt19937& random) {
  for (std::size_t d = day; d < series.values.size(); ++d) {
    if (!series.values[d]) continue;
    std::poisson_distribution<int> poisson{std::max(1e-9, *series.values[d] * factor)};
    series.values[d] = poisson(random);
  }
}

const Shift* find_after(const ShiftReport& report, std::size_t day) {
  for (const auto& shift : report.shifts) {
    if (shift.alarm_day >= day) return &shift;
  }
  return nullptr;
}

TEST(Shift, OneFalseAlarmAYearAtMostOnSeasWithoutChange) {
  const Sea seas[] = {{}, {.mean = 8}, {.mean = 200, .season = 0.3}, {.season = 0, .spells = 0.15}};
  for (const auto& sea : seas) {
    constexpr int kRounds = 8;
    constexpr std::size_t kDays = std::size_t{4} * 365;
    std::size_t alarms = 0;
    for (unsigned seed = 1; seed <= kRounds; ++seed) {
      std::mt19937 random{seed};
      alarms += find_shifts({draw(sea, kDays, random)}, 1, {}).shifts.size();
    }
    EXPECT_LE(alarms, 4U * kRounds) << "mean " << sea.mean << " season " << sea.season;
    RecordProperty("alarms_in_32_years", static_cast<int>(alarms));
    std::printf("mean %.0f, season %.2f, spells %.2f: %zu alarms in 32 years\n", sea.mean,
                sea.season, sea.spells, alarms);
  }
}

TEST(Shift, ACollapseIsFlaggedWithinTwoDays) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 random{seed};
    auto series = draw({}, 900, random);
    change(series, 800, 0.05, random);
    const auto report = find_shifts({series}, 1, {});
    const auto* shift = find_after(report, 800);
    ASSERT_NE(shift, nullptr) << "seed " << seed;
    EXPECT_LE(shift->alarm_day, 802U) << "seed " << seed;
    EXPECT_NEAR(static_cast<double>(shift->changed_day), 800, 1) << "seed " << seed;
    EXPECT_LE(shift->changed_from, 800U);
    EXPECT_GE(shift->changed_to, 799U);
    ASSERT_EQ(shift->series.size(), 1U);
    EXPECT_LT(shift->series[0].after, 0.15 * shift->series[0].before);
    EXPECT_GT(shift->confidence, 0.9);
  }
}

TEST(Shift, AFullSeaWithLittleNoiseCollapsesAsWell) {
  for (const double mean : {60.0, 300.0, 3'000.0}) {
    std::mt19937 random{3};
    auto series =
        draw({.mean = mean, .season = 0, .weekend = 0, .spells = 0.01, .noise = 0.01}, 600, random);
    change(series, 500, 0.3, random);
    const auto report = find_shifts({series}, 1, {});
    const auto* shift = find_after(report, 500);
    ASSERT_NE(shift, nullptr) << mean;
    EXPECT_LE(shift->alarm_day, 502U) << mean;
  }
}

// On whatever day of the month in which the limits are learned anew it begins.
TEST(Shift, ACollapseDoesNotRaiseItsOwnLimit) {
  for (std::size_t day = 260; day < 320; day += 3) {
    std::mt19937 random{5};
    auto series = draw({.spells = 0.03}, 350, random);
    change(series, day, 0.05, random);
    const auto report = find_shifts({series}, 1, {});
    const auto* shift = find_after(report, day);
    ASSERT_NE(shift, nullptr) << day;
    EXPECT_LE(shift->alarm_day, day + 2) << day;
  }
}

TEST(Shift, ALastingThirdLessOrMoreIsFoundAndDated) {
  int found = 0;
  int dated = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 random{seed};
    auto series = draw({}, 1'100, random);
    change(series, 900, seed % 2 == 0 ? 0.65 : 1.5, random);
    const auto report = find_shifts({series}, 1, {});
    const auto* shift = find_after(report, 900);
    if (shift == nullptr || shift->alarm_day > 945) continue;
    ++found;
    dated += std::abs(static_cast<double>(shift->changed_day) - 900) <= 7 ? 1 : 0;
    EXPECT_EQ(shift->series[0].after > shift->series[0].before, seed % 2 == 1);
  }
  EXPECT_GE(found, 11);
  EXPECT_GE(dated, 10);
}

TEST(Shift, IsFoundInTheFirstYearTooWhenItIsACollapse) {
  std::mt19937 random{5};
  auto series = draw({}, 160, random);
  change(series, 120, 0.05, random);
  const auto report = find_shifts({series}, 1, {});
  ASSERT_EQ(report.shifts.size(), 1U);
  EXPECT_LE(report.shifts[0].alarm_day, 123U);
}

TEST(Shift, OneWildDayOrAWeekWithoutDataIsNone) {
  const auto about = [](const ShiftReport& report, std::size_t from, std::size_t to) {
    return std::count_if(report.shifts.begin(), report.shifts.end(), [&](const Shift& shift) {
      return shift.alarm_day >= from && shift.alarm_day < to;
    });
  };
  for (unsigned seed = 1; seed <= 8; ++seed) {
    std::mt19937 random{seed};
    const auto calm = draw({}, 900, random);
    if (about(find_shifts({calm}, 1, {}), 700, 830) > 0) continue;  // By chance, one in eight.
    auto wild = calm;
    wild.values[700] = 0;
    wild.values[800] = 400;
    EXPECT_EQ(about(find_shifts({wild}, 1, {}), 700, 830), 0) << "seed " << seed;
    auto gap = calm;
    for (std::size_t d = 700; d < 707; ++d) gap.values[d].reset();
    EXPECT_EQ(about(find_shifts({gap}, 1, {}), 700, 721), 0) << "seed " << seed;
  }
  Series never{"never", SeriesKind::kCount, {}, false};
  never.values.resize(900);
  EXPECT_TRUE(find_shifts({never}, 1, {}).shifts.empty());
  EXPECT_TRUE(find_shifts({}, 1, {}).shifts.empty());
}

TEST(Shift, NothingThatComesLaterChangesAnAlarm) {
  std::mt19937 random{8};
  auto series = draw({}, 1'200, random);
  change(series, 700, 0.3, random);
  change(series, 1'000, 3.0, random);
  const auto all = find_shifts({series}, 1, {});
  ASSERT_GE(all.shifts.size(), 2U);
  for (const auto& shift : all.shifts) {
    auto then = series;
    then.values.resize(shift.alarm_day + 1);
    const auto report = find_shifts({then}, 1, {});
    ASSERT_FALSE(report.shifts.empty());
    EXPECT_EQ(report.shifts.back().alarm_day, shift.alarm_day);
    EXPECT_EQ(report.shifts.back().changed_day, shift.changed_day);
  }
}

TEST(Shift, TheMixOfClassesIsWatchedApartFromTheirNumber) {
  int found = 0;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    std::mt19937 random{seed};
    const Sea sea{.mean = 20, .season = 0.05, .weekend = 0, .spells = 0.04, .noise = 0.05};
    std::vector<Series> classes;
    for (const auto* name : {"tanker", "cargo", "passenger"}) {
      classes.push_back(draw(sea, 900, random));
      classes.back().name = name;
      classes.back().in_mix = true;
    }
    change(classes[0], 700, 0.7, random);
    change(classes[1], 700, 1.3, random);
    const auto report = find_shifts(classes, 1, {});
    const auto* shift = find_after(report, 700);
    found += shift != nullptr && shift->alarm_day < 760 ? 1 : 0;
  }
  EXPECT_GE(found, 5);
}

TEST(Shift, ALaneThatMovesIsFound) {
  int found = 0;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    std::mt19937 random{seed};
    std::normal_distribution<double> normal{9'000, 250};
    Series offset{"offset", SeriesKind::kMeasure, {}, false};
    for (int d = 0; d < 700; ++d) offset.values.emplace_back(normal(random));
    EXPECT_LE(find_shifts({offset}, 1, {}).shifts.size(), 1U);
    for (std::size_t d = 600; d < 700; ++d) *offset.values[d] += 700;
    const auto report = find_shifts({offset}, 1, {});
    const auto* shift = find_after(report, 600);
    if (shift == nullptr || shift->alarm_day > 635) continue;
    ++found;
    EXPECT_NEAR(shift->series[0].after - shift->series[0].before, 700, 150);
  }
  EXPECT_GE(found, 5);
}

/// The columns of the published daily transits of Hormuz, and the day of the first row.
struct Hormuz {
  std::vector<Series> series;
  std::vector<std::string> dates;
};
Hormuz hormuz() {
  Hormuz out;
  std::ifstream file{"../shared/data/events/hormuz_portwatch_daily_transits.csv"};
  std::string line;
  std::map<std::string, std::size_t> columns;
  const auto cells = [&] {
    std::vector<std::string> found;
    std::stringstream in{line};
    for (std::string cell; std::getline(in, cell, ',');) found.push_back(cell);
    return found;
  };
  if (!std::getline(file, line)) return out;
  const auto names = cells();
  for (std::size_t i = 0; i < names.size(); ++i) columns[names[i]] = i;
  for (const auto* name :
       {"n_total", "n_tanker", "n_container", "n_dry_bulk", "n_general_cargo", "n_roro"})
    out.series.push_back({name, SeriesKind::kCount, {}, std::string{name} != "n_total"});
  while (std::getline(file, line)) {
    const auto row = cells();
    out.dates.push_back(row[0]);
    for (auto& series : out.series)
      series.values.emplace_back(std::stod(row[columns[series.name]]));
  }
  return out;
}

TEST(Shift, HormuzCollapsesInMarch2026AndIsCalmBefore) {
  const auto sea = hormuz();
  if (sea.dates.empty()) GTEST_SKIP() << "../shared/data/events is not here";
  const std::vector<std::vector<Series>> ways{{sea.series[0]}, {sea.series[1]}, sea.series};
  for (const auto& series : ways) {
    const auto report = find_shifts(series, 1, {});  // 2019-01-01 was a Tuesday.
    std::map<std::string, int> years;
    const Shift* collapse = nullptr;
    for (const auto& shift : report.shifts) {
      const auto& alarm = sea.dates[shift.alarm_day];
      if (alarm < "2026-01-01") ++years[alarm.substr(0, 4)];
      if (collapse == nullptr && alarm >= "2026-03-01") collapse = &shift;
    }
    for (const auto& [year, alarms] : years) EXPECT_LE(alarms, 1) << year;
    ASSERT_NE(collapse, nullptr);
    EXPECT_LE(sea.dates[collapse->alarm_day], "2026-03-03");
    EXPECT_EQ(sea.dates[collapse->changed_day], "2026-03-01");
  }
}

// The strait without changes: each four weeks are those of the same season of a year drawn at
// random, at one level. So noise, spells and season are the real ones.
TEST(Shift, HormuzShuffledRaisesOneAlarmAYearAtMost) {
  const auto sea = hormuz();
  if (sea.dates.empty()) GTEST_SKIP() << "../shared/data/events is not here";
  constexpr std::size_t kYears = 7;
  constexpr std::size_t kYear = 364;
  const auto& total = sea.series[0].values;
  std::vector<double> levels;
  for (std::size_t y = 0; y < kYears; ++y) {
    double sum = 0;
    for (std::size_t d = 0; d < kYear; ++d) sum += *total[y * kYear + d];
    levels.push_back(sum / kYear);
  }
  std::size_t alarms = 0;
  constexpr std::size_t kRounds = 8;
  constexpr std::size_t kDrawn = 5;
  for (unsigned seed = 1; seed <= kRounds; ++seed) {
    std::mt19937 random{seed};
    Series drawn{"total", SeriesKind::kCount, {}, false};
    for (std::size_t block = 0; block < kDrawn * kYear / 28; ++block) {
      const std::size_t year = static_cast<std::size_t>(random()) % kYears;
      for (std::size_t d = 0; d < 28; ++d)
        drawn.values.push_back(*total[year * kYear + block % 13 * 28 + d] * 75 / levels[year]);
    }
    alarms += find_shifts({drawn}, 1, {}).shifts.size();
  }
  std::printf("%zu alarms in %zu shuffled years\n", alarms, kRounds * kDrawn);
  EXPECT_LE(alarms, kRounds * kDrawn);
}

}  // namespace
}  // namespace narrows::watch::route
