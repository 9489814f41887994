#pragma once

// What is known of the ways of vessels in one area, by class: how often which cell is sailed on
// which course and how fast, where the course then goes, how long it takes to the ports, and the
// graph of turning points, ports and gates between which they sail. Learned by RouteLearner, kept
// in files by route_file.hpp. Immutable: any number of threads may ask.
//
// Leaves out: tides, seasons and hours of the day; the wind.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "watch/route/lattice.hpp"
#include "watch/route/route_class.hpp"

namespace narrows::watch::route {

/// How long something took, in bands that grow by a quarter each from five minutes; the last, from
/// about three days, is open. A median is good to an eighth.
class Spans {
 public:
  static constexpr std::size_t kBands = 32;

  void add(Duration span);
  std::uint64_t count() const;
  /// Within the band by proportion. REQUIRES: count() > 0, 0 <= part <= 1.
  Duration quantile(double part) const;

  std::array<std::uint32_t, kBands>& bands() { return bands_; }
  const std::array<std::uint32_t, kBands>& bands() const { return bands_; }
  void add(const Spans& other);

 private:
  std::array<std::uint32_t, kBands> bands_{};
};

/// One class in one state.
struct Lane {
  StateKey state = 0;
  std::uint32_t visits = 0;                         ///< Passages, not reports.
  std::array<std::uint32_t, kSpeedBands> speeds{};  ///< Of those.
  std::uint32_t onward = 0;                         ///< Passages whose way on is known.
  std::int64_t onward_east_e6 = 0;   ///< Sum of the unit vectors of their course 1.2 nm further,
  std::int64_t onward_north_e6 = 0;  ///< in millionths.

  friend bool operator==(const Lane&, const Lane&) = default;
  /// The mean course 1.2 nm further on. REQUIRES: onward > 0.
  Bearing onward_course() const;
  /// Length of the mean vector, 0 (all ways) to 1 (all the same).
  double together() const;
};

struct ClassRoutes {
  std::vector<Lane> lanes;  ///< By state.
  std::uint64_t visits = 0;
  std::array<std::uint64_t, kSpeedBands> speeds{};
  std::uint64_t windows = 0;        ///< Stretches of 30 min that the threshold was taken from.
  std::optional<double> threshold;  ///< Nothing: too few windows.
};

enum class NodeKind : std::uint8_t { kPort, kGate, kTurn };
inline constexpr std::array<std::string_view, 3> kNodeKindNames{"port", "gate", "turn"};

/// Where ways begin, end or bend.
struct Node {
  NodeKind kind = NodeKind::kTurn;
  std::string name;  ///< Of a port, or a gate's id; "T1", "T2", … by how many turned.
  geo::LatLon position;
  std::uint32_t passes = 0;
};

struct Edge {
  std::uint16_t from = 0;  ///< Places among the nodes.
  std::uint16_t to = 0;
  RouteClass vessels = RouteClass::kOther;
  Spans spans;
  std::uint64_t speed_sum_cmps = 0;  ///< Mean speeds of the passages, cm/s, summed.
};

/// From a cell of 0.1 degrees to a port, by those of the class who then called there.
struct Approach {
  RouteClass vessels = RouteClass::kOther;
  std::uint32_t coarse_cell = 0;
  std::uint16_t port = 0;  ///< Place among the nodes.
  Spans spans;
};

struct Knowledge {
  std::string area;
  Time from;  ///< Of the positions learned from.
  Time to;
  std::uint64_t positions = 0;
  std::uint64_t vessels = 0;
  std::uint64_t left_out = 0;  ///< Positions that were not to be trusted.
  std::array<ClassRoutes, kRouteClassCount> classes;
  std::vector<Node> nodes;           ///< Ports, gates, then turning points.
  std::vector<Edge> edges;           ///< By class, from, to.
  std::vector<Approach> approaches;  ///< By class, cell, port.
};

/// Number of the 0.1 degree cell that holds the place.
std::uint32_t coarse_cell(geo::LatLon place);
std::uint32_t coarse_beside(std::uint32_t cell, std::int32_t north, std::int32_t east);

struct PathPoint {
  Duration after;
  geo::LatLon position;
  Bearing course;
};

struct PredictedPath {
  std::vector<PathPoint>
      points;  ///< The first is now; one each half minute, the last at the horizon.
  /// So far the way is what nearly all of the class did; beyond, it is straight on. Zero: nothing
  /// is known here.
  Duration known_for;
  double turn_deg = 0.0;  ///< Of the whole known part; positive to starboard.
};

struct Arrival {
  Duration median;
  Duration early;  ///< A tenth were faster,
  Duration late;   ///< a tenth slower.
  std::uint64_t passages = 0;
};

class RouteModel {
 public:
  /// Stretches fewer than these say nothing about one in a thousand.
  static constexpr std::uint64_t kWindowsMin = 1'000;
  static constexpr double kUnusualPart = 0.001;

  explicit RouteModel(Knowledge knowledge) : known_{std::move(knowledge)} {}

  const Knowledge& known() const { return known_; }

  /// Natural logarithm of the probability that a passage of the class, wherever it is, is in this
  /// cell on this course with this speed. Never below kFloor.
  double log_likelihood(RouteClass c, geo::LatLon position, std::optional<Bearing> course,
                        Speed speed) const;
  static constexpr double kFloor = -30.0;
  /// Mean log-likelihood of 30 min below which one stretch in a thousand of the class lay, each
  /// judged by passages other than its own. Nothing: too little was seen of the class.
  std::optional<double> threshold(RouteClass c) const { return routes(c).threshold; }

  /// Where she will go, if she does as nearly all of her class did in each cell on that course; for
  /// twelve hours at most.
  PredictedPath predict(RouteClass c, geo::LatLon position, Bearing course, Speed speed,
                        Duration horizon) const;

  /// Time to a port, by who called there from here. Nothing: fewer than three ever did.
  std::optional<Arrival> arrival(RouteClass c, geo::LatLon position, std::size_t port_node) const;
  std::optional<std::size_t> port(std::string_view name) const;

 private:
  const ClassRoutes& routes(RouteClass c) const { return known_.classes[place_of(c)]; }

  Knowledge known_;
};

/// The lane of a state, or none. REQUIRES: lanes by state.
const Lane* find_lane(const std::vector<Lane>& lanes, StateKey state);

/// The one formula for both the model and its learner: `lane_at(StateKey)` gives a const Lane* or
/// nullptr.
template <class LaneAt>
double log_likelihood_of(const LaneAt& lane_at, std::uint64_t visits,
                         const std::array<std::uint64_t, kSpeedBands>& class_speeds, Cell cell,
                         std::uint32_t sector, std::size_t band);

}  // namespace narrows::watch::route

#include "watch/route/likelihood.hpp"
