#pragma once

// One event on an empty sea, played and written down, for tests that hold it against its
// definition.

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "exercise/event.hpp"
#include "exercise/sea_for_test.hpp"
#include "geo/approach.hpp"
#include "geo/geodesic.hpp"

namespace narrows::exercise {

struct Sample {
  Time at;
  geo::LatLon place;
  double knots;
  double course;
  double heading;
  Activity activity;
};

/// What one vessel said of itself.
struct Said {
  std::vector<std::pair<Time, geo::LatLon>> positions;
  std::vector<std::pair<Time, std::string>> names;
  std::set<std::uint32_t> imos;
  std::set<int> statuses;
  std::vector<std::string> texts;
};

/// One event on an empty sea, from its scenario to its truth, sampled each second.
struct Played {
  std::vector<TruthEvent> truth;
  std::vector<TruthEvent> decoys;
  std::vector<PortCall> port_calls;
  std::map<std::string, std::vector<Sample>> motion;       // By truth_id.
  std::map<std::uint32_t, Said> said;                      // By MMSI.
  std::map<std::string, std::vector<Time>> heard_by;       // By receiver: sent at.
  std::map<std::string, std::vector<Duration>> stamp_off;  // By receiver: stamped less sent.
  std::shared_ptr<const Sea> sea;

  const TruthEvent& only(std::string_view kind) const {
    const TruthEvent* found = nullptr;
    for (const auto& event : truth)
      if (event.kind == kind) found = &event;
    EXPECT_NE(found, nullptr) << "no truth of " << kind;
    static const TruthEvent none;
    return found == nullptr ? none : *found;
  }
  const Sample& sample(const std::string& who, Time t) const {
    const auto& all = motion.at(who);
    const auto after = std::lower_bound(all.begin(), all.end(), t,
                                        [](const Sample& s, Time at) { return s.at < at; });
    return after == all.end() ? all.back() : *after;
  }
  bool present(const std::string& who, Time t) const {
    const auto known = motion.find(who);
    return known != motion.end() && t >= known->second.front().at && t <= known->second.back().at;
  }
};

inline Played play(const std::string& orders, const std::string& area = "hormuz",
                   const std::string& radio = "radio.reception = \"ideal\"\n") {
  const Scenario scenario = scenario_for_test("traffic.transit_factor = 0\n" + radio + orders, 300);
  Played out;
  out.sea = sea_for_test(area);
  World world = World::make(out.sea, scenario, World::from_its_begin(scenario)).value();
  for (Time t = scenario.begin; t < scenario.begin + scenario.lasts; t = t + Duration::seconds(1)) {
    world.advance(t, [&](const Transmission& sent) {
      Said& said = out.said[sent.mmsi.value];
      if (sent.position) {
        said.positions.emplace_back(sent.sent_at, *sent.position->position);
        if (sent.position->nav_status) said.statuses.insert(*sent.position->nav_status);
      }
      if (sent.identity && sent.identity->name)
        said.names.emplace_back(sent.sent_at, *sent.identity->name);
      if (sent.identity && sent.identity->imo) said.imos.insert(*sent.identity->imo);
      if (!sent.text.empty()) said.texts.push_back(sent.text);
      for (const Reception& heard : sent.heard) {
        out.heard_by[std::string{heard.receiver}].push_back(sent.sent_at);
        out.stamp_off[std::string{heard.receiver}].push_back(heard.stamped_at - sent.sent_at);
      }
    });
    world.for_each_present(t, [&](const World::Present& present) {
      const Motion& m = present.motion;
      out.motion[present.vessel.truth_id].push_back({t, world.frame().to_lat_lon(m.at),
                                                     m.speed.knots(), m.course.degrees_true(),
                                                     m.heading.degrees_true(), m.activity});
    });
  }
  out.truth = world.truth();
  out.decoys = world.decoys();
  out.port_calls = world.port_calls();
  return out;
}

inline Played play_one(std::string_view kind, const std::string& more = {},
                       const std::string& area = "hormuz") {
  return play("[[event]]\nkind = \"" + std::string{kind} + "\"\nat_min = 80\n" + more, area);
}

inline double between(const Sample& a, const Sample& b) {
  return geo::approximate_distance(a.place, b.place).metres();
}

inline double turn(double from, double to) {
  return turn_degrees(Bearing::degrees_true(from), Bearing::degrees_true(to));
}

/// From begin to end it holds; three seconds outside, it does not (where the vessels are there).
template <class Definition>
void expect_holds(const Played& played, const TruthEvent& event, double at_least_s,
                  Definition&& definition) {
  ASSERT_GE((event.end - event.begin).seconds(), at_least_s) << event.kind;
  const auto all_there = [&](Time t) {
    return std::all_of(event.vessels.begin(), event.vessels.end(),
                       [&](const TruthVessel& v) { return played.present(v.truth_id, t); });
  };
  int asked = 0;
  for (Time t = event.begin + Duration::seconds(1); t < event.end - Duration::seconds(1);
       t = t + Duration::seconds(1)) {
    ASSERT_TRUE(all_there(t)) << event.kind << ' ' << format_rfc3339(t);
    ++asked;
    ASSERT_TRUE(definition(t)) << event.kind << ' ' << format_rfc3339(t);
  }
  EXPECT_GT(asked, 0);
  const Time before = event.begin - Duration::seconds(3);
  const Time after = event.end + Duration::seconds(3);
  if (all_there(before)) {
    EXPECT_FALSE(definition(before)) << event.kind << " before";
  }
  if (all_there(after)) {
    EXPECT_FALSE(definition(after)) << event.kind << " after";
  }
}

inline geo::ClosestApproach cpa(const Sample& a, const Sample& b) {
  const geo::LocalFrame frame{a.place};
  const auto mover = [&](const Sample& s) {
    return geo::Mover{frame.to_local(s.place),
                      geo::Velocity::from(Bearing::degrees_true(s.course), Speed::knots(s.knots))};
  };
  return geo::closest_approach(mover(a), mover(b));
}

inline const SeaLane* lane_at(const Sea& sea, geo::LatLon at) {
  for (const SeaLane& lane : sea.lanes)
    if (lane.limits.contains(at)) return &lane;
  return nullptr;
}

inline double flow(const SeaLane& lane, geo::LatLon at) {
  const geo::LocalFrame frame{at};
  double least = 1e12;
  double course = 0.0;
  for (std::size_t i = 0; i + 1 < lane.centreline.size(); ++i) {
    const auto from = frame.to_local(lane.centreline[i]);
    const auto to = frame.to_local(lane.centreline[i + 1]);
    const double off = geo::nearest_on_segment({0, 0}, from, to).length().metres();
    if (off < least) {
      least = off;
      course = (to - from).direction().degrees_true();
    }
  }
  return course;
}

}  // namespace narrows::exercise
