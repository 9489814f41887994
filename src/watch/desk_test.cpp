#include "watch/desk.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch::test {
namespace {

using model::AlertState;

/// A desk that is told things without a lookout.
class Told {
 public:
  explicit Told(std::size_t alerts_max = 100'000)
      : desk{{.node = "test", .exercise = {}, .alerts_max = alerts_max},
             [this](const model::Alert& a) { last[a.id] = a; }} {
    held.kind = "held_kind";
    held.gate = RuleSpec::Gate::kHeld;
    lowered.kind = "lowered_kind";
    lowered.gate = RuleSpec::Gate::kLowered;
    free.kind = "free_kind";
    free.gate = RuleSpec::Gate::kNever;
    jam.kind = "gnss_interference";
    jam.gate = RuleSpec::Gate::kNever;
  }

  SituationId say(Said::What what, const RuleSpec& rule, double now_min, Situation s,
                  std::uint64_t id = 0) {
    Said said;
    said.what = what;
    said.now = minutes(now_min);
    said.rule = &rule;
    said.id = {id == 0 ? ++next : id};
    s.kind = rule.kind;
    for (const auto& actor : s.actors) {
      said.vessels.push_back({.track = text(actor.key),
                              .mmsi = model::Mmsi{actor.key.mmsi},
                              .imo = {},
                              .name = {},
                              .role = {}});
    }
    said.situation = std::move(s);
    desk.hear(said);
    return said.id;
  }
  SituationId raise(const RuleSpec& rule, double now_min, Situation s) {
    return say(Said::What::kRaise, rule, now_min, std::move(s));
  }
  void end(const RuleSpec& rule, SituationId id, double now_min) {
    Said said;
    said.what = Said::What::kEnd;
    said.now = said.end = minutes(now_min);
    said.rule = &rule;
    said.id = id;
    desk.hear(said);
  }
  const model::Alert& alert(SituationId id) const { return *desk.find(id); }

  RuleSpec held{}, lowered{}, free{}, jam{};
  std::map<std::string, model::Alert> last;
  std::uint64_t next = 0;
  Desk desk;
};

Situation about(std::uint32_t mmsi, geo::LatLon place, double begin_min) {
  Situation s;
  s.actors = {{{.mmsi = mmsi}, ""}};
  s.at = place;
  s.begin = minutes(begin_min);
  s.confidence = 0.8;
  return s;
}
Situation interference(double begin_min) {
  Situation s;
  s.actors = {{{.mmsi = 1}, ""}, {{.mmsi = 2}, ""}, {{.mmsi = 3}, ""}};
  s.at = at(26, 56);
  s.radius_m = 10'000.0;
  s.also = {{at(27, 57), 5'000.0}};
  s.begin = minutes(begin_min);
  return s;
}
bool doubted(const model::Alert& alert) {
  return std::ranges::any_of(alert.explanations, [](const auto& e) {
    return e.what == "interference with satellite navigation";
  });
}

TEST(Desk, HoldsLowersOrLeavesByTheRule) {
  Told told;
  const auto jam = told.raise(told.jam, 10, interference(9));
  const auto held = told.raise(told.held, 11, about(9, at(26.05, 56), 10));
  const auto lowered = told.raise(told.lowered, 11, about(9, at(26.05, 56), 10));
  const auto free = told.raise(told.free, 11, about(9, at(26.05, 56), 10));
  EXPECT_EQ(told.alert(held).state, AlertState::kHeld);
  EXPECT_EQ(told.alert(held).held_by, told.alert(jam).id);
  EXPECT_TRUE(doubted(told.alert(held)));
  EXPECT_EQ(told.alert(lowered).state, AlertState::kOpen);
  EXPECT_EQ(told.alert(lowered).priority, 3U);
  EXPECT_LE(told.alert(lowered).confidence, 0.3);
  EXPECT_TRUE(doubted(told.alert(lowered)));
  EXPECT_EQ(told.alert(free).state, AlertState::kOpen);
  EXPECT_FALSE(doubted(told.alert(free)));
  EXPECT_EQ(told.desk.counts().held, 1U);
  EXPECT_EQ(told.desk.counts().lowered, 1U);
}

TEST(Desk, WhereVesselsAreWhereTheyPretendToBeAndWhoTheyAre) {
  Told told;
  told.raise(told.jam, 10, interference(9));
  const auto inside = told.raise(told.held, 11, about(9, moved(at(26, 56), 0, 9'900), 10));
  const auto outside = told.raise(told.held, 11, about(8, moved(at(26, 56), 0, 10'100), 10));
  const auto pretended = told.raise(told.held, 11, about(7, moved(at(27, 57), 0, 4'900), 10));
  const auto beyond = told.raise(told.held, 11, about(6, moved(at(27, 57), 0, 5'100), 10));
  const auto disturbed = told.raise(told.held, 11, about(2, at(10, 10), 10));
  EXPECT_EQ(told.alert(inside).state, AlertState::kHeld);
  EXPECT_EQ(told.alert(outside).state, AlertState::kOpen);
  EXPECT_EQ(told.alert(pretended).state, AlertState::kHeld);
  EXPECT_EQ(told.alert(beyond).state, AlertState::kOpen);
  EXPECT_EQ(told.alert(disturbed).state, AlertState::kHeld);
}

TEST(Desk, WhatWasRaisedShortlyBeforeIsTakenBackIntoDoubt) {
  Told told;
  const auto long_before = told.raise(told.held, -1, about(8, at(26, 56), -2));
  const auto before = told.raise(told.held, 1, about(9, at(26, 56), 0));
  told.raise(told.jam, 10.5, interference(9));
  EXPECT_EQ(told.alert(before).state, AlertState::kHeld);
  EXPECT_EQ(told.alert(long_before).state, AlertState::kOpen);
}

TEST(Desk, WhenItGrowsWhatItReachesIsHeldToo) {
  Told told;
  auto s = interference(9);
  const auto jam = told.raise(told.jam, 10, s);
  const auto outside = told.raise(told.held, 11, about(9, moved(at(26, 56), 0, 15'000), 10));
  EXPECT_EQ(told.alert(outside).state, AlertState::kOpen);
  s.radius_m = 16'000.0;
  told.say(Said::What::kUpdate, told.jam, 12, s, jam.value);
  EXPECT_EQ(told.alert(outside).state, AlertState::kHeld);
}

TEST(Desk, WhenItIsOverWhatStillHoldsIsShownWhatEndedIsNot) {
  Told told;
  const auto jam = told.raise(told.jam, 10, interference(9));
  const auto goes_on = told.raise(told.held, 11, about(9, at(26, 56), 10));
  const auto over = told.raise(told.held, 11, about(8, at(26, 56), 10));
  const auto low = told.raise(told.lowered, 11, about(9, at(26, 56), 10));
  told.end(told.held, over, 12);
  told.end(told.jam, jam, 20);
  EXPECT_EQ(told.alert(goes_on).state, AlertState::kOpen);
  EXPECT_EQ(told.alert(goes_on).decided, minutes(20));
  EXPECT_TRUE(told.alert(goes_on).held_by.empty());
  EXPECT_FALSE(doubted(told.alert(goes_on)));
  EXPECT_EQ(told.alert(goes_on).confidence, 0.8);
  EXPECT_EQ(told.alert(over).state, AlertState::kHeld);
  EXPECT_EQ(told.alert(low).priority, 2U);
  EXPECT_EQ(told.alert(low).confidence, 0.8);
}

TEST(Desk, WhatAnInterferenceConsistsOfStaysWithIt) {
  Told told;
  RuleSpec jump = told.held;
  jump.kind = "jump_kind";
  jump.part_of_interference = true;
  // Decided long before the interference, which began before it: reports that come seldom.
  const auto early = told.raise(jump, 15, about(1, at(26, 56), 10));
  const auto other_kind = told.raise(told.held, 15, about(1, at(26, 56), 10));
  const auto jam = told.raise(told.jam, 40, interference(9));
  const auto late = told.raise(jump, 41, about(2, at(26, 56), 40));
  const auto of_another = told.raise(jump, 41, about(9, at(26, 56), 40));
  for (const auto id : {early, other_kind, late, of_another})
    EXPECT_EQ(told.alert(id).state, AlertState::kHeld);
  told.end(told.jam, jam, 50);
  EXPECT_EQ(told.alert(early).state, AlertState::kHeld);
  EXPECT_EQ(told.alert(late).state, AlertState::kHeld);
  EXPECT_EQ(told.alert(of_another).state, AlertState::kOpen);
  told.end(told.jam, jam, 55);
  EXPECT_EQ(told.alert(early).state, AlertState::kHeld);
  EXPECT_EQ(told.alert(other_kind).state, AlertState::kOpen);
}

TEST(Desk, WhatBeganAboutADisturbedVesselWaitsUntilItIsSeenToHold) {
  Told told;
  const auto before = told.raise(told.held, 5, about(1, at(26, 56), 4));
  const auto jam = told.raise(told.jam, 10, interference(9));
  const auto ends = told.raise(told.held, 11, about(2, at(26, 56), 10));
  const auto holds = told.raise(told.held, 11, about(3, at(26, 56), 10));
  RuleSpec another = told.held;
  another.kind = "another_kind";
  const auto said_again = told.raise(another, 11, about(3, at(26, 56), 10));
  RuleSpec back = told.held;
  back.kind = "back_kind";
  const auto returned = told.raise(back, 19.5, about(1, at(26, 56), 19.2));
  told.end(told.jam, jam, 20);
  EXPECT_EQ(told.alert(returned).state, AlertState::kOpen) << "It was back by then.";
  EXPECT_EQ(told.alert(before).state, AlertState::kOpen) << "It began before.";
  const auto after = told.raise(another, 20.1, about(2, at(26, 56), 20.1));
  EXPECT_EQ(told.alert(after).state, AlertState::kOpen) << "It began after.";
  for (const auto id : {ends, holds, said_again})
    EXPECT_EQ(told.alert(id).state, AlertState::kHeld);
  told.say(Said::What::kUpdate, another, 21, about(3, at(26, 56), 10), said_again.value);
  EXPECT_EQ(told.alert(said_again).state, AlertState::kOpen) << "By what was heard since.";
  told.end(told.held, ends, 23);
  told.end(told.jam, jam, 24.9);
  EXPECT_EQ(told.alert(holds).state, AlertState::kHeld);
  // The interference is looked at again, though nothing about it is new.
  Said again;
  again.what = Said::What::kEnd;
  again.now = minutes(25);
  again.end = minutes(24.9);
  again.rule = &told.jam;
  again.id = jam;
  told.desk.hear(again);
  EXPECT_EQ(told.alert(holds).state, AlertState::kOpen);
  EXPECT_EQ(told.alert(holds).decided, minutes(25));
  EXPECT_EQ(told.alert(ends).state, AlertState::kHeld);
}

TEST(Desk, WhatMustBeActedOnBeforeThatDoesNotWait) {
  Told told;
  const auto jam = told.raise(told.jam, 10, interference(9));
  auto soon = about(2, at(26, 56), 10);
  soon.act_by = minutes(24.9);
  auto later = about(3, at(26, 56), 10);
  later.act_by = minutes(25);
  const auto presses = told.raise(told.held, 11, soon);
  const auto waits = told.raise(told.held, 11, later);
  told.end(told.jam, jam, 20);
  EXPECT_EQ(told.alert(presses).state, AlertState::kOpen);
  EXPECT_EQ(told.alert(waits).state, AlertState::kHeld);
}

TEST(Desk, TwoInterferencesTheSecondGoesOnHolding) {
  Told told;
  const auto one = told.raise(told.jam, 10, interference(9));
  auto s = interference(9.5);
  s.actors = {{{.mmsi = 4}, ""}, {{.mmsi = 5}, ""}, {{.mmsi = 6}, ""}};
  const auto two = told.raise(told.jam, 10, s);
  const auto held = told.raise(told.held, 11, about(9, at(26, 56), 10));
  told.end(told.jam, one, 20);
  EXPECT_EQ(told.alert(held).state, AlertState::kHeld);
  EXPECT_EQ(told.alert(held).held_by, told.alert(two).id);
  told.end(told.jam, two, 21);
  EXPECT_EQ(told.alert(held).state, AlertState::kOpen);
  EXPECT_EQ(told.desk.counts().held, 1U);
}

TEST(Desk, AnUpdateOfWhatIsHeldStaysHeldAndCountsOnce) {
  Told told;
  told.raise(told.jam, 10, interference(9));
  const auto s = about(9, at(26, 56), 10);
  const auto held = told.raise(told.held, 11, s);
  for (int i = 0; i < 5; ++i) told.say(Said::What::kUpdate, told.held, 12 + i, s, held.value);
  EXPECT_EQ(told.alert(held).state, AlertState::kHeld);
  EXPECT_EQ(told.desk.counts().held, 1U);
  EXPECT_EQ(std::ranges::count_if(told.alert(held).explanations,
                                  [](const auto& e) { return e.what.starts_with("interference"); }),
            1);
}

TEST(Desk, RejoinsWithinTheRulesTimeAndNotAfter) {
  for (const double later : {15.0, 15.1}) {
    Told told;
    const auto one = told.raise(told.free, 1, about(9, at(26, 56), 0));
    told.end(told.free, one, 10);
    const auto two = told.raise(told.free, 30, about(9, at(26, 56), 10 + later));
    EXPECT_EQ(told.alert(one).id == told.alert(two).id, later <= 15.0);
    EXPECT_EQ(told.last.size(), later <= 15.0 ? 1U : 2U);
    EXPECT_EQ(told.alert(one).end.has_value(), later > 15.0);
  }
}

TEST(Desk, AnotherObjectIsAnotherSituation) {
  Told told;
  auto s = about(9, at(26, 56), 0);
  told.raise(told.free, 1, s);
  s.object = "zone";
  told.raise(told.free, 1, s);
  EXPECT_EQ(told.last.size(), 2U);
}

TEST(Desk, RetractedIsShownToHaveBeenAndDoesNotRejoin) {
  Told told;
  const auto s = about(9, at(26, 56), 0);
  const auto one = told.raise(told.free, 1, s);
  Said said;
  said.what = Said::What::kRetract;
  said.now = minutes(2);
  said.rule = &told.free;
  said.id = one;
  said.because = "a late report";
  told.desk.hear(said);
  EXPECT_EQ(told.alert(one).state, AlertState::kRetracted);
  EXPECT_EQ(told.alert(one).explanations.back().because, "a late report");
  EXPECT_EQ(told.alert(one).end, minutes(2));
  told.raise(told.free, 3, s);
  EXPECT_EQ(told.last.size(), 2U);
  // An update that was under way does not bring it back.
  told.say(Said::What::kUpdate, told.free, 4, s, one.value);
  EXPECT_EQ(told.last.begin()->second.state, AlertState::kRetracted);
}

TEST(Desk, ARetractedInterferenceHoldsNothing) {
  Told told;
  const auto jam = told.raise(told.jam, 10, interference(9));
  const auto held = told.raise(told.held, 11, about(9, at(26, 56), 10));
  Said said;
  said.what = Said::What::kRetract;
  said.now = minutes(12);
  said.rule = &told.jam;
  said.id = jam;
  told.desk.hear(said);
  EXPECT_EQ(told.alert(held).state, AlertState::kOpen);
}

TEST(Desk, ExplainedIsApartAndComesForthWhenItIsNotAnyMore) {
  Told told;
  auto s = about(9, at(26, 56), 0);
  s.explanations = {{"tug", model::Verdict::kYes, ""}};
  const auto one = told.raise(told.free, 1, s);
  EXPECT_EQ(told.alert(one).state, AlertState::kExplained);
  EXPECT_EQ(told.desk.counts().explained, 1U);
  s.explanations[0].verdict = model::Verdict::kNo;
  told.say(Said::What::kUpdate, told.free, 5, s, one.value);
  EXPECT_EQ(told.alert(one).state, AlertState::kOpen);
  EXPECT_EQ(told.alert(one).decided, minutes(5));
}

TEST(Desk, LetsGoOfWhatEndedADayAgo) {
  Told told;
  const auto ended = told.raise(told.free, 0, about(1, at(26, 56), 0));
  const auto open = told.raise(told.free, 0, about(2, at(26, 56), 0));
  told.end(told.free, ended, 10);
  constexpr double kDay_min = 24 * 60;
  told.raise(told.free, kDay_min + 5, about(3, at(26, 56), kDay_min));
  EXPECT_NE(told.desk.find(ended), nullptr);
  told.raise(told.free, kDay_min + 70, about(4, at(26, 56), kDay_min));
  EXPECT_EQ(told.desk.find(ended), nullptr);
  EXPECT_NE(told.desk.find(open), nullptr);
  told.end(told.free, ended, kDay_min + 71);  // Not there any more: nothing happens.
}

TEST(Desk, ADayIsCountedFromItsLastEnd) {
  Told told;
  const auto one = told.raise(told.free, 0, about(1, at(26, 56), 0));
  told.end(told.free, one, 10);
  told.say(Said::What::kUpdate, told.free, 30, about(1, at(26, 56), 0), one.value);
  constexpr double kDay_min = 24 * 60;
  told.raise(told.free, kDay_min + 70, about(2, at(26, 56), kDay_min));
  ASSERT_NE(told.desk.find(one), nullptr) << "It went on.";
  told.end(told.free, one, kDay_min + 80);
  told.raise(told.free, 2 * kDay_min + 75, about(3, at(26, 56), 2 * kDay_min));
  EXPECT_NE(told.desk.find(one), nullptr);
  told.raise(told.free, 2 * kDay_min + 140, about(4, at(26, 56), 2 * kDay_min));
  EXPECT_EQ(told.desk.find(one), nullptr);
}

TEST(Desk, OfTooManyTheOldestThatEndedGo) {
  Told told{10};
  std::vector<SituationId> ids;
  for (std::uint32_t i = 1; i <= 20; ++i)
    ids.push_back(told.raise(told.free, 0, about(i, at(26, 56), 0)));
  for (std::size_t i = 0; i < 15; ++i) told.end(told.free, ids[i], 1);
  told.raise(told.free, 61, about(99, at(26, 56), 60));
  for (std::size_t i = 0; i < ids.size(); ++i)
    EXPECT_EQ(told.desk.find(ids[i]) == nullptr, i < 10) << i;
}

TEST(Desk, IdsDoNotHangOnTheOrderInWhichThingsAreSaid) {
  const auto ids = [](bool reversed) {
    Stage stage{{"distress"}};
    std::vector<std::uint32_t> who{499'000'001, 499'000'002, 499'000'003};
    if (reversed) std::ranges::reverse(who);
    for (const auto mmsi : who)
      stage.sail({.mmsi = mmsi, .from = at(26, 56), .minutes = 5, .nav_status = std::uint8_t{14}});
    std::vector<std::string> out;
    for (const auto& alert : stage.play()) out.push_back(alert.id);
    std::ranges::sort(out);
    return out;
  };
  EXPECT_EQ(ids(false).size(), 3U);
  EXPECT_EQ(ids(false), ids(true));
}

}  // namespace
}  // namespace narrows::watch::test
