#include "watch/route/route_learner.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "geo/geodesic.hpp"
#include "geo/local_frame.hpp"

namespace narrows::watch::route {

namespace {

constexpr Distance kOnward = Distance::metres(2'222);
constexpr std::size_t kPendingMax = 64;
constexpr std::size_t kRecentMax = 12;
/// Between two reports she is taken to have sailed straight for so long, and on so even a course.
constexpr Duration kStraightFor = Duration::minutes(20);
constexpr double kStraightDeg = 30.0;
constexpr double kStepM = 1'100.0;  // Half a cell.

/// Of the two halves that judge each other: a vessel's day is of one.
std::size_t half_of(const Sighting& s) {
  std::uint64_t x =
      std::uint64_t{s.mmsi.value} << 32U ^ static_cast<std::uint64_t>(s.at.unix_seconds() / 86'400);
  x = (x ^ (x >> 31U)) * 0x9E37'79B9'7F4A'7C15U;  // Fibonacci hashing.
  return static_cast<std::size_t>(x >> 63U);
}

bool still(const Sighting& s) {
  return s.sog < kStillBelow || !s.cog;
}

}  // namespace

RouteLearner::RouteLearner(std::string area, std::vector<Landmark> landmarks) {
  known_.area = std::move(area);
  std::stable_sort(landmarks.begin(), landmarks.end(),
                   [](const Landmark& a, const Landmark& b) { return a.kind < b.kind; });
  for (const auto& landmark : landmarks) {
    if (landmark.kind == NodeKind::kGate) {
      gates_.emplace_back(landmark.line);
      gate_nodes_.push_back(known_.nodes.size());
    }
    known_.nodes.push_back({landmark.kind, landmark.name, landmark.position, 0});
  }
  landmarks_ = std::move(landmarks);
  known_.from = Time::unix_microseconds(std::numeric_limits<std::int64_t>::max());
  known_.to = Time::unix_microseconds(std::numeric_limits<std::int64_t>::min());
}

// One visit a state and passage, however many reports: she was not there before within half an
// hour. Lying still for days is one visit.
void RouteLearner::visit(const Sighting& s, geo::LatLon at, std::optional<Bearing> course) {
  const auto state = state_of(Cell::of(at), course ? sector_of(*course) : kStill);
  std::erase_if(recent_,
                [&](const auto& seen) { return s.at - seen.second > PassageSieve::kSilence; });
  for (auto& [seen, when] : recent_) {
    if (seen != state) continue;
    when = s.at;
    return;
  }
  if (recent_.size() == kRecentMax) recent_.erase(recent_.begin());
  recent_.emplace_back(state, s.at);

  const auto which = half_of(s);
  auto& into = half(s.vessels, which);
  auto lane = into.states.find(state);
  if (lane == into.states.end()) {
    if (into.states.size() >= kStatesMax / 2) return;
    lane = into.states.emplace(state, Lane{}).first;
    lane->second.state = state;
  }
  const auto band = speed_band(s.sog);
  ++lane->second.visits;
  ++lane->second.speeds[band];
  ++into.visits;
  ++into.speeds[band];
  if (!course || pending_.size() == kPendingMax) return;
  pending_.push_back({which, s.vessels, state, at, *course});
}

// The cells that she went through between two reports.
void RouteLearner::visit_between(const Sighting& s) {
  const auto& from = sieve_.before();
  if (still(from) || still(s) || s.at - from.at > kStraightFor) return;
  if (!from.cog || !s.cog || std::abs(turn_degrees(*from.cog, *s.cog)) > kStraightDeg) return;
  const double metres = geo::approximate_distance(from.position, s.position).metres();
  const auto steps = static_cast<int>(metres / kStepM);
  if (steps == 0) return;
  const geo::LocalFrame frame{from.position};
  const auto way = frame.to_local(s.position);
  for (int i = 1; i <= steps; ++i)
    visit(s, frame.to_lat_lon((static_cast<double>(i) / (steps + 1)) * way), s.cog);
}

// What became of her course 1.2 nm beyond each state that she was in.
void RouteLearner::look_onward(const Sighting& s) {
  std::erase_if(pending_, [&](const Pending& p) {
    if (geo::approximate_distance(p.from, s.position) < kOnward) return false;
    if (still(s)) return true;
    const auto lane = half(p.vessels, p.half).states.find(p.state);
    ++lane->second.onward;
    lane->second.onward_east_e6 += std::llround(1e6 * std::sin(s.cog->radians()));
    lane->second.onward_north_e6 += std::llround(1e6 * std::cos(s.cog->radians()));
    constexpr double kTurns = 25.0;
    const bool wanders = p.vessels == RouteClass::kFishing || p.vessels == RouteClass::kSmall;
    if (wanders || std::abs(turn_degrees(p.course, *s.cog)) < kTurns) return true;
    const geo::LocalFrame frame{p.from};
    const auto middle = frame.to_lat_lon(0.5 * frame.to_local(s.position));
    const auto cell = Cell::of(middle);
    auto& turning = turnings_[cell.number()];
    const auto corner = cell.south_west();
    ++turning.passes;
    turning.lat_sum += middle.lat_e7() - corner.lat_e7();
    turning.lon_sum += middle.lon_e7() - corner.lon_e7();
    return true;
  });
}

void RouteLearner::count(const Sighting& s) {
  const auto verdict = sieve_.take(s);
  if (verdict == PassageSieve::Verdict::kRepeated) return;
  if (verdict == PassageSieve::Verdict::kLeftOut) {
    ++known_.left_out;
    return;
  }
  ++known_.positions;
  if (verdict == PassageSieve::Verdict::kOtherVessel) ++known_.vessels;
  known_.from = std::min(known_.from, s.at);
  known_.to = std::max(known_.to, s.at);
  if (verdict == PassageSieve::Verdict::kGoesOn) {
    visit_between(s);
    look_onward(s);
  } else {
    recent_.clear();
    pending_.clear();
  }
  visit(s, s.position, still(s) ? std::nullopt : s.cog);
}

void RouteLearner::counted() {
  sieve_.clear();
  recent_.clear();
  pending_.clear();
  find_turns();
  index_nodes();
}

// The cells with the most turns first; none within three miles of another.
void RouteLearner::find_turns() {
  constexpr std::uint32_t kPassesMin = 10;
  constexpr Distance kApart = Distance::nautical_miles(3);
  std::vector<std::pair<std::uint32_t, const Turning*>> most;
  for (const auto& [cell, turning] : turnings_) {
    if (turning.passes >= kPassesMin) most.emplace_back(cell, &turning);
  }
  std::sort(most.begin(), most.end(), [](const auto& a, const auto& b) {
    return std::pair{b.second->passes, a.first} < std::pair{a.second->passes, b.first};
  });
  const auto first = known_.nodes.size();
  for (const auto& [number, turning] : most) {
    if (known_.nodes.size() - first == kTurnNodesMax) break;
    const auto corner = Cell::of_number(number).south_west();
    const auto place = geo::LatLon::from(geo::LatLon::E7{
        static_cast<std::int32_t>(corner.lat_e7() + turning->lat_sum / turning->passes),
        static_cast<std::int32_t>(corner.lon_e7() + turning->lon_sum / turning->passes)});
    if (!place) continue;
    const bool taken = std::any_of(known_.nodes.begin(), known_.nodes.end(), [&](const Node& node) {
      return node.kind != NodeKind::kGate &&
             geo::approximate_distance(node.position, *place) < kApart;
    });
    if (taken) continue;
    known_.nodes.push_back(
        {NodeKind::kTurn, "T" + std::to_string(known_.nodes.size() - first + 1), *place, 0});
  }
}

void RouteLearner::index_nodes() {
  for (std::size_t i = 0; i < known_.nodes.size(); ++i) {
    if (known_.nodes[i].kind == NodeKind::kGate) continue;
    const auto home = Cell::of(known_.nodes[i].position);
    const double shrink = std::max(0.02, std::cos(known_.nodes[i].position.lat_degrees() / 57.3));
    std::int32_t rows = 2;
    auto columns = static_cast<std::int32_t>(std::ceil(2.0 / shrink));
    const auto* land = i < landmarks_.size() ? &landmarks_[i] : nullptr;
    if (land != nullptr && land->area) {
      constexpr std::int64_t kReachMax = 100;  // Cells: two degrees.
      for (const auto& piece : land->area->pieces) {
        const auto& box = piece.outer.box();
        const auto lat = std::int64_t{known_.nodes[i].position.lat_e7()};
        const auto lon = std::int64_t{known_.nodes[i].position.lon_e7()};
        const auto reach = [&](std::int64_t from, std::int64_t to, std::int64_t at) {
          return static_cast<std::int32_t>(
              std::min(kReachMax, std::max(std::abs(at - from), std::abs(to - at)) / kCellE7 + 1));
        };
        rows = std::max(rows, reach(box.south, box.north, lat));
        columns = std::max(columns, reach(box.west, box.east, lon));
      }
    }
    for (std::int32_t north = -rows; north <= rows; ++north) {
      for (std::int32_t east = -columns; east <= columns; ++east)
        nodes_near_[home.beside(north, east).number()].push_back(static_cast<std::uint16_t>(i));
    }
  }
}

void RouteLearner::begin_voyage() {
  voyage_.clear();
  last_node_.reset();
  in_port_.reset();
  sailed_m_ = 0.0;
}

void RouteLearner::pass_node(const Sighting& s, std::size_t node, Time at) {
  if (last_node_ && last_node_->first == node) {
    last_node_->second = at;  // From when she leaves it.
    sailed_m_ = 0.0;
    return;
  }
  ++known_.nodes[node].passes;
  if (last_node_ && at > last_node_->second) {
    const auto key =
        std::uint64_t{place_of(s.vessels)} << 32U | std::uint64_t{last_node_->first} << 16U | node;
    if (edges_.contains(key) || edges_.size() < kEdgesMax) {
      auto& edge = edges_[key];
      edge.from = static_cast<std::uint16_t>(last_node_->first);
      edge.to = static_cast<std::uint16_t>(node);
      edge.vessels = s.vessels;
      const auto span = at - last_node_->second;
      edge.spans.add(span);
      edge.speed_sum_cmps +=
          static_cast<std::uint64_t>(std::llround(100 * sailed_m_ / span.seconds()));
    }
  }
  last_node_ = {node, at};
  sailed_m_ = 0.0;
}

void RouteLearner::follow_voyage(const Sighting& s) {
  for (std::size_t g = 0; g < gates_.size(); ++g) {
    gate_watches_[g].report(s.at, s.position, [&](const GatePassage& passage) {
      pass_node(s, gate_nodes_[g], passage.at);
    });
  }
  std::optional<std::size_t> nearest;
  if (const auto near = nodes_near_.find(Cell::of(s.position).number());
      near != nodes_near_.end()) {
    double least = 1e9;
    for (const auto i : near->second) {
      constexpr double kAtTurnM = 2'778.0;  // A mile and a half.
      double m = 0.0;
      if (known_.nodes[i].kind == NodeKind::kPort) {
        const auto within = landmarks_[i].within(s.position);
        if (!within) continue;
        m = within->metres();
      } else {
        m = geo::approximate_distance(known_.nodes[i].position, s.position).metres();
        if (m > kAtTurnM) continue;
      }
      if (m >= least) continue;
      least = m;
      nearest = i;
    }
  }
  if (nearest) pass_node(s, *nearest, s.at);
  const bool at_port = nearest && known_.nodes[*nearest].kind == NodeKind::kPort && still(s);
  if (at_port && in_port_ != nearest) {
    for (const auto& [cell, when] : voyage_) {
      const auto key = (std::uint64_t{place_of(s.vessels)} << 32U | cell) << 16U | *nearest;
      if (!approaches_.contains(key) && approaches_.size() >= kApproachesMax) continue;
      auto& approach = approaches_[key];
      approach.vessels = s.vessels;
      approach.coarse_cell = cell;
      approach.port = static_cast<std::uint16_t>(*nearest);
      approach.spans.add(s.at - when);
    }
  }
  if (at_port) {
    in_port_ = nearest;
    voyage_.clear();
    return;
  }
  if (!nearest || known_.nodes[*nearest].kind != NodeKind::kPort) in_port_.reset();
  constexpr std::size_t kVoyageMax = 2'000;
  const auto cell = coarse_cell(s.position);
  const bool there = std::any_of(voyage_.begin(), voyage_.end(),
                                 [&](const auto& entered) { return entered.first == cell; });
  if (!there && voyage_.size() < kVoyageMax) voyage_.emplace_back(cell, s.at);
}

void RouteLearner::judge(const Sighting& s) {
  const auto verdict = sieve_.take(s);
  if (verdict == PassageSieve::Verdict::kLeftOut || verdict == PassageSieve::Verdict::kRepeated)
    return;
  if (verdict != PassageSieve::Verdict::kGoesOn) {
    half_hour_.clear();
    judged_at_.reset();
    begin_voyage();
    gate_watches_.clear();
    for (const auto& gate : gates_) gate_watches_.emplace_back(gate);
  } else {
    sailed_m_ += geo::approximate_distance(sieve_.before().position, s.position).metres();
  }
  follow_voyage(s);
  if (!half_hour_.due(s.at)) return;
  const auto& others = half(s.vessels, 1 - half_of(s));
  const auto lane_at = [&](StateKey state) -> const Lane* {
    const auto lane = others.states.find(state);
    return lane == others.states.end() ? nullptr : &lane->second;
  };
  const auto cell = Cell::of(s.position);
  half_hour_.add({s.at,
                  log_likelihood_of(lane_at, others.visits, others.speeds, cell,
                                    still(s) ? kStill : sector_of(*s.cog), speed_band(s.sog)),
                  !still(s), cell});
  constexpr Duration kBetweenWindows = Duration::minutes(10);
  if (judged_at_ && s.at - *judged_at_ < kBetweenWindows) return;
  const auto mean = half_hour_.mean();
  if (!mean) return;
  judged_at_ = s.at;
  auto& histogram = likelihoods_[place_of(s.vessels)];
  const auto bin = static_cast<std::size_t>(
      std::clamp(-*mean / kLikelihoodStep, 0.0, static_cast<double>(histogram.size() - 1)));
  ++histogram[bin];
  ++known_.classes[place_of(s.vessels)].windows;
}

Knowledge RouteLearner::finish() {
  for (std::size_t c = 0; c < kRouteClassCount; ++c) {
    auto& of = known_.classes[c];
    auto& into = halves_[c * 2].states;
    for (const auto& [state, lane] : halves_[c * 2 + 1].states) {
      auto& sum = into[state];
      sum.state = state;
      sum.visits += lane.visits;
      for (std::size_t b = 0; b < kSpeedBands; ++b) sum.speeds[b] += lane.speeds[b];
      sum.onward += lane.onward;
      sum.onward_east_e6 += lane.onward_east_e6;
      sum.onward_north_e6 += lane.onward_north_e6;
    }
    halves_[c * 2 + 1].states.clear();
    for (const auto& [state, lane] : into) of.lanes.push_back(lane);
    into.clear();
    std::sort(of.lanes.begin(), of.lanes.end(),
              [](const Lane& a, const Lane& b) { return a.state < b.state; });
    for (std::size_t which = 0; which < 2; ++which) {
      of.visits += halves_[c * 2 + which].visits;
      for (std::size_t b = 0; b < kSpeedBands; ++b)
        of.speeds[b] += halves_[c * 2 + which].speeds[b];
    }
    if (of.windows < RouteModel::kWindowsMin) continue;
    // From the least likely on, until one in a thousand lies below.
    const double part = RouteModel::kUnusualPart * static_cast<double>(of.windows);
    std::uint64_t below = 0;
    for (std::size_t bin = likelihoods_[c].size(); bin-- > 0;) {
      below += likelihoods_[c][bin];
      if (static_cast<double>(below) <= part) continue;
      of.threshold = -kLikelihoodStep * static_cast<double>(bin + 1);
      break;
    }
  }
  for (const auto& [key, edge] : edges_) known_.edges.push_back(edge);
  std::sort(known_.edges.begin(), known_.edges.end(), [](const Edge& a, const Edge& b) {
    return std::tuple{a.vessels, a.from, a.to} < std::tuple{b.vessels, b.from, b.to};
  });
  for (const auto& [key, approach] : approaches_) known_.approaches.push_back(approach);
  std::sort(known_.approaches.begin(), known_.approaches.end(),
            [](const Approach& a, const Approach& b) {
              return std::tuple{a.vessels, a.coarse_cell, a.port} <
                     std::tuple{b.vessels, b.coarse_cell, b.port};
            });
  if (known_.positions == 0) known_.from = known_.to = Time{};
  return std::exchange(known_, {});
}

}  // namespace narrows::watch::route
