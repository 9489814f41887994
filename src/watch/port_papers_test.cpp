#include "watch/port_papers.hpp"

#include <gtest/gtest.h>

namespace narrows::watch {
namespace {

constexpr std::string_view kGood =
    R"({"mmsi":499000001,"name":"SIM ORYX","port":"Khasab","expected":"2026-01-01T12:00:00Z",)"
    R"("cleared_until":"2026-01-02T12:00:00Z"})";

std::vector<std::string> ports_of(const PortPapers& papers, std::uint32_t mmsi,
                                  const Identity& said) {
  std::vector<std::string> out;
  papers.for_each_of(mmsi, said, [&](const PortPaper& p) { out.push_back(p.port); });
  return out;
}

Identity named(std::string name, std::optional<std::uint32_t> imo = {}) {
  Identity said;
  said.name = std::move(name);
  said.imo = imo;
  return said;
}

TEST(PortPapers, ReadsALine) {
  const auto papers = PortPapers::read(kGood);
  ASSERT_EQ(papers.calls().size(), 1U);
  EXPECT_EQ(papers.bad(), 0U);
  const auto& p = papers.calls().front();
  EXPECT_EQ(p.mmsi, 499'000'001U);
  EXPECT_EQ(p.port, "Khasab");
  EXPECT_EQ(p.expected, from_utc(2026, 1, 1, 12));
  EXPECT_EQ(p.cleared_until, from_utc(2026, 1, 2, 12));
  EXPECT_EQ(p.who(), "SIM ORYX");
}

TEST(PortPapers, CountsAndKeepsWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"no json", "is no JSON object"},
      {"[1]", "is no JSON object"},
      {R"({"port":"A","expected":"2026-01-01T12:00:00Z"})", "has neither mmsi nor imo nor name"},
      {R"({"mmsi":1,"expected":"2026-01-01T12:00:00Z"})", "port is missing"},
      {R"({"mmsi":1,"port":"A"})", "expected is missing"},
      {R"({"mmsi":1,"port":"A","expected":"noon"})",
       "expected is no time such as 2026-01-01T12:00:00Z"},
      {R"({"mmsi":1000000000,"port":"A","expected":"2026-01-01T12:00:00Z"})",
       "mmsi is no whole number from 1 to 999999999"},
      {R"({"mmsi":-5,"port":"A","expected":"2026-01-01T12:00:00Z"})",
       "mmsi is no whole number from 1 to 999999999"},
      {R"({"imo":9321480,"port":"A","expected":"2026-01-01T12:00:00Z"})",
       "imo 9321480 has a wrong check digit"},
      {R"({"mmsi":1,"port":7,"expected":"2026-01-01T12:00:00Z"})",
       "port is no text of at most 200 bytes"},
      {R"({"mmsi":1,"port":"A","expected":"2026-01-01T12:00:00Z",)"
       R"("cleared_until":"2026-01-01T12:00:00Z"})",
       "cleared_until is not later than expected"},
      {R"({"mmsi":1,"port":"A","expected":"2026-01-01T12:00:00Z","cancelled":"yes"})",
       "cancelled is neither true nor false"},
  };
  for (const auto& [line, what] : cases) {
    const auto papers = PortPapers::read("\n" + line + "\r\n" + std::string{kGood} + "\n");
    EXPECT_EQ(papers.calls().size(), 1U) << "the others are taken: " << line;
    EXPECT_EQ(papers.bad(), 1U) << line;
    ASSERT_EQ(papers.bad_lines().size(), 1U);
    EXPECT_EQ(papers.bad_lines().front().line, 2U);
    EXPECT_EQ(papers.bad_lines().front().what, what);
    EXPECT_EQ(papers.bad_lines().front().text, line);
  }
}

TEST(PortPapers, NullCountsAsAbsent) {
  const auto papers = PortPapers::read(
      R"({"id":null,"mmsi":1,"imo":null,"name":null,"port":"A","expected":"2026-01-01T12:00:00Z",)"
      R"("cleared_until":null,"cancelled":null,"exercise":null})");
  EXPECT_EQ(papers.bad(), 0U);
  EXPECT_EQ(papers.calls().size(), 1U);
}

TEST(PortPapers, KeepsSoManyWrongLinesAndCountsAll) {
  std::string text;
  for (std::size_t i = 0; i < PortPapers::kBadKept + 50; ++i) text += "wrong\n";
  const auto papers = PortPapers::read(text);
  EXPECT_EQ(papers.bad(), PortPapers::kBadKept + 50);
  EXPECT_EQ(papers.bad_lines().size(), PortPapers::kBadKept);
}

