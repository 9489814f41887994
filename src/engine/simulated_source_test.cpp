#include "engine/simulated_source.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "decode/stream_decoder.hpp"

namespace narrows::engine {
namespace {

namespace ais = decode::ais;

const Time kNow = from_utc(2026, 1, 1, 6) + Duration::milliseconds(400);

SimulatedSource source_of(const std::string& address) {
  const auto simulation = parse_simulation(address);
  EXPECT_TRUE(simulation) << simulation.error().what;
  return {*simulation, model::SourceId{3}};
}

/// Everything that is due at `now`.
std::string all_due(SimulatedSource& source, Time now) {
  std::string all;
  for (std::size_t before = all.size() + 1; before != all.size();) {
    before = all.size();
    source.receive(now, [&](const model::Received& received) { all += received.text; });
  }
  return all;
}

TEST(Simulation, IsReadFromItsAddress) {
  const auto plain = parse_simulation("simulate:hormuz");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->seed, 1U);
  EXPECT_EQ(plain->vessels, 200U);
  const auto full =
      parse_simulation("simulate:hormuz?seed=18446744073709551615&vessels=120&speed=2.5");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->seed, 18446744073709551615U);
  EXPECT_EQ(full->vessels, 120U);
  EXPECT_EQ(full->speed, 2.5);
  EXPECT_EQ(address_of(*full), "simulate:hormuz?seed=18446744073709551615&vessels=120&speed=2.5");
  EXPECT_TRUE(is_simulation("simulate:hormuz"));
  EXPECT_FALSE(is_simulation("replay:simulate:hormuz"));
}

TEST(Simulation, RefusesWhatItDoesNotUnderstandAndSaysWhat) {
  for (const std::string address :
       {"hormuz", "simulate:", "simulate:atlantis", "simulate:hormuz?", "simulate:hormuz?seed",
        "simulate:hormuz?seed=", "simulate:hormuz?seed=-1", "simulate:hormuz?seed=1x",
        "simulate:hormuz?vessels=0", "simulate:hormuz?vessels=10001", "simulate:hormuz?speed=0",
        "simulate:hormuz?speed=1001", "simulate:hormuz?speed=nan", "simulate:hormuz?speed=inf",
        "simulate:hormuz?colour=red", "simulate:hormuz?seed=1&&speed=2"}) {
    const auto simulation = parse_simulation(address);
    if (address == "simulate:hormuz?") {  // Nothing after the mark: nothing asked for.
      EXPECT_TRUE(simulation);
      continue;
    }
    ASSERT_FALSE(simulation) << address;
    EXPECT_EQ(simulation.error().what.find(address), 0U) << simulation.error().what;
  }
}

