#pragma once

// What is odd about one vessel, all of it in one list: what its reports showed (Remarks), and what
// its present identity and number show by themselves. Judged when somebody asks, so that the
// picture pays nothing for it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/observation.hpp"
#include "picture/vessel.hpp"

namespace narrows::picture {

struct Finding {
  model::Remark what{};
  std::string value;             ///< What was said, as text; may be empty.
  std::uint32_t times = 0;       ///< Reports that showed it; 0: seen from the present state.
  std::optional<Time> first_at;  ///< Only with `times`, or of a change.
  std::optional<Time> last_at;
};

/// In the order of model::Remark, each at most once.
std::vector<Finding> findings(const Vessel& vessel);

/// The fields that said something else in `before`. What was not said, or is no longer, is no
/// change.
Changes changes_between(const Identity& before, const Identity& now, Time at);

}  // namespace narrows::picture
