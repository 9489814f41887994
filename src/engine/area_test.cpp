// The packs that ship are found and read; --area auto is what it says.

#include "engine/area.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace narrows::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

geo::LatLon at(double lat, double lon) {
  return geo::LatLon::from(geo::LatLon::Degrees{lat, lon}).value();
}

TEST(Area, ShippedPacksAreListedAndRead) {
  EXPECT_THAT(area_names({}), ElementsAre("hormuz", "oresund"));
  for (const auto& name : area_names({})) {
    const auto pack = read_area(name, {});
    ASSERT_TRUE(pack) << pack.error().what;
    EXPECT_EQ(pack->name, name);
    EXPECT_FALSE(pack->schemes.empty());
  }
}

TEST(Area, OneThatIsNotThereListsThoseThatAre) {
  const auto pack = read_area("dover", {});
  ASSERT_FALSE(pack);
  EXPECT_THAT(pack.error().what, HasSubstr("no area pack 'dover'"));
  EXPECT_THAT(pack.error().what, HasSubstr("there are: hormuz, oresund"));
  EXPECT_THAT(read_area("no/such", {}).error().what, HasSubstr("there is no no/such/pack.toml"));
}

TEST(Area, NoneIsTheWholeWorldWithoutAName) {
  const auto world = read_area("none", {});
  ASSERT_TRUE(world);
  EXPECT_TRUE(world->name.empty());
  EXPECT_TRUE(world->bbox.contains(at(-89.0, 179.9)));
}

TEST(Area, ABrokenPackNamesFileLineAndKey) {
  const auto folder = std::filesystem::path{testing::TempDir()} / "narrows-area-test" / "broken";
  std::filesystem::create_directories(folder);
  std::ofstream{folder / "pack.toml"} << "name = \"broken\"\ntitle = 3\n";
  const auto pack = read_area("broken", folder.parent_path());
  ASSERT_FALSE(pack);
  EXPECT_THAT(pack.error().what, HasSubstr("broken/pack.toml:"));
  // The one that can be read wins, the other does not stand.
  std::filesystem::copy(
      "areas/oresund", folder.parent_path() / "oresund",
      std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
  AreaElection election{folder.parent_path()};
  election.add(at(55.8, 12.7));
  EXPECT_EQ(election.winner(), "oresund");
}

TEST(Area, AutoIsThePackThatHoldsMostOfThePositions) {
  AreaElection election{std::filesystem::path{}};
  EXPECT_EQ(election.winner(), "none");
  election.add(at(26.5, 56.5));
  election.add(at(26.6, 56.4));
  election.add(at(55.8, 12.7));
  EXPECT_EQ(election.winner(), "hormuz");
  election.add(at(55.8, 12.7));
  EXPECT_EQ(election.winner(), "none");  // Half is not most.
}

}  // namespace
}  // namespace narrows::engine
