#pragma once

// What the routes about alerts and rules need of the engine, which alone sees the watch, its store
// and the history together. book() is cheap and called on the server's thread; the others may take
// seconds or wait for the disk and are called on a background thread; any number of threads may
// call.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "history/store_questions.hpp"
#include "model/alert.hpp"
#include "serve/published.hpp"

namespace narrows::serve {

/// What happened to an alert: by a person (`who` is their name) or by the watch ("watch").
struct AlertEntry {
  Time at;
  std::string who;
  std::string what;  ///< "raise", "worsen", "retract", "acknowledge", "assign", …
  std::string note;
};

/// An alert with what persons made of it.
struct AlertRecord {
  model::Alert alert;         ///< `state` as the persons left it.
  std::uint64_t version = 0;  ///< Of the book, when this alert last changed. No two have the same.
  std::string acknowledged_by;
  std::string assigned_to;
  std::string dismissed_reason;
  std::vector<AlertEntry> log;  ///< Oldest first.
};

/// All alerts that are kept at hand, immutable; also those explained and held.
struct AlertBook {
  std::uint64_t version = 0;  ///< Grows with each change of any alert, also over restarts.
  std::vector<std::shared_ptr<const AlertRecord>> records;  ///< By version, the oldest first.
};

/// How many nobody has acknowledged, by priority: what a client is told each tick.
AlertCounts counts_of(const AlertBook& book);

enum class AlertAct : std::uint8_t { kAcknowledge, kAssign, kDismiss, kClose, kReopen };
std::string_view name(AlertAct act);
/// What an alert is after it; kReopen: open.
model::AlertState after(AlertAct act);

struct AlertDeed {
  AlertAct act = AlertAct::kAcknowledge;
  std::string who;
  Time at;             ///< By the clock of the picture.
  std::string note;    ///< May be empty.
  std::string reason;  ///< Of kDismiss, a word of kDismissReasons.
  std::string to;      ///< Of kAssign: whom or what to.
};

struct EvidencePoint {
  Time at;
  geo::LatLon position;
  std::optional<double> sog_kn;
  std::optional<double> cog_deg;
  bool used = false;  ///< It is one of the alert's observations.
};

struct EvidenceTrack {
  std::string track;
  std::optional<model::Mmsi> mmsi;
  std::string name;
  std::vector<EvidencePoint> points;
};

struct EvidenceThreshold {
  std::string parameter;
  double value = 0.0;
  bool below = true;  ///< The rule asks for values below it; else above.
};

struct EvidenceSeries {
  std::string name;  ///< "distance_m", "speed_kn 499000001"
  std::string unit;
  std::vector<std::pair<Time, double>> points;
  std::vector<EvidenceThreshold> thresholds;
};

struct Evidence {
  std::vector<EvidenceTrack> tracks;
  std::vector<EvidenceSeries> series;
};

struct RuleParameter {
  std::string name;
  std::string unit;
  double value = 0.0;
  double usual = 0.0;
  double least = 0.0;
  double most = 0.0;
  std::string origin;
  std::string what;
  std::vector<std::pair<std::string, double>> by_class;  ///< Where a class has a value of its own.
};

/// What became of a rule's alerts: confirmed are those assigned or closed, not dismissed.
struct RuleMeasured {
  std::uint64_t alerts = 0;
  std::uint64_t confirmed = 0;
  std::uint64_t dismissed = 0;
};

struct RuleState {
  std::string kind;
  std::string version;
  bool enabled = true;
  std::string title;
  std::string definition;
  bool per_class = true;  ///< Classes of ships may have values of their own.
  std::vector<RuleParameter> parameters;
  RuleMeasured measured;
};

struct RuleBook {
  std::string preset;  ///< "narrows", "gfw" or "skylight".
  std::vector<RuleState> rules;
};

struct RuleValue {
  std::string parameter;
  std::string ship_class;       ///< Empty: of all.
  std::optional<double> value;  ///< Nothing: the class has none of its own again.
};

/// What is not named stays.
struct RuleChange {
  std::optional<bool> enabled;
  std::vector<RuleValue> values;
};

struct DryRun {
  struct Count {
    std::uint64_t count = 0;
    double per_hour = 0.0;
  };
  Count before;
  Count after;
  std::vector<model::Alert> added;
  std::vector<model::Alert> gone;
};

class AlertDesk {
 public:
  AlertDesk() = default;
  AlertDesk(const AlertDesk&) = delete;
  AlertDesk& operator=(const AlertDesk&) = delete;
  AlertDesk(AlertDesk&&) = delete;
  AlertDesk& operator=(AlertDesk&&) = delete;
  virtual ~AlertDesk() = default;

  /// Never null.
  virtual std::shared_ptr<const AlertBook> book() const = 0;

  /// kNotFound; kRefused when the alert is not in a state for it; kIo when it cannot be written
  /// down, and is then not done.
  virtual Result<std::shared_ptr<const AlertRecord>> act(const std::string& id,
                                                         const AlertDeed& deed) = 0;
  virtual Result<Evidence> evidence(const std::string& id) = 0;

  virtual RuleBook rules() const = 0;
  /// Of the rule as it is then. kNotFound: no such rule; kOutOfRange: a value beyond its bounds, or
  /// no such parameter or class; nothing is changed then.
  virtual Result<RuleState> change_rule(const std::string& kind, const RuleChange& change) = 0;
  /// What the rule would have raised in the span, before and after the change.
  virtual Result<DryRun> dry_run(const std::string& kind, const RuleChange& change,
                                 history::TimeRange range) = 0;
};

}  // namespace narrows::serve
