#pragma once

// What the routes about the past need of the engine, which alone sees the raw log, the decoder and
// the store together. Every function may take seconds and is called on a background thread; any
// number of threads may call.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "history/segment_times.hpp"
#include "history/store_questions.hpp"
#include "model/port_visit.hpp"
#include "serve/flow.hpp"
#include "serve/published.hpp"

namespace narrows::serve {

struct PastMessage {
  Time received_at;
  std::string source;
  std::string json;  ///< One object, as `narrows decode -f jsonl` prints it.
  std::vector<std::string> sentences;
  std::uint64_t segment = 0;  ///< Where its last sentence stands in the raw log, for evidence.
  std::uint64_t offset = 0;
};

struct PastMessages {
  std::vector<PastMessage> messages;  ///< Newest first.
  Time searched_from;                 ///< What is older was not looked at.
};

/// Something that happened, as a mark on the line of time.
struct PastEvent {
  Time at;
  std::string kind;  ///< "static_change", "distress", "safety_text" or "port_call".
  model::Mmsi mmsi;
  std::string name;   ///< May be empty, as the next.
  std::string field;  ///< Of a change.
  std::string text;
};

class Past {
 public:
  Past() = default;
  Past(const Past&) = delete;
  Past& operator=(const Past&) = delete;
  Past(Past&&) = delete;
  Past& operator=(Past&&) = delete;
  virtual ~Past() = default;

  /// Questions to the store, of this node's world. Good as long as this.
  virtual history::Questions questions() const = 0;

  /// The picture as it was known at `at`: the same that a replay shows.
  virtual Result<std::shared_ptr<const Published>> picture_at(Time at) = 0;
  /// What one station sent, received in the span, the last `limit` of it.
  virtual Result<PastMessages> messages(model::Mmsi mmsi, history::TimeRange range,
                                        std::size_t limit) = 0;
  /// Newest first; only calls, not passages.
  virtual Result<std::vector<model::PortVisit>> port_calls(model::Mmsi mmsi,
                                                           history::TimeRange range) = 0;
  virtual Result<history::LogExtent> extent(Time from, Time to) = 0;
  /// Distress first, then the newest; at most `limit` and one, so that one sees that there are
  /// more.
  virtual Result<std::vector<PastEvent>> events(history::TimeRange range, std::size_t limit) = 0;
  /// Through the area's gates. kNotFound: the node has no area.
  virtual Result<FlowGates> flow_gates(history::TimeRange range) = 0;
  virtual Result<FlowShifts> flow_shifts(history::TimeRange range) = 0;
};

}  // namespace narrows::serve
