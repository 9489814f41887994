#include "watch/port_call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/port_call_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;
using ::testing::HasSubstr;

/// The verdict on what is called so; no such thing: a failure.
model::Verdict verdict(const model::Alert& alert, std::string_view what) {
  for (const auto& e : alert.explanations) {
    if (e.what == what) return e.verdict;
  }
  ADD_FAILURE() << "nothing was said of " << what;
  return model::Verdict::kUnknown;
}

std::vector<model::Alert> unannounced(const std::string& papers, const Visit& visit,
                                      std::uint8_t type = 70, bool all = false) {
  Stage stage{{"unannounced_port_call"}, two_ports(papers, visit.port)};
  stage.ship(kCaller, type, 110, "SIM ORYX", visit.moored_min - 90);
  call(stage, visit);
  return stage.play(all, visit.moored_min + visit.stays_min + 300);
}

TEST(UnannouncedPortCall, FromTheBerthToTheBerth) {
  const auto alerts = unannounced("", {});
  ASSERT_EQ(alerts.size(), 1U);
  const auto& a = alerts.front();
  EXPECT_THAT(a.why, HasSubstr("SIM ORYX lies in Khasab without notice or clearance"));
  EXPECT_NEAR((a.begin - minutes(60)).seconds(), 0.0, 15.0);
  EXPECT_NEAR((a.decided - minutes(60)).seconds(), 0.0, 15.0);
  ASSERT_TRUE(a.end);
  EXPECT_NEAR((*a.end - minutes(100)).seconds(), 0.0, 20.0);
}

TEST(UnannouncedPortCall, WithoutPapersNothingIsSaid) {
  Stage stage{{"unannounced_port_call", "overstay", "no_show"}, two_ports(std::nullopt)};
  call(stage, {});
  EXPECT_TRUE(stage.play(true, 500).empty());
  for (const auto kind : {"unannounced_port_call", "overstay", "no_show"})
    EXPECT_THAT(std::string{find_rule(kind)->needs}, HasSubstr("--port-calls"));
}

TEST(UnannouncedPortCall, AtAnyRateWithHalfLostDoubledAndLate) {
  for (const double every : {2.0, 10.0, 180.0}) {
    const auto alerts = unannounced("", {.every_s = every, .doubled = true});
    ASSERT_EQ(alerts.size(), 1U) << every;
    EXPECT_NEAR((alerts.front().begin - minutes(60)).seconds(), 0.0, every + 5.0);
  }
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const auto alerts = unannounced("", {.lost = 0.5, .seed = seed});
    ASSERT_EQ(alerts.size(), 1U) << seed;
    EXPECT_NEAR((alerts.front().begin - minutes(60)).seconds(), 0.0, 60.0) << seed;
    EXPECT_NEAR((*alerts.front().end - minutes(100)).seconds(), 0.0, 120.0) << seed;
  }
}

TEST(UnannouncedPortCall, AcrossMidnightAndTheDateLine) {
  const auto alerts = unannounced("", {.moored_min = 24 * 60 - 20, .port = at(10.0, 179.999)});
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_NEAR((*alerts.front().end - minutes(24 * 60 + 20)).seconds(), 0.0, 20.0);
}

TEST(UnannouncedPortCall, WhatThePapersSay) {
  EXPECT_TRUE(unannounced(paper(70, 200), {}).empty()) << "cleared";
  EXPECT_TRUE(unannounced(paper(70, 200, "Port of Khasab"), {}).empty());
  EXPECT_TRUE(unannounced(paper(70, 200, "Elsewhere"), {}).empty()) << "the area has no such port";
  EXPECT_TRUE(unannounced(paper(70, 200, "Khasab", R"("name":"SIM ORYX")"), {}).empty());
  const auto notice = unannounced(paper(70, std::nullopt), {});
  ASSERT_EQ(notice.size(), 1U);
  EXPECT_THAT(notice.front().why, HasSubstr("announced, but not cleared"));
  EXPECT_EQ(notice.front().priority, 3U);
  const auto other = unannounced(paper(70, 200, "Sohar"), {});
  ASSERT_EQ(other.size(), 1U);
  EXPECT_THAT(other.front().why, HasSubstr("announced for Sohar"));
  EXPECT_EQ(unannounced(paper(70, 200, "Khasab", R"("mmsi":499000002)"), {}).size(), 1U);
}

