#include "exercise/fleet.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace narrows::exercise {
namespace {

using enum Trade;

// The boats of a ferry line are sisters: a timetable wants one speed.
// The rate of turn is that at which courses are altered on passage, not the most that her rudder
// could do: a boat does not throw her cargo about at a waypoint.
constexpr std::array<TradeHabits, kTradeCount> kHabits{{
    {kTanker, 80, 0.0, {150, 333}, 0.17, 0.055, {11.5, 14.5}, 0.25, 0.015},
    {kContainer, 71, 0.0, {170, 366}, 0.14, 0.038, {15.0, 19.5}, 0.30, 0.02},
    {kBulk, 70, 0.0, {150, 292}, 0.155, 0.050, {10.5, 13.5}, 0.30, 0.015},
    {kCargo, 70, 0.0, {85, 160}, 0.16, 0.055, {9.5, 13.5}, 0.40, 0.02},
    {kRoro, 79, 0.0, {140, 230}, 0.15, 0.042, {14.0, 18.5}, 0.35, 0.02},
    {kDhow, 79, 0.5, {24, 48}, 0.25, 0.080, {7.5, 10.5}, 0.45, 0.05},
    {kFerry, 60, 0.0, {35, 70}, 0.24, 0.050, {19.0, 21.0}, 0.45, 0.10},
    {kFishing, 30, 0.6, {14, 30}, 0.27, 0.100, {2.5, 4.5}, 2.0, 0.05},
    {kTug, 52, 0.0, {26, 38}, 0.34, 0.130, {8.0, 11.0}, 0.45, 0.08},
    {kPilot, 50, 0.0, {14, 20}, 0.28, 0.080, {14.0, 20.0}, 0.45, 0.20},
    {kPatrol, 55, 0.0, {25, 55}, 0.18, 0.060, {13.0, 18.0}, 0.45, 0.20},
    {kPleasure, 37, 1.0, {11, 30}, 0.28, 0.090, {7.0, 14.0}, 0.45, 0.15},
    {kSkiff, 0, 0.0, {6, 10}, 0.30, 0.080, {22.0, 30.0}, 6.0, 0.60},
}};

// Shares of a mixed fleet, per cent, in the order of Trade.
constexpr std::array<unsigned, kTradeCount> kShares{30, 10, 10, 7, 2, 13, 4, 12, 4, 2, 3, 3, 0};

using Words = std::span<const std::string_view>;
constexpr std::array<std::string_view, 32> kMerchantFirst{
    "AMBER",  "SILVER", "QUIET",   "NORTHERN", "CORAL",  "PALE",  "BRIGHT", "COPPER",
    "JASMIN", "SALT",   "EARLY",   "GENTLE",   "INDIGO", "MERRY", "LONG",   "MARBLE",
    "OCHRE",  "PEARL",  "ROLLING", "SAFFRON",  "SLOW",   "TALL",  "VELVET", "WANDER",
    "ASHEN",  "BRAVE",  "CEDAR",   "DISTANT",  "EVEN",   "FAIR",  "GOLDEN", "HOLLOW"};
constexpr std::array<std::string_view, 32> kMerchantSecond{
    "DAWN",   "HERON",   "LANTERN", "TIDE",    "MERIDIAN", "FALCON", "HARVEST", "ANCHOR",
    "BREEZE", "CANYON",  "COMPASS", "DUNE",    "EMBER",    "FATHOM", "GULL",    "HARBOUR",
    "ISLAND", "KESTREL", "LEAF",    "MONSOON", "NOON",     "OASIS",  "PETREL",  "QUARTZ",
    "RIDGE",  "SPARROW", "TERN",    "VALLEY",  "WILLOW",   "ZENITH", "ORCHARD", "RIVER"};
constexpr std::array<std::string_view, 12> kBoatFirst{"AL",     "BANDAR", "BAHR",  "DARYA",
                                                      "NOOR",   "NAKHL",  "SAHIL", "MARJAN",
                                                      "SHAHIN", "LULU",   "SABA",  "HAWA"};
constexpr std::array<std::string_view, 16> kBoatSecond{
    "AMAL",  "BARAKA", "FAJR",  "HILAL",  "KHAYR", "MAWJ",   "NAJM",  "QAMAR",
    "RAHMA", "SALAM",  "SUROR", "TAWFIQ", "WAFA",  "YASMIN", "ZAHRA", "OMID"};
constexpr std::array<std::string_view, 8> kYachts{"CAPRICE",  "EASY DAY", "MISTRAL", "SECOND WIND",
                                                  "SEA ROSE", "SIROCCO",  "TANGO",   "WHISPER"};

std::string_view service_word(Trade trade) {
  switch (trade) {
    case kFerry:
      return "FERRY";
    case kTug:
      return "TUG";
    case kPilot:
      return "PILOT";
    case kPatrol:
      return "PATROL";
    default:
      return "";
  }
}

/// Pairs of words, each taken once before a number is needed: the index walks them in an odd
/// stride.
std::string pair_of(Words first, Words second, std::uint64_t seed, std::uint32_t number) {
  const std::size_t pairs = first.size() * second.size();
  const std::size_t pair = (std::size_t{number} * 397 + seed) % pairs;
  std::string name = "SIM ";
  name += first[pair / second.size()];
  name += ' ';
  name += second[pair % second.size()];
  if (number < kPassingNumbers && number >= pairs) {
    // The pairs are used up: the number itself is the name. Who passes through may share a name
    // with one who did yesterday, as at sea.
    name = "SIM " + std::string{second[pair % second.size()]} + ' ' + std::to_string(number);
  }
  return name;
}

std::string name_for(std::uint64_t seed, std::uint32_t number, Trade trade) {
  std::string name;
  if (const auto word = service_word(trade); !word.empty()) {
    name = "SIM " + std::string{word} + ' ' + std::to_string(number % 1'000 + 1);
  } else if (trade == kDhow || trade == kFishing) {
    name = pair_of(kBoatFirst, kBoatSecond, seed, number);
  } else if (trade == kPleasure) {
    name = "SIM " + std::string{kYachts[number % kYachts.size()]} + ' ' +
           std::to_string(number % 1'000);
  } else {
    name = pair_of(kMerchantFirst, kMerchantSecond, seed, number);
  }
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

/// No series of call signs begins with two digits zero (Radio Regulations, appendix 42).
std::string call_sign_for(std::uint32_t number) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string sign = "00S0000";
  for (std::size_t i = sign.size(); i > 3; --i) {
    sign[i - 1] = kDigits[number % kDigits.size()];
    number /= static_cast<std::uint32_t>(kDigits.size());
  }
  return sign;
}

}  // namespace

const TradeHabits& habits_of(Trade trade) {
  return kHabits.at(static_cast<std::size_t>(trade));
}

Random random_of(std::uint64_t seed, std::uint64_t index, std::uint64_t purpose) {
  Random mixed{seed ^ (purpose << 56)};
  return Random{mixed.bits() ^ (index * 0xd1342543de82ef95U)};
}

Trade mixed_trade(std::uint64_t seed, std::uint32_t index) {
  Random random = random_of(seed, index, 7);
  std::size_t draw = random.below(100);
  for (std::size_t i = 0; i < kTradeCount; ++i) {
    if (draw < kShares[i]) return static_cast<Trade>(i);
    draw -= kShares[i];
  }
  return kTanker;
}

Vessel make_vessel(std::uint64_t seed, std::uint32_t number, Trade trade) {
  Random random = random_of(seed, number, 1);
  const TradeHabits& habits = habits_of(trade);
  const double length = random.between(habits.length_m[0], habits.length_m[1]);
  const bool amidships = length < 60;
  Vessel vessel;
  vessel.mmsi = {kSimulatedMid * 1'000'000 + number};
  vessel.truth_id = "V" + std::to_string(number);
  vessel.trade = trade;
  const bool class_b = random.chance(habits.class_b_chance);
  // About every eighth Class B unit sold is a SOTDMA one.
  const bool sotdma = random.chance(0.125);
  vessel.unit = class_b ? (sotdma ? AisUnit::kClassBSo : AisUnit::kClassBCs) : AisUnit::kClassA;
  if (trade == kSkiff) vessel.unit = AisUnit::kNone;
  vessel.name = name_for(seed, number, trade);
  vessel.call_sign = call_sign_for(number);
  vessel.ship_type = habits.ship_type;
  vessel.dimensions_m = dimensions(length, length * habits.beam_per_length, amidships ? 0.4 : 0.82);
  vessel.draught_m =
      std::round(10.0 * length * habits.draught_per_length * random.between(0.55, 1)) / 10;
  vessel.abilities = {Speed::knots(random.between(habits.speed_kn[0], habits.speed_kn[1])),
                      habits.turn_deg_per_s, habits.acceleration_mps2};
  return vessel;
}

}  // namespace narrows::exercise
