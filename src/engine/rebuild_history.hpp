#pragma once

// The store made anew from the raw log, outside a node: for `narrows history rebuild`.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "decode/stream_decoder.hpp"
#include "history/store.hpp"

namespace narrows::engine {

/// What was received once, observed again. The world is that which the record names.
class RecordDecoder {
 public:
  void observe(const history::RawRecord& record, history::Refill::OnObservation found);

 private:
  decode::StreamDecoder decoder_;
};

struct Rebuilt {
  std::uint64_t records = 0;
  std::uint64_t rows = 0;
  std::uint64_t unread_bytes = 0;
  std::optional<std::string> set_aside;  ///< Where the store that was there is now.
  bool whole = true;                     ///< False: it was told to stop. A later one goes on.
};

/// Renames the store in `store` and fills a new one from `raw_log`. `go_on` is asked now and then,
/// with what is done so far. kRefused: a node has it open. kNotFound: there is no raw log.
Result<Rebuilt> rebuild_history(const std::filesystem::path& store,
                                const std::filesystem::path& raw_log, Time now,
                                FunctionRef<bool(const Rebuilt&)> go_on);

}  // namespace narrows::engine
