#pragma once

// Learns the ways of vessels from the past, row by row: memory grows with the area, not with the
// rows. Rows come vessel by vessel, each by time, and twice: first everything is counted, then each
// stretch of half an hour is judged, by the passages of other days and vessels than its own, for
// the threshold of the unusual; and who called where is seen.
//
// The same rows give the same knowledge, byte for byte.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "model/ids.hpp"
#include "watch/route/gate_line.hpp"
#include "watch/route/half_hour.hpp"
#include "watch/route/landmark.hpp"
#include "watch/route/passage_sieve.hpp"
#include "watch/route/route_model.hpp"

namespace narrows::watch::route {

class RouteLearner {
 public:
  /// States of a class, both halves: beyond, new ones are not learned, and counted.
  static constexpr std::size_t kStatesMax = 2'000'000;
  static constexpr std::size_t kTurnNodesMax = 400;
  static constexpr std::size_t kApproachesMax = 200'000;
  static constexpr std::size_t kEdgesMax = 50'000;

  RouteLearner(std::string area, std::vector<Landmark> landmarks);

  void count(const Sighting& sighting);
  /// After the last row was counted; then the same rows again, to judge().
  void counted();
  void judge(const Sighting& sighting);
  Knowledge finish();

 private:
  using States = std::unordered_map<StateKey, Lane>;
  struct Half {
    States states;
    std::uint64_t visits = 0;
    std::array<std::uint64_t, kSpeedBands> speeds{};
  };
  struct Pending {  // A visit whose way on is not known yet.
    std::size_t half;
    RouteClass vessels;
    StateKey state;
    geo::LatLon from;
    Bearing course;
  };
  struct Turning {
    std::uint32_t passes = 0;
    std::int64_t lat_sum = 0;  // Less the cell's south-west corner.
    std::int64_t lon_sum = 0;
  };
  static constexpr double kLikelihoodStep = 0.02;
  using Histogram = std::array<std::uint32_t, 1'500>;

  Half& half(RouteClass c, std::size_t which) { return halves_[place_of(c) * 2 + which]; }
  void visit(const Sighting& s, geo::LatLon at, std::optional<Bearing> course);
  void visit_between(const Sighting& s);
  void look_onward(const Sighting& s);
  void find_turns();
  void index_nodes();
  void pass_node(const Sighting& s, std::size_t node, Time at);
  void follow_voyage(const Sighting& s);
  void begin_voyage();

  Knowledge known_;
  std::vector<Landmark> landmarks_;  // The first nodes.
  std::vector<GateLine> gates_;
  std::vector<std::size_t> gate_nodes_;
  std::array<Half, kRouteClassCount * 2> halves_;
  std::unordered_map<std::uint32_t, Turning> turnings_;
  PassageSieve sieve_;

  // Of the vessel that is being read.
  std::vector<Pending> pending_;
  std::vector<std::pair<StateKey, Time>> recent_;
  HalfHour half_hour_;
  std::optional<Time> judged_at_;
  std::vector<GateWatch> gate_watches_;
  std::optional<std::pair<std::size_t, Time>> last_node_;
  double sailed_m_ = 0.0;
  std::vector<std::pair<std::uint32_t, Time>> voyage_;  // Coarse cells, when first entered.
  std::optional<std::size_t> in_port_;

  std::array<Histogram, kRouteClassCount> likelihoods_{};
  std::unordered_map<std::uint32_t, std::vector<std::uint16_t>> nodes_near_;
  std::unordered_map<std::uint64_t, Edge> edges_;
  std::unordered_map<std::uint64_t, Approach> approaches_;
};

}  // namespace narrows::watch::route
