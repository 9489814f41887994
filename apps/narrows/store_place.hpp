#pragma once

// What --store DIR means to every command: a node's data directory, with the raw log in raw/ and
// the store in store/; or the directory of a store itself.

#include <filesystem>
#include <string>

namespace narrows::cli {

struct StorePlace {
  std::filesystem::path store;    ///< Holds history.duckdb.
  std::filesystem::path raw_log;  ///< Empty: there is none.
};

/// Where they are; nothing is opened. For a directory that is not there yet: where they will be.
StorePlace store_place(const std::string& directory);

}  // namespace narrows::cli