TEST(UnannouncedPortCall, OneStepEitherSideOfThePapersTimes) {
  const Visit visit{.moored_min = 2'000};
  // 24 h early, and a little more.
  EXPECT_TRUE(unannounced(paper(2'000 + 1'435, 5'000), visit).empty());
  const auto early = unannounced(paper(2'000 + 1'445, 5'000), visit);
  ASSERT_EQ(early.size(), 1U);
  EXPECT_THAT(early.front().why, HasSubstr("announced for 2026"));
  // When the clearance ends.
  EXPECT_TRUE(unannounced(paper(1'000, 2'005), visit).empty());
  const auto late = unannounced(paper(1'000, 1'995), visit);
  ASSERT_EQ(late.size(), 1U);
  EXPECT_THAT(late.front().why, HasSubstr("her clearance had ended"));
}

TEST(UnannouncedPortCall, IsAVisitOnlyWithinThreeKilometresAndStill) {
  EXPECT_EQ(unannounced("", {.berth_m = 2'950}).size(), 1U);
  EXPECT_TRUE(unannounced("", {.berth_m = 3'050}).empty());
  // Past the port at 10 kn.
  Stage stage{{"unannounced_port_call"}, two_ports("")};
  stage.sail({.mmsi = kCaller,
              .from = moved(at(10, 60), 180, 15'000),
              .course_deg = 0,
              .speed_kn = 10,
              .minutes = 120});
  EXPECT_TRUE(stage.play(true, 300).empty());
}

TEST(UnannouncedPortCall, WhoWasInPortBeforeWasNotSeenToCome) {
  Stage stage{{"unannounced_port_call"}, two_ports("")};
  call(stage, {.from_m = 500});
  EXPECT_TRUE(stage.play(true, 300).empty());
  // Heard first within 3 km, under way.
  EXPECT_EQ(unannounced("", {.from_m = 2'500}).size(), 1U);
}

TEST(UnannouncedPortCall, ExplanationsKeepItApart) {
  for (const auto& [type, what] : std::vector<std::pair<std::uint8_t, std::string>>{
           {52, "harbour craft or authority"},
           {50, "harbour craft or authority"},
           {30, "boat that need not announce itself"},
           {37, "boat that need not announce itself"}}) {
    EXPECT_TRUE(unannounced("", {}, type).empty()) << int{type};
    const auto all = unannounced("", {}, type, true);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(verdict(all.front(), what), model::Verdict::kYes);
  }
  EXPECT_TRUE(unannounced("", {.status = 1}).empty()) << "waits at anchor";
  EXPECT_EQ(unannounced("", {.status = 2}).size(), 1U);
}

TEST(UnannouncedPortCall, TheFourthCallWithinAWeekIsRegular) {
  Stage stage{{"unannounced_port_call"}, two_ports("")};
  stage.ship(kCaller, 70, 110, "SIM DHOW", 1);
  for (int i = 0; i < 5; ++i) call(stage, {.moored_min = 60.0 + 300.0 * i});
  EXPECT_EQ(stage.play(false, 3'000).size(), 3U);
  Stage far{{"unannounced_port_call"}, two_ports("")};
  for (int i = 0; i < 5; ++i) call(far, {.moored_min = 60.0 + 8.0 * 1'440.0 * i});
  EXPECT_EQ(far.play(false, 100'000).size(), 5U) << "more than a week apart";
}

TEST(UnannouncedPortCall, ANameThatComesLateRetractsIt) {
  Stage stage{{"unannounced_port_call"},
              two_ports(paper(70, 200, "Khasab", R"("name":"SIM ORYX")"))};
  call(stage, {});
  stage.ship(kCaller, 70, 110, "SIM ORYX", 75);
  const auto all = stage.play(true, 300);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().state, model::AlertState::kRetracted);
}

std::vector<model::Alert> overstay(const std::string& papers, const Visit& visit) {
  Stage stage{{"overstay"}, two_ports(papers)};
  call(stage, visit);
  others(stage, 0, visit.moored_min + visit.stays_min + 200);
  return stage.play(false, visit.moored_min + visit.stays_min + 200);
}

TEST(Overstay, FromTheEndOfHerClearanceToHerLeaving) {
  const auto alerts = overstay(paper(60, 120), {.stays_min = 120});
  ASSERT_EQ(alerts.size(), 1U);
  const auto& a = alerts.front();
  EXPECT_EQ(a.begin, minutes(120));
  EXPECT_EQ(a.decided, minutes(125)) << "by time alone";
  ASSERT_TRUE(a.end);
  EXPECT_NEAR((*a.end - minutes(180)).seconds(), 0.0, 20.0);
  EXPECT_THAT(a.why, HasSubstr("is still in Khasab; her clearance ended at 2026-01-01T02:00:00"));
}

TEST(Overstay, OneStepEitherSideOfTheGrace) {
  EXPECT_EQ(overstay(paper(60, 94), {}).size(), 1U);
  EXPECT_TRUE(overstay(paper(60, 98), {}).empty()) << "she got under way at 100";
  EXPECT_TRUE(overstay(paper(60, 120), {}).empty());
}

TEST(Overstay, HalfLostDoubledAndLate) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const auto alerts = overstay(
        paper(60, 120), {.stays_min = 120, .lost = 0.5, .seed = seed, .doubled = seed % 2 == 0});
    ASSERT_EQ(alerts.size(), 1U) << seed;
    EXPECT_EQ(alerts.front().begin, minutes(120));
    EXPECT_NEAR((*alerts.front().end - minutes(180)).seconds(), 0.0, 120.0) << seed;
  }
}

TEST(Overstay, TheClearanceThatEndsLastCounts) {
  EXPECT_TRUE(overstay(paper(60, 120) + paper(61, 300), {.stays_min = 120}).empty());
  EXPECT_TRUE(overstay(paper(60, 120) + paper(60, 300), {.stays_min = 120}).empty());
  EXPECT_TRUE(overstay(paper(60, std::nullopt), {.stays_min = 120}).empty()) << "never cleared";
  EXPECT_TRUE(overstay(paper(0, 30), {.stays_min = 120}).empty()) << "came after it had ended";
  EXPECT_TRUE(overstay(paper(60, 120, "Sohar"), {.stays_min = 120}).empty());
}

TEST(Overstay, WhoWasInPortBeforeToo) {
  const auto alerts = overstay(paper(0, 120), {.stays_min = 120, .from_m = 2'500});
  EXPECT_EQ(alerts.size(), 1U);
}

std::vector<model::Alert> no_show(const std::string& papers, double until_min,
                                  const std::optional<Visit>& visit = std::nullopt,
                                  double from_min = 0.0) {
  Stage stage{{"no_show"}, two_ports(papers)};
  if (visit) call(stage, *visit);
  others(stage, from_min, until_min);
  return stage.play(false, until_min);
}

TEST(NoShow, IsDecidedByTimeAlone) {
  const auto alerts = no_show(paper(60, 300), 400);
  ASSERT_EQ(alerts.size(), 1U);
  const auto& a = alerts.front();
  EXPECT_EQ(a.begin, minutes(60));
  EXPECT_EQ(a.decided, minutes(120));
  EXPECT_EQ(a.end, minutes(300));
  ASSERT_EQ(a.vessels.size(), 1U);
  EXPECT_EQ(a.vessels.front().mmsi->value, kCaller);
  EXPECT_EQ(a.vessels.front().track, "mmsi:499000001");
  EXPECT_EQ(verdict(a, "on her way"), model::Verdict::kNo);
  EXPECT_EQ(verdict(a, "coverage hole"), model::Verdict::kUnknown);
  EXPECT_NEAR(a.position.lat_degrees(), 10.0, 1e-6) << "at the port";
}

TEST(NoShow, OneStepEitherSideOfItsPatience) {
  EXPECT_TRUE(no_show(paper(60, 300), 119).empty());
  EXPECT_EQ(no_show(paper(60, 300), 121).size(), 1U);
  // A clearance that is shorter than the patience.
  EXPECT_TRUE(no_show(paper(60, 90), 89).empty());
  const auto alerts = no_show(paper(60, 90), 91);
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts.front().end, minutes(90));
}

TEST(NoShow, EndsWhenSheComes) {
  EXPECT_TRUE(no_show(paper(60, 300), 400, Visit{.moored_min = 100}).empty());
  const auto alerts = no_show(paper(60, 300), 400, Visit{.moored_min = 200});
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_NEAR((*alerts.front().end - minutes(192)).seconds(), 0.0, 60.0) << "within 3 km";
  EXPECT_EQ(no_show(paper(60, 300, "Sohar"), 400, Visit{.moored_min = 100}).size(), 1U)
      << "at another port";
}

TEST(NoShow, WhoCameEarlyHasCome) {
  EXPECT_TRUE(no_show(paper(300, 600), 700, Visit{.moored_min = 100, .stays_min = 40}).empty());
  // Days before, and still there.
  EXPECT_TRUE(no_show(paper(3'000, 4'000), 4'100,
                      Visit{.moored_min = 100, .stays_min = 3'900, .every_s = 180})
                  .empty());
  EXPECT_EQ(no_show(paper(3'000, 4'000), 4'100, Visit{.moored_min = 100}).size(), 1U)
      << "had left again two days before";
}

TEST(NoShow, WhoIsKnownByNameOrImoAlone) {
  const auto named = no_show(paper(60, 300, "Khasab", R"("name":"SIM HERON")"), 400);
  ASSERT_EQ(named.size(), 1U);
  EXPECT_EQ(named.front().vessels.front().track, "name:SIM HERON");
  EXPECT_EQ(named.front().vessels.front().name, "SIM HERON");
  EXPECT_FALSE(named.front().vessels.front().mmsi);
  const auto imo = no_show(paper(60, 300, "Khasab", R"("imo":9074729)"), 400);
  ASSERT_EQ(imo.size(), 1U);
  EXPECT_EQ(imo.front().vessels.front().imo, 9'074'729U);
  // Two of them are two.
  EXPECT_EQ(no_show(paper(60, 300, "Khasab", R"("name":"SIM HERON")") +
                        paper(60, 300, "Khasab", R"("name":"SIM GULL")"),
                    400)
                .size(),
            2U);
  // She comes, and says her name only in port.
  Stage stage{{"no_show"}, two_ports(paper(60, 300, "Khasab", R"("name":"SIM HERON")"))};
  call(stage, {.moored_min = 80});
  stage.ship(kCaller, 70, 110, "SIM HERON", 95);
  others(stage, 0, 400);
  EXPECT_TRUE(stage.play(false, 400).empty());
}

TEST(NoShow, WhoIsHeardElsewhereIsSaidToBe) {
  Stage stage{{"no_show"}, two_ports(paper(60, 300))};
  stage.sail({.mmsi = kCaller,
              .from = at(10.8, 60.0),
              .course_deg = 180,
              .speed_kn = 5,
              .minutes = 400,
              .every_s = 60});
  const auto alerts = stage.play(false, 400);
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(verdict(alerts.front(), "on her way"), model::Verdict::kUnknown);
}

TEST(NoShow, OfAPortThatIsNotKnownOnlyWhoIsNotHeardAtAll) {
  EXPECT_EQ(no_show(paper(60, 300, "Elsewhere"), 400).size(), 1U);
  Stage stage{{"no_show"}, two_ports(paper(60, 300, "Elsewhere"))};
  stage.sail({.mmsi = kCaller,
              .from = at(10.8, 60.0),
              .course_deg = 180,
              .speed_kn = 5,
              .minutes = 400,
              .every_s = 60});
  EXPECT_TRUE(stage.play(false, 400).empty());
}

TEST(NoShow, WhatWasBeforeTheWatchIsNotJudged) {
  EXPECT_TRUE(no_show(paper(60, 300), 500, std::nullopt, 310).empty());
  EXPECT_TRUE(no_show(paper(60, 300), 500, std::nullopt, 250).empty()) << "no hour is left";
  const auto alerts = no_show(paper(60, 300), 500, std::nullopt, 100);
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts.front().decided, minutes(160));
  EXPECT_TRUE(no_show(paper(60, std::nullopt), 500).empty()) << "not cleared";
}

TEST(PortCalls, PapersThatAreReadAgain) {
  std::vector<Said> said;
  std::vector<ActiveRule> rules;
  for (const auto kind : {"unannounced_port_call", "overstay", "no_show"}) {
    const RuleSpec* spec = find_rule(kind);
    rules.push_back({spec, Parameters{spec->parameters}});
  }
  Knowledge knowledge = two_ports("");
  Lookout lookout{rules, knowledge, [&](Said s) { said.push_back(std::move(s)); }};
  const auto read = [&](const std::string& papers) {
    knowledge.papers = std::make_shared<const PortPapers>(PortPapers::read(papers));
    lookout.learn(knowledge);
  };
  const auto report = [&](double min, double south_m, double kn) {
    model::PositionObservation o;
    o.mmsi = {kCaller};
    o.kind = model::StationKind::kClassA;
    o.observed_at = o.received_at = minutes(min);
    o.position = moved(at(10, 60), 180.0, south_m);
    o.sog = Speed::knots(kn);
    o.cog = Bearing::degrees_true(0);
    lookout.take(Event{o});
  };
  report(0, 9'000, 10);
  report(30, 400, 5);
  report(33, 400, 0.1);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].what, Said::What::kRaise);
  read(paper(30, 60));
  ASSERT_EQ(said.size(), 2U) << "unannounced no more";
  EXPECT_EQ(said[1].what, Said::What::kRetract);
  lookout.advance(minutes(66));
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[2].situation.kind, "overstay");
  read(paper(30, 600) + paper(70, 90, "Khasab", R"("name":"SIM HERON")"));
  ASSERT_EQ(said.size(), 4U);
  EXPECT_EQ(said[3].what, Said::What::kRetract);
  lookout.advance(minutes(91));
  ASSERT_EQ(said.size(), 5U);
  EXPECT_EQ(said[4].situation.kind, "no_show");
  // The port's own number of the call stays when it takes her clearance back.
  const std::string heron = R"("id":"KHS-7","name":"SIM HERON")";
  read(paper(100, 400, "Khasab", heron));
  lookout.advance(minutes(161));
  ASSERT_EQ(said.size(), 6U);
  EXPECT_EQ(said[5].situation.kind, "no_show");
  read(paper(100, std::nullopt, "Khasab", heron));
  ASSERT_EQ(said.size(), 7U) << "not cleared, so nobody waits for her";
  EXPECT_EQ(said[6].what, Said::What::kRetract);
  EXPECT_THAT(said[6].because, HasSubstr("do not clear her"));
  lookout.advance(minutes(401));
  EXPECT_EQ(said.size(), 7U);
  EXPECT_TRUE(lookout.failures().empty());
}

}  // namespace
}  // namespace narrows::watch
