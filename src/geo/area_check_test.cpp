// Each way in which a hand goes wrong with an area pack is found, and a sound pack has no finding.

#include "geo/area_check.hpp"

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
title = { en = "The Strait", ar = "المضيق" }
languages = ["en", "ar"]
bbox = { west = 10.0, south = 50.0, east = 12.0, north = 52.0 }
view = { lat = 51.0, lon = 11.0, zoom = 9 }
time_zone = "Etc/UTC"
attribution = "nobody"
[[source]]
id = "us"
text = "drawn by us"
licence = "public domain"
[[place]]
name = { en = "Harbour", ar = "ميناء" }
kind = "port"
lat = 50.5
lon = 10.5
source = "us"
)";

// Land north of 51.3 and south of 50.7. Westbound north, eastbound south, a zone between.
constexpr const char* kTss = R"([[scheme]]
name = "In the Strait"
title = { en = "In the Strait", ar = "في المضيق" }
[[scheme.lane]]
name = "inbound, westbound"
centreline = [[51.05, 11.5], [51.05, 10.5]]
polygon = [[51.02, 10.5], [51.02, 11.5], [51.08, 11.5], [51.08, 10.5]]
[[scheme.lane]]
name = "outbound, eastbound"
centreline = [[50.95, 10.5], [50.95, 11.5]]
polygon = [[50.92, 10.5], [50.92, 11.5], [50.98, 11.5], [50.98, 10.5]]
[[scheme.separation_zone]]
polygon = [[50.98, 10.5], [50.98, 11.5], [51.02, 11.5], [51.02, 10.5]]
)";

constexpr const char* kZones = R"([[zone]]
id = "roads"
kind = "anchorage"
name = { en = "The Roads", ar = "المرسى" }
source = "us"
polygon = [[50.75, 10.1], [50.75, 10.2], [50.85, 10.2], [50.85, 10.1]]
[[zone]]
id = "inshore"
kind = "inshore_traffic_zone"
name = { en = "Inshore", ar = "ساحلية" }
scheme = "In the Strait"
polygon = [[51.08, 10.5], [51.08, 11.5], [51.4, 11.5], [51.4, 10.5]]
[[gate]]
id = "east"
name = { en = "East", ar = "شرق" }
line = [[50.6, 11.7], [51.4, 11.7]]
in = { en = "inbound", ar = "دخول" }
out = { en = "outbound", ar = "خروج" }
)";

LatLon at(double lat, double lon) {
  return LatLon::from(LatLon::Degrees{lat, lon}).value();
}

Coast coast() {
  const std::vector<LatLon> north{at(51.3, 9), at(51.3, 13), at(53, 13), at(53, 9)};
  const std::vector<LatLon> south{at(49, 9), at(49, 13), at(50.7, 13), at(50.7, 9)};
  MultiPolygon land;
  for (const auto& shore : {north, south}) land.pieces.push_back({Ring::from(shore).value(), {}});
  const std::vector<MultiPolygon> all{land};
  return {{490'000'000, 90'000'000, 530'000'000, 130'000'000}, PolygonIndex{all}};
}

std::vector<std::string> check(const std::string& pack, const std::string& tss,
                               const std::string& zones) {
  std::vector<Finding> found;
  const auto read = read_area_pack({{"pack", pack}, {"tss", tss}, {"zones", zones}}, found);
  const PackFiles files{"pack", "tss", "zones"};
  check_area(read, files, found);
  check_area_on_water(read, files, coast(), found);
  std::vector<std::string> out;
  for (const auto& f : found) out.push_back(sentence(f));
  return out;
}

std::string with(std::string text, std::string_view what, std::string_view by) {
  const auto place = text.find(what);
  EXPECT_NE(place, std::string::npos) << what;
  return text.replace(place, what.size(), by);
}

struct Wrong {
  const char* text;  // Which of the three.
  const char* what;
  const char* by;
  const char* finding;
};

std::vector<std::string> check(const Wrong& wrong) {
  const auto text = [&](const char* one) {
    return one == wrong.text ? with(one, wrong.what, wrong.by) : std::string{one};
  };
  return check(text(kPack), text(kTss), text(kZones));
}

