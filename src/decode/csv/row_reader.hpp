#pragma once

// A row of a CSV file to what it says about the sea: where, how it moves, who it says it is.
//
// What is not there, and what only says that it is not there (91, 181, 102.3, 360, 511, "Unknown
// value"), is absent. A number that nobody can read spoils its row: it may be the sign of columns
// that have shifted. A number that can be read and means nothing (a heading of 400) is left out,
// and counted. MarineCadastre's speeds and courses that ran over their field come back as they were
// sent: a course of -60.6 was 349.0, a speed of -20.4 was 82.0 knots.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/function_ref.hpp"
#include "decode/csv/columns.hpp"
#include "model/observation.hpp"

namespace narrows::decode::csv {

/// Why a row was not used. Names are stable.
enum class Reject : std::uint8_t {
  kColumns,   ///< Fewer or more fields than the header has.
  kQuote,     ///< A quote that is not closed, or something after it.
  kMmsi,      ///< Missing, or no number of one to nine digits.
  kTime,      ///< Missing, no time, or not between 1970 and 2200.
  kPosition,  ///< Latitude or longitude that is no number, or not on the globe.
  kNumber,    ///< Another field that is no number.
  kNothing,   ///< A vessel and a time, and nothing else.
  kTooLong,   ///< A line longer than 64 KiB.
};
inline constexpr std::size_t kRejectCount = 8;
inline constexpr std::array<std::string_view, kRejectCount> kRejectNames{
    "columns", "quote", "mmsi", "time", "position", "number", "nothing", "too_long"};

class RowReader {
 public:
  struct Identity {
    model::SourceId source;
    model::ExerciseId exercise;
  };
  using OnObservation = FunctionRef<void(const model::Observation&)>;

  RowReader(Columns columns, Identity identity);

  /// Reads a line without its line end. Calls `on_observation` once or twice: where, and who when
  /// that differs from what the vessel's row before said. Nothing when it could be used.
  std::optional<Reject> read(std::string_view line, OnObservation on_observation);

  /// Values that could be read and mean nothing.
  std::uint64_t left_out() const { return left_out_; }
  std::uint64_t observations() const { return observations_; }
  const Columns& columns() const { return columns_; }

 private:
  /// A field of this row. Most are plain numbers, and are read while the line is cut.
  struct Value {
    std::string_view text;
    std::int64_t number = 0;  // Times 10^scale, as fixed_point() has it; when `plain`.
    bool plain = false;
  };

  /// What a row says of who it is: nothing, what the vessel's row before said, or something else.
  enum class Who : std::uint8_t { kSilent, kKnown, kNews };

  const Value& value(Field field) const { return values_[static_cast<std::size_t>(field)]; }
  std::string_view text(Field field) const { return value(field).text; }
  std::optional<std::int64_t> number(Field field) const;
  std::optional<std::int64_t> whole(Field field);
  std::optional<Reject> cut(std::string_view line);
  bool take_field(Field field, const char*& at, const char* end, bool at_once);
  std::optional<Time> written_time(Field field) const;
  std::optional<Time> time_of(Field field) const;
  bool read_time(Time& observed, Time& received);
  std::optional<Reject> read_position(model::PositionObservation& said);
  void read_motion(model::PositionObservation& said);
  std::optional<Bearing> read_cog();
  std::optional<std::uint8_t> read_nav_status();
  bool read_static(model::StaticObservation& said);
  void read_dimensions(model::StaticObservation& said);
  std::uint64_t static_hash() const;
  Who read_who(model::Mmsi mmsi);

  static constexpr std::size_t kVesselsMax =
      200'000;  // Then the memory of who said what begins anew.

  Columns columns_;
  char delimiter_;
  Identity identity_;
  Splitter splitter_;
  std::array<Value, kFieldCount + 1> values_{};  // By Field; the last is of columns not read.
  bool says_who_ = false;                        // The header has a column of identity.
  bool comma_is_point_;
  bool bad_number_ = false;        // Of this row.
  model::StaticObservation news_;  // Of this row, when it says who and that is news.
  std::uint64_t left_out_ = 0;
  std::uint64_t observations_ = 0;
  std::unordered_map<std::uint32_t, std::uint64_t> said_before_;  // MMSI to static_hash().
};

}  // namespace narrows::decode::csv
