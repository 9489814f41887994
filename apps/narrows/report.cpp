#include "report.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

#include <fmt/format.h>

namespace narrows::cli {

namespace {

std::string words(decode::Drop reason) {
  std::string text{decode::kDropNames.at(static_cast<std::size_t>(reason))};
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string counted(std::uint64_t n, std::string_view thing) {
  return fmt::format("{} {}{}", n, thing, n == 1 ? "" : "s");
}

}  // namespace

bool is_input_error(decode::Drop reason) {
  switch (reason) {
    case decode::Drop::kChecksum:
    case decode::Drop::kMalformed:
    case decode::Drop::kEmpty:
    case decode::Drop::kShort:
    case decode::Drop::kUnknownType:
    case decode::Drop::kTooLong:
      return true;
    case decode::Drop::kOrphanPart:
    case decode::Drop::kIncompleteGroup:
    case decode::Drop::kConflictingPart:
    case decode::Drop::kDuplicatePart:
    case decode::Drop::kOverflow:
      return false;
  }
  return true;
}

std::uint64_t input_errors(const decode::Accounts& accounts) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < decode::kDropCount; ++i)
    if (is_input_error(static_cast<decode::Drop>(i))) sum += accounts.dropped.at(i);
  return sum;
}

std::string printable(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7E) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

void Report::rejected(std::string_view input, const decode::Rejected& rejected,
                      Progress& progress) {
  // A duplicate is what two receivers side by side give: counted, not worth a line.
  if (quiet_ || rejected.reason == decode::Drop::kDuplicatePart) return;
  int& shown = shown_.at(static_cast<std::size_t>(rejected.reason));
  if (shown >= kExamples) return;
  ++shown;
  progress.clear();
  fmt::print(stderr, "{}: {}:{}: {}: {}\n", who_, input, rejected.line, words(rejected.reason),
             printable(rejected.text));
  if (shown == kExamples)
    fmt::print(stderr, "{}: further '{}' are counted only\n", who_, words(rejected.reason));
}

void Report::trouble(std::string_view sentence, Progress& progress) {
  progress.clear();
  fmt::print(stderr, "{}: {}\n", who_, sentence);
}

void Report::summary(const decode::Accounts& total) const {
  if (quiet_ || total.dropped_total() == 0) return;
  std::string reasons;
  for (std::size_t i = 0; i < decode::kDropCount; ++i) {
    if (total.dropped.at(i) == 0) continue;
    reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", total.dropped.at(i),
                           words(static_cast<decode::Drop>(i)));
  }
  fmt::print(stderr, "{}: {}, {} used in {}; not used: {}\n", who_,
             counted(total.sentences, "sentence"), total.used, counted(total.messages, "message"),
             reasons);
}

}  // namespace narrows::cli
