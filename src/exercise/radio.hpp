#pragma once

// Who hears what: the VHF data link as far as it matters to those who watch. The model, stated:
//
//  - Reach: the radio horizon of both antennas over a 4/3 Earth, R = 4.12 km (sqrt h1 + sqrt h2),
//    heights in metres. At distance d a message gets through with 1 / (1 + exp((d/R - 1) / 0.05)):
//    nearly always within 0.8 R, half of the time at R, hardly beyond 1.2 R.
//  - Loss: of what is in reach, the scenario's and the receiver's part is lost at random.
//  - Load: the slots that a receiver heard in the last minute, of the 4 500 of both channels, are
//    its load L. A message of a SOTDMA unit is lost with probability L squared (two in one slot),
//    one of a carrier-sense unit with L (it waits for a free slot and gives up).
//  - Time: a message arrives 2 to 40 ms after it was sent, once in 200 times up to 400 ms later,
//    and is stamped by the receiver's own clock.
//
// Chance is a function of seed, message and receiver alone: however the time is cut, the same.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "exercise/event.hpp"
#include "exercise/random.hpp"
#include "exercise/scenario.hpp"
#include "exercise/transmission.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {

/// The radio horizon; radar's is taken to be the same.
Distance radio_horizon(Distance one_antenna, Distance other_antenna);

class Radio {
 public:
  /// `zero` is when clocks are off by just their offset, and outages count from it.
  Radio(std::vector<Receiver> receivers, const geo::LocalFrame& frame, double loss,
        std::uint64_t seed, Time zero);

  struct Sent {
    Time at;
    std::uint32_t mmsi;
    std::uint32_t serial;  ///< Tells messages of one station at one time apart.
    geo::Offset from;
    Distance antenna;
    unsigned slots;
    bool carrier_sense;
  };
  /// Who hears it, by rising arrival. Good until the next call. REQUIRES: rising times.
  const std::vector<Reception>& hear(const Sent& sent);

  /// What is ordered to be wrong with a receiver at that time, whatever else is modelled: nothing
  /// when it does not hear this message, else how far its clock is off.
  std::optional<Duration> hears_in_spite_of_faults(std::string_view receiver, const Sent& sent);
  void add_fault(const ReceiverFault& fault) { faults_.push_back(fault); }
  /// Forgets faults that are over.
  void forget_before(Time t);
  const std::vector<Receiver>& receivers() const { return receivers_; }

 private:
  struct Ear {
    geo::Offset at;
    std::array<std::uint16_t, 60> slots{};  // By second, modulo 60.
    unsigned heard = 0;                     // Their sum.
    std::int64_t second = 0;
  };
  double load(Ear& ear, Time now);
  Random chance_of(const Sent& sent, std::size_t i) const;
  bool deaf(std::size_t i, Time now, double& loss, Duration& clock_off) const;

  std::vector<Receiver> receivers_;
  std::vector<Ear> ears_;
  std::vector<ReceiverFault> faults_;
  std::vector<Reception> heard_;
  double loss_;
  std::uint64_t seed_;
  Time zero_;
};

}  // namespace narrows::exercise
