#include "engine/past_log.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <system_error>
#include <utility>

#include "history/raw_format.hpp"

namespace narrows::engine {

namespace {

std::pair<Time, std::uint64_t> begins(const history::SegmentTimes& s) {
  return {s.from, s.sequence};
}

std::uint64_t bytes_of(const std::filesystem::path& file) {
  std::error_code gone;
  const auto bytes = std::filesystem::file_size(file, gone);
  return gone ? 0 : bytes;
}

bool later(Time t, Time until) {
  return t > until;
}

}  // namespace

void PastLog::Held::hold(const history::RawRecord& other) {
  record = other;
  text = other.received.text;
  source_name = other.source_name;
  exercise = other.exercise;
  record.received.text = text;
  record.source_name = source_name;
  record.exercise = exercise;
}

Result<void> PastLog::begin(Time from) {
  const auto segments = segments_->segments();
  if (!segments) return tl::unexpected(segments.error());
  from_ = from;
  reader_.reset();
  segment_ = {};
  segment_.from = Time::unix_microseconds(std::numeric_limits<std::int64_t>::min());
  read_to_offset_ = read_bytes_ = 0;
  ahead_.clear();
  given_.reset();
  heard_in_ = 0;
  goes_on_at_.reset();
  heard_to_.reset();
  for (const auto& segment : *segments) {  // What was heard last before.
    if (segment.ended && segment.to < from)
      heard_to_ = std::max(heard_to_.value_or(segment.to), segment.to);
  }
  return {};
}

const history::RawRecord* PastLog::next(Time until) {
  if (const auto* due = held_and_due(until)) return due;
  while (ahead_.size() < kAhead && !held_until_near(until)) {
    auto record = read(until);
    if (!record) break;
    if (!later(record->received.received_at, until)) return give(*record);
    ahead_.push_back(std::make_unique<Held>());
    ahead_.back()->hold(*record);
  }
  note_where_it_goes_on();
  return nullptr;
}

const history::RawRecord* PastLog::give(const history::RawRecord& record) {
  current_ = record;
  heard_to_ =
      std::max(heard_to_.value_or(record.received.received_at), record.received.received_at);
  heard_in_ = record.segment;
  return &current_;
}

const history::RawRecord* PastLog::held_and_due(Time until) {
  const auto due = std::find_if(ahead_.begin(), ahead_.end(), [&](const auto& held) {
    return !later(held->record.received.received_at, until);
  });
  if (due == ahead_.end()) return nullptr;
  given_ = std::move(*due);
  ahead_.erase(due);
  return give(given_->record);
}

// What is held because it comes next in the ordinary way: nothing earlier will follow it.
bool PastLog::held_until_near(Time until) const {
  return std::any_of(ahead_.begin(), ahead_.end(), [&](const auto& held) {
    return held->record.received.received_at - until <= history::SegmentIndex::kSilence;
  });
}

std::optional<history::RawRecord> PastLog::read(Time until) {
  for (;;) {
    if (reader_) {
      auto record = reader_->next();
      while (record && record->offset <= read_to_offset_) record = reader_->next();
      if (record) {
        read_to_offset_ = record->offset;
        return record;
      }
      reader_.reset();
    }
    if (!open_next(until)) return std::nullopt;
  }
}

// The one that was read, if it has grown since; else the segment that begins next in time. False
// when neither can have anything that was received by `until`.
bool PastLog::open_next(Time until) {
  next_segment_.reset();
  const auto segments = segments_->segments();
  if (!segments) return false;
  if (segment_.sequence != 0 && !segment_.ended) {
    const auto now = std::find_if(segments->begin(), segments->end(),
                                  [&](const auto& s) { return s.sequence == segment_.sequence; });
    const auto bytes = bytes_of(segment_.file);
    if (now != segments->end() && bytes > read_bytes_) {
      segment_.ended = now->ended;
      read_bytes_ = bytes;
      // The names of sources are written again after each mebibyte: from there on it is read.
      constexpr auto kBack = history::kRawNamesEvery + 2 * history::kRawBlock;
      reader_ = history::RawLogReader::open_segment(
          segment_.file, {.from = from_}, read_to_offset_ > kBack ? read_to_offset_ - kBack : 0);
      return true;
    }
  }
  const auto next = std::find_if(segments->begin(), segments->end(), [&](const auto& s) {
    return begins(s) > begins(segment_) && (!s.ended || s.to >= from_);
  });
  if (next == segments->end()) return false;
  if (later(next->from, until)) {
    next_segment_ = next->from;
    return false;
  }
  segment_ = *next;
  read_to_offset_ = 0;
  read_bytes_ = bytes_of(segment_.file);
  reader_ = history::RawLogReader::open_segment(segment_.file, {.from = from_});
  return true;
}

void PastLog::note_where_it_goes_on() {
  goes_on_at_ = next_segment_;
  goes_on_elsewhere_ = next_segment_.has_value();
  for (const auto& held : ahead_) {
    const auto at = held->record.received.received_at;
    if (goes_on_at_ && *goes_on_at_ <= at) continue;
    goes_on_at_ = at;
    goes_on_elsewhere_ = held->record.segment != heard_in_;
  }
}

}  // namespace narrows::engine
