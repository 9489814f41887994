#include "engine/watch_post.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/toml_reader.hpp"
#include "engine/port_papers_file.hpp"
#include "engine/simulated_sea.hpp"
#include "engine/simulated_source.hpp"

namespace narrows::engine {

namespace {

/// What was changed from the console, over all that files say.
Result<void> read_changed_rules(const std::filesystem::path& file,
                                std::vector<watch::ActiveRule>& rules) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return {};
  const auto text = read_whole(file);
  if (!text) return tl::unexpected(text.error());
  std::vector<Finding> findings;
  read_watch_rules(*text, file.string(), rules, findings);
  if (!findings.empty()) return fail(Fault::kMalformed, sentence(findings.front()));
  return {};
}

std::vector<std::string> names_of(const std::vector<SourceConfig>& sources) {
  std::vector<std::string> names;
  names.reserve(sources.size());
  for (const auto& source : sources) names.push_back(source.name);
  return names;
}

void say_papers(const watch::PortPapers& papers, const std::filesystem::path& file, Log& log) {
  log.info("port calls read", {{"file", file.string()},
                               {"calls", std::to_string(papers.calls().size())},
                               {"of_another_world", std::to_string(papers.of_others())}});
  if (papers.bad() == 0) return;
  const auto& first = papers.bad_lines().front();
  log.warn("lines of the port calls were not taken",
           {{"file", file.string()},
            {"lines", std::to_string(papers.bad())},
            {"first", fmt::format("line {} {}", first.line, first.what)}});
}

/// A recording begins anew at every start: what was before has nothing to do with it. Generated
/// traffic too, but for the past that was made for it before its first start.
bool goes_on_after_a_start(const Config& config, const AlertLedger& ledger) {
  if (config.replay()) return false;
  const bool generated = std::ranges::any_of(
      config.sources, [](const auto& source) { return is_simulated(source.input); });
  return !generated || ledger.book()->version == 0;
}

}  // namespace

WatchChoice watch_choice(const Config& config) {
  WatchChoice choice;
  if (config.area != "none") choice.area = config.area;  // Else the world's ports are known.
  choice.packs = config.areas;
  choice.preset = config.watch.preset;
  choice.rules = config.watch.rules;
  choice.routes = config.watch.routes;
  choice.port_calls = config.watch.port_calls;
  choice.interest = config.watch.interest;
  choice.port_calls_world = config.exercise();
  return choice;
}

Result<std::unique_ptr<WatchPost>> WatchPost::open(const Config& config, model::ExerciseId exercise,
                                                   Duplicates::Limits duplicates,
                                                   const std::shared_ptr<PastDesk>& past,
                                                   const NodeClock& clock, Log& log) {
  auto setup = set_up_watch(watch_choice(config));
  if (!setup) return tl::unexpected(setup.error());
  const auto rules_file = config.data / "watch-rules.toml";
  if (past) {
    if (const auto read = read_changed_rules(rules_file, setup->rules); !read)
      return tl::unexpected(read.error());
  }
  const RulesInForce rules = in_force(config.watch.preset, setup->rules);
  auto ledger =
      AlertLedger::open({.directory = past ? config.data / "alerts" : std::filesystem::path{},
                         .exercise = config.exercise()},
                        wall_clock());
  if (!ledger) return tl::unexpected(ledger.error());
  std::optional<PastObservations::Options> log_read;
  if (past) {
    log_read = PastObservations::Options{.segments = past->past_options().segments,
                                         .exercise = config.exercise(),
                                         .exercise_id = exercise,
                                         .sources = names_of(config.sources),
                                         .duplicates = duplicates};
  }
  WatchStage::Options how{
      .node = config.node,
      .exercise = config.exercise(),
      .rules = rules.all,
      .off = rules.off,
      .knowledge = setup->knowledge,
      .sources = names_of(config.sources),
      .escalate_after = config.watch.escalate_after,
      .past = {},
      .anew_from = config.watch.anew_from,
      .coverage = past ? config.data / "coverage.bin" : std::filesystem::path{}};
  for (const auto& wrong : setup->wrong)
    log.warn("a line of a list of vessels was not taken", {{"where", wrong}});
  if (setup->knowledge.papers) {
    say_papers(*setup->knowledge.papers, config.watch.port_calls, log);
    how.papers = [file =
                      std::make_shared<PortPapersFile>(config.watch.port_calls, config.exercise()),
                  name = config.watch.port_calls, &log] {
      auto again = file->changed();
      if (!again) {
        log.warn("the port calls cannot be read again", {{"why", again.error().what}});
        return std::shared_ptr<const watch::PortPapers>{};
      }
      if (*again) say_papers(**again, name, log);
      return std::move(*again);
    };
  }
  if (goes_on_after_a_start(config, **ledger) && config.watch.anew_from > Duration{})
    how.past = log_read;
  auto post = std::make_unique<WatchPost>();
  post->ledger_ = std::move(*ledger);
  post->stage_ = std::make_unique<WatchStage>(std::move(how), *post->ledger_, log);
  post->desk_ = std::make_shared<WatchDesk>(
      WatchDesk::Options{.rules = rules,
                         .rules_file = past ? rules_file : std::filesystem::path{},
                         .knowledge = setup->knowledge,
                         .node = config.node,
                         .past = past,
                         .log = log_read,
                         .clock = [&clock] { return clock.now(); },
                         .wall_clock = &wall_clock},
      *post->ledger_, *post->stage_);
  return post;
}

std::optional<serve::AlertCounts> WatchPost::counts() const {
  return serve::counts_of(*ledger_->book());
}

}  // namespace narrows::engine