TEST(SimulatedSource, GivesSentencesThatDecodeWithoutAFault) {
  SimulatedSource source = source_of("simulate:hormuz?vessels=150");
  EXPECT_LE(*source.interest().wake_at, kNow);
  const std::string text = all_due(source, kNow);
  EXPECT_EQ(source.status().phase, source::Phase::kLive);
  EXPECT_EQ(source.status().counters.bytes, text.size());

  std::map<std::uint32_t, std::string> names;
  std::set<std::uint32_t> seen;
  std::size_t longest = 0;
  decode::StreamDecoder decoder;
  const auto on_message = [&](const ais::Message& message, const decode::Envelope& envelope) {
    const std::uint32_t mmsi = ais::header(message).mmsi;
    seen.insert(mmsi);
    EXPECT_EQ(envelope.verdict, ais::Verdict::kGood);
    EXPECT_EQ(envelope.station.substr(0, 4), "SIM-");
    ASSERT_TRUE(envelope.observed_at);
    EXPECT_LE(*envelope.observed_at, kNow);
    EXPECT_GE(*envelope.observed_at, kNow - SimulatedSource::kLeadIn - Duration::seconds(1));
    for (const auto sentence : envelope.sentences) longest = std::max(longest, sentence.size());
    if (const auto* voyage = std::get_if<ais::StaticAndVoyage>(&message))
      names[mmsi] = voyage->name.view();
    if (const auto* part = std::get_if<ais::StaticDataPartA>(&message))
      names[mmsi] = part->name.view();
  };
  decoder.feed(text, on_message);
  decoder.finish(on_message);

  const decode::Accounts& accounts = decoder.accounts();
  EXPECT_TRUE(accounts.balanced());
  EXPECT_EQ(accounts.dropped_total(), 0U);
  EXPECT_EQ(accounts.held, 0U);
  EXPECT_EQ(accounts.other_lines, 0U);
  EXPECT_EQ(accounts.checksum_wrong + accounts.checksum_missing + accounts.tag_block_wrong, 0U);
  EXPECT_EQ(accounts.sentences, source.status().counters.received);
  for (const std::size_t type : {1U, 3U, 4U, 5U, 18U, 21U, 24U})
    EXPECT_GT(accounts.messages_by_type[type], 0U) << type;
  EXPECT_LE(longest, 82U);
  // After the lead-in everybody who is in range has said its name.
  std::size_t vessels = 0;
  for (const std::uint32_t mmsi : seen) {
    const bool vessel = mmsi / 1'000'000 == exercise::kSimulatedMid;
    EXPECT_TRUE(vessel || mmsi / 10'000 == 499 || mmsi / 1'000'000 == 994) << mmsi;
    vessels += vessel ? 1 : 0;
    if (vessel) {
      EXPECT_EQ(names[mmsi].substr(0, 4), "SIM ") << mmsi;
    }
  }
  EXPECT_EQ(vessels, 150U);
}

// What goes in as a physical value comes out of the decoder as the same, to the last step on air.
TEST(SimulatedSource, SaysWhatTheTrafficDid) {
  exercise::Traffic traffic{exercise::strait_of_hormuz(),
                            {1, 50},
                            Time::unix_seconds((kNow - SimulatedSource::kLeadIn).unix_seconds())};
  std::vector<model::PositionObservation> reports;
  traffic.advance(kNow, [&](const exercise::Transmission& sent) {
    if (sent.message_type == 1 || sent.message_type == 3) reports.push_back(*sent.position);
  });
  SimulatedSource source = source_of("simulate:hormuz?vessels=50");
  const std::string text = all_due(source, kNow);
  std::size_t next = 0;
  decode::StreamDecoder decoder;
  decoder.feed(text, [&](const ais::Message& message, const decode::Envelope& envelope) {
    const auto* report = std::get_if<ais::PositionReport>(&message);
    if (report == nullptr) return;
    ASSERT_LT(next, reports.size());
    const auto& sent = reports[next++];
    ASSERT_EQ(report->mmsi, sent.mmsi.value);
    ASSERT_EQ(report->type, sent.message_type);
    ASSERT_NEAR(report->lat / 600'000.0, sent.position->lat_degrees(), 1e-6);
    ASSERT_NEAR(report->lon / 600'000.0, sent.position->lon_degrees(), 1e-6);
    ASSERT_NEAR(report->speed / 10.0, sent.sog->knots(), 0.0501);
    ASSERT_NEAR(std::remainder(report->course / 10.0 - sent.cog->degrees_true(), 360.0), 0, 0.0501);
    ASSERT_NEAR(std::remainder(report->heading - sent.heading->degrees_true(), 360.0), 0, 0.501);
    const double rot = report->turn / 4.733;
    const double turn = *sent.turn_deg_per_min;
    ASSERT_NEAR(std::copysign(rot * rot, rot), turn, 0.3 + 0.1 * std::abs(turn));
    ASSERT_EQ(report->status, *sent.nav_status);
    ASSERT_LT(*envelope.observed_at - sent.observed_at, Duration::milliseconds(1));
    ASSERT_GE(sent.observed_at - *envelope.observed_at, Duration{});
  });
  EXPECT_EQ(next, reports.size());
  EXPECT_GT(next, 1'000U);
}

TEST(SimulatedSource, IsTheSameForTheSameSeed) {
  const auto text = [](const std::string& address) {
    SimulatedSource source = source_of(address);
    return all_due(source, kNow);
  };
  EXPECT_EQ(text("simulate:hormuz?seed=5&vessels=30"), text("simulate:hormuz?seed=5&vessels=30"));
  EXPECT_NE(text("simulate:hormuz?seed=5&vessels=30"), text("simulate:hormuz?seed=6&vessels=30"));
}

TEST(SimulatedSource, GoesAtItsSpeedAndStandsStillWhenPaused) {
  SimulatedSource source = source_of("simulate:hormuz?vessels=20&speed=10");
  EXPECT_EQ(source.recording_time(kNow), kNow);
  all_due(source, kNow);
  const Time later = kNow + Duration::seconds(30);
  EXPECT_FALSE(all_due(source, later).empty());
  EXPECT_EQ(source.recording_time(later), kNow + Duration::seconds(300));
  EXPECT_GT(*source.interest().wake_at, later);
  EXPECT_LE(*source.interest().wake_at, later + Duration::milliseconds(100));

  source.pause(later);
  EXPECT_TRUE(source.paused());
  EXPECT_TRUE(all_due(source, later + Duration::hours(1)).empty());
  EXPECT_EQ(source.recording_time(later + Duration::hours(1)), kNow + Duration::seconds(300));
  source.resume(later + Duration::hours(1));
  source.set_speed(1.0, later + Duration::hours(1));
  all_due(source, later + Duration::hours(1) + Duration::seconds(20));
  EXPECT_EQ(source.recording_time(later + Duration::hours(1) + Duration::seconds(20)),
            kNow + Duration::seconds(320));
}

TEST(SimulatedSource, GivesNoMoreAtOnceThanASourceMay) {
  SimulatedSource source = source_of("simulate:hormuz?vessels=300");
  std::size_t bytes = 0;
  source.receive(kNow, [&](const model::Received& received) { bytes += received.text.size(); });
  EXPECT_GT(bytes, 200'000U);
  EXPECT_LT(bytes, 300'000U);
  EXPECT_LE(*source.interest().wake_at, kNow);  // There is more at once.
  EXPECT_LT(source.recording_time(kNow), kNow);
}

}  // namespace
}  // namespace narrows::engine
