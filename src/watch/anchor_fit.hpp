#pragma once

// Where the anchor of a ship lies that swings about it, from her positions and headings, and how
// far from it she swings.
//
// She heads for her anchor: p = a - R h, with her place p, the anchor a, the unit vector of her
// heading h. That is a straight regression of places on headings, so it takes a few running sums
// and constant work a report. While she has hardly turned, R cannot be seen: then a guess from her
// length counts (a prior of half of itself), and `radius_error_m` says so. Without headings a
// circle is laid through the places (Kåsa's fit) once they form a wide enough arc; before that
// nobody knows on which side of her the anchor is.
//
// Leaves out: yawing at anchor, by which a ship heads to either side of her anchor. It makes R too
// small; the radius is therefore never less than 0.4 of the guess.

#include <cstddef>
#include <optional>

namespace narrows::watch {

/// East and north of some place near by, metres; a heading as a unit vector.
struct LyingAt {
  double east_m = 0.0;
  double north_m = 0.0;
  struct Heading {
    double east = 0.0;
    double north = 0.0;
  };
  std::optional<Heading> heading;
};

struct SwingCircle {
  double east_m = 0.0;  ///< The anchor; when not `anchor_known`: the middle of the places.
  double north_m = 0.0;
  double radius_m = 0.0;
  double radius_error_m = 0.0;  ///< Standard deviation.
  double spread_deg = 0.0;      ///< Of the headings, standard deviation.
  double head_east = 0.0;       ///< Mean of the headings, a unit vector.
  double head_north = 0.0;
  double misfit_m = 0.0;  ///< Of places and headings, root mean square.
  bool anchor_known = false;

  /// The radius comes from what she did, not from the guess.
  bool measured() const { return anchor_known && radius_error_m < 0.25 * radius_m; }
  double distance_m(const LyingAt& p) const;
};

class AnchorFit {
 public:
  void add(const LyingAt& p);
  std::size_t size() const { return reports_; }
  /// `guess_m`: the radius as usual for a ship of her length. REQUIRES: size() > 0.
  SwingCircle circle(double guess_m) const;

 private:
  struct Sums {
    double n = 0.0;
    double x = 0.0, y = 0.0;
    double xx = 0.0, xy = 0.0, yy = 0.0;
    double xz = 0.0, yz = 0.0;               // z: xx + yy.
    double h = 0.0;                          // With a heading; the rest is theirs alone.
    double hx = 0.0, hy = 0.0;               // Headings.
    double hpx = 0.0, hpy = 0.0, hpp = 0.0;  // Their places.
    double hp = 0.0;                         // Heading times place.
  };
  SwingCircle by_headings(double guess_m) const;
  std::optional<SwingCircle> by_places(double guess_m) const;

  Sums sums_;
  std::size_t reports_ = 0;
};

/// How far a ship of that length usually swings, metres: herself and the chain before her.
double usual_swing_m(double length_m);

}  // namespace narrows::watch
