#include "engine/watch_dry_run.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/sensor_reports.hpp"
#include "watch/desk.hpp"

namespace narrows::engine {

namespace {

constexpr std::size_t kRecordsAtOnce = 20'000;

bool is_shown(model::AlertState state) {
  using enum model::AlertState;
  return state != kHeld && state != kExplained && state != kRetracted;
}

/// One watch over the past: what it would show in the span.
class Trial {
 public:
  Trial(const DryRunTask& task, const watch::ActiveRule& rule, bool enabled)
      : task_{task},
        kind_{rule.spec->kind},
        desk_{{.node = task.node, .exercise = task.past.exercise},
              [this](const model::Alert& alert) { hear(alert); }},
        lookout_{rules(task, rule, enabled), task.knowledge,
                 [this](const watch::Said& said) { desk_.hear(said); }} {}

  void take(const watch::SensorReport& report) { lookout_.take(report); }
  void take(const model::Observation& observation) { lookout_.take(observation); }
  void finish(Time now) { lookout_.advance(now); }

  /// By id; those that were decided in the span and are still shown at its end.
  std::map<std::string, model::Alert> shown() const {
    std::map<std::string, model::Alert> out;
    for (const auto& [id, alert] : last_) {
      const bool in_span = alert.decided >= task_.range.from && alert.decided < task_.range.to;
      if (in_span && is_shown(alert.state)) out.emplace(id, alert);
    }
    return out;
  }

 private:
  static std::vector<watch::ActiveRule> rules(const DryRunTask& task, const watch::ActiveRule& rule,
                                              bool enabled) {
    std::vector<watch::ActiveRule> out;
    for (const auto& other : task.beside) {
      if (other.spec != rule.spec) out.push_back(other);
    }
    if (enabled) out.push_back(rule);
    return out;
  }
  void hear(const model::Alert& alert) {
    if (alert.kind == kind_) last_.insert_or_assign(alert.id, alert);
  }

  const DryRunTask& task_;
  const std::string_view kind_;
  std::map<std::string, model::Alert> last_;
  watch::Desk desk_;
  watch::Lookout lookout_;
};

Result<void> check_span(history::TimeRange range) {
  if (range.to <= range.from) return fail(Fault::kOutOfRange, "The span ends before it begins.");
  if (range.to - range.from > kDryRunSpanMax)
    return fail(Fault::kOutOfRange, "A dry run looks at seven days at most.");
  return {};
}

}  // namespace

Result<serve::DryRun> dry_run(const DryRunTask& task) {
  if (const auto good = check_span(task.range); !good) return tl::unexpected(good.error());
  PastObservations past{task.past};
  if (const auto begun = past.begin(task.range.from - kDryRunRunUp); !begun)
    return tl::unexpected(begun.error());
  Trial before{task, task.before, task.before_enabled};
  Trial after{task, task.after, task.after_enabled};
  SensorReports sensors{task.past.sources};
  const auto found = [&](const model::Observation& o) {
    sensors.take(o, [&](const watch::SensorReport& r) {
      before.take(r);
      after.take(r);
    });
    before.take(o);
    after.take(o);
  };
  const auto heard = [&](const Hearing& h) { sensors.take(h); };
  past.on_hearing(heard);
  while (past.step(task.range.to, kRecordsAtOnce, found)) {
    if (task.stopped && task.stopped()) return fail(Fault::kRefused, "The node is being stopped.");
    if (past.records() > kDryRunRecordsMax) {
      return fail(Fault::kOutOfRange,
                  fmt::format("The span holds more than {} sentences: ask for a shorter one.",
                              kDryRunRecordsMax));
    }
  }
  past.finish(found);
  before.finish(task.range.to);
  after.finish(task.range.to);
  const auto was = before.shown();
  const auto would_be = after.shown();
  const double hours = (task.range.to - task.range.from).seconds() / 3'600.0;
  serve::DryRun out;
  out.before = {was.size(), static_cast<double>(was.size()) / hours};
  out.after = {would_be.size(), static_cast<double>(would_be.size()) / hours};
  for (const auto& [id, alert] : would_be) {
    if (!was.contains(id) && out.added.size() < kDryRunAlertsMax) out.added.push_back(alert);
  }
  for (const auto& [id, alert] : was) {
    if (!would_be.contains(id) && out.gone.size() < kDryRunAlertsMax) out.gone.push_back(alert);
  }
  return out;
}

}  // namespace narrows::engine
