#pragma once

// Pieces of SQL that several questions are made of.

#include <string>

#include "base/time.hpp"
#include "history/store_questions.hpp"

namespace narrows::history {

/// make_timestamp(…), within the years that the store can hold.
std::string sql_timestamp(Time t);

/// True of rows of positions with from <= observed_at < to. Compares whole milliseconds first, by
/// which whole blocks are left out.
std::string sql_observed(TimeRange range);

/// True of rows of positions in the box.
std::string sql_in_box(const Box& box);

/// All of a filter.
std::string sql_filter(const PositionFilter& filter);

/// "exercise IS NULL", or that it is the one of that name.
std::string sql_world(const std::string& exercise);

}  // namespace narrows::history
