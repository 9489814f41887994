#pragma once

// Who keeps out of whose way: a plain rendering of COLREG rules 13 to 18 for invented ships, by
// their plans for the next twenty minutes. She who overtakes, who has the other on her starboard
// side, or who meets one that does not move or fishes, goes aside, to starboard where that clears
// all others; two that meet head on do so too; a boat keeps clear of a ship (rules 9(b) and 10(j),
// and the custom of the sea); when the one who should does not, the other does.
//
// A ship wants about half a mile abeam where there is room, and takes the most that a fairway
// leaves her; boats among themselves want a cable.
//
// Leaves out: slowing down, sound signals, and whoever the scenario has ordered onto a course.

#include <array>
#include <cstdint>
#include <vector>

#include "exercise/evasion.hpp"
#include "exercise/sea.hpp"
#include "geo/local_frame.hpp"
#include "geo/polygon.hpp"

namespace narrows::exercise {

/// How far is looked ahead, in steps.
inline constexpr std::size_t kStepsAhead = 40;
inline constexpr Duration kStepAhead = Duration::seconds(30);
inline constexpr Duration kLookAhead = Duration::seconds(1'200);

/// One vessel as the others see her.
struct Sailor {
  std::uint32_t who = 0;
  double length_m = 0.0;
  bool moves = false;    ///< She makes way.
  bool free = false;     ///< She may leave her plan now, and for as long as is looked ahead.
  bool settled = false;  ///< She has been given a way this time.
  Time until = {};       ///< She must be back on her plan by then.
  Motion now = {};
  std::array<geo::Offset, kStepsAhead + 1> plan{};  ///< Her passage, from now on.
  std::array<geo::Offset, kStepsAhead + 1> at{};    ///< The same with her ways aside.
  std::vector<Evasion>* ways = nullptr;
  geo::Offset low = {}, high = {};  ///< What `at` covers.
  double stride_m = 0.0;            ///< The longest of its steps.
};

class GivingWay {
 public:
  GivingWay(const Sea& sea, const geo::LocalFrame& frame);

  /// Decides for all of them; ways are added to theirs and ended.
  void decide(Time now, std::vector<Sailor>& sailors);

 private:
  struct Leg {
    geo::Offset from, to;
    double from_m, to_m;  // Half widths.
  };
  struct Closed {
    const geo::Polygon* area;
    geo::Offset low, high;
  };
  struct Meeting {
    std::size_t step;
    std::size_t one, other;
    friend bool operator<(const Meeting& a, const Meeting& b) {
      return a.step != b.step ? a.step < b.step
                              : (a.one != b.one ? a.one < b.one : a.other < b.other);
    }
  };

  double room(geo::Offset at, const Sailor& own) const;
  bool closed(geo::Offset at) const;
  /// The least that she clears any other by; 1 is enough.
  double clearance(const Sailor& own, const std::vector<Sailor>& sailors) const;
  void come_back(Time now, std::vector<Sailor>& sailors) const;
  bool go_aside(Time now, Sailor& own, const Sailor& other,
                const std::vector<Sailor>& sailors) const;

  const geo::LocalFrame* frame_;
  std::vector<Leg> legs_;
  std::vector<Closed> closed_;
};

}  // namespace narrows::exercise
