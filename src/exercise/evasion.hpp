#pragma once

// A way aside of a passage and back to it: what a vessel does that gives way. The plan is left by
// up to some hundred metres and found again, in place and in time, so that whoever looks later
// finds her where she would have been without it.

#include <span>

#include "base/time.hpp"
#include "exercise/passage.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {

struct Evasion {
  Time begin;
  Duration out;          ///< From the plan to being aside.
  Duration back;         ///< And back.
  geo::Offset aside;     ///< From the plan, at most.
  Time returns = kOpen;  ///< When the way back begins; not before begin + out.

  /// Not decided yet.
  static constexpr Time kOpen = Time::unix_microseconds(INT64_MAX / 4);
  bool open() const { return returns == kOpen; }
  Time end() const { return open() ? kOpen : returns + back; }
  /// 0 on the plan, 1 aside, smooth between.
  double part(Time t) const;
  /// How fast that changes, a second.
  double rate(Time t) const;
};

/// How she moves who would move as `plan` says, but for the ways aside.
Motion aside_of(const Motion& plan, std::span<const Evasion> ways, Time t);

}  // namespace narrows::exercise