TEST(AreaCheck, ASoundPackHasNoFinding) {
  EXPECT_THAT(check(kPack, kTss, kZones), ElementsAre());
}

TEST(AreaCheck, RingsMayRunEitherWayRound) {
  const Wrong turned{kTss, "[[51.02, 10.5], [51.02, 11.5], [51.08, 11.5], [51.08, 10.5]]",
                     "[[51.08, 10.5], [51.08, 11.5], [51.02, 11.5], [51.02, 10.5]]", ""};
  EXPECT_THAT(check(turned), ElementsAre());
}

class AreaCheckWrong : public testing::TestWithParam<Wrong> {};

TEST_P(AreaCheckWrong, IsFound) {
  EXPECT_THAT(check(GetParam()), Contains(HasSubstr(GetParam().finding)));
}

constexpr const char* kWest = "[[51.05, 11.5], [51.05, 10.5]]";
constexpr const char* kRoads = "[[50.75, 10.1], [50.75, 10.2], [50.85, 10.2], [50.85, 10.1]]";
constexpr const char* kGate = "[[50.6, 11.7], [51.4, 11.7]]";

INSTANTIATE_TEST_SUITE_P(
    Shapes, AreaCheckWrong,
    testing::Values(
        Wrong{kZones, kRoads, "[[50.75, 10.1], [50.85, 10.2], [50.75, 10.2], [50.85, 10.1]]",
              "zones:6: zone[0].polygon: crosses itself: the edge from 50.75000, 10.10000 to "
              "50.85000, 10.20000 meets the one from 50.75000, 10.20000 to 50.85000, 10.10000"},
        // Touching is crossing: a corner on another edge.
        Wrong{kZones, kRoads, "[[50.75, 10.1], [50.75, 10.2], [50.85, 10.2], [50.75, 10.15]]",
              "zone[0].polygon: crosses itself"},
        Wrong{kZones, kRoads, "[[50.75, 10.1], [50.75, 10.2], [50.75, 10.15], [50.85, 10.1]]",
              "zone[0].polygon: runs back over itself at 50.75000, 10.20000"},
        Wrong{kZones, kRoads, "[[50.75, 10.1], [50.75, 10.2], [50.75, 10.3]]",
              "runs back over itself"},
        Wrong{kTss, "[51.08, 11.5], [51.08, 10.5]]\n", "[51.08, 10.5], [51.08, 11.5]]\n",
              "tss:7: scheme[0].lane[0].polygon: crosses itself"},
        Wrong{kTss, "[[50.98, 10.5], [50.98, 11.5], [51.02, 11.5], [51.02, 10.5]]",
              "[[50.98, 10.5], [51.02, 11.5], [50.98, 11.5], [51.02, 10.5]]",
              "tss:13: scheme[0].separation_zone[0].polygon: crosses itself"},
        Wrong{kZones, "polygon = [[50.75, 10.1], [50.75, 10.2], [50.85, 10.2], [50.85, 10.1]]",
              "polygons = [[[50.75, 10.1], [50.75, 10.2], [50.85, 10.2]],"
              "[[50.76, 10.1], [50.76, 10.3], [50.86, 10.3]]]",
              "zones:6: zone[0].polygons[1]: meets zone[0].polygons[0]"},
        Wrong{kZones, "[50.85, 10.1]]", "[50.85, 9.9]]",
              "lies outside of the pack's box: it reaches from 50.75000, 9.90000"},
        Wrong{kPack, "lon = 10.5", "lon = 9.5", "place[0]: lies outside of the pack's box at 50.5"},
        Wrong{kPack, "lat = 51.0", "lat = 53.0", "view: lies outside of the pack's box at 53"},
        Wrong{kZones, "[51.4, 11.7]]", "[52.4, 11.7]]", "zones:16: gate[0].line: lies outside"}));

