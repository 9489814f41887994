#pragma once

// What is known now: every station heard, by MMSI, with the newest of each thing it said.
//
// Owned by one thread; others read the snapshots it hands out. Holds no past beyond the last
// report (history/ does), judges nothing (watch/ does), and merges no sensors (track/ does).

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "base/units.hpp"
#include "model/ids.hpp"
#include "model/observation.hpp"
#include "picture/cell.hpp"
#include "picture/identity_merge.hpp"
#include "picture/snapshot.hpp"
#include "picture/vessel.hpp"

namespace narrows::picture {

struct Options {
  model::ExerciseId exercise{};            ///< The world of this picture; others are refused.
  std::size_t vessels_max = 200'000;       ///< Beyond it the longest-silent lost one goes.
  std::int64_t lost_after_intervals = 12;  ///< Of its own reporting interval.
  Duration lost_after_at_least = Duration::minutes(1);  ///< However fast it should report.
  Duration removed_after = Duration::hours(1);          ///< Since it was last heard, once lost.
  /// A stamp further ahead of the arrival than this is a wrong clock: the arrival counts instead,
  /// or one such report would silence the vessel until that time comes.
  Duration clock_ahead_max = Duration::minutes(1);
  Speed vessel_speed_max = Speed::knots(100);  ///< Faster between two reports is a jump.
  Speed aircraft_speed_max = Speed::knots(600);
  Distance jump_at_least = Distance::nautical_miles(1);  ///< Shorter is noise of stamps.
};

enum class Outcome : std::uint8_t {
  kApplied,
  kLate,        ///< Older than all that it could have told.
  kFull,        ///< Dropped: a new vessel, and no lost one to make room.
  kOtherWorld,  ///< Dropped: of another exercise than this picture.
};

/// in = applied + late + full + other_world.
struct Accounts {
  std::uint64_t in = 0;
  std::uint64_t applied = 0;
  std::uint64_t late = 0;
  std::uint64_t full = 0;
  std::uint64_t other_world = 0;

  // Beside the balance.
  std::uint64_t clock_ahead = 0;  ///< Reports whose stamp was replaced by their arrival.
  std::uint64_t jumps = 0;
  std::uint64_t evicted = 0;  ///< Lost vessels that made room for a new one.
  std::uint64_t removed = 0;  ///< Vessels silent for longer than `removed_after`.

  std::uint64_t dropped() const { return full + other_world; }
  bool balanced() const { return in == applied + late + dropped(); }
};

class Picture {
 public:
  Picture() : Picture(Options{}) {}
  explicit Picture(Options options);

  Outcome apply(const model::Observation& observation);

  /// Marks what has been silent for too long as lost and removes what has been lost for long.
  void age(Time now);

  /// Forgets every vessel, as when a recording begins again. Ticks and accounts go on.
  void clear();

  /// The picture as it stands. Each call is the next tick; only cells that changed since the last
  /// one are built anew.
  std::shared_ptr<const Snapshot> snapshot(Time now);

  const Accounts& accounts() const { return accounts_; }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Vessel vessel;
    IdentityMerge statics;
    CellId cell = CellId::nowhere();
    std::size_t place = 0;  ///< Its index in members_[cell].
    Time lost_at;
    // Whose word on the kind of station counts: a position report's before a static one's.
    std::pair<bool, Time> kind_by{false, Time::unix_microseconds(INT64_MIN)};
  };
  struct Members {
    std::vector<Entry*> entries;
    bool changed = true;
  };

  Outcome apply_to(Entry& entry, const model::PositionObservation& report, Time at);
  Outcome apply_to(Entry& entry, const model::StaticObservation& said, Time at);
  Outcome apply_to(Entry& entry, const model::TextObservation& text, Time at);

  /// Null when the cap is reached and nothing is lost.
  Entry* entry_of(model::Mmsi mmsi);
  void erase(model::Mmsi mmsi);
  void place(Entry& entry, CellId cell);
  void unplace(Entry& entry);
  void heard(Entry& entry, model::SourceId source, Time at);
  void says_kind(Entry& entry, model::StationKind kind, bool in_position_report, Time at);
  void note_jump(Entry& entry, const model::PositionObservation& report, Time at);
  void set_lost(Entry& entry, bool lost);
  void rebuild(CellId id, Members& members);

  const Options options_;
  Accounts accounts_;
  std::uint64_t tick_ = 0;
  std::unordered_map<std::uint32_t, Entry> entries_;  // Nodes do not move: Members point to them.
  std::unordered_map<CellId, Members> members_;
  std::set<std::pair<Time, model::Mmsi>> lost_;  // By heard_at: the longest silent first.
  std::map<CellId, std::shared_ptr<const Cell>> cells_;
};

}  // namespace narrows::picture
