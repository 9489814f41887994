#pragma once

// The header of a CSV file: which column is what. Names decide, in any order and spelling that we
// have met: case, spaces and punctuation do not count.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace narrows::decode::csv {

enum class Field : std::uint8_t {
  kMmsi,
  kTime,  ///< Epoch seconds, or text.
  kTimeMs,
  kReceivedAt,
  kLat,
  kLon,
  kSog,
  kSogMps,
  kCog,
  kHeading,
  kNavStatus,
  kTurn,
  kMobile,
  kMessageType,
  kImo,
  kCallSign,
  kName,
  kShipType,
  kLength,
  kWidth,
  kToBow,
  kToStern,
  kToPort,
  kToStarboard,
  kDraught,
  kDestination,
  kNothing,  ///< A column that we do not read.
};
inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::kNothing);

/// Who published it: decides how times are written and what odd values mean.
enum class Layout : std::uint8_t {
  kGeneric,
  kDma,             ///< Danish Maritime Authority: day first, "Unknown value".
  kMarineCadastre,  ///< BOEM/NOAA: speeds and courses that ran over their field.
};

struct Columns {
  Layout layout = Layout::kGeneric;
  char delimiter = ',';
  std::vector<Field> fields;  ///< By column.

  bool has(Field field) const;
};

/// Reads a header line, without its line end; a byte order mark before it is passed over. The
/// delimiter is the one of , ; tab and | that gives a header. Fails (kMalformed), naming what is
/// missing, unless there are MMSI and time, and a position or something else to say.
Result<Columns> read_header(std::string_view line);

/// Cuts a line at `delimiter`; a field may stand in quotes, a doubled quote in it is one (RFC 4180,
/// a record being a line). Fields are borrowed from the line, or from here until the next. Spaces
/// around a field do not belong to it.
class Splitter {
 public:
  explicit Splitter(char delimiter) : delimiter_{delimiter} {}

  /// Before the first field of each line.
  void begin(std::string_view line);
  /// Takes the field that begins at `at` and moves it to its end: a delimiter, or `end`, which is
  /// the line's. False when a quote is not closed.
  bool cut(const char*& at, const char* end, std::string_view& out);
  /// All fields of a line. False when a quote is not closed.
  bool split(std::string_view line, std::vector<std::string_view>& out);

 private:
  bool cut_quoted(const char*& at, const char* end, std::string_view& out);

  char delimiter_;
  std::string unquoted_;
};

}  // namespace narrows::decode::csv
