// What the routes about alerts and rules answer, and what the audit log holds then.

#include "serve/alert_routes.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "serve/alert_desk_for_test.hpp"
#include "serve/alert_json.hpp"
#include "serve/auth/api_kit.hpp"

namespace narrows::serve {
namespace {

using nlohmann::json;
using test::kNoon;

class AlertRoutesTest : public ::testing::Test {
 protected:
  AlertRoutesTest() {
    node_.keep_history(nullptr, desk_);
    EXPECT_EQ(sara_.use_link(node_.access->make_set_up_path(node_.now)).status, 201U);
  }
  std::vector<std::string> ids(const std::string& query) {
    std::vector<std::string> out;
    const auto answer = sara_.get("/api/v1/alerts" + query).json();
    for (const auto& alert : answer.at("alerts")) out.push_back(alert.at("id"));
    return out;
  }
  void put(const std::string& id, model::AlertState state, unsigned priority = 2,
           Time decided = kNoon) {
    AlertRecord record = *desk_->book()->records.at(0);
    record.alert.id = id;
    record.alert.state = state;
    record.alert.priority = priority;
    record.alert.decided = decided;
    desk_->put(record);
  }
  json last_audit(const std::string& what) {
    return sara_.get("/api/v1/audit?what=" + what).json().at("entries").at(0);
  }
  std::string invited(const std::string& name, const std::string& role) {
    return sara_
        .send("POST", "/api/v1/invitations",
              {{"name", name}, {"display_name", name}, {"roles", {role}}})
        .json()
        .at("link");
  }

