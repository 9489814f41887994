// `narrows export`: a part of the history as a file for other people's tools.

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "command.hpp"
#include "history/store_reader.hpp"
#include "interrupt.hpp"
#include "nmea_export.hpp"
#include "output.hpp"
#include "past_options.hpp"
#include "position_writer.hpp"
#include "row_progress.hpp"

namespace narrows::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWho = "narrows export";
constexpr std::array<std::string_view, 5> kFormats{"parquet", "csv", "geojson", "kml", "nmea"};

constexpr std::array kOptions{
    Option{0, "store", "DIR", "the node's data directory, or the store itself"},
    Option{'f', "format", "FORMAT",
           "parquet (GeoParquet), csv, geojson, kml, nmea; default: by the ending of --output"},
    Option{'o', "output", "FILE",
           "write here; csv, geojson, kml and nmea default to standard output"},
    Option{0, "by-day", "",
           "parquet: --output is a directory, with a file for each UTC day and no "
           "geometry, as the archive"},
    Option{0, "from", "TIME", "only what was observed (nmea: received) from then on"},
    Option{0, "to", "TIME", "only what was observed before then"},
    Option{0, "bbox", "W,S,E,N", "only within this box, in degrees"},
    Option{0, "mmsi", "N,…", "only these vessels"},
    Option{0, "exercise", "ID", "the world of this exercise instead of the real one"},
    Option{0, "tag-blocks", "", "nmea: before each sentence a tag block with the time of receipt"},
    Option{'q', "quiet", "", "no progress, nothing on standard error but what went wrong"},
};
constexpr std::array kExamples{
    Example{"narrows export --store data --from 2026-01-01 --to 2026-01-02 -o day.parquet",
            "A day as GeoParquet."},
    Example{"narrows export --store data --mmsi 999000001 -o track.kml", "One vessel's track."},
    Example{"narrows export --store data -f csv --bbox 56.0,26.2,56.8,26.8 | gzip > strait.csv.gz",
            "What happened in a box."},
    Example{"narrows export --store data -f nmea --mmsi 999000001 --tag-blocks > evidence.nmea",
            "The sentences of one vessel, as they were received."},
    Example{"narrows export --store data -f parquet --by-day -o archive/", "Everything, by day."},
};

class ExportCommand final : public Command {
 public:
  Result<void> setup(const Arguments& arguments) override;
  Result<Outcome> run() override;

 private:
  Result<Outcome> write_parquet(history::StoreReader& reader) const;
  Result<Outcome> write_text(history::StoreReader& reader) const;
  Result<Outcome> write_nmea() const;
  history::PositionFilter filter() const;
  void say(const std::string& sentence) const {
    if (!quiet_) fmt::print(stderr, "{}: {}\n", kWho, sentence);
  }

  StorePlace place_;
  PastFilter past_;
  std::string format_;
  std::string output_ = "-";
  bool by_day_ = false;
  bool tag_blocks_ = false;
  bool quiet_ = false;
};

std::string format_of_name(const std::string& file) {
  const std::string ending = fs::path{file}.extension().string();
  if (ending == ".parquet" || ending == ".geoparquet") return "parquet";
  if (ending == ".csv") return "csv";
  if (ending == ".geojson" || ending == ".json") return "geojson";
  if (ending == ".kml") return "kml";
  if (ending == ".nmea" || ending == ".log" || ending == ".txt") return "nmea";
  return {};
}

Result<void> ExportCommand::setup(const Arguments& arguments) {
  const auto place = parse_store(arguments);
  if (!place) return tl::unexpected(place.error());
  place_ = *place;
  auto past = parse_past_filter(arguments);
  if (!past) return tl::unexpected(past.error());
  past_ = std::move(*past);
  output_ = arguments.text("output", "-");
  by_day_ = arguments.has("by-day");
  tag_blocks_ = arguments.has("tag-blocks");
  quiet_ = arguments.has("quiet");
  format_ = arguments.text("format", format_of_name(output_));
  if (format_ == "geoparquet") format_ = "parquet";
  if (format_.empty())
    return fail(Fault::kMalformed, "--format must say which: parquet, csv, geojson, kml or nmea");
  if (std::find(kFormats.begin(), kFormats.end(), format_) == kFormats.end()) {
    return fail(Fault::kMalformed,
                fmt::format("--format is parquet, csv, geojson, kml or nmea, not '{}'", format_));
  }
  if (format_ == "parquet" && output_ == "-")
    return fail(Fault::kMalformed, "parquet cannot be written to standard output: give --output");
  if (by_day_ && format_ != "parquet")
    return fail(Fault::kMalformed, "--by-day only makes sense with parquet");
  if (tag_blocks_ && format_ != "nmea")
    return fail(Fault::kMalformed, "--tag-blocks only makes sense with nmea");
  return {};
}

