// `narrows watch`: recorded traffic to alerts, by the code of the live node.

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "alert_printer.hpp"
#include "command.hpp"
#include "decode/accounts.hpp"
#include "engine/area.hpp"
#include "engine/coverage_file.hpp"
#include "engine/recording.hpp"
#include "engine/sensor_reports.hpp"
#include "engine/time_order.hpp"
#include "engine/watch_crew.hpp"
#include "engine/watch_setup.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "report.hpp"
#include "source/byte_input.hpp"
#include "source/source.hpp"
#include "watch/desk.hpp"
#include "watch/port_papers.hpp"

namespace narrows::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWho = "narrows watch";
constexpr int kExamplesShown = 3;            // Of each reason.
constexpr std::size_t kElectorate = 20'000;  // Positions that choose the area.

constexpr std::array kOptions{
    Option{'f', "format", "FORMAT", "jsonl (default), geojson or csv"},
    Option{'o', "output", "FILE", "write here instead of to standard output"},
    Option{0, "area", "PACK", "an area pack's name, none, or auto (default)"},
    Option{0, "preset", "PRESET", "thresholds: narrows (default), gfw or skylight"},
    Option{0, "only", "KIND,…", "these rules alone"},
    Option{0, "rules", "FILE", "thresholds that differ, as TOML"},
    Option{0, "routes", "FILE", "what narrows flow learn made: for rules about usual ways"},
    Option{0, "coverage", "FILE", "map of reception, as a node or --save-coverage learned it"},
    Option{0, "save-coverage", "FILE", "learn where what is heard as it reads, and write it there"},
    Option{0, "port-calls", "FILE", "notices and clearances: for rules about port calls"},
    Option{0, "interest", "FILE,…", "lists of vessels of interest"},
    Option{0, "all", "", "also alerts that were explained, held or retracted"},
    Option{0, "versions", "", "each version of each alert, as it was decided"},
    Option{0, "input-format", "FORMAT", "nmea, csv, dma or marinecadastre, instead of by content"},
    Option{0, "time", "TIME", "NMEA: the time of messages before the first that carries one"},
    Option{0, "node", "NAME", "name of the node that alerts carry"},
    Option{0, "exercise", "NAME", "everything belongs to this exercise, not to the real world"},
    Option{0, "threads", "N", "threads for the rules, 1 (default) to 64; the output is the same"},
    Option{0, "list", "", "print the rules with their parameters instead"},
    Option{0, "stats", "FILE", "write the accounts as JSON; - is standard output"},
    Option{'q', "quiet", "", "no progress bar, no examples, no accounts on standard error"},
};
constexpr std::array kExamples{
    Example{"narrows watch night.nmea.gz", "A night's recording to alerts, one a line."},
    Example{"narrows watch --area hormuz --only rendezvous,ais_gap tracks.csv",
            "Two rules over a CSV of tracks."},
    Example{"narrows watch --preset gfw -f csv tracks.csv",
            "With the thresholds of Global Fishing Watch."},
    Example{"narrows watch --save-coverage heard.bin week.nmea.zst",
            "Learns where what is heard, for --coverage heard.bin on other days."},
    Example{"narrows watch --area hormuz --port-calls calls.jsonl night.nmea.gz",
            "Also who called at a port unannounced, stayed too long or did not come."},
    Example{"narrows watch --list", "The rules, their parameters, defaults and bounds."},
};

class WatchCommand final : public Command {
 public:
  Result<void> setup(const Arguments& arguments) override;
  Result<Outcome> run() override;

 private:
  struct Total {
    std::uint64_t rows = 0;
    std::uint64_t used = 0;
    std::uint64_t observations = 0;
    std::uint64_t stragglers = 0;
    std::map<std::string, std::uint64_t> rejected;
    bool broken = false;
    bool stopped = false;
  };
  class Pass;

  Result<bool> pass(engine::TimeOrder::Options how);
  Result<void> print(const Pass& pass);
  Result<void> write_stats(const Pass& pass) const;
  void rejected(const std::string& input, const engine::ImportRejected& row, Progress& progress);
  void say_papers(const watch::PortPapers& papers);
  Outcome summary() const;

