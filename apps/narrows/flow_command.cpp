// `narrows flow`: routes learned from the past, who passed which gate, and when that changed.

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "command.hpp"
#include "count_file.hpp"
#include "engine/area.hpp"
#include "engine/flow_history.hpp"
#include "flow_tables.hpp"
#include "history/store_reader.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "past_options.hpp"
#include "row_printer.hpp"
#include "row_progress.hpp"
#include "watch/route/route_file.hpp"
#include "watch/route/shift.hpp"

namespace narrows::cli {

namespace {

namespace fs = std::filesystem;
namespace route = watch::route;

constexpr std::string_view kWho = "narrows flow";
constexpr std::array<std::string_view, 3> kActions{"learn", "gates", "shift"};
constexpr std::array<std::string_view, 5> kBy{"total", "hour-of-day", "hour", "day", "week"};

constexpr std::array kOptions{
    Option{0, "store", "DIR", "the node's data directory, or the store itself"},
    Option{0, "area", "PACK", "an area pack's name, or auto (default: who holds most positions)"},
    Option{0, "exercise", "ID", "the world of this exercise instead of the real one"},
    Option{0, "from", "TIME", "only what was observed from then on"},
    Option{0, "to", "TIME", "only what was observed before then"},
    Option{0, "by", "TIME", "gates: total (default), hour-of-day, hour, day, week"},
    Option{0, "flows", "", "gates: from which gate or port to which, instead of each"},
    Option{0, "counts", "FILE", "shift: daily counts from this CSV instead of a store"},
    Option{0, "columns", "NAMES", "shift: which columns of it (default: those that begin n_)"},
    Option{0, "false-alarms", "N", "shift: at most so many a year (0.01 to 100, default 1)"},
    Option{'f', "format", "FORMAT",
           "table (default on a terminal), csv (default in a pipe), jsonl"},
    Option{'o', "output", "FILE", "write here instead of to standard output; learn needs it"},
    Option{'q', "quiet", "", "no progress, nothing on standard error but what went wrong"},
};
constexpr std::array kExamples{
    Example{"narrows flow learn --store data --area hormuz -o data/routes.nrm",
            "What ways vessels of each class take, from all the past there is."},
    Example{"narrows flow gates --store data --by day -f csv",
            "Who passed each gate: by direction, class and day."},
    Example{"narrows flow gates --store data --flows", "From where to where."},
    Example{"narrows flow shift --store data", "When the traffic of a gate changed, and how."},
    Example{"narrows flow shift --counts transits.csv",
            "The same from daily counts that somebody published."},
};

class FlowCommand final : public Command {
 public:
  Result<void> setup(const Arguments& arguments) override;
  Result<Outcome> run() override;

 private:
  Result<void> setup_shift(const Arguments& arguments);
  Result<geo::AreaPack> area(const history::StoreReader& reader) const;
  Result<Outcome> learn(const history::StoreReader& reader, const geo::AreaPack& pack) const;
  Result<std::vector<PlaceShifts>> shifts_of_gates(const route::GateFlows& flows) const;
  Result<Outcome> shift_of_counts(const std::string& counts);
  Result<Outcome> print(FunctionRef<void(RowPrinter&, RowFormat)> body);
  engine::FlowSpan span(const geo::AreaPack& pack) const;
  void say(const std::string& sentence) const {
    if (!quiet_) fmt::print(stderr, "{}: {}\n", kWho, sentence);
  }