  using Ids = std::vector<std::string>;
  std::shared_ptr<test::TestDesk> desk_ = std::make_shared<test::TestDesk>();
  test::Node node_;
  test::Browser sara_{node_};
};

TEST_F(AlertRoutesTest, TheLatestChangeIsFirstAndWhatIsApartIsLeftOut) {
  put("held", model::AlertState::kHeld);
  put("explained", model::AlertState::kExplained);
  EXPECT_EQ(ids(""), (Ids{"gone", "a1"}));
  EXPECT_EQ(ids("?state=held,explained"), (Ids{"explained", "held"}));
  EXPECT_EQ(ids("?state=open"), Ids{"a1"});
  EXPECT_EQ(ids("?changed_after=1"), (Ids{"gone", "held", "explained"})) << "who follows is told";
  EXPECT_EQ(ids("?changed_after=4"), Ids{});
}

TEST_F(AlertRoutesTest, FiltersByKindPriorityVesselAndTime) {
  put("top", model::AlertState::kOpen, 1);
  EXPECT_EQ(ids("?priority=1"), Ids{"top"});
  EXPECT_EQ(ids("?kind=drifting"), Ids{});
  EXPECT_EQ(ids("?kind=drifting,rendezvous&priority=1"), Ids{"top"});
  EXPECT_EQ(ids("?vessel=800000001&priority=1"), Ids{"top"});
  EXPECT_EQ(ids("?vessel=800000002"), Ids{});
  // All began at eleven and go on.
  EXPECT_EQ(ids("?from=2026-01-01T11:30:00Z&priority=1"), Ids{"top"});
  EXPECT_EQ(ids("?from=2026-01-01T10:00:00Z&to=2026-01-01T11:00:00Z"), Ids{});
  for (const std::string bad : {"?state=shut", "?priority=4", "?limit=0", "?limit=1001",
                                "?cursor=x", "?from=noon", "?from=2027-01-01T00:00:00Z"})
    EXPECT_EQ(sara_.get("/api/v1/alerts" + bad).status, 400U) << bad;
}

TEST_F(AlertRoutesTest, PagesHoldEachAlertOnceEitherWay) {
  for (const std::string id : {"c", "d", "e"}) put(id, model::AlertState::kOpen);
  for (const std::string start : {"?limit=2", "?limit=2&changed_after=0"}) {
    Ids all;
    std::string next;
    int pages = 0;
    do {
      const auto page =
          sara_.get("/api/v1/alerts" + start + (next.empty() ? "" : "&cursor=" + next)).json();
      for (const auto& alert : page.at("alerts")) all.push_back(alert.at("id"));
      next = page.value("next", "");
      ++pages;
    } while (!next.empty() && pages < 9);
    EXPECT_EQ(pages, 3);
    const Ids oldest_first{"a1", "gone", "c", "d", "e"};
    EXPECT_EQ(
        all, start.ends_with('0') ? oldest_first : Ids(oldest_first.rbegin(), oldest_first.rend()));
  }
}

TEST_F(AlertRoutesTest, AnAlertIsTheContractsObjectAndMore) {
  const auto alert = sara_.get("/api/v1/alerts/a1").json();
  EXPECT_EQ(alert.at("margins"), (json{{"distance_m", {180, 250}}}));
  EXPECT_EQ(alert.at("end"), nullptr);
  EXPECT_EQ(alert.at("version"), 1);
  EXPECT_EQ(alert.at("log").at(0).at("who"), "watch");
  EXPECT_FALSE(alert.contains("acknowledged_by"));
  EXPECT_FALSE(alert.contains("act_by"));
}

TEST_F(AlertRoutesTest, WhatAPersonDoesIsDoneInTheirNameAndAudited) {
  const auto version = desk_->book()->version;
  const auto done = sara_.send("POST", "/api/v1/alerts/a1/dismiss",
                               {{"reason", "known"}, {"note", "bunkering as agreed"}});
  ASSERT_EQ(done.status, 200U) << done.body;
  EXPECT_EQ(done.json().at("state"), "dismissed");
  EXPECT_EQ(done.json().at("log").back(), (json{{"at", "2026-01-01T12:00:00.000000Z"},
                                                {"who", "sara"},
                                                {"what", "dismiss"},
                                                {"note", "bunkering as agreed"}}));
  EXPECT_GT(desk_->book()->version, version);
  const auto entry = last_audit("alert.");
  EXPECT_EQ(entry.at("what"), "alert.dismiss");
  EXPECT_EQ(entry.at("who"), "sara");
  EXPECT_EQ(entry.at("subject"), "a1");
  EXPECT_EQ(entry.at("outcome"), "done");
  EXPECT_EQ(entry.at("detail"), "known: bunkering as agreed");
  EXPECT_EQ(sara_.send("POST", "/api/v1/alerts/a1/reopen", json::object()).json().at("state"),
            "open");
  EXPECT_EQ(sara_.send("POST", "/api/v1/alerts/gone/close", json::object()).status, 409U);
  EXPECT_EQ(last_audit("alert.").at("outcome"), "refused");
  sara_.csrf = "stolen";
  EXPECT_EQ(sara_.send("POST", "/api/v1/alerts/a1/close", json::object()).status, 403U);
  EXPECT_EQ(desk_->book()->records.back()->alert.state, model::AlertState::kOpen);
}

TEST_F(AlertRoutesTest, DismissingNeedsAReasonAndAssigningSomebody) {
  EXPECT_EQ(sara_.send("POST", "/api/v1/alerts/a1/dismiss", json::object()).status, 422U);
  EXPECT_EQ(sara_.send("POST", "/api/v1/alerts/a1/dismiss", {{"reason", "bored"}}).status, 422U);
  EXPECT_EQ(sara_.send("POST", "/api/v1/alerts/a1/assign", json::object()).status, 422U);
  EXPECT_EQ(
      sara_.send("POST", "/api/v1/alerts/a1/assign", {{"to", "omid"}}).json().at("assigned_to"),
      "omid");
}

TEST_F(AlertRoutesTest, AnAnalystSeesAndAnOfficerActsAndOnlyASupervisorSetsThresholds) {
  test::Browser analyst{node_};
  analyst.use_link(invited("ana", "analyst"), "ana");
  test::Browser officer{node_};
  officer.use_link(invited("omid", "watch_officer"), "omid");
  const json rule{{"enabled", false}};
  EXPECT_EQ(analyst.get("/api/v1/alerts").status, 200U);
  EXPECT_EQ(analyst.send("POST", "/api/v1/alerts/a1/acknowledge", json::object()).status, 403U);
  EXPECT_EQ(officer.send("POST", "/api/v1/alerts/a1/acknowledge", json::object()).status, 200U);
  EXPECT_EQ(officer.send("PUT", "/api/v1/rules/rendezvous", rule).status, 403U);
  EXPECT_EQ(officer.send("POST", "/api/v1/rules/rendezvous/dry-run", rule).status, 403U);
  EXPECT_EQ(sara_.send("PUT", "/api/v1/rules/rendezvous", rule).json().at("enabled"), false);
}

TEST_F(AlertRoutesTest, AChangedThresholdIsAuditedWithWhatItWas) {
  const json change{{"enabled", false},
                    {"parameters", {{"distance_m", 300}}},
                    {"by_class", {{"tanker", {{"distance_m", 500}}}}}};
  EXPECT_EQ(sara_.send("PUT", "/api/v1/rules/rendezvous", change).status, 200U);
  EXPECT_EQ(last_audit("rule.").at("detail"),
            "enabled true → false, distance_m 250 → 300, distance_m of tanker none → 500");
  const json back{{"by_class", {{"tanker", {{"distance_m", nullptr}}}}}};
  const auto rule = sara_.send("PUT", "/api/v1/rules/rendezvous", back).json();
  EXPECT_EQ(rule.at("parameters").at(0).at("by_class"), json::object());
  EXPECT_EQ(rule.at("parameters").at(0).at("value"), 300);
  EXPECT_EQ(last_audit("rule.").at("detail"), "distance_m of tanker 500 → none");
  EXPECT_EQ(
      sara_.send("PUT", "/api/v1/rules/rendezvous", {{"parameters", {{"distance_m", nullptr}}}})
          .status,
      400U);
}

TEST_F(AlertRoutesTest, AThresholdThatCannotBeAuditedStaysWhatItWas) {
  sqlite3* database = nullptr;
  const auto file = node_.directory / "record" / record::Store::kFileName;
  ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "DROP TABLE audit", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  const json change{{"parameters", {{"distance_m", 300}}},
                    {"by_class", {{"tanker", {{"distance_m", 500}}}}}};
  EXPECT_EQ(sara_.send("PUT", "/api/v1/rules/rendezvous", change).status, 503U);
  EXPECT_EQ(desk_->rules().rules[0].parameters[0].value, 250);
  EXPECT_TRUE(desk_->rules().rules[0].parameters[0].by_class.empty());
  // A watch goes on.
  EXPECT_EQ(sara_.send("POST", "/api/v1/alerts/a1/acknowledge", json::object()).status, 200U);
}

TEST_F(AlertRoutesTest, ADryRunIsOfTheLastWeekUnlessSaid) {
  const std::string path = "/api/v1/rules/rendezvous/dry-run";
  const auto run = sara_.send("POST", path, json::object()).json();
  EXPECT_EQ(run.at("from"), "2025-12-25T12:00:00.000000Z");
  EXPECT_EQ(run.at("to"), "2026-01-01T12:00:00.000000Z");
  EXPECT_EQ(run.at("added").size(), 1U);
  for (const auto& span : {json{{"from", "noon"}}, json{{"to", 7}}})
    EXPECT_EQ(sara_.send("POST", path, span).status, 400U) << span;
  for (const auto& span :
       {json{{"from", "2026-02-01T00:00:00Z"}}, json{{"from", "2025-11-01T00:00:00Z"}}})
    EXPECT_EQ(sara_.send("POST", path, span).status, 422U) << span;
}

TEST_F(AlertRoutesTest, TheLoadCountsWhatWasShownByHourOfDecision) {
  put("edge", model::AlertState::kOpen, 1, kNoon - Duration::microseconds(1));
  put("noon", model::AlertState::kDismissed, 3, kNoon);
  put("old", model::AlertState::kOpen, 1, kNoon - Duration::hours(1) - Duration::microseconds(1));
  put("held", model::AlertState::kHeld, 1);
  const auto load = sara_.get("/api/v1/watch/load?hours=2").json();
  ASSERT_EQ(load.at("hours").size(), 2U);
  // Two of TestDesk's own were decided at 11:20.
  EXPECT_EQ(load.at("hours").at(0),
            (json{{"from", "2026-01-01T11:00:00.000000Z"}, {"p1", 1}, {"p2", 2}, {"p3", 0}}));
  EXPECT_EQ(load.at("hours").at(1).at("p3"), 1);
  EXPECT_EQ(load.at("hours").at(1).at("p1"), 0);
  EXPECT_EQ(load.at("targets"), (json{{"per_hour", 6}, {"p1_per_hour", 1}}));
  EXPECT_EQ(load.at("precision").at(0).at("precision"), 0.667);
}

TEST_F(AlertRoutesTest, TheTickCountsWhatNobodyAcknowledged) {
  put("top", model::AlertState::kOpen, 1);
  put("seen", model::AlertState::kAcknowledged, 1);
  const auto counts = counts_of(*desk_->book());
  EXPECT_EQ(counts.version, 4U);
  EXPECT_EQ(counts.open, (std::array<std::uint64_t, 3>{1, 1, 0}));
}

}  // namespace
}  // namespace narrows::serve