INSTANTIATE_TEST_SUITE_P(
    Lanes, AreaCheckWrong,
    testing::Values(
        Wrong{kTss, kWest, "[[51.05, 10.5], [51.05, 11.5]]",
              "tss:6: scheme[0].lane[0].centreline: is called 'inbound, westbound' and flows "
              "towards 090 degrees"},
        Wrong{kTss, "[[50.95, 10.5], [50.95, 11.5]]", "[[50.95, 11.5], [50.95, 10.5]]",
              "tss:10: scheme[0].lane[1].centreline: is called 'outbound, eastbound' and flows"},
        Wrong{kTss, kWest, "[[51.05, 11.5], [51.12, 11.0], [51.05, 10.5]]",
              "tss:6: scheme[0].lane[0].centreline: leaves the lane's polygon at 51.0"},
        Wrong{kTss, kWest, "[[51.05, 12.0], [51.05, 10.5]]", "leaves the lane's polygon"},
        Wrong{kTss, kWest, "[[51.05, 11.5], [51.05, 11.5], [51.05, 10.5]]",
              "stands still, a leg without a direction, at 51.05"},
        Wrong{kTss, "[51.02, 11.5], [51.02, 10.5]]\n", "[51.06, 11.5], [51.06, 10.5]]\n",
              "lane[0].centreline: runs through a separation zone"},
        Wrong{kTss, "\"outbound, eastbound\"", "\"inbound, westbound\"",
              "there are two lanes 'In the Strait: inbound, westbound'"}));

// Names that claim nothing: the lanes themselves must agree.
TEST(AreaCheck, LanesBesideEachOtherFlowOpposite) {
  const auto unnamed =
      with(with(kTss, "inbound, westbound", "north"), "outbound, eastbound", "south");
  EXPECT_THAT(check(kPack, unnamed, kZones), ElementsAre());
  const auto same = with(unnamed, kWest, "[[51.05, 10.5], [51.05, 11.5]]");
  EXPECT_THAT(check(kPack, same, kZones),
              ElementsAre(HasSubstr("lane[0].centreline: flows the same way as 'south' beside it"),
                          HasSubstr("lane[1].centreline: flows the same way as 'north'")));
  const auto both = with(same, "[[50.95, 10.5], [50.95, 11.5]]", "[[50.95, 11.5], [50.95, 10.5]]");
  EXPECT_THAT(
      check(kPack, both, kZones),
      ElementsAre(HasSubstr("lane[0].centreline: has the opposite lane 'south' to starboard"),
                  HasSubstr("lane[1].centreline: has the opposite lane 'north'")));
}

INSTANTIATE_TEST_SUITE_P(
    Water, AreaCheckWrong,
    testing::Values(
        Wrong{kZones, kRoads, "[[50.55, 10.1], [50.55, 10.2], [50.65, 10.2], [50.65, 10.1]]",
              "zones:6: zone[0].polygon: lies on land: there is no water in it"},
        Wrong{kZones, kRoads, "[[50.55, 10.1], [50.55, 10.2], [50.75, 10.2], [50.75, 10.1]]",
              "zone[0].polygon: is 7"},
        Wrong{kTss, kWest, "[[51.35, 11.5], [51.05, 10.5]]",
              "scheme[0].lane[0].centreline: runs over land at 51.35000, 11.50000"},
        Wrong{kTss, "[51.08, 11.5], [51.08, 10.5]]\n", "[51.35, 11.5], [51.08, 10.5]]\n",
              "scheme[0].lane[0].polygon: has a corner on land, 51.35000, 11.50000"},
        Wrong{kTss, "[[50.98, 10.5], [50.98, 11.5], [51.02, 11.5], [51.02, 10.5]]",
              "[[51.32, 10.5], [51.32, 11.5], [51.36, 11.5], [51.36, 10.5]]",
              "scheme[0].separation_zone[0].polygon: is 100 % land"},
        Wrong{kZones, kGate, "[[50.8, 11.7], [51.4, 11.7]]",
              "zones:16: gate[0].line: ends on the water at 50.80000, 11.70000"},
        Wrong{kZones, kGate, "[[50.6, 11.7], [51.2, 11.7]]", "ends on the water at 51.20000"},
        Wrong{kZones, kGate, "[[50.5, 11.7], [50.6, 11.7]]", "lies on land: nobody can pass it"}));

