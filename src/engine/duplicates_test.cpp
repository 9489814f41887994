#include "engine/duplicates.hpp"

#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace narrows::engine {
namespace {

using testing::ElementsAre;

Time at_ms(std::int64_t ms) {
  return Time::unix_microseconds(1'000'000'000'000'000 + ms * 1'000);
}

struct Shore {
  explicit Shore(Duplicates::Limits limits = {}) : duplicates{limits} {}

  void hears(int receiver, std::int64_t ms, const std::string& payload,
             std::optional<std::int64_t> stamp_ms = {}) {
    HeardMessage message;
    message.source = {static_cast<std::uint16_t>(receiver)};
    message.received_at = at_ms(ms);
    message.payload = payload;
    if (stamp_ms) message.stamped_at = at_ms(*stamp_ms);
    model::PositionObservation o;
    o.source = message.source;
    o.received_at = message.received_at;
    o.observed_at = message.stamped_at.value_or(message.received_at);
    message.observations.emplace_back(o);
    duplicates.take(std::move(message), go_on());
    EXPECT_TRUE(balanced());
  }
  void time_is(std::int64_t ms) { duplicates.advance(at_ms(ms), go_on()); }
  std::function<void(HeardMessage&&)> go_on() {
    return [this](HeardMessage&& m) {
      const auto& o = std::get<model::PositionObservation>(m.observations.at(0));
      said.push_back(m.payload + std::to_string(o.source.value) + "@" +
                     std::to_string((o.observed_at - at_ms(0)).microseconds() / 1'000));
      EXPECT_EQ(o.received_at, m.received_at);
    };
  }
  bool balanced() const {
    const auto& c = duplicates.counts();
    return c.in == c.out + c.duplicate + c.held;
  }

  Duplicates duplicates;
  std::vector<std::string> said;
};

TEST(Duplicates, TheFirstGoesOnAtOnceAndItsCopiesDoNot) {
  Shore shore;
  shore.hears(0, 0, "a");
  shore.hears(1, 30, "a");
  shore.hears(1, 40, "b");
  shore.hears(0, 45, "b");
  shore.hears(0, 46, "b");
  EXPECT_THAT(shore.said, ElementsAre("a0@0", "b1@40"));
  EXPECT_EQ(shore.duplicates.counts().duplicate, 3U);
}

TEST(Duplicates, AfterTheWindowItIsAnotherTransmission) {
  Shore shore{{.window = Duration::seconds(10)}};
  shore.hears(0, 0, "a");
  shore.hears(0, 10'000, "a");
  EXPECT_EQ(shore.said.size(), 1U);
  shore.hears(0, 10'001, "a");
  EXPECT_EQ(shore.said.size(), 2U);
  shore.hears(1, 20'001, "a");  // The window is of the second one now.
  EXPECT_EQ(shore.said.size(), 2U);
}

TEST(Duplicates, WithoutAWindowEverythingGoesOn) {
  Shore shore{{.window = Duration{}, .hold = Duration::seconds(1)}};
  shore.hears(0, 0, "a");
  shore.hears(1, 1, "a");
  EXPECT_THAT(shore.said, ElementsAre("a0@0", "a1@1"));
}

TEST(Duplicates, TheBestTimeWinsWhileItIsHeld) {
  Shore shore{{.hold = Duration::milliseconds(100)}};
  shore.hears(0, 1'000, "a");       // No stamp.
  shore.hears(1, 1'020, "a", 950);  // A stamp is better than none.
  shore.hears(2, 1'040, "a", 940);  // The earlier one is better,
  shore.hears(3, 1'050, "a", 960);  // the later one is not,
  shore.hears(4, 1'060, "a");       // nor is none.
  EXPECT_EQ(shore.duplicates.counts().held, 1U);
  shore.time_is(1'099);
  EXPECT_TRUE(shore.said.empty());
  shore.time_is(1'100);
  EXPECT_THAT(shore.said, ElementsAre("a2@940"));
  shore.hears(5, 1'120, "a", 900);  // Too late to be asked.
  EXPECT_EQ(shore.said.size(), 1U);
  EXPECT_EQ(shore.duplicates.counts().duplicate, 5U);
}

TEST(Duplicates, WhatWaitsKeepsItsOrderAndLosesNothing) {
  Shore shore{{.hold = Duration::milliseconds(100)}};
  shore.hears(0, 0, "a");
  shore.hears(0, 50, "b");
  shore.hears(0, 120, "c");
  EXPECT_THAT(shore.said, ElementsAre("a0@0"));
  shore.duplicates.finish(shore.go_on());
  EXPECT_THAT(shore.said, ElementsAre("a0@0", "b0@50", "c0@120"));
  EXPECT_EQ(shore.duplicates.counts().held, 0U);
}

TEST(Duplicates, AClockThatGoesBackHoldsNothingUp) {
  Shore shore{{.hold = Duration::milliseconds(100)}};
  shore.hears(0, 100'000, "a");
  shore.hears(0, 0, "a");  // A recording that begins again.
  EXPECT_THAT(shore.said, ElementsAre("a0@100000"));
  shore.time_is(100);
  EXPECT_THAT(shore.said, ElementsAre("a0@100000", "a0@0"));
}

TEST(Duplicates, ReceptionSaysWhoHearsWhat) {
  Shore shore{{.window = Duration::seconds(1)}};
  shore.hears(0, 0, "a");
  shore.hears(1, 1, "a");
  shore.hears(1, 2, "b");
  shore.hears(1, 3, "b");  // Its own repetition is not another receiver.
  shore.hears(0, 5'000, "c");
  const auto& heard = shore.duplicates.reception();
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(heard[0].heard, 2U);
  EXPECT_EQ(heard[0].first, 2U);
  EXPECT_EQ(heard[0].only, 0U);  // "c" may still be heard by another.
  EXPECT_EQ(heard[1].heard, 3U);
  EXPECT_EQ(heard[1].first, 1U);
  EXPECT_EQ(heard[1].only, 1U);
}

TEST(Duplicates, MemoryIsBounded) {
  Shore shore{{.window = Duration::minutes(10), .remembered_max = 3}};
  for (const char* payload : {"a", "b", "c", "d", "a"}) shore.hears(0, 1, payload);
  EXPECT_EQ(shore.said.size(), 5U);  // "a" had to be forgotten.
  EXPECT_EQ(shore.duplicates.counts().forgotten_early, 2U);
}

TEST(Duplicates, TheSameInputTwiceIsTheSameResult) {
  const auto run = [] {
    Shore shore{{.window = Duration::seconds(2), .hold = Duration::milliseconds(70)}};
    std::mt19937_64 random{7};
    std::int64_t ms = 0;
    for (int i = 0; i < 20'000; ++i) {
      ms += static_cast<std::int64_t>(random() % 20);
      const auto payload = std::to_string(random() % 300);
      shore.hears(static_cast<int>(random() % 5), ms, payload,
                  random() % 2 == 0 ? std::optional{ms - static_cast<std::int64_t>(random() % 99)}
                                    : std::nullopt);
    }
    shore.duplicates.finish(shore.go_on());
    return shore.said;
  };
  const auto once = run();
  EXPECT_EQ(once, run());
  EXPECT_GT(once.size(), 1'000U);
  EXPECT_LT(once.size(), 19'000U);
}

}  // namespace
}  // namespace narrows::engine
