#pragma once

// For tests: a desk in memory with two alerts and one rule, that does as the real one must.

#include <algorithm>
#include <utility>

#include "serve/alert_desk.hpp"

namespace narrows::serve::test {

inline model::Alert rendezvous(std::string id, Time begin) {
  model::Alert alert;
  alert.id = std::move(id);
  alert.kind = "rendezvous";
  alert.rule_version = "1.0.0";
  alert.parameters = {{"distance_m", 250}};
  alert.priority = 2;
  alert.vessels = {{.track = "mmsi:800000001",
                    .mmsi = model::Mmsi{800'000'001},
                    .imo = 9'074'729,
                    .name = "DAWN",
                    .role = "one"}};
  alert.begin = begin;
  alert.decided = begin + Duration::minutes(20);
  alert.position = *geo::LatLon::from(geo::LatLon::Degrees{26.5, 56.25});
  alert.why = "DAWN lies beside another";
  alert.margins = {{"distance_m", 180, 250}};
  alert.explanations = {{"tug assistance", model::Verdict::kNo, "none is a tug"}};
  alert.observations = {"mmsi:800000001@2026-01-01T11:00:00.000000Z"};
  alert.changed_at = alert.decided;
  alert.node = "north";
  return alert;
}

class TestDesk : public AlertDesk {
 public:
  TestDesk() {
    const auto noon = from_utc(2026, 1, 1, 12);
    put({.alert = rendezvous("a1", noon - Duration::hours(1)),
         .version = 0,
         .acknowledged_by = {},
         .assigned_to = {},
         .dismissed_reason = {},
         .log = {{noon, "watch", "raise", ""}}});
    auto gone = *book_->records[0];
    gone.alert.id = "gone";
    gone.alert.state = model::AlertState::kRetracted;
    put(std::move(gone));
  }

  void put(AlertRecord record) {
    auto book = std::make_shared<AlertBook>(*book_);
    std::erase_if(book->records, [&](const auto& r) { return r->alert.id == record.alert.id; });
    record.version = ++book->version;
    book->records.push_back(std::make_shared<const AlertRecord>(std::move(record)));
    book_ = std::move(book);
  }

  std::shared_ptr<const AlertBook> book() const override { return book_; }
  Result<std::shared_ptr<const AlertRecord>> act(const std::string& id,
                                                 const AlertDeed& deed) override {
    if (broken) return fail(Fault::kIo, "the disk is full");
    const auto found = std::find_if(book_->records.begin(), book_->records.end(),
                                    [&](const auto& r) { return r->alert.id == id; });
    if (found == book_->records.end()) return fail(Fault::kNotFound, "there is no such alert");
    auto record = **found;
    if (record.alert.state == model::AlertState::kRetracted)
      return fail(Fault::kRefused, "it was retracted");
    record.alert.state = after(deed.act);
    record.acknowledged_by = deed.who;
    record.assigned_to = deed.to;
    record.dismissed_reason = deed.reason;
    record.log.push_back({deed.at, deed.who, std::string{name(deed.act)}, deed.note});
    put(std::move(record));
    return book_->records.back();
  }
  Result<Evidence> evidence(const std::string& id) override {
    if (broken) return fail(Fault::kRefused, "the history is out of order");
    const auto& alert = book_->records.at(0)->alert;
    Evidence evidence;
    evidence.tracks = {{.track = "mmsi:800000001",
                        .mmsi = model::Mmsi{800'000'001},
                        .name = id,
                        .points = {{alert.begin, alert.position, 1.5, 90.0, true}}}};
    evidence.series = {{.name = "distance_m",
                        .unit = "m",
                        .points = {{alert.begin, 180.5}},
                        .thresholds = {{"distance_m", 250, true}}}};
    return evidence;
  }
  RuleBook rules() const override { return {.preset = "narrows", .rules = {rule_}}; }
  Result<RuleState> change_rule(const std::string& kind, const RuleChange& change) override {
    if (auto checked = check(kind, change); !checked) return tl::unexpected(checked.error());
    if (change.enabled) rule_.enabled = *change.enabled;
    auto& p = rule_.parameters[0];
    for (const auto& value : change.values) {
      if (value.ship_class.empty()) {
        p.value = *value.value;
        continue;
      }
      std::erase_if(p.by_class, [&](const auto& own) { return own.first == value.ship_class; });
      if (value.value) p.by_class.emplace_back(value.ship_class, *value.value);
    }
    return rule_;
  }
  Result<DryRun> dry_run(const std::string& kind, const RuleChange& change,
                         history::TimeRange range) override {
    if (auto checked = check(kind, change); !checked) return tl::unexpected(checked.error());
    DryRun run;
    run.before = {.count = 1, .per_hour = 0.5};
    run.after = {.count = 2, .per_hour = 1.0};
    run.added = {rendezvous("b1", range.from)};
    return run;
  }

  bool broken = false;

 private:
  Result<void> check(const std::string& kind, const RuleChange& change) const {
    if (broken) return fail(Fault::kIo, "the disk is full");
    if (kind != rule_.kind) return fail(Fault::kNotFound, "there is no such rule");
    for (const auto& value : change.values) {
      if (value.value && *value.value > rule_.parameters[0].most)
        return fail(Fault::kOutOfRange, value.parameter + " may be 5000 at most");
    }
    return {};
  }

  std::shared_ptr<const AlertBook> book_ = std::make_shared<const AlertBook>();
  RuleState rule_{.kind = "rendezvous",
                  .version = "1.0.0",
                  .enabled = true,
                  .title = "Rendezvous",
                  .definition = "Two vessels near each other for long",
                  .parameters = {{.name = "distance_m",
                                  .unit = "m",
                                  .value = 250,
                                  .usual = 250,
                                  .least = 10,
                                  .most = 5'000,
                                  .origin = "default",
                                  .what = "How near they are",
                                  .by_class = {}}},
                  .measured = {.alerts = 4, .confirmed = 2, .dismissed = 1}};
};

}  // namespace narrows::serve::test