  std::vector<std::string> files_;
  engine::WatchChoice choice_;
  AlertFormat format_ = AlertFormat::kJsonLines;
  engine::ImportFormat input_format_ = engine::ImportFormat::kAuto;
  std::optional<Time> untimed_at_;
  std::string output_;
  std::string node_;
  std::string exercise_;
  std::string save_coverage_;
  std::optional<std::string> stats_;
  unsigned threads_ = 1;
  bool all_ = false;
  bool versions_ = false;
  bool list_ = false;
  bool quiet_ = false;

  std::uint64_t bad_papers_ = 0;
  std::size_t bad_entries_ = 0;
  Total total_;
  std::map<std::string, int, std::less<>> shown_;
  std::set<std::pair<std::string, std::uint64_t>> told_;  // Input and line.
};

/// Of a list with commas, those that are not empty.
std::vector<std::string_view> parts(std::string_view list) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin <= list.size();) {
    const auto end = std::min(list.find(',', begin), list.size());
    if (end > begin) out.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

Result<void> WatchCommand::setup(const Arguments& arguments) {
  files_ = arguments.operands();
  list_ = arguments.has("list");
  quiet_ = arguments.has("quiet");
  all_ = arguments.has("all");
  versions_ = arguments.has("versions");
  output_ = arguments.text("output", "-");
  node_ = arguments.text("node", "narrows");
  exercise_ = arguments.text("exercise", "");
  if (const auto stats = arguments.value("stats")) stats_ = std::string{*stats};
  choice_.area = arguments.text("area", "auto");
  choice_.rules = arguments.text("rules", "");
  choice_.routes = arguments.text("routes", "");
  choice_.coverage = arguments.text("coverage", "");
  save_coverage_ = arguments.text("save-coverage", "");
  choice_.port_calls = arguments.text("port-calls", "");
  if (!exercise_.empty()) choice_.port_calls_world = exercise_;
  if (const auto format = arguments.value("format")) {
    const auto known = alert_format(*format);
    if (!known) {
      return fail(
          Fault::kMalformed,
          fmt::format("there is no format '{}': it is one of jsonl, geojson, csv", *format));
    }
    format_ = *known;
  }
  const auto preset = arguments.text("preset", "narrows");
  const auto at = std::ranges::find(watch::kPresetNames, preset);
  if (at == watch::kPresetNames.end()) {
    return fail(
        Fault::kMalformed,
        fmt::format("there is no preset '{}': it is one of narrows, gfw, skylight", preset));
  }
  choice_.preset = static_cast<watch::Preset>(at - watch::kPresetNames.begin());
  for (const auto part : parts(arguments.value("only").value_or("")))
    choice_.only.emplace_back(part);
  for (const auto part : parts(arguments.value("interest").value_or("")))
    choice_.interest.emplace_back(part);
  const auto said = arguments.text("input-format", "auto");
  const auto input_format = engine::import_format(said);
  if (!input_format) {
    return fail(Fault::kMalformed,
                fmt::format("there is no input format '{}': it is one of nmea, csv, dma, "
                            "marinecadastre",
                            said));
  }
  input_format_ = *input_format;
  if (const auto time = arguments.value("time")) {
    untimed_at_ = parse_rfc3339(*time);
    if (!untimed_at_) {
      return fail(Fault::kMalformed,
                  fmt::format("--time wants a time such as 2026-01-01T12:00:00Z, not '{}'", *time));
    }
  }
  const auto threads = arguments.number<unsigned>("threads", 1, 1, 64);
  if (!threads) return tl::unexpected(threads.error());
  threads_ = *threads;
  if (files_.empty() && !list_) files_.emplace_back("-");
  if (std::count(files_.begin(), files_.end(), "-") > 1)
    return fail(Fault::kMalformed, "standard input, '-', can be read only once");
  for (std::string& file : files_) {
    const auto path = source::file_of(file);
    if (!path) return tl::unexpected(path.error());
    const auto& name = *path;
    if (!name) {
      return fail(Fault::kWrongType,
                  file + ": watch reads files and standard input; live sources are the node's");
    }
    file = *name;
  }
  return {};
}

/// One reading of the inputs: the crew is made when the area is known.
class WatchCommand::Pass {
 public:
  explicit Pass(const WatchCommand& command)
      : command_{command},
        election_{command.choice_.packs},
        sensors_{command.files_},
        desk_{{.node = command.node_, .exercise = command.exercise_},
              [this](const model::Alert& alert) { hear(alert); }} {}

  Result<void> take(model::Observation&& observation) {
    if (crew_) {
      go_on(std::move(observation));
      return {};
    }
    if (const auto* where = std::get_if<model::PositionObservation>(&observation);
        where != nullptr && where->position)
      election_.add(*where->position), ++positions_;
    waiting_.push_back(std::move(observation));
    return positions_ < kElectorate && command_.choice_.area == "auto" ? Result<void>{} : begin();
  }

  void take(const engine::Hearing& hearing) { sensors_.take(hearing); }

  Result<void> finish() {
    if (!crew_) {
      if (const auto begun = begin(); !begun) return begun;
    }
    crew_->finish(newest_);
    return {};
  }

  /// Last versions, in the order in which they were raised; or all versions.
  const std::vector<model::Alert>& alerts() const { return alerts_; }
  const watch::Desk& desk() const { return desk_; }
  const engine::WatchCrew& crew() const { return *crew_; }
  const std::string& area() const { return area_; }

 private:
  Result<void> begin() {
    auto choice = command_.choice_;
    if (choice.area == "auto") choice.area = election_.winner();
    area_ = choice.area;
    // Nobody asked for nothing: where no pack fits the world's ports are known at least.
    if (command_.choice_.area == "auto" && choice.area == "none") choice.area.clear();
    auto set_up = engine::set_up_watch(choice);
    if (!set_up) return tl::unexpected(set_up.error());
    crew_ = std::make_unique<engine::WatchCrew>(std::move(set_up->rules), set_up->knowledge, desk_,
                                                command_.threads_);
    if (!command_.save_coverage_.empty()) {
      const auto& known = set_up->knowledge.coverage;
      crew_->learn_reception(known ? *known : watch::Coverage{});
    }
    for (auto& observation : std::exchange(waiting_, {})) go_on(std::move(observation));
    return {};
  }

  void go_on(model::Observation&& observation) {
    const auto report = [this](const watch::SensorReport& r) { crew_->take(r); };
    sensors_.take(observation, report);
    newest_ = std::max(newest_, engine::received_at(observation));
    std::visit([this](auto&& o) { crew_->take(std::forward<decltype(o)>(o)); },
               std::move(observation));
  }

  void hear(const model::Alert& alert) {
    if (command_.versions_) {
      alerts_.push_back(alert);
      return;
    }
    const auto [found, fresh] = places_.try_emplace(alert.id, alerts_.size());
    if (fresh) {
      alerts_.push_back(alert);
    } else {
      alerts_[found->second] = alert;
    }
  }

  const WatchCommand& command_;
  engine::AreaElection election_;
  engine::SensorReports sensors_;
  std::vector<model::Alert> alerts_;
  boost::unordered_flat_map<std::string, std::size_t> places_;  // In alerts_, by id.
  watch::Desk desk_;
  std::unique_ptr<engine::WatchCrew> crew_;
  std::vector<model::Observation> waiting_;
  std::size_t positions_ = 0;
  std::string area_;
  Time newest_;
};

void WatchCommand::rejected(const std::string& input, const engine::ImportRejected& row,
                            Progress& progress) {
  // What is read a second time is said once.
  if (quiet_ || told_.contains({input, row.line})) return;
  if (shown_[std::string{row.reason}]++ >= kExamplesShown) return;
  told_.emplace(input, row.line);
  progress.clear();
  fmt::print(stderr, "{}: {}:{}: {}: {}\n", kWho, input, row.line, row.reason, printable(row.text));
}

/// False: the input is not in the order of time and must be read again, with more of it held.
Result<bool> WatchCommand::pass(engine::TimeOrder::Options how) {
  total_ = {};
  Pass pass{*this};
  engine::TimeOrder order{how};
  bool stamped = false;  // By receivers, whose clocks are judged by what is held.
  const auto in_vain = [&] {
    return how.trusting ? order.broken() || stamped : !how.all && order.hopeless();
  };
  Result<void> going;
  const auto next = [&](model::Observation&& o) {
    if (going) going = pass.take(std::move(o));
  };
  const auto heard = [&](const engine::Hearing& h) {
    stamped = true;
    pass.take(h);
  };
  std::uint64_t bytes = 0;
  for (const auto& file : files_) {
    if (const auto size = source::ByteInput::check(file)) bytes += *size;
  }
  Progress progress{quiet_, bytes, "rows"};
  std::uint64_t bytes_before = 0;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    auto input = source::ByteInput::open(files_[i]);
    if (!input) return tl::unexpected(input.error());
    const auto counts = engine::read_recording(
        **input,
        {.format = input_format_,
         .source = {static_cast<std::uint16_t>(i)},
         .exercise = {static_cast<std::uint16_t>(exercise_.empty() ? 0 : 1)},
         .untimed_at = untimed_at_,
         .duplicates = engine::Duplicates::Limits{}},
        {.observation = [&](const model::Observation& o) { order.take(o, next); },
         .go_on =
             [&](std::uint64_t rows) {
               progress.update(bytes_before + (*input)->position(), total_.rows + rows);
               return going.has_value() && !interrupted() && !in_vain();
             },
         .rejected = [&](const auto& row) { rejected(files_[i], row, progress); },
         .broken =
             [&](const Error& error) {
               total_.broken = true;
               if (in_vain()) return;  // The next reading says it.
               progress.clear();
               fmt::print(stderr, "{}: {}\n", kWho, error.what);
             },
         .hearing = heard});
    if (!counts)
      return fail(counts.error().fault, fmt::format("{}: {}", files_[i], counts.error().what));
    if (!going) return tl::unexpected(going.error());
    bytes_before += (*input)->position();
    total_.rows += counts->rows;
    total_.used += counts->used;
    total_.observations += counts->observations;
    for (const auto& [reason, n] : counts->rejected) total_.rejected[reason] += n;
    if (counts->untimed > 0) total_.rejected["untimed"] += counts->untimed;
    total_.stopped = counts->stopped && interrupted();
    if (in_vain()) return false;
    if (total_.stopped) break;
  }
  order.finish(next);
  if (going) going = pass.finish();
  if (!going) return tl::unexpected(going.error());
  total_.stragglers = order.stragglers();
  progress.clear();
  if (const auto printed = print(pass); !printed) return tl::unexpected(printed.error());
  if (const auto written = write_stats(pass); !written) return tl::unexpected(written.error());
  if (const auto* learned = pass.crew().first().reception()) {
    if (const auto kept = engine::write_coverage(save_coverage_, *learned); !kept)
      return tl::unexpected(kept.error());
  }
  for (const auto& failure : pass.crew().failures()) {
    total_.broken = true;
    fmt::print(stderr, "{}: the rule {} failed at {} and was taken out: {}\n", kWho, failure.kind,
               format_rfc3339(failure.at), failure.what);
  }
  return true;
}

