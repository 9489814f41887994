#pragma once

// A sea full of invented vessels: seeded, deterministic, marked as simulated in every name and
// MMSI.
//
// Merchant ships keep to the lanes, ferries and dhows cross them, others lie at anchor, fish, tow,
// pilot and patrol. Each transponder reports as often as ITU-R M.1371-5 annex 1 table 1 says for
// its class, speed and turn. No scenario, no radar, no truth file: that is `narrows simulate`.
//
// The same seed gives the same transmissions, however the time is cut into calls.

#include <cstdint>
#include <memory>
#include <vector>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "exercise/fleet.hpp"
#include "exercise/sea.hpp"
#include "exercise/transmission.hpp"

namespace narrows::exercise {

class Traffic {
 public:
  struct Options {
    std::uint64_t seed = 1;
    std::size_t vessels = 200;  ///< At most kFleetMax.
  };
  using OnSent = FunctionRef<void(const Transmission&)>;

  /// The sea is populated as of `begin` (cut to the whole second).
  Traffic(Sea sea, Options options, Time begin);
  ~Traffic();
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;
  Traffic(Traffic&&) noexcept;
  Traffic& operator=(Traffic&&) noexcept;

  /// All that is sent from where the last call ended up to the last whole second at or before
  /// `until`, in order of time. An earlier `until` gives nothing. Costs about a microsecond a
  /// vessel and a second of traffic: who skips a night pays for it.
  void advance(Time until, OnSent on_sent);

  const std::vector<Vessel>& fleet() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// How long a Class A (SOTDMA) or Class B "CS" transponder waits between position reports.
/// ITU-R M.1371-5 annex 1, tables 1 and 2. "Changing course" is more than 5 degrees in 30 seconds
/// (annex 2, 4.3.3), here as a rate of turn.
Duration reporting_interval(bool class_b, bool anchored_or_moored, Speed speed,
                            double turn_deg_per_s);

}  // namespace narrows::exercise
