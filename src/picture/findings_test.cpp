#include "picture/findings.hpp"

#include <random>

#include <gtest/gtest.h>

#include "model/remark.hpp"
#include "picture/picture.hpp"

namespace narrows::picture {
namespace {

using model::Remark;

const Time kNoon = from_utc(2026, 1, 1, 12);
constexpr std::uint32_t kShip = 422'000'001;

Time at_s(double seconds) {
  return kNoon + Duration::microseconds(static_cast<std::int64_t>(seconds * 1e6));
}

model::PositionObservation position(double t, double lat, double lon, std::uint32_t mmsi = kShip) {
  model::PositionObservation p;
  p.mmsi = {mmsi};
  p.kind = model::StationKind::kClassA;
  p.message_type = 1;
  p.observed_at = p.received_at = at_s(t);
  p.position = geo::LatLon::from(geo::LatLon::Degrees{lat, lon});
  return p;
}

model::StaticObservation static_of(double t) {
  model::StaticObservation s;
  s.mmsi = {kShip};
  s.kind = model::StationKind::kClassA;
  s.message_type = 5;
  s.observed_at = s.received_at = at_s(t);
  s.name = "DAWN";
  s.imo = 9074729;
  s.ship_type = 80;
  s.to_bow_stern_port_starboard_m = {200, 50, 20, 20};
  s.draught_m = 15.0;
  return s;
}

std::vector<Finding> of(Picture& picture, std::uint32_t mmsi = kShip) {
  const auto snapshot = picture.snapshot(kNoon);
  const auto* v = snapshot->find({mmsi});
  return v == nullptr ? std::vector<Finding>{} : findings(*v);
}

std::string words(const std::vector<Finding>& list) {
  std::string text;
  for (const auto& finding : list) text += std::string{model::name(finding.what)} + ' ';
  return text;
}

TEST(Findings, AreNoneForAnHonestShip) {
  Picture picture;
  picture.apply(static_of(0));
  picture.apply(static_of(360));
  for (int i = 0; i < 100; ++i) picture.apply(position(i * 10, 26.0 + i * 0.0005, 56));
  EXPECT_EQ(words(of(picture)), "");
}

TEST(Findings, AreEvidenceBesideTheFieldsNotInsteadOfThem) {
  Picture picture;
  auto said = static_of(0);
  said.imo = 9074728;
  said.to_bow_stern_port_starboard_m = {500, 500, 20, 20};
  said.draught_m = 25.5;
  picture.apply(said);
  const auto list = of(picture);
  EXPECT_EQ(words(list), "imo_check_digit size_impossible draught_impossible ");
  EXPECT_EQ(list[0].value, "9074728");
  const auto snapshot = picture.snapshot(kNoon);
  const auto& identity = *snapshot->find({kShip})->identity;
  EXPECT_EQ(identity.imo, 9074728U);
  EXPECT_EQ((*identity.to_bow_stern_port_starboard_m)[0], 500);
  EXPECT_EQ(identity.draught_m, 25.5);
}

TEST(Findings, CountWhatReportsShow) {
  Picture picture;
  picture.apply(static_of(0));
  for (int i = 0; i < 5; ++i) {
    auto p = position(i * 10, 26, 56);
    p.sog = Speed::knots(102.2);
    p.remarks.set(model::place_of(Remark::kSpeedSaturated));
    if (i == 3) p.remarks.set(model::place_of(Remark::kHeadingImpossible));
    picture.apply(p);
  }
  const auto list = of(picture);
  EXPECT_EQ(words(list), "speed_saturated speed_impossible heading_impossible ");
  EXPECT_EQ(list[0].times, 5U);
  EXPECT_EQ(list[0].first_at, at_s(0));
  EXPECT_EQ(list[0].last_at, at_s(40));
  EXPECT_EQ(list[2].times, 1U);
  EXPECT_EQ(list[2].first_at, at_s(30));
}

TEST(Findings, NameTheNumberWhereItIsOdd) {
  Picture picture;
  for (const auto mmsi : {335'000'001U, 123'456'789U, 42'200'001U})
    picture.apply(position(0, 26, 56, mmsi));
  EXPECT_EQ(words(of(picture, 335'000'001U)), "mid_unassigned ");
  EXPECT_EQ(words(of(picture, 123'456'789U)), "mmsi_form ");
  EXPECT_EQ(words(of(picture, 42'200'001U)), "mmsi_form ") << "a group is called, it never sends";

  Picture exercise{{.exercise = {1}}};
  auto simulated = position(0, 26, 56, 499'000'001U);
  simulated.exercise = {1};
  exercise.apply(simulated);
  EXPECT_EQ(words(of(exercise, 499'000'001U)), "")
      << "numbers of simulated traffic are so on purpose";
}

TEST(Findings, TellTwoShipsUnderOneNumberFromOneThatJumpedOnce) {
  Picture jumped;
  for (int i = 0; i < 20; ++i) jumped.apply(position(i * 10, i < 10 ? 26 : 27.5, 56));
  EXPECT_EQ(words(of(jumped)), "position_jump ");

  Picture two;
  for (int i = 0; i < 20; ++i) two.apply(position(i * 10, i % 2 == 0 ? 26 : 27.5, 56));
  EXPECT_EQ(words(of(two)), "duplicate_mmsi position_jump ");
}

TEST(Changes, AreKeptWithTheirTimesAndOldestGoFirst) {
  Picture picture;
  const auto changes = [&] {
    const auto snapshot = picture.snapshot(kNoon);
    const auto* v = snapshot->find({kShip});
    return v->changes ? *v->changes : Changes{};
  };
  picture.apply(static_of(0));
  picture.apply(static_of(10));
  EXPECT_TRUE(changes().empty()) << "the first word is no change";
  for (int i = 1; i <= 40; ++i) {
    auto said = static_of(i * 100);
    said.destination = "PORT " + std::to_string(i);
    picture.apply(said);
  }
  const auto all = changes();
  ASSERT_EQ(all.size(), kChangesMax);
  EXPECT_EQ(all.back().before, "PORT 39");
  EXPECT_EQ(all.back().now, "PORT 40");
  EXPECT_EQ(all.back().at, at_s(4'000));
  EXPECT_EQ(all.front().now, "PORT 25");
  EXPECT_EQ(name(all.front().field), "destination");
}

TEST(Changes, OfTheNameAreARemarkOnceItIsHeardTwice) {
  Picture picture;
  picture.apply(static_of(0));
  picture.apply(static_of(360));
  auto renamed = static_of(720);
  renamed.name = "DUSK";
  picture.apply(renamed);
  EXPECT_EQ(words(of(picture)), "") << "heard once it may be one corrupted message";
  renamed.observed_at = renamed.received_at = at_s(1'080);
  picture.apply(renamed);
  const auto list = of(picture);
  EXPECT_EQ(words(list), "name_changed ");
  EXPECT_EQ(list[0].value, "DAWN");
  EXPECT_EQ(list[0].last_at, at_s(1'080));
}

// Whatever comes in: every finding appears once, in order, and a count never exceeds the reports.
TEST(Findings, AreBoundedForRandomReports) {
  const auto seed = std::random_device{}();
  std::mt19937 random{seed};
  const auto pick = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random()) % n; };
  // What decoders set; the others are judged here.
  std::uint32_t raw = 0;
  for (const auto remark : {Remark::kNameBlank, Remark::kPositionNull, Remark::kSpeedSaturated,
                            Remark::kCourseImpossible, Remark::kHeadingImpossible})
    raw |= 1U << model::place_of(remark);
  Picture picture;
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    if (pick(3) == 0) {
      auto said = static_of(i);
      if (pick(2) == 0) said.imo = pick(10'000'000);
      if (pick(2) == 0) said.name = std::string(1 + pick(3), static_cast<char>('A' + pick(26)));
      said.remarks = raw & pick(1U << model::kRemarkCount);
      picture.apply(said);
    } else {
      auto p = position(i, pick(180) - 90.0, pick(360) - 180.0);
      p.sog = Speed::knots(pick(103));
      p.remarks = raw & pick(1U << model::kRemarkCount);
      picture.apply(p);
    }
  }
  const auto list = of(picture);
  ASSERT_LE(list.size(), model::kRemarkCount) << seed;
  for (std::size_t i = 0; i < list.size(); ++i) {
    EXPECT_LE(list[i].times, 5'000U) << seed;
    if (i > 0) {
      EXPECT_LT(list[i - 1].what, list[i].what) << seed;
    }
    if (list[i].first_at && list[i].last_at) {
      EXPECT_LE(*list[i].first_at, *list[i].last_at) << seed;
    }
  }
}

}  // namespace
}  // namespace narrows::picture
