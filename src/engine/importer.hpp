#pragma once

// A recorded file into the store: finds out what it is, decodes it on the calling thread and stores
// it on another, and accounts for every row.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "history/store.hpp"
#include "model/ids.hpp"
#include "source/byte_input.hpp"

namespace narrows::engine {

enum class ImportFormat : std::uint8_t { kAuto, kNmea, kCsv, kDma, kMarineCadastre };

/// "nmea"; nothing for a name that is none.
std::optional<ImportFormat> import_format(std::string_view name);
std::string_view name(ImportFormat format);

struct ImportOptions {
  ImportFormat format = ImportFormat::kAuto;  ///< By the content.
  model::SourceId source;                     ///< As the store was told its name,
  model::ExerciseId exercise;                 ///< likewise.
  /// NMEA: the time of messages that carry none, when none before them did. Without it they are
  /// rejected: the history has no place for what has no time.
  std::optional<Time> untimed_at;
};

/// rows = used + the sum of rejected; observations = added + known + repeated.
struct ImportCounts {
  ImportFormat format = ImportFormat::kAuto;
  std::uint64_t rows = 0;  ///< CSV rows, or AIS sentences.
  std::uint64_t used = 0;
  std::vector<std::pair<std::string, std::uint64_t>> rejected;  ///< By reason; no zeros.
  std::uint64_t left_out = 0;  ///< CSV: values that mean nothing; their rows are used.
  std::uint64_t messages = 0;  ///< NMEA: messages of the sentences that were used,
  std::uint64_t untimed = 0;   ///< of which so many had no time, and are not stored,
  std::uint64_t silent = 0;    ///< and so many say nothing that the history keeps.
  std::uint64_t observations = 0;
  std::uint64_t added = 0;
  std::uint64_t known = 0;     ///< There before.
  std::uint64_t repeated = 0;  ///< Identities that said nothing new.
  bool stopped = false;        ///< By `go_on`.

  std::uint64_t rejected_total() const;
};

struct ImportRejected {
  std::string_view reason;
  std::uint64_t line;
  std::string_view text;
};

/// Reads the input to its end. What was stored before a failure stays stored; to import again adds
/// what is missing. An input that breaks off is imported as far as it goes, and `on_broken` told.
class Importer {
 public:
  using OnRejected = FunctionRef<void(const ImportRejected&)>;
  using OnBroken = FunctionRef<void(const Error&)>;
  /// Called now and then with the rows so far; false ends the import.
  using GoOn = FunctionRef<bool(std::uint64_t rows)>;

  /// REQUIRES: nothing else uses the store meanwhile, but for questions.
  explicit Importer(history::Store& store) : store_{store} {}

  Result<ImportCounts> import(source::ByteInput& input, const ImportOptions& options, GoOn go_on,
                              OnRejected on_rejected, OnBroken on_broken);

 private:
  history::Store& store_;
};

/// What a file that begins so is: kNmea, or a kind of CSV. Fails with a sentence that says why it
/// is neither.
Result<ImportFormat> detect_format(std::string_view beginning);

}  // namespace narrows::engine
