#pragma once

// Answers what the API asks about the flow of traffic, from the store of a running node.

#include "base/result.hpp"
#include "geo/area_pack.hpp"
#include "history/store_questions.hpp"
#include "serve/flow.hpp"

namespace narrows::engine {

/// Takes seconds. kOutOfRange: the span holds more than 30 million positions.
Result<serve::FlowGates> flow_gates(const history::Questions& questions, history::TimeRange range,
                                    const geo::AreaPack& pack);
Result<serve::FlowShifts> flow_shifts(const history::Questions& questions, history::TimeRange range,
                                      const geo::AreaPack& pack);

}  // namespace narrows::engine
