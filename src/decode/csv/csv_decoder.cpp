#include "decode/csv/csv_decoder.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace narrows::decode::csv {

namespace {

constexpr std::size_t kShown = 200;

std::string_view without_return(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

bool blank(std::string_view line) {
  return std::ranges::all_of(line, [](char c) { return c == ' ' || c == '\t'; });
}

}  // namespace

void CsvDecoder::reject(Reject reason, std::string_view line, OnRejected& on_rejected) {
  ++accounts_.rejected.at(static_cast<std::size_t>(reason));
  on_rejected({reason, line.substr(0, kShown), accounts_.lines});
}

Result<void> CsvDecoder::take_line(std::string_view line, OnObservation& on_observation,
                                   OnRejected& on_rejected) {
  ++accounts_.lines;
  if (std::exchange(too_long_, false) || line.size() > kLineBytesMax) {
    if (!reader_) return fail(Fault::kMalformed, "the first line is longer than 64 KiB");
    ++accounts_.rows;
    reject(Reject::kTooLong, line, on_rejected);
    return {};
  }
  line = without_return(line);
  if (blank(line)) return {};
  if (!reader_) {
    auto columns = read_header(line);
    if (!columns) {
      return fail(columns.error().fault,
                  fmt::format("line {}: {}", accounts_.lines, columns.error().what));
    }
    if (layout_) columns->layout = *layout_;
    header_ = line;
    reader_.emplace(std::move(*columns), identity_);
    return {};
  }
  // Files that were put one after the other repeat their header.
  if (line.front() == '#' || line == header_) return {};
  ++accounts_.rows;
  if (const auto reason = reader_->read(line, on_observation)) {
    reject(*reason, line, on_rejected);
  } else {
    ++accounts_.used;
  }
  accounts_.observations = reader_->observations();
  accounts_.left_out = reader_->left_out();
  return {};
}

Result<void> CsvDecoder::feed(std::string_view bytes, OnObservation on_observation,
                              OnRejected on_rejected) {
  accounts_.bytes += bytes.size();
  while (!bytes.empty()) {
    const void* found = std::memchr(bytes.data(), '\n', bytes.size());
    if (found == nullptr) break;
    const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    const auto piece = bytes.substr(0, length);
    bytes.remove_prefix(length + 1);
    const bool begun = !begun_.empty();
    if (begun && begun_.size() <= kLineBytesMax) begun_ += piece;
    auto taken = take_line(begun ? std::string_view{begun_} : piece, on_observation, on_rejected);
    if (begun) begun_.clear();
    if (!taken) return taken;
  }
  // A line without end takes no more memory than a line may.
  if (begun_.size() + bytes.size() > kLineBytesMax) {
    too_long_ = true;
    begun_ += bytes.substr(0, kShown > begun_.size() ? kShown - begun_.size() : 0);
  } else {
    begun_ += bytes;
  }
  return {};
}

Result<void> CsvDecoder::finish(OnObservation on_observation, OnRejected on_rejected) {
  Result<void> taken;
  if (!begun_.empty()) taken = take_line(begun_, on_observation, on_rejected);
  begun_.clear();
  if (taken && !reader_) return fail(Fault::kTooShort, "there is no header: the file is empty");
  return taken;
}

}  // namespace narrows::decode::csv