TEST(PortPapers, ALaterLineTakesThePlaceOfAnEarlierOne) {
  const auto longer = PortPapers::read(
      std::string{kGood} + "\n" +
      R"({"mmsi":499000001,"name":"SIM ORYX","port":"Khasab","expected":"2026-01-01T12:00:00Z",)"
      R"("cleared_until":"2026-01-03T12:00:00Z"})");
  ASSERT_EQ(longer.calls().size(), 1U);
  EXPECT_EQ(longer.calls().front().cleared_until, from_utc(2026, 1, 3, 12));
  // By the port's own number the time may change too.
  const auto moved =
      PortPapers::read(R"({"id":"K7","mmsi":1,"port":"A","expected":"2026-01-01T12:00:00Z"})"
                       "\n"
                       R"({"id":"K7","mmsi":1,"port":"A","expected":"2026-01-02T12:00:00Z"})");
  ASSERT_EQ(moved.calls().size(), 1U);
  EXPECT_EQ(moved.calls().front().expected, from_utc(2026, 1, 2, 12));
  const auto cancelled = PortPapers::read(
      R"({"id":"K7","mmsi":1,"port":"A","expected":"2026-01-01T12:00:00Z"})"
      "\n"
      R"({"id":"K7","mmsi":1,"port":"A","expected":"2026-01-01T12:00:00Z","cancelled":true})"
      "\n" +
      std::string{kGood});
  ASSERT_EQ(cancelled.calls().size(), 1U);
  EXPECT_EQ(cancelled.calls().front().port, "Khasab");
}

TEST(PortPapers, MeansAVesselByNumberOrName) {
  const auto papers = PortPapers::read(
      R"({"mmsi":499000001,"name":"SIM ORYX","port":"A","expected":"2026-01-01T12:00:00Z"})"
      "\n"
      R"({"imo":9074729,"name":"SIM HERON","port":"B","expected":"2026-01-01T12:00:00Z"})"
      "\n"
      R"({"name":"M/V Sim Gull","port":"C","expected":"2026-01-01T12:00:00Z"})");
  ASSERT_EQ(papers.calls().size(), 3U);
  using Ports = std::vector<std::string>;
  EXPECT_EQ(ports_of(papers, 499'000'001, {}), Ports{"A"});
  EXPECT_EQ(ports_of(papers, 499'000'009, named("SIM ORYX")), Ports{}) << "another MMSI";
  EXPECT_EQ(ports_of(papers, 499'000'009, named("", 9'074'729)), Ports{"B"});
  EXPECT_EQ(ports_of(papers, 499'000'009, named("sim heron")), Ports{"B"});
  EXPECT_EQ(ports_of(papers, 499'000'009, named("SIM HERON", 9'321'483)), Ports{})
      << "another IMO number";
  EXPECT_EQ(ports_of(papers, 499'000'009, named("SIM GULL")), Ports{"C"});
  EXPECT_EQ(ports_of(papers, 499'000'009, named("SIM GULLS")), Ports{});
}

TEST(PortPapers, ExercisesAndTheRealWorldDoNotMix) {
  const std::string drill =
      R"({"mmsi":1,"port":"B","expected":"2026-01-01T12:00:00Z","exercise":"tuesday"})";
  const std::string both = std::string{kGood} + "\n" + drill;
  EXPECT_EQ(PortPapers::read(both).calls().front().port, "Khasab") << "real ones alone";
  EXPECT_EQ(PortPapers::read(both).of_others(), 1U);
  EXPECT_EQ(PortPapers::read(both, "tuesday").calls().front().port, "B");
  EXPECT_EQ(PortPapers::read(drill).calls().size(), 1U) << "it is about one world alone";
  EXPECT_TRUE(PortPapers::read(drill, "").calls().empty());
}

TEST(PortPapers, FindsThePortThatIsMeant) {
  geo::AreaPack pack;
  const auto add = [&](std::string en, std::string ar, std::string locode, geo::PlaceKind kind) {
    geo::Place place;
    place.name = {{"en", std::move(en)}, {"ar", std::move(ar)}};
    place.locode = std::move(locode);
    place.kind = kind;
    pack.places.push_back(std::move(place));
  };
  add("Khor Fakkan", "خورفكان", "AE KLF", geo::PlaceKind::kPort);
  add("Fujairah", "الفجيرة", "AE FJR", geo::PlaceKind::kPort);
  add("Qeshm", "قشم", "", geo::PlaceKind::kLand);
  EXPECT_EQ(port_named(pack, "khor-fakkan"), &pack.places[0]);
  EXPECT_EQ(port_named(pack, "AEFJR"), &pack.places[1]);
  EXPECT_EQ(port_named(pack, "PORT OF FUJAIRAH"), &pack.places[1]);
  EXPECT_EQ(port_named(pack, "الفجيرة"), &pack.places[1]);
  EXPECT_EQ(port_named(pack, "QESHM"), nullptr) << "no port";
  EXPECT_EQ(port_named(pack, "FUJ"), nullptr);
}

}  // namespace
}  // namespace narrows::watch
