#pragma once

// Sea and detectors: takes what was observed in the order of its arrival, keeps stream time, wakes
// detectors, and passes on what they say. One thread; several lookouts with parts of the rules,
// given the same input, together say the same as one with all (Desk puts them in order).

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "model/alert.hpp"
#include "model/observation.hpp"
#include "model/ship_class.hpp"
#include "watch/detector.hpp"
#include "watch/knowledge.hpp"
#include "watch/sea.hpp"
#include "watch/situation.hpp"

namespace narrows::watch {

class ReceptionLearner;  // coverage.hpp

/// What a detector said, and when.
struct Said {
  enum class What : std::uint8_t { kRaise, kUpdate, kEnd, kRetract };
  /// The order of what all lookouts say together: number of the input it was said at; whether on a
  /// timer that was due before it; when; place of the detector in rule_specs(); its turn.
  struct Turn {
    std::uint64_t event = 0;
    bool after_timers = false;
    Time now;
    std::uint32_t rule = 0;
    std::uint32_t within = 0;
    friend constexpr auto operator<=>(const Turn&, const Turn&) = default;
  };
  Turn turn;
  What what = What::kRaise;
  Time now;
  const RuleSpec* rule = nullptr;
  SituationId id;
  Situation situation;  ///< kRaise, kUpdate.
  std::vector<model::AlertVessel> vessels;
  std::vector<model::AlertParameter> parameters;
  std::vector<std::string> observations;
  Time end;             ///< kEnd.
  std::string because;  ///< kRetract.
};

/// A rule in force.
struct ActiveRule {
  const RuleSpec* spec = nullptr;
  Parameters parameters;
};
/// All rules with the values of a preset.
std::vector<ActiveRule> usual_rules(Preset preset = Preset::kNarrows);

/// Something that came in, whatever it is.
using Event = std::variant<model::PositionObservation, model::StaticObservation,
                           model::TextObservation, RadarFix, SensorReport>;

class Lookout {
 public:
  struct Counts {
    std::uint64_t in = 0;  ///< Each in exactly one of the next.
    std::uint64_t positions = 0;
    std::uint64_t late = 0;
    std::uint64_t doubled = 0;
    std::uint64_t no_place = 0;
    std::uint64_t others = 0;  ///< Statics, texts, sensor reports.
  };
  /// A detector that failed and is out of the watch since: never stops the rest.
  struct Failure {
    std::string_view kind;
    Time at;
    std::string what;
  };
  using OnSaid = std::function<void(Said)>;

  Lookout(std::vector<ActiveRule> rules, Knowledge knowledge, OnSaid on_said,
          SeaOptions options = {});
  Lookout(const Lookout&) = delete;
  Lookout& operator=(const Lookout&) = delete;
  Lookout(Lookout&&) = delete;
  Lookout& operator=(Lookout&&) = delete;
  ~Lookout();

  void take(const Event& event);
  void take(const model::Observation& observation);
  /// Each in turn: as one by one, and faster, as it knows who comes next.
  void take(std::span<const Event> events);
  /// Time passed without a report: timers up to `now` are due. Earlier than known: nothing.
  void advance(Time now);

  /// Other thresholds from here on. False: no such rule here.
  bool configure(const RuleSpec& spec, Parameters parameters);
  void learn(Knowledge knowledge);
  /// Learns from now on what is heard where, over what is known already. The rules are told at each
  /// whole hour of stream time, so that a replay gives the same.
  void learn_reception(const Coverage& known);
  /// What it has learned so far; null: it does not learn.
  const Coverage* reception() const;

  Time now() const { return now_; }
  const Sea& sea() const { return sea_; }
  const Counts& counts() const { return counts_; }
  const std::vector<Failure>& failures() const { return failures_; }

 private:
  class Post;  // The Scene of one detector.
  struct Seat {
    Detector* detector = nullptr;
    Post* post = nullptr;
  };
  struct Timer {
    Time at;
    std::uint64_t turn;
    std::uint64_t what;
    std::uint32_t post;      // In the order of rule_specs().
    model::ShipClass about;  // Whose thresholds were in force when it was asked for.
    friend bool operator>(const Timer& a, const Timer& b) {
      return std::tie(a.at, a.post, a.turn) > std::tie(b.at, b.post, b.turn);
    }
  };
  static_assert(sizeof(Timer) == 32, "two in a cache line");
  static constexpr std::size_t kLookUpAtOnce = 64;

  void take_some(std::span<const Event> events);
  Slot slot_of(const Event& event) const;
  void begin_event(Time received_at);
  void begin_and_tell(const model::PositionObservation& o);
  void begin_and_tell(const model::StaticObservation& o);
  void begin_and_tell(const model::TextObservation& o);
  void begin_and_tell(const RadarFix& o);
  void begin_and_tell(const SensorReport& o);
  void run_timers(Time now);
  void pass_on();
  void report(const Sea::Entry& entry);
  void echo(const RadarFix& fix);
  void hear(const Track& track);
  template <class Body>
  void tell(model::ShipClass about, Body&& body);
  template <class Body>
  void tell(Seat& seat, Body&& body);
  /// The thresholds of this class are in force from here on.
  void regard(Seat& seat, model::ShipClass about);
  void find_differences();
  void ask_what_they_want();
  const std::vector<Seat*>& told_of(const Track& track) const {
    return track.key.identified() ? of_ais_ : of_radar_;
  }

  Sea sea_;
  Knowledge knowledge_;
  OnSaid on_said_;
  std::unique_ptr<Detector> silent_;
  std::vector<std::unique_ptr<Post>> posts_;
  std::vector<Seat> seats_;  // By place.
  /// Of seats_, those that a report goes round: of a vessel with a transponder, and of one without.
  std::vector<Seat*> of_ais_;
  std::vector<Seat*> of_radar_;
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
  std::uint64_t turn_ = 0;
  Slot coming_ = kNoSlot;  // Whose report is most likely the next.
  std::uint64_t event_ = 0;
  bool after_timers_ = false;
  bool begun_ = false;
  bool classes_differ_ = false;
  std::vector<Said> said_;  // At this event.
  Time now_;
  std::unique_ptr<ReceptionLearner> reception_;  // Null: it does not learn.
  std::int64_t reception_hour_ = 0;              // In which the rules were told of it.
  Counts counts_;
  std::vector<Failure> failures_;
};

}  // namespace narrows::watch