TEST(AreaCheck, AGateMayEndNearTheShoreOrSayThatItIsOpen) {
  EXPECT_THAT(check({kZones, kGate, "[[50.702, 11.7], [51.298, 11.7]]", ""}), ElementsAre());
  EXPECT_THAT(check({kZones, kGate, "[[50.8, 11.7], [51.4, 11.7]]\nends = \"open\"", ""}),
              ElementsAre());
}

INSTANTIATE_TEST_SUITE_P(
    Words, AreaCheckWrong,
    testing::Values(
        Wrong{kPack, ", ar = \"المضيق\"", "", "pack: title: has no name in 'ar'"},
        Wrong{kPack, ", ar = \"ميناء\"", "", "pack:12: place[0].name: has no name in 'ar'"},
        Wrong{kTss, ", ar = \"في المضيق\"", "", "tss:1: scheme[0].title: has no name in 'ar'"},
        Wrong{kZones, ", ar = \"المرسى\"", "", "zones:1: zone[0].name: has no name in 'ar'"},
        Wrong{kZones, ", ar = \"شرق\"", "", "zones:13: gate[0].name: has no name in 'ar'"},
        Wrong{kZones, ", ar = \"دخول\"", "", "gate[0].in: has no name in 'ar'"},
        Wrong{kZones, ", ar = \"خروج\"", "", "gate[0].out: has no name in 'ar'"},
        Wrong{kZones, "source = \"us\"", "source = \"them\"", "there is no source 'them'"},
        Wrong{kPack, "source = \"us\"", "source = \"them\"", "place[0].source: there is no source"},
        Wrong{kZones, "scheme = \"In the Strait\"", "scheme = \"Elsewhere\"",
              "zone[1].scheme: there is no scheme 'Elsewhere' in the pack"},
        Wrong{kZones, "id = \"inshore\"", "id = \"roads\"",
              "zones:7: zone[1].id: there are two zones 'roads'; the other is in line 1"},
        Wrong{kZones, "[[gate]]", R"([[zone]]
id = "again"
kind = "anchorage"
name = { en = "Again", ar = "مرة" }
polygon = [[50.75, 10.1], [50.75, 10.2], [50.85, 10.2], [50.85, 10.1]]
[[gate]])",
              "zones:17: zone[2].polygon: is that of 'roads' in line 1 again"},
        Wrong{kPack, "[[place]]", R"([[place]]
name = { en = "Harbour", ar = "ميناء" }
kind = "port"
lat = 50.6
lon = 10.5
[[place]])",
              "there are two ports 'Harbour'"},
        Wrong{kPack, "[[source]]", R"([[source]]
id = "us"
text = "a"
licence = "b"
[[source]])",
              "there are two sources 'us'"},
        Wrong{kZones, kGate, "[[50.6, 11.7], [50.6, 11.7]]", "has the same point twice"},
        Wrong{kZones, kGate, "[[50.6, 11.7], [51.4, 11.7], [51.4, 11.6], [51.0, 11.8]]",
              "gate[0].line: crosses itself near 51.4"}));

TEST(LegsMeet, ExactlyAndWithTheirEnds) {
  EXPECT_TRUE(legs_meet(at(0, 0), at(1, 1), at(0, 1), at(1, 0)));
  EXPECT_TRUE(legs_meet(at(0, 0), at(1, 1), at(1, 1), at(2, 0)));
  EXPECT_TRUE(legs_meet(at(0, 0), at(0, 2), at(0, 1), at(0, 3)));
  EXPECT_FALSE(legs_meet(at(0, 0), at(0, 1), at(0, 1.0000001), at(0, 3)));
  EXPECT_FALSE(legs_meet(at(0, 0), at(1, 1), at(0, 0.0000001), at(1, 1.0000001)));
  EXPECT_TRUE(legs_meet(at(-90, -180), at(90, 179.9999999), at(90, -180), at(-90, 179.9999999)));
}

}  // namespace
}  // namespace narrows::geo
