// Reading area packs: what is told in areas/README.md is read, everything else is a finding with
// its line and key.

#include "geo/area_pack.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace narrows::geo {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kPack = R"(name = "strait"
title.en = "The Strait"
title.ar = "المضيق"
languages = ["en", "ar"]
bbox = { west = 10.0, south = 50, east = 12.0, north = 52.0 }
view = { lat = 51.0, lon = 11.0, zoom = 9 }
time_zone = "Etc/UTC"
attribution = "nobody"

[[source]]
id = "us"
text = "drawn by us"
licence = "public domain"

[[note]]
en = "No depths."
ar = "لا أعماق."

[[place]]
name = { en = "Harbour", ar = "ميناء" }
kind = "port"
lat = 50.5
lon = 10.5
state = "OMN"
wpi = 48257
channel_depth_m = 18.5
)";

constexpr const char* kTss = R"([[scheme]]
name = "In the Strait"
title.en = "In the Strait"
title.ar = "في المضيق"

[[scheme.lane]]
name = "eastbound"
way = 1
centreline = [[50.95, 10.5], [50.95, 11.0], [51.05, 11.5]]
polygon = [[50.9, 10.5], [50.9, 11.6], [51.1, 11.6], [50.98, 10.5]]

[[scheme.separation_zone]]
polygon = [[50.98, 10.5], [50.99, 10.5], [51.11, 11.6]]

[[scheme.line]]
kind = "inshore_limit"
points = [[50.9, 10.5], [50.5, 10.5]]
)";

constexpr const char* kZones = R"([[zone]]
id = "roads"
kind = "anchorage"
name = { en = "The Roads", ar = "المرسى" }
source = "us"
polygon = [[50.1, 10.1], [50.1, 10.2], [50.2, 10.2], [50.2, 10.1]]
depth_min_m = 20
depth_max_m = 45.5

[[zone]]
id = "north-shore"
kind = "territorial_sea"
name = { en = "Waters of the North Shore", ar = "مياه" }
state = "IRN"
tolerance_m = 100
polygons = [
  [[51.5, 10.0], [51.5, 12.0], [52.0, 11.0]],
  [[50.15, 10.15], [50.15, 10.3], [50.3, 10.3]],
]

[[zone]]
id = "slow"
kind = "restricted_area"
name = { en = "Slow", ar = "بطء" }
restriction = "speed"
speed_max_kn = 12
polygon = [[50.1, 11.1], [50.1, 11.2], [50.2, 11.2]]

[[gate]]
id = "east"
name = { en = "East", ar = "شرق" }
line = [[51.5, 11.7], [50.5, 11.7]]
in = { en = "inbound", ar = "دخول" }
out = { en = "outbound", ar = "خروج" }
ends = "open"
)";

PackTexts texts(std::string pack = kPack, std::string tss = kTss, std::string zones = kZones) {
  return {{"pack.toml", std::move(pack)},
          {"tss.toml", std::move(tss)},
          {"zones.toml", std::move(zones)}};
}

LatLon at(double lat, double lon) {
  return LatLon::from(LatLon::Degrees{lat, lon}).value();
}

std::vector<std::string> findings(const PackTexts& from) {
  std::vector<Finding> found;
  read_area_pack(from, found);
  std::vector<std::string> out;
  for (const auto& f : found) out.push_back(sentence(f));
  return out;
}

/// The text with the first `what` replaced.
std::string with(std::string text, std::string_view what, std::string_view by) {
  const auto place = text.find(what);
  EXPECT_NE(place, std::string::npos) << what;
  return text.replace(place, what.size(), by);
}

