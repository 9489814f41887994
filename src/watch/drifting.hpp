#pragma once

// drifting: a ship that wind and current carry.
//
// Definition: `speed_min_kn` to `speed_max_kn` over ground with course and heading more than
// `aside_deg` apart, for `minutes` and over `distance_m`, `length_m` or longer; or the navigational
// status "not under command" for two minutes while it makes way within those speeds.
// Course and speed are those of the places over a minute or more, not of single reports. It begins
// when this began to hold, ends when it ceases for two minutes.
//
// Inputs: places, heading, status, length (else as usual for the class). Not at anchor or moored by
// status, not fishing, tugs, boats that work (unless not under command). Without a heading only the
// status tells.
//
// Known wrongs: a ship that goes astern on purpose, holds a place with thrusters, or waits adrift
// outside waiting areas that are known looks the same; the first two are rare for ten minutes.
//
// Late reports count as if they had come in time, as far as a track keeps them (sixteen reports).
//
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kDriftingRule;

}  // namespace narrows::watch
