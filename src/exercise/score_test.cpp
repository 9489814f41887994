#include "exercise/score.hpp"

#include <string>

#include <gtest/gtest.h>

namespace narrows::exercise {
namespace {

std::string minute(int m) {
  return "2026-01-01T" + std::string{m / 60 < 10 ? "0" : ""} + std::to_string(m / 60) + ":" +
         (m % 60 < 10 ? "0" : "") + std::to_string(m % 60) + ":00.000000Z";
}

std::string event(const std::string& kind, const std::string& vessels, int begin, int end,
                  const std::string& more = {}) {
  return "{\"kind\":\"" + kind + "\",\"vessels\":[" + vessels + "],\"begin\":\"" + minute(begin) +
         "\",\"end\":\"" + minute(end) + "\"" + more + "}\n";
}

const std::string kA = "{\"mmsi\":499000001,\"truth_id\":\"V1\"}";
const std::string kB = "{\"mmsi\":499000002}";
const std::string kDark = "{\"truth_id\":\"V3\"}";

KindScore scored(const std::string& kind, const std::string& truth, const std::string& alerts,
                 const std::string& decoys = {}) {
  const auto all = score(read_truth(truth, "t").value(), read_alerts(alerts, "a").value(),
                         read_truth(decoys, "d").value(), {});
  return all.contains(kind) ? all.at(kind) : KindScore{};
}

TEST(Score, MatchesKindVesselsAndTime) {
  const std::string truth = event("rendezvous", kA + "," + kB, 60, 100);
  const auto matched = [&](const std::string& alerts) {
    return scored("rendezvous", truth, alerts).matched;
  };
  EXPECT_EQ(matched(event("rendezvous", kA + "," + kB, 60, 100)), 1U);
  EXPECT_EQ(matched(event("rendezvous", kB + "," + kA, 60, 100)), 1U) << "any order";
  EXPECT_EQ(matched(event("loitering", kA + "," + kB, 60, 100)), 0U);
  EXPECT_EQ(matched(event("rendezvous", kA, 60, 100)), 0U) << "one of two";
  EXPECT_EQ(matched(event("rendezvous", kA + "," + kA, 60, 100)), 0U) << "one twice";
  EXPECT_EQ(matched(event("rendezvous", kA + "," + kB + "," + kDark, 60, 100)), 0U);
  // Of both 40 minutes: a shift by 13 leaves 27 of 53, one by 14 leaves 26 of 54.
  EXPECT_EQ(matched(event("rendezvous", kA + "," + kB, 73, 113)), 1U);
  EXPECT_EQ(matched(event("rendezvous", kA + "," + kB, 74, 114)), 0U);
  EXPECT_EQ(matched(event("rendezvous", kA + "," + kB, 80, 100)), 1U) << "exactly half";
  EXPECT_EQ(matched(event("rendezvous", kA + "," + kB, 81, 100)), 0U);
  EXPECT_EQ(matched(event("rendezvous", kA + "," + kB, 100, 140)), 0U) << "touching";
}

TEST(Score, KnowsVesselsByMmsiOrTruthIdOrTrack) {
  const std::string truth = event("dark_track", kDark, 0, 10);
  EXPECT_EQ(scored("dark_track", truth, event("dark_track", "{\"track\":\"V3\"}", 0, 10)).matched,
            1U);
  EXPECT_EQ(scored("dark_track", truth, event("dark_track", kB, 0, 10)).matched, 0U);
}

TEST(Score, CountsEachEventAndAlertOnce) {
  const std::string truth = event("loitering", kA, 0, 60) + event("loitering", kA, 100, 160);
  const std::string twice = event("loitering", kA, 0, 60, ",\"decided\":\"" + minute(5) + "\"") +
                            event("loitering", kA, 5, 60);
  const auto s = scored("loitering", truth, twice);
  EXPECT_EQ(s.events, 2U);
  EXPECT_EQ(s.alerts, 2U);
  EXPECT_EQ(s.matched, 1U);
  EXPECT_EQ(*s.precision(), 0.5);
  EXPECT_EQ(*s.recall(), 0.5);
  EXPECT_EQ(*s.delay_s(0.5), 300.0) << "the better overlap counts, from begin to decided";
  EXPECT_EQ(s.missed, (std::vector<std::string>{"line 2"}));
  EXPECT_EQ(s.unfounded, (std::vector<std::string>{"line 2"}));
  EXPECT_FALSE(scored("x", "", "").precision());
  EXPECT_FALSE(scored("x", "", "").recall());
}

TEST(Score, MomentsAndOpenEndsAndRetractions) {
  const std::string moment = event("zone_entry", kA, 30, 30);
  EXPECT_EQ(scored("zone_entry", moment, event("zone_entry", kA, 30, 30)).matched, 1U);
  EXPECT_EQ(scored("zone_entry", moment, event("zone_entry", kA, 32, 32)).matched, 0U);
  const std::string truth = event("drifting", kA, 0, 60);
  const std::string open = "{\"kind\":\"drifting\",\"vessels\":[" + kA + "],\"begin\":\"" +
                           minute(10) + "\",\"end\":null}\n";
  EXPECT_EQ(scored("drifting", truth, open).matched, 1U);
  EXPECT_EQ(
      scored("drifting", truth, event("drifting", kA, 0, 60, ",\"state\":\"retracted\"")).alerts,
      0U);
}

TEST(Score, SensorsAndWholeRegions) {
  const std::string off = event("sensor_health", "", 0, 10, ",\"sensor\":\"A\"");
  EXPECT_EQ(scored("sensor_health", off, off).matched, 1U);
  EXPECT_EQ(
      scored("sensor_health", off, event("sensor_health", "", 0, 10, ",\"sensor\":\"B\"")).matched,
      0U);
  const std::string jam = event("gnss_interference", kA + "," + kB + "," + kDark, 0, 30);
  EXPECT_EQ(
      scored("gnss_interference", jam, event("gnss_interference", kA + "," + kB, 0, 30)).matched,
      1U);
  EXPECT_EQ(scored("gnss_interference", jam, event("gnss_interference", kB, 0, 30)).matched, 0U);
}

TEST(Score, SaysWhichAlertsTookADecoyForReal) {
  const std::string decoy =
      event("tug_assist", kA + "," + kB + "," + kDark, 0, 30, ",\"looks_like\":\"rendezvous\"");
  const auto s = scored("rendezvous", "", event("rendezvous", kA + "," + kB, 10, 25), decoy);
  EXPECT_EQ(s.alerts, 1U);
  EXPECT_EQ(s.matched, 0U);
  EXPECT_EQ(s.decoys_taken, 1U);
  EXPECT_EQ(
      scored("rendezvous", "", event("rendezvous", kA + "," + kB, 40, 55), decoy).decoys_taken, 0U);
}

TEST(Score, WhatNeedNotBeSaidIsRightWhenItIsAndNotMissedWhenItIsNot) {
  const auto truth = read_truth(event("collision_risk", kA + "," + kB, 0, 30), "t").value();
  const auto also = read_truth(event("collision_risk", kA + "," + kB, 0, 30) +
                                   event("collision_risk", kA + "," + kDark, 0, 30) +
                                   event("collision_risk", kB + "," + kDark, 0, 30),
                               "o")
                        .value();
  const auto alerts = read_alerts(event("collision_risk", kA + "," + kB, 0, 30) +
                                      event("collision_risk", kA + "," + kDark, 0, 30) +
                                      event("collision_risk", kA + "," + kDark, 100, 130),
                                  "a")
                          .value();
  const auto kind = score(truth, alerts, {}, {}, also).at("collision_risk");
  EXPECT_EQ(kind.events, 1U) << "what need not be said is no event";
  EXPECT_EQ(kind.matched, 1U);
  EXPECT_EQ(kind.also, 1U);
  EXPECT_EQ(kind.unfounded.size(), 1U);
  EXPECT_DOUBLE_EQ(*kind.recall(), 1.0);
  EXPECT_DOUBLE_EQ(*kind.precision(), 2.0 / 3.0);
}

TEST(Score, SaysFileAndLineOfWhatIsWrong) {
  const std::string good = event("drifting", kA, 0, 60);
  for (const std::string bad :
       {"{", "[]", "{\"kind\":\"x\"}", "{\"kind\":\"x\",\"vessels\":[],\"begin\":\"noon\"}",
        "{\"kind\":\"x\",\"vessels\":[{}],\"begin\":\"2026-01-01T00:00:00Z\",\"end\":\"2026-01-"
        "01T00:"
        "00:01Z\"}",
        "{\"kind\":\"x\",\"vessels\":[],\"begin\":\"2026-01-02T00:00:00Z\",\"end\":\"2026-01-01T00:"
        "00:"
        "01Z\"}"}) {
    const auto read = read_truth(good + "\n" + bad + "\n", "t.jsonl");
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().what.rfind("t.jsonl:3: ", 0), 0U) << read.error().what;
  }
  EXPECT_FALSE(
      read_truth("{\"kind\":\"x\",\"vessels\":[],\"begin\":\"2026-01-01T00:00:00Z\"}", "t"))
      << "truth has an end";
}

}  // namespace
}  // namespace narrows::exercise
