#pragma once

// What is said on standard error about input that could not be used: the first examples of each
// reason, then one line with the counts. A hostile feed cannot fill the log with itself.

#include <array>
#include <string_view>

#include "base/result.hpp"
#include "decode/accounts.hpp"
#include "decode/stream_decoder.hpp"
#include "progress.hpp"

namespace narrows::cli {

/// Whether a sentence dropped for this reason was wrong in itself. Parts whose other parts never
/// came, and parts that cannot be told apart, are what radio is like, not an error of the input.
bool is_input_error(decode::Drop reason);
std::uint64_t input_errors(const decode::Accounts& accounts);

/// Control characters, backslashes and bytes beyond ASCII as \xhh: hostile bytes must not drive the
/// terminal.
std::string printable(std::string_view bytes);

class Report {
 public:
  static constexpr int kExamples = 3;  ///< Of each reason.

  Report(std::string_view who, bool quiet) : who_{who}, quiet_{quiet} {}

  void rejected(std::string_view input, const decode::Rejected& rejected, Progress& progress);
  /// An input that failed on the way: one sentence. Said even when quiet.
  void trouble(std::string_view sentence, Progress& progress);
  /// "85182 sentences, 85000 used in 80123 messages; not used: 3 malformed, 179 orphan part", or
  /// nothing when all were used.
  void summary(const decode::Accounts& total) const;

 private:
  std::string_view who_;
  bool quiet_;
  std::array<int, decode::kDropCount> shown_{};
};

}  // namespace narrows::cli
