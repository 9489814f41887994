// The calls of who sails as usual, as their ports know them: notice and clearance, so that a watch
// which is given the papers has only those to wonder at that were staged.
//
// Told from the passages as they are planned, not as they are sailed: a ship that gives way on her
// way comes some minutes later than she said, as ships do.

#include <algorithm>

#include "exercise/world_state.hpp"

namespace narrows::exercise {
namespace {

/// Between two looks at a passage that forgets its past.
constexpr Duration kStep = Duration::minutes(10);
constexpr std::int64_t kDaysBefore = 3;  // A transit that is still there began so long ago at most.
/// A ship is cleared for a little longer than she means to stay.
constexpr Duration kToSpare = Duration::hours(2);

std::int64_t day_of(Time t) {
  const std::int64_t seconds = t.unix_seconds();
  return (seconds - (seconds % 86'400 + 86'400) % 86'400) / 86'400;
}

/// Tugs, pilots, patrol, pleasure and fishing boats come and go without papers.
bool announces(Trade trade) {
  switch (trade) {
    case Trade::kTanker:
    case Trade::kContainer:
    case Trade::kBulk:
    case Trade::kCargo:
    case Trade::kRoro:
    case Trade::kDhow:
    case Trade::kFerry:
      return true;
    default:
      return false;
  }
}

class Calls {
 public:
  Calls(const Vessel& vessel, std::vector<PortCall>& out) : vessel_{vessel}, out_{out} {}

  /// The stays of a passage that were not seen before.
  void look(const Passage& passage, const std::string& destination, TimeSpan within) {
    for (const Piece& piece : passage.pieces()) {
      if (piece.activity != Activity::kMoored || piece.begin < after_) continue;
      // She turns at her berth, and lies: two pieces of one stay.
      if (!out_.empty() && out_.back().mmsi == vessel_.mmsi && piece.begin <= ends_) {
        ends_ = std::max(ends_, piece.end());
        out_.back().cleared_until = ends_ + kToSpare;
      } else if (piece.begin <= within.to && piece.end() >= within.from) {
        ends_ = piece.end();
        out_.push_back({vessel_.mmsi, vessel_.name, destination, piece.begin, ends_ + kToSpare});
      }
      after_ = piece.begin + Duration::microseconds(1);
    }
  }

 private:
  const Vessel& vessel_;
  std::vector<PortCall>& out_;
  Time after_ = Time::unix_seconds(0);
  Time ends_;
};

}  // namespace

std::vector<PortCall> World::State::usual_calls() const {
  std::vector<PortCall> out;
  const TimeSpan span{options.begin, options.begin + scenario.lasts};
  for (const Actor& actor : actors) {
    if (!actor.resident || !announces(actor.vessel.trade)) continue;
    // Her whole life once more: what is forgotten of the passage has been looked at.
    Resident life{*sea, frame, actor.vessel, scenario.seed, options.epoch};
    Passage passage;
    Calls calls{actor.vessel, out};
    for (Time t = options.epoch; t <= span.to; t = t + kStep) {
      std::string destination = life.route() == nullptr ? std::string{} : life.route()->destination;
      life.extend(passage, t);
      calls.look(passage, destination, span);
    }
  }
  const std::int64_t last_day = day_of(span.to);
  for (std::int64_t day = day_of(span.from) - kDaysBefore; day <= last_day; ++day) {
    for (const Transit& transit :
         transits_of_day(*sea, frame, transits_per_day, scenario.seed, day)) {
      if (!announces(transit.vessel.trade)) continue;
      Calls calls{transit.vessel, out};
      calls.look(transit.passage, transit.route->destination, span);
    }
  }
  return out;
}

std::vector<PortCall> World::port_calls() const {
  auto calls = state_->usual_calls();
  calls.insert(calls.end(), state_->port_calls.begin(), state_->port_calls.end());
  std::ranges::stable_sort(calls, {}, &PortCall::expected);
  return calls;
}

}  // namespace narrows::exercise