  std::string action_;
  std::optional<StorePlace> place_;
  PastFilter past_;
  std::string area_ = "auto";
  GateBy by_ = GateBy::kTotal;
  bool flows_ = false;
  std::optional<std::string> counts_;
  std::vector<std::string> columns_;
  route::ShiftRules rules_;
  std::optional<RowFormat> format_;
  std::string output_ = "-";
  bool quiet_ = false;
};

std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const auto comma = text.find(',');
    names.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return names;
}

Result<void> FlowCommand::setup_shift(const Arguments& arguments) {
  if (const auto said = arguments.value("counts")) counts_ = std::string{*said};
  columns_ = split_names(arguments.value("columns").value_or(""));
  if (!columns_.empty() && !counts_)
    return fail(Fault::kMalformed, "--columns only makes sense with --counts");
  if (counts_ && arguments.has("store"))
    return fail(Fault::kMalformed, "--store or --counts, not both");
  const auto rate = arguments.number<double>("false-alarms", 1.0, 0.01, 100.0);
  if (!rate) return tl::unexpected(rate.error());
  rules_.false_alarms_per_year = *rate;
  return {};
}

Result<void> FlowCommand::setup(const Arguments& arguments) {
  if (arguments.operands().size() != 1)
    return fail(Fault::kMalformed, "say what to do: learn, gates or shift");
  action_ = arguments.operands().front();
  if (std::find(kActions.begin(), kActions.end(), action_) == kActions.end()) {
    const auto meant = nearest(action_, kActions);
    return fail(Fault::kMalformed,
                fmt::format("there is no 'flow {}'; {}", action_,
                            meant ? fmt::format("did you mean 'flow {}'?", *meant)
                                  : "there are learn, gates and shift"));
  }
  if (auto shift = setup_shift(arguments); !shift) return shift;
  if (counts_ && action_ != "shift")
    return fail(Fault::kMalformed, "--counts only makes sense with shift");
  if (!counts_) {
    const auto place = parse_store(arguments);
    if (!place) return tl::unexpected(place.error());
    place_ = *place;
  }
  auto past = parse_past_filter(arguments);
  if (!past) return tl::unexpected(past.error());
  past_ = std::move(*past);
  area_ = arguments.text("area", "auto");
  const auto by = arguments.text("by", kBy[0]);
  const auto at = std::find(kBy.begin(), kBy.end(), by);
  if (at == kBy.end()) {
    return fail(Fault::kMalformed,
                fmt::format("--by is total, hour-of-day, hour, day or week, not '{}'", by));
  }
  by_ = static_cast<GateBy>(at - kBy.begin());
  flows_ = arguments.has("flows");
  if (const auto said = arguments.value("format")) {
    const auto format = parse_row_format(*said);
    if (!format) return tl::unexpected(format.error());
    format_ = *format;
  }
  output_ = arguments.text("output", "-");
  quiet_ = arguments.has("quiet");
  if (action_ == "learn" && output_ == "-")
    return fail(Fault::kMalformed, "--output FILE must say where the routes go");
  return {};
}

// The pack that holds most of the first positions.
Result<geo::AreaPack> FlowCommand::area(const history::StoreReader& reader) const {
  if (area_ != "auto") return engine::read_area(area_, {});
  engine::AreaElection election{fs::path{}};
  constexpr std::size_t kLookedAt = 20'000;
  std::size_t n = 0;
  const auto looked =
      reader.ask(past_.exercise)
          .positions(span({}).range, std::nullopt, false, [&](const history::PastPosition& p) {
            if (p.position) election.add(*p.position);
            return ++n < kLookedAt;
          });
  if (!looked) return tl::unexpected(looked.error());
  return engine::read_area(election.winner(), {});
}

engine::FlowSpan FlowCommand::span(const geo::AreaPack& pack) const {
  const Time beginning = Time::unix_microseconds(std::numeric_limits<std::int64_t>::min());
  const Time end = Time::unix_microseconds(std::numeric_limits<std::int64_t>::max());
  engine::FlowSpan span{{past_.from.value_or(beginning), past_.to.value_or(end)}, {}};
  if (!pack.name.empty()) span.box = engine::box_of(pack);
  return span;
}

Result<Outcome> FlowCommand::learn(const history::StoreReader& reader,
                                   const geo::AreaPack& pack) const {
  RowProgress progress{quiet_, "positions"};
  const auto known = engine::learn_routes(reader.ask(past_.exercise), span(pack), pack, [&] {
    progress.count();
    return !interrupted();
  });
  progress.clear();
  if (!known) return tl::unexpected(known.error());
  if (known->positions == 0) return fail(Fault::kNotFound, "there is nothing to learn from");
  const auto bytes = route::encode(*known);
  // Beside it first, so that whoever reads it never sees half of one.
  const auto beside = output_ + ".new";
  {
    std::ofstream file{beside, std::ios::binary | std::ios::trunc};
    file << bytes;
    if (!file.flush()) return fail(Fault::kIo, "cannot write " + beside);
  }
  std::error_code error;
  fs::rename(beside, output_, error);
  if (error) return fail(Fault::kIo, fmt::format("cannot write {}: {}", output_, error.message()));
  say(fmt::format("{} positions of {} vessels, {} left out; {} nodes, {} edges, {} bytes",
                  known->positions, known->vessels, known->left_out, known->nodes.size(),
                  known->edges.size(), bytes.size()));
  for (std::size_t c = 0; c < route::kRouteClassCount; ++c) {
    const auto& of = known->classes[c];
    if (of.visits == 0) continue;
    say(fmt::format("{}: {} states, {} stretches of half an hour, {}", route::kRouteClassNames[c],
                    of.lanes.size(), of.windows,
                    of.threshold ? fmt::format("unusual below {:.2f}", *of.threshold)
                                 : "too few to say what is unusual"));
  }
  return Outcome::kDone;
}

Result<std::vector<PlaceShifts>> FlowCommand::shifts_of_gates(const route::GateFlows& flows) const {
  const auto days = flows.whole_days();
  if (!days) return fail(Fault::kTooShort, "the history is shorter than three days");
  std::vector<PlaceShifts> places;
  for (std::size_t i = 0; i < flows.landmarks().size(); ++i) {
    if (flows.landmarks()[i].kind != route::NodeKind::kGate) continue;
    PlaceShifts place{flows.landmarks()[i].name, days->from, shift_series(flows, i, *days), {}};
    const auto weekday = static_cast<unsigned>((days->from % 7 + 7) % 7);
    place.report = route::find_shifts(place.series, weekday, rules_);
    places.push_back(std::move(place));
  }
  return places;
}

Result<Outcome> FlowCommand::shift_of_counts(const std::string& counts) {
  const auto file = read_count_file(counts, columns_);
  if (!file) return tl::unexpected(file.error());
  PlaceShifts place{counts == "-" ? "stdin" : fs::path{counts}.stem().string(),
                    file->first_day,
                    file->series,
                    {}};
  const auto weekday = static_cast<unsigned>((file->first_day % 7 + 7) % 7);
  place.report = route::find_shifts(place.series, weekday, rules_);
  const std::vector<PlaceShifts> places{std::move(place)};
  auto printed =
      print([&](RowPrinter& printer, RowFormat format) { print_shifts(printer, format, places); });
  if (!printed) return printed;
  const auto& watched = places.front().report.watched;
  const auto never = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = 0; i < watched.size(); ++i) {
    const auto since = [&](std::size_t day) {
      return day == never ? std::string{"never: too short"}
                          : date_of_day(file->first_day + static_cast<std::int64_t>(day));
    };
    say(fmt::format("{}: watched for collapses from {}, for slower changes from {}",
                    file->series[i].name, since(watched[i].fast_from),
                    since(watched[i].slow_from)));
  }
  if (file->bad_cells == 0) return Outcome::kDone;
  fmt::print(stderr, "{}: {} cells are no numbers and were taken as not observed\n", kWho,
             file->bad_cells);
  return Outcome::kInputErrors;
}

