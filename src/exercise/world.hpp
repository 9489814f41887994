#pragma once

// A sea full of invented vessels: everything that a scenario asks for, moved on by `advance`.
//
// Every vessel has a passage (passage.hpp), so a step of time costs what is said in it and no more.
// Each transponder reports as often as ITU-R M.1371-5 annex 1 says for its class, speed and turn.
// The same seed gives the same transmissions, however the time is cut into calls; where vessels are
// depends on seed and time alone, not on when one began to look (Options::epoch): who has gone out
// of another's way finds her passage again (give_way.hpp).
//
// Leaves out: message 27, which is for satellites; shore stations that command or repeat.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "exercise/event.hpp"
#include "exercise/passage.hpp"
#include "exercise/scenario.hpp"
#include "exercise/sea.hpp"
#include "exercise/transmission.hpp"
#include "exercise/truth.hpp"

namespace narrows::exercise {

class World {
 public:
  struct Options {
    Time begin;
    /// What the scenario's minutes count from; `begin` or before it. Events before `begin` that
    /// reach into it are there.
    Time zero;
    /// Since when residents sail; the same epoch gives the same places. At most `begin`.
    Time epoch;
    /// What is true is kept, for truth(); else forgotten, so that one can go on for ever.
    bool keep_truth = true;
  };
  /// A scenario from its own begin on; ships have sailed for an hour, and are clear of each other.
  static Options from_its_begin(const Scenario& scenario) {
    return {scenario.begin, scenario.begin, scenario.begin - Duration::hours(1), true};
  }

  /// Fails when the sea lacks what an order needs, naming its line; or a receiver that is not.
  static Result<World> make(std::shared_ptr<const Sea> sea, const Scenario& scenario,
                            const Options& options);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  World(World&&) noexcept;
  World& operator=(World&&) noexcept;

  using OnSent = FunctionRef<void(const Transmission&)>;
  /// All that is sent from where the last call ended up to, and without, `until`, in order of
  /// time. An earlier `until` gives nothing.
  void advance(Time until, OnSent on_sent);
  /// Everybody says now where and who they are, out of turn: for one who begins to listen.
  void introduce(OnSent on_sent);
  Time now() const;

  struct Present {
    const Vessel& vessel;
    Motion motion;
    bool hull;  ///< A radar could see it.
  };
  /// Everybody who is there at `t`. REQUIRES: at most a few seconds from now().
  void for_each_present(Time t, FunctionRef<void(const Present&)> found);
  const geo::LocalFrame& frame() const;

  /// What was true up to now(), cut to [begin, now()], by begin; only what had begun.
  std::vector<TruthEvent> truth() const;
  /// close_pairs.hpp.
  std::vector<TruthEvent> close_pairs() const;
  std::vector<TruthEvent> decoys() const;
  std::vector<PortCall> port_calls() const;

 private:
  struct State;
  explicit World(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// How long a transponder waits between position reports: ITU-R M.1371-5 annex 1, tables 1 and 2.
/// "Changing course" is more than 5 degrees in 30 seconds (annex 2, 4.3.3), here as a rate of turn.
Duration reporting_interval(AisUnit unit, bool anchored_or_moored, Speed speed,
                            double turn_deg_per_s);

}  // namespace narrows::exercise
