#include "history/segment_times.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>
#include <tuple>
#include <utility>

#include "history/raw_format.hpp"

namespace narrows::history {

namespace {

/// The last record of a segment that ended well.
std::optional<RawSegmentSummary> summary_of(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::vector<std::byte> block(kRawBlock);
  const auto read = [&](std::uint64_t offset, std::size_t bytes) {
    in.clear();
    in.seekg(static_cast<std::streamoff>(offset));
    // Bytes of a file are read as characters by the standard library.
    in.read(reinterpret_cast<char*>(block.data()), static_cast<std::streamsize>(bytes));
    return in.gcount() == static_cast<std::streamsize>(bytes);
  };
  std::optional<RawSegmentHeader> header;
  for (std::size_t copy = 0; copy < kRawCopies && !header; ++copy) {
    if (read(copy * kRawBlock, kRawBlock)) header = decode_header(block);
  }
  in.clear();
  in.seekg(0, std::ios::end);
  const auto size = static_cast<std::uint64_t>(in.tellg());
  constexpr std::size_t kBytes = kRawFragmentHead + kRawSummarySize;
  if (!header || size < kRawDataBegin + kBytes || !read(size - kBytes, kBytes)) return std::nullopt;
  const auto fragment = decode_fragment(std::span{block}.first(kBytes), *header, size - kBytes);
  if (!fragment || fragment->type != RawType::kSummary) return std::nullopt;
  return decode_summary(fragment->payload);
}

std::uint64_t bytes_of(const std::filesystem::path& file) {
  std::error_code absent;
  const auto bytes = std::filesystem::file_size(file, absent);
  return absent ? 0 : bytes;
}

/// Puts holes into order and makes each moment part of one at most: the first one named keeps it.
std::vector<PastHole> without_overlap(std::vector<PastHole> holes) {
  std::stable_sort(holes.begin(), holes.end(), [](const PastHole& a, const PastHole& b) {
    return std::tie(a.from, a.to) < std::tie(b.from, b.to);
  });
  std::vector<PastHole> out;
  for (auto& hole : holes) {
    if (!out.empty()) hole.from = std::max(hole.from, out.back().to);
    if (hole.to > hole.from) out.push_back(std::move(hole));
  }
  return out;
}

}  // namespace

std::optional<SegmentTimes> SegmentIndex::times_of(const RawSegmentFile& segment) {
  if (const auto known = ended_.find(segment.sequence); known != ended_.end()) return known->second;
  SegmentTimes times;
  times.sequence = segment.sequence;
  times.file = segment.file;
  if (const auto summary = summary_of(segment.file)) {
    if (summary->records == 0) return std::nullopt;
    times.from = summary->from;
    times.to = summary->to;
    times.ended = true;
    ended_.emplace(segment.sequence, times);
    return times;
  }
  // Of one that has no summary the first records tell; the very first alone may be stamped wrong.
  constexpr int kLookedAt = 1'000;
  auto reader = RawLogReader::open_segment(segment.file, {});
  std::optional<Time> least;
  for (int i = 0; i < kLookedAt; ++i) {
    const auto record = reader.next();
    if (!record) break;
    least = std::min(least.value_or(record->received.received_at), record->received.received_at);
  }
  if (!least) return std::nullopt;
  times.from = times.to = *least;
  return times;
}

Result<std::vector<SegmentTimes>> SegmentIndex::segments() {
  auto files = list_segments(directory_);
  if (!files) return tl::unexpected(std::move(files.error()));
  const std::lock_guard lock{times_mutex_};
  std::vector<SegmentTimes> list;
  for (const auto& file : *files) {
    if (auto times = times_of(file)) list.push_back(std::move(*times));
  }
  std::sort(list.begin(), list.end(), [](const SegmentTimes& a, const SegmentTimes& b) {
    return std::tie(a.from, a.sequence) < std::tie(b.from, b.sequence);
  });
  return list;
}

// Reads a segment through. One that is still written is read again when it has grown.
const SegmentIndex::Scan& SegmentIndex::scan(const SegmentTimes& segment) {
  const auto bytes = bytes_of(segment.file);
  if (const auto known = scans_.find(segment.sequence);
      known != scans_.end() && (known->second.ended || known->second.file_bytes == bytes))
    return known->second;
  Scan scan;
  scan.file_bytes = bytes;
  scan.ended = segment.ended;
  auto reader = RawLogReader::open_segment(segment.file, {});
  // Least and greatest time of each stretch of ten seconds, so that the order does not matter.
  std::map<std::int64_t, std::pair<Time, Time>> heard;
  while (const auto record = reader.next()) {
    const auto at = record->received.received_at;
    const auto [stretch, is_new] = heard.try_emplace(at.unix_seconds() / 10, at, at);
    auto& [least, greatest] = stretch->second;
    least = std::min(least, at);
    greatest = std::max(greatest, at);
  }
  for (const auto& [stretch, times] : heard) {
    const auto& [least, greatest] = times;
    if (!scan.heard.empty() && least - scan.heard.back().second <= kSilence) {
      scan.heard.back().second = greatest;
    } else {
      scan.heard.emplace_back(least, greatest);
    }
  }
  for (const auto& gap : reader.report().gaps) {
    if (gap.to > gap.from) scan.holes.push_back({gap.from, gap.to, std::string{name(gap.cause)}});
  }
  // The stretch that a damaged piece of file covers is not known; the silence it leaves is.
  scan.damaged = std::any_of(
      reader.report().skipped.begin(), reader.report().skipped.end(), [&](const Skipped& skipped) {
        return skipped.damage != Damage::kTorn && skipped.damage != Damage::kUnknown;
      });
  return scans_[segment.sequence] = std::move(scan);
}

Result<LogExtent> SegmentIndex::extent(Time from, Time to) {
  auto list = segments();
  if (!list) return tl::unexpected(std::move(list.error()));
  const std::lock_guard lock{scans_mutex_};
  LogExtent extent;
  std::vector<PastHole> holes;
  struct Heard {
    Time from;
    Time to;
    std::uint64_t segment;
    bool damaged;
  };
  std::vector<Heard> heard;
  // Newest first, so that what is looked at closely is what is asked for most.
  std::size_t scanned = 0;
  for (auto segment = list->rbegin(); segment != list->rend(); ++segment) {
    const bool wanted = segment->from <= to && segment->to >= from;
    const bool look = !segment->ended ||
                      (wanted && (scans_.contains(segment->sequence) || ++scanned <= kScansMax));
    if (!look) {
      if (wanted)
        extent.coarse_before = std::max(extent.coarse_before.value_or(segment->to), segment->to);
      heard.push_back({segment->from, segment->to, segment->sequence, false});
      continue;
    }
    const auto& seen = scan(*segment);
    holes.insert(holes.end(), seen.holes.begin(), seen.holes.end());
    for (const auto& [begin, end] : seen.heard)
      heard.push_back({begin, end, segment->sequence, seen.damaged});
  }
  std::sort(heard.begin(), heard.end(),
            [](const Heard& a, const Heard& b) { return a.from < b.from; });
  const Heard* before = nullptr;
  for (const auto& next : heard) {
    if (before != nullptr && next.from - before->to > kSilence) {
      const bool same = next.segment == before->segment;
      holes.push_back({before->to, next.from,
                       !same             ? "not_running"
                       : before->damaged ? "damaged"
                                         : "nothing_received"});
    }
    if (before == nullptr || next.to > before->to) before = &next;
    extent.from = std::min(extent.from.value_or(next.from), next.from);
    extent.to = std::max(extent.to.value_or(next.to), next.to);
  }
  std::erase_if(holes, [&](const PastHole& hole) { return hole.to < from || hole.from > to; });
  extent.holes = without_overlap(std::move(holes));
  return extent;
}

}  // namespace narrows::history
