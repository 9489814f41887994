#include "engine/importer.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "base/bounded_queue.hpp"
#include "decode/ais/observe.hpp"
#include "decode/csv/csv_decoder.hpp"
#include "decode/stream_decoder.hpp"

namespace narrows::engine {

namespace {

constexpr std::array<std::string_view, 5> kFormatNames{"auto", "nmea", "csv", "dma",
                                                       "marinecadastre"};
constexpr std::size_t kBeginningMax = std::size_t{64} << 10U;

using Observations = std::vector<model::Observation>;

/// The other thread: takes batches of observations into the store.
class StoreThread {
 public:
  explicit StoreThread(history::Store& store) : thread_{[this, &store] { run(store); }} {}

  /// False when the store has failed: the rest is not worth reading.
  bool push(Observations&& batch) {
    return !failed_ && queue_.push(std::make_unique<Observations>(std::move(batch)));
  }
  /// Waits until all is stored.
  Result<history::BulkAppend::Counts> finish() {
    queue_.close();
    thread_.join();
    return std::move(result_);
  }

 private:
  void run(history::Store& store) {
    history::BulkAppend append{store};
    Result<void> done;
    while (auto batch = queue_.pop()) {
      for (const auto& observation : **batch) {
        if (done) done = append.add(observation);
      }
      if (!done) failed_ = true;
    }
    if (done) done = append.finish();
    result_ =
        done ? Result<history::BulkAppend::Counts>{append.counts()} : tl::unexpected(done.error());
  }

  BoundedQueue<std::unique_ptr<Observations>> queue_{"import", 8, WhenFull::kBlock};
  std::atomic<bool> failed_ = false;
  Result<history::BulkAppend::Counts> result_;
  std::jthread thread_;  // Last: it uses the rest.
};

/// Gathers observations into batches for the other thread.
class Outlet {
 public:
  explicit Outlet(StoreThread& store) : store_{store} { held_.reserve(kBatch); }

  void take(const model::Observation& observation) {
    ++observations_;
    held_.push_back(observation);
    if (held_.size() == kBatch) flush();
  }
  void flush() {
    if (held_.empty()) return;
    good_ = store_.push(std::exchange(held_, {})) && good_;
    held_.reserve(kBatch);
  }
  bool good() const { return good_; }
  std::uint64_t observations() const { return observations_; }

 private:
  static constexpr std::size_t kBatch = 8'192;

  StoreThread& store_;
  Observations held_;
  std::uint64_t observations_ = 0;
  bool good_ = true;
};

template <std::size_t N>
void name_rejected(const std::array<std::uint64_t, N>& counts,
                   const std::array<std::string_view, N>& names, ImportCounts& out) {
  for (std::size_t i = 0; i < N; ++i)
    if (counts.at(i) > 0) out.rejected.emplace_back(names.at(i), counts.at(i));
}

class CsvImport {
 public:
  CsvImport(const ImportOptions& options, Outlet& outlet, Importer::OnRejected rejected)
      : decoder_{{options.source, options.exercise}, layout(options.format)},
        outlet_{outlet},
        rejected_{rejected} {}

  Result<void> feed(std::string_view bytes) { return decoder_.feed(bytes, take_, reject_); }
  Result<void> finish() { return decoder_.finish(take_, reject_); }
  std::uint64_t rows() const { return decoder_.accounts().rows; }
  void count(ImportCounts& out) const {
    const auto& accounts = decoder_.accounts();
    out.rows = accounts.rows;
    out.used = accounts.used;
    out.left_out = accounts.left_out;
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
  Outlet& outlet_;
  Importer::OnRejected rejected_;
  struct Take {
    CsvImport& import;
    void operator()(const model::Observation& o) const { import.outlet_.take(o); }
  } take_{*this};
  struct Reject {
    CsvImport& import;
    void operator()(const decode::csv::RejectedRow& row) const {
      import.rejected_(
          {decode::csv::kRejectNames.at(static_cast<std::size_t>(row.reason)), row.line, row.text});
    }
  } reject_{*this};
};

class NmeaImport {
 public:
  NmeaImport(const ImportOptions& options, Outlet& outlet, Importer::OnRejected rejected)
      : options_{options}, outlet_{outlet}, rejected_{rejected}, latest_{options.untimed_at} {
    decoder_.on_rejected(reject_);
  }

