#pragma once

// The options that commands over the history share: which store, which world, which part of it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "history/store_questions.hpp"
#include "history/store_reader.hpp"
#include "store_place.hpp"

namespace narrows::cli {

struct PastFilter {
  std::optional<Time> from;
  std::optional<Time> to;
  std::optional<history::Box> box;
  std::vector<model::Mmsi> mmsis;
  std::string exercise;  ///< Empty: the real world.
};

/// A time as --from and --to take it: RFC 3339, or a date, which is its first instant in UTC.
Result<Time> parse_time(std::string_view option, std::string_view said);
/// "WEST,SOUTH,EAST,NORTH" in degrees, the order of GeoJSON.
Result<history::Box> parse_box(std::string_view said);

/// --store, --exercise, --from, --to, --bbox, --mmsi, as far as the command has them.
Result<PastFilter> parse_past_filter(const Arguments& arguments);
/// --store, which must be given.
Result<StorePlace> parse_store(const Arguments& arguments);

/// Ends a reader's question when the time is up or Ctrl-C was pressed.
class TimeLimit {
 public:
  /// `seconds` 0: no limit.
  TimeLimit(history::StoreReader& reader, unsigned seconds);
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;
  TimeLimit(TimeLimit&&) = delete;
  TimeLimit& operator=(TimeLimit&&) = delete;
  ~TimeLimit();
  bool over() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace narrows::cli
