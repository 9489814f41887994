#include "history/raw_log_reader.hpp"

#include <algorithm>
#include <map>
#include <system_error>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "history/disk.hpp"
#include "history/segment_bytes.hpp"

namespace narrows::history {
namespace {

bool all_zero(std::span<const std::byte> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

// The summary is the last fragment of a segment that ended well, and never split.
std::optional<RawSegmentSummary> summary_at_end(SegmentBytes& window,
                                                const RawSegmentHeader& header) {
  constexpr std::size_t kBytes = kRawFragmentHead + kRawSummarySize;
  if (window.size() < kRawDataBegin + kBytes) return std::nullopt;
  const std::uint64_t offset = window.size() - kBytes;
  const auto rest = window.rest_of_block(offset);
  if (rest.size() != kBytes) return std::nullopt;
  const auto fragment = decode_fragment(rest, header, offset);
  if (!fragment || fragment->type != RawType::kSummary) return std::nullopt;
  return decode_summary(fragment->payload);
}

}  // namespace

std::string_view name(Damage damage) {
  switch (damage) {
    case Damage::kHeader:
      return "header";
    case Damage::kChecksum:
      return "checksum";
    case Damage::kZeros:
      return "zeros";
    case Damage::kTorn:
      return "torn";
    case Damage::kOrphan:
      return "orphan";
    case Damage::kUnknown:
      return "unknown";
    case Damage::kUnread:
      return "unread";
  }
  return "unknown";
}

struct RawLogReader::State {
  std::vector<std::filesystem::path> files;  // Those still to be read, the next one last.
  std::uint64_t from_offset = 0;             // In each of them.
  Range range;
  RawReport report;

  // The segment that is being read.
  std::filesystem::path file;
  std::unique_ptr<SegmentBytes> window;
  RawSegmentHeader header;
  std::uint64_t at = 0;
  std::uint64_t limit = 0;                         // Where reading of it ends: its size, or before.
  std::map<std::uint16_t, RawSourceName> sources;  // Cap: the 65,536 ids there can be.

  // The record that is being put together. Cap: kRawRecordMax.
  std::vector<std::byte> record;
  RawType record_type{};
  std::uint64_t record_offset = 0;
  std::uint64_t record_bytes = 0;  // With the heads of its fragments.
  bool record_begun = false;

