#pragma once

// Generated traffic as a source like any other: invented vessels, marked as simulated by the
// exercise that this source must belong to.

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "model/ids.hpp"
#include "source/source.hpp"

namespace narrows::engine {

/// `simulate:hormuz` (an area pack's name: a mixed fleet) or `simulate:PATH.toml` (a scenario,
/// played again and again), with `vessels=` (1 to 100 000), `seed=`, `history_h=` and `receivers=`
/// (`first` or `all`) after a '?'.
bool is_simulated(const std::string& input);

/// Whether `input` is fully understood.
Result<void> check_simulated(const std::string& input);

/// The exercise that such a source belongs to unless its configuration says otherwise:
/// "simulated-hormuz".
std::string simulated_exercise(const std::string& input);

/// With the first receive() everybody says once who and where they are, so that names are known at
/// once. `packs` empty: looked for.
Result<std::unique_ptr<source::Source>> open_simulated(const std::string& input, model::SourceId id,
                                                       const std::filesystem::path& packs = {});

}  // namespace narrows::engine
