#pragma once

// What byte streams (TCP, serial, files) share: bytes of a descriptor become lines with a time.

#include <cstdint>
#include <string_view>

#include "source/line_buffer.hpp"
#include "source/source.hpp"

namespace narrows::source {

/// Cuts a stream into lines, hands them on, and keeps the counters.
class LineStream {
 public:
  explicit LineStream(model::SourceId id) : id_{id} {}

  void append(std::string_view piece, Time now, Source::OnReceived on_received, Counters& counters);
  /// The stream broke or ended: what stands after the last line end is handed on as it is.
  void finish(Time now, Source::OnReceived on_received, Counters& counters);

 private:
  void hand_on(const Line& line, Time now, Source::OnReceived on_received, Counters& counters);

  model::SourceId id_;
  LineBuffer lines_;
};

/// What came of reading a descriptor until it had no more or the budget was spent.
enum class ReadEnd : std::uint8_t { kNoMoreNow, kBudgetSpent, kClosed, kError };

/// Reads `fd` (non-blocking) into `lines`. After kError, errno says why.
ReadEnd read_stream(int fd, LineStream& lines, Time now, Source::OnReceived on_received,
                    Counters& counters);

/// The pause before attempt after attempt: 1 s, doubled each time up to 60 s, 1 s again after bytes
/// have come.
class BackOff {
 public:
  Duration next();
  void reset() { pause_ = kFirst; }

 private:
  static constexpr Duration kFirst = Duration::seconds(1);
  static constexpr Duration kLongest = Duration::seconds(60);
  Duration pause_ = kFirst;
};

}  // namespace narrows::source
