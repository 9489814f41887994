#pragma once

// Answers about the past as JSON. Times are RFC 3339 UTC; what is not known is absent; lists carry
// next_after when there is more. In an exercise each answer names it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/past.hpp"

namespace narrows::serve {

/// A page of a list by time. `next_after` of the page before is "TIME,NUMBER": the time of its last
/// item, and how many of that very time were told (or, of crossings, whose it was).
struct PastPage {
  std::size_t limit = 1'000;
  std::optional<Time> after = {};
  std::size_t skip = 0;
};

/// Oldest first; `every`: at most one position in so long, zero: all.
Result<std::string> track_json(const history::Questions& past, model::Mmsi mmsi,
                               history::TimeRange range, const PastPage& page, Duration every,
                               std::string_view exercise);
/// Newest first.
Result<std::string> changes_json(const history::Questions& past, model::Mmsi mmsi,
                                 history::TimeRange range, const PastPage& page,
                                 std::string_view exercise);
std::string messages_json(model::Mmsi mmsi, const PastMessages& found, std::string_view exercise);
/// Newest first.
std::string port_calls_json(model::Mmsi mmsi, history::TimeRange range,
                            const std::vector<model::PortVisit>& calls, const PastPage& page,
                            std::string_view exercise);
std::string crossings_json(const std::vector<history::Crossing>& all, history::TimeRange range,
                           const PastPage& page, std::string_view exercise);
/// What is in the picture first, then what the history knows. `now` may be null.
std::string search_json(std::string_view words, std::size_t limit, const Published* now,
                        const Result<std::vector<history::Found>>& known,
                        std::string_view exercise);
std::string extent_json(const history::LogExtent& extent, history::TimeRange range,
                        std::size_t limit, const Result<std::vector<PastEvent>>& events,
                        const Result<std::vector<model::PortVisit>>& calls,
                        std::string_view exercise);
/// A vessel that is not in the picture, from what the history knows of it.
std::string known_vessel_json(const history::PastIdentity& known, std::string_view exercise);

}  // namespace narrows::serve
