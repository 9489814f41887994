// Trafficking, integrity, ports and decoys: as event_test.cpp, each held against its definition;
// and the table of kinds against its document.

#include "exercise/played_for_test.hpp"

namespace narrows::exercise {
namespace {

TEST(Event, RendezvousIsCloseAndSlowForTwentyMinutes) {
  for (const char* area : {"hormuz", "oresund"}) {
    const auto played = play_one("rendezvous", {}, area);
    const auto& event = played.only("rendezvous");
    ASSERT_EQ(event.vessels.size(), 2U);
    const std::string a = event.vessels[0].truth_id;
    const std::string b = event.vessels[1].truth_id;
    expect_holds(played, event, 20 * 60 + 60, [&](Time t) {
      const auto& one = played.sample(a, t);
      const auto& other = played.sample(b, t);
      return between(one, other) <= 250 && one.knots < 3 && other.knots < 3;
    });
    // More than 2 nm from any anchorage.
    for (const Ground& ground : played.sea->anchorages) {
      EXPECT_GT(geo::approximate_distance(event.at, ground.centre).nautical_miles(),
                ground.radius.nautical_miles() + 2);
    }
  }
}

TEST(Event, DarkRendezvousIsWithOneWhoSaysNothing) {
  const auto played = play_one("dark_rendezvous");
  const auto& event = played.only("dark_rendezvous");
  ASSERT_EQ(event.vessels.size(), 2U);
  EXPECT_TRUE(event.vessels[0].mmsi);
  EXPECT_FALSE(event.vessels[1].mmsi);
  const std::string a = event.vessels[0].truth_id;
  const std::string b = event.vessels[1].truth_id;
  expect_holds(played, event, 10 * 60 + 60,
               [&](Time t) { return between(played.sample(a, t), played.sample(b, t)) <= 500; });
  int talkers = 0;
  for (const auto& [mmsi, said] : played.said)
    if (mmsi / 1'000'000 == kSimulatedMid) ++talkers;
  EXPECT_EQ(talkers, 1);
}

TEST(Event, MotherShipSetsOutBoatsThatRun) {
  const auto played = play_one("mother_ship");
  const auto& event = played.only("mother_ship");
  ASSERT_GE(event.vessels.size(), 3U);
  const std::string mother = event.vessels[0].truth_id;
  EXPECT_EQ(event.vessels[0].role, "mother");
  for (std::size_t i = 1; i < event.vessels.size(); ++i) {
    EXPECT_FALSE(event.vessels[i].mmsi);
    const auto& track = played.motion.at(event.vessels[i].truth_id);
    EXPECT_LE(between(track.front(), played.sample(mother, track.front().at)), 500);
    EXPECT_LE(played.sample(mother, track.front().at).knots, 6.0);
    EXPECT_LT((track.front().at - event.begin).seconds(), 60 * 60);
    EXPECT_GT(track.back().knots, 12.0);
    EXPECT_LE(track.back().at, event.end);
  }
  EXPECT_NEAR((played.motion.at(event.vessels[1].truth_id).front().at - event.begin).seconds(), 0,
              1.1);
}

TEST(Event, LoiteringIsSlowAndOnTheSpotForAnHour) {
  const auto played = play_one("loitering");
  const auto& event = played.only("loitering");
  const std::string who = event.vessels.at(0).truth_id;
  const auto& middle = played.sample(who, event.begin);
  for (Time t = event.begin + Duration::seconds(1); t < event.end; t = t + Duration::seconds(10)) {
    const auto& s = played.sample(who, t);
    ASSERT_LT(s.knots, 2.0);
    ASSERT_LE(between(middle, s), 2 * 1'852.0);
    ASSERT_EQ(s.activity, Activity::kSailing);
  }
  EXPECT_GT((event.end - event.begin).seconds(), 60 * 60 + 300);
  EXPECT_GE(played.sample(who, event.begin - Duration::seconds(10)).knots, 2.0);
  EXPECT_GE(played.sample(who, event.end + Duration::seconds(10)).knots, 2.0);
}

TEST(Event, AisGapIsFromTheLastReportToTheNext) {
  const auto played = play_one("ais_gap");
  const auto& event = played.only("ais_gap");
  const auto& said = played.said.at(event.vessels.at(0).mmsi->value);
  EXPECT_GT((event.end - event.begin).seconds(), 12 * 10 + 60);
  bool begins = false;
  for (std::size_t i = 0; i < said.positions.size(); ++i) {
    const Time t = said.positions[i].first;
    ASSERT_FALSE(t > event.begin && t < event.end);
    if (t != event.begin) continue;
    begins = true;
    ASSERT_LT(i + 1, said.positions.size());
    EXPECT_EQ(said.positions[i + 1].first, event.end);
  }
  EXPECT_TRUE(begins);
  for (const auto& [t, name] : said.names) EXPECT_FALSE(t > event.begin && t < event.end);
  // She is there all the while.
  EXPECT_TRUE(played.present(event.vessels.at(0).truth_id, event.begin + Duration::minutes(10)));
}

TEST(Event, DarkTracksAndGhosts) {
  for (const char* variant : {"small", "large"}) {
    const auto dark = play_one("dark_track", std::string{"variant = \""} + variant + "\"\n");
    const auto& event = dark.only("dark_track");
    EXPECT_GE((event.end - event.begin).seconds(), 6 * 60);
    EXPECT_FALSE(event.vessels.at(0).mmsi);
    for (const auto& [mmsi, said] : dark.said) EXPECT_NE(mmsi / 1'000'000, kSimulatedMid);
  }
  const Scenario scenario = scenario_for_test(
      "traffic.transit_factor = 0\n[[event]]\nkind = \"ais_without_echo\"\nat_min = 5\n");
  World world =
      World::make(sea_for_test("hormuz"), scenario, World::from_its_begin(scenario)).value();
  world.advance(scenario.begin + Duration::minutes(10), [](const Transmission&) {});
  int ghosts = 0;
  world.for_each_present(world.now(), [&](const World::Present& present) {
    EXPECT_FALSE(present.hull);
    ++ghosts;
  });
  EXPECT_EQ(ghosts, 1);
  EXPECT_EQ(world.truth().at(0).kind, "ais_without_echo");
}

TEST(Event, SmallCraftRunsAshoreWithoutAis) {
  for (const char* area : {"hormuz", "oresund"}) {
    const auto played = play_one("small_craft_run", {}, area);
    const auto& event = played.only("small_craft_run");
    EXPECT_FALSE(event.vessels.at(0).mmsi);
    const std::string who = event.vessels.at(0).truth_id;
    expect_holds(played, event, 60, [&](Time t) { return played.sample(who, t).knots > 20; });
    // A dark track wherever the radar of the scenario would see it; here there is none.
    EXPECT_EQ(played.truth.size(), 1U);
  }
}

TEST(Event, UnusualRouteIsWhereNoMerchantShipGoes) {
  const auto played = play_one("unusual_route");
  const auto& event = played.only("unusual_route");
  EXPECT_GT((event.end - event.begin).seconds(), 31 * 60);
  const std::string who = event.vessels.at(0).truth_id;
  const geo::LocalFrame frame{event.at};
  for (Time t = event.begin; t < event.end - Duration::seconds(1); t = t + Duration::minutes(1)) {
    const auto at = frame.to_local(played.sample(who, t).place);
    for (const Route& route : played.sea->routes) {
      if (route.transit_share == decltype(route.transit_share){}) continue;
      for (std::size_t i = 0; i + 1 < route.waypoints.size(); ++i) {
        const auto nearest = geo::nearest_on_segment(at, frame.to_local(route.waypoints[i].at),
                                                     frame.to_local(route.waypoints[i + 1].at));
        ASSERT_GT((at - nearest).length().nautical_miles(),
                  route.waypoints[i].half_width.nautical_miles() + 1.0)
            << route.name;
      }
    }
  }
}

TEST(Event, IdentityIsTwiceOrChangedOrImpossible) {
  const auto twice = play_one("identity");
  const auto& event = twice.only("identity");
  ASSERT_EQ(event.vessels.size(), 2U);
  EXPECT_EQ(event.vessels[0].mmsi, event.vessels[1].mmsi);
  EXPECT_NE(event.vessels[0].truth_id, event.vessels[1].truth_id);
  const Time middle = event.begin + Duration::minutes(5);
  EXPECT_GT(between(twice.sample(event.vessels[0].truth_id, middle),
                    twice.sample(event.vessels[1].truth_id, middle)),
            3 * 1'852.0);

  const auto change = play_one("identity", "variant = \"static_change\"\n");
  const auto& renamed = change.only("identity");
  std::set<std::string> before;
  std::set<std::string> during;
  for (const auto& [t, name] : change.said.at(renamed.vessels.at(0).mmsi->value).names)
    (t >= renamed.begin && t < renamed.end ? during : before).insert(name);
  ASSERT_EQ(before.size(), 1U);
  ASSERT_EQ(during.size(), 1U);
  EXPECT_NE(*before.begin(), *during.begin());
  EXPECT_EQ(during.begin()->substr(0, 4), "SIM ");

  const auto imo = play_one("identity", "variant = \"imo\"\n");
  const auto& imos = imo.said.at(imo.only("identity").vessels.at(0).mmsi->value).imos;
  ASSERT_EQ(imos.size(), 1U);
  const std::uint32_t number = *imos.begin();
  std::uint32_t sum = 0;
  for (std::uint32_t rest = number / 10, weight = 2; weight <= 7; ++weight, rest /= 10)
    sum += rest % 10 * weight;
  EXPECT_EQ(number / 1'000'000, 9U);
  EXPECT_NE(sum % 10, number % 10) << "a right check digit might be somebody's";
}

TEST(Event, InterferenceDisturbsAtLeastThreeWhileTheySailOn) {
  for (const char* variant : {"circles", "common_point", "jumps"}) {
    const auto played =
        play_one("gnss_interference", std::string{"variant = \""} + variant + "\"\n");
    const auto& event = played.only("gnss_interference");
    ASSERT_GE(event.vessels.size(), 3U) << variant;
    std::set<std::string> disturbed;
    for (const auto& vessel : event.vessels) {
      disturbed.insert(vessel.truth_id);
      int wrong = 0;
      for (const auto& [t, claimed] : played.said.at(vessel.mmsi->value).positions) {
        const double off =
            geo::approximate_distance(claimed, played.sample(vessel.truth_id, t).place).metres();
        if (t < event.begin || t >= event.end) {
          ASSERT_LT(off, 40.0) << variant;
        } else if (off > 200.0) {
          ++wrong;
          ASSERT_LE(geo::approximate_distance(played.sample(vessel.truth_id, t).place, event.at)
                        .nautical_miles(),
                    5.1);
        }
      }
      EXPECT_GT(wrong, 10) << variant << ' ' << vessel.truth_id;
    }
  }
}

TEST(Event, FalsePositionsOfOneShip) {
  for (const char* kind : {"position_jump", "on_land", "spoof_circle"}) {
    const auto played = play_one(kind);
    const auto& event = played.only(kind);
    const auto& vessel = event.vessels.at(0);
    std::vector<geo::LatLon> claimed_then;
    for (const auto& [t, claimed] : played.said.at(vessel.mmsi->value).positions) {
      const double off =
          geo::approximate_distance(claimed, played.sample(vessel.truth_id, t).place).metres();
      if (t >= event.begin && t < event.end) {
        ASSERT_GT(off, 1'000.0) << kind;
        claimed_then.push_back(claimed);
      } else {
        ASSERT_LT(off, 40.0) << kind;
      }
    }
    ASSERT_GT(claimed_then.size(), 30U) << kind;
    if (std::string_view{kind} == "on_land") {
      for (const auto& at : claimed_then) EXPECT_TRUE(played.sea->land.at(0).limits.contains(at));
    }
    if (std::string_view{kind} == "spoof_circle") {
      double lat = 0;
      double lon = 0;
      for (const auto& at : claimed_then) {
        lat += at.lat_degrees() / static_cast<double>(claimed_then.size());
        lon += at.lon_degrees() / static_cast<double>(claimed_then.size());
      }
      const auto centre = *geo::LatLon::from(geo::LatLon::Degrees{lat, lon});
      for (const auto& at : claimed_then)
        EXPECT_NEAR(geo::approximate_distance(centre, at).metres(), 400.0, 60.0);
    }
  }
}

TEST(Event, SensorsFailAsOrdered) {
  const std::string orders =
      "traffic.anchored = 40\n[[event]]\nkind = \"sensor_health\"\nreceiver = \"SIM-EAST\"\n"
      "at_min = 60\nlasts_min = 20\nvariant = \"";
  const std::string modelled = "radio.loss = 0.01\n";
  const auto in_window = [](const Played& played, const TruthEvent& event) {
    const auto& times = played.heard_by.at("SIM-EAST");
    return std::count_if(times.begin(), times.end(),
                         [&](Time t) { return t >= event.begin && t < event.end; });
  };
  const auto silent = play(orders + "silent\"\n", "hormuz", modelled);
  const auto& off = silent.only("sensor_health");
  EXPECT_EQ(off.sensor, "SIM-EAST");
  EXPECT_EQ(in_window(silent, off), 0);
  EXPECT_GT(silent.heard_by.at("SIM-EAST").size(), 1'000U);

  const auto slow = play(orders + "rate\"\n", "hormuz", modelled);
  const auto few = in_window(slow, slow.only("sensor_health"));
  EXPECT_GT(few, 0);

  const auto clock = play(orders + "clock\"\n", "hormuz", modelled);
  const auto& wrong = clock.only("sensor_health");
  const auto many = in_window(clock, wrong);
  EXPECT_LT(few * 5, many);
  const auto& times = clock.heard_by.at("SIM-EAST");
  const auto& offs = clock.stamp_off.at("SIM-EAST");
  for (std::size_t i = 0; i < times.size(); ++i) {
    const bool in = times[i] >= wrong.begin && times[i] < wrong.end;
    ASSERT_NEAR(offs[i].seconds(), in ? 90.0 : 0.0, 0.01);
  }
}

TEST(Event, PortCallsAreNotAsAnnounced) {
  const auto unannounced = play_one("unannounced_port_call");
  const auto& call = unannounced.only("unannounced_port_call");
  EXPECT_TRUE(unannounced.port_calls.empty());
  const std::string who = call.vessels.at(0).truth_id;
  expect_holds(unannounced, call, 10 * 60,
               [&](Time t) { return unannounced.sample(who, t).activity == Activity::kMoored; });
  const auto over = play_one("overstay");
  const auto& stays = over.only("overstay");
  ASSERT_EQ(over.port_calls.size(), 1U);
  EXPECT_EQ(over.port_calls[0].mmsi, *stays.vessels.at(0).mmsi);
  EXPECT_EQ(*over.port_calls[0].cleared_until, stays.begin);
  EXPECT_EQ(over.sample(stays.vessels[0].truth_id, stays.end - Duration::seconds(5)).activity,
            Activity::kMoored);
  EXPECT_GT(over.sample(stays.vessels[0].truth_id, stays.end + Duration::minutes(2)).knots, 0.5);
  const auto never = play_one("no_show");
  ASSERT_EQ(never.port_calls.size(), 1U);
  EXPECT_FALSE(never.said.contains(never.port_calls[0].mmsi.value));
  EXPECT_EQ(never.only("no_show").vessels.at(0).mmsi, never.port_calls[0].mmsi);
}

TEST(Decoy, LooksLikeItAndIsNot) {
  std::string orders;
  std::set<std::string> wanted;
  for (const EventKind& kind : event_kinds()) {
    if (!kind.decoy) continue;
    wanted.insert(std::string{kind.kind});
    orders += "[[decoy]]\nkind = \"" + std::string{kind.kind} + "\"\nat_min = 80\n";
  }
  const auto played = play(orders);
  EXPECT_TRUE(played.truth.empty());
  std::map<std::string, const TruthEvent*> decoys;
  for (const auto& decoy : played.decoys) {
    EXPECT_FALSE(decoy.looks_like.empty());
    EXPECT_NE(find_kind(decoy.looks_like, false), nullptr) << decoy.looks_like;
    decoys[decoy.kind] = &decoy;
  }
  ASSERT_EQ(decoys.size(), wanted.size());
  // They do look like it: as near and as slow as the real thing.
  for (const char* kind : {"tug_assist", "bunkering"}) {
    const TruthEvent& d = *decoys.at(kind);
    const Time middle = d.begin + Duration::microseconds((d.end - d.begin).microseconds() / 2);
    EXPECT_LT(between(played.sample(d.vessels[0].truth_id, middle),
                      played.sample(d.vessels[1].truth_id, middle)),
              250.0)
        << kind;
    EXPECT_LT(played.sample(d.vessels[1].truth_id, middle).knots, 3.0) << kind;
    EXPECT_GE((d.end - d.begin).seconds(), 20 * 60) << kind;
  }
  const TruthEvent& ferry = *decoys.at("ferry");
  const auto& s = played.sample(ferry.vessels[0].truth_id, ferry.begin + Duration::minutes(2));
  const auto* lane = lane_at(*played.sea, s.place);
  ASSERT_NE(lane, nullptr);
  EXPECT_NEAR(std::abs(turn(flow(*lane, s.place), s.heading)), 90.0, 25.0);
}

// --- The table, and what people read of it. ---

TEST(EventKinds, UsualValuesAreWithinTheirLimits) {
  std::set<std::string_view> names;
  for (const EventKind& kind : event_kinds()) {
    EXPECT_TRUE(names.insert(kind.kind).second) << kind.kind;
    for (const Parameter& p : kind.parameters) {
      EXPECT_LE(p.least, p.usual) << kind.kind << ' ' << p.name;
      EXPECT_LE(p.usual, p.most) << kind.kind << ' ' << p.name;
    }
  }
}

TEST(EventKinds, StandInTheirDocument) {
  const std::string document = file_for_test("docs/formats/scenario.md");
  ASSERT_FALSE(document.empty());
  const auto trimmed = [](double value) {
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
  };
  for (const EventKind& kind : event_kinds()) {
    const auto begin = document.find("\n| `" + std::string{kind.kind} + "` |");
    ASSERT_NE(begin, std::string::npos) << kind.kind;
    const std::string row = document.substr(begin + 1, document.find('\n', begin + 1) - begin);
    for (const Parameter& p : kind.parameters) {
      EXPECT_NE(row.find("`" + std::string{p.name} + "` " + trimmed(p.usual) + " (" +
                         trimmed(p.least) + "–" + trimmed(p.most) + ")"),
                std::string::npos)
          << kind.kind << ": " << p.name << " in " << row;
    }
  }
}

// Every kind can be ordered in every area that ships with traffic, or is refused with a reason.
TEST(EventKinds, AreRefusedWhereTheyHaveNoPlace) {
  Sea bare = *sea_for_test("hormuz");
  bare.lanes.clear();
  const Scenario scenario = scenario_for_test("[[event]]\nkind = \"tss_wrong_way\"\nat_min = 5\n");
  const auto world =
      World::make(std::make_shared<const Sea>(bare), scenario, World::from_its_begin(scenario));
  ASSERT_FALSE(world);
  EXPECT_NE(world.error().what.find("t.toml:"), std::string::npos);
  EXPECT_NE(world.error().what.find("tss_wrong_way"), std::string::npos);
}

}  // namespace
}  // namespace narrows::exercise
