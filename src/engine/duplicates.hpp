#pragma once

// The same transmission heard by several receivers becomes one message. It stands between the
// decoder and the picture; the raw log before it keeps every copy.
//
// A copy is a message with the same bits within `window` of the first one, from any receiver. The
// first copy goes on; with `hold` it waits that long for a copy that knows better when it was sent:
// a receiver's stamp is better than none, the earlier stamp better than the later. Nothing here
// reads a clock or knows a thread: the result is a function of the messages and their times.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "engine/heard_message.hpp"

namespace narrows::engine {

class Duplicates {
 public:
  struct Limits {
    Duration window = Duration::seconds(10);  ///< Zero: every message goes on.
    Duration hold{};                          ///< At most `window`.
    /// How many transmissions are remembered; beyond it the oldest is forgotten early.
    std::size_t remembered_max = 262'144;
  };
  /// in = out + duplicate + held.
  struct Counts {
    std::uint64_t in = 0;
    std::uint64_t out = 0;
    std::uint64_t duplicate = 0;
    std::uint64_t held = 0;
    std::uint64_t forgotten_early = 0;
  };
  /// How well one receiver hears.
  struct Reception {
    std::uint64_t heard = 0;  ///< Messages.
    std::uint64_t first = 0;  ///< Of these, before any other receiver.
    std::uint64_t only = 0;  ///< Of these, heard by no other within the window; known when it ends.
  };
  using OnMessage = FunctionRef<void(HeardMessage&&)>;

  Duplicates() : Duplicates(Limits{}) {}
  explicit Duplicates(Limits limits);

  void take(HeardMessage&& message, OnMessage go_on);
  /// Lets go on what has waited long enough.
  void advance(Time now, OnMessage go_on);
  /// Lets everything go on that still waits.
  void finish(OnMessage go_on);

  bool holds() const { return limits_.hold > Duration{}; }
  const Counts& counts() const { return counts_; }
  /// By SourceId; shorter than the number of sources while the last of them heard nothing.
  const std::vector<Reception>& reception() const { return reception_; }

 private:
  struct Transmission {
    Time first_at;
    model::SourceId source;
    bool by_others = false;
    std::uint64_t waits = 0;  // Its number among the held, from 1; 0: went on.
  };
  using Transmissions = std::unordered_map<std::string, Transmission>;
  struct Remembered {
    Time first_at;
    Transmissions::value_type* transmission;  // Nodes of the map do not move.
  };
  struct Waiting {
    HeardMessage message;
    Transmission* transmission;
  };

  bool within(Time first, Time at) const;
  void let_go(Waiting&& waiting, OnMessage go_on);
  void forget_old(Time now);
  void forget(const Remembered& remembered);
  Reception& reception_of(model::SourceId source);

  const Limits limits_;
  Counts counts_;
  std::vector<Reception> reception_;
  Transmissions transmissions_;
  std::deque<Remembered> remembered_;  // In the order in which they came.
  std::deque<Waiting> waiting_;        // In the order in which they came.
  std::uint64_t waited_before_ = 0;    // Number of the one before waiting_.front().
};

}  // namespace narrows::engine
