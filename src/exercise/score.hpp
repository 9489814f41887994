#pragma once

// How good alerts are, against what was true. The rule of the contract: an alert and an event
// belong together when they are of the same kind and the same vessels, and overlap in time by half
// of what both cover (intersection over union). The same matcher scores tests and exercises.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace narrows::exercise {

/// What was true, or what was said: the parts that are compared.
struct Scored {
  std::string kind;
  /// "mmsi:499000001" of those with a transponder, else "id:…" (truth_id, track). In truth a
  /// vessel may be known by both.
  struct Who {
    std::set<std::string> names;
  };
  std::vector<Who> vessels;
  std::string sensor;  ///< Instead of vessels, of sensor_health.
  Time begin;
  std::optional<Time> end;      ///< None: it goes on.
  std::optional<Time> decided;  ///< Of an alert.
  std::string id;               ///< Of an alert, or "line 7".
  std::uint64_t line = 0;
};

/// One object a line. `file` is what errors name.
Result<std::vector<Scored>> read_truth(std::string_view text, std::string_view file);
/// The same of alerts; those in state "retracted" are left out.
Result<std::vector<Scored>> read_alerts(std::string_view text, std::string_view file);

struct ScoreRules {
  double overlap = 0.5;  ///< Least intersection over union.
  /// What takes less time than this, on either side, is taken to take as much: moments have no
  /// overlap.
  Duration least_length = Duration::seconds(60);
};

struct KindScore {
  std::uint64_t events = 0;
  std::uint64_t alerts = 0;
  std::uint64_t matched = 0;
  std::uint64_t also = 0;              ///< Alerts that are right though no event asked for them.
  std::uint64_t decoys_taken = 0;      ///< Alerts that match a decoy: part of the false ones.
  std::vector<double> delays_s;        ///< Decided (else begun) less the event's begin; sorted.
  std::vector<std::string> missed;     ///< Events, as "file line".
  std::vector<std::string> unfounded;  ///< Alerts.

  std::optional<double> precision() const;
  std::optional<double> recall() const;
  std::optional<double> delay_s(double quantile) const;
};

/// Each event and each alert is matched at most once, the best overlaps first. `also`: what is true
/// without having to be said; an alert that matches none of the truth but one of these is right.
std::map<std::string, KindScore> score(const std::vector<Scored>& truth,
                                       const std::vector<Scored>& alerts,
                                       const std::vector<Scored>& decoys, const ScoreRules& rules,
                                       const std::vector<Scored>& also = {});

}  // namespace narrows::exercise
