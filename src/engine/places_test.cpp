// What the raster of the watch says, against the exact answers, over both packs with their coasts.

#include "watch/places.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/area.hpp"
#include "engine/coast.hpp"
#include "engine/simulated_sea.hpp"
#include "engine/watch_setup.hpp"
#include "geo/geodesic.hpp"
#include "geo/random_places_test.hpp"
#include "geo/surface.hpp"

namespace narrows::engine {
namespace {

using geo::LatLon;
using watch::Places;

struct Shown {
  std::shared_ptr<const geo::AreaIndex> area;
  std::shared_ptr<const geo::Coast> coast;
  std::shared_ptr<const Places> places;
};

Shown shown(const std::string& name) {
  Shown out;
  auto pack = read_area(name, {});
  EXPECT_TRUE(pack) << pack.error().what;
  if (const auto file = find_coast(name)) {
    auto coast = read_coast(*file);
    EXPECT_TRUE(coast) << coast.error().what;
    out.coast = std::make_shared<const geo::Coast>(std::move(*coast));
  }
  out.area = std::make_shared<const geo::AreaIndex>(std::move(*pack));
  out.places = std::make_shared<const Places>(out.area, out.coast);
  return out;
}

/// Anywhere near the pack, and often within metres of a rim or of a cell's.
std::vector<LatLon> hard_places(const Shown& s, std::uint64_t seed, int count) {
  geo::RandomPlaces random{seed};
  const auto& box = s.area->pack().bbox;
  std::vector<LatLon> corners;
  const auto take = [&](const geo::MultiPolygon& area) {
    for (const auto& piece : area.pieces) {
      for (const auto& c : piece.outer.corners()) {
        corners.push_back(*LatLon::from(
            LatLon::E7{static_cast<std::int32_t>(c.lat), static_cast<std::int32_t>(c.lon)}));
      }
    }
  };
  for (const auto& item : s.area->items()) take(s.area->outline(item));
  if (s.coast) take(s.coast->outline);
  std::vector<LatLon> out;
  while (out.size() < static_cast<std::size_t>(count)) {
    const auto which = out.size() % 3;
    if (which == 0) {
      const double lat = random.uniform(static_cast<double>(box.south) / 1e7 - 1.5,
                                        static_cast<double>(box.north) / 1e7 + 1.5);
      const double lon = random.uniform(static_cast<double>(box.west) / 1e7 - 1.5,
                                        static_cast<double>(box.east) / 1e7 + 1.5);
      out.push_back(*LatLon::from(LatLon::Degrees{lat, lon}));
      continue;
    }
    const auto pick =
        static_cast<std::size_t>(random.uniform(0.0, static_cast<double>(corners.size()) - 0.001));
    if (which == 1) {
      out.push_back(random.near(corners[pick], 0.0, 0.5));
      continue;
    }
    // On the corner itself or a hair beside it.
    const auto hair = [&] { return static_cast<std::int32_t>(random.uniform(-2.5, 2.5)); };
    out.push_back(*LatLon::from(
        LatLon::E7{corners[pick].lat_e7() + hair(), corners[pick].lon_e7() + hair()}));
  }
  return out;
}

TEST(PlacesOfPacks, SayWhatTheExactIndexSays) {
  for (const std::string name : {"hormuz", "oresund"}) {
    const auto s = shown(name);
    std::size_t lying = 0;
    std::size_t on_land = 0;
    for (const auto place : hard_places(s, 20'260'101, 60'000)) {
      std::vector<geo::AreaIndex::Lying> exact;
      s.area->for_each_at(place, [&](const auto& item) { exact.push_back(item); });
      const auto found = s.places->at(place);
      ASSERT_EQ(found.lying.size(), exact.size()) << place.lat_e7() << ' ' << place.lon_e7();
      for (std::size_t i = 0; i < exact.size(); ++i) {
        EXPECT_EQ(found.lying[i].kind, exact[i].kind);
        EXPECT_EQ(found.lying[i].scheme, exact[i].scheme);
        EXPECT_EQ(found.lying[i].item, exact[i].item);
      }
      lying += exact.size();
      std::uint32_t kinds = 0;
      for (const auto& item : exact) {
        if (item.kind == geo::AreaIndex::Kind::kZone) {
          kinds |= watch::trait::of(s.area->zone(item).kind);
        } else {
          kinds |= item.kind == geo::AreaIndex::Kind::kLane ? watch::trait::kLane
                                                            : watch::trait::kSeparation;
        }
      }
      const auto traits = s.places->traits(place);
      EXPECT_EQ(traits & ~(watch::trait::kLand | watch::trait::kInshore | watch::trait::kWatchZone),
                kinds);
      if (!s.coast) continue;
      const bool land = s.coast->known.contains(place) && s.coast->land.any_holds(place);
      ASSERT_EQ(s.places->on_land(place), land) << place.lat_e7() << ' ' << place.lon_e7();
      on_land += land ? 1 : 0;
    }
    EXPECT_GT(lying, 10'000U);
    EXPECT_TRUE(!s.coast || on_land > 10'000U);
  }
}

TEST(PlacesOfPacks, TheShoreIsAsFarAsTheNearestOfAllItsSegments) {
  for (const std::string name : {"hormuz", "oresund"}) {
    const auto s = shown(name);
    if (!s.coast) GTEST_SKIP() << "no coast of " << name << " was built";
    const double within = 5'000.0;
    std::size_t near = 0;
    for (const auto place : hard_places(s, 7, 300)) {
      const auto here = geo::Surface{place}.at();
      double least = within + 1.0;
      const auto& cut = s.coast->known;
      for (const auto& piece : s.coast->outline.pieces) {
        const auto corners = piece.outer.corners();
        for (std::size_t i = 0, last = corners.size() - 1; i < corners.size(); last = i++) {
          const auto a = corners[last];
          const auto b = corners[i];
          if ((a.lat == b.lat && (a.lat == cut.south || a.lat == cut.north)) ||
              (a.lon == b.lon && (a.lon == cut.west || a.lon == cut.east)))
            continue;
          const auto at = [](geo::Ring::Corner c) {
            return geo::Surface{*LatLon::from(LatLon::E7{static_cast<std::int32_t>(c.lat),
                                                         static_cast<std::int32_t>(c.lon)})}
                .at();
          };
          // A straight line in space sags below a long edge: cut finer than the index does.
          const std::int64_t parts =
              std::max(std::abs(a.lat - b.lat), std::abs(a.lon - b.lon)) / 50'000 + 1;
          for (std::int64_t k = 0; k < parts; ++k) {
            const auto point = [&](std::int64_t n) {
              return at(geo::Ring::Corner{a.lat + (b.lat - a.lat) * n / parts,
                                          a.lon + (b.lon - a.lon) * n / parts});
            };
            const auto from = point(k);
            const auto way = point(k + 1) - from;
            const double squared = dot(way, way);
            const double t =
                squared > 0.0 ? std::clamp(dot(here - from, way) / squared, 0.0, 1.0) : 0.0;
            least = std::min(least, (from + t * way - here).length());
          }
        }
      }
      const auto found = s.places->shore(place, Distance::metres(within));
      ASSERT_EQ(found.has_value(), least <= within) << place.lat_e7() << ' ' << place.lon_e7();
      if (!found) continue;
      EXPECT_NEAR(found->distance.metres(), least, 1.0);
      EXPECT_NEAR((found->at - here).length(), least, 1.0);
      ++near;
    }
    EXPECT_GT(near, 100U);
  }
}

TEST(PlacesOfPacks, WhatScenariosStageIsWatched) {
  for (const std::string name : {"hormuz", "oresund"}) {
    WatchChoice choice;
    choice.area = name;
    const auto setup = set_up_watch(choice);
    ASSERT_TRUE(setup) << setup.error().what;
    const auto sea = read_sea(name, {});
    ASSERT_TRUE(sea) << sea.error().what;
    const auto holds = [&](const exercise::SeaZone& zone, auto rule) {
      return std::ranges::any_of(setup->knowledge.places->watch_zones(), [&](const auto& own) {
        return own.simulated && rule(own) &&
               std::ranges::equal(own.area.pieces.front().outer.corners(),
                                  zone.limits.outer.corners());
      });
    };
    for (const auto& zone : (*sea)->watch_zones) {
      EXPECT_TRUE(holds(zone, [](const auto& own) {
        return own.enter && own.exit && own.no_anchoring && own.speed_max;
      })) << zone.name;
    }
    for (const auto& zone : (*sea)->inshore_zones)
      EXPECT_TRUE(holds(zone, [](const auto& own) { return own.inshore; })) << zone.name;
  }
}

TEST(PlacesOfPacks, MostCellsAreSettled) {
  for (const std::string name : {"hormuz", "oresund"}) {
    const auto s = shown(name);
    EXPECT_LT(s.places->raster().mixed_cells() * 5, s.places->raster().cells()) << name;
  }
}

}  // namespace
}  // namespace narrows::engine
