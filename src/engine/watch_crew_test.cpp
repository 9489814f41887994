#include "engine/watch_crew.hpp"

#include <filesystem>
#include <random>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/recording_for_test.hpp"
#include "engine/sensor_reports.hpp"
#include "engine/time_order.hpp"
#include "engine/watch_setup.hpp"

namespace narrows::engine {
namespace {

std::string watch(const std::vector<model::Observation>& observations, unsigned threads) {
  std::string out;
  watch::Desk desk{{.node = "test", .exercise = {}},
                   [&](const model::Alert& alert) { out += alert_json(alert) + '\n'; }};
  WatchCrew crew{watch::usual_rules(), {}, desk, threads};
  SensorReports sensors{{"one"}};
  Time newest;
  for (const auto& o : observations) {
    sensors.take(o, [&](const watch::SensorReport& r) { crew.take(r); });
    std::visit([&](const auto& said) { crew.take(watch::Event{said}); }, o);
    newest = std::max(newest, received_at(o));
  }
  crew.finish(newest);
  EXPECT_THAT(crew.failures(), testing::IsEmpty());
  return out;
}

TEST(WatchCrew, AnyNumberOfThreadsSaysTheSameByteForByte) {
  if (!std::filesystem::exists(kDanish)) GTEST_SKIP() << "no ../shared/data";
  const auto observations = recording(kDanish);
  const auto alone = watch(observations, 1);
  EXPECT_THAT(alone, testing::HasSubstr("\"kind\":\"distress\""));
  for (const unsigned threads : {2U, 3U, 7U}) EXPECT_EQ(watch(observations, threads), alone);
}

TEST(WatchRules, AreReadOverThePresetAndWrittenBack) {
  auto rules = watch::usual_rules();
  std::vector<Finding> findings;
  read_watch_rules(
      "[rule.distress]\nquiet_min = 20\n[rule.distress.class.tanker]\nquiet_min = 5\n"
      "[rule.distress.class.cargo]\nquiet_min = 20\n",
      "rules.toml", rules, findings);
  EXPECT_THAT(findings, testing::IsEmpty());
  const auto& p =
      std::ranges::find(rules, watch::find_rule("distress"), &watch::ActiveRule::spec)->parameters;
  EXPECT_EQ(p.number("quiet_min"), 20);
  EXPECT_EQ(p.number("quiet_min", model::ShipClass::kTanker), 5);
  auto again = watch::usual_rules();
  read_watch_rules(watch_rules_toml(rules, watch::Preset::kNarrows), "rules.toml", again, findings);
  EXPECT_THAT(findings, testing::IsEmpty());
  const auto written = watch_rules_toml(again, watch::Preset::kNarrows);
  EXPECT_EQ(written, watch_rules_toml(rules, watch::Preset::kNarrows));
  // Its own, though it equals that of all today.
  EXPECT_THAT(written, testing::HasSubstr("[rule.distress.class.cargo]\nquiet_min = 20\n"));
}

TEST(WatchRules, WhatIsWrongIsNamedWithItsLineAndKey) {
  const std::pair<const char*, const char*> cases[]{
      {"[rule.distres]\n", "rule.distres"},
      {"[rule.distress]\nquiet = 1\n", "rule.distress.quiet"},
      {"[rule.distress]\nquiet_min = 0\n", "quiet_min is 0, but must be from 1 to 1440"},
      {"[rule.distress]\nenabled = 1\n", "must be true or false"},
      {"[rule.rendezvous.class.tanker]\ndistance_m = 300\n", "the same values for all classes"},
      {"preset = \"nobody\"\n", "preset"}};
  for (const auto& [text, expected] : cases) {
    auto rules = watch::usual_rules();
    std::vector<Finding> findings;
    read_watch_rules(text, "rules.toml", rules, findings);
    ASSERT_EQ(findings.size(), 1U) << text;
    EXPECT_THAT(sentence(findings[0]), testing::HasSubstr(expected));
  }
}

TEST(WatchRules, OneThatIsOffIsNotThere) {
  auto rules = watch::usual_rules();
  std::vector<Finding> findings;
  read_watch_rules("[rule.distress]\nenabled = false\n", "rules.toml", rules, findings);
  EXPECT_THAT(findings, testing::IsEmpty());
  EXPECT_EQ(rules.size() + 1, watch::usual_rules().size());
}

model::Observation at_second(std::int64_t s) {
  model::TextObservation o;
  o.observed_at = o.received_at = Time::unix_seconds(s);
  return o;
}

std::vector<std::int64_t> ordered(const std::vector<std::int64_t>& seconds, TimeOrder& order) {
  std::vector<std::int64_t> out;
  const auto next = [&](model::Observation&& o) { out.push_back(received_at(o).unix_seconds()); };
  for (const auto s : seconds) order.take(at_second(s), next);
  order.finish(next);
  return out;
}

TEST(TimeOrder, PutsRightWhatIsLateByLessThanTheWindow) {
  std::vector<std::int64_t> seconds;
  for (std::int64_t i = 0; i < 100'000; ++i)
    seconds.push_back(1'000'000 + i + (i % 7 == 0 ? 300 : 0));
  TimeOrder order{{}};
  const auto out = ordered(seconds, order);
  EXPECT_EQ(out.size(), seconds.size());
  EXPECT_TRUE(std::ranges::is_sorted(out));
  EXPECT_EQ(order.stragglers(), 0U);
}

/// Number `i`, of one kind or another.
model::Observation numbered(std::uint32_t i, Time at) {
  const auto of = [&](auto o) {
    o.mmsi = {i};
    o.observed_at = o.received_at = at;
    return o;
  };
  if (i % 11 == 0) {
    auto said = of(model::StaticObservation{});
    said.name = "NUMBER " + std::to_string(i) + ", A NAME THAT IS NOT SHORT";
    return said;
  }
  if (i % 13 == 0) return of(model::TextObservation{});
  return of(model::PositionObservation{});
}

TEST(TimeOrder, PassesEachOnAsItCameAndTheFirstOfTheSameMomentFirst) {
  std::mt19937 random{1'126};
  for (const bool all : {false, true}) {
    std::vector<std::pair<Time, std::uint32_t>> in;
    for (std::uint32_t i = 1; i <= 150'000; ++i)
      in.emplace_back(Time::unix_seconds(1'000'000) + Duration::milliseconds(10 * i) +
                          Duration::seconds(static_cast<std::int64_t>(random() % 590)),
                      i);
    TimeOrder order{{.all = all}};
    std::vector<std::pair<Time, std::uint32_t>> out;
    const auto next = [&](model::Observation&& o) {
      const auto number = std::visit([](const auto& said) { return said.mmsi.value; }, o);
      out.emplace_back(received_at(o), number);
      const auto before = numbered(number, received_at(o));
      ASSERT_EQ(o.index(), before.index());
      const auto* said = std::get_if<model::StaticObservation>(&o);
      ASSERT_TRUE(!said || said->name == std::get<model::StaticObservation>(before).name);
    };
    for (const auto& [at, i] : in) order.take(numbered(i, at), next);
    order.finish(next);
    std::ranges::stable_sort(in, {}, &std::pair<Time, std::uint32_t>::first);
    EXPECT_TRUE(out == in);
    EXPECT_EQ(order.stragglers(), 0U);
  }
}

TEST(TimeOrder, TrustingHoldsNothingAndSaysWhenThatWasWrong) {
  TimeOrder order{{.trusting = true}};
  EXPECT_EQ(ordered({1, 2, 2, 5}, order), (std::vector<std::int64_t>{1, 2, 2, 5}));
  EXPECT_FALSE(order.broken());
  EXPECT_EQ(ordered({4, 9}, order), (std::vector<std::int64_t>{})) << "Nothing more.";
  EXPECT_TRUE(order.broken());
  TimeOrder holding{{}};
  ordered({5, 4}, holding);
  EXPECT_FALSE(holding.broken());
}

TEST(TimeOrder, SaysWhenThereIsNoOrder) {
  std::vector<std::int64_t> seconds;
  for (std::int64_t ship = 0; ship < 10; ++ship) {
    for (std::int64_t i = 0; i < 20'000; ++i) seconds.push_back(1'000'000 + i);
  }
  TimeOrder order{{}};
  EXPECT_EQ(ordered(seconds, order).size(), seconds.size());
  EXPECT_TRUE(order.hopeless());
  TimeOrder all{{.all = true}};
  EXPECT_TRUE(std::ranges::is_sorted(ordered(seconds, all)));
  EXPECT_FALSE(all.hopeless());
}

TEST(SensorReports, OneAtEachWholeTenSecondsAndNotWithoutEndInSilence) {
  SensorReports reports{{"north"}};
  std::vector<watch::SensorReport> out;
  const auto report = [&](const watch::SensorReport& r) { out.push_back(r); };
  for (std::int64_t s = 1'003; s < 1'033; ++s) reports.take(at_second(s), report);
  ASSERT_EQ(out.size(), 3U);
  EXPECT_EQ(out[0].at, Time::unix_seconds(1'010));
  EXPECT_EQ(out[0].sensor, "north");
  EXPECT_EQ(out[0].sentences, 7U);
  EXPECT_EQ(out[2].sentences, 27U);
  out.clear();
  reports.take(at_second(100'000), report);
  EXPECT_GE(out.size(), 360U);
  EXPECT_LE(out.size(), 362U);
  EXPECT_EQ(out.back().sentences, 30U);
}

}  // namespace
}  // namespace narrows::engine
