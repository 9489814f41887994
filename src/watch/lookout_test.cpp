#include "watch/lookout.hpp"

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using test::at;
using test::minutes;

/// Throws at the third report, and at whatever it is told after that.
class Broken final : public Detector {
 public:
  void configure(const Parameters&) override {
    if (reports_ >= 3) throw std::runtime_error{"told again"};
  }
  void on_report(Scene&, const Track&) override {
    if (++reports_ == 3) throw std::runtime_error{"third report"};
  }

 private:
  int reports_ = 0;
};

/// Raises at each timer; a timer at each whole minute for ten minutes.
class Clockwork final : public Detector {
 public:
  void configure(const Parameters&) override {}
  void on_report(Scene& scene, const Track& track) override {
    if (begun_) return;
    begun_ = true;
    key_ = track.key;
    for (int i = 1; i <= 10; ++i) scene.wake(minutes(i), static_cast<std::uint64_t>(i));
  }
  void on_timer(Scene& scene, std::uint64_t what) override {
    EXPECT_EQ(scene.now(), minutes(static_cast<double>(what)));
    Situation s;
    s.kind = "clockwork";
    s.actors = {{key_, ""}};
    s.begin = scene.now();
    scene.raise(std::move(s));
  }

 private:
  bool begun_ = false;
  TrackKey key_;
};

/// Raises at each report and, a minute after each, on a timer; `confidence` is its threshold.
class Heedful final : public Detector {
 public:
  explicit Heedful(const Parameters& p) { Heedful::configure(p); }
  void configure(const Parameters& p) override { limit_ = p.number("limit"); }
  void on_report(Scene& scene, const Track& track) override {
    say(scene, track, "report");
    scene.wake(scene.now() + Duration::minutes(1), track.slot);
  }
  void on_timer(Scene& scene, std::uint64_t what) override {
    say(scene, scene.sea().track(static_cast<Slot>(what)), "timer");
  }

 private:
  void say(Scene& scene, const Track& track, std::string_view object) const {
    Situation s;
    s.kind = "heedful";
    s.actors = {{track.key, ""}};
    s.object = object;
    s.begin = scene.now();
    s.ship_class = track.ship_class;
    s.confidence = limit_;
    scene.raise(std::move(s));
  }

  double limit_ = 0.0;
};

/// Wants no reports where no radar is known, and those of radar alone where one is.
class Choosy final : public Detector {
 public:
  void configure(const Parameters&) override {}
  Reports wants(const Knowledge& known) const override {
    return known.radars.empty() ? Reports::kNobodys : Reports::kOfRadarAlone;
  }
  void on_report(Scene& scene, const Track& track) override {
    Situation s;
    s.kind = "choosy";
    s.actors = {{track.key, ""}};
    s.begin = scene.now();
    scene.raise(std::move(s));
  }
};

constexpr std::array kHeedfulParameters{ParameterSpec{"limit", 0.5, 0, 1, "", ""}};
constexpr RuleSpec heedful(bool per_class) {
  return {.kind = "heedful",
          .version = "1.0.0",
          .title = "Heedful",
          .definition = "",
          .parameters = kHeedfulParameters,
          .per_class = per_class,
          .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
            return std::make_unique<Heedful>(p);
          }};
}
const RuleSpec kHeedfulRule = heedful(true);
const RuleSpec kAlikeRule = heedful(false);

const RuleSpec kBrokenRule{.kind = "broken",
                           .version = "1.0.0",
                           .title = "Broken",
                           .definition = "",
                           .parameters = {},
                           .make = [](const Parameters&) -> std::unique_ptr<Detector> {
                             return std::make_unique<Broken>();
                           }};
const RuleSpec kClockworkRule{.kind = "clockwork",
                              .version = "1.0.0",
                              .title = "Clockwork",
                              .definition = "",
                              .parameters = {},
                              .make = [](const Parameters&) -> std::unique_ptr<Detector> {
                                return std::make_unique<Clockwork>();
                              }};