  bool open_next();
  void narrow_by_index(std::uint64_t offset);
  bool read_header();
  bool next_fragment(RawFragment& fragment, std::uint64_t& offset);
  bool take_fragment(const RawFragment& fragment, std::uint64_t offset);
  std::optional<RawRecord> take_record();
  void skip(std::uint64_t offset, std::uint64_t bytes, Damage damage);
  void give_up_record(Damage damage);
};

void RawLogReader::State::skip(std::uint64_t offset, std::uint64_t bytes, Damage damage) {
  report.skipped_bytes += bytes;
  if (!report.skipped.empty()) {  // A stretch goes on over block ends.
    Skipped& last = report.skipped.back();
    if (last.file == file && last.damage == damage && last.offset + last.bytes == offset) {
      last.bytes += bytes;
      return;
    }
  }
  ++report.skipped_stretches;
  if (report.skipped.size() < RawReport::kListMax) {
    report.skipped.push_back({file, offset, bytes, damage});
  }
}

void RawLogReader::State::give_up_record(Damage damage) {
  if (record_begun) skip(record_offset, record_bytes, damage);
  record_begun = false;
  record.clear();
}

bool RawLogReader::State::read_header() {
  for (std::size_t copy = 0; copy < kRawCopies; ++copy) {
    const std::uint64_t offset = copy * kRawBlock;
    if (const auto found = decode_header(window->rest_of_block(offset))) {
      header = *found;
      if (copy > 0) skip(0, offset, Damage::kChecksum);
      return true;
    }
  }
  return false;
}

// False at the end of the last segment.
bool RawLogReader::State::open_next() {
  while (!files.empty()) {
    file = std::move(files.back());
    files.pop_back();
    window = std::make_unique<SegmentBytes>(file);
    sources.clear();
    at = std::max<std::uint64_t>(kRawDataBegin, from_offset / kRawBlock * kRawBlock);
    if (!window->readable()) {
      skip(0, 0, Damage::kUnread);
      continue;
    }
    if (!read_header()) {
      skip(0, window->size(), window->readable() ? Damage::kHeader : Damage::kUnread);
      continue;
    }
    if (!window->whole()) skip(window->size(), 0, Damage::kTorn);
    const auto summary = summary_at_end(*window, header);
    if (summary && summary->records > 0 &&
        (summary->to < range.from || summary->from >= range.to)) {
      ++report.segments_passed_over;
      continue;
    }
    limit = window->size();
    if (summary && summary->index != 0) narrow_by_index(summary->index);
    ++report.segments_read;
    return true;
  }
  window.reset();
  return false;
}

// Leaves out the stretches before and after those that have something in the range. What sources
// are called stands at most a MiB, and a record, before each of their records: reading begins
// before that.
void RawLogReader::State::narrow_by_index(std::uint64_t offset) {
  constexpr std::uint64_t kNamesWithin = (1U << 20) + kRawRecordMax + 2 * kRawBlock;
  const auto fragment = decode_fragment(window->rest_of_block(offset), header, offset);
  if (!fragment || fragment->type != RawType::kIndex) return;
  const auto entries = decode_index(fragment->payload);
  if (!entries || entries->empty()) return;
  const auto in_range = [&](const RawIndexEntry& entry) {
    return entry.to >= range.from && entry.from < range.to;
  };
  const auto first = std::find_if(entries->begin(), entries->end(), in_range);
  if (first == entries->end()) return;
  const auto last = std::find_if(entries->rbegin(), entries->rend(), in_range).base();
  if (last != entries->end()) limit = last->offset;
  for (const auto& entry : *entries) {
    if (entry.offset + kNamesWithin <= first->offset) at = entry.offset;
  }
}

// The next intact fragment of the segment; skips and reports what is not. False at its end.
bool RawLogReader::State::next_fragment(RawFragment& fragment, std::uint64_t& offset) {
  while (at < limit) {
    const auto rest = window->rest_of_block(at);
    if (!window->readable()) {
      give_up_record(Damage::kOrphan);
      skip(at, window->size() - at, Damage::kUnread);
      break;
    }
    const bool block_complete = (at + rest.size()) % kRawBlock == 0;
    if (block_complete && rest.size() <= kRawFragmentHead) {  // Too little room for a fragment.
      at += rest.size();
      continue;
    }
    if (const auto good = decode_fragment(rest, header, at)) {
      offset = at;
      fragment = *good;
      at += kRawFragmentHead + good->payload.size();
      return true;
    }
    give_up_record(block_complete ? Damage::kOrphan : Damage::kTorn);
    const Damage damage = all_zero(rest)   ? Damage::kZeros
                          : block_complete ? Damage::kChecksum
                                           : Damage::kTorn;
    skip(at, rest.size(), damage);
    at += rest.size();
  }
  give_up_record(Damage::kTorn);
  return false;
}

// Adds a fragment to the record; true when the record is complete.
bool RawLogReader::State::take_fragment(const RawFragment& fragment, std::uint64_t offset) {
  const std::size_t bytes = kRawFragmentHead + fragment.payload.size();
  const bool begins = fragment.part == RawPart::kWhole || fragment.part == RawPart::kFirst;
  const bool ends = fragment.part == RawPart::kWhole || fragment.part == RawPart::kLast;
  if (!begins && !ends && fragment.part != RawPart::kMiddle) {
    give_up_record(Damage::kOrphan);
    skip(offset, bytes, Damage::kUnknown);
    return false;
  }
  if (begins) {
    give_up_record(Damage::kOrphan);
    record_begun = true;
    record_type = fragment.type;
    record_offset = offset;
    record_bytes = 0;
  } else if (!record_begun || record_type != fragment.type ||
             record.size() + fragment.payload.size() > kRawRecordMax) {
    give_up_record(Damage::kOrphan);
    skip(offset, bytes, Damage::kOrphan);
    return false;
  }
  record_bytes += bytes;
  record.insert(record.end(), fragment.payload.begin(), fragment.payload.end());
  return ends;
}

// What a complete record means. Only received bytes in the range are returned.
std::optional<RawRecord> RawLogReader::State::take_record() {
  record_begun = false;
  const std::span<const std::byte> payload{record};
  switch (record_type) {
    case RawType::kReceived: {
      const auto received = decode_received(payload);
      if (!received) break;
      if (received->received_at < range.from || received->received_at >= range.to)
        return std::nullopt;
      RawRecord out;
      out.received = *received;
      out.segment = header.sequence;
      out.offset = record_offset;
      if (const auto known = sources.find(received->source.value); known != sources.end()) {
        out.source_name = known->second.name;
        out.exercise = known->second.exercise;
      }
      ++report.records;
      return out;
    }
    case RawType::kSource:
      if (auto named = decode_source_name(payload)) {
        sources[named->source.value] = std::move(*named);
        return std::nullopt;
      }
      break;
    case RawType::kGap:
      if (const auto gap = decode_gap(payload)) {
        ++report.gap_records;
        if (report.gaps.size() < RawReport::kListMax) report.gaps.push_back(*gap);
        return std::nullopt;
      }
      break;
    case RawType::kSummary:
    case RawType::kPadding:
    case RawType::kIndex:
      return std::nullopt;
  }
  skip(record_offset, record_bytes, Damage::kUnknown);
  return std::nullopt;
}

RawLogReader::RawLogReader(std::unique_ptr<State> state) : state_{std::move(state)} {}
RawLogReader::RawLogReader(RawLogReader&&) noexcept = default;
RawLogReader& RawLogReader::operator=(RawLogReader&&) noexcept = default;
RawLogReader::~RawLogReader() = default;

Result<RawLogReader> RawLogReader::open(const std::filesystem::path& directory, Range range) {
  auto segments = list_segments(directory);
  if (!segments) return tl::unexpected(std::move(segments.error()));
  auto state = std::make_unique<State>();
  state->range = range;
  for (auto& segment : *segments) state->files.push_back(std::move(segment.file));
  std::reverse(state->files.begin(), state->files.end());
  return RawLogReader{std::move(state)};
}

RawLogReader RawLogReader::open_segment(const std::filesystem::path& file, Range range,
                                        std::uint64_t from_offset) {
  auto state = std::make_unique<State>();
  state->range = range;
  state->from_offset = from_offset;
  state->files.push_back(file);
  return RawLogReader{std::move(state)};
}

std::optional<RawRecord> RawLogReader::next() {
  State& s = *state_;
  s.record.clear();
  while (s.window || s.open_next()) {
    RawFragment fragment;
    std::uint64_t offset = 0;
    if (!s.next_fragment(fragment, offset)) {
      s.report.bytes_read += s.window->bytes_read();
      s.window.reset();
    } else if (s.take_fragment(fragment, offset)) {
      if (auto record = s.take_record()) return record;
      s.record.clear();
    }
  }
  return std::nullopt;
}

const RawReport& RawLogReader::report() const {
  return state_->report;
}

std::optional<RawSegmentSummary> segment_summary(const std::filesystem::path& file) {
  SegmentBytes window{file};
  for (std::size_t copy = 0; copy < kRawCopies; ++copy) {
    const auto header = decode_header(window.rest_of_block(copy * kRawBlock));
    if (!header) continue;
    if (auto summary = summary_at_end(window, *header)) return summary;
    RawSegmentSummary read;
    auto reader = RawLogReader::open_segment(file, {});
    while (const auto record = reader.next()) {
      read.count(record->received.received_at, record->received.text.size());
    }
    return read;
  }
  return std::nullopt;
}

Result<std::vector<RawSegmentFile>> list_segments(const std::filesystem::path& directory) {
  std::error_code error;
  std::vector<RawSegmentFile> segments;
  auto entry = std::filesystem::directory_iterator{directory, error};
  for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
    const auto sequence = segment_sequence(entry->path().filename().string());
    if (sequence) segments.push_back({*sequence, entry->path()});
  }
  if (error) return tl::unexpected(system_error("cannot read", directory, error.value()));
  std::sort(segments.begin(), segments.end(), [](const auto& a, const auto& b) {
    return std::tie(a.sequence, a.file) < std::tie(b.sequence, b.file);
  });
  // While one is being compressed there is a moment at which both its forms are there.
  const auto both = [](const auto& plain, const auto& other) {
    return other.file == plain.file.string() + kCompressedExtension;
  };
  segments.erase(std::unique(segments.begin(), segments.end(), both), segments.end());
  return segments;
}

}  // namespace narrows::history
