#pragma once

// Answers about the flow of traffic as JSON. In an exercise each names it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "geo/polygon.hpp"
#include "history/store_questions.hpp"
#include "serve/flow.hpp"

namespace narrows::serve {

std::string flow_gates_json(const FlowGates& gates, history::TimeRange range,
                            std::string_view exercise);
std::string flow_shift_json(const FlowShifts& shifts, history::TimeRange range,
                            std::string_view exercise);
/// Cells of `cell_e7` ten-millionths of a degree. kOutOfRange: more than 50,000.
Result<std::string> flow_density_json(const history::Questions& past, const history::Box& box,
                                      history::TimeRange range, std::int64_t cell_e7,
                                      std::string_view exercise);

}  // namespace narrows::serve
