#pragma once

// Ships repeat who they are every six minutes; the store keeps only what is new. This remembers
// what each last said.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/result.hpp"
#include "history/batch.hpp"
#include "history/database.hpp"
#include "model/observation.hpp"

namespace narrows::history {

class Identities {
 public:
  /// Beyond so many ships a static message always counts as news: a row too many, never one lost.
  static constexpr std::size_t kMax = 200'000;

  /// Whether it says anything that the ship did not say before, and remembers it.
  bool news(const model::StaticObservation& said, std::uint32_t exercise);

  /// What the store knew from what was received before `t`.
  Result<void> load(Connection& connection, Time t, Names& names);

 private:
  using Ship = std::pair<std::uint32_t, std::uint32_t>;  // Exercise, MMSI.
  std::map<Ship, model::StaticObservation> last_;
};

}  // namespace narrows::history
