// `narrows score`: alerts against truth.

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "command.hpp"
#include "engine/simulated_sea.hpp"
#include "exercise/score.hpp"
#include "exercise/truth.hpp"
#include "output.hpp"

namespace narrows::cli {

namespace {

constexpr std::array kOptions{
    Option{0, "truth", "FILE", "what really happened, as 'narrows simulate' writes it"},
    Option{0, "alerts", "FILE", "what was said, one alert a line"},
    Option{0, "decoys", "FILE", "what only looks like it: says which alerts fell for it"},
    Option{0, "also", "FILE", "what is true too, and need not be said (close-pairs.jsonl)"},
    Option{'f', "format", "FORMAT", "table (default) or jsonl"},
    Option{'o', "output", "FILE", "write here instead of to standard output"},
};
constexpr std::array kExamples{
    Example{"narrows score --truth night/truth.jsonl --alerts alerts.jsonl",
            "Precision, recall and delay of each kind."},
    Example{"narrows score --truth t.jsonl --alerts a.jsonl --decoys d.jsonl -f jsonl",
            "The same for programs, with what was missed and what was unfounded."},
};

class ScoreCommand final : public Command {
 public:
  Result<void> setup(const Arguments& arguments) override;
  Result<Outcome> run() override;

 private:
  std::string truth_;
  std::string alerts_;
  std::string decoys_;
  std::string also_;
  std::string output_;
  bool json_ = false;
};

Result<void> ScoreCommand::setup(const Arguments& arguments) {
  if (!arguments.operands().empty()) {
    return fail(Fault::kMalformed,
                fmt::format("'{}' is one word too many: files stand after --truth and --alerts",
                            arguments.operands().front()));
  }
  truth_ = arguments.text("truth", "");
  alerts_ = arguments.text("alerts", "");
  decoys_ = arguments.text("decoys", "");
  also_ = arguments.text("also", "");
  output_ = arguments.text("output", "-");
  if (truth_.empty() || alerts_.empty())
    return fail(Fault::kMalformed, "both --truth and --alerts are needed");
  const auto format = arguments.text("format", "table");
  if (format != "table" && format != "jsonl")
    return fail(Fault::kMalformed, fmt::format("--format '{}' is neither table nor jsonl", format));
  json_ = format == "jsonl";
  return {};
}

using Read = Result<std::vector<exercise::Scored>> (*)(std::string_view, std::string_view);

Result<std::vector<exercise::Scored>> read(const std::string& file, Read reader) {
  if (file.empty()) return std::vector<exercise::Scored>{};
  const auto text = engine::read_whole(file);
  if (!text) return tl::unexpected(text.error());
  return reader(*text, file);
}

std::string number(std::optional<double> value, int digits) {
  return value ? fmt::format("{:.{}f}", *value, digits) : std::string{"-"};
}

std::string table(const std::map<std::string, exercise::KindScore>& scores) {
  std::string out =
      fmt::format("{:<24} {:>6} {:>6} {:>7} {:>9} {:>6} {:>9} {:>9} {:>6}\n", "kind", "events",
                  "alerts", "matched", "precision", "recall", "delay p50", "delay p90", "decoys");
  exercise::KindScore all;
  const auto row = [&out](std::string_view name, const exercise::KindScore& s) {
    out +=
        fmt::format("{:<24} {:>6} {:>6} {:>7} {:>9} {:>6} {:>7} s {:>7} s {:>6}\n", name, s.events,
                    s.alerts, s.matched, number(s.precision(), 3), number(s.recall(), 3),
                    number(s.delay_s(0.5), 0), number(s.delay_s(0.9), 0), s.decoys_taken);
  };
  for (const auto& [kind, s] : scores) {
    row(kind, s);
    all.events += s.events;
    all.alerts += s.alerts;
    all.matched += s.matched;
    all.also += s.also;
    all.decoys_taken += s.decoys_taken;
    all.delays_s.insert(all.delays_s.end(), s.delays_s.begin(), s.delays_s.end());
  }
  std::sort(all.delays_s.begin(), all.delays_s.end());
  row("all", all);
  return out;
}

std::string list(const std::vector<std::string>& items) {
  std::string out = "[";
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    out += exercise::json_text(items[i]);
  }
  return out + "]";
}

std::string json(const std::map<std::string, exercise::KindScore>& scores) {
  const auto value = [](std::optional<double> v) { return v ? fmt::format("{:.6f}", *v) : "null"; };
  std::string out;
  for (const auto& [kind, s] : scores) {
    out += fmt::format(
        "{{\"kind\":{},\"events\":{},\"alerts\":{},\"matched\":{},\"also\":{},\"precision\":{},"
        "\"recall\":{},"
        "\"delay_p50_s\":{},\"delay_p90_s\":{},\"decoys_taken\":{},\"missed\":{},\"unfounded\":{}}}"
        "\n",
        exercise::json_text(kind), s.events, s.alerts, s.matched, s.also, value(s.precision()),
        value(s.recall()), value(s.delay_s(0.5)), value(s.delay_s(0.9)), s.decoys_taken,
        list(s.missed), list(s.unfounded));
  }
  return out;
}

Result<Outcome> ScoreCommand::run() {
  const auto truth = read(truth_, &exercise::read_truth);
  if (!truth) return tl::unexpected(truth.error());
  const auto alerts = read(alerts_, &exercise::read_alerts);
  if (!alerts) return tl::unexpected(alerts.error());
  const auto decoys = read(decoys_, &exercise::read_truth);
  if (!decoys) return tl::unexpected(decoys.error());
  const auto also = read(also_, &exercise::read_truth);
  if (!also) return tl::unexpected(also.error());
  const auto scores = exercise::score(*truth, *alerts, *decoys, {}, *also);
  auto output = Output::open(output_);
  if (!output) return tl::unexpected(output.error());
  if (const auto done = output->write(json_ ? json(scores) : table(scores)); !done)
    return tl::unexpected(done.error());
  return Outcome::kDone;
}

}  // namespace

const CommandAbout kScoreAbout{
    .name = "score",
    .group = "Exercises",
    .purpose = "alerts against truth: precision, recall and delay of each kind",
    .operands = "",
    .description =
        "Matches each alert with the event it is about: the same kind, the same vessels, and an "
        "overlap in time of at least half of what both cover. Each is matched at most once, the "
        "best overlaps first. Precision is the part of the alerts that match, recall the part of "
        "the events; delay is from the event's begin to the alert's 'decided' (else 'begin').",
    .options = kOptions,
    .examples = kExamples,
};

std::unique_ptr<Command> make_score_command() {
  return std::make_unique<ScoreCommand>();
}

}  // namespace narrows::cli