  Result<void> feed(std::string_view bytes) {
    decoder_.feed(bytes, options_.source, take_);
    return {};
  }
  Result<void> finish() {
    decoder_.finish(take_);
    return {};
  }
  std::uint64_t rows() const { return decoder_.accounts().sentences; }
  void count(ImportCounts& out) const {
    const auto& accounts = decoder_.accounts();
    out.rows = accounts.sentences;
    out.used = accounts.used;
    out.messages = accounts.messages;
    out.untimed = untimed_;
    out.silent = silent_;
    name_rejected(accounts.dropped, decode::kDropNames, out);
  }

 private:
  void take(const decode::ais::Message& message, const decode::Envelope& envelope) {
    if (envelope.observed_at) latest_ = envelope.observed_at;
    if (!latest_) {
      ++untimed_;
      if (!envelope.sentences.empty())
        rejected_({"untimed", envelope.line, envelope.sentences.front()});
      return;
    }
    const auto before = outlet_.observations();
    decode::ais::observe(message, envelope, *latest_, [this](const model::Observation& said) {
      auto observation = said;
      std::visit([this](auto& o) { o.exercise = options_.exercise; }, observation);
      outlet_.take(observation);
    });
    if (outlet_.observations() == before) ++silent_;
  }

  const ImportOptions& options_;
  Outlet& outlet_;
  Importer::OnRejected rejected_;
  decode::StreamDecoder decoder_;
  std::optional<Time> latest_;
  std::uint64_t untimed_ = 0;
  std::uint64_t silent_ = 0;
  struct Take {
    NmeaImport& import;
    void operator()(const decode::ais::Message& m, const decode::Envelope& e) const {
      import.take(m, e);
    }
  } take_{*this};
  struct Reject {
    NmeaImport& import;
    void operator()(const decode::Rejected& r) const {
      import.rejected_({decode::kDropNames.at(static_cast<std::size_t>(r.reason)), r.line, r.text});
    }
  } reject_{*this};
};

/// Feeds what is left of the input; the beginning was read to find out what it is.
template <class Import>
Result<void> read_all(Import& import, std::string_view beginning, source::ByteInput& input,
                      const Outlet& outlet, ImportCounts& counts, Importer::GoOn go_on,
                      Importer::OnBroken on_broken) {
  if (auto done = import.feed(beginning); !done) return done;
  while (!input.at_end() && outlet.good()) {
    if (!go_on(import.rows())) {
      counts.stopped = true;
      break;
    }
    const auto piece = input.read();
    if (!piece) {
      on_broken(piece.error());
      continue;
    }
    if (auto done = import.feed(*piece); !done) return done;
  }
  // A line that was cut off where the reading stopped is no row.
  if (counts.stopped) return {};
  return import.finish();
}

/// Enough of the input to tell what it is: some lines, or all there is.
std::string read_beginning(source::ByteInput& input, Importer::GoOn go_on,
                           Importer::OnBroken on_broken) {
  std::string beginning;
  while (!input.at_end() && beginning.size() < kBeginningMax && go_on(0)) {
    const auto piece = input.read();
    if (!piece) {
      on_broken(piece.error());
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

std::uint64_t ImportCounts::rejected_total() const {
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

Result<ImportCounts> Importer::import(source::ByteInput& input, const ImportOptions& options,
                                      GoOn go_on, OnRejected on_rejected, OnBroken on_broken) {
  ImportCounts counts;
  const std::string beginning = read_beginning(input, go_on, on_broken);
  counts.format = options.format;
  if (counts.format == ImportFormat::kAuto) {
    const auto detected = detect_format(beginning);
    if (!detected) return tl::unexpected(detected.error());
    counts.format = *detected;
  }
  StoreThread store{store_};
  Outlet outlet{store};
  const auto run = [&](auto&& import) {
    auto done = read_all(import, beginning, input, outlet, counts, go_on, on_broken);
    import.count(counts);
    return done;
  };
  const Result<void> read = counts.format == ImportFormat::kNmea
                                ? run(NmeaImport{options, outlet, on_rejected})
                                : run(CsvImport{options, outlet, on_rejected});
  outlet.flush();
  const auto stored = store.finish();
  if (!stored) return tl::unexpected(stored.error());
  if (!read) return tl::unexpected(read.error());
  counts.observations = outlet.observations();
  counts.added = stored->added;
  counts.known = stored->known;
  counts.repeated = stored->repeated;
  return counts;
}

}  // namespace narrows::engine
