#pragma once

// What simulated traffic is made from: `simulate:…` addresses understood, the area's sea and the
// scenario read from their files.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"
#include "exercise/scenario.hpp"
#include "exercise/sea.hpp"
#include "exercise/world.hpp"

namespace narrows::engine {

/// `simulate:WHAT?key=value&…`, understood.
struct SimulatedAddress {
  std::string what;  ///< An area pack's name, or the path of a scenario (it ends in ".toml").
  std::optional<std::uint64_t> seed;
  std::optional<std::uint32_t> vessels;
  Duration history;  ///< So much of it is written down at the first start.
  bool every_receiver = false;

  bool is_scenario() const { return what.ends_with(".toml"); }
};
Result<SimulatedAddress> parse_simulated(const std::string& input);

/// A sea and what shall happen on it.
struct SimulatedSea {
  std::shared_ptr<const exercise::Sea> sea;
  exercise::Scenario scenario;

  /// From `begin` on for ever, the same world at any begin: what the scenario orders happens again
  /// and again, counted from the first of the month.
  Result<exercise::World> world_from(Time begin) const;
};

/// The area pack's sea. Fails naming file, line and key.
Result<std::shared_ptr<const exercise::Sea>> read_sea(const std::string& area,
                                                      const std::filesystem::path& packs);
/// Reads what the address names; `packs` empty: looked for.
Result<SimulatedSea> read_simulated(const SimulatedAddress& address,
                                    const std::filesystem::path& packs);

/// The text of a file; fails naming it.
Result<std::string> read_whole(const std::filesystem::path& file);

}  // namespace narrows::engine
