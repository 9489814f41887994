// `narrows import`: recordings and CSV files of tracks into the history.

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "command.hpp"
#include "decode/accounts.hpp"
#include "engine/import_shelf.hpp"
#include "engine/importer.hpp"
#include "engine/log.hpp"
#include "history/store.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "report.hpp"
#include "source/byte_input.hpp"
#include "source/source.hpp"
#include "stats_json.hpp"

namespace narrows::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWho = "narrows import";
constexpr int kExamplesShown = 3;  // Of each reason.

constexpr std::array kOptions{
    Option{0, "store", "DIR", "the data directory of the history, made if absent; needed"},
    Option{0, "format", "FORMAT", "nmea, csv, dma or marinecadastre, instead of by content"},
    Option{0, "source", "NAME", "name of the source, instead of each file's name"},
    Option{0, "exercise", "NAME", "the rows belong to this exercise, not to the real world"},
    Option{0, "time", "TIME", "NMEA: the time of messages before the first that carries one"},
    Option{0, "again", "", "import what was imported before; alone: all that is kept"},
    Option{0, "no-keep", "", "do not keep a compressed copy of the input"},
    Option{0, "stats", "FILE", "write the accounts as JSON; - is standard output"},
    Option{'q', "quiet", "", "no progress bar, no examples, no accounts on standard error"},
};
constexpr std::array kExamples{
    Example{"narrows import --store data aisdk-2026-01-01.csv",
            "A day of the Danish Maritime Authority."},
    Example{"narrows import --store data --source coast *.nmea.gz",
            "A receiver's recordings, under one name."},
    Example{"zstd -dc tracks.csv.zst | narrows import --store data --source survey -",
            "From a pipe."},
    Example{"narrows import --store data --again", "All that is kept, into a store made anew."},
};

struct Done {
  std::string file;
  engine::ImportCounts counts;
  std::string error;     // Why it ended early, or was not begun.
  bool skipped = false;  // Imported before.
};

class ImportCommand final : public Command {
 public:
  Result<void> setup(const Arguments& arguments) override;
  Result<Outcome> run() override;

 private:
  struct Input {
    std::string file;  // What is opened, and
    std::string name;  // what it is called.
    engine::ImportFormat format = engine::ImportFormat::kAuto;
    std::string source;
    std::string exercise;
    std::optional<Time> untimed_at;
    bool keep = true;
    bool again = false;
  };

  Result<std::vector<Input>> inputs(const engine::ImportShelf& shelf) const;
  Result<Done> import(const Input& input, std::uint16_t number, history::Store& store,
                      engine::ImportShelf& shelf, Progress& progress);
  bool imported_before(const Input& input, const std::string& sum, const engine::ImportShelf& shelf,
                       Progress& progress) const;
  static std::string sum_of_file(const Input& input, const engine::ImportShelf& shelf);
  static Result<std::unique_ptr<source::ByteInput>> spool(engine::ImportShelf::Copy& copy);
  void rejected(const Input& input, const engine::ImportRejected& row, Progress& progress);
  void say(const Done& done) const;
  Result<void> write_stats(const std::vector<Done>& all) const;

  std::vector<std::string> files_;
  fs::path directory_;
  engine::ImportFormat format_ = engine::ImportFormat::kAuto;
  std::string source_;
  std::string exercise_;
  std::optional<Time> untimed_at_;
  bool again_ = false;
  bool keep_ = true;
  bool quiet_ = false;
  std::optional<std::string> stats_;

  std::map<std::string, int, std::less<>> shown_;
  std::uint64_t bytes_before_ = 0;
};

