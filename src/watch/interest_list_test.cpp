#include "watch/interest_list.hpp"

#include <fstream>
#include <iterator>
#include <memory>
#include <regex>

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"
#include "watch/vessel_of_interest.hpp"

namespace narrows::watch::test {
namespace {

Identity called(std::string name, std::uint32_t imo = 0, std::string call = {}) {
  Identity identity;
  identity.name = std::move(name);
  identity.call_sign = std::move(call);
  if (imo != 0) identity.imo = imo;
  return identity;
}

InterestList listed() {
  InterestList list;
  std::vector<Finding> findings;
  list.read_csv(
      "id,name,call_sign,imo,mmsi,note\n"
      "1,SIM OIL PIONEER,00SAB,9074729,,\"crude, sold at sea\"\n"
      "2,SIM GULF ROSE,,,499000777,\n",
      "list.csv", "own", findings);
  EXPECT_TRUE(findings.empty());
  return list;
}

TEST(InterestList, ByWhatItIsFoundAndHowSure) {
  const auto list = listed();
  const auto by = [&](std::uint32_t mmsi, const Identity& who) {
    const auto hit = list.match(mmsi, who);
    return hit ? std::string{hit->by} : std::string{"nobody"};
  };
  EXPECT_EQ(by(1, called("ANOTHER NAME", 9'074'729)), "imo");
  EXPECT_EQ(by(499'000'777, called("")), "mmsi");
  EXPECT_EQ(by(1, called("SIM OIL PIONEER")), "name");
  EXPECT_EQ(by(1, called("SIM-OIL PIONEER")), "name");
  EXPECT_EQ(by(1, called("5IM 0IL PI0NEER")), "similar_name");
  EXPECT_EQ(by(1, called("SIM OIL PIONER")), "similar_name");
  EXPECT_EQ(by(1, called("SIM OIL PINOEERS")), "similar_name");
  EXPECT_EQ(by(1, called("SIM OIL PIXXXERS")), "nobody");
  EXPECT_EQ(by(1, called("", 0, "00SAB")), "call_sign");
  EXPECT_EQ(by(1, called("")), "nobody");
  EXPECT_GT(list.match(1, called("SIM OIL PIONEER", 0, "00SAB"))->sure,
            list.match(1, called("QUITE ANOTHER", 0, "00SAB"))->sure);
  EXPECT_EQ(list.match(1, called("x", 9'074'729))->entry->note, "crude, sold at sea");
}

TEST(InterestList, WhoSaysAnotherValidNumberIsAnother) {
  const auto list = listed();
  // 9187629 passes its check, 9187628 does not.
  EXPECT_FALSE(list.match(1, called("SIM OIL PIONEER", 9'187'629)).has_value());
  EXPECT_TRUE(list.match(1, called("SIM OIL PIONEER", 9'187'628)).has_value());
}

TEST(InterestList, SaysWhatIsWrongWithItsFile) {
  InterestList list;
  std::vector<Finding> findings;
  list.read_csv("name,imo,colour\nSIM ALPHA,9074728,red\nSIM ALPHA,9074729,red\nshort\n,,\n",
                "list.csv", "own", findings);
  ASSERT_EQ(findings.size(), 4U);
  EXPECT_EQ(sentence(findings[0]), "list.csv:1: there is no column 'colour'");
  EXPECT_EQ(sentence(findings[1]), "list.csv:2: '9074728' is no imo");
  EXPECT_EQ(sentence(findings[2]), "list.csv:4: has 1 fields, the header 3");
  EXPECT_EQ(findings[3].line, 5U);
  EXPECT_EQ(list.entries().size(), 1U);
}

TEST(InterestList, ReadsToml) {
  InterestList list;
  std::vector<Finding> findings;
  list.read_toml("[[vessel]]\nname = \"SIM ALPHA\"\nimo = 9074729\n[[vessel]]\nnote = \"none\"\n",
                 "list.toml", "partner", findings);
  ASSERT_EQ(list.entries().size(), 1U);
  EXPECT_EQ(list.entries()[0].list, "partner");
  EXPECT_EQ(findings.size(), 1U);
}

/// The published list of 1,450 vessels: each is found by its number; few by the name of another.
TEST(InterestList, OfThePublishedListEachIsFoundAndOthersAreNot) {
  std::ifstream file{"../shared/data/registry/ofac_sdn_vessels.json"};
  if (!file) GTEST_SKIP() << "the list is not there";
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  const std::regex entry{R"re("imo": ?(\d{7}),\s*"name": ?"([^"]+)")re"};
  InterestList list;
  std::size_t valid = 0;
  std::vector<std::pair<std::uint32_t, std::string>> all;
  for (std::sregex_iterator at{text.begin(), text.end(), entry}; at != std::sregex_iterator{}; ++at)
    all.emplace_back(static_cast<std::uint32_t>(std::stoul((*at)[1])), (*at)[2]);
  ASSERT_EQ(all.size(), 1'450U);
  for (const auto& [imo, name] : all) {
    InterestEntry one;
    one.list = "published";
    one.name = name;
    one.imo = imo;
    list.add(one);
  }
  std::size_t by_name = 0;
  for (const auto& [imo, name] : all) {
    const auto hit = list.match(1, called("", imo));
    valid += hit && hit->entry->imo == imo ? 1U : 0U;
    const auto named = list.match(1, called(name));
    by_name += named && named->entry->name == name ? 1U : 0U;
  }
  EXPECT_GE(valid, 1'440U);
  EXPECT_GE(by_name, 1'400U);
  // Names of no vessel on it.
  for (const auto* name : {"SIM OIL PIONEER", "SIM DHOW 17", "MAERSK TESTSHIP ONE", "PILOT 3"})
    EXPECT_FALSE(list.match(1, called(name)).has_value()) << name;
}

Knowledge with_list() {
  Knowledge knowledge;
  knowledge.interest = std::make_shared<const InterestList>(listed());
  return knowledge;
}

TEST(VesselOfInterest, OnceAVisitAndSaysByWhat) {
  Stage stage{{"vessel_of_interest"}, with_list()};
  for (const double begin : {0.0, 60.0, 400.0}) {
    stage.sail({.mmsi = 499'000'777,
                .from = at(26, 56),
                .speed_kn = 9,
                .begin_min = begin,
                .minutes = 50,
                .every_s = 60});
  }
  stage.sail(
      {.mmsi = 499'000'778, .from = at(26, 57), .speed_kn = 9, .minutes = 50, .every_s = 60});
  const auto alerts = stage.play(false, 900.0);
  ASSERT_EQ(alerts.size(), 2U);
  EXPECT_EQ(alerts[0].begin, minutes(0));
  EXPECT_EQ(alerts[0].end, minutes(110));
  EXPECT_EQ(alerts[1].begin, minutes(400));
  EXPECT_NE(alerts[0].why.find("SIM GULF ROSE"), std::string::npos);
  EXPECT_NE(alerts[0].why.find("own"), std::string::npos);
  EXPECT_EQ(alerts[0].priority, 2U);
}

TEST(VesselOfInterest, ByNameAloneItIsOfLowPriorityAndSurerIsSaidAgain) {
  Stage stage{{"vessel_of_interest"}, with_list()};
  stage.sail(
      {.mmsi = 499'000'778, .from = at(26, 57), .speed_kn = 9, .minutes = 50, .every_s = 60});
  stage.ship(499'000'778, 80, 200, "SIM OIL PIONEER", 5);
  auto alerts = stage.play(false, 40.0);
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts[0].priority, 3U);
  model::StaticObservation o;
  o.mmsi = {499'000'778};
  o.observed_at = o.received_at = minutes(10);
  o.imo = 9'074'729;
  stage.add(o, o.received_at);
  alerts = stage.play(false, 40.0);
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts[0].priority, 2U);
  EXPECT_EQ(alerts[0].confidence, 0.98);
}

TEST(VesselOfInterest, WithoutAListItSaysNothing) {
  Stage stage{{"vessel_of_interest"}};
  stage.sail({.mmsi = 499'000'777, .from = at(26, 56), .speed_kn = 9});
  EXPECT_TRUE(stage.play(true, 900.0).empty());
}

}  // namespace
}  // namespace narrows::watch::test
