#pragma once

// Invented traffic as a source: to the rest of the node it is a receiver whose sentences come in,
// so that a newcomer's clone shows the whole chain at work without any recording.
//
// It is a Replay because it is driven like one: it has a clock of its own, a speed, and can pause.
// What it says belongs to an exercise; the configuration must say which (see exercise/fleet.hpp for
// the marks that the vessels themselves bear).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "exercise/traffic.hpp"
#include "source/replay.hpp"

namespace narrows::engine {

struct Simulation {
  std::string sea = "hormuz";
  std::uint64_t seed = 1;
  std::size_t vessels = 200;
  double speed = 1.0;  ///< 0.01 to 1000.
};

/// Whether an address begins with "simulate:".
bool is_simulation(const std::string& address);

/// "simulate:hormuz", with `seed=`, `vessels=` (1 to 10 000), `speed=` after '?', joined by '&'.
/// Fails with one sentence that begins with the address.
Result<Simulation> parse_simulation(const std::string& address);
/// The inverse.
std::string address_of(const Simulation& simulation);

class SimulatedSource final : public source::Replay {
 public:
  /// The traffic of the six minutes before the first receive() is given first, at once: then every
  /// vessel has said where and who it is.
  static constexpr Duration kLeadIn = Duration::minutes(6);

  /// REQUIRES: a simulation as parse_simulation gives it.
  SimulatedSource(Simulation simulation, model::SourceId id);

  source::Interest interest() const override;
  void receive(Time now, OnReceived on_received) override;
  const source::Status& status() const override { return status_; }

  Time recording_time(Time now) const override;
  void pause(Time now) override;
  void resume(Time now) override;
  bool paused() const override { return paused_; }
  void set_speed(double times, Time now) override;
  double speed() const override { return simulation_.speed; }
  bool stamped() const override { return true; }

 private:
  Time due(Time now) const;
  void begin_again_at(Time simulated, Time now);
  void say(const exercise::Transmission& transmission, OnReceived on_received);

  Simulation simulation_;
  model::SourceId id_;
  std::optional<exercise::Traffic> traffic_;
  Time said_until_;  // Simulated.
  Time anchor_simulated_;
  Time anchor_now_;
  Time last_now_;
  bool paused_ = false;
  unsigned group_ = 0;
  std::string line_;
  source::Status status_;
};

}  // namespace narrows::engine
