// What happens every half minute: the ships look round and give way, and the witness looks at them.

#include <algorithm>

#include "exercise/world_state.hpp"

namespace narrows::exercise {
namespace {

/// Slower than this she has no way on to speak of,
constexpr Speed kMakesWay = Speed::knots(1);
/// and slower than this she is about to stop or has just set out.
constexpr Speed kFree = Speed::knots(4);

/// When she stops, turns to something else, or is there no more.
Time free_until(const Actor& actor, Time t) {
  if (actor.ordered && actor.ordered->from > t) return actor.ordered->from;
  for (const Piece& piece : actor.passage.pieces()) {
    if (piece.end() <= t) continue;
    const bool stops = piece.activity != Activity::kSailing || piece.at(piece.end()).speed < kFree;
    if (stops) return piece.begin;
  }
  return actor.passage.end();
}

}  // namespace

void World::State::look(std::uint32_t who, Time t) {
  Actor& actor = actors[who];
  extend(actor, t + kLookAhead + kTick);
  if (t < actor.passage.begin() || t >= actor.passage.end()) return;
  std::erase_if(actor.ways,
                [t](const Evasion& way) { return way.end() + Duration::minutes(1) < t; });
  Sailor sailor{.who = who,
                .length_m = static_cast<double>(actor.vessel.length_m()),
                .now = actor.at(t),
                .ways = &actor.ways};
  const Activity activity = sailor.now.activity;
  if (activity == Activity::kAway) return;
  if (options.keep_truth) {
    const auto at = [&actor](Time then) { return actor.at(then); };
    witness.look({.who = who,
                  .vessel = actor.vessel,
                  .ordered = actor.part ? std::string_view{actor.part->kind} : std::string_view{},
                  .at = at,
                  .since = std::max(actor.passage.begin(), t - kTick)},
                 t);
  }
  sailor.moves = sailor.now.speed > kMakesWay && activity != Activity::kAnchored;
  const bool ordered =
      actor.ordered && actor.ordered->from < t + kLookAhead && actor.ordered->to > t;
  if (activity == Activity::kSailing && sailor.now.speed > kFree && !ordered) {
    sailor.until = free_until(actor, t);
    sailor.free = sailor.until > t;
  }
  for (std::size_t i = 0; i <= kStepsAhead; ++i) {
    const Time then =
        t + Duration::microseconds(static_cast<std::int64_t>(i) * kStepAhead.microseconds());
    sailor.plan[i] = sailor.moves || i == 0 ? actor.passage.at(then).at : sailor.plan[0];
    sailor.at[i] = sailor.plan[i];
    for (const Evasion& way : actor.ways) sailor.at[i] = sailor.at[i] + way.part(then) * way.aside;
  }
  sailors.push_back(sailor);
}

void World::State::tick(Time t) {
  sailors.clear();
  for (const std::uint32_t who : present) {
    const Actor& actor = actors[who];
    const AisUnit unit = actor.vessel.unit;
    // Who says nothing and is small is not seen in time.
    if (!actor.gone && unit != AisUnit::kNone && unit != AisUnit::kBeacon) look(who, t);
  }
  if (options.keep_truth) {
    close_pairs.look(t, sailors, [this](std::uint32_t who) {
      const Vessel& vessel = actors[who].vessel;
      return TruthVessel{vessel.mmsi, vessel.truth_id, ""};
    });
  }
  giving_way.decide(t, sailors);
}

}  // namespace narrows::exercise
