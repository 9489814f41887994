#include "watch/lookout.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch {
namespace {

using test::at;
using test::minutes;

/// Throws at the third report.
class Broken final : public Detector {
 public:
  void configure(const Parameters&) override {}
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

model::PositionObservation report(double at_min) {
  model::PositionObservation o;
  o.mmsi = {499'000'001};
  o.kind = model::StationKind::kClassA;
  o.observed_at = o.received_at = minutes(at_min);
  o.position = at(26, 56);
  return o;
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
