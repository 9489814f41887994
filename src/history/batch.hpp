#pragma once

// Rows on their way into the store, and how each kind of observation becomes one.

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "history/database.hpp"
#include "model/observation.hpp"

namespace narrows::history {

/// What sources and exercises are called, each name once. 0 is the empty name.
class Names {
 public:
  std::uint32_t number(std::string_view name);
  const std::string& name(std::uint32_t number) const { return names_[number]; }

 private:
  std::map<std::string, std::uint32_t, std::less<>> numbers_{{"", 0}};
  std::vector<std::string> names_{""};
};

template <class Observation>
struct Row {
  Observation said;
  std::uint32_t source = 0;    ///< A number of Names.
  std::uint32_t exercise = 0;  ///< 0: the real world.
};

struct Batch {
  std::vector<Row<model::PositionObservation>> positions;
  std::vector<Row<model::StaticObservation>> statics;
  std::vector<Row<model::TextObservation>> texts;

  std::size_t size() const { return positions.size() + statics.size() + texts.size(); }
  bool empty() const { return size() == 0; }
  void clear();
  void add(const model::Observation& said, std::uint32_t source, std::uint32_t exercise);
  void add(Batch&& other);
  /// Takes out the rows that were received at `t` or later.
  Batch split_from(Time t);
};

Time received_at(const model::Observation& observation);
Time observed_at(const model::Observation& observation);

/// The tables that a batch goes into: `live_positions` and the others, or `staged_…` of the same
/// shape.
struct BatchTables {
  std::string positions;
  std::string statics;
  std::string texts;
};

/// Appends within the connection's transaction.
Result<void> append_batch(Connection& connection, const BatchTables& tables, const Batch& batch,
                          const Names& names);

/// Times are stored within the years 1 to 9999, beyond which no tool can print them; what lies
/// outside becomes the nearest end.
inline constexpr std::int64_t kStoredTimeMin = -62'135'596'800'000'000;
inline constexpr std::int64_t kStoredTimeMax = 253'402'300'799'999'999;
std::int64_t stored_time(Time t);
/// Rounds down, before 1970 too.
std::int64_t milliseconds_of(std::int64_t microseconds);

}  // namespace narrows::history
