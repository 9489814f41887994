#include "watch/identity.hpp"

#include <random>

#include <gtest/gtest.h>

#include "watch/likeness.hpp"
#include "watch/position_doubt_for_test.hpp"

namespace narrows::watch::test {
namespace {

constexpr std::uint32_t kShip = 499'000'001;

model::StaticObservation says(double at_min, std::string name, std::string call = {},
                              std::uint32_t imo = 0, std::uint32_t mmsi = kShip) {
  model::StaticObservation o;
  o.mmsi = {mmsi};
  o.kind = model::StationKind::kClassA;
  o.message_type = 5;
  o.observed_at = o.received_at = minutes(at_min);
  if (!name.empty()) o.name = std::move(name);
  if (!call.empty()) o.call_sign = std::move(call);
  if (imo != 0) o.imo = imo;
  return o;
}
void put(Stage& stage, const model::StaticObservation& o) {
  stage.add(o, o.received_at);
}
void sails(Stage& stage, std::uint32_t mmsi = kShip) {
  stage.sail({.mmsi = mmsi, .from = at(26, 56), .course_deg = 90, .speed_kn = 9, .minutes = 100});
}
/// A report that comes so late.
void arrives(Stage& stage, const Sailing& s, geo::LatLon place, double at_min, double late_s) {
  model::PositionObservation o;
  o.mmsi = {s.mmsi};
  o.kind = s.kind;
  o.message_type = 1;
  o.observed_at = minutes(at_min);
  o.received_at = minutes(at_min + late_s / 60.0);
  o.position = place;
  o.sog = Speed::knots(s.speed_kn);
  o.cog = Bearing::degrees_true(s.course_deg);
  stage.add(o, o.received_at);
}
const std::string& object_word(const model::Alert& alert) {
  return alert.why;
}

/// Two ships four miles apart, in turn under one number: two segments, one alert, nothing else.
TEST(Identity, TwoUnderOneNumberAreOneAlert) {
  std::vector<std::string_view> kinds;
  for (const auto* spec : rule_specs()) kinds.push_back(spec->kind);
  std::mt19937 random{3};
  for (const unsigned lost : {0U, 50U}) {
    for (const double every_s : {2.0, 10.0, 60.0}) {
      Stage stage{kinds};
      const Sailing s{.mmsi = kShip, .course_deg = 90, .speed_kn = 9};
      for (double t = 0; t < 7'200; t += every_s) {
        if (random() % 100 >= lost) stage.report(s, moved(at(26, 56), 90, 4.63 * t), t / 60);
        if (t < 1'800 || t >= 5'400 || random() % 100 < lost) continue;
        stage.report(s, moved(moved(at(26, 56), 0, 7'408), 90, 4.63 * t), (t + every_s / 3) / 60);
      }
      const auto alerts = stage.play(false, 200.0);
      ASSERT_EQ(alerts.size(), 1U) << every_s << ' ' << lost;
      EXPECT_EQ(alerts[0].kind, "identity");
      EXPECT_EQ(alerts[0].vessels.size(), 2U);
      EXPECT_NEAR((alerts[0].begin - minutes(30)).seconds(), 0.0, 6.0 * every_s);
      ASSERT_TRUE(alerts[0].end.has_value());
      EXPECT_NEAR((*alerts[0].end - minutes(90)).seconds(), 0.0, 6.0 * every_s);
    }
  }
}

/// Each says its own name and size as well, comes late and twice, falls silent for half an hour and
/// comes again: still one alert, and neither takes the other's place.
TEST(Identity, TwoWhoSayDifferentNamesLateAndTwiceAreOneAlert) {
  std::mt19937 random{11};
  for (const unsigned lost : {0U, 50U}) {
    for (const double every_s : {10.0, 60.0, 180.0}) {
      // Known wrong, told in the header: a report in six minutes is too few to keep them apart.
      if (every_s > 60.0 && lost > 0U) continue;
      Stage stage{{"identity", "position_jump"}};
      const Sailing s{.mmsi = kShip, .course_deg = 90, .speed_kn = 9};
      const auto other = moved(at(26, 56), 0, 60'000);
      const auto hear = [&](geo::LatLon place, double t) {
        if (random() % 100 < lost) return;
        const double late_s = random() % 8 == 0 ? 45.0 : 0.0;
        arrives(stage, s, place, t / 60, late_s);
        if (random() % 8 == 0) arrives(stage, s, place, t / 60, late_s + 20.0);
      };
      for (double t = 0; t < 10'800; t += every_s) {
        hear(moved(at(26, 56), 90, 4.63 * t), t);
        const bool away = t >= 5'400 && t < 7'200;
        if (t >= 1'800 && !away) hear(moved(other, 90, 4.63 * t), t + every_s / 3);
      }
      for (double t = 60; t < 10'800; t += 360) {
        put(stage, says(t / 60, "SIM NORTHERN LIGHT", "4SIM1"));
        const bool away = t >= 5'200 && t < 7'200;
        if (t >= 1'800 && !away) put(stage, says(t / 60 + 2, "SIM OTHER DAY", "4SIM2"));
      }
      const auto alerts = stage.play(false, 300.0);
      ASSERT_EQ(alerts.size(), 1U) << every_s << ' ' << lost;
      EXPECT_EQ(alerts[0].vessels.size(), 2U);
      EXPECT_NEAR((alerts[0].begin - minutes(30)).seconds(), 0.0, 6.0 * every_s);
      ASSERT_TRUE(alerts[0].end.has_value());
      EXPECT_NEAR((*alerts[0].end - minutes(180)).seconds(), 0.0, 8.0 * every_s);
    }
  }
}

TEST(Identity, AChangeBeganHalfwayBetweenWhatWasSaid) {
  Stage stage{{"identity"}};
  sails(stage);
  for (const double t : {2.0, 8.0, 14.0}) put(stage, says(t, "SIM NORTHERN LIGHT", "4SIM1"));
  for (const double t : {30.0, 36.0}) put(stage, says(t, "SIM OTHER DAY", "4SIM2"));
  for (const double t : {54.0, 60.0}) put(stage, says(t, "SIM NORTHERN LIGHT", "4SIM1"));
  const auto alerts = stage.play(false, 120.0);
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts[0].begin, minutes(22));
  EXPECT_EQ(alerts[0].end, minutes(45));
}

TEST(Identity, OneWhoJumpsAwayAndBackIsNotTwo) {
  Stage stage{{"identity"}};
  for (int i = 0; i < 600; ++i) {
    const bool away = i > 180 && i < 240;
    stage.report({.speed_kn = 9}, moved(at(26, 56), away ? 0 : 90, away ? 20'000 : 46.0 * i),
                 i / 6.0);
  }
  EXPECT_TRUE(stage.play(true, 200.0).empty());
}

TEST(Identity, AnotherNameSaidTwiceOnceIsNone) {
  for (const int times : {1, 2}) {
    Stage stage{{"identity"}};
    sails(stage);
    for (int i = 0; i < 5; ++i) put(stage, says(1 + 6 * i, "SIM ALPHA"));
    for (int i = 0; i < times; ++i) put(stage, says(31 + 6 * i, "SIM OMEGA STAR"));
    for (int i = 0; i < 5; ++i) put(stage, says(61 + 6 * i, "SIM ALPHA"));
    const auto alerts = stage.play(false, 300.0);
    ASSERT_EQ(alerts.size(), times == 1 ? 0U : 1U);
    if (times == 1) continue;
    // Halfway between what was said at 25 and 31, and at 37 and 61.
    EXPECT_EQ(alerts[0].begin, minutes(28));
    EXPECT_EQ(alerts[0].end, minutes(49));
    EXPECT_NE(object_word(alerts[0]).find("SIMOMEGASTAR"), std::string::npos);
  }
}

TEST(Identity, NameAndCallSignAtOnceAreEnoughOnce) {
  Stage stage{{"identity"}};
  sails(stage);
  put(stage, says(1, "SIM ALPHA", "00SAB"));
  put(stage, says(31, "SIM OMEGA STAR", "00SXY"));
  put(stage, says(61, "SIM ALPHA", "00SAB"));
  const auto alerts = stage.play(false, 300.0);
  ASSERT_EQ(alerts.size(), 1U);
  // Of thirty minutes twenty-four count.
  EXPECT_EQ(alerts[0].begin, minutes(19));
  EXPECT_EQ(alerts[0].end, minutes(49));
}

TEST(Identity, AChangeThatStaysEndsAfterAnHour) {
  Stage stage{{"identity"}};
  sails(stage);
  put(stage, says(1, "SIM ALPHA"));
  for (int i = 0; i < 9; ++i) put(stage, says(31 + 6 * i, "SIM OMEGA STAR"));
  const auto alerts = stage.play(false, 300.0);
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts[0].end, minutes(79));
}

TEST(Identity, SpellingsAndBlanksAreNoChange) {
  Stage stage{{"identity"}};
  sails(stage);
  put(stage, says(1, "SIM ALPHA"));
  for (const auto* name : {"SIM  ALPHA", "SIM-ALPHA", "SIM ALPAH", "@@@@", "SIM ALPHA"}) {
    put(stage, says(11, name));
    put(stage, says(17, name));
  }
  EXPECT_TRUE(stage.play(true, 300.0).empty());
}

TEST(Identity, AnotherSizeSaidTwice) {
  for (const int times : {1, 2}) {
    Stage stage{{"identity"}};
    sails(stage);
    stage.ship(kShip, 70, 100, "SIM ALPHA", 1);
    for (int i = 0; i < times; ++i) stage.ship(kShip, 70, 180, "SIM ALPHA", 31 + 6 * i);
    EXPECT_EQ(stage.play(false, 300.0).size(), times == 1 ? 0U : 1U);
  }
  Stage near{{"identity"}};
  sails(near);
  near.ship(kShip, 70, 100, "SIM ALPHA", 1);
  for (int i = 0; i < 3; ++i) near.ship(kShip, 70, 115, "SIM ALPHA", 31 + 6 * i);
  EXPECT_TRUE(near.play(true, 300.0).empty());
}

TEST(Identity, ANumberWhoseCheckDigitIsWrong) {
  // 9074729 is the example of IMO resolution A.1117(30).
  for (const std::uint32_t imo : {9'074'729U, 9'074'728U, 907'472U}) {
    Stage stage{{"identity"}};
    sails(stage);
    for (int i = 0; i < 5; ++i) put(stage, says(1 + 6 * i, "SIM ALPHA", "00SAB", imo));
    const auto alerts = stage.play(false, 300.0);
    ASSERT_EQ(alerts.size(), imo == 9'074'728U ? 1U : 0U) << imo;
    if (alerts.empty()) continue;
    EXPECT_EQ(alerts[0].priority, 3U);
    EXPECT_EQ(alerts[0].begin, minutes(0));
    EXPECT_EQ(alerts[0].end, minutes(100));
  }
}

TEST(Identity, AnMmsiOfNoCountry) {
  // 201: Albania. 200: nobody. 499: nobody, and of exercises.
  for (const std::uint32_t mmsi : {201'000'001U, 200'000'001U, 499'000'001U}) {
    Stage stage{{"identity"}};
    sails(stage, mmsi);
    EXPECT_EQ(stage.play(false, 300.0).size(), mmsi == 200'000'001U ? 1U : 0U) << mmsi;
  }
}

TEST(Likeness, NamesAreComparedAsTheyAreSpelled) {
  EXPECT_EQ(plain("M/V Sim Alpha-1"), "SIMALPHA1");
  EXPECT_EQ(plain("MV"), "MV");
  EXPECT_EQ(confusable("SIM OIL 5"), confusable("5IM 01L S"));
  EXPECT_EQ(edits("ALPHA", "ALPHA"), 0U);
  EXPECT_EQ(edits("ALPHA", "ALPAH"), 1U);
  EXPECT_EQ(edits("ALPHA", "ALPHAS"), 1U);
  EXPECT_EQ(edits("", "ABC"), 3U);
  EXPECT_EQ(edits("KITTEN", "SITTING"), 3U);
}

}  // namespace
}  // namespace narrows::watch::test
