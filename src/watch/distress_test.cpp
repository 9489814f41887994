#include "watch/distress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using test::at;
using test::Stage;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::uint32_t kShip = 499'000'001;

TEST(Distress, EachDeviceIsOneAlertOfTopPriorityHoweverOftenItSends) {
  using enum model::StationKind;
  for (const auto kind : {kSart, kMob, kEpirb}) {
    Stage stage{{"distress"}};
    stage.sail({.mmsi = 970'000'001, .from = at(26.0, 56.0), .minutes = 30, .kind = kind});
    const auto alerts = stage.play();
    ASSERT_THAT(alerts, SizeIs(1));
    EXPECT_EQ(alerts[0].priority, 1U);
    EXPECT_EQ(alerts[0].begin, test::kMidnight);
    EXPECT_EQ(alerts[0].decided, test::kMidnight);
    EXPECT_EQ(alerts[0].end, std::nullopt);
  }
}

TEST(Distress, StatusFourteenAndNoOtherStatus) {
  for (std::uint8_t status = 0; status <= 15; ++status) {
    Stage stage{{"distress"}};
    stage.sail({.mmsi = kShip, .from = at(26.0, 56.0), .minutes = 2, .nav_status = status});
    EXPECT_THAT(stage.play(), SizeIs(status == 14 ? 1 : 0)) << int{status};
  }
}

TEST(Distress, TextsThatCallForHelpAndTextsThatDoNot) {
  const std::pair<const char*, std::size_t> cases[]{
      {"MAYDAY MAYDAY", 1}, {"mayday", 1},     {"WE SEND SOS", 1},
      {"SOSTRENE", 0},      {"GOOD WATCH", 0}, {"MAN OVERBOARD POS 26N", 1},
      {"TEST OF MAYDAY", 0}};
  for (const auto& [said, expected] : cases) {
    Stage stage{{"distress"}};
    stage.sail({.mmsi = kShip, .from = at(26.0, 56.0), .minutes = 2});
    stage.text(kShip, said, 1.0);
    EXPECT_THAT(stage.play(), SizeIs(expected)) << said;
  }
}

TEST(Distress, ATestIsShownAsOneAndOfLowPriority) {
  Stage stage{{"distress"}};
  stage.sail({.mmsi = 970'000'001,
              .from = at(26.0, 56.0),
              .minutes = 5,
              .kind = model::StationKind::kSart});
  stage.text(970'000'001, "SART TEST", 0.1);
  const auto alerts = stage.play();
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].priority, 3U);
  EXPECT_THAT(alerts[0].explanations[0].because, HasSubstr("TEST"));
}

TEST(Distress, IsOverAfterSilenceAndTheSameAgainWithinAnHour) {
  Stage stage{{"distress"}};
  stage.sail({.mmsi = kShip, .from = at(26.0, 56.0), .minutes = 10, .nav_status = 14});
  EXPECT_EQ(stage.play(false, 24.9)[0].end, std::nullopt);
  EXPECT_EQ(stage.play(false, 25.0)[0].end, test::minutes(10));
  stage.sail(
      {.mmsi = kShip, .from = at(26.0, 56.0), .begin_min = 60, .minutes = 10, .nav_status = 14});
  EXPECT_THAT(stage.play(), SizeIs(1));
  stage.sail(
      {.mmsi = kShip, .from = at(26.0, 56.0), .begin_min = 140, .minutes = 10, .nav_status = 14});
  EXPECT_THAT(stage.play(), SizeIs(2));
}

}  // namespace
}  // namespace narrows::watch
