#pragma once

// What `--stats` writes: where every sentence went. The names are part of the contract.

#include <string>
#include <string_view>
#include <vector>

#include "decode/accounts.hpp"

namespace narrows::cli {

struct InputStats {
  std::string name;
  decode::Accounts accounts;
  std::string error;                  ///< Why it ended early; empty if it did not.
  std::uint64_t datagrams_lost = 0;   ///< UDP: by the system's own count.
  std::uint64_t bytes_discarded = 0;  ///< Beyond the length cap of a line, before decoding.
};

/// One line of JSON, with line end: the totals, and with several inputs also each of them.
std::string stats_json(const std::vector<InputStats>& inputs);

/// `text` as a JSON string, quotes included. Bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

}  // namespace narrows::cli
