#include "watch/way.hpp"

#include <gtest/gtest.h>

namespace narrows::watch {
namespace {

Track track(model::ShipClass ship_class, std::string name, std::optional<std::uint32_t> imo) {
  Track t;
  t.ship_class = ship_class;
  t.identity.name = std::move(name);
  t.identity.imo = imo;
  t.put({});
  return t;
}

TEST(SizeOf, IsAsSaidElseUsualForTheClass) {
  using enum model::ShipClass;
  auto ferry = track(kPassenger, "SIM FERRY", {});
  ferry.identity.to_bow_stern_port_starboard_m = {100, 40, 10, 12};
  EXPECT_TRUE(size_of(ferry).known);
  EXPECT_EQ(size_of(ferry).length_m, 140.0);
  EXPECT_EQ(size_of(ferry).beam_m, 22.0);
  EXPECT_FALSE(size_of(track(kPassenger, "SIM FERRY", 9'074'729)).known);
  EXPECT_EQ(size_of(track(kPassenger, "SIM FERRY", 9'074'729)).length_m, 90.0);
}

TEST(SizeOf, APassengerShipWithoutImoNumberIsSmallOthersMayHaveLeftItOut) {
  using enum model::ShipClass;
  EXPECT_EQ(size_of(track(kPassenger, "SIM FERRY", {})).length_m, 35.0);
  EXPECT_EQ(size_of(track(kPassenger, "", {})).length_m, 90.0) << "nothing was heard yet";
  EXPECT_EQ(size_of(track(kTanker, "SIM TANKER", {})).length_m,
            size_of(track(kTanker, "SIM TANKER", 9'074'729)).length_m);
}

}  // namespace
}  // namespace narrows::watch