Result<void> ImportCommand::setup(const Arguments& arguments) {
  files_ = arguments.operands();
  again_ = arguments.has("again");
  if (files_.empty() && !again_) return fail(Fault::kMalformed, "say what to import");
  if (!arguments.has("store")) return fail(Fault::kMalformed, "say where to, with --store DIR");
  directory_ = arguments.text("store", "");
  const auto said = arguments.text("format", "auto");
  const auto format = engine::import_format(said);
  if (!format) {
    return fail(
        Fault::kMalformed,
        fmt::format("there is no format '{}': it is one of nmea, csv, dma, marinecadastre", said));
  }
  format_ = *format;
  source_ = arguments.text("source", "");
  exercise_ = arguments.text("exercise", "");
  if (const auto time = arguments.value("time")) {
    untimed_at_ = parse_rfc3339(*time);
    if (!untimed_at_) {
      return fail(Fault::kMalformed,
                  fmt::format("--time wants a time such as 2026-01-01T12:00:00Z, not '{}'", *time));
    }
  }
  keep_ = !arguments.has("no-keep");
  quiet_ = arguments.has("quiet");
  if (const auto stats = arguments.value("stats")) stats_ = std::string{*stats};
  if (std::count(files_.begin(), files_.end(), "-") > 1)
    return fail(Fault::kMalformed, "standard input, '-', can be read only once");
  for (std::string& file : files_) {
    const auto path = source::file_of(file);
    if (!path) return tl::unexpected(path.error());
    const auto& name = *path;
    if (!name) return fail(Fault::kWrongType, file + ": import reads files and standard input");
    file = *name;
  }
  return {};
}

/// What to import: the operands, or with --again alone what is kept.
Result<std::vector<ImportCommand::Input>> ImportCommand::inputs(
    const engine::ImportShelf& shelf) const {
  std::vector<Input> out;
  for (const auto& file : files_) {
    const auto stem = file == "-" ? "import" : fs::path{file}.filename().string();
    out.push_back({.file = file,
                   .name = file,
                   .format = format_,
                   .source = source_.empty() ? stem : source_,
                   .exercise = exercise_,
                   .untimed_at = untimed_at_,
                   .keep = keep_,
                   .again = again_});
  }
  if (!files_.empty()) return out;
  for (const auto& kept : shelf.imports()) {
    if (!kept.kept) {
      fmt::print(stderr, "{}: {}: was imported without a copy: it cannot be imported again\n", kWho,
                 kept.file);
      continue;
    }
    out.push_back({.file = shelf.file_of(kept).string(),
                   .name = kept.file,
                   .format = engine::import_format(kept.format).value_or(format_),
                   .source = kept.source,
                   .exercise = kept.exercise,
                   .untimed_at = kept.untimed_at,
                   .keep = false,
                   .again = true});
  }
  if (out.empty())
    return fail(Fault::kNotFound, fmt::format("{}: no import is kept there", directory_.string()));
  return out;
}

Result<Outcome> ImportCommand::run() {
  auto shelf = engine::ImportShelf::open(directory_ / "imports");
  if (!shelf) return tl::unexpected(shelf.error());
  const auto all = inputs(*shelf);
  if (!all) return tl::unexpected(all.error());
  std::uint64_t total_bytes = 0;
  for (const Input& input : *all) {
    const auto size = source::ByteInput::check(input.file);
    if (!size) return tl::unexpected(size.error());
    total_bytes += *size;
  }
  auto store = history::Store::open({.directory = directory_ / "store", .library = {}},
                                    engine::wall_clock());
  if (const auto stopped = store.stopped()) return tl::unexpected(stopped->why);
  listen_for_interrupt();
  Progress progress{quiet_, total_bytes, "rows"};
  std::vector<Done> done;
  bool good = true;
  for (const Input& input : *all) {
    if (interrupted()) break;
    auto one = import(input, static_cast<std::uint16_t>(done.size()), store, *shelf, progress);
    if (!one) return tl::unexpected(one.error());
    good = good && one->error.empty() && one->counts.untimed == 0;
    for (const auto& [reason, n] : one->counts.rejected) {
      const auto& names = decode::kDropNames;
      const auto drop = std::find(names.begin(), names.end(), reason);
      good = good && drop != names.end() &&
             !is_input_error(static_cast<decode::Drop>(drop - names.begin()));
    }
    progress.clear();
    say(*one);
    done.push_back(std::move(*one));
  }
  if (auto closed = store.close(engine::wall_clock()); !closed)
    return tl::unexpected(closed.error());
  if (auto written = write_stats(done); !written) return tl::unexpected(written.error());
  return good && !interrupted() ? Outcome::kDone : Outcome::kInputErrors;
}

