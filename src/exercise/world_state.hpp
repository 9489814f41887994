#pragma once

// What World is made of, shared by world.cpp (who is there, what happens when) and
// world_reports.cpp (what they say).

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "exercise/close_pairs.hpp"
#include "exercise/evasion.hpp"
#include "exercise/give_way.hpp"
#include "exercise/life.hpp"
#include "exercise/radar.hpp"
#include "exercise/radio.hpp"
#include "exercise/seaway.hpp"
#include "exercise/witness.hpp"
#include "exercise/world.hpp"

namespace narrows::exercise {

inline constexpr Duration kStaticInterval = Duration::minutes(6);  // M.1371-5 annex 1, 3.3.2.
inline constexpr Duration kAidInterval = Duration::minutes(3);
inline constexpr Duration kBaseInterval = Duration::seconds(10);
/// How often the ships look round.
inline constexpr Duration kTick = Duration::seconds(30);
inline constexpr Time kNever = Time::unix_microseconds(INT64_MAX / 2);

/// What only the cast of events has.
struct Part {
  CastMember member;
  std::string kind;  ///< That was ordered.
  std::size_t next_text = 0;
  std::optional<std::size_t> gap;  ///< The ais_gap whose ends its reports decide.
  bool gap_open = false;
};

struct Actor {
  Vessel vessel;
  Passage passage;
  std::optional<Resident> resident;  ///< Extends the passage.
  std::unique_ptr<Part> part;
  std::optional<TimeSpan> ordered;  ///< Then she keeps to her passage whatever comes.
  std::vector<Evasion> ways;        ///< Aside of her passage, for others.
  std::string destination;
  std::string next_destination;  ///< From `leaves` on.
  Time leaves = kNever;
  Random noise{0};
  Time next_position = kNever;
  Time next_static = kNever;
  Time last_position;  ///< Sent.
  Time slot;           ///< Of a beacon: when the minute's burst began.
  bool channel_b = false;
  bool gone = false;

  /// REQUIRES: her passage is there.
  Motion at(Time t) const {
    const Motion plan = passage.at(t);
    return ways.empty() ? plan : aside_of(plan, ways, t);
  }
  Time next_text() const {
    return part && part->next_text < part->member.texts.size()
               ? part->member.texts[part->next_text].at
               : kNever;
  }
  Time due() const { return std::min({next_position, next_static, next_text()}); }
};

struct StationTimer {
  const FixedStation* station;
  bool base;
};

/// An order and which of its happenings is next.
struct Standing {
  std::size_t order;
  std::int64_t occurrence;
  Time at;
};

struct World::State {
  std::shared_ptr<const Sea> sea;
  Scenario scenario;
  Options options;
  geo::LocalFrame frame;
  Radio radio;
  Time now;
  std::deque<Actor> actors;
  std::vector<std::uint32_t> present;  // Into actors; those who are not gone.
  std::vector<StationTimer> stations;
  std::vector<geo::Offset> radars;

  /// Who speaks next. Below kStations an actor, above a station.
  struct Due {
    Time at;
    std::uint32_t who;
    friend bool operator>(const Due& a, const Due& b) {
      return a.at != b.at ? a.at > b.at : a.who > b.who;
    }
  };
  static constexpr std::uint32_t kStations = 0x8000'0000U;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due;

  std::array<double, kTradeCount> transits_per_day{};
  std::int64_t next_day = 0;  // Whose transits are not in `coming` yet.
  std::deque<Transit> coming;
  std::vector<Standing> standing;

  std::vector<TruthEvent> truth;
  std::vector<TruthEvent> decoys;
  std::vector<PortCall> port_calls;
  struct Jam {
    Interference interference;
    std::optional<std::size_t> truth;
    std::map<std::uint32_t, std::string> disturbed;
  };
  std::vector<Jam> jams;
  std::size_t gone_since_tidied = 0;
  GivingWay giving_way;
  Seaway seaway;
  Witness witness;
  ClosePairs close_pairs;
  Time next_tick;
  std::vector<Sailor> sailors;  // Of the last tick.

  State(std::shared_ptr<const Sea> the_sea, const Scenario& the_scenario,
        const Options& the_options);

  // world.cpp
  void populate();
  void begin_to_speak();
  void set_clocks(Actor& actor, std::uint32_t who);
  void add_resident(std::uint32_t number, Trade trade);
  bool radar_reaches(geo::Offset at) const;
  void say_dark(const Vessel& vessel);
  void add_anchored(std::uint32_t count);
  void add_stations();
  std::uint32_t enter(Actor actor);
  void let_in(Time until);
  void let_transits_in(Time until);
  void take_up(Time until);
  void stage(const Standing& standing);
  void send_on_their_way(Happening& happening, const Order& order, std::size_t first_truth);
  void take_truth(Happening& happening, const Order& order);
  void leave(std::uint32_t who);
  void tidy();
  void speak(const Due& due, OnSent on_sent);

  /// Of the vessel, with course and heading from true north where she is: the frame's own north is
  /// its origin's.
  Motion motion(const Actor& actor, Time t) const;

  // world_tick.cpp
  void tick(Time t);
  void look(std::uint32_t who, Time t);

  // world_calls.cpp
  std::vector<PortCall> usual_calls() const;

  // world_reports.cpp
  void send_due(Actor& actor, Time at, OnSent on_sent);
  void schedule(Actor& actor, Time from);
  void send_position(Actor& actor, Time at, OnSent on_sent);
  void send_identity(Actor& actor, Time at, OnSent on_sent);
  void send_text(Actor& actor, const SafetyText& text, OnSent on_sent);
  void send_station(const StationTimer& timer, Time at, OnSent on_sent);
  void send(Transmission& transmission, geo::Offset from, Distance antenna, unsigned slots,
            std::uint32_t serial, OnSent on_sent);
  geo::Offset claimed(Actor& actor, geo::Offset at, Time t);
  bool silent(Actor& actor, Time t) const;
  void note_position(Actor& actor, Time t, bool sent);
  const std::vector<Reception>& heard_by_nearest(const Radio::Sent& sent);
  std::vector<Reception> nearest;  // Of one: ideal reception.
};

/// The whole of the passage up to `until` is there.
void extend(Actor& actor, Time until);

}  // namespace narrows::exercise
