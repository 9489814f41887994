#include "exercise/fleet.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace narrows::exercise {
namespace {

/// What is usual in a trade. Ship types: ITU-R M.1371-5 table 53.
struct Kind {
  Trade trade;
  unsigned
      share;  ///< Of the fleet, per cent. Merchant shares after IMF PortWatch's daily transits.
  std::uint8_t ship_type;
  double class_b_chance;
  double length_m[2];
  double beam_per_length;
  double draught_per_length;
  double speed_kn[2];
  double turn_deg_per_s;
  double acceleration_mps2;
};

constexpr std::array<Kind, kTradeCount> kKinds{{
    {Trade::kTanker, 30, 80, 0.0, {150, 333}, 0.17, 0.055, {11.5, 14.5}, 0.25, 0.015},
    {Trade::kCargo, 18, 70, 0.0, {90, 230}, 0.15, 0.050, {10.5, 14.0}, 0.35, 0.02},
    {Trade::kContainer, 10, 71, 0.0, {170, 366}, 0.14, 0.038, {15.0, 19.5}, 0.30, 0.02},
    {Trade::kDhow, 13, 79, 0.5, {24, 48}, 0.25, 0.080, {7.5, 10.5}, 1.0, 0.05},
    {Trade::kFerry, 4, 60, 0.0, {35, 70}, 0.24, 0.050, {16.0, 24.0}, 1.2, 0.10},
    {Trade::kFishing, 12, 30, 0.6, {14, 30}, 0.27, 0.100, {2.5, 4.5}, 2.0, 0.05},
    {Trade::kTug, 4, 52, 0.0, {26, 38}, 0.34, 0.130, {8.0, 11.0}, 1.5, 0.08},
    {Trade::kPilot, 2, 50, 0.0, {14, 20}, 0.28, 0.080, {14.0, 20.0}, 2.5, 0.20},
    {Trade::kPatrol, 3, 55, 0.0, {25, 55}, 0.18, 0.060, {13.0, 18.0}, 2.0, 0.20},
    {Trade::kPleasure, 4, 37, 1.0, {11, 30}, 0.28, 0.090, {7.0, 14.0}, 2.5, 0.15},
}};

constexpr std::array<std::string_view, 32> kFirst{
    "AMBER",  "SILVER", "QUIET",   "NORTHERN", "CORAL",  "PALE",  "BRIGHT", "COPPER",
    "JASMIN", "SALT",   "EARLY",   "GENTLE",   "INDIGO", "MERRY", "LONG",   "MARBLE",
    "OCHRE",  "PEARL",  "ROLLING", "SAFFRON",  "SLOW",   "TALL",  "VELVET", "WANDERING",
    "ASHEN",  "BRAVE",  "CEDAR",   "DISTANT",  "EVEN",   "FAIR",  "GOLDEN", "HOLLOW"};
constexpr std::array<std::string_view, 32> kSecond{
    "DAWN",   "HERON",   "LANTERN", "TIDE",    "MERIDIAN", "FALCON", "HARVEST", "ANCHOR",
    "BREEZE", "CANYON",  "COMPASS", "DUNE",    "EMBER",    "FATHOM", "GULL",    "HARBOUR",
    "ISLAND", "KESTREL", "LEAF",    "MONSOON", "NOON",     "OASIS",  "PETREL",  "QUARTZ",
    "RIDGE",  "SPARROW", "TERN",    "VALLEY",  "WILLOW",   "ZENITH", "ORCHARD", "RIVER"};

const Kind& kind_for(Random& random) {
  std::size_t draw = random.below(100);
  for (const Kind& kind : kKinds) {
    if (draw < kind.share) return kind;
    draw -= kind.share;
  }
  return kKinds.front();
}

std::string name_for(std::uint64_t seed, std::size_t index) {
  // 1 024 pairs, each taken once before a number is needed: the index walks them in an odd stride.
  const std::size_t pairs = kFirst.size() * kSecond.size();
  const std::size_t pair = (index * 397 + seed) % pairs;
  std::string name = "SIM ";
  name += kFirst[pair / kSecond.size()];
  name += ' ';
  name += kSecond[pair % kSecond.size()];
  if (index >= pairs) name = "SIM VESSEL " + std::to_string(index);
  name.resize(std::min<std::size_t>(name.size(), 20));  // Message 5 has room for 20.
  return name;
}

std::array<std::uint16_t, 4> dimensions(double length, double beam, double antenna_from_bow) {
  const auto whole = [](double value) {
    return static_cast<std::uint16_t>(std::max(1.0, std::round(value)));
  };
  const std::uint16_t bow = whole(length * antenna_from_bow);
  const std::uint16_t port = whole(beam / 2);
  return {bow, whole(length - bow), port, whole(beam - port)};
}

}  // namespace

Random random_of(std::uint64_t seed, std::size_t index, std::uint64_t purpose) {
  Random mixed{seed ^ (purpose << 56)};
  return Random{mixed.bits() ^ (static_cast<std::uint64_t>(index) * 0xd1342543de82ef95U)};
}

Vessel make_vessel(std::uint64_t seed, std::size_t index) {
  Random random = random_of(seed, index, 1);
  const Kind& kind = kind_for(random);
  const double length = random.between(kind.length_m[0], kind.length_m[1]);
  const bool amidships = length < 60;
  Vessel vessel;
  vessel.mmsi = {kSimulatedMid * 1'000'000 + 1 + static_cast<std::uint32_t>(index)};
  vessel.trade = kind.trade;
  vessel.class_b = random.chance(kind.class_b_chance);
  vessel.name = name_for(seed, index);
  // No series of call signs begins with two digits zero (Radio Regulations, appendix 42).
  vessel.call_sign = "00S" + std::to_string(1000 + index % 9000);
  vessel.ship_type = kind.ship_type;
  vessel.dimensions_m = dimensions(length, length * kind.beam_per_length, amidships ? 0.4 : 0.82);
  vessel.draught_m =
      std::round(10.0 * length * kind.draught_per_length * random.between(0.55, 1)) / 10;
  vessel.service_speed = Speed::knots(random.between(kind.speed_kn[0], kind.speed_kn[1]));
  vessel.turn_limit_deg_per_s = kind.turn_deg_per_s;
  vessel.acceleration_mps2 = kind.acceleration_mps2;
  return vessel;
}

}  // namespace narrows::exercise
