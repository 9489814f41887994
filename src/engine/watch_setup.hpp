#pragma once

// What a watch is set up with, from files: which rules with which thresholds, and what is known of
// the area. The same for `narrows watch`, the node and a dry run.
//
// Rules come in layers, each over the one before: the preset, areas/NAME/rules.toml, a file of the
// user's (docs/formats/watch-rules.md).

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/toml_reader.hpp"
#include "watch/knowledge.hpp"
#include "watch/lookout.hpp"
#include "watch/parameters.hpp"

namespace narrows::engine {

struct WatchChoice {
  /// As read_area() takes it. "none": open water; empty: the ports of the world, and no more.
  std::string area;
  std::filesystem::path packs;  ///< Empty: those that are shipped.
  watch::Preset preset = watch::Preset::kNarrows;
  std::filesystem::path rules;       ///< Empty: none.
  std::filesystem::path routes;      ///< Learned ones; empty: none.
  std::filesystem::path port_calls;  ///< Papers of port calls; empty: none.
  /// Whose papers are taken, as PortPapers::read has it.
  std::optional<std::string> port_calls_world;
  std::filesystem::path coverage;               ///< What is known of reception; empty: nothing.
  std::vector<std::filesystem::path> interest;  ///< Lists of vessels of interest.
  std::vector<std::string> only;                ///< Kinds; empty: all that are enabled.
};

struct WatchSetup {
  std::vector<watch::ActiveRule> rules;
  watch::Knowledge knowledge;
  std::vector<std::string> wrong;  ///< Lines of lists that could not be used, with file and line.
};

/// Fails naming the file, line and key, or the kind that does not exist.
Result<WatchSetup> set_up_watch(const WatchChoice& choice);

/// Puts what `text` says over `rules`: a rule that is not enabled is taken out. `file` is what
/// findings call it.
void read_watch_rules(std::string_view text, std::string_view file,
                      std::vector<watch::ActiveRule>& rules, std::vector<Finding>& findings);
/// The same text from rules: what differs from the preset.
std::string watch_rules_toml(const std::vector<watch::ActiveRule>& rules, watch::Preset preset);

}  // namespace narrows::engine
