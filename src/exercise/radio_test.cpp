// The radio and the radar do what their models say.

#include "exercise/radio.hpp"

#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "exercise/radar.hpp"

namespace narrows::exercise {
namespace {

const Time kBegin = from_utc(2026, 1, 1);
const geo::LatLon kHere = *geo::LatLon::from(geo::LatLon::Degrees{26, 56});

Receiver receiver(const char* name, double antenna_m) {
  return {.name = name,
          .at = kHere,
          .antenna = Distance::metres(antenna_m),
          .clock_offset = {},
          .outages = {}};
}

/// The part of `count` messages, one each `every`, that the first receiver hears.
double heard_part(Radio& radio, double distance_m, int count, Duration every, bool carrier_sense) {
  int heard = 0;
  for (int i = 0; i < count; ++i) {
    const auto& all = radio.hear({.at = kBegin + Duration::microseconds(every.microseconds() * i),
                                  .mmsi = 499'000'001,
                                  .serial = 0,
                                  .from = {distance_m, 0},
                                  .antenna = Distance::metres(25),
                                  .slots = 1,
                                  .carrier_sense = carrier_sense});
    heard += all.empty() ? 0 : 1;
  }
  return static_cast<double>(heard) / count;
}

TEST(Radio, ReachesToTheHorizon) {
  const geo::LocalFrame frame{kHere};
  const double horizon = radio_horizon(Distance::metres(100), Distance::metres(25)).metres();
  EXPECT_NEAR(horizon, 61'800, 1);
  const auto at = [&](double part) {
    Radio radio{{receiver("A", 100)}, frame, 0.0, 1, kBegin};
    return heard_part(radio, part * horizon, 2'000, Duration::seconds(1), false);
  };
  EXPECT_GT(at(0.5), 0.99);
  EXPECT_GT(at(0.8), 0.97);
  EXPECT_NEAR(at(1.0), 0.5, 0.05);
  EXPECT_LT(at(1.2), 0.04);
  EXPECT_EQ(at(1.6), 0.0);
}

TEST(Radio, FaultsThatAreOrderedHoldWhateverElseIsModelled) {
  const geo::LocalFrame frame{kHere};
  Radio radio{{receiver("A", 100), receiver("B", 100)}, frame, 0.0, 1, kBegin};
  using How = ReceiverFault::How;
  const auto at = [](int minute) { return kBegin + Duration::minutes(minute); };
  radio.add_fault(
      {.when = {at(1), at(2)}, .receiver = "A", .how = How::kSilent, .clock_off = {}, .loss = 0.0});
  radio.add_fault({.when = {at(2), at(3)},
                   .receiver = "A",
                   .how = How::kClock,
                   .clock_off = Duration::seconds(90),
                   .loss = 0.0});
  radio.add_fault(
      {.when = {at(3), at(4)}, .receiver = "A", .how = How::kRate, .clock_off = {}, .loss = 0.9});
  const auto heard = [&](const char* name, int minute) {
    int count = 0;
    Duration off;
    for (int i = 0; i < 1'000; ++i) {
      const auto clock = radio.hears_in_spite_of_faults(
          name, {.at = at(minute) + Duration::milliseconds(std::int64_t{60} * i),
                 .mmsi = 499'000'001,
                 .serial = static_cast<std::uint32_t>(i),
                 .from = {},
                 .antenna = {},
                 .slots = 1,
                 .carrier_sense = false});
      count += clock ? 1 : 0;
      off = clock.value_or(off);
    }
    return std::pair{count, off};
  };
  EXPECT_EQ(heard("A", 0), (std::pair{1'000, Duration{}}));
  EXPECT_EQ(heard("A", 1).first, 0);
  EXPECT_EQ(heard("A", 2), (std::pair{1'000, Duration::seconds(90)}));
  EXPECT_NEAR(heard("A", 3).first, 100, 40);
  EXPECT_EQ(heard("B", 1), (std::pair{1'000, Duration{}}));
}

TEST(Radio, LosesWhatIsLostAtRandomAndByLoad) {
  const geo::LocalFrame frame{kHere};
  Radio lossy{{receiver("A", 100)}, frame, 0.3, 1, kBegin};
  EXPECT_NEAR(heard_part(lossy, 1'000, 4'000, Duration::seconds(1), false), 0.7, 0.03);
  // 37.5 slots a second are 2 250 a minute: half of the 4 500.
  Radio busy{{receiver("A", 100)}, frame, 0.0, 1, kBegin};
  heard_part(busy, 1'000, 2'250, Duration::microseconds(26'667), false);
  Radio busy_too = busy;
  // The next messages come at the begin again, in the same minute: the load stays what it was.
  EXPECT_NEAR(heard_part(busy, 1'000, 600, Duration::microseconds(1'000), false), 0.70, 0.08);
  EXPECT_LT(heard_part(busy_too, 1'000, 600, Duration::microseconds(1'000), true), 0.55);
}

TEST(Radio, StampsByItsOwnClockAndIsDeafWhileItIsOut) {
  const geo::LocalFrame frame{kHere};
  Receiver odd = receiver("ODD", 100);
  odd.clock_offset = Duration::milliseconds(250);
  odd.clock_drift_ppm = 100;
  odd.outages = {{Duration::minutes(10), Duration::minutes(20)}};
  Radio radio{{receiver("EVEN", 80), odd}, frame, 0.0, 1, kBegin};
  for (int minute = 0; minute < 30; ++minute) {
    const Time sent = kBegin + Duration::minutes(minute);
    std::map<std::string_view, Reception> heard;
    for (const Reception& r :
         radio.hear({sent, 499'000'001, 0, {}, Distance::metres(25), 1, false}))
      heard.emplace(r.receiver, r);
    ASSERT_TRUE(heard.contains("EVEN"));
    EXPECT_EQ(heard.contains("ODD"), minute < 10 || minute >= 20) << minute;
    if (!heard.contains("ODD")) continue;
    const Reception& r = heard.at("ODD");
    EXPECT_NEAR((r.stamped_at - sent).seconds(), 0.251 + 100e-6 * 60 * minute, 1e-6);
    EXPECT_GT((r.arrives_at - sent).seconds(), 0.001);
    EXPECT_LT((r.arrives_at - sent).seconds(), 0.5);
    EXPECT_NE(r.arrives_at, heard.at("EVEN").arrives_at);
  }
}

TEST(RadarPicture, PlotsWhereThingsAreWithItsNoise) {
  const geo::LocalFrame frame{kHere};
  const Radar radar{.name = "R",
                    .at = kHere,
                    .antenna = Distance::metres(100),
                    .range = Distance::nautical_miles(20),
                    .turn = Duration::seconds(3),
                    .detection = 0.9,
                    .sigma_range_m = 20,
                    .sigma_azimuth_deg = 0.2,
                    .clutter_per_turn = 0};
  RadarPicture picture{radar, frame, 1, kBegin};
  const Vessel ship = make_vessel(1, 5, Trade::kTanker);
  const Vessel skiff = make_vessel(1, 6, Trade::kSkiff);
  const geo::Offset place{18'520, 0};  // Half range, due east.
  int plots = 0;
  double sum = 0;
  double square = 0;
  for (int turn = 0; turn < 2'000; ++turn) {
    picture.turn({{ship, place}}, [&](const Plot& plot) {
      ++plots;
      sum += plot.range_m - 18'520;
      square += (plot.range_m - 18'520) * (plot.range_m - 18'520);
      EXPECT_NEAR(plot.azimuth_deg, 90, 1.2);
      EXPECT_NEAR((plot.at - kBegin).seconds() - 3.0 * turn, 0.75, 0.02);
    });
  }
  const double expected = std::pow(0.9, std::sqrt(100.0 / ship.length_m()));
  EXPECT_NEAR(plots / 2'000.0, expected, 0.03);
  EXPECT_NEAR(sum / plots, 0, 2);
  EXPECT_NEAR(std::sqrt(square / plots), 20, 1.5);
  int small = 0;
  for (int turn = 0; turn < 500; ++turn)
    picture.turn({{skiff, place}}, [&](const Plot&) { ++small; });
  EXPECT_LT(small / 500.0, expected - 0.1);
  picture.turn({{ship, {40'000, 0}}}, [&](const Plot&) { ADD_FAILURE() << "beyond its range"; });
}

TEST(RadarPicture, HasAsMuchClutterAsItIsTold) {
  const geo::LocalFrame frame{kHere};
  const Radar radar{.name = "R", .at = kHere, .clutter_per_turn = 7.5};
  RadarPicture picture{radar, frame, 3, kBegin};
  int plots = 0;
  Time last = kBegin;
  for (int turn = 0; turn < 1'000; ++turn) {
    picture.turn({}, [&](const Plot& plot) {
      ++plots;
      EXPECT_GE(plot.at, last);
      last = plot.at;
      EXPECT_LE(plot.range_m, radar.range.metres());
    });
  }
  EXPECT_NEAR(plots / 1'000.0, 7.5, 0.4);
}

}  // namespace
}  // namespace narrows::exercise