Result<void> WatchCommand::print(const Pass& pass) {
  auto output = Output::open(output_);
  if (!output) return tl::unexpected(output.error());
  AlertPrinter printer{format_, output->buffer()};
  for (const auto& alert : pass.alerts()) {
    using enum model::AlertState;
    const bool shown =
        alert.state != kHeld && alert.state != kExplained && alert.state != kRetracted;
    if (!shown && !all_) continue;
    printer.print(alert);
    if (const auto done = output->flush_if_large(); !done) return done;
  }
  printer.finish();
  return output->flush();
}

Result<void> WatchCommand::write_stats(const Pass& pass) const {
  if (!stats_) return {};
  const auto& sea = pass.crew().first().counts();
  const auto& desk = pass.desk().counts();
  std::string out = fmt::format(
      "{{\"rows\":{},\"used\":{},\"observations\":{},\"out_of_order\":{},\"area\":\"{}\",\"watch\":"
      "{{"
      "\"in\":{},\"positions\":{},\"late\":{},\"doubled\":{},\"no_place\":{},\"others\":{}}},"
      "\"alerts\":{{\"raised\":{},\"rejoined\":{},\"explained\":{},\"held\":{},\"lowered\":{},"
      "\"retracted\":{}}},\"rejected\":{{",
      total_.rows, total_.used, total_.observations, total_.stragglers, pass.area(), sea.in,
      sea.positions, sea.late, sea.doubled, sea.no_place, sea.others, desk.raised, desk.rejoined,
      desk.explained, desk.held, desk.lowered, desk.retracted);
  bool first = true;
  for (const auto& [reason, n] : total_.rejected) {
    out += fmt::format("{}\"{}\":{}", first ? "" : ",", reason, n);
    first = false;
  }
  out += "}}\n";
  auto output = Output::open(*stats_);
  if (!output) return tl::unexpected(output.error());
  return output->write(out);
}

