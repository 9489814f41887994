#include "history/raw_log.hpp"

#include <algorithm>
#include <cerrno>
#include <map>
#include <random>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "history/raw_format.hpp"

namespace narrows::history {
namespace {

constexpr std::size_t kWriteBytes = 64U << 10;  // Written when so much is held, synced or not.

bool passed(Time now, Time since, Duration span) {
  return now - since >= span || now < since;  // A clock that went back must not stop anything.
}

// Read through in some milliseconds.
constexpr std::uint64_t kStretchBytes = 1U << 20;

std::int64_t hour_of(Time t) {
  const std::int64_t s = t.unix_seconds();
  return s / 3'600 - (s % 3'600 < 0 ? 1 : 0);
}

std::uint64_t random_salt() {
  std::random_device device;
  return std::uint64_t{device()} << 32 | device();
}

}  // namespace

struct RawLog::State {
  struct SourceName {
    RawSourceName name;
    std::uint64_t written_at = 0;  // Where in the segment; 0: not yet.
  };

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;
  ~State() {
    if (lock >= 0) ::close(lock);
  }

  std::filesystem::path directory;
  Options options;
  Disk* disk = nullptr;
  int lock = -1;  // The directory, flock()ed.

  std::uint64_t next_sequence = 1;
  RawSegmentHeader header;                // Of the current segment; sequence 0: there is none.
  RawSegmentSummary summary;              // Of the current segment so far.
  std::vector<RawIndexEntry> index;       // The same. Cap: kRawIndexMax.
  std::uint64_t stretch = kStretchBytes;  // Bytes between its entries.
  std::unique_ptr<File> file;             // Empty until the segment is first written.
  std::uint64_t written = 0;              // Bytes of the segment that the system has.
  std::vector<std::byte> held;            // The bytes after them. Cap: see has_room().
  bool unsynced = false;                  // The system has bytes that may not be on the disk yet.
  Gap held_records;      // What `held` is, and what the system has but the disk may not:
  Gap unsynced_records;  // ready to be a gap record if it turns out lost.
  std::map<std::uint16_t, SourceName> sources;
  std::vector<std::byte> payload;  // Of the record that is being made; kept for its capacity.

  std::map<GapCause, Gap> missing;  // Lost, and not written down yet.
  std::optional<Stopped> stopped;
  Time last_try;
  Time last_sync;
  Time latest_now;
  RawLogCounts counts;
  std::vector<Skipped> found_at_open;

  bool in_segment() const { return header.sequence != 0; }
  std::uint64_t end() const { return written + held.size(); }
  bool has_room(std::size_t text_bytes) const;

  void begin_segment(Time now);
  void put_fragment(RawType type, RawPart part, std::span<const std::byte> bytes);
  void put_record(RawType type, std::span<const std::byte> bytes);
  void put_source_name(model::SourceId source);
  void put_missing(Time now);
  void count_in_index(Time received_at);
  void make_room(std::size_t bytes);
  void put_index_and_summary();

  Result<void> write_held();
  Result<void> write_and_sync(Time now);
  Result<void> end_segment(Time now);
  void abandon_segment();
  Error stop(Time now, Error why);
  void lose(GapCause cause, const Gap& what);
};

// Asked only while stopped; else `held` is at most kWriteBytes and one record. The cap is exceeded
// by what is not a received record (names, gaps, a segment header): some kilobytes.
bool RawLog::State::has_room(std::size_t text_bytes) const {
  const std::size_t fragments = text_bytes / (kRawBlock - kRawFragmentHead) + 2;
  return held.size() + text_bytes + fragments * kRawFragmentHead <= options.held_bytes_max;
}

// Nothing touches the disk here: the file is made when there is something to write to it.
void RawLog::State::begin_segment(Time now) {
  header = {next_sequence++, random_salt(), now};
  summary = {};
  index.clear();
  stretch = kStretchBytes;
  written = 0;
  const auto block = encode_header(header);
  for (std::size_t copy = 0; copy < kRawCopies; ++copy) {
    held.insert(held.end(), block.begin(), block.end());
  }
  for (auto& [id, source] : sources) source.written_at = 0;
}

void RawLog::State::put_fragment(RawType type, RawPart part, std::span<const std::byte> bytes) {
  encode_fragment(held, header, end(), {type, part, bytes});
}

void RawLog::State::put_record(RawType type, std::span<const std::byte> bytes) {
  for (bool first = true; first || !bytes.empty();) {
    const std::size_t room = kRawBlock - end() % kRawBlock;
    if (room <= kRawFragmentHead) {
      held.resize(held.size() + room);
      continue;
    }
    const auto piece = bytes.first(std::min(bytes.size(), room - kRawFragmentHead));
    const bool last = piece.size() == bytes.size();
    put_fragment(type,
                 first ? (last ? RawPart::kWhole : RawPart::kFirst)
                       : (last ? RawPart::kLast : RawPart::kMiddle),
                 piece);
    bytes = bytes.subspan(piece.size());
    first = false;
  }
}

