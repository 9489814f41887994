#include "decode/ais/observe.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "decode/ais/physical.hpp"
#include "decode/ais/station.hpp"

namespace narrows::decode::ais {
namespace {

using model::StationKind;

std::vector<model::Observation> all(const Message& message, Envelope envelope = {}) {
  std::vector<model::Observation> observations;
  observe(message, envelope, Time::unix_seconds(100),
          [&](const model::Observation& o) { observations.push_back(o); });
  return observations;
}
template <class O>
O only(const Message& message, Envelope envelope = {}) {
  const auto observations = all(message, envelope);
  EXPECT_EQ(observations.size(), 1U);
  return std::get<O>(observations.at(0));
}

TEST(Observe, AnEmptyPositionReportSaysOnlyWho) {
  PositionReport m;
  m.mmsi = 227006760;
  const auto o = only<model::PositionObservation>(m);
  EXPECT_EQ(o.mmsi.value, 227006760U);
  EXPECT_EQ(o.kind, StationKind::kClassA);
  EXPECT_EQ(o.message_type, 1);
  EXPECT_EQ(o.observed_at, Time::unix_seconds(100));
  EXPECT_FALSE(o.position || o.sog || o.cog || o.heading || o.turn_deg_per_min || o.nav_status);
}

TEST(Observe, WhatNoFieldCanShowIsARemark) {
  using model::Remark;
  const auto odd = [](const PositionReport& m) {
    const auto set = only<model::PositionObservation>(m).remarks;
    std::vector<Remark> list;
    for (std::size_t i = 0; i < set.size(); ++i) {
      if (set.test(i)) list.push_back(static_cast<Remark>(i));
    }
    return list;
  };
  using List = std::vector<Remark>;
  PositionReport m;  // All "not available".
  EXPECT_EQ(odd(m), List{Remark::kPositionNotAvailable});
  m.lat = 26 * 600'000;
  EXPECT_EQ(odd(m), List{Remark::kPositionNotAvailable});
  m.lon = 56 * 600'000;
  EXPECT_EQ(odd(m), List{});
  m.lon = 180 * 600'000 + 1;
  EXPECT_EQ(odd(m), List{Remark::kPositionBeyondGlobe});
  m.lon = 56 * 600'000;
  m.lat = -90 * 600'000 - 1;
  EXPECT_EQ(odd(m), List{Remark::kPositionBeyondGlobe});
  m.lat = m.lon = 0;
  EXPECT_EQ(odd(m), List{Remark::kPositionNull});
  m.lat = 1;
  m.speed = 1022;
  EXPECT_EQ(odd(m), List{Remark::kSpeedSaturated});
  m.speed = 1023;
  m.course = 3601;
  EXPECT_EQ(odd(m), List{Remark::kCourseImpossible});
  m.course = 3600;
  m.heading = 360;
  EXPECT_EQ(odd(m), List{Remark::kHeadingImpossible});
  m.heading = 510;
  EXPECT_EQ(odd(m), List{Remark::kHeadingImpossible});
  m.heading = 359;
  EXPECT_EQ(odd(m), List{});

  LongRangeReport far;
  far.lat = 91 * 600;
  EXPECT_TRUE(only<model::PositionObservation>(far).remarks.test(
      model::place_of(Remark::kPositionNotAvailable)));

  StaticDataPartA part;
  EXPECT_TRUE(
      only<model::StaticObservation>(part).remarks.test(model::place_of(Remark::kNameBlank)));
  part.name = Text<20>{"DAWN"};
  EXPECT_TRUE(only<model::StaticObservation>(part).remarks.none());
}

TEST(Observe, TheStreamsTimeGoesBeforeTheArrival) {
  Envelope envelope;
  envelope.observed_at = Time::unix_seconds(90);
  envelope.source = {7};
  const auto o = only<model::PositionObservation>(PositionReport{}, envelope);
  EXPECT_EQ(o.observed_at, Time::unix_seconds(90));
  EXPECT_EQ(o.received_at, Time::unix_seconds(100));
  EXPECT_EQ(o.source.value, 7);
}

TEST(Observe, EachSentinelAndItsNeighbour) {
  PositionReport m;
  m.lon = 78828;
  m.lat = 29685346;
  m.speed = 1022;
  m.course = 3599;
  m.heading = 359;
  m.turn = -127;
  m.status = 14;
  m.accuracy = true;
  auto o = only<model::PositionObservation>(m);
  ASSERT_TRUE(o.position);
  EXPECT_EQ(o.position->lon_e7(), 1313800);
  EXPECT_EQ(o.position->lat_e7(), 494755767);
  EXPECT_NEAR(o.sog->knots(), 102.2, 1e-9);
  EXPECT_NEAR(o.cog->degrees_true(), 359.9, 1e-9);
  EXPECT_EQ(o.heading->degrees_true(), 359.0);
  EXPECT_EQ(o.turn_deg_per_min, -10.0);
  EXPECT_EQ(o.nav_status, 14);
  EXPECT_TRUE(o.position_accurate);
  m.course = 3600;
  m.heading = 360;
  m.lat = kLatAbsent;
  o = only<model::PositionObservation>(m);
  EXPECT_FALSE(o.cog || o.heading || o.position);
}

TEST(Observe, ImpossiblePlacesAreNoPlaces) {
  EXPECT_TRUE(position(180 * 600'000, -90 * 600'000));
  EXPECT_FALSE(position(180 * 600'000 + 1, 0));
  EXPECT_FALSE(position(-180 * 600'000 - 1, 0));
  EXPECT_FALSE(position(0, 90 * 600'000 + 1));
  EXPECT_FALSE(position(0, -90 * 600'000 - 1));
  EXPECT_FALSE(position(181 * 600, 0, 600));
  EXPECT_EQ(position(-1, 1, 600)->lon_e7(), -16667);  // Halves and more away from zero, both ways.
  EXPECT_EQ(position(-1, 1, 600)->lat_e7(), 16667);
}

TEST(Observe, RateOfTurnHasASign) {
  EXPECT_FALSE(turn_of(-128));
  EXPECT_EQ(turn_of(0)->degrees_per_minute, 0.0);
  for (int raw = 1; raw <= 126; ++raw) {
    const auto right = turn_of(static_cast<std::int8_t>(raw));
    const auto left = turn_of(static_cast<std::int8_t>(-raw));
    EXPECT_NEAR(4.733 * std::sqrt(right->degrees_per_minute), raw, 1e-9);
    EXPECT_EQ(left->degrees_per_minute, -right->degrees_per_minute);
    EXPECT_EQ(right->saturated, raw == 126);
  }
  EXPECT_TRUE(turn_of(127)->saturated && turn_of(-127)->saturated);
}

TEST(Observe, SpeedsThatAreWholeKnots) {
  SarAircraftReport aircraft;
  aircraft.speed = 127;
  EXPECT_NEAR(only<model::PositionObservation>(aircraft).sog->knots(), 127.0, 1e-9);
  LongRangeReport far;
  far.speed = 62;
  far.course = 359;
  far.lon = -4994;
  far.lat = 31100;
  const auto o = only<model::PositionObservation>(far);
  EXPECT_NEAR(o.sog->knots(), 62.0, 1e-9);
  EXPECT_EQ(o.cog->degrees_true(), 359.0);
  EXPECT_EQ(o.position->lon_e7(), -83233333);
  EXPECT_EQ(o.kind, StationKind::kUnknown);
}

TEST(Observe, StaticDataWithoutItsEmptyParts) {
  StaticAndVoyage m;
  auto o = only<model::StaticObservation>(m);
  EXPECT_FALSE(o.imo || o.name || o.call_sign || o.ship_type || o.draught_m || o.destination ||
               o.to_bow_stern_port_starboard_m);
  m.name.assign("EVER DIADEM@@@@@@@@@");
  m.imo = 9134270;
  m.to_stern = 70;
  m.draught = 122;
  m.destination.assign("NEW YORK            ");
  o = only<model::StaticObservation>(m);
  EXPECT_EQ(o.name, "EVER DIADEM");
  EXPECT_EQ(o.imo, 9134270U);
  EXPECT_EQ(o.to_bow_stern_port_starboard_m, (std::array<std::uint16_t, 4>{0, 70, 0, 0}));
  EXPECT_EQ(o.draught_m, 12.2);
  EXPECT_EQ(o.destination, "NEW YORK");
  Envelope cut;
  cut.verdict = Verdict::kTruncated;
  EXPECT_FALSE(only<model::StaticObservation>(m, cut).destination);
}

TEST(Observe, ACraftHasAMotherShipInsteadOfDimensions) {
  StaticDataPartB m;
  m.mmsi = 982345678;
  m.mother_ship = 234567890;
  m.to_bow = 5;
  const auto o = only<model::StaticObservation>(m);
  EXPECT_EQ(o.mother_ship->value, 234567890U);
  EXPECT_FALSE(o.to_bow_stern_port_starboard_m);
}

TEST(Observe, TwoFromTheMessagesThatSayBoth) {
  AidToNavigationReport aid;
  aid.mmsi = 992351028;
  aid.name.assign("CHANNEL LIGHTVESSEL ");
  aid.name_extension.assign("NO 5");
  aid.virtual_aid = true;
  const auto observations = all(aid);
  ASSERT_EQ(observations.size(), 2U);
  EXPECT_TRUE(std::get<model::PositionObservation>(observations[0]).virtual_aid);
  EXPECT_EQ(std::get<model::StaticObservation>(observations[1]).name, "CHANNEL LIGHTVESSEL NO 5");
  EXPECT_EQ(all(ClassBExtendedReport{}).size(), 2U);
}

TEST(Observe, AnAidInOneSlot) {
  SingleSlotAidReport aid;
  aid.mmsi = 992351028;
  aid.lon = 56 * 600'000;
  aid.lat = 26 * 600'000;
  aid.station_type = 3;
  auto o = only<model::PositionObservation>(aid);
  EXPECT_EQ(o.kind, StationKind::kAidToNavigation);
  EXPECT_EQ(o.position->lat_e7(), 260'000'000);
  EXPECT_FALSE(o.virtual_aid);
  aid.station_type = SingleSlotAidReport::kVirtual;
  aid.lon = kLonAbsent;
  o = only<model::PositionObservation>(aid);
  EXPECT_TRUE(o.virtual_aid);
  EXPECT_FALSE(o.position);
}

TEST(Observe, AnAidIsOffPositionOnlyWhenItWatchesItsPlace) {
  AidToNavigationReport aid;
  const auto off = [&aid](bool bit, std::uint8_t second) {
    aid.off_position = bit;
    aid.second = second;
    return std::get<model::PositionObservation>(all(aid)[0]).off_position;
  };
  EXPECT_TRUE(off(true, 0));
  EXPECT_TRUE(off(true, 59));
  EXPECT_FALSE(off(true, 60));
  EXPECT_FALSE(off(true, 63));
  EXPECT_FALSE(off(false, 30));
}

TEST(Observe, TextsAndSilence) {
  BroadcastSafetyText text;
  text.text.assign("SART ACTIVE");
  EXPECT_EQ(only<model::TextObservation>(text).text, "SART ACTIVE");
  EXPECT_TRUE(all(BroadcastBinary{}).empty());
  EXPECT_TRUE(all(DgnssBroadcast{}).empty());
}

TEST(Station, FormOfTheNumberThenTypeOfTheMessage) {
  EXPECT_EQ(station_kind(970'012'345, 1), StationKind::kSart);
  EXPECT_EQ(station_kind(972'000'000, 1), StationKind::kMob);
  EXPECT_EQ(station_kind(974'999'999, 14), StationKind::kEpirb);
  EXPECT_EQ(station_kind(971'000'000, 1), StationKind::kClassA);
  EXPECT_EQ(station_kind(111'232'506, 9), StationKind::kSarAircraft);
  EXPECT_EQ(station_kind(992'351'028, 8), StationKind::kAidToNavigation);
  EXPECT_EQ(station_kind(123'456'789, 28), StationKind::kAidToNavigation);
  EXPECT_EQ(station_kind(2'573'110, 4), StationKind::kBaseStation);
  EXPECT_EQ(station_kind(9'999'999, 8), StationKind::kBaseStation);
  EXPECT_EQ(station_kind(10'000'000, 8), StationKind::kUnknown);
  EXPECT_EQ(station_kind(43'272, 19), StationKind::kClassB);
  EXPECT_EQ(station_kind(982'345'678, 18), StationKind::kClassB);
  EXPECT_EQ(station_kind(227'006'760, 27), StationKind::kUnknown);
}

}  // namespace
}  // namespace narrows::decode::ais
