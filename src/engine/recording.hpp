#pragma once

// A recorded file as what it says about the sea: finds out what it is, decodes it on the calling
// thread, and accounts for every row. What is done with the observations is the caller's.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/duplicates.hpp"
#include "engine/hearing.hpp"
#include "model/ids.hpp"
#include "model/observation.hpp"
#include "source/byte_input.hpp"

namespace narrows::engine {

enum class ImportFormat : std::uint8_t { kAuto, kNmea, kCsv, kDma, kMarineCadastre };

/// "nmea"; nothing for a name that is none.
std::optional<ImportFormat> import_format(std::string_view name);
std::string_view name(ImportFormat format);

struct RecordingOptions {
  ImportFormat format = ImportFormat::kAuto;  ///< By the content.
  model::SourceId source;
  model::ExerciseId exercise;
  /// NMEA: the time of messages that carry none, when none before them did. Without it they are
  /// rejected: the past has no place for what has no time.
  std::optional<Time> untimed_at;
  /// NMEA: each transmission once, as the live node does it; nothing: every copy.
  std::optional<Duplicates::Limits> duplicates{};
};

/// rows = used + the sum of rejected.
struct RecordingCounts {
  ImportFormat format = ImportFormat::kAuto;
  std::uint64_t rows = 0;  ///< CSV rows, or AIS sentences.
  std::uint64_t used = 0;
  std::vector<std::pair<std::string, std::uint64_t>> rejected;  ///< By reason; no zeros.
  std::uint64_t left_out = 0;   ///< CSV: values that mean nothing; their rows are used.
  std::uint64_t messages = 0;   ///< NMEA: messages of the sentences that were used,
  std::uint64_t untimed = 0;    ///< of which so many had no time, and are given to nobody,
  std::uint64_t duplicate = 0;  ///< so many were there before,
  std::uint64_t silent = 0;     ///< and so many say nothing about the sea.
  std::uint64_t observations = 0;
  bool stopped = false;  ///< By `go_on`.

  std::uint64_t rejected_total() const;
};

struct ImportRejected {
  std::string_view reason;
  std::uint64_t line;
  std::string_view text;
};

struct RecordingOutlets {
  FunctionRef<void(const model::Observation&)> observation;
  /// Called now and then with the rows so far; false ends the reading.
  FunctionRef<bool(std::uint64_t rows)> go_on;
  FunctionRef<void(const ImportRejected&)> rejected;
  FunctionRef<void(const Error&)> broken;
  /// NMEA: all that was heard, doubled and damaged too; with it sentences arrive when their
  /// stations together say (arrival.hpp), not when the stamp of one does.
  std::optional<FunctionRef<void(const Hearing&)>> hearing{};
};

/// Reads the input to its end. An input that breaks off is read as far as it goes, and `broken`
/// told.
Result<RecordingCounts> read_recording(source::ByteInput& input, const RecordingOptions& options,
                                       RecordingOutlets outlets);

/// What a file that begins so is: kNmea, or a kind of CSV. Fails with a sentence that says why it
/// is neither.
Result<ImportFormat> detect_format(std::string_view beginning);

}  // namespace narrows::engine
