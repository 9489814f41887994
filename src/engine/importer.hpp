#pragma once

// A recorded file into the store: read on the calling thread (recording.hpp), stored on another.

#include <cstdint>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/recording.hpp"
#include "history/store.hpp"
#include "source/byte_input.hpp"

namespace narrows::engine {

using ImportOptions = RecordingOptions;

/// observations = added + known + repeated.
struct ImportCounts : RecordingCounts {
  std::uint64_t added = 0;
  std::uint64_t known = 0;     ///< There before.
  std::uint64_t repeated = 0;  ///< Identities that said nothing new.
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

}  // namespace narrows::engine