const RuleSpec kChoosyRule{.kind = "choosy",
                           .version = "1.0.0",
                           .title = "Choosy",
                           .definition = "",
                           .parameters = {},
                           .make = [](const Parameters&) -> std::unique_ptr<Detector> {
                             return std::make_unique<Choosy>();
                           }};

model::PositionObservation report(double at_min) {
  model::PositionObservation o;
  o.mmsi = {499'000'001};
  o.kind = model::StationKind::kClassA;
  o.observed_at = o.received_at = minutes(at_min);
  o.position = at(26, 56);
  return o;
}

TEST(Lookout, ARuleIsToldTheReportsItWantsByWhatIsKnown) {
  std::vector<Said> said;
  Lookout lookout{
      {{&kChoosyRule, Parameters{{}}}}, {}, [&](Said s) { said.push_back(std::move(s)); }};
  const auto both = [&](double at_min) {
    lookout.take(Event{report(at_min)});
    RadarFix echo;
    echo.track = 7;
    echo.observed_at = echo.received_at = minutes(at_min);
    echo.position = at(26, 57);
    lookout.take(Event{std::in_place_type<RadarFix>, echo});
  };
  both(0);
  EXPECT_EQ(said.size(), 0U);
  Knowledge radar;
  radar.radars.push_back(
      {.name = "Ras", .at = at(26, 56), .range = Distance::metres(1), .source = {}});
  lookout.learn(radar);
  both(1);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].vessels.at(0).track, "radar:7");
  lookout.learn({});
  both(2);
  EXPECT_EQ(said.size(), 1U);
}

TEST(Lookout, ADetectorThatThrowsIsTakenOutAndTheOthersGoOn) {
  std::vector<Said> said;
  Lookout lookout{{{&kBrokenRule, Parameters{{}}}, {&kClockworkRule, Parameters{{}}}},
                  {},
                  [&](Said s) { said.push_back(std::move(s)); }};
  for (int i = 0; i < 30; ++i) lookout.take(Event{report(i * 0.5)});
  ASSERT_EQ(lookout.failures().size(), 1U);
  EXPECT_EQ(lookout.failures()[0].kind, "broken");
  EXPECT_EQ(lookout.failures()[0].at, minutes(1.0));
  EXPECT_EQ(lookout.failures()[0].what, "third report");
  EXPECT_EQ(said.size(), 10U);
  EXPECT_TRUE(lookout.configure(kBrokenRule, Parameters{{}}));
  EXPECT_EQ(lookout.failures().size(), 1U) << "it is out of the watch";
}

TEST(Lookout, TimersComeInTheirOrderAtTheirTimeHoweverTimePasses) {
  const auto times = [](auto&& drive) {
    std::vector<Time> out;
    Lookout lookout{
        {{&kClockworkRule, Parameters{{}}}}, {}, [&](const Said& s) { out.push_back(s.now); }};
    lookout.take(Event{report(0)});
    drive(lookout);
    return out;
  };
  std::vector<Time> expected;
  for (int i = 1; i <= 10; ++i) expected.push_back(minutes(i));
  EXPECT_EQ(times([](Lookout& l) { l.advance(minutes(10)); }), expected);
  EXPECT_EQ(times([](Lookout& l) { l.take(Event{report(60)}); }), expected);
  EXPECT_EQ(times([](Lookout& l) {
              for (int s = 0; s <= 600; ++s) l.advance(minutes(s / 60.0));
            }),
            expected);
  EXPECT_TRUE(times([](Lookout& l) { l.advance(minutes(0.9)); }).empty());
}

/// A tanker and a ship that said nothing, in turns: 'what@class: threshold' of each thing said.
std::vector<std::string> heeded(const RuleSpec& rule, bool live) {
  std::vector<std::string> out;
  const auto note = [&](const Said& s) {
    const auto& of = s.situation;
    out.push_back(fmt::format("{}@{}: {}", of.object, name(of.ship_class), of.confidence));
  };
  Parameters usual{rule.parameters};
  Parameters own = usual;
  EXPECT_TRUE(own.set("limit", 0.9, model::ShipClass::kTanker));
  Lookout lookout{{{&rule, live ? usual : own}}, {}, note};
  if (live) {
    EXPECT_TRUE(lookout.configure(rule, own));
  }
  model::StaticObservation tanker;
  tanker.mmsi = {499'000'002};
  tanker.kind = model::StationKind::kClassA;
  tanker.ship_type = 80;
  auto hers = report(0);
  hers.mmsi = tanker.mmsi;
  lookout.take(Event{hers});  // Before she said what she is.
  tanker.observed_at = tanker.received_at = minutes(0.1);
  lookout.take(Event{tanker});
  lookout.take(Event{report(0.2)});
  hers.observed_at = hers.received_at = minutes(0.3);
  lookout.take(Event{hers});
  lookout.advance(minutes(5));
  return out;
}

