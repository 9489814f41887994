#pragma once

// The history as route knowledge reads it: sightings vessel by vessel, each by time.

#include <cstdint>
#include <memory>
#include <optional>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "geo/area_pack.hpp"
#include "history/store_questions.hpp"
#include "watch/route/gate_flows.hpp"
#include "watch/route/passage_sieve.hpp"
#include "watch/route/route_model.hpp"

namespace narrows::engine {

struct FlowSpan {
  history::TimeRange range;
  std::optional<history::Box> box;
};

/// Only ships, by their MMSI; each with the class of the type that she last said. False from
/// `on_sighting` ends it. How many.
using OnSighting = FunctionRef<bool(const watch::route::Sighting&)>;
Result<std::uint64_t> each_sighting(const history::Questions& questions, const FlowSpan& span,
                                    OnSighting on_sighting);

/// The pack's box and a mile around it.
history::Box box_of(const geo::AreaPack& pack);

/// Reads the span twice. `go_on` is asked at each row.
Result<watch::route::Knowledge> learn_routes(const history::Questions& questions,
                                             const FlowSpan& span, const geo::AreaPack& pack,
                                             FunctionRef<bool()> go_on);

Result<void> count_flows(const history::Questions& questions, const FlowSpan& span,
                         watch::route::GateFlows& flows, FunctionRef<bool()> go_on);

}  // namespace narrows::engine
