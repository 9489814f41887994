// A node may state whose waters are whose otherwise than its area pack.

#include "engine/waters.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace narrows::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Config config(std::string waters) {
  Config out;
  out.area = "hormuz";
  out.waters = std::move(waters);
  return out;
}

std::string write(const std::string& text) {
  const auto path = std::filesystem::path{testing::TempDir()} / "narrows" /
                    std::to_string(::getpid()) / "narrows-waters-test.toml";
  std::filesystem::create_directories(path.parent_path());
  std::ofstream{path} << text;
  return path.string();
}

std::set<std::string> states(const geo::AreaPack& pack) {
  std::set<std::string> out;
  for (const auto& zone : pack.zones)
    if (zone.kind == geo::ZoneKind::kTerritorialSea) out.insert(zone.state);
  return out;
}

constexpr const char* kOwn = R"([[zone]]
id = "ours"
kind = "territorial_sea"
name = { en = "Our waters" }
state = "OMN"
polygon = [[26.0, 56.0], [26.0, 57.0], [27.0, 57.0]]
)";

TEST(Waters, ThePacksAreTheDefault) {
  const auto area = read_stated_area(config("pack"));
  ASSERT_TRUE(area) << area.error().what;
  EXPECT_THAT(states(area->pack), ElementsAre("ARE", "IRN", "OMN"));
  EXPECT_FALSE(area->zones_json);
}

TEST(Waters, NoneAndOwnReplaceThePacksForRulesAndConsoleAlike) {
  const auto pack = read_stated_area(config("pack"));
  for (const auto& [waters, zones] : {std::pair{std::string{"none"}, 0U}, {write(kOwn), 1U}}) {
    const auto area = read_stated_area(config(waters));
    ASSERT_TRUE(area) << area.error().what;
    EXPECT_EQ(states(area->pack).size(), zones);
    EXPECT_EQ(area->pack.zones.size(), pack->pack.zones.size() - 3 + zones);
    const auto json = nlohmann::json::parse(area->zones_json.value());
    std::set<std::string> told;
    std::set<std::string> read;
    for (const auto& zone : json.at("zone")) told.insert(zone.at("id"));
    for (const auto& zone : area->pack.zones) read.insert(zone.id);
    EXPECT_EQ(told, read);
    EXPECT_EQ(told.count("fujairah-anchorage"), 1U);
    EXPECT_EQ(json.at("gate").size(), area->pack.gates.size());
  }
  const auto area = read_stated_area(config(write(kOwn)));
  const auto& own = area->pack.zones.back();
  EXPECT_EQ(own.state, "OMN");
  const auto json = nlohmann::json::parse(area->zones_json.value());
  EXPECT_EQ(json.at("zone").back().at("polygon").at(1), nlohmann::json::parse("[26.0, 57.0]"));
}

TEST(Waters, WhatIsWrongIsSaidWithFileLineAndKey) {
  const auto error = [](const std::string& text) {
    return read_stated_area(config(write(text))).error().what;
  };
  const std::string own = kOwn;
  EXPECT_THAT(error(own + "speed = 3\n"), HasSubstr("narrows-waters-test.toml:7: zone[0].speed"));
  EXPECT_THAT(error("[[zone"), HasSubstr("is not TOML"));
  EXPECT_THAT(error("[[zone]]\nid = \"a\"\nkind = \"anchorage\"\nname.en = \"A\"\n"
                    "polygon = [[26, 56], [26, 57], [27, 57]]\n"),
              HasSubstr("zone[0].kind: must be territorial_sea"));
  auto twice = own;
  twice.replace(twice.find("ours"), 4, "dubai-port");
  EXPECT_THAT(error(twice), HasSubstr(":1: there are two zones 'dubai-port'"));
  EXPECT_THAT(read_stated_area(config("/no/such.toml")).error().what,
              HasSubstr("cannot read the waters /no/such.toml"));
  auto nowhere = config("none");
  nowhere.area = "none";
  EXPECT_THAT(read_stated_area(nowhere).error().what, HasSubstr("within an area pack"));
}

}  // namespace
}  // namespace narrows::engine
