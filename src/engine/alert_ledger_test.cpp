#include "engine/alert_ledger.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/alert_handling.hpp"

namespace narrows::engine {
namespace {

namespace fs = std::filesystem;
using serve::AlertAct;

const Time kNow = Time::unix_seconds(1'700'000'000);

class AlertLedgerTest : public testing::Test {
 protected:
  AlertLedgerTest() {
    folder_ = fs::temp_directory_path() /
              fmt::format("narrows-ledger-{}-{}", ::getpid(),
                          testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  AlertLedger::Options options(std::string exercise) const {
    AlertLedger::Options out;
    out.directory = folder_;
    out.exercise = std::move(exercise);
    return out;
  }
  std::unique_ptr<AlertLedger> open(std::string exercise = {}) const {
    auto ledger = AlertLedger::open(options(std::move(exercise)), kNow);
    EXPECT_TRUE(ledger.has_value()) << (ledger ? "" : ledger.error().what);
    return std::move(*ledger);
  }
  fs::path folder_;
};

model::Alert alert(int i) {
  model::Alert a;
  a.id = fmt::format("rendezvous-{:016x}", i);
  a.kind = "rendezvous";
  a.rule_version = "1.0.0";
  a.parameters = {{"z_first_m", 250.0}, {"a_second_kn", 3.0}};
  a.priority = 2;
  a.confidence = 0.87;
  a.vessels = {{"mmsi:499000001#2", model::Mmsi{499'000'001}, 9'000'001, "SEA \"ROSE\"\\", "giver"},
               {"radar:17", {}, {}, "", ""}};
  a.sensor = i % 2 == 0 ? "" : "north";
  a.begin = kNow;
  a.decided = kNow + Duration::minutes(20);
  if (i % 3 == 0) a.end = kNow + Duration::minutes(40);
  a.act_by = kNow + Duration::microseconds(1);
  a.position = *geo::LatLon::from(geo::LatLon::Degrees{-25.1234567, 179.9999999});
  a.radius_m = 1234.5;
  a.why = "Two vessels lay side by side\tfor 20 minutes.";
  a.margins = {{"distance_m", 180.0, 250.0}, {"b_s", 1.0 / 3.0, 2.0}};
  a.explanations = {{"tug assistance", model::Verdict::kNo, "Neither is a tug."},
                    {"pilot", model::Verdict::kUnknown, ""}};
  a.observations = {"mmsi:499000001@2026-01-01T00:00:00.000000Z"};
  a.state = i % 5 == 4 ? model::AlertState::kHeld : model::AlertState::kOpen;
  a.held_by = i % 5 == 4 ? "gnss_interference-1" : "";
  a.changed_at = kNow + Duration::minutes(21);
  a.node = "north";
  return a;
}

serve::AlertDeed deed(AlertAct act, std::string who, std::string reason = {},
                      std::string note = {}) {
  serve::AlertDeed out;
  out.act = act;
  out.who = std::move(who);
  out.at = kNow;
  out.reason = std::move(reason);
  out.note = std::move(note);
  return out;
}

std::string text(const serve::AlertBook& book) {
  std::string out = fmt::format("{}\n", book.version);
  for (const auto& r : book.records) {
    out += fmt::format("{} {} {} {} {}", r->version, alert_json(r->alert), r->acknowledged_by,
                       r->assigned_to, r->dismissed_reason);
    for (const auto& e : r->log)
      out += fmt::format(" [{} {} {} {}]", format_rfc3339(e.at), e.who, e.what, e.note);
    out += '\n';
  }
  return out;
}

TEST(AlertLine, AnAlertIsReadBackByteForByte) {
  for (int i = 0; i < 15; ++i) {
    const auto line = write_alert_line({7, alert(i)});
    const auto read = read_alert_line(line);
    ASSERT_TRUE(read.has_value()) << read.error().what;
    EXPECT_EQ(alert_json(std::get<model::Alert>(read->what)), alert_json(alert(i)));
    EXPECT_EQ(write_alert_line(*read), line);
  }
}

TEST(AlertLine, WhatIsNoneIsRefused) {
  const auto good = write_alert_line({7, alert(0)});
  for (std::size_t n = 0; n < good.size(); ++n)
    EXPECT_FALSE(read_alert_line(good.substr(0, n)).has_value()) << n;
  for (const char* bad : {"", "[]", "{}", "{\"version\":1}", "{\"version\":1,\"deed\":{}}",
                          "{\"version\":1,\"deed\":{\"id\":\"a\",\"act\":\"eat\",\"at\":\"x\"}}",
                          "{\"version\":1,\"alert\":{\"id\":7}}"})
    EXPECT_FALSE(read_alert_line(bad).has_value()) << bad;
}

TEST_F(AlertLedgerTest, EverythingIsThereAgainAfterAnEndWithoutGoodbye) {
  std::string before;
  {
    const auto ledger = open();
    for (int i = 0; i < 20; ++i) ledger->take({alert(i)}, kNow);
    auto changed = alert(1);
    changed.priority = 1;
    ledger->take({changed}, kNow);
    ASSERT_TRUE(ledger->act(alert(1).id, deed(AlertAct::kAcknowledge, "ana"), kNow));
    ASSERT_TRUE(ledger->act(alert(2).id,
                            deed(AlertAct::kDismiss,
                                 "b\xff"
                                 "n",
                                 "tug", "no\n"),
                            kNow));
    ledger->note(alert(6).id, {kNow, "watch", "escalate", "15 minutes"}, kNow);
    before = text(*ledger->book());
    // As after kill -9: what is on the disk now, copied while it is open.
    fs::copy(folder_, folder_.string() + "-copy", fs::copy_options::recursive);
  }
  fs::remove_all(folder_);
  fs::rename(folder_.string() + "-copy", folder_);
  const auto again = open();
  auto name = text(*again->book());
  // What is no UTF-8 was written as a mark, in the file and so in what is read.
  EXPECT_EQ(name.find("b\xff"
                      "n"),
            std::string::npos);
  for (auto at = before.find("b\xff"
                             "n");
       at != std::string::npos; at = before.find("b\xff"
                                                 "n")) {
    before.replace(at, 3,
                   "b\xEF\xBF\xBD"
                   "n");
  }
  EXPECT_EQ(name, before);
  EXPECT_EQ(again->counts().unread, 0U);
}

TEST_F(AlertLedgerTest, ATornTailLosesOnlyWhatWasNotSynced) {
  std::size_t shown = 0;
  {
    const auto ledger = open();
    for (int i = 0; i < 8; ++i) ledger->take({alert(i)}, kNow);
    shown = ledger->book()->records.size();
    fs::copy(folder_, folder_.string() + "-copy", fs::copy_options::recursive);
  }
  fs::remove_all(folder_);
  fs::rename(folder_.string() + "-copy", folder_);
  for (const auto& file : fs::directory_iterator(folder_)) {
    if (file.path().filename().string().find("lock") != std::string::npos) continue;
    std::ofstream{file.path(), std::ios::app | std::ios::binary} << "half a rec";
  }
  EXPECT_EQ(open()->book()->records.size(), shown);
}

TEST_F(AlertLedgerTest, SaysNothingTwice) {
  const auto ledger = open();
  ledger->take({alert(0)}, kNow);
  auto later = alert(0);
  later.changed_at = later.changed_at + Duration::minutes(1);
  ledger->take({later, later}, kNow);
  EXPECT_EQ(ledger->book()->version, 1U);
  ASSERT_TRUE(ledger->act(alert(0).id, deed(AlertAct::kAcknowledge, "ana"), kNow));
  ledger->take({later}, kNow);
  EXPECT_EQ(ledger->book()->version, 2U);
  later.state = model::AlertState::kRetracted;
  ledger->take({later}, kNow);
  EXPECT_EQ(ledger->book()->version, 3U);
  EXPECT_EQ(ledger->find(alert(0).id)->alert.state, model::AlertState::kRetracted);
}

TEST_F(AlertLedgerTest, AnotherWorldIsNotShown) {
  {
    const auto ledger = open("drill");
    auto a = alert(0);
    a.exercise = "drill";
    ledger->take({a}, kNow);
    EXPECT_EQ(ledger->book()->records.size(), 1U);
  }
  EXPECT_EQ(open()->book()->records.size(), 0U);
  EXPECT_EQ(open("drill")->book()->records.size(), 1U);
}

TEST_F(AlertLedgerTest, RefusesWhatIsNotThere) {
  const auto ledger = open();
  const serve::AlertDeed acknowledge = deed(AlertAct::kAcknowledge, "ana");
  EXPECT_EQ(ledger->act("x", acknowledge, kNow).error().fault, Fault::kNotFound);
  ledger->take({alert(0)}, kNow);
  ASSERT_TRUE(ledger->act(alert(0).id, acknowledge, kNow));
  EXPECT_EQ(ledger->act(alert(0).id, acknowledge, kNow).error().fault, Fault::kRefused);
}

TEST_F(AlertLedgerTest, LetsGoOfTheLongestEndedFirst) {
  AlertLedger::Options few;
  few.records_max = 4;
  auto ledger = AlertLedger::open(few, kNow).value();
  for (int i = 0; i < 8; ++i) {
    auto a = alert(i);
    a.end.reset();
    if (i != 0) a.end = kNow;
    ledger->take({a}, kNow);
  }
  ASSERT_EQ(ledger->book()->records.size(), 4U);
  EXPECT_NE(ledger->find(alert(0).id), nullptr);  // It goes on.
  EXPECT_EQ(ledger->find(alert(1).id), nullptr);
  EXPECT_NE(ledger->find(alert(7).id), nullptr);
}

}  // namespace
}  // namespace narrows::engine
