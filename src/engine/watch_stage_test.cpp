#include "engine/watch_stage.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "engine/coverage_file.hpp"
#include "engine/past_sea_test.hpp"
#include "engine/recording_for_test.hpp"
#include "engine/time_order.hpp"
#include "engine/watch_crew.hpp"
#include "engine/watch_dry_run.hpp"

namespace narrows::engine {
namespace {

constexpr std::uint32_t kOne = 422'000'001;
constexpr std::uint32_t kOther = 422'000'002;
const Time kStart = Time::unix_seconds(1'700'000'400);  // A whole ten seconds.

Log& quiet_log() {
  static Log log;
  return log;
}

std::unique_ptr<AlertLedger> ledger_in_memory() {
  return AlertLedger::open({}, kStart).value();
}

WatchStage::Options usual() {
  WatchStage::Options options;
  options.node = "test";
  options.rules = watch::usual_rules();
  options.sources = {"coast"};
  return options;
}

/// The last version of each alert, in the order in which they were raised.
std::vector<std::string> in_batch(const std::vector<model::Observation>& observations,
                                  unsigned threads) {
  std::vector<std::string> order;
  std::map<std::string, std::string> last;
  watch::Desk desk{{.node = "test", .exercise = {}}, [&](const model::Alert& alert) {
                     if (!last.contains(alert.id)) order.push_back(alert.id);
                     last[alert.id] = alert_json(alert);
                   }};
  WatchCrew crew{watch::usual_rules(), {}, desk, threads};
  SensorReports sensors{{"coast"}};
  Time newest;
  for (const auto& o : observations) {
    sensors.take(o, [&](const watch::SensorReport& r) { crew.take(r); });
    std::visit([&](const auto& said) { crew.take(watch::Event{said}); }, o);
    newest = std::max(newest, received_at(o));
  }
  crew.finish(newest);
  std::vector<std::string> out;
  for (const auto& id : order) out.push_back(last.at(id));
  std::ranges::sort(out);
  return out;
}

std::vector<std::string> alerts_of(const AlertLedger& ledger) {
  std::vector<std::string> out;
  for (const auto& record : ledger.book()->records) out.push_back(alert_json(record->alert));
  std::ranges::sort(out);
  return out;
}

/// As the node does it: what came, then time passes a quarter of a second at a time with kLag.
void live(WatchStage& stage, const std::vector<model::Observation>& observations) {
  Time tick;
  Time newest;
  for (const auto& o : observations) {
    const Time at = received_at(o);
    if (tick == Time{}) tick = at;
    for (; tick < at; tick = tick + Duration::milliseconds(250)) {
      stage.advance(tick - WatchStage::kLag);
      stage.hand_on(tick, false);
    }
    stage.take(o);
    newest = std::max(newest, at);
  }
  stage.advance(newest);
  stage.hand_on(newest, true);
}

/// Two ships that lie beside one another from kStart for so many minutes, then one sails away.
class Meeting {
 public:
  explicit Meeting(int minutes) : minutes_{minutes} {
    sea_.also = [this](const model::Observation& o) { heard_.push_back(o); };
    sea_.open(kStart - Duration::hours(1));
    for (int s = -3'600; s < (minutes_ + 60) * 60; s += 10) {
      const Time t = kStart + Duration::seconds(s);
      const double before = s < 0 ? s * 8e-5 : 0.0;
      const double after = s > minutes_ * 60 ? (s - minutes_ * 60) * 8e-5 : 0.0;
      const double speed = before != 0.0 || after != 0.0 ? 16.0 : 0.5;
      sea_.hear(t, sea_.position(kOne, 25.0, 57.0, 0.5));
      sea_.hear(t + Duration::seconds(3),
                sea_.position(kOther, 25.001, 57.0 + before + after, speed));
    }
    sea_.close(kStart + Duration::hours(5));
  }
  const std::vector<model::Observation>& heard() const { return heard_; }
  std::vector<model::Observation> heard(int from_min, int to_min) const {
    std::vector<model::Observation> out;
    for (const auto& o : heard_) {
      const Time at = received_at(o);
      if (at >= kStart + Duration::minutes(from_min) && at < kStart + Duration::minutes(to_min))
        out.push_back(o);
    }
    return out;
  }
  PastObservations::Options past() const {
    // Ships that lie still send the same bits again and again.
    Duplicates::Limits every_copy;
    every_copy.window = Duration{};
    return {.segments = std::make_shared<history::SegmentIndex>(sea_.raw()),
            .exercise = {},
            .exercise_id = {},
            .sources = {"coast"},
            .duplicates = every_copy};
  }

 private:
  int minutes_;
  test::TestSea sea_;
  std::vector<model::Observation> heard_;
};

std::vector<std::shared_ptr<const serve::AlertRecord>> of_kind(const AlertLedger& ledger,
                                                               std::string_view kind) {
  std::vector<std::shared_ptr<const serve::AlertRecord>> out;
  for (const auto& record : ledger.book()->records) {
    if (record->alert.kind == kind) out.push_back(record);
  }
  return out;
}

TEST(WatchStage, SaysWhatTheBatchSaysByteForByte) {
  if (!std::filesystem::exists(kDanish)) GTEST_SKIP() << "no ../shared/data";
  const auto observations = recording(kDanish);
  const auto ledger = ledger_in_memory();
  WatchStage stage{usual(), *ledger, quiet_log()};
  live(stage, observations);
  const auto said = alerts_of(*ledger);
  EXPECT_FALSE(said.empty());
  for (const unsigned threads : {1U, 2U, 4U}) EXPECT_EQ(in_batch(observations, threads), said);
}

TEST(WatchStage, TheRawLogReadAgainSaysTheSame) {
  const Meeting meeting{60};
  const auto ledger = ledger_in_memory();
  WatchStage stage{usual(), *ledger, quiet_log()};
  live(stage, meeting.heard());
  const auto said = alerts_of(*ledger);
  ASSERT_EQ(of_kind(*ledger, "rendezvous").size(), 1U);
  EXPECT_EQ(in_batch(meeting.heard(), 1), said);
  std::vector<model::Observation> again;
  PastObservations past{meeting.past()};
  ASSERT_TRUE(past.begin(kStart - Duration::hours(2)));
  const auto found = [&](const model::Observation& o) { again.push_back(o); };
  while (past.step(kStart + Duration::hours(4), 1'000, found)) {
  }
  past.finish(found);
  EXPECT_EQ(in_batch(again, 1), said);
}

/// Two stations behind one source; one is silent for a quarter of an hour.
TEST(WatchStage, SaysOfEachStationWhatTheBatchSays) {
  std::vector<std::pair<Hearing, model::Observation>> heard;
  for (int s = 0; s < 5'400; ++s) {
    const bool south = s % 3 == 0;
    if (south && s >= 2'400 && s < 3'300) continue;
    const Time at = kStart + Duration::seconds(s);
    model::PositionObservation o;
    o.mmsi = {kOne + static_cast<std::uint32_t>(s % 12)};
    o.observed_at = o.received_at = at;
    heard.push_back({{.source = {0},
                      .at = at,
                      .stamped_at = at,
                      .mmsi = o.mmsi,
                      .station = south ? "SOUTH" : "NORTH"},
                     o});
  }
  const auto ledger = ledger_in_memory();
  WatchStage stage{usual(), *ledger, quiet_log()};
  Time tick = kStart;
  for (const auto& [hearing, observation] : heard) {
    for (; tick < hearing.at; tick = tick + Duration::milliseconds(250)) {
      stage.advance(tick - WatchStage::kLag);
      stage.hand_on(tick, false);
    }
    stage.take(hearing);
    stage.take(observation);
  }
  stage.hand_on(tick, true);
  const auto said = of_kind(*ledger, "sensor_health");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0]->alert.sensor, "SOUTH");
  EXPECT_NEAR((said[0]->alert.begin - kStart).seconds(), 2'397.0, 1.0);
  EXPECT_NEAR((*said[0]->alert.end - kStart).seconds(), 3'309.0, 10.0);
  // In batch hearings run ahead of what is put in order.
  std::map<std::string, std::string> last;
  watch::Desk desk{{.node = "test", .exercise = {}},
                   [&](const model::Alert& alert) { last[alert.id] = alert_json(alert); }};
  WatchCrew crew{watch::usual_rules(), {}, desk, 2};
  SensorReports sensors{{"coast"}};
  for (const auto& [hearing, observation] : heard) sensors.take(hearing);
  for (const auto& [hearing, observation] : heard) {
    sensors.take(observation, [&](const watch::SensorReport& r) { crew.take(r); });
    std::visit([&](const auto& o) { crew.take(watch::Event{o}); }, observation);
  }
  crew.finish(heard.back().first.at);
  std::vector<std::string> batch;
  for (const auto& [id, text] : last) batch.push_back(text);
  std::ranges::sort(batch);
  EXPECT_EQ(batch, alerts_of(*ledger));
}

class Coverage : public testing::Test {
 protected:
  Coverage() {
    std::string name = (std::filesystem::temp_directory_path() / "narrows-heard-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
  }
  void TearDown() override {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  std::filesystem::path file() const { return directory_ / "coverage.bin"; }
  /// A node's life: a fleet of eight that is heard each ten seconds, but for an outage.
  std::vector<std::string> watch(int hours, int silent_from_s = -1, int silent_to_s = -1) {
    const auto ledger = ledger_in_memory();
    auto options = usual();
    options.coverage = file();
    WatchStage stage{std::move(options), *ledger, quiet_log()};
    stage.learn_reception();
    std::vector<model::Observation> heard;
    for (int s = 0; s < hours * 3'600; s += 10) {
      if (s >= silent_from_s && s < silent_to_s) continue;
      for (std::uint32_t ship = 0; ship < 8; ++ship) {
        model::PositionObservation o;
        o.mmsi = {kOne + ship};
        o.kind = model::StationKind::kClassA;
        o.observed_at = o.received_at =
            kStart + Duration::seconds(s) + Duration::milliseconds(std::int64_t{100} * ship);
        o.position = *geo::LatLon::from(geo::LatLon::Degrees{25.0 + 0.01 * ship, 57.0 + 1e-5 * s});
        o.sog = Speed::knots(7);
        o.cog = Bearing::degrees_true(90);
        heard.emplace_back(o);
      }
    }
    live(stage, heard);
    stage.keep_coverage();
    std::vector<std::string> out;
    for (const auto& record : ledger->book()->records)
      out.push_back(record->alert.kind + ' ' + std::string{model::name(record->alert.state)});
    return out;
  }
  std::filesystem::path directory_;
};

TEST_F(Coverage, IsKeptOverARestartAndAReceiverThatDiesIsNoFleetGoneDark) {
  EXPECT_THAT(watch(2), testing::IsEmpty());
  const auto first = read_coverage(file());
  ASSERT_TRUE(first);
  const auto place = *geo::LatLon::from(geo::LatLon::Degrees{25.01, 57.02});
  const auto heard = first->at(place, model::StationKind::kClassA, kStart);
  ASSERT_TRUE(heard);
  EXPECT_GT(heard->share(), 0.95);
  // With the map that was kept; forty minutes without a word.
  const auto said = watch(3, 4'000, 6'400);
  EXPECT_THAT(said, testing::ElementsAre("sensor_health open"));
  const auto second = read_coverage(file());
  ASSERT_TRUE(second);
  EXPECT_GT(second->at(place, model::StationKind::kClassA, kStart)->due, 1.5 * heard->due);
}

TEST_F(Coverage, AFileThatIsDamagedIsPutAsideAndLearnedAnew) {
  watch(1);
  {
    std::fstream damage{file(), std::ios::binary | std::ios::in | std::ios::out};
    damage.seekp(200);
    damage.put('\x55');
  }
  EXPECT_FALSE(read_coverage(file()));
  watch(1);
  EXPECT_TRUE(std::filesystem::exists(file().string() + ".damaged"));
  EXPECT_TRUE(read_coverage(file()));
}

class Restart : public testing::TestWithParam<int> {};

TEST_P(Restart, WhatIsGoingOnGoesOnUnderItsName) {
  const Meeting meeting{60};
  const auto ledger = ledger_in_memory();
  {
    WatchStage stage{usual(), *ledger, quiet_log()};
    live(stage, meeting.heard(-60, 40));
  }
  ASSERT_EQ(of_kind(*ledger, "rendezvous").size(), 1U);
  const auto id = of_kind(*ledger, "rendezvous")[0]->alert.id;
  serve::AlertDeed acknowledge;
  acknowledge.who = "ana";
  acknowledge.at = kStart;
  ASSERT_TRUE(ledger->act(id, acknowledge, kStart));
  auto options = usual();
  options.past = meeting.past();
  options.anew_from = Duration::minutes(GetParam());
  WatchStage stage{std::move(options), *ledger, quiet_log()};
  EXPECT_TRUE(stage.make_anew(kStart + Duration::minutes(40)));
  live(stage, meeting.heard(40, 120));
  const auto after = of_kind(*ledger, "rendezvous");
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0]->alert.id, id);
  EXPECT_EQ(after[0]->acknowledged_by, "ana");
  EXPECT_EQ(after[0]->alert.state, model::AlertState::kAcknowledged);
  EXPECT_LT(after[0]->alert.begin, kStart + Duration::minutes(2));
  ASSERT_TRUE(after[0]->alert.end);
  EXPECT_NEAR((*after[0]->alert.end - kStart).seconds(), 3'600, 60);
}

// The whole of it is read again; or only from its midst on, where it looks as if it began there.
INSTANTIATE_TEST_SUITE_P(WatchStage, Restart, testing::Values(120, 30));

TEST(WatchStage, WhatIsNotFoundAgainIsOutOfSight) {
  const Meeting meeting{60};
  const auto ledger = ledger_in_memory();
  {
    WatchStage stage{usual(), *ledger, quiet_log()};
    live(stage, meeting.heard(-60, 40));
  }
  WatchStage stage{usual(), *ledger, quiet_log()};
  EXPECT_TRUE(stage.make_anew(kStart + Duration::minutes(41)));
  const auto after = of_kind(*ledger, "rendezvous");
  ASSERT_EQ(after.size(), 1U);
  EXPECT_TRUE(after[0]->alert.end);
  EXPECT_EQ(after[0]->log.back().what, "out_of_sight");
}

TEST(WatchStage, ARuleThatIsOffRaisesNothing) {
  const Meeting meeting{60};
  const auto ledger = ledger_in_memory();
  auto options = usual();
  options.off = {"rendezvous"};
  WatchStage stage{std::move(options), *ledger, quiet_log()};
  live(stage, meeting.heard());
  EXPECT_TRUE(of_kind(*ledger, "rendezvous").empty());
}

TEST(WatchStage, ItsBalanceIsKept) {
  const Meeting meeting{10};
  const auto ledger = ledger_in_memory();
  WatchStage stage{usual(), *ledger, quiet_log()};
  BoundedQueue<SharedWatchBatch> inlet{"watch", 4, WhenFull::kBlock};
  inlet.push(std::make_shared<const WatchBatch>(
      WatchBatch{std::make_shared<const std::vector<model::Observation>>(meeting.heard()), {}}));
  inlet.close();
  NodeClock clock;
  clock.stands_at(kStart);
  stage.run(inlet, clock);
  const auto stages = stage.stages();
  ASSERT_EQ(stages.size(), 1U);
  std::uint64_t dropped = 0;
  for (const auto& [why, n] : stages[0].dropped) dropped += n;
  EXPECT_GE(stages[0].in, meeting.heard().size());
  EXPECT_EQ(stages[0].in, stages[0].out + stages[0].held + dropped);
}

TEST(DryRun, ShowsWhatAChangedRuleWouldHaveRaised) {
  const Meeting meeting{60};
  const auto* spec = watch::find_rule("rendezvous");
  ASSERT_NE(spec, nullptr);
  watch::ActiveRule before{spec, watch::Parameters{spec->parameters}};
  watch::ActiveRule after = before;
  DryRunTask task{.past = meeting.past(),
                  .knowledge = {},
                  .before = before,
                  .after = after,
                  .before_enabled = false,
                  .after_enabled = true,
                  .beside = {},
                  .node = "test",
                  .range = {kStart, kStart + Duration::hours(2)},
                  .stopped = {}};
  const auto added = dry_run(task);
  ASSERT_TRUE(added.has_value());
  EXPECT_EQ(added->before.count, 0U);
  EXPECT_EQ(added->after.count, 1U);
  EXPECT_DOUBLE_EQ(added->after.per_hour, 0.5);
  ASSERT_EQ(added->added.size(), 1U);
  EXPECT_EQ(added->added[0].kind, "rendezvous");
  std::swap(task.before_enabled, task.after_enabled);
  EXPECT_EQ(dry_run(task)->gone.size(), 1U);
  task.range = {kStart + Duration::minutes(90), kStart + Duration::hours(2)};
  EXPECT_EQ(dry_run(task)->before.count, 0U);
  task.range = {kStart, kStart};
  EXPECT_EQ(dry_run(task).error().fault, Fault::kOutOfRange);
  task.range = {kStart, kStart + kDryRunSpanMax + Duration::seconds(1)};
  EXPECT_EQ(dry_run(task).error().fault, Fault::kOutOfRange);
}

}  // namespace
}  // namespace narrows::engine
