#include "engine/world_ports.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "watch/places.hpp"

namespace narrows::engine {
namespace {

std::filesystem::path written(const std::string& text) {
  auto file = std::filesystem::path{testing::TempDir()} / "ports.csv";
  std::ofstream{file} << text;
  return file;
}

geo::LatLon at(double lat, double lon) {
  return geo::LatLon::from(geo::LatLon::Degrees{.lat = lat, .lon = lon}).value();
}

TEST(WorldPorts, AreKnownToTheWatch) {
  auto ports = read_world_ports("areas/ports.csv");
  ASSERT_TRUE(ports) << ports.error().what;
  EXPECT_GT(ports->size(), 3'500U);
  const watch::Places places{nullptr, nullptr, {}, std::move(*ports)};
  ASSERT_NE(places.port_at(at(50.9, -1.42), Distance::nautical_miles(2)), nullptr);
  EXPECT_EQ(places.port_at(at(50.9, -1.42), Distance::nautical_miles(2))->name.at("en"),
            "Southampton");
  EXPECT_TRUE(places.in_harbour(at(40.7, -74.02), Distance::nautical_miles(2)));
  EXPECT_FALSE(places.in_harbour(at(10.0, 60.0), Distance::nautical_miles(2)));
  EXPECT_FALSE(places.to_port(at(10.0, 60.0)));
  EXPECT_NEAR(places.to_port(at(50.5, -1.42))->nautical_miles(), 16, 4);
}

TEST(WorldPorts, WhatIsNoPortIsNamed) {
  EXPECT_EQ(read_world_ports("there-is-no-such-file.csv")->size(), 0U);
  for (const char* bad : {"1,Here,91,0", "1,Here,x,0", "x,Here,1,0", "1,,1,0", "1,Here,1"}) {
    const auto read = read_world_ports(written(std::string{"# ports\n\n2,There,1,2\n"} + bad));
    ASSERT_FALSE(read) << bad;
    EXPECT_NE(read.error().what.find(":4: "), std::string::npos) << read.error().what;
  }
}

}  // namespace
}  // namespace narrows::engine
