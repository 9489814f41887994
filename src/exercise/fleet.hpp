#pragma once

// Invented vessels: what each kind of trade sails, and names that can be taken for nobody's.
//
// Every name begins with "SIM ", every MMSI with 499, a MID that ITU has not allocated, so that no
// simulated vessel can be mistaken for a real one, nor have a flag. IMO numbers are left out: any
// number with a right check digit might be somebody's.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/units.hpp"
#include "exercise/passage.hpp"
#include "exercise/random.hpp"
#include "model/ids.hpp"

namespace narrows::exercise {

/// What a vessel is: decides its size, speed, transponder and where it goes.
enum class Trade : std::uint8_t {
  kTanker,
  kContainer,
  kBulk,
  kCargo,  ///< General cargo.
  kRoro,
  kDhow,
  kFerry,
  kFishing,
  kTug,
  kPilot,
  kPatrol,
  kPleasure,
  kSkiff,  ///< Small, fast, without AIS.
};
inline constexpr std::size_t kTradeCount = 13;
inline constexpr std::array<std::string_view, kTradeCount> kTradeWords{
    "tanker",  "container", "dry_bulk", "general_cargo", "roro",     "dhow", "ferry",
    "fishing", "tug",       "pilot",    "patrol",        "pleasure", "skiff"};

/// What is usual in a trade.
struct TradeHabits {
  Trade trade;
  std::uint8_t ship_type;  ///< ITU-R M.1371-5 table 53.
  double class_b_chance;
  std::array<double, 2> length_m;
  double beam_per_length;
  double draught_per_length;
  std::array<double, 2> speed_kn;
  double turn_deg_per_s;
  double acceleration_mps2;
};
const TradeHabits& habits_of(Trade trade);

/// The transponder: ITU-R M.1371-5 for A and B "SO" (both SOTDMA), IEC 62287-1 for B "CS"; a
/// beacon is an AIS-SART, MOB or EPIRB-AIS.
enum class AisUnit : std::uint8_t { kNone, kClassA, kClassBCs, kClassBSo, kBeacon };

struct Vessel {
  model::Mmsi mmsi;
  std::string truth_id;  ///< Names the hull in truth, whatever its transponder says or says not.
  Trade trade = Trade::kCargo;
  AisUnit unit = AisUnit::kClassA;
  std::string name;
  std::string call_sign;
  std::optional<std::uint32_t> imo;
  std::uint8_t ship_type = 0;                   ///< As in message 5.
  std::array<std::uint16_t, 4> dimensions_m{};  ///< To bow, stern, port, starboard.
  double draught_m = 0.0;
  Abilities abilities;

  unsigned length_m() const { return unsigned{dimensions_m[0]} + dimensions_m[1]; }
  unsigned beam_m() const { return unsigned{dimensions_m[2]} + dimensions_m[3]; }
  bool class_b() const { return unit == AisUnit::kClassBCs || unit == AisUnit::kClassBSo; }
};

inline constexpr std::uint32_t kSimulatedMid = 499;
/// MMSIs are 499 and six digits, given out in three blocks: who is always there, who passes
/// through, and the cast of events.
inline constexpr std::uint32_t kResidentNumbers = 0;
inline constexpr std::uint32_t kFleetMax = 300'000;
inline constexpr std::uint32_t kPassingNumbers = 300'000;
inline constexpr std::uint32_t kPassingMax = 600'000;
inline constexpr std::uint32_t kCastNumbers = 900'000;
inline constexpr std::uint32_t kCastMax = 100'000;

/// The vessel with this number (below 1 000 000) in every fleet with this seed.
Vessel make_vessel(std::uint64_t seed, std::uint32_t number, Trade trade);

/// The trade of the `index`-th of a mixed fleet. Merchant shares after IMF PortWatch's daily
/// transits.
Trade mixed_trade(std::uint64_t seed, std::uint32_t index);

/// The stream of chance that belongs to one vessel.
Random random_of(std::uint64_t seed, std::uint64_t index, std::uint64_t purpose);

}  // namespace narrows::exercise
