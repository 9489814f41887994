#pragma once

// Daily counts as a CSV file: a date a row, a count a column, as ports and agencies publish them.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "watch/route/shift.hpp"

namespace narrows::cli {

struct CountFile {
  std::int64_t first_day = 0;  ///< Since 1970.
  std::vector<watch::route::Series> series;
  std::uint64_t bad_cells = 0;  ///< That are no numbers: not observed.
};

/// `columns`: which to take; empty: those whose name begins with "n_", or where there are none all
/// that hold numbers, other than year, month, day and what ends in "id". A column that is the sum
/// of others is a sum, not a class of the mix.
Result<CountFile> read_count_file(const std::string& path, const std::vector<std::string>& columns);

}  // namespace narrows::cli
