// Scenarios and seas are written by people: what is wrong is said with file, line and key.

#include "exercise/scenario.hpp"

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "exercise/sea_for_test.hpp"

namespace narrows::exercise {
namespace {

const std::string kHead =
    "title = \"t\"\narea = \"hormuz\"\nbegin = \"2026-01-01T06:00:00Z\"\nduration_min = 60\n";

std::string wrong(const std::string& more) {
  const auto scenario = read_scenario(kHead + more, "s.toml");
  return scenario ? std::string{} : scenario.error().what;
}

TEST(Scenario, SaysFileLineAndKeyOfWhatIsWrong) {
  const struct {
    const char* more;
    const char* says;
  } cases[] = {
      {"sed = 3\n", "s.toml:5: sed: "},
      {"seed = -1\n", "s.toml:5: seed: "},
      {"[traffic]\ntransit_factor = 99\n", "s.toml:6: traffic.transit_factor: is 99"},
      {"[traffic.residents]\ndhow = 1\ndow = 1\n", "s.toml:7: traffic.residents.dow: "},
      {"[radio]\nreception = \"good\"\n", "s.toml:6: radio.reception: "},
      {"[[receiver]]\nname = \"A\"\nlat = 26\n", "'lon' is missing"},
      {"[[receiver]]\nname = \"A B\"\nlat = 26\nlon = 56\n", "s.toml:6: receiver[0].name: "},
      {"[[receiver]]\nname = \"A\"\nlat = 26\nlon = 56\n[[receiver.outage]]\nfrom_min = 5\nto_min "
       "= "
       "4\n",
       "receiver[0].outage[0].to_min: must be after"},
      {"[[event]]\nkind = \"rendevous\"\nat_min = 1\n", "s.toml:6: event[0].kind: 'rendevous'"},
      {"[[event]]\nkind = \"rendezvous\"\n", "'at_min' is missing"},
      {"[[event]]\nkind = \"rendezvous\"\nat_min = 1\ndistance_m = 250.1\n",
       "s.toml:8: event[0].distance_m: is 250.1; it must be from 20 to 245"},
      {"[[event]]\nkind = \"rendezvous\"\nat_min = 1\ndistanc_m = 5\n",
       "s.toml:8: event[0].distanc_m: is not a key here; did you mean 'distance_m'?"},
      {"[[event]]\nkind = \"distress\"\nat_min = 1\nvariant = \"flag\"\n", "event[0].variant: "},
      {"[[event]]\nkind = \"bunkering\"\nat_min = 1\n", "event[0].kind: "},
      {"[[event]]\nkind = \"drifting\"\nat_min = 1\nlat = 95\nlon = 5\n", "no place on the globe"},
      {"[[event]]\nkind = \"drifting\"\nat_min = 1\nlat = 25\n", "needs its other half"},
      {"[[event]]\nkind = \"drifting\"\nat_min = 61\n", "ends before the drifting of s.toml:6"},
      {"begin_ = 1", "did you mean 'begin'?"},
      {"seed = \n", "s.toml:5: is not TOML"},
  };
  for (const auto& c : cases) {
    const std::string said = wrong(c.more);
    EXPECT_NE(said.find(c.says), std::string::npos) << c.more << " says: " << said;
    EXPECT_EQ(said.rfind("s.toml:", 0), 0U) << said;
  }
  EXPECT_NE(read_scenario("", "s.toml").error().what.find("'title' is missing"), std::string::npos);
  EXPECT_NE(read_scenario("title=\"a\"\narea=\"b\"\nbegin=\"noon\"\nduration_min=1\n", "s.toml")
                .error()
                .what.find("s.toml:3: begin: 'noon'"),
            std::string::npos);
}

TEST(Scenario, ReadsWhatIsSaid) {
  const auto s = read_scenario(
      kHead +
          "seed = 9\n[traffic]\ntransit_factor = 0.5\nanchored = 3\n[traffic.transits_per_day]\n"
          "tanker = 7\n[traffic.residents]\nferry = 2\n[radio]\nloss = 0.3\n"
          "[[receiver]]\nname = \"A\"\nlat = 26\nlon = 56.5\nantenna_m = 77\nclock_offset_ms = -5\n"
          "clock_drift_ppm = 3\nloss = 0.1\n[[receiver.outage]]\nfrom_min = 1\nto_min = 2.5\n"
          "[[radar]]\nname = \"R\"\nlat = 26.1\nlon = 56.1\nrange_nm = 12\nturn_s = 2\n"
          "[[event]]\nkind = \"drifting\"\nat_min = 5\nevery_min = 30\nvariant = "
          "\"not_under_command\"\nspeed_kn = 3\nlat = 26\nlon = 57\n[[decoy]]\nkind = "
          "\"fishing\"\nat_min = 2\n",
      "s.toml");
  ASSERT_TRUE(s) << s.error().what;
  EXPECT_EQ(s->seed, 9U);
  EXPECT_EQ(s->begin, from_utc(2026, 1, 1, 6));
  EXPECT_EQ(s->lasts, Duration::hours(1));
  EXPECT_EQ(s->traffic.transit_factor, 0.5);
  EXPECT_EQ(s->traffic.anchored, 3U);
  EXPECT_EQ(s->traffic.transits_per_day[0], 7.0);
  EXPECT_FALSE(s->traffic.transits_per_day[1]);
  EXPECT_EQ(s->traffic.residents[static_cast<std::size_t>(Trade::kFerry)], 2U);
  EXPECT_EQ(s->loss, 0.3);
  const Receiver& r = s->receivers.at(0);
  EXPECT_EQ(r.antenna.metres(), 77);
  EXPECT_EQ(r.clock_offset, Duration::milliseconds(-5));
  EXPECT_EQ(r.clock_drift_ppm, 3);
  EXPECT_EQ(r.outages.at(0).to, Duration::seconds(150));
  EXPECT_EQ(s->radars.at(0).turn, Duration::seconds(2));
  EXPECT_NEAR(s->radars.at(0).range.nautical_miles(), 12, 1e-9);
  ASSERT_EQ(s->orders.size(), 2U);
  EXPECT_EQ(s->orders[0].variant, "not_under_command");
  EXPECT_EQ(*s->orders[0].every, Duration::minutes(30));
  EXPECT_EQ(s->orders[0].numbers.at("speed_kn"), 3.0);
  EXPECT_TRUE(s->orders[0].where);
  EXPECT_TRUE(s->orders[1].decoy);
}

TEST(Scenario, ThoseThatShipCanBePlayed) {
  int played = 0;
  for (const char* area : {"hormuz", "oresund"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator{std::string{"areas/"} + area + "/scenarios"}) {
      const auto scenario =
          read_scenario(file_for_test(entry.path().string()), entry.path().string());
      ASSERT_TRUE(scenario) << scenario.error().what;
      EXPECT_EQ(scenario->area, area);
      auto world = World::make(sea_for_test(area), *scenario, World::from_its_begin(*scenario));
      ASSERT_TRUE(world) << world.error().what;
      int sent = 0;
      world->advance(scenario->begin + Duration::minutes(2), [&](const Transmission&) { ++sent; });
      EXPECT_GT(sent, 300) << entry.path();
      ++played;
    }
  }
  EXPECT_GE(played, 7);
}

TEST(Sea, SaysFileLineAndKeyOfWhatIsWrong) {
  const geo::AreaPack pack;
  const auto wrong_sea = [&](const std::string& text) {
    const auto sea = read_sea(pack, text, "traffic.toml");
    return sea ? std::string{} : sea.error().what;
  };
  EXPECT_NE(wrong_sea("[[route]]\nname = \"a\"\nwaypoints = [[1, 2]]\n")
                .find("traffic.toml:3: route[0].waypoints: "),
            std::string::npos);
  EXPECT_NE(wrong_sea("[[route]]\nname = \"a\"\nwaypoints = [[1, 2, 3], [1, 2, 3]]\ntrades = "
                      "[\"barge\"]\n")
                .find("'barge' is no trade"),
            std::string::npos);
  EXPECT_NE(wrong_sea("x = 1\n").find("traffic.toml:"), std::string::npos);
  std::string text = file_for_test("areas/hormuz/traffic.toml");
  const auto next = text.find("next = \"through, outbound\"");
  text.replace(next, 26, "next = \"through, nowhere!\"");
  EXPECT_NE(wrong_sea(text).find("there is no route 'through, nowhere!'"), std::string::npos)
      << wrong_sea(text);
}

}  // namespace
}  // namespace narrows::exercise
