#pragma once

// What the server shows: the picture of one tick and how the node fares. The engine makes one each
// tick; it is immutable and shared by all clients.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "picture/snapshot.hpp"

namespace narrows::serve {

/// What does not change while the node runs.
struct About {
  std::string node;
  std::string version;
  std::string area_name;   ///< Empty: no area pack.
  std::string area_title;  ///< In English.
  std::array<double, 4> area_west_south_east_north_deg{-180, -90, 180, 90};
  std::string exercise;  ///< The exercise's id; empty: the real world.
  bool replay = false;
  bool own_replay = false;  ///< Of one client, which asked for it.
  std::int64_t tick_ms = 1'000;
};

enum class SourceState : std::uint8_t { kUp, kQuiet, kDown };

/// How well a receiver hears, in messages, before copies of one transmission are taken out.
struct Reception {
  std::uint64_t heard = 0;
  std::uint64_t first = 0;  ///< Before any other receiver.
  std::uint64_t only = 0;   ///< By no other receiver.
};

struct SourceStatus {
  std::string name;
  SourceState state = SourceState::kDown;
  std::optional<Duration> age;  ///< Since it last gave anything.
  std::uint64_t messages = 0;   ///< Lines or datagrams.
  std::uint64_t bytes = 0;
  std::string why;  ///< Why it is down or quiet; empty when up.
  Reception reception{};
};

/// Resting: a recording repeats itself, and its first round is written down.
enum class HistoryState : std::uint8_t { kOff, kOk, kStopped, kResting };

struct HistoryStatus {
  HistoryState state = HistoryState::kOff;
  std::optional<Time> since;  ///< When it stopped.
  std::string why;
};

/// in = out + held + all dropped, at every stage.
struct StageStatus {
  std::string name;
  std::uint64_t in = 0;
  std::uint64_t out = 0;
  std::uint64_t held = 0;
  std::vector<std::pair<std::string, std::uint64_t>> dropped;  ///< By reason.
};

/// A count or measure of one stage beside its balance, as /metrics shows it.
struct Sample {
  std::string name;  ///< Without the "narrows_" in front, with the unit at its end.
  std::string help;
  bool counter = true;  ///< Else a gauge.
  double value = 0;
};

struct Status {
  std::vector<SourceStatus> sources;
  HistoryStatus history;
  std::vector<StageStatus> stages;
  std::vector<Sample> samples;
  double speed = 1.0;  ///< Of the replay.
};

/// How a client's own replay of the history fares.
struct ReplayStatus {
  /// Nothing is known of this stretch, and the picture's time lies in it.
  struct Hole {
    Time from;
    std::optional<Time> to;  ///< Nothing: nothing was received since.
    std::string why;         ///< A word of history::PastHole.
  };
  double speed = 0;         ///< As wished; 0: paused.
  double actual_speed = 0;  ///< As it goes; less when the machine cannot keep up.
  bool ended = false;       ///< It stands where the history ends.
  std::optional<Hole> hole;
};

/// What every client is told of the alerts; who wants more asks /api/v1/alerts?changed_after=.
struct AlertCounts {
  std::uint64_t version = 0;
  std::array<std::uint64_t, 3> open{};  ///< That nobody has acknowledged, by priority 1, 2, 3.

  friend bool operator==(const AlertCounts&, const AlertCounts&) = default;
};

struct Published {
  std::shared_ptr<const picture::Snapshot> snapshot;
  Status status;
  Time published_at;  ///< By the wall clock; in a replay the snapshot has its own time.
  std::optional<ReplayStatus> replay;  ///< Only in a client's own replay.
  std::optional<AlertCounts> alerts;   ///< Nothing: no watch is kept, or this is the past.
};

}  // namespace narrows::serve
