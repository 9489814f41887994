#pragma once

// An area pack that a test draws for itself: lanes, zones, ports as they stand in a pack's files.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "geo/area_pack.hpp"
#include "watch/knowledge.hpp"
#include "watch/places.hpp"
#include "watch/watch_zone.hpp"

namespace narrows::watch::test {

/// TOML, each as in the file of that name.
struct DrawnArea {
  std::string_view places = {};  ///< [[place]]
  std::string_view tss = {};
  std::string_view zones = {};
  std::string_view watch = {};
};

/// The area, a degree and a half wide, about 10 N 60.25 E, or another middle.
inline Knowledge knowledge_of(const DrawnArea& drawn, double lat = 10.0, double lon = 60.25) {
  geo::PackTexts texts;
  texts.pack = {"pack.toml",
                fmt::format("name = \"test\"\ntitle.en = \"Test\"\nlanguages = [\"en\"]\n"
                            "bbox = {{ west = {}, south = {}, east = {}, north = {} }}\n"
                            "view = {{ lat = {}, lon = {}, zoom = 9 }}\n"
                            "time_zone = \"UTC\"\nattribution = \"ours\"\n{}",
                            lon - 0.75, lat - 0.5, lon + 0.75, lat + 0.5, lat, lon, drawn.places)};
  if (!drawn.tss.empty()) texts.tss = {"tss.toml", std::string{drawn.tss}};
  if (!drawn.zones.empty()) texts.zones = {"zones.toml", std::string{drawn.zones}};
  auto pack = geo::read_area_pack(texts);
  EXPECT_TRUE(pack) << pack.error().what;
  std::vector<Finding> findings;
  auto zones = read_watch_zones({"watch.toml", std::string{drawn.watch}}, findings);
  for (const auto& finding : findings) ADD_FAILURE() << sentence(finding);
  Knowledge knowledge;
  knowledge.places = std::make_shared<const Places>(
      std::make_shared<const geo::AreaIndex>(std::move(*pack)), nullptr, std::move(zones));
  return knowledge;
}

}  // namespace narrows::watch::test
