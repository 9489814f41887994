#include "engine/sensor_reports.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/arrival.hpp"

namespace narrows::engine {
namespace {

Time at_second(double s) {
  return Time::unix_microseconds(static_cast<std::int64_t>(1e6 * (1'000'000.0 + s)));
}

/// What is told, by sensor.
class Ear {
 public:
  void hears(double s, std::string station, double clock_off_s = 0.0) {
    reports_.take({.source = {0},
                   .at = at_second(s),
                   .stamped_at = at_second(s + clock_off_s),
                   .station = std::move(station)});
    model::PositionObservation o;
    o.observed_at = o.received_at = at_second(s);
    reports_.take(o, tell_);
  }
  void passes(double s) { reports_.advance(at_second(s), tell_); }
  const std::vector<watch::SensorReport>& of(const std::string& sensor) { return told_[sensor]; }
  std::size_t sensors() const { return told_.size(); }

 private:
  SensorReports reports_{{"coast"}};
  std::map<std::string, std::vector<watch::SensorReport>> told_;
  struct Tell {
    Ear& ear;
    void operator()(const watch::SensorReport& r) const { ear.told_[r.sensor].push_back(r); }
  } tell_{*this};
};

TEST(SensorReports, TellOfEachStationBehindASource) {
  Ear ear;
  for (int s = 0; s < 600; ++s) {
    ear.hears(s, "NORTH");
    if (s < 400) ear.hears(s + 0.5, "SOUTH", s > 300 ? 90.0 : 0.0);
  }
  ear.passes(600);
  ASSERT_EQ(ear.sensors(), 3U);
  EXPECT_TRUE(ear.of("coast").back().by_station);
  EXPECT_EQ(ear.of("coast").back().sentences, 1'000U);
  EXPECT_EQ(ear.of("NORTH").back().sentences, 600U);
  const auto& south = ear.of("SOUTH");
  EXPECT_EQ(south.back().sentences, 400U);
  EXPECT_EQ(south.back().last_heard_at, at_second(399.5));
  // Told of once it had been heard for three minutes.
  EXPECT_EQ(south.front().at, at_second(10.0 * SensorReports::kStepsLeast));
  const auto wrong = std::ranges::find(south, at_second(350), &watch::SensorReport::at);
  ASSERT_NE(wrong, south.end());
  EXPECT_EQ(wrong->clock_behind, Duration::seconds(-90));
}

TEST(SensorReports, WhenAllAreSilentItIsTheSource) {
  Ear ear;
  for (int s = 0; s < 1'200; ++s) {
    if (s >= 400 && s < 800) continue;
    ear.hears(s, s % 2 == 0 ? "NORTH" : "SOUTH");
  }
  // Nothing is said of the stations meanwhile, and after it they count as heard when it was.
  for (const char* name : {"NORTH", "SOUTH"}) {
    for (const auto& r : ear.of(name)) {
      EXPECT_FALSE(r.at > at_second(460) && r.at <= at_second(800)) << name;
      ASSERT_TRUE(r.last_heard_at.has_value());
      EXPECT_LT((r.at - *r.last_heard_at).seconds(), 60.0) << name;
    }
  }
  const auto& coast = ear.of("coast");
  const auto longest = std::ranges::max(
      coast, {}, [](const auto& r) { return (r.at - r.last_heard_at.value_or(r.at)).seconds(); });
  EXPECT_GT((longest.at - *longest.last_heard_at).seconds(), 390.0);
}

TEST(SensorReports, MadeUpNamesAreNotTakenUpAndLeaveRoomForOthers) {
  Ear ear;
  for (int s = 0; s < 3'600; ++s) {
    ear.hears(s, "NORTH");
    if (s < 1'800) {
      for (int i = 0; i < 10; ++i) ear.hears(s + 0.01 * i, fmt::format("NAME{}", 10 * s + i));
    } else {
      ear.hears(s + 0.5, "SOUTH");
    }
  }
  ear.passes(3'600);
  EXPECT_EQ(ear.sensors(), 3U);
  EXPECT_EQ(ear.of("NORTH").back().sentences, 3'600U);
  // It waits until the last of them has been silent for long enough.
  EXPECT_GT(ear.of("SOUTH").size(), 30U);
}

TEST(SensorReports, ThereIsAnEndToStationsThatKeepOn) {
  Ear ear;
  for (int s = 0; s < 1'200; s += 10)
    for (int i = 0; i < 300; ++i) ear.hears(s + 0.01 * i, fmt::format("NAME{}", i));
  ear.passes(1'200);
  EXPECT_EQ(ear.sensors(), 1 + SensorReports::kStationsMax);
}

TEST(SensorReports, HearingsMayRunAheadOfWhatIsPutInOrder) {
  const auto told = [](bool ahead) {
    SensorReports reports{{"coast"}};
    std::vector<watch::SensorReport> out;
    const auto tell = [&](const watch::SensorReport& r) { out.push_back(r); };
    const auto hear = [&](int s) {
      reports.take({.source = {0},
                    .at = at_second(s),
                    .stamped_at = at_second(s),
                    .station = s % 3 == 0 ? "NORTH" : "SOUTH"});
    };
    for (int s = 0; ahead && s < 1'000; ++s) hear(s);
    for (int s = 0; s < 1'000; ++s) {
      if (!ahead) hear(s);
      model::PositionObservation o;
      o.observed_at = o.received_at = at_second(s);
      reports.take(o, tell);
    }
    return out;
  };
  const auto one = told(false);
  const auto other = told(true);
  ASSERT_EQ(one.size(), other.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].sensor, other[i].sensor);
    EXPECT_EQ(one[i].at, other[i].at);
    EXPECT_EQ(one[i].sentences, other[i].sentences);
    EXPECT_EQ(one[i].last_heard_at, other[i].last_heard_at);
    EXPECT_EQ(one[i].clock_behind, other[i].clock_behind);
  }
}

TEST(Arrival, OneClockThatIsWrongIsFoundOutByTheOthers) {
  for (const double off_s : {90.0, -90.0}) {
    Arrival arrival;
    int wrong = 0;
    for (int s = 0; s < 600; ++s) {
      const bool faulty = s >= 300;
      for (int i = 0; i < 4; ++i) {
        const double true_s = s + 0.2 * i;
        const double stamp_s = true_s + (i == 1 && faulty ? off_s : 0.0);
        const Time at = arrival.at(fmt::format("S{}", i), at_second(stamp_s));
        if (std::abs((at - at_second(true_s)).seconds()) > 1.5) ++wrong;
      }
    }
    EXPECT_LE(wrong, 1) << off_s;  // The first that is ahead is not known to be yet.
  }
}

TEST(Arrival, WhoIsHeardSeldomIsNotWrong) {
  Arrival arrival;
  for (int s = 0; s < 36'000; s += 30) {
    const Time stamp = at_second(s);
    EXPECT_EQ(arrival.at(fmt::format("S{}", s / 30 % 4), stamp), stamp);
  }
}

TEST(Arrival, TwoCannotTellWhoIsWrong) {
  Arrival arrival;
  for (int s = 0; s < 600; ++s) {
    const Time stamp = at_second(s % 2 == 0 ? s : s + 90);
    EXPECT_EQ(arrival.at(s % 2 == 0 ? "A" : "B", stamp), stamp);
  }
}

TEST(Arrival, FilesOfOneStationAfterTheOtherAreLeftAsTheyAre) {
  Arrival arrival;
  for (int i = 0; i < 4; ++i) {
    for (int s = 0; s < 86'400; s += 10) {
      const Time stamp = at_second(s);
      EXPECT_EQ(arrival.at(fmt::format("S{}", i), stamp), stamp);
    }
  }
}

}  // namespace
}  // namespace narrows::engine