/// By its content: the same bytes, under whatever name and however compressed.
bool ImportCommand::imported_before(const Input& input, const std::string& sum,
                                    const engine::ImportShelf& shelf, Progress& progress) const {
  const auto* before = shelf.find(sum, input.exercise);
  if (input.again || before == nullptr) return false;
  progress.clear();
  if (!quiet_) {
    fmt::print(stderr, "{}: {}: was imported on {} as {}; --again imports what is missing of it\n",
               kWho, input.name, format_rfc3339(before->imported_at).substr(0, 10), before->file);
  }
  return true;
}

/// A file is summed before it is imported; nothing when that is not worth it, or it breaks off.
std::string ImportCommand::sum_of_file(const Input& input, const engine::ImportShelf& shelf) {
  if (input.again || input.file == "-" || shelf.imports().empty()) return {};
  const auto opened = source::ByteInput::open(input.file);
  const auto sum = opened ? engine::sha256_of(**opened) : tl::unexpected(opened.error());
  return sum.value_or("");
}

/// Standard input can be read only once: it is written down first, then imported from there.
Result<std::unique_ptr<source::ByteInput>> ImportCommand::spool(engine::ImportShelf::Copy& copy) {
  while (!copy.at_end() && !interrupted()) {
    if (const auto piece = copy.read(); !piece) return tl::unexpected(piece.error());
  }
  if (auto finished = copy.finish(); !finished) return tl::unexpected(finished.error());
  return source::ByteInput::open(copy.path().string());
}

Result<Done> ImportCommand::import(const Input& input, std::uint16_t number, history::Store& store,
                                   engine::ImportShelf& shelf, Progress& progress) {
  Done done{.file = input.name, .counts = {}, .error = {}};
  const auto failed = [&](const Error& error) {
    done.error = error.what;
    progress.clear();
    fmt::print(stderr, "{}: {}\n", kWho, error.what);
  };
  done.skipped = imported_before(input, sum_of_file(input, shelf), shelf, progress);
  if (done.skipped) return done;
  auto opened = source::ByteInput::open(input.file);
  if (!opened) return tl::unexpected(opened.error());
  auto copy = shelf.copy(**opened, input.keep);
  if (!copy) return tl::unexpected(copy.error());
  source::ByteInput* reading = copy->get();
  std::unique_ptr<source::ByteInput> spooled;
  if (input.file == "-" && input.keep) {
    auto written = spool(**copy);
    if (!written) return tl::unexpected(written.error());
    spooled = std::move(*written);
    reading = spooled.get();
    done.skipped = imported_before(input, (**copy).sha256(), shelf, progress);
    if (done.skipped || interrupted()) return done;
  }

  engine::ImportOptions options{
      .format = input.format, .source = {number}, .exercise = {}, .untimed_at = input.untimed_at};
  store.name_source(options.source, input.source);
  if (!input.exercise.empty()) {
    options.exercise = {static_cast<std::uint16_t>(number + 1U)};
    store.name_exercise(options.exercise, input.exercise);
  }
  const auto go_on = [&](std::uint64_t rows) {
    progress.update(bytes_before_ + (**opened).position(), rows);
    return !interrupted();
  };
  const auto reject = [&](const engine::ImportRejected& row) { rejected(input, row, progress); };
  auto counts = engine::Importer{store}.import(*reading, options, go_on, reject, failed);
  bytes_before_ += (**opened).position();
  if (!counts) {
    if (const auto stopped = store.stopped()) return tl::unexpected(stopped->why);
    failed({counts.error().fault, fmt::format("{}: {}", input.name, counts.error().what)});
    return done;
  }
  done.counts = std::move(*counts);
  // What broke off or was stopped may come again whole; it is not on the shelf.
  if (done.counts.stopped || !done.error.empty() || input.file != input.name) return done;
  if (!spooled) {
    if (auto finished = (**copy).finish(); !finished) return tl::unexpected(finished.error());
  }
  auto added = shelf.add({.sha256 = {},
                          .file = input.name,
                          .format = std::string{engine::name(done.counts.format)},
                          .source = input.source,
                          .exercise = input.exercise,
                          .untimed_at = input.untimed_at,
                          .rows = done.counts.rows,
                          .observations = done.counts.observations,
                          .imported_at = engine::wall_clock(),
                          .kept = input.keep},
                         **copy);
  if (!added) return tl::unexpected(added.error());
  return done;
}

