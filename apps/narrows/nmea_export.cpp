#include "nmea_export.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "decode/ais/observe.hpp"
#include "decode/stream_decoder.hpp"
#include "history/raw_log_reader.hpp"
#include "interrupt.hpp"

namespace narrows::cli {

namespace {

// Vessels seen in the box: enough for a sea, bounded against an invented one.
constexpr std::size_t kSeenMax = 1'000'000;
// Decoding begins so long before the range, so that messages of several sentences are whole.
constexpr Duration kRunUp = Duration::seconds(30);

class NmeaExport {
 public:
  NmeaExport(const PastFilter& filter, bool tag_blocks, Output& output, RowProgress& progress)
      : filter_{filter}, tag_blocks_{tag_blocks}, output_{output}, progress_{progress} {}

  void take(const history::RawRecord& record) {
    if (record.exercise != filter_.exercise) return;
    received_at_ = record.received.received_at;
    if (!filter_.box && filter_.mmsis.empty()) return take_lines(record.received.text);
    const auto on_message = [&](const decode::ais::Message& message,
                                const decode::Envelope& envelope) { judge(message, envelope); };
    decoder_.feed(record.received.text, record.received.source, on_message);
    decoder_.end_of_datagram(record.received.source, on_message);
  }
  std::uint64_t sentences() const { return sentences_; }

 private:
  bool in_range() const {
    return (!filter_.from || received_at_ >= *filter_.from) &&
           (!filter_.to || received_at_ < *filter_.to);
  }

  void take_lines(std::string_view text) {
    while (!text.empty()) {
      const auto end = text.find('\n');
      auto line = text.substr(0, end);
      text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
      while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      if (!line.empty()) print(line);
    }
  }

  void judge(const decode::ais::Message& message, const decode::Envelope& envelope) {
    bool wanted = false;
    decode::ais::observe(message, envelope, received_at_,
                         [&](const model::Observation& said) { wanted = wanted || passes(said); });
    if (!wanted) return;
    for (const auto sentence : envelope.sentences) print(sentence);
  }

  bool passes(const model::Observation& said) {
    const auto mmsi = std::visit([](const auto& s) { return s.mmsi; }, said);
    const auto& only = filter_.mmsis;
    if (!only.empty() && std::find(only.begin(), only.end(), mmsi) == only.end()) return false;
    if (!filter_.box) return true;
    const auto* position = std::get_if<model::PositionObservation>(&said);
    if (position == nullptr || !position->position) return seen_.contains(mmsi);
    if (!filter_.box->contains(*position->position)) return false;
    if (seen_.size() < kSeenMax) seen_.insert(mmsi);
    return true;
  }

  void print(std::string_view line) {
    if (!in_range()) return;
    std::string& out = output_.buffer();
    if (tag_blocks_ || !filter_.exercise.empty()) {
      std::string_view bare = line;
      if (bare.starts_with('\\')) {  // Its own tag block; the new one stands for it.
        const auto end = bare.find('\\', 1);
        if (end != std::string_view::npos) bare.remove_prefix(end + 1);
      }
      std::string block;
      if (tag_blocks_) block = fmt::format("c:{}", received_at_.unix_microseconds() / 1'000);
      if (!filter_.exercise.empty()) {
        block += block.empty() ? "t:" : ",t:";
        for (const char c : "exercise " + filter_.exercise) {
          const bool plain = c >= ' ' && c <= '~' && c != '\\' && c != '*' && c != ',';
          block += plain ? c : '_';
        }
      }
      unsigned sum = 0;
      for (const char c : block) sum ^= static_cast<unsigned char>(c);
      out += fmt::format("\\{}*{:02X}\\{}\n", block, sum, bare);
    } else {
      out += line;
      out += '\n';
    }
    ++sentences_;
    progress_.count();
  }

  const PastFilter& filter_;
  bool tag_blocks_;
  Output& output_;
  RowProgress& progress_;
  decode::StreamDecoder decoder_;
  std::set<model::Mmsi> seen_;
  Time received_at_;
  std::uint64_t sentences_ = 0;
};

}  // namespace

Result<NmeaExported> export_nmea(const std::filesystem::path& raw_log, const PastFilter& filter,
                                 bool tag_blocks, Output& output, RowProgress& progress) {
  history::RawLogReader::Range range;
  if (filter.from) range.from = *filter.from - kRunUp;
  if (filter.to) range.to = *filter.to;
  auto reader = history::RawLogReader::open(raw_log, range);
  if (!reader) return tl::unexpected(reader.error());
  NmeaExport exporter{filter, tag_blocks, output, progress};
  while (const auto record = reader->next()) {
    exporter.take(*record);
    if (auto written = output.flush_if_large(); !written) return tl::unexpected(written.error());
    if (output.reader_gone()) break;
    if (interrupted()) return fail(Fault::kIo, "interrupted; the output is not whole");
  }
  if (auto written = output.flush(); !written) return tl::unexpected(written.error());
  return NmeaExported{exporter.sentences(), reader->report().skipped_bytes};
}

}  // namespace narrows::cli
