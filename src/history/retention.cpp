#include "history/retention.hpp"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

#include "history/disk.hpp"
#include "history/raw_log_reader.hpp"

namespace narrows::history {

bool is_held(std::span<const Hold> holds, Time from, Time to) {
  return std::any_of(holds.begin(), holds.end(),
                     [&](const Hold& hold) { return hold.from < to && from < hold.to; });
}

Result<Removed> remove_raw_segments(const std::filesystem::path& directory, Time before,
                                    std::span<const Hold> holds) {
  auto segments = list_segments(directory);
  if (!segments) return tl::unexpected(std::move(segments.error()));
  Removed removed;
  if (!segments->empty()) segments->pop_back();
  for (const auto& segment : *segments) {
    const auto summary = segment_summary(segment.file);
    if (!summary || (summary->records > 0 && summary->to >= before)) continue;
    if (summary->records > 0 &&
        is_held(holds, summary->from, summary->to + Duration::microseconds(1))) {
      ++removed.held_back;
      continue;
    }
    std::error_code error;
    const auto bytes = std::filesystem::file_size(segment.file, error);
    std::filesystem::remove(segment.file, error);
    if (error) return tl::unexpected(system_error("cannot remove", segment.file, error.value()));
    // It may have been compressed meanwhile.
    if (segment.file.extension() != kCompressedExtension)
      std::filesystem::remove(segment.file.string() + kCompressedExtension, error);
    ++removed.files;
    removed.bytes += bytes;
    removed.what.push_back(segment.file.filename().string());
  }
  return removed;
}

}  // namespace narrows::history
