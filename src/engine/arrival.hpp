#pragma once

// When the sentences of a recording arrived, as far as its stations together tell. A recording has
// no clock of its own, only the stamps of those who heard. Where three or more stations stamp, one
// whose clock is wrong is found out by the others: what they agree on is when it arrived.
//
// The stations' clock is the second latest of their last stamps, so that neither one that is ahead
// nor one that is behind moves it. That a stamp lies ahead is known once others have stamped after
// it: one who is heard alone for a while is not ahead.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace narrows::engine {

class Arrival {
 public:
  /// Less is delay and the stream's own disorder.
  static constexpr Duration kOffLeast = Duration::seconds(10);
  /// More is a recording that is not in the order of time.
  static constexpr Duration kOffMost = Duration::hours(1);

  /// When a sentence that `station` stamped with `stamp` arrived: the stamp, unless its clock is
  /// wrong.
  Time at(std::string_view station, Time stamp);

 private:
  static constexpr std::size_t kStationsMax = 64;  // Others are believed.
  /// Not heard for so many sentences, it has no say.
  static constexpr std::uint64_t kFresh = 1'000;
  static constexpr std::size_t kJudges = 3;

  struct Station {
    std::string name;
    Time last{};
    std::uint64_t turn = 0;
    bool ahead = false;
  };

  std::vector<Station> stations_;
  std::size_t latest_ = 0;  // Among them: whoever spoke last.
  std::uint64_t turn_ = 0;
};

}  // namespace narrows::engine
