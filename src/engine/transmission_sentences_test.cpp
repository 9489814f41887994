// Simulated traffic takes the way of any other: what the sentences say is what was sent.

#include "engine/transmission_sentences.hpp"

#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "decode/ais/observe.hpp"
#include "decode/stream_decoder.hpp"
#include "engine/simulated_sea.hpp"

namespace narrows::engine {
namespace {

constexpr const char* kShort = R"(
title = "t"
area = "hormuz"
begin = "2026-01-01T12:00:00Z"
duration_min = 10
seed = 7
traffic.vessels = 80
radio.reception = "ideal"
event = [{ kind = "distress", at_min = 1 }]
)";

TEST(TransmissionSentences, SayWhatWasSent) {
  const auto begin = from_utc(2026, 1, 1, 12);
  const auto scenario = exercise::read_scenario(kShort, "t.toml");
  ASSERT_TRUE(scenario) << scenario.error().what;
  const auto sea = read_sea("hormuz", "areas");
  ASSERT_TRUE(sea) << sea.error().what;
  auto world = exercise::World::make(*sea, *scenario, exercise::World::from_its_begin(*scenario));
  ASSERT_TRUE(world) << world.error().what;
  decode::StreamDecoder decoder{{.require_checksum = true}};
  std::set<int> types;
  int compared = 0;
  world->advance(begin + Duration::minutes(7), [&](const exercise::Transmission& sent) {
    ArrivingLines lines{ArrivingLines::Take::kAll};
    lines.add(sent);
    std::string text;
    lines.take_until(sent.sent_at + Duration::seconds(1),
                     [&](Time, std::string_view, std::string_view line) { text += line; });
    ASSERT_FALSE(text.empty()) << int{sent.message_type};
    std::vector<model::Observation> heard;
    decoder.feed(text, [&](const decode::ais::Message& message, const decode::Envelope& envelope) {
      EXPECT_EQ(envelope.station, sent.heard.front().receiver);
      decode::ais::observe(message, envelope, sent.sent_at,
                           [&](const model::Observation& o) { heard.push_back(o); });
    });
    ASSERT_FALSE(heard.empty()) << text;
    types.insert(sent.message_type);
    for (const auto& observation : heard) {
      if (const auto* p = std::get_if<model::PositionObservation>(&observation)) {
        const auto& s = *sent.position;
        ++compared;
        ASSERT_EQ(p->mmsi, s.mmsi);
        ASSERT_EQ(p->kind, s.kind);
        ASSERT_EQ(p->nav_status, s.nav_status);
        ASSERT_EQ(p->virtual_aid, s.virtual_aid);
        ASSERT_LT(std::abs(p->position->lat_e7() - s.position->lat_e7()), 10);
        ASSERT_LT(std::abs(p->position->lon_e7() - s.position->lon_e7()), 10);
        ASSERT_EQ(p->sog.has_value(), s.sog.has_value());
        if (s.sog) {
          ASSERT_NEAR(p->sog->knots(), s.sog->knots(), 0.051);
        }
        if (s.heading) {
          ASSERT_LE(std::abs(turn_degrees(*p->heading, *s.heading)), 0.51);
        }
        // The tag block carries milliseconds.
        ASSERT_EQ(p->observed_at.unix_microseconds() / 1'000,
                  sent.sent_at.unix_microseconds() / 1'000);
      }
      if (const auto* said = std::get_if<model::TextObservation>(&observation)) {
        ASSERT_EQ(said->text, sent.text);
      }
      if (const auto* who = std::get_if<model::StaticObservation>(&observation)) {
        const auto& s = *sent.identity;
        ASSERT_EQ(who->mmsi, s.mmsi);
        if (s.name) {
          ASSERT_EQ(who->name, s.name);
        }
        if (sent.message_type == 5) {
          ASSERT_EQ(who->call_sign, s.call_sign);
          ASSERT_EQ(who->ship_type, s.ship_type);
          ASSERT_EQ(who->destination, s.destination);
          ASSERT_EQ(who->to_bow_stern_port_starboard_m, s.to_bow_stern_port_starboard_m);
          ASSERT_NEAR(*who->draught_m, *s.draught_m, 0.051);
        }
      }
    }
  });
  EXPECT_GT(compared, 1'000);
  EXPECT_EQ(decoder.accounts().dropped_total(), 0U);
  for (const int type : {1, 4, 5, 14, 18, 21, 24}) EXPECT_TRUE(types.contains(type)) << type;
}

}  // namespace
}  // namespace narrows::engine