history::PositionFilter ExportCommand::filter() const {
  const Time beginning = Time::unix_microseconds(std::numeric_limits<std::int64_t>::min());
  const Time end = Time::unix_microseconds(std::numeric_limits<std::int64_t>::max());
  return {{past_.from.value_or(beginning), past_.to.value_or(end)}, past_.box, past_.mmsis};
}

Result<Outcome> ExportCommand::run() {
  listen_for_interrupt();
  if (format_ == "nmea") return write_nmea();
  auto reader = history::StoreReader::open({.directory = place_.store,
                                            .raw_log = {},
                                            .library = {},
                                            .reaches_files = format_ == "parquet"});
  if (!reader) return tl::unexpected(reader.error());
  const TimeLimit until_interrupted{**reader, 0};
  return format_ == "parquet" ? write_parquet(**reader) : write_text(**reader);
}

Result<Outcome> ExportCommand::write_parquet(history::StoreReader& reader) const {
  const RowProgress progress{quiet_, "writing Parquet"};
  const auto written = reader.write_parquet(
      by_day_ ? history::StoreReader::ParquetKind::kDays : history::StoreReader::ParquetKind::kGeo,
      filter(), past_.exercise, fs::absolute(output_));
  if (!written && interrupted()) return fail(Fault::kIo, "interrupted; nothing was written");
  if (!written) return tl::unexpected(written.error());
  say(fmt::format("{} positions, {} file{}, {} bytes", written->rows, written->files,
                  written->files == 1 ? "" : "s", written->bytes));
  return Outcome::kDone;
}

Result<Outcome> ExportCommand::write_text(history::StoreReader& reader) const {
  auto output = Output::open(output_);
  if (!output) return tl::unexpected(output.error());
  const auto writer = make_position_writer(format_, output->buffer());
  RowProgress progress{quiet_, "positions"};
  Result<void> flushed;
  writer->begin();
  const auto rows = reader.ask(past_.exercise)
                        .positions(filter(), writer->order(), [&](const history::PastPosition& p) {
                          writer->write(p);
                          progress.count();
                          flushed = output->flush_if_large();
                          return flushed.has_value() && !output->reader_gone();
                        });
  if (!flushed) return tl::unexpected(flushed.error());
  if (!rows && interrupted()) return fail(Fault::kIo, "interrupted; the output is not whole");
  if (!rows) return tl::unexpected(rows.error());
  writer->end();
  if (flushed = output->flush(); !flushed) return tl::unexpected(flushed.error());
  progress.clear();
  say(fmt::format("{} positions", *rows));
  return Outcome::kDone;
}

Result<Outcome> ExportCommand::write_nmea() const {
  if (place_.raw_log.empty()) {
    return fail(Fault::kNotFound,
                "there is no raw log beside this store: nothing to take sentences from");
  }
  auto output = Output::open(output_);
  if (!output) return tl::unexpected(output.error());
  RowProgress progress{quiet_, "sentences"};
  const auto done = export_nmea(place_.raw_log, past_, tag_blocks_, *output, progress);
  progress.clear();
  if (!done) return tl::unexpected(done.error());
  say(fmt::format("{} sentences", done->sentences));
  if (done->unread_bytes == 0) return Outcome::kDone;
  fmt::print(stderr,
             "{}: {} bytes of the raw log could not be read; narrows history check says where\n",
             kWho, done->unread_bytes);
  return Outcome::kInputErrors;
}

}  // namespace

const CommandAbout kExportAbout{
    .name = "export",
    .group = "The past",
    .purpose = "Write a part of a history as Parquet, CSV, GeoJSON, KML or NMEA",
    .operands = "",
    .description =
        "Writes the positions in --store, of the real world unless --exercise says otherwise: as "
        "GeoParquet, CSV, GeoJSON (points) or KML (a track a vessel), or as the sentences that "
        "were "
        "received, from the raw log. Only nmea can be taken from the store of a running node.",
    .options = kOptions,
    .examples = kExamples,
};

std::unique_ptr<Command> make_export_command() {
  return std::make_unique<ExportCommand>();
}

}  // namespace narrows::cli
