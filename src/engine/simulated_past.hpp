#pragma once

// The history of a simulated sea, written down before the node goes live: a demo has a past to look
// at, and one that starts again goes on where it was.

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace narrows::engine {

struct SimulatedPast {
  std::string input;     ///< The source's address, with `history_h=`.
  std::string source;    ///< Its name.
  std::string exercise;  ///< The exercise that it belongs to.
  std::filesystem::path data;
  std::filesystem::path packs;  ///< Empty: looked for.
};

struct SimulatedPastDone {
  std::uint64_t messages = 0;
  Time from;
  Time to;
};

/// Writes raw log and store from where they end, at most `history_h` before `now`, up to `now`.
/// Nothing is done when they reach up to a few seconds ago, or when the address asks for none.
/// `said` is told now and then how far it is, from 0 to 1.
Result<SimulatedPastDone> write_simulated_past(const SimulatedPast& past, Time now,
                                               FunctionRef<void(double)> said);

}  // namespace narrows::engine
