#pragma once

// How the cast of an event comes from the edge of the area and goes back to it: over open water to
// where merchant ships sail, and with them. So that nobody is born or vanishes where she is heard.
//
// Leaves out: land that is none of the sea's zones and in none of its coarse outlines of mainland;
// stages lie well clear of it, and a test looks.

#include <vector>

#include "exercise/event.hpp"
#include "exercise/random.hpp"
#include "exercise/sea.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {

class Seaway {
 public:
  Seaway(const Sea& sea, const geo::LocalFrame& frame);

  /// Puts the way there and the way back round her passage. Left out where no way is clear, and the
  /// way there where it would give away what her event keeps silent.
  void lengthen(CastMember& member, Random random) const;
  /// From where merchant ships sail: the rim of the nearest route; below nothing within it.
  Distance off_routes(geo::Offset at) const;

 private:
  struct Way {
    std::vector<geo::Offset> line;
    std::vector<double> half_width_m;
    bool from_edge = false;
    bool to_edge = false;
  };
  bool clear(geo::Offset from, geo::Offset to) const;
  std::vector<geo::Offset> onward(geo::Offset at, Bearing course, double right) const;
  std::vector<geo::Offset> hither(geo::Offset at, Bearing course, double right) const;
  void come(CastMember& member, double right) const;
  void go(CastMember& member, double right) const;

  const geo::LocalFrame* frame_;
  std::vector<Way> ways_;
  std::vector<const geo::Polygon*> closed_;
  std::vector<const geo::Polygon*> lanes_;
};

}  // namespace narrows::exercise
