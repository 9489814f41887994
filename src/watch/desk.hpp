#pragma once

// From what lookouts say to alerts: one alert a situation however often it is said again; what
// gnss_interference makes doubtful is held or lowered, and says so; what has an innocent
// explanation is kept apart. Knows no persons: who acknowledged what is the engine's.
//
// Order in, order out: the same things said in the same order make the same alerts, byte for byte.

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

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
    /// What began about a disturbed vessel while the interference lasted is shown so long after
    /// that, if it still holds: a false track stays for a while where it was heard last.
    Duration believe_after = Duration::minutes(5);
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
    bool ended = false;    // It is among ended_.
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
  void believe_waiting(Time now);
  void believe(Place place, Record& record, Time now);
  bool stands_on_false(const Record& interference, const Record& record) const;
  bool began_in(const Record& interference, const Record& record) const;
  static bool disturbs(const Record& interference, const Record& record);
  Record* interference_at(const Record& record);
  void publish(Place place, Record& record, Time now);
  void forget(Time now);
  /// Null: let go of, or never raised.
  Record* record_of(Place place) const {
    return place - first_ < records_.size() ? records_[place - first_].get() : nullptr;
  }
  Record& record_at(Place place) const { return *records_[place - first_]; }
  void let_go(Place place);

  Options options_;
  OnAlert on_alert_;
  std::deque<std::unique_ptr<Record>> records_;  // In the order in which they were raised.
  Place first_ = 0;                              // Of the first of them.
  std::size_t kept_ = 0;                         // Of them, not let go of.
  boost::unordered_flat_map<std::uint64_t, Place> by_id_;
  boost::unordered_flat_map<std::string, Place> by_who_;
  std::set<Place> interferences_;               // Those that go on.
  std::deque<std::pair<Time, Place>> decided_;  // Of the last while, the newest behind.
  std::deque<std::pair<Time, Place>> ended_;    // When that was said, the newest behind.
  /// Held by an interference that is over, and until when.
  std::deque<std::pair<Time, Place>> waiting_;
  Time forgot_at_;
  Counts counts_;
};

}  // namespace narrows::watch