void RawLog::State::put_source_name(model::SourceId source) {
  const auto known = sources.find(source.value);
  if (known == sources.end()) return;
  std::uint64_t& at = known->second.written_at;
  if (at != 0 && end() - at < kRawNamesEvery) return;
  at = end();
  put_record(RawType::kSource, encode_source_name(known->second.name));
}

void RawLog::State::put_missing(Time now) {
  if (missing.empty()) return;
  if (!in_segment()) begin_segment(now);
  for (const auto& [cause, gap] : missing) {
    put_record(RawType::kGap, encode_gap(gap));
    ++counts.gaps;
  }
  missing.clear();
}

// Called before the record is put. Every stretch that is full begins a new one; when there are too
// many, every two become one.
void RawLog::State::count_in_index(Time received_at) {
  if (index.empty() || end() - index.back().offset >= stretch) {
    if (index.size() == kRawIndexMax) {
      for (std::size_t i = 0; i < kRawIndexMax / 2; ++i) {
        const auto& a = index[2 * i];
        const auto& b = index[2 * i + 1];
        index[i] = {a.offset, std::min(a.from, b.from), std::max(a.to, b.to)};
      }
      index.resize(kRawIndexMax / 2);
      stretch *= 2;
    }
    index.push_back({end(), received_at, received_at});
  }
  index.back().from = std::min(index.back().from, received_at);
  index.back().to = std::max(index.back().to, received_at);
}

// So that a record of so many bytes is whole in its block.
void RawLog::State::make_room(std::size_t bytes) {
  const std::size_t room = kRawBlock - end() % kRawBlock;
  if (room >= kRawFragmentHead + bytes) return;
  if (room > kRawFragmentHead) {
    const std::vector<std::byte> filler(room - kRawFragmentHead);
    put_fragment(RawType::kPadding, RawPart::kWhole, filler);
  } else {
    held.resize(held.size() + room);
  }
}

// Whole and last, so that a reader finds the summary from the end of the file, and by it the index.
void RawLog::State::put_index_and_summary() {
  const auto entries = encode_index(index);
  make_room(entries.size());
  summary.index = index.empty() ? 0 : end();
  put_fragment(RawType::kIndex, RawPart::kWhole, entries);
  make_room(kRawSummarySize);
  put_fragment(RawType::kSummary, RawPart::kWhole, encode_summary(summary));
}

// Everything held goes to the system, or as much as it takes: a write that broke off is continued
// at the same byte, so that a full disk leaves no damage behind.
Result<void> RawLog::State::write_held() {
  if (held.empty()) return {};
  if (!file) {
    auto created = disk->create(directory / segment_file_name(header));
    if (!created) return tl::unexpected(std::move(created.error()));
    file = std::move(*created);
    ++counts.segments;
  }
  std::size_t done = 0;
  Result<void> outcome;
  while (done < held.size() && outcome) {
    const auto n = file->write_at(written, std::span{held}.subspan(done));
    if (n) {
      done += *n;
      written += *n;
      counts.bytes_written += *n;
    } else {
      outcome = tl::unexpected(n.error());
    }
  }
  unsynced = unsynced || done > 0;
  held.erase(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(done));
  if (outcome) {
    counts.written += held_records.records;
    unsynced_records.add(held_records);
    held_records = {};
  }
  return outcome;
}

// After a failed sync nobody knows what of the segment is on the disk, and asking again would be
// answered with a lie (the pages count as clean): it is left behind, and the log says so.
void RawLog::State::abandon_segment() {
  counts.doubtful += unsynced_records.records;
  lose(GapCause::kDoubtful, unsynced_records);
  unsynced_records = {};
  unsynced = false;
  file.reset();
  header = {};
}

Result<void> RawLog::State::write_and_sync(Time now) {
  last_try = now;
  if (auto done = write_held(); !done) return tl::unexpected(stop(now, done.error()));
  stopped.reset();
  put_missing(now);
  if (auto done = write_held(); !done) return tl::unexpected(stop(now, done.error()));
  if (unsynced) {
    if (auto done = file->sync(); !done) {
      abandon_segment();
      return tl::unexpected(stop(now, done.error()));
    }
    counts.synced += unsynced_records.records;
    unsynced_records = {};
    unsynced = false;
  }
  last_sync = now;
  return {};
}

Result<void> RawLog::State::end_segment(Time now) {
  put_missing(now);
  put_index_and_summary();
  if (auto done = write_and_sync(now); !done) return done;
  file.reset();
  header = {};
  return {};
}

Error RawLog::State::stop(Time now, Error why) {
  stopped = Stopped{stopped ? stopped->since : now, std::move(why)};
  return stopped->why;
}