TEST(AreaPack, ReadsWhatTheReadmeTells) {
  EXPECT_THAT(findings(texts()), ElementsAre());
  const auto pack = read_area_pack(texts()).value();
  EXPECT_EQ(pack.name, "strait");
  EXPECT_EQ(in_language(pack.title, "ar"), "المضيق");
  EXPECT_EQ(in_language(pack.title, "fa"), "The Strait");
  EXPECT_THAT(pack.languages, ElementsAre("en", "ar"));
  EXPECT_EQ(pack.bbox.south, 500'000'000);
  EXPECT_EQ(pack.bbox.east, 120'000'000);
  EXPECT_EQ(pack.view, at(51.0, 11.0));
  EXPECT_EQ(pack.view_zoom, 9.0);
  EXPECT_EQ(pack.sources.at(0).licence, "public domain");
  EXPECT_EQ(pack.notes.at(0).at("en"), "No depths.");

  const Place& port = pack.places.at(0);
  EXPECT_EQ(port.kind, PlaceKind::kPort);
  EXPECT_EQ(port.state, "OMN");
  EXPECT_EQ(port.wpi, 48257);
  EXPECT_EQ(port.channel_depth, Distance::metres(18.5));
  EXPECT_FALSE(port.anchorage_depth);

  const Scheme& scheme = pack.schemes.at(0);
  EXPECT_EQ(scheme.lanes.at(0).centreline.size(), 3U);
  EXPECT_EQ(scheme.lanes.at(0).at.line, 6U);
  EXPECT_EQ(scheme.lanes.at(0).centreline_at.line, 9U);
  EXPECT_EQ(scheme.lanes.at(0).limits->at.line, 10U);
  EXPECT_EQ(scheme.separation_zones.size(), 1U);
  EXPECT_EQ(scheme.lines.at(0).kind, SchemeLineKind::kInshoreLimit);

  const Zone& roads = pack.zones.at(0);
  EXPECT_EQ(roads.kind, ZoneKind::kAnchorage);
  EXPECT_EQ(roads.depth_min, Distance::metres(20));
  EXPECT_EQ(roads.depth_max, Distance::metres(45.5));
  const Zone& waters = pack.zones.at(1);
  EXPECT_EQ(waters.state, "IRN");
  EXPECT_EQ(waters.tolerance, Distance::metres(100));
  EXPECT_EQ(waters.outline.area.pieces.size(), 2U);
  EXPECT_EQ(pack.zones.at(2).restriction, Restriction::kSpeed);
  EXPECT_EQ(pack.zones.at(2).speed_max, Speed::knots(12));

  const Gate& gate = pack.gates.at(0);
  EXPECT_EQ(gate.in.at("en"), "inbound");
  EXPECT_FALSE(gate.ends_on_land);
  EXPECT_EQ(gate.line, (std::vector{at(51.5, 11.7), at(50.5, 11.7)}));
}

TEST(AreaPack, FilesOtherThanPackMayBeAbsent) {
  EXPECT_THAT(findings(texts(kPack, "", "")), ElementsAre());
}

TEST(AreaPack, FlowFollowsTheNearestLegOfTheLane) {
  const auto pack = read_area_pack(texts()).value();
  const Lane& lane = pack.schemes[0].lanes[0];
  EXPECT_NEAR(lane.flow_at(at(50.94, 10.7)).degrees_true(), 90.0, 0.5);
  EXPECT_NEAR(lane.flow_at(at(51.02, 11.3)).degrees_true(), 72.4, 0.5);
  EXPECT_NEAR(lane.flow_at(at(51.3, 11.9)).degrees_true(), 72.4, 0.5);  // Beyond its end.
}

struct Wrong {
  std::string file;  // Which of the three.
  std::string what;
  std::string by;
  std::string finding;
};

class AreaPackWrong : public testing::TestWithParam<Wrong> {};

TEST_P(AreaPackWrong, IsSaidWithLineAndKey) {
  const auto& [file, what, by, finding] = GetParam();
  auto t = texts();
  for (PackText* text : {&t.pack, &t.tss, &t.zones})
    if (text->file == file) text->text = with(text->text, what, by);
  const auto found = findings(t);
  EXPECT_THAT(found, Contains(HasSubstr(finding)));
  EXPECT_LE(found.size(), 2U);  // Two where one key is missing and another not known.
  const auto pack = read_area_pack(t);
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().what, found.front());
}

