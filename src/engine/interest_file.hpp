#pragma once

// Lists of vessels of interest from files: docs/formats/interest-list.md.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "watch/interest_list.hpp"

namespace narrows::engine {

struct InterestLists {
  std::shared_ptr<const watch::InterestList> all;  ///< As one; null without files.
  /// What stands in them and is no entry, with file and line: the others are looked for.
  std::vector<std::string> wrong;
};

/// A .toml file, else CSV. An entry that names no list belongs to one of its file's name. Fails
/// when a file can not be read.
Result<InterestLists> read_interest_lists(const std::vector<std::filesystem::path>& files);

}  // namespace narrows::engine
