// Safety of navigation. What is said to be true is true: for each kind, generated, the kinematics
// of the world itself are held against the definition, written down here once more and on its own.
// It holds from begin to end, and not just before and after.

#include "exercise/played_for_test.hpp"

namespace narrows::exercise {
namespace {

TEST(Event, CollisionRiskIsCautionOfOneMileAndThirtyMinutes) {
  for (const char* variant : {"crossing", "head_on", "overtaking"}) {
    const auto played = play_one("collision_risk", std::string{"variant = \""} + variant + "\"\n");
    const auto& event = played.only("collision_risk");
    ASSERT_EQ(event.vessels.size(), 2U) << variant;
    const std::string a = event.vessels[0].truth_id;
    const std::string b = event.vessels[1].truth_id;
    expect_holds(played, event, 25 * 60, [&](Time t) {
      const auto c = cpa(played.sample(a, t), played.sample(b, t));
      // A part in a thousand: this frame is not the generator's.
      return c.distance.nautical_miles() <= 1.0 && c.until.seconds() >= -1.0 &&
             c.until.seconds() <= 1'801.0;
    });
    // One clear step beyond: inside the warning of half a mile as well.
    const auto c = cpa(played.sample(a, event.begin), played.sample(b, event.begin));
    EXPECT_LT(c.distance.nautical_miles(), 0.25) << variant;
  }
}

TEST(Event, NearMissIsInTheFujiiDomainAtSpeed) {
  for (const char* variant : {"crossing", "head_on", "overtaking"}) {
    const auto played = play_one("near_miss", std::string{"variant = \""} + variant + "\"\n");
    const auto& event = played.only("near_miss");
    const std::string a = event.vessels[0].truth_id;
    const std::string b = event.vessels[1].truth_id;
    const double lengths[2] = {110, 130};
    expect_holds(played, event, 15, [&](Time t) {
      const Sample* s[2] = {&played.sample(a, t), &played.sample(b, t)};
      for (int own = 0; own < 2; ++own) {
        const geo::LocalFrame frame{s[own]->place};
        const geo::Offset to = frame.to_local(s[1 - own]->place);
        const double bearing = to.direction().degrees_true() - s[own]->heading;
        const double radians = bearing * 3.14159265358979 / 180;
        const double ahead = to.length().metres() * std::cos(radians) / (4 * lengths[own]);
        const double aside = to.length().metres() * std::sin(radians) / (1.6 * lengths[own]);
        if (ahead * ahead + aside * aside <= 1.0 && s[0]->knots > 5 && s[1]->knots > 5) return true;
      }
      return false;
    });
    double least = 1e9;
    for (const Sample& sample : played.motion.at(a)) {
      if (played.present(b, sample.at))
        least = std::min(least, between(sample, played.sample(b, sample.at)));
    }
    EXPECT_LT(least, 90.0) << variant;
    EXPECT_GT(least, 40.0) << variant;
    played.only("collision_risk");  // Which it is as well.
  }
}

TEST(Event, WrongWayIsAgainstTheFlowOfALane) {
  for (const char* area : {"hormuz", "oresund"}) {
    const auto played = play_one("tss_wrong_way", {}, area);
    const auto& event = played.only("tss_wrong_way");
    const std::string who = event.vessels.at(0).truth_id;
    expect_holds(played, event, 3 * 60 + 60, [&](Time t) {
      const auto& s = played.sample(who, t);
      const auto* lane = lane_at(*played.sea, s.place);
      return lane != nullptr && std::abs(turn(flow(*lane, s.place), s.course)) > 90;
    });
  }
}

TEST(Event, CrossingIsWithAHeadingOffTheRightAngle) {
  const auto played = play_one("tss_crossing");
  int lanes = 0;
  for (const auto& event : played.truth) {
    ASSERT_EQ(event.kind, "tss_crossing");
    ++lanes;
    const std::string who = event.vessels.at(0).truth_id;
    expect_holds(played, event, 5, [&](Time t) {
      const auto& s = played.sample(who, t);
      const auto* lane = lane_at(*played.sea, s.place);
      return lane != nullptr && std::abs(90 - std::abs(turn(flow(*lane, s.place), s.heading))) > 30;
    });
  }
  EXPECT_GE(lanes, 1);
}

TEST(Event, JoiningIsAtALargeAngle) {
  const auto played = play_one("tss_joining");
  const auto& event = played.only("tss_joining");
  const std::string who = event.vessels.at(0).truth_id;
  expect_holds(played, event, 60, [&](Time t) {
    const auto& s = played.sample(who, t);
    const auto* lane = lane_at(*played.sea, s.place);
    return lane != nullptr && std::abs(turn(flow(*lane, s.place), s.course)) > 30;
  });
  // Then she follows the lane.
  const auto& after = played.sample(who, event.end + Duration::minutes(2));
  const auto* lane = lane_at(*played.sea, after.place);
  ASSERT_NE(lane, nullptr);
  EXPECT_LT(std::abs(turn(flow(*lane, after.place), after.course)), 30);
}

TEST(Event, SeparationAndInshoreZonesHoldTheirVessel) {
  const auto separation = play_one("tss_separation_zone");
  const auto& in_zone = separation.only("tss_separation_zone");
  const std::string one = in_zone.vessels.at(0).truth_id;
  expect_holds(separation, in_zone, 5 * 60 + 120, [&](Time t) {
    const auto& zones = separation.sea->separation_zones;
    return std::any_of(zones.begin(), zones.end(), [&](const SeaZone& zone) {
      return zone.limits.contains(separation.sample(one, t).place);
    });
  });
  const auto inshore = play_one("tss_inshore_zone");
  const auto& through = inshore.only("tss_inshore_zone");
  const std::string other = through.vessels.at(0).truth_id;
  expect_holds(inshore, through, 10 * 60, [&](Time t) {
    return inshore.sea->inshore_zones.at(0).limits.contains(inshore.sample(other, t).place);
  });
}

TEST(Event, AnchoringInALaneOrWhereItIsForbidden) {
  const auto lane = play_one("tss_anchoring");
  const auto& anchored = lane.only("tss_anchoring");
  const std::string who = anchored.vessels.at(0).truth_id;
  expect_holds(lane, anchored, 40 * 60, [&](Time t) {
    const auto& s = lane.sample(who, t);
    return s.activity == Activity::kAnchored && s.knots < 0.5 &&
           lane_at(*lane.sea, s.place) != nullptr;
  });
  EXPECT_TRUE(lane.said.at(anchored.vessels.at(0).mmsi->value).statuses.contains(1));
  const auto zone = play_one("anchored_where_forbidden");
  const auto& event = zone.only("anchored_where_forbidden");
  const std::string other = event.vessels.at(0).truth_id;
  expect_holds(zone, event, 40 * 60, [&](Time t) {
    const auto& s = zone.sample(other, t);
    return s.activity == Activity::kAnchored &&
           zone.sea->watch_zones.at(0).limits.contains(s.place);
  });
}

TEST(Event, GroundingRiskIsLandWithinTwelveMinutesAhead) {
  for (const char* area : {"hormuz", "oresund"}) {
    const auto played = play_one("grounding_risk", {}, area);
    const auto& event = played.only("grounding_risk");
    const std::string who = event.vessels.at(0).truth_id;
    const auto ahead = [&](Time t, double minutes) {
      const auto& s = played.sample(who, t);
      const auto at = geo::destination(s.place, Bearing::degrees_true(s.course),
                                       Distance::nautical_miles(s.knots * minutes / 60));
      return played.sea->land.at(0).limits.contains(at);
    };
    expect_holds(played, event, 4 * 60, [&](Time t) {
      for (double minutes = 0; minutes <= 12.0; minutes += 0.25)
        if (ahead(t, minutes)) return true;
      return false;
    });
    EXPECT_TRUE(ahead(event.begin + Duration::minutes(1), 12.0)) << area;
    for (const Sample& sample : played.motion.at(who))
      ASSERT_FALSE(played.sea->land.at(0).limits.contains(sample.place)) << "she went aground";
  }
}

TEST(Event, ApproachShoreIsNearTheLand) {
  const auto played = play_one("approach_shore", "within_m = 2500\n");
  const auto& event = played.only("approach_shore");
  const std::string who = event.vessels.at(0).truth_id;
  const auto& land = played.sea->land.at(0).limits;
  expect_holds(played, event, 60, [&](Time t) {
    const geo::LocalFrame frame{played.sample(who, t).place};
    const auto corners = land.outer.corners();
    double least = 1e9;
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const auto place = [&](std::size_t k) {
        const auto& c = corners[k % corners.size()];
        return frame.to_local(*geo::LatLon::from(geo::LatLon::Degrees{
            static_cast<double>(c.lat) / 1e7, static_cast<double>(c.lon) / 1e7}));
      };
      least = std::min(least,
                       geo::nearest_on_segment({0, 0}, place(i), place(i + 1)).length().metres());
    }
    return least <= 2'500.0;
  });
}

TEST(Event, AnchorDraggingLeavesHerCircleByHalfItsRadius) {
  const auto played = play_one("anchor_dragging", "swing_m = 140\n");
  const auto& event = played.only("anchor_dragging");
  const std::string who = event.vessels.at(0).truth_id;
  // The anchor, from where she lay and pointed.
  const Sample& first = played.sample(who, event.begin - Duration::minutes(40));
  const auto anchor =
      geo::destination(first.place, Bearing::degrees_true(first.heading), Distance::metres(140));
  const auto out_by = [&](Time t) {
    return geo::approximate_distance(anchor, played.sample(who, t).place).metres();
  };
  EXPECT_NEAR(out_by(event.begin - Duration::minutes(30)), 140.0, 2.0);
  for (Time t = event.begin + Duration::seconds(1); t < event.end; t = t + Duration::seconds(5)) {
    ASSERT_GT(out_by(t), 1.5 * 140 - 1.0);
    ASSERT_GT(played.sample(who, t).knots, 0.5);
  }
  EXPECT_LT(out_by(event.begin - Duration::seconds(3)), 1.5 * 140);
  EXPECT_LT(played.sample(who, event.end + Duration::seconds(2)).knots, 0.1);
  for (Time t = event.begin - Duration::minutes(30); t < event.end; t = t + Duration::minutes(1))
    EXPECT_EQ(nav_status(played.sample(who, t).activity), 1);
}

TEST(Event, DriftingIsAsideOfHerHeading) {
  for (const char* variant : {"silent", "not_under_command"}) {
    const auto played = play_one("drifting", std::string{"variant = \""} + variant + "\"\n");
    const auto& event = played.only("drifting");
    const std::string who = event.vessels.at(0).truth_id;
    expect_holds(played, event, 10 * 60 + 60, [&](Time t) {
      const auto& s = played.sample(who, t);
      return s.knots >= 1 && s.knots <= 5 && std::abs(turn(s.course, s.heading)) > 45;
    });
    EXPECT_GT(between(played.sample(who, event.begin), played.sample(who, event.end)), 500.0);
    EXPECT_EQ(played.said.at(event.vessels.at(0).mmsi->value).statuses.contains(2),
              std::string_view{variant} == "not_under_command");
  }
}

TEST(Event, SuddenStopIsWithinHalfAMinuteAndHeld) {
  const auto played = play_one("sudden_stop");
  const auto& event = played.only("sudden_stop");
  const std::string who = event.vessels.at(0).truth_id;
  EXPECT_GT(played.sample(who, event.begin - Duration::seconds(3)).knots, 7.0);
  int slow = 0;
  for (Time t = event.begin + Duration::seconds(30); t < event.end - Duration::seconds(1);
       t = t + Duration::seconds(1), ++slow)
    ASSERT_LT(played.sample(who, t).knots, 1.0) << format_rfc3339(t);
  EXPECT_GE(slow, 60);
  EXPECT_GT(played.sample(who, event.end + Duration::seconds(3)).knots, 1.0);
}

TEST(Event, SuddenTurnIsSixtyDegreesInTwoMinutes) {
  const auto played = play_one("sudden_turn");
  const auto& event = played.only("sudden_turn");
  const std::string who = event.vessels.at(0).truth_id;
  expect_holds(played, event, 30, [&](Time t) {
    const auto& before = played.sample(who, t - Duration::minutes(2));
    return std::abs(turn(before.heading, played.sample(who, t).heading)) > 60;
  });
  // A transponder that begins to turn does not wait out its old interval of ten seconds.
  const Time turns = from_utc(2026, 1, 1, 7, 20);
  std::vector<double> after_s;
  for (const auto& [t, place] : played.said.at(event.vessels.at(0).mmsi->value).positions)
    if (t > turns && t < turns + Duration::seconds(60)) after_s.push_back((t - turns).seconds());
  ASSERT_GE(after_s.size(), 15U);
  EXPECT_LE(after_s.front(), 3.34);
  for (std::size_t i = 1; i < after_s.size(); ++i)
    EXPECT_NEAR(after_s[i] - after_s[i - 1], 3.333, 0.01);
}

TEST(Event, ZonesWithRules) {
  const auto fast = play_one("speed_limit");
  const auto& speeding = fast.only("speed_limit");
  const std::string who = speeding.vessels.at(0).truth_id;
  expect_holds(fast, speeding, 60, [&](Time t) {
    const auto& s = fast.sample(who, t);
    return s.knots > 10 && fast.sea->watch_zones.at(0).limits.contains(s.place);
  });
  for (const char* kind : {"zone_entry", "zone_exit"}) {
    const auto played = play_one(kind);
    const auto& event = played.only(kind);
    EXPECT_EQ(event.begin, event.end);
    const auto& zone = played.sea->watch_zones.at(0).limits;
    const auto inside = [&](Duration off) {
      return zone.contains(played.sample(event.vessels.at(0).truth_id, event.begin + off).place);
    };
    const bool entry = std::string_view{kind} == "zone_entry";
    EXPECT_EQ(inside(Duration::seconds(-3)), !entry) << kind;
    EXPECT_EQ(inside(Duration::seconds(3)), entry) << kind;
  }
}

TEST(Event, DistressIsSaidInEveryWay) {
  const std::map<std::string, std::uint32_t> beacons{{"sart", 970}, {"mob", 972}, {"epirb", 974}};
  for (const auto& [variant, prefix] : beacons) {
    const auto played = play_one("distress", "variant = \"" + variant + "\"\n");
    const auto& event = played.only("distress");
    const auto mmsi = event.vessels.at(0).mmsi->value;
    EXPECT_EQ(mmsi / 1'000'000, prefix);
    EXPECT_EQ(mmsi / 10'000 % 100, 0U) << "the maker's number 00 is for tests";
    const Said& said = played.said.at(mmsi);
    EXPECT_EQ(said.statuses, (std::set<int>{14}));
    EXPECT_FALSE(said.texts.empty());
    // Eight in a burst of a quarter of a minute, once a minute.
    const auto first = said.positions.front().first;
    int in_first_minute = 0;
    for (const auto& [at, place] : said.positions)
      if (at < first + Duration::minutes(1)) ++in_first_minute;
    EXPECT_EQ(in_first_minute, 8);
    EXPECT_NEAR(static_cast<double>(said.positions.size()), 8 * 40, 8);
  }
  const auto text = play_one("distress", "variant = \"text\"\n");
  EXPECT_FALSE(text.said.at(text.only("distress").vessels.at(0).mmsi->value).texts.empty());
  const auto status = play_one("distress", "variant = \"nav_status\"\n");
  EXPECT_TRUE(
      status.said.at(status.only("distress").vessels.at(0).mmsi->value).statuses.contains(14));
}

}  // namespace
}  // namespace narrows::exercise
