#include "engine/recording.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "decode/ais/observe.hpp"
#include "decode/csv/csv_decoder.hpp"
#include "decode/stream_decoder.hpp"
#include "engine/arrival.hpp"
#include "engine/heard_message.hpp"

namespace narrows::engine {

namespace {

constexpr std::array<std::string_view, 5> kFormatNames{"auto", "nmea", "csv", "dma",
                                                       "marinecadastre"};
constexpr std::size_t kBeginningMax = std::size_t{64} << 10U;

template <std::size_t N>
void name_rejected(const std::array<std::uint64_t, N>& counts,
                   const std::array<std::string_view, N>& names, RecordingCounts& out) {
  for (std::size_t i = 0; i < N; ++i)
    if (counts.at(i) > 0) out.rejected.emplace_back(names.at(i), counts.at(i));
}

class CsvReading {
 public:
  CsvReading(const RecordingOptions& options, RecordingOutlets outlets)
      : decoder_{{options.source, options.exercise}, layout(options.format)}, outlets_{outlets} {}

  Result<void> feed(std::string_view bytes) {
    return decoder_.feed(bytes, outlets_.observation, reject_);
  }
  Result<void> finish() { return decoder_.finish(outlets_.observation, reject_); }
  std::uint64_t rows() const { return decoder_.accounts().rows; }
  void count(RecordingCounts& out) const {
    const auto& accounts = decoder_.accounts();
    out.rows = accounts.rows;
    out.used = accounts.used;
    out.left_out = accounts.left_out;
    out.observations = accounts.observations;
    name_rejected(accounts.rejected, decode::csv::kRejectNames, out);
  }

 private:
  static std::optional<decode::csv::Layout> layout(ImportFormat format) {
    if (format == ImportFormat::kDma) return decode::csv::Layout::kDma;
    if (format == ImportFormat::kMarineCadastre) return decode::csv::Layout::kMarineCadastre;
    if (format == ImportFormat::kCsv) return decode::csv::Layout::kGeneric;
    return std::nullopt;
  }

  decode::csv::CsvDecoder decoder_;
  RecordingOutlets outlets_;
  struct Reject {
    CsvReading& reading;
    void operator()(const decode::csv::RejectedRow& row) const {
      reading.outlets_.rejected(
          {decode::csv::kRejectNames.at(static_cast<std::size_t>(row.reason)), row.line, row.text});
    }
  } reject_{*this};
};

class NmeaReading {
 public:
  NmeaReading(const RecordingOptions& options, RecordingOutlets outlets)
      : options_{options}, outlets_{outlets}, latest_{options.untimed_at} {
    if (options.duplicates) duplicates_.emplace(*options.duplicates);
    decoder_.on_rejected(reject_);
  }

  Result<void> feed(std::string_view bytes) {
    decoder_.feed(bytes, options_.source, take_);
    return {};
  }
  Result<void> finish() {
    decoder_.finish(take_);
    if (duplicates_) duplicates_->finish([this](HeardMessage&& m) { give(m); });
    return {};
  }
  std::uint64_t rows() const { return decoder_.accounts().sentences; }
  void count(RecordingCounts& out) const {
    const auto& accounts = decoder_.accounts();
    out.rows = accounts.sentences;
    out.used = accounts.used;
    out.messages = accounts.messages;
    out.untimed = untimed_;
    out.duplicate = duplicates_ ? duplicates_->counts().duplicate : 0;
    out.silent = silent_;
    out.observations = observations_;
    name_rejected(accounts.dropped, decode::kDropNames, out);
  }

 private:
  void take(const decode::ais::Message& message, const decode::Envelope& envelope) {
    if (envelope.observed_at) latest_ = envelope.observed_at;
    if (!latest_) {
      ++untimed_;
      if (!envelope.sentences.empty())
        outlets_.rejected({"untimed", envelope.line, envelope.sentences.front()});
      return;
    }
    const Time at = arrived_at(message, envelope, *latest_);
    if (duplicates_) {
      HeardMessage heard = heard_message(message, envelope, at);
      observe(message, envelope, at,
              [&](const model::Observation& o) { heard.observations.push_back(o); });
      duplicates_->take(std::move(heard), [this](HeardMessage&& m) { give(m); });
      return;
    }
    const auto before = observations_;
    observe(message, envelope, at, [this](const model::Observation& o) {
      ++observations_;
      outlets_.observation(o);
    });
    if (observations_ == before) ++silent_;
  }
  /// Says that it was heard, to whoever asks.
  Time arrived_at(const decode::ais::Message& message, const decode::Envelope& envelope,
                  Time latest) {
    if (!outlets_.hearing || !envelope.observed_at) return latest;
    const Time at = arrival_.at(envelope.station, *envelope.observed_at);
    (*outlets_.hearing)({.source = options_.source,
                         .at = at,
                         .stamped_at = envelope.observed_at,
                         .mmsi = {decode::ais::header(message).mmsi},
                         .station = std::string{envelope.station}});
    return at;
  }
  void observe(const decode::ais::Message& message, const decode::Envelope& envelope, Time at,
               FunctionRef<void(const model::Observation&)> body) const {
    decode::ais::observe(message, envelope, at, [&](const model::Observation& said) {
      auto observation = said;
      std::visit([this](auto& o) { o.exercise = options_.exercise; }, observation);
      body(observation);
    });
  }
  void give(const HeardMessage& message) {
    if (message.observations.empty()) ++silent_;
    for (const auto& observation : message.observations) {
      ++observations_;
      outlets_.observation(observation);
    }
  }