void ImportCommand::rejected(const Input& input, const engine::ImportRejected& row,
                             Progress& progress) {
  if (quiet_) return;
  auto shown = shown_.find(row.reason);
  if (shown == shown_.end()) shown = shown_.emplace(std::string{row.reason}, 0).first;
  if (++shown->second > kExamplesShown) return;
  progress.clear();
  fmt::print(stderr, "{}: {}:{}: {}: {}\n", kWho, input.name, row.line, row.reason,
             printable(row.text));
  if (shown->second == kExamplesShown)
    fmt::print(stderr, "{}: further '{}' are counted only\n", kWho, row.reason);
}

void ImportCommand::say(const Done& done) const {
  if (quiet_ || done.skipped || (done.counts.rows == 0 && !done.error.empty())) return;
  const auto& c = done.counts;
  const bool nmea = c.format == engine::ImportFormat::kNmea;
  std::string used = fmt::format("{} {}, {} used", c.rows, nmea ? "sentences" : "rows", c.used);
  for (const auto& [reason, n] : c.rejected) {
    used += fmt::format("{}{} {}", &reason == &c.rejected.front().first ? "; not used: " : ", ", n,
                        reason);
  }
  if (nmea) {
    used += fmt::format("; {} messages, {} without a time, {} that say nothing to keep", c.messages,
                        c.untimed, c.silent);
  }
  if (c.left_out > 0) used += fmt::format("; {} values out of range left out", c.left_out);
  fmt::print(stderr, "{}: {} ({}): {}\n", kWho, done.file, engine::name(c.format), used);
  fmt::print(stderr, "{}: {}: {} observations: {} stored, {} there before, {} said nothing new{}\n",
             kWho, done.file, c.observations, c.added, c.known, c.repeated,
             c.stopped ? "; stopped: import again to go on" : "");
}

Result<void> ImportCommand::write_stats(const std::vector<Done>& all) const {
  if (!stats_) return {};
  auto output = Output::open(*stats_);
  if (!output) return tl::unexpected(output.error());
  std::string inputs;
  for (const Done& done : all) {
    const auto& c = done.counts;
    std::string rejected;
    for (const auto& [reason, n] : c.rejected)
      rejected += fmt::format("{}\"{}\":{}", rejected.empty() ? "" : ",", reason, n);
    inputs += fmt::format(
        "{}{{\"file\":{},\"skipped\":{},\"format\":\"{}\",\"rows\":{},\"used\":{},\"rejected\":{{{}"
        "}},\"left_out\":{},\"messages\":{},\"untimed\":{},\"silent\":{},\"observations\":{},"
        "\"stored\":{},\"known\":{},\"repeated\":{}}}",
        inputs.empty() ? "" : ",", json_string(done.file), done.skipped, engine::name(c.format),
        c.rows, c.used, rejected, c.left_out, c.messages, c.untimed, c.silent, c.observations,
        c.added, c.known, c.repeated);
  }
  output->buffer() += fmt::format("{{\"inputs\":[{}]}}\n", inputs);
  return output->flush();
}

}  // namespace

const CommandAbout kImportAbout{
    .name = "import",
    .group = "History",
    .purpose = "Put recordings and CSV files of tracks into the history",
    .operands = "INPUT…",
    .description =
        "An INPUT is a file (plain, .gz or .zst) or '-' for standard input: AIS sentences with "
        "times (tag blocks, prefixes, trailers), or CSV of the Danish Maritime Authority, of "
        "MarineCadastre, or with columns mmsi, t, lat, lon and, where there are such, sog, cog, "
        "heading, nav_status, imo, call_sign, name, ship_type, length, width, draught, "
        "destination. What a file is, is told by its content.\n"
        "\n"
        "Importing a file again adds nothing: the same bytes are known by their SHA-256, and rows "
        "that the store has are not added. So an import that was broken off is done again from "
        "the beginning, and adds what is missing. A compressed copy of each input is kept in "
        "DIR/imports, so that the store can be made anew. No node may have the store open.",
    .options = kOptions,
    .examples = kExamples,
};

std::unique_ptr<Command> make_import_command() {
  return std::make_unique<ImportCommand>();
}

}  // namespace narrows::cli