INSTANTIATE_TEST_SUITE_P(
    Each, AreaPackWrong,
    testing::Values(
        Wrong{"pack.toml", "name = \"strait\"\n", "", "pack.toml:1: 'name' is missing"},
        Wrong{"pack.toml", "\"strait\"", "\"Strait\"", "pack.toml:1: name: may hold lower-case"},
        Wrong{"pack.toml", "\"en\", \"ar\"", "\"ar\"", "pack.toml:4: languages: must hold 'en'"},
        Wrong{"pack.toml", "south = 50", "south = 53", "pack.toml:5: bbox: must run from west"},
        Wrong{"pack.toml", "south = 50", "south = \"50\"",
              "pack.toml:5: bbox.south: must be a num"},
        Wrong{"pack.toml", "zoom = 9", "zom = 9", "'zoom' is missing"},
        Wrong{"pack.toml", "kind = \"port\"", "kind = \"prot\"",
              "pack.toml:21: place[0].kind: is 'prot'; it must be one of port, island, land"},
        Wrong{"pack.toml", "lat = 50.5", "lat = 91.0", "place[0].lat: 91, 10.5 is no latitude"},
        Wrong{"pack.toml", "\"OMN\"", "\"Oman\"", "place[0].state: must be an ISO 3166-1"},
        Wrong{"pack.toml", "channel_depth_m = 18.5", "channel_depth = 18.5",
              "pack.toml:26: place[0].channel_depth: is not a key here; did you mean "
              "'channel_depth_m'?"},
        Wrong{"pack.toml", "name = \"strait\"", "name = ", "pack.toml:1: is not TOML"},
        Wrong{"tss.toml", "[[50.95, 10.5], [50.95, 11.0], [51.05, 11.5]]", "[[50.95, 10.5]]",
              "tss.toml:9: scheme[0].lane[0].centreline: has 1 points; a line has two or more"},
        Wrong{"tss.toml", "[[50.95, 10.5], [50.95, 11.0], [51.05, 11.5]]", "[10.5, 50.95]",
              "centreline: must be a list of [latitude, longitude]"},
        Wrong{"tss.toml", "[50.98, 10.5], [50.99, 10.5], [51.11, 11.6]", "[51, 10.5], [51, 11]",
              "separation_zone[0].polygon: a ring has fewer than three"},
        Wrong{"tss.toml", "[51.11, 11.6]]", "[51.11, 11.6], [50.98, 10.5]]",
              "tss.toml:13: scheme[0].separation_zone[0].polygon: repeats its first point"},
        Wrong{"tss.toml", "\"inshore_limit\"", "\"inshore\"",
              "scheme[0].line[0].kind: is 'inshore'"},
        Wrong{"zones.toml", "\"roads\"", "\"The Roads\"", "zones.toml:2: zone[0].id: may hold"},
        Wrong{"zones.toml", "\"anchorage\"", "\"port_area\"", "zone[0].depth_min_m: is not a key"},
        Wrong{"zones.toml", "depth_max_m = 45.5", "depth_max_m = 5", "is shoaler than depth_min_m"},
        Wrong{"zones.toml", "depth_min_m = 20", "depth_min_m = -20", "must be from 0 to"},
        Wrong{"zones.toml", "state = \"IRN\"\n", "", "zones.toml:10: zone[1]: 'state' is missing"},
        Wrong{"zones.toml", "speed_max_kn = 12\n", "", "'speed' and speed_max_kn go together"},
        Wrong{"zones.toml", "polygon = [[50.1, 11.1], [50.1, 11.2], [50.2, 11.2]]", "",
              "zone[2]: must have either 'polygon' or 'polygons'"},
        Wrong{"zones.toml", "\"open\"", "\"sea\"", "zones.toml:35: gate[0].ends: is 'sea'"},
        Wrong{"zones.toml", "in = {", "inn = {",
              "zones.toml:33: gate[0].inn: is not a key here; did you mean 'in'?"}));

