// A scenario as bytes, and as a node's past.

#include "engine/simulation.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "decode/ais/observe.hpp"
#include "decode/stream_decoder.hpp"
#include "engine/simulated_past.hpp"
#include "engine/simulated_source.hpp"
#include "geo/geodesic.hpp"
#include "history/raw_log_reader.hpp"
#include "history/store.hpp"

namespace narrows::engine {
namespace {

const std::string kScenario = R"(title = "Small"
area = "hormuz"
begin = "2026-01-01T12:00:00Z"
duration_min = 20
seed = 3

[traffic]
anchored = 5

[traffic.residents]
dhow = 6
ferry = 2
fishing = 6
skiff = 2

[[radar]]
name = "R1"
lat = 26.38
lon = 56.38

[[radar]]
name = "R2"
lat = 26.62
lon = 57.06
turn_s = 2.5

[[event]]
kind = "ais_gap"
at_min = 3
lasts_min = 5
)";

SimulatedSea sea_of(const std::string& text) {
  return {read_sea("hormuz", "areas").value(), exercise::read_scenario(text, "s.toml").value()};
}

std::string played(const SimulatedSea& sea, Duration piece) {
  auto simulation = Simulation::make(sea, {.exercise = "x"}).value();
  std::string lines;
  std::string radar;
  std::string tracks;
  Time last;
  for (Time t = simulation.begin(); t < simulation.end();) {
    t = t + piece;
    simulation.advance(t, {.on_line =
                               [&](Time arrived, std::string_view receiver, std::string_view text) {
                                 EXPECT_GE(arrived, last);
                                 last = arrived;
                                 lines += std::string{receiver} + ' ' + std::string{text};
                               },
                           .radar = radar,
                           .tracks = tracks});
  }
  EXPECT_GT(lines.size(), 100'000U);
  EXPECT_GT(radar.size(), 10'000U);
  EXPECT_GT(tracks.size(), 100'000U);
  return lines + radar + tracks + simulation.truth() + simulation.decoys();
}

TEST(Simulation, GivesTheSameBytesHoweverTimeIsCut) {
  const auto sea = sea_of(kScenario);
  const std::string whole = played(sea, Duration::minutes(20));
  EXPECT_TRUE(whole == played(sea, Duration::milliseconds(1'337)));
  auto other = sea;
  other.scenario.seed = 4;
  EXPECT_FALSE(whole == played(other, Duration::minutes(20)));
}

TEST(Simulation, SaysWhichSeedItUsed) {
  const auto used = scenario_as_used(kScenario, 77);
  const auto read = exercise::read_scenario(used, "used.toml");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->seed, 77U);
  EXPECT_EQ(read->orders.size(), 1U);
  EXPECT_NE(used.find("narrows "), std::string::npos);
  EXPECT_EQ(used.find("seed = 3"), std::string::npos);
}

TEST(SimulatedAddress, IsUnderstoodOrSaysWhy) {
  const auto good = parse_simulated("simulate:a/b.toml?seed=9&history_h=6&vessels=7&receivers=all");
  ASSERT_TRUE(good) << good.error().what;
  EXPECT_EQ(good->what, "a/b.toml");
  EXPECT_TRUE(good->is_scenario());
  EXPECT_EQ(good->seed, 9U);
  EXPECT_EQ(good->vessels, 7U);
  EXPECT_EQ(good->history, Duration::hours(6));
  EXPECT_TRUE(good->every_receiver);
  for (const char* bad :
       {"simulate:", "simulate:a/b", "simulate:hormuz?history_h=73", "simulate:hormuz?seed=x",
        "simulate:hormuz?receivers=some", "simulate:hormuz?vessels=0", "replay:x"})
    EXPECT_FALSE(parse_simulated(bad)) << bad;
  EXPECT_EQ(simulated_exercise("simulate:areas/hormuz/scenarios/demo.toml?seed=1"),
            "simulated-demo");
  const auto none = open_simulated("simulate:atlantis", {});
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().what.find("atlantis"), std::string::npos);
}

class PastTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ =
        std::filesystem::temp_directory_path() / ("narrows-past-" + std::to_string(::getpid()));
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
    std::ofstream{directory_ / "small.toml"} << kScenario;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  SimulatedPast past(int hours) const {
    return {.input = "simulate:" + (directory_ / "small.toml").string() +
                     "?history_h=" + std::to_string(hours),
            .source = "simulation",
            .exercise = "simulated-small",
            .data = directory_ / "data",
            .packs = "areas"};
  }
  Result<SimulatedPastDone> write(int hours, Time now) const {
    double last = 0.0;
    auto done = write_simulated_past(past(hours), now, [&](double part) {
      EXPECT_GE(part, last);
      EXPECT_LE(part, 1.0);
      last = part;
    });
    if (done && done->messages > 0) {
      EXPECT_EQ(last, 1.0);
    }
    return done;
  }
  struct Kept {
    std::vector<std::pair<Time, std::string>> lines;
    std::map<std::uint32_t, std::vector<std::pair<Time, geo::LatLon>>> tracks;
  };
  Kept kept() const {
    Kept out;
    auto reader = history::RawLogReader::open(directory_ / "data" / "raw").value();
    decode::StreamDecoder decoder{{.require_checksum = true}};
    while (const auto record = reader.next()) {
      EXPECT_EQ(record->exercise, "simulated-small");
      out.lines.emplace_back(record->received.received_at, record->received.text);
      decoder.feed(record->received.text, [&](const decode::ais::Message& message,
                                              const decode::Envelope& envelope) {
        decode::ais::observe(
            message, envelope, record->received.received_at, [&](const model::Observation& seen) {
              const auto* p = std::get_if<model::PositionObservation>(&seen);
              if (p != nullptr && p->position)
                out.tracks[p->mmsi.value].emplace_back(p->observed_at, *p->position);
            });
      });
    }
    EXPECT_EQ(decoder.accounts().dropped_total(), 0U);
    return out;
  }

  std::filesystem::path directory_;
};

TEST_F(PastTest, IsWrittenOnceAndGoesOnWhereItWas) {
  const Time now = from_utc(2026, 1, 9, 18, 30);
  const auto first = write(2, now);
  ASSERT_TRUE(first) << first.error().what;
  EXPECT_EQ(first->from, now - Duration::hours(2));
  const auto before = kept();
  EXPECT_GT(before.lines.size(), 3'000U);
  EXPECT_GE(before.lines.front().first, now - Duration::hours(2));
  EXPECT_LT(before.lines.back().first, now);

  // At once again: nothing is missing.
  const auto again = write(2, now + Duration::seconds(5));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->messages, 0U);
  EXPECT_EQ(kept().lines.size(), before.lines.size());

  // Half an hour later: what is missing, and no more.
  const auto later = write(2, now + Duration::minutes(30));
  ASSERT_TRUE(later);
  EXPECT_GT(later->messages, 500U);
  const auto all = kept();
  EXPECT_TRUE(std::equal(before.lines.begin(), before.lines.end(), all.lines.begin()));
  EXPECT_GT(all.lines[before.lines.size()].first, before.lines.back().first);
  // Nobody jumps at the seam: everybody sails on.
  int across = 0;
  for (const auto& [mmsi, track] : all.tracks) {
    for (std::size_t i = 1; i < track.size(); ++i) {
      const auto& [t0, a] = track[i - 1];
      const auto& [t1, b] = track[i];
      if (t0 >= now || t1 < now || t1 - t0 > Duration::minutes(10)) continue;
      ++across;
      EXPECT_LE(geo::approximate_distance(a, b).metres(),
                Speed::knots(31).metres_per_second() * (t1 - t0).seconds() + 15.0)
          << mmsi;
    }
  }
  EXPECT_GT(across, 20);

  // A week later only the last two hours are made.
  const auto week = write(2, now + Duration::hours(168));
  ASSERT_TRUE(week);
  EXPECT_EQ(week->from, now + Duration::hours(166));
}

TEST_F(PastTest, IsInTheStoreAsWell) {
  if (!history::find_duckdb()) GTEST_SKIP() << "libduckdb.so is not there";
  const Time now = from_utc(2026, 1, 9, 18, 30);
  ASSERT_TRUE(write(1, now));
  const auto lines = kept();
  std::uint64_t positions = 0;
  for (const auto& [mmsi, track] : lines.tracks) positions += track.size();
  const auto store =
      history::Store::open({.directory = directory_ / "data" / "store", .library = {}}, now);
  ASSERT_FALSE(store.stopped());
  std::string count;
  ASSERT_TRUE(store.query_text(
      "SELECT count(*) FROM all_positions WHERE exercise = 'simulated-small'",
      [&](const std::vector<std::optional<std::string>>& row) { count = row.at(0).value_or(""); }));
  EXPECT_EQ(count, std::to_string(positions));
}

TEST_F(PastTest, IsNoneUnlessAskedFor) {
  const auto none = write(0, from_utc(2026, 1, 9, 18, 30));
  ASSERT_TRUE(none);
  EXPECT_EQ(none->messages, 0U);
  EXPECT_FALSE(std::filesystem::exists(directory_ / "data"));
}

TEST(SimulatedSource, IntroducesEverybodyAtOnce) {
  auto source = open_simulated("simulate:hormuz?vessels=100&seed=2", {}).value();
  const Time now = from_utc(2026, 1, 9, 18, 30);
  std::map<std::uint32_t, int> named;
  decode::StreamDecoder decoder{{.require_checksum = true}};
  int lines = 0;
  const auto take = [&](const model::Received& received) {
    ++lines;
    decoder.feed(
        received.text, [&](const decode::ais::Message& message, const decode::Envelope& envelope) {
          decode::ais::observe(message, envelope, received.received_at,
                               [&](const model::Observation& seen) {
                                 const auto* who = std::get_if<model::StaticObservation>(&seen);
                                 if (who != nullptr && who->name) ++named[who->mmsi.value];
                               });
        });
  };
  source->receive(now, take);
  source->receive(now + Duration::seconds(1), take);
  EXPECT_GT(named.size(), 80U);  // Some are away.
  lines = 0;
  source->receive(now + Duration::seconds(11), take);
  EXPECT_GT(lines, 30);
  ASSERT_TRUE(source->interest().wake_at);
  EXPECT_LE(*source->interest().wake_at, now + Duration::seconds(12));
}

}  // namespace
}  // namespace narrows::engine
