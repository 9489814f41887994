#include "watch/sensor_health.hpp"

#include <functional>

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch::test {
namespace {

struct Step {
  double count = 50;  ///< Sentences since the report before.
  double bad = 0;
  double behind_s = 0.1;
  bool connected = true;
  double bias_m = -1;
};

/// A report each ten seconds for two hours.
std::vector<model::Alert> play(const std::function<Step(double minute)>& at_minute,
                               bool all = false) {
  Stage stage{{"sensor_health"}};
  double sentences = 0;
  double bad = 0;
  Time heard;
  for (int i = 1; i <= 720; ++i) {
    const double minute = i / 6.0;
    const Step step = at_minute(minute);
    sentences += step.count;
    bad += step.bad;
    SensorReport report;
    report.sensor = "khasab";
    report.at = minutes(minute);
    report.sentences = static_cast<std::uint64_t>(sentences);
    report.bad_checksums = static_cast<std::uint64_t>(bad);
    report.connected = step.connected;
    if (step.count > 0) heard = report.at;
    report.last_heard_at = heard;
    if (step.count > 0)
      report.clock_behind = Duration::milliseconds(static_cast<std::int64_t>(1e3 * step.behind_s));
    if (step.bias_m >= 0) report.bias_m = step.bias_m;
    stage.add(report, report.at);
  }
  return stage.play(all, 125.0);
}
bool failing(double minute) {
  return minute > 60.0 && minute <= 75.0;
}

void expect_one(const std::vector<model::Alert>& alerts, double tolerance_s) {
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts[0].sensor, "khasab");
  EXPECT_TRUE(alerts[0].vessels.empty());
  EXPECT_NEAR((alerts[0].begin - minutes(60)).seconds(), 0.0, tolerance_s);
  ASSERT_TRUE(alerts[0].end.has_value());
  EXPECT_NEAR((*alerts[0].end - minutes(75)).seconds(), 0.0, tolerance_s);
}

TEST(SensorHealth, Silent) {
  expect_one(play([](double m) { return Step{.count = failing(m) ? 0.0 : 50.0}; }), 11.0);
}

TEST(SensorHealth, AWordNowAndThenIsNoEndOfASilence) {
  // Two minutes of silence, then a tenth of what it heard before until the quarter is over.
  const auto alerts =
      play([](double m) { return Step{.count = !failing(m) ? 20.0 : (m < 62.0 ? 0.0 : 2.0)}; });
  expect_one(alerts, 65.0);
  EXPECT_NE(alerts[0].why.find("was silent and hears"), std::string::npos) << alerts[0].why;
  // Half of it is enough.
  const auto half =
      play([](double m) { return Step{.count = !failing(m) ? 20.0 : (m < 62.0 ? 0.0 : 10.0)}; });
  ASSERT_EQ(half.size(), 1U);
  EXPECT_NEAR((*half[0].end - minutes(62)).seconds(), 0.0, 11.0);
}

TEST(SensorHealth, FiftySecondsOfSilenceAreNoneSixtyAre) {
  for (const double silent_s : {50.0, 60.0}) {
    const auto alerts = play([&](double m) {
      return Step{.count = m > 60.01 && m <= 60.01 + silent_s / 60.0 ? 0.0 : 50.0};
    });
    EXPECT_EQ(alerts.size(), silent_s < 60 ? 0U : 1U) << silent_s;
  }
}

TEST(SensorHealth, OneThatIsHeardSeldomIsGivenItsTime) {
  // A message each forty seconds.
  int i = 0;
  EXPECT_TRUE(play([&](double m) {
                ++i;
                return Step{.count = m > 60 && m < 65 ? 0.0 : (i % 4 == 0 ? 1.0 : 0.0)};
              }).empty());
}

TEST(SensorHealth, NotConnected) {
  expect_one(play([](double m) {
               return Step{.count = failing(m) ? 0.0 : 50.0, .connected = !failing(m)};
             }),
             11.0);
}

TEST(SensorHealth, RateThatFalls) {
  expect_one(play([](double m) { return Step{.count = failing(m) ? 5.0 : 50.0}; }), 65.0);
}

TEST(SensorHealth, RateEitherSideOfTheShare) {
  EXPECT_TRUE(play([](double m) { return Step{.count = failing(m) ? 22.0 : 50.0}; }).empty());
  EXPECT_EQ(play([](double m) { return Step{.count = failing(m) ? 18.0 : 50.0}; }).size(), 1U);
}

TEST(SensorHealth, AFleetThatGrowsAndThinsOutSlowlyIsNone) {
  EXPECT_TRUE(play([](double m) { return Step{.count = 80.0 - 0.3 * m}; }).empty());
}

TEST(SensorHealth, FewMessagesTellNothingOfTheRate) {
  // Two a report: 24 to be expected in two minutes.
  int i = 0;
  EXPECT_TRUE(play([&](double m) {
                return Step{.count = failing(m) ? (++i % 4 == 0 ? 1.0 : 0.0) : 2.0};
              }).empty());
}

TEST(SensorHealth, Clock) {
  expect_one(play([](double m) { return Step{.behind_s = failing(m) ? -90.0 : 0.1}; }), 11.0);
  expect_one(play([](double m) { return Step{.behind_s = failing(m) ? 10.5 : 0.1}; }), 11.0);
  EXPECT_TRUE(play([](double m) { return Step{.behind_s = failing(m) ? 9.5 : 0.1}; }).empty());
}

TEST(SensorHealth, AClockThatIsWrongOnceIsNone) {
  EXPECT_TRUE(
      play([](double m) { return Step{.behind_s = m > 60 && m < 60.3 ? 90.0 : 0.1}; }).empty());
}

TEST(SensorHealth, DamagedSentences) {
  EXPECT_EQ(play([](double m) { return Step{.bad = failing(m) ? 4.0 : 0.0}; }).size(), 1U);
  EXPECT_TRUE(play([](double m) { return Step{.bad = failing(m) ? 2.0 : 0.0}; }).empty());
}

TEST(SensorHealth, RadarBias) {
  expect_one(play([](double m) { return Step{.bias_m = failing(m) ? 210.0 : 20.0}; }), 11.0);
  EXPECT_TRUE(play([](double m) { return Step{.bias_m = failing(m) ? 190.0 : 20.0}; }).empty());
}

}  // namespace
}  // namespace narrows::watch::test