  const RecordingOptions& options_;
  RecordingOutlets outlets_;
  std::uint64_t observations_ = 0;
  std::optional<Duplicates> duplicates_;
  decode::StreamDecoder decoder_;
  std::optional<Time> latest_;
  Arrival arrival_;
  std::uint64_t untimed_ = 0;
  std::uint64_t silent_ = 0;
  struct Take {
    NmeaReading& reading;
    void operator()(const decode::ais::Message& m, const decode::Envelope& e) const {
      reading.take(m, e);
    }
  } take_{*this};
  struct Reject {
    NmeaReading& reading;
    void operator()(const decode::Rejected& r) const {
      if (reading.outlets_.hearing && reading.latest_ && r.reason == decode::Drop::kChecksum) {
        (*reading.outlets_.hearing)({.source = reading.options_.source,
                                     .at = *reading.latest_,
                                     .stamped_at = {},
                                     .station = {},
                                     .damaged = true});
      }
      reading.outlets_.rejected(
          {decode::kDropNames.at(static_cast<std::size_t>(r.reason)), r.line, r.text});
    }
  } reject_{*this};
};

/// Feeds what is left of the input; the beginning was read to find out what it is.
template <class Reading>
Result<void> read_all(Reading& reading, std::string_view beginning, source::ByteInput& input,
                      RecordingCounts& counts, const RecordingOutlets& outlets) {
  if (auto done = reading.feed(beginning); !done) return done;
  while (!input.at_end()) {
    if (!outlets.go_on(reading.rows())) {
      counts.stopped = true;
      break;
    }
    const auto piece = input.read();
    if (!piece) {
      outlets.broken(piece.error());
      continue;
    }
    if (auto done = reading.feed(*piece); !done) return done;
  }
  // A line that was cut off where the reading stopped is no row.
  if (counts.stopped) return {};
  return reading.finish();
}

/// Enough of the input to tell what it is: some lines, or all there is.
std::string read_beginning(source::ByteInput& input, const RecordingOutlets& outlets) {
  std::string beginning;
  while (!input.at_end() && beginning.size() < kBeginningMax && outlets.go_on(0)) {
    const auto piece = input.read();
    if (!piece) {
      outlets.broken(piece.error());
      continue;
    }
    beginning += *piece;
    if (detect_format(beginning) && beginning.find('\n') != std::string::npos) break;
  }
  return beginning;
}

}  // namespace

std::optional<ImportFormat> import_format(std::string_view name) {
  const auto at = std::find(kFormatNames.begin(), kFormatNames.end(), name);
  if (at == kFormatNames.end()) return std::nullopt;
  return static_cast<ImportFormat>(at - kFormatNames.begin());
}

std::string_view name(ImportFormat format) {
  return kFormatNames.at(static_cast<std::size_t>(format));
}

std::uint64_t RecordingCounts::rejected_total() const {
  std::uint64_t sum = 0;
  for (const auto& [reason, n] : rejected) sum += n;
  return sum;
}

Result<ImportFormat> detect_format(std::string_view beginning) {
  std::string_view line;
  std::size_t at = 0;
  while (at < beginning.size() && line.find_first_not_of(" \t\r") == std::string_view::npos) {
    const auto end = std::min(beginning.find('\n', at), beginning.size());
    line = beginning.substr(at, end - at);
    at = end + 1;
  }
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  const auto columns = decode::csv::read_header(line);
  if (columns) {
    switch (columns->layout) {
      case decode::csv::Layout::kDma:
        return ImportFormat::kDma;
      case decode::csv::Layout::kMarineCadastre:
        return ImportFormat::kMarineCadastre;
      case decode::csv::Layout::kGeneric:
        return ImportFormat::kCsv;
    }
  }
  for (const std::string_view formatter : {"VDM,", "VDO,"}) {
    for (auto found = beginning.find(formatter); found != std::string_view::npos;
         found = beginning.find(formatter, found + 1)) {
      if (found >= 3 && (beginning[found - 3] == '!' || beginning[found - 3] == '$'))
        return ImportFormat::kNmea;
    }
  }
  return fail(Fault::kWrongType, fmt::format("holds no AIS sentence, and is no CSV of tracks: {}",
                                             columns.error().what));
}

Result<RecordingCounts> read_recording(source::ByteInput& input, const RecordingOptions& options,
                                       RecordingOutlets outlets) {
  RecordingCounts counts;
  const std::string beginning = read_beginning(input, outlets);
  counts.format = options.format;
  if (counts.format == ImportFormat::kAuto) {
    const auto detected = detect_format(beginning);
    if (!detected) return tl::unexpected(detected.error());
    counts.format = *detected;
  }
  const auto run = [&](auto&& reading) {
    auto done = read_all(reading, beginning, input, counts, outlets);
    reading.count(counts);
    return done;
  };
  const Result<void> read = counts.format == ImportFormat::kNmea
                                ? run(NmeaReading{options, outlets})
                                : run(CsvReading{options, outlets});
  if (!read) return tl::unexpected(read.error());
  return counts;
}

}  // namespace narrows::engine
