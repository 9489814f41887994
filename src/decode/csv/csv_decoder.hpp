#pragma once

// A CSV file, in pieces of any size, to observations: finds lines, reads the header, accounts for
// every row. Owns no thread, reads no clock, prints nothing.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "decode/csv/row_reader.hpp"

namespace narrows::decode::csv {

/// Every row is in exactly one of used and rejected.
struct Accounts {
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t rows = 0;  ///< Lines that are neither blank, nor a comment (#…), nor the header.
  std::uint64_t used = 0;
  std::array<std::uint64_t, kRejectCount> rejected{};

  std::uint64_t observations = 0;
  std::uint64_t left_out = 0;  ///< Values that could be read and mean nothing; their rows are used.

  std::uint64_t rejected_total() const {
    std::uint64_t sum = 0;
    for (const auto n : rejected) sum += n;
    return sum;
  }
  bool balanced() const { return rows == used + rejected_total(); }
};

struct RejectedRow {
  Reject reason;
  std::string_view text;  ///< The line, cut at 200 bytes.
  std::uint64_t line;     ///< From 1.
};

class CsvDecoder {
 public:
  static constexpr std::size_t kLineBytesMax = std::size_t{64} * 1024;
  using OnObservation = RowReader::OnObservation;
  using OnRejected = FunctionRef<void(const RejectedRow&)>;

  /// `layout`: whose file it is, whatever its header looks like.
  explicit CsvDecoder(RowReader::Identity identity, std::optional<Layout> layout = std::nullopt)
      : identity_{identity}, layout_{layout} {}

  /// Any piece of a file. Fails, for good, when the header is none: nothing can be read then.
  Result<void> feed(std::string_view bytes, OnObservation on_observation, OnRejected on_rejected);
  /// The last line may lack its end.
  Result<void> finish(OnObservation on_observation, OnRejected on_rejected);

  const Accounts& accounts() const { return accounts_; }
  /// Nothing before the header was read.
  const Columns* columns() const { return reader_ ? &reader_->columns() : nullptr; }

 private:
  Result<void> take_line(std::string_view line, OnObservation& on_observation,
                         OnRejected& on_rejected);
  void reject(Reject reason, std::string_view line, OnRejected& on_rejected);

  RowReader::Identity identity_;
  std::optional<Layout> layout_;
  std::optional<RowReader> reader_;
  std::string header_;
  std::string begun_;      // A line that the last piece did not end.
  bool too_long_ = false;  // It is longer than it may be: what comes of it is dropped.
  Accounts accounts_;
};

}  // namespace narrows::decode::csv
