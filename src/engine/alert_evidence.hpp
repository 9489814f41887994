#pragma once

// What an alert rests on, for the eye: the tracks of its vessels around it, and their distance and
// speed over time with the thresholds of the rule, from the history.

#include "base/result.hpp"
#include "history/store_questions.hpp"
#include "serve/alert_desk.hpp"

namespace narrows::engine {

/// Before the begin and after the end (or what is known) so much is shown.
inline constexpr Duration kEvidenceBefore = Duration::minutes(10);
inline constexpr Duration kEvidenceAfter = Duration::minutes(5);
/// Longer situations are shown from their begin and up to their end, this much of each.
inline constexpr Duration kEvidenceMax = Duration::hours(24);
inline constexpr std::uint64_t kEvidencePointsMax = 2'000;

/// `now`: what is going on is shown up to it.
Result<serve::Evidence> alert_evidence(const model::Alert& alert,
                                       const history::Questions& questions, Time now);

/// Distance of two tracks at each report of either while both are known: the other is moved
/// along the line between its reports, at most `hole` apart.
std::vector<std::pair<Time, double>> distance_m(const serve::EvidenceTrack& a,
                                                const serve::EvidenceTrack& b, Duration hole);

}  // namespace narrows::engine