void RawLog::State::lose(GapCause cause, const Gap& what) {
  Gap& gap = missing[cause];
  gap.cause = cause;
  gap.add(what);
}

RawLog::RawLog(std::unique_ptr<State> state) : state_{std::move(state)} {}
RawLog::RawLog(RawLog&&) noexcept = default;
RawLog& RawLog::operator=(RawLog&&) noexcept = default;
RawLog::~RawLog() {
  if (state_) std::ignore = close(state_->latest_now);
}

Result<RawLog> RawLog::open(const std::filesystem::path& directory, Time now,
                            const Options& options, Disk& disk) {
  auto state = std::make_unique<State>();
  state->directory = directory;
  state->options = options;
  state->disk = &disk;
  state->latest_now = now;
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return tl::unexpected(system_error("cannot make", directory, error.value()));
  state->lock = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (state->lock < 0) return tl::unexpected(system_error("cannot open", directory, errno));
  if (::flock(state->lock, LOCK_EX | LOCK_NB) != 0) {
    return fail(Fault::kRefused,
                fmt::format("{} is in use by another process", directory.string()));
  }
  const auto segments = list_segments(directory);
  if (!segments) return tl::unexpected(segments.error());
  if (!segments->empty()) {
    state->next_sequence = segments->back().sequence + 1;
    auto reader = RawLogReader::open_segment(segments->back().file, {});
    while (reader.next()) {
    }
    state->found_at_open = reader.report().skipped;
  }
  return RawLog{std::move(state)};
}

void RawLog::name_source(model::SourceId source, std::string_view name, std::string_view exercise) {
  State::SourceName& known = state_->sources[source.value];
  known.name = {source, std::string{name}, std::string{exercise}};
  known.written_at = 0;
}

Result<void> RawLog::append(const model::Received& received, Time now) {
  State& s = *state_;
  s.latest_now = now;
  ++s.counts.received;
  const Gap one{{}, received.received_at, received.received_at, 1, received.text.size()};
  if (received.text.size() > kRawTextMax) {
    ++s.counts.lost;
    s.lose(GapCause::kTooLong, one);
    return fail(Fault::kOutOfRange,
                fmt::format("raw log: {} bytes received at once from source {}, {} is the most",
                            received.text.size(), received.source.value, kRawTextMax));
  }
  if (s.stopped && passed(now, s.last_try, s.options.retry_every)) {
    std::ignore = s.write_and_sync(now);
  }
  if (!s.stopped && s.in_segment() &&
      (s.end() >= s.options.segment_bytes_max || hour_of(now) != hour_of(s.header.created))) {
    std::ignore = s.end_segment(now);
  }
  if (s.stopped && !s.has_room(received.text.size())) {
    ++s.counts.lost;
    s.lose(s.stopped->why.fault == Fault::kFull ? GapCause::kFull : GapCause::kIo, one);
    return fail(Fault::kFull, "raw log: " + s.stopped->why.what);
  }
  if (!s.stopped) s.put_missing(now);
  if (!s.in_segment()) s.begin_segment(now);
  s.count_in_index(received.received_at);
  s.put_source_name(received.source);
  s.payload.clear();
  encode_received(s.payload, received);
  s.put_record(RawType::kReceived, s.payload);
  s.summary.count(received.received_at, received.text.size());
  s.held_records.add(one);
  if (!s.stopped && s.held.size() >= kWriteBytes) {
    if (auto done = s.write_held(); !done) {
      s.last_try = now;
      std::ignore = s.stop(now, done.error());
    }
  }
  return {};
}

Result<void> RawLog::sync(Time now) {
  State& s = *state_;
  s.latest_now = now;
  const bool due = s.stopped ? passed(now, s.last_try, s.options.retry_every)
                             : passed(now, s.last_sync, s.options.sync_every);
  if (due) return s.write_and_sync(now);
  if (s.stopped) return tl::unexpected(s.stopped->why);
  return {};
}

void RawLog::note_overflow(std::uint64_t records, std::uint64_t bytes, Time from, Time to) {
  state_->lose(GapCause::kOverflow, {GapCause::kOverflow, from, to, records, bytes});
}

Result<void> RawLog::close(Time now) {
  State& s = *state_;
  s.latest_now = now;
  if (s.stopped || !s.missing.empty()) {
    if (auto done = s.write_and_sync(now); !done) return done;
  }
  if (!s.in_segment()) return {};
  return s.end_segment(now);
}

const std::optional<Stopped>& RawLog::stopped() const {
  return state_->stopped;
}
RawLogCounts RawLog::counts() const {
  RawLogCounts counts = state_->counts;
  counts.held = state_->held_records.records;
  return counts;
}
const std::vector<Skipped>& RawLog::found_at_open() const {
  return state_->found_at_open;
}

}  // namespace narrows::history