Result<Outcome> FlowCommand::print(FunctionRef<void(RowPrinter&, RowFormat)> body) {
  auto output = Output::open(output_);
  if (!output) return tl::unexpected(output.error());
  const auto format = format_.value_or(output_ == "-" && output->is_terminal() ? RowFormat::kTable
                                                                               : RowFormat::kCsv);
  RowPrinter printer{format, output->buffer()};
  body(printer, format);
  if (const auto written = output->flush(); !written) return tl::unexpected(written.error());
  return Outcome::kDone;
}

Result<Outcome> FlowCommand::run() {
  listen_for_interrupt();
  if (counts_) return shift_of_counts(*counts_);
  auto reader =
      // NOLINTNEXTLINE(bugprone-unchecked-optional-access): found with the arguments.
      history::StoreReader::open({.directory = place_->store, .raw_log = {}, .library = {}});
  if (!reader) return tl::unexpected(reader.error());
  const TimeLimit until_interrupted{**reader, 0};
  const auto pack = area(**reader);
  if (!pack) return tl::unexpected(pack.error());
  if (action_ == "learn") return learn(**reader, *pack);
  if (pack->gates.empty()) {
    return fail(Fault::kNotFound, pack->name.empty()
                                      ? "no area pack holds most of the positions: give --area"
                                      : fmt::format("the area {} has no gates", pack->name));
  }
  route::GateFlows flows{route::landmarks_of(*pack)};
  RowProgress progress{quiet_, "positions"};
  const auto counted = engine::count_flows((*reader)->ask(past_.exercise), span(*pack), flows, [&] {
    progress.count();
    return !interrupted();
  });
  progress.clear();
  if (!counted) return tl::unexpected(counted.error());
  if (action_ == "gates") {
    return print([&](RowPrinter& printer, RowFormat) {
      flows_ ? print_flows(printer, flows) : print_gates(printer, flows, by_);
    });
  }
  const auto places = shifts_of_gates(flows);
  if (!places) return tl::unexpected(places.error());
  return print(
      [&](RowPrinter& printer, RowFormat format) { print_shifts(printer, format, *places); });
}

}  // namespace

const CommandAbout kFlowAbout{
    .name = "flow",
    .group = "The past",
    .purpose = "Learned routes, passages of gates, and when they changed",
    .operands = "learn|gates|shift",
    .description =
        "learn makes a routes file from a history: where vessels of each class sail, on what "
        "course, how fast, where they turn and how long they take. gates counts passages of the "
        "area's gates by class and direction. shift says when the traffic of a gate, or of a file "
        "of daily counts, changed lastingly: by how much, since when, how surely. Exercises are "
        "left out unless --exercise names one.",
    .options = kOptions,
    .examples = kExamples,
};

std::unique_ptr<Command> make_flow_command() {
  return std::make_unique<FlowCommand>();
}

}  // namespace narrows::cli