Outcome WatchCommand::summary() const {
  std::uint64_t bad = 0;
  std::string reasons;
  const auto& drops = decode::kDropNames;
  for (const auto& [reason, n] : total_.rejected) {
    const auto drop = std::ranges::find(drops, reason);
    if (drop == drops.end() || is_input_error(static_cast<decode::Drop>(drop - drops.begin())))
      bad += n;
    reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", n, reason);
  }
  if (!quiet_ && !reasons.empty()) {
    fmt::print(stderr, "{}: {} rows, {} used; not used: {}\n", kWho, total_.rows, total_.used,
               reasons);
  }
  if (!quiet_ && total_.stragglers > 0) {
    fmt::print(stderr, "{}: {} observations came more than ten minutes late\n", kWho,
               total_.stragglers);
  }
  return bad > 0 || bad_papers_ > 0 || bad_entries_ > 0 || total_.broken ? Outcome::kInputErrors
                                                                         : Outcome::kDone;
}

/// What is wrong with the port calls, once.
void WatchCommand::say_papers(const watch::PortPapers& papers) {
  bad_papers_ = papers.bad();
  if (quiet_) return;
  const std::string file = choice_.port_calls.string();
  for (std::size_t i = 0; i < papers.bad_lines().size() && i < std::size_t{kExamplesShown}; ++i) {
    const auto& bad = papers.bad_lines()[i];
    fmt::print(stderr, "{}: {}:{}: {}: {}\n", kWho, file, bad.line, bad.what, printable(bad.text));
  }
  if (papers.bad() > 0) {
    fmt::print(stderr, "{}: {}: {} calls, {} lines not taken\n", kWho, file, papers.calls().size(),
               papers.bad());
  }
  if (papers.of_others() > 0) {
    fmt::print(stderr, "{}: {}: {} calls are of another world (--exercise says which is meant)\n",
               kWho, file, papers.of_others());
  }
}

