#pragma once

// Invented transmissions as what shore stations would send on: tag block and AIS sentences. From
// here on simulated traffic takes the same way as any other.

#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "exercise/transmission.hpp"

namespace narrows::engine {

/// The sentences of one message, without tag blocks: one, or several for a long message. `sequence`
/// is the sequential message id, counted up where it was used. None for what cannot be said.
std::vector<std::string> sentences_of(const exercise::Transmission& sent, unsigned& sequence);

/// The lines of many receivers, in the order in which they arrive at the node.
class ArrivingLines {
 public:
  /// Which receptions count: every one, or only the first, as from a network that passes a message
  /// on once.
  enum class Take : std::uint8_t { kAll, kFirst };
  explicit ArrivingLines(Take take) : take_{take} {}

  /// REQUIRES: in order of sending.
  void add(const exercise::Transmission& sent);
  /// `text` is one or several lines with their ends, those of one message at one receiver.
  using OnArrived =
      FunctionRef<void(Time arrived, std::string_view receiver, std::string_view text)>;
  /// All that arrived before `until`. Nothing that is added later arrives earlier than it was sent.
  void take_until(Time until, OnArrived on_arrived);

 private:
  struct Line {
    Time arrives;
    std::uint64_t serial;
    std::string_view receiver;  // A name of the world's.
    std::string text;
    friend bool operator>(const Line& a, const Line& b) {
      return a.arrives != b.arrives ? a.arrives > b.arrives : a.serial > b.serial;
    }
  };
  Take take_;
  unsigned sequence_ = 0;
  std::uint64_t serial_ = 0;
  std::priority_queue<Line, std::vector<Line>, std::greater<>> waiting_;
};

}  // namespace narrows::engine
