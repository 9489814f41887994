#pragma once

// From what lookouts say to alerts: one alert a situation however often it is said again; what
// gnss_interference makes doubtful is held or lowered, and says so; what has an innocent
// explanation is kept apart. Knows no persons: who acknowledged what is the engine's.
//
// Order in, order out: the same things said in the same order make the same alerts, byte for byte.

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "geo/surface.hpp"
#include "model/alert.hpp"
#include "watch/lookout.hpp"

namespace narrows::watch {

class Desk {
 public:
  struct Options {
    std::string node;
    std::string exercise;  ///< Empty: real.
    /// What was decided so long before an interference was, or grew, is taken back into doubt, and
    /// what began since it did.
    Duration doubt_before = Duration::minutes(10);
    std::size_t alerts_max = 100'000;  ///< Kept; the longest ended go first.
  };
  struct Counts {
    std::uint64_t raised = 0;
    std::uint64_t rejoined =
        0;  ///< Raised again within RuleSpec::rejoin: the alert before goes on.
    std::uint64_t explained = 0;
    std::uint64_t held = 0;
    std::uint64_t lowered = 0;
    std::uint64_t retracted = 0;
  };
  /// Each version of each alert, also of those explained and held: the receiver looks at `state`.
  using OnAlert = std::function<void(const model::Alert&)>;

  Desk(Options options, OnAlert on_alert);

  /// Now and then it also lets go of what ended long ago.
  void hear(const Said& said);

  const Counts& counts() const { return counts_; }
  const model::Alert* find(SituationId id) const;

 private:
  using Place = std::uint64_t;  // Of a record.
  struct Record {
    model::Alert alert;
    const RuleSpec* rule = nullptr;
    std::string who;  // Kind, actors and object: what rejoins.
    unsigned own_priority = 3;
    double own_confidence = 0.5;
    bool doubted = false;  // Counted as held or lowered.
    geo::Vector at;
    std::vector<std::pair<geo::Vector, double>> also;  // Areas besides; radius in metres.
    std::set<std::uint32_t> mmsis;                     // Of an interference: who is disturbed.
    std::set<Place> doubts;                            // Of an interference: what it holds.
  };

  void raise(const Said& said);
  void update(Place place, Record& record, const Said& said);
  void fill(Record& record, const Said& said);
  void judge(Place place, Record& record);
  void decide(Place place, Record& record, Time now);
  void hold(Place place, Record& record, Record& interference);
  void doubt(Place interference, Time now);
  void believe_again(Record& interference, Time now);
  bool began_in(const Record& interference, const Record& record) const;
  static bool disturbs(const Record& interference, const Record& record);
  Record* interference_at(const Record& record);
  void publish(Place place, Record& record, Time now);
  void forget(Time now);

  Options options_;
  OnAlert on_alert_;
  std::map<Place, Record> records_;  // In the order in which they were raised.
  std::map<std::uint64_t, Place> by_id_;
  std::map<std::string, Place, std::less<>> by_who_;
  std::set<Place> interferences_;               // Those that go on.
  std::deque<std::pair<Time, Place>> decided_;  // Of the last while, the newest behind.
  Time forgot_at_;
  Place next_ = 0;
  Counts counts_;
};

}  // namespace narrows::watch
