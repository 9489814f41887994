#pragma once

// Generated traffic as a source like any other: invented vessels, marked as simulated by the
// exercise that this source must belong to.

#include <memory>
#include <string>

#include "base/result.hpp"
#include "model/ids.hpp"
#include "source/source.hpp"

namespace narrows::engine {

/// `simulate:hormuz`, with `vessels=` (1 to 100 000, default 300) and `seed=` after a '?'.
bool is_simulated(const std::string& input);

/// Whether `input` is fully understood.
Result<void> check_simulated(const std::string& input);

/// The exercise that such a source belongs to unless its configuration says otherwise:
/// "simulated-hormuz".
std::string simulated_exercise(const std::string& input);

/// Traffic begins some minutes before the first receive(), so that names are known at once.
Result<std::unique_ptr<source::Source>> open_simulated(const std::string& input,
                                                       model::SourceId id);

}  // namespace narrows::engine