TEST(Lookout, AClassIsJudgedByItsOwnThresholdsOnReportsAndTheirTimers) {
  const std::vector<std::string> expected{
      "report@unknown: 0.5", "report@unknown: 0.5", "report@tanker: 0.9",
      // Asked for before she said what she is: by the values of all.
      "timer@tanker: 0.5", "timer@unknown: 0.5", "timer@tanker: 0.9"};
  EXPECT_EQ(heeded(kHeedfulRule, false), expected);
  EXPECT_EQ(heeded(kHeedfulRule, true), expected);
}

TEST(Lookout, ARuleWithTheSameThresholdsForAllTakesNoneOfAClass) {
  EXPECT_THAT(heeded(kAlikeRule, false), testing::Each(testing::EndsWith(": 0.5")));
}

TEST(Lookout, ATankerCanBeAdriftSooner) {
  test::Stage stage{{"drifting"}};
  for (const std::uint8_t type : {std::uint8_t{70}, std::uint8_t{80}}) {
    const std::uint32_t mmsi = 499'000'000U + type;
    const auto place = at(26, 56 + type / 100.0);
    stage.ship(mmsi, type);
    const auto sail = [&](double begin, double lasts, double kn, double heading) {
      stage.sail({.mmsi = mmsi,
                  .from = place,
                  .course_deg = 90,
                  .speed_kn = kn,
                  .heading_deg = heading,
                  .begin_min = begin,
                  .minutes = lasts});
    };
    sail(0, 8, 3, 0);
    sail(8.2, 5, 0, 0);
  }
  EXPECT_TRUE(stage.play().empty());
  stage.set("drifting", "minutes", 6, model::ShipClass::kTanker);
  stage.set("drifting", "distance_m", 400, model::ShipClass::kTanker);
  const auto alerts = stage.play();
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts[0].vessels.at(0).mmsi, model::Mmsi{499'000'080});
  EXPECT_THAT(alerts[0].parameters, testing::Contains(testing::AllOf(
                                        testing::Field(&model::AlertParameter::name, "minutes"),
                                        testing::Field(&model::AlertParameter::value, 6.0))));
}

TEST(Lookout, TimeNeverGoesBack) {
  Lookout lookout{{}, {}, [](const Said&) {}};
  lookout.take(Event{report(10)});
  lookout.take(Event{report(3)});
  EXPECT_EQ(lookout.now(), minutes(10));
  lookout.advance(minutes(5));
  EXPECT_EQ(lookout.now(), minutes(10));
}

TEST(Lookout, EverythingTakenIsCountedOnce) {
  Lookout lookout{{}, {}, [](const Said&) {}};
  for (const double t : {0.0, 1.0, 3.0, 2.0, 3.0}) lookout.take(Event{report(t)});
  model::TextObservation text;
  text.received_at = minutes(4);
  lookout.take(Event{text});
  auto nowhere = report(5);
  nowhere.position.reset();
  lookout.take(Event{nowhere});
  const auto& c = lookout.counts();
  EXPECT_EQ(c.in, 7U);
  EXPECT_EQ(c.positions, 3U);
  EXPECT_EQ(c.late, 1U);
  EXPECT_EQ(c.doubled, 1U);
  EXPECT_EQ(c.no_place, 1U);
  EXPECT_EQ(c.others, 1U);
  EXPECT_EQ(c.in, c.positions + c.late + c.doubled + c.no_place + c.others);
}

}  // namespace
}  // namespace narrows::watch