Result<Outcome> WatchCommand::run() {
  if (list_) {
    auto output = Output::open(output_);
    if (!output) return tl::unexpected(output.error());
    const auto done = output->write(rules_text());
    if (!done) return tl::unexpected(done.error());
    return Outcome::kDone;
  }
  // What is wrong with the rules is said before the input is read.
  auto early = choice_;
  if (early.area == "auto") early.area = "none";
  const auto good = engine::set_up_watch(early);
  if (!good) return tl::unexpected(good.error());
  if (good->knowledge.papers) say_papers(*good->knowledge.papers);
  bad_entries_ = good->wrong.size();
  for (std::size_t i = 0; !quiet_ && i < good->wrong.size() && i < std::size_t{kExamplesShown}; ++i)
    fmt::print(stderr, "{}: {}\n", kWho, printable(good->wrong[i]));
  if (!quiet_ && bad_entries_ > 0)
    fmt::print(stderr, "{}: {} lines of lists of vessels not taken\n", kWho, bad_entries_);
  for (const auto& file : files_) {
    if (output_ != "-" && file == output_)
      return fail(Fault::kMalformed, fmt::format("--output {} is an input", output_));
  }
  // Most recordings are in order, and can be read again when one is not.
  Result<bool> whole = false;
  if (files_.size() == 1 && files_.front() != "-") whole = pass({.trusting = true});
  if (whole && !*whole) whole = pass({});
  if (!whole) return tl::unexpected(whole.error());
  if (!*whole) {
    if (std::ranges::find(files_, "-") != files_.end()) {
      return fail(Fault::kMalformed,
                  "standard input is not in the order of time: write it to a file first");
    }
    if (!quiet_)
      fmt::print(stderr, "{}: not in the order of time: reading all of it to sort it\n", kWho);
    whole = pass({.all = true});
    if (!whole) return tl::unexpected(whole.error());
  }
  return summary();
}

}  // namespace

const CommandAbout kWatchAbout{
    .name = "watch",
    .group = "Watching",
    .purpose = "recorded traffic to alerts, by the same code as the live node",
    .operands = "[INPUT…]",
    .description =
        "Reads AIS sentences or CSV tracks (plain, .gz, .zst, '-' for standard input), follows "
        "every vessel, and prints an alert for each dangerous or suspicious situation, with its "
        "evidence and the innocent explanations that were weighed. Inputs are taken in the order "
        "of their time. The same input gives the same alerts, byte for byte, with any --threads.",
    .options = kOptions,
    .examples = kExamples,
};

std::unique_ptr<Command> make_watch_command() {
  return std::make_unique<WatchCommand>();
}

}  // namespace narrows::cli