TEST(AreaPack, AllFindingsOfAFileAreTold) {
  auto t = texts();
  t.pack.text = with(with(t.pack.text, "zoom = 9", "zoom = true"), "lat = 50.5", "lat = 95.0");
  t.zones.text = with(t.zones.text, "\"open\"", "7");
  EXPECT_THAT(findings(t), ElementsAre(HasSubstr("view.zoom"), HasSubstr("place[0].lat"),
                                       HasSubstr("gate[0].ends: must be text")));
}

TEST(AreaIndex, TellsWhatLiesThere) {
  const AreaIndex index{read_area_pack(texts()).value()};
  const auto lying = [&](double lat, double lon) {
    std::vector<std::string> out;
    index.for_each_at(at(lat, lon), [&](const AreaIndex::Lying& item) {
      switch (item.kind) {
        case AreaIndex::Kind::kLane:
          out.push_back(index.lane(item).name);
          break;
        case AreaIndex::Kind::kSeparationZone:
          out.push_back("separation zone");
          break;
        case AreaIndex::Kind::kZone:
          out.push_back(index.zone(item).id);
          break;
      }
    });
    return out;
  };
  EXPECT_THAT(lying(50.94, 10.7), ElementsAre("eastbound"));
  EXPECT_THAT(lying(50.99, 10.52), ElementsAre("separation zone"));
  EXPECT_THAT(lying(50.98, 10.5), ElementsAre("eastbound", "separation zone"));  // A limit is both.
  EXPECT_THAT(lying(50.18, 10.19), ElementsAre("roads", "north-shore"));
  EXPECT_THAT(lying(50.7, 11.9), ElementsAre());
  ASSERT_NE(index.zone_at(at(51.6, 11.0), ZoneKind::kTerritorialSea), nullptr);
  EXPECT_EQ(index.zone_at(at(51.6, 11.0), ZoneKind::kTerritorialSea)->state, "IRN");
  EXPECT_EQ(index.zone_at(at(51.6, 11.0), ZoneKind::kAnchorage), nullptr);
}

TEST(AreaVote, MoreThanHalfWinsAndTheSmallerBoxOfTwo) {
  const Box large{500'000'000, 100'000'000, 520'000'000, 120'000'000};
  const Box small{500'000'000, 100'000'000, 510'000'000, 110'000'000};
  const Box elsewhere{0, 0, 10'000'000, 10'000'000};
  AreaVote vote{{elsewhere, large, small}};
  EXPECT_FALSE(vote.winner());
  vote.add(at(50.5, 10.5));
  EXPECT_EQ(vote.winner(), 2U);
  vote.add(at(51.5, 11.5));  // Only in the large one: the small one holds just half.
  EXPECT_EQ(vote.winner(), 1U);
  vote.add(at(-10.0, 0.0));
  EXPECT_EQ(vote.winner(), 1U);
  vote.add(at(-10.0, 0.0));
  EXPECT_FALSE(vote.winner());
  EXPECT_EQ(vote.positions(), 4U);
}

TEST(Waters, AreTerritorialSeasOnly) {
  std::vector<Finding> found;
  const auto waters = read_waters({"my.toml", R"([[zone]]
id = "a"
kind = "territorial_sea"
name.en = "A"
state = "OMN"
polygon = [[50, 10], [51, 10], [51, 11]]
)"},
                                  found);
  EXPECT_THAT(found, ElementsAre());
  ASSERT_EQ(waters.size(), 1U);
  EXPECT_EQ(waters[0].state, "OMN");
  read_waters({"my.toml", kZones}, found);
  std::vector<std::string> keys;
  for (const auto& f : found) keys.push_back(f.key);
  EXPECT_THAT(keys, ElementsAre("zone[0].kind", "zone[2].kind", "gate"));
}

}  // namespace
}  // namespace narrows::geo
