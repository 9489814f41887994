#include "model/remark.hpp"

#include <cstddef>

namespace narrows::model {

namespace {

struct Words {
  std::string_view name;
  std::string_view field;
};

// By Remark.
constexpr std::array<Words, kRemarkCount> kWords{{
    {"mmsi_form", "mmsi"},
    {"mid_unassigned", "mmsi"},
    {"duplicate_mmsi", "mmsi"},
    {"imo_check_digit", "imo"},
    {"imo_changed", "imo"},
    {"name_blank", "name"},
    {"name_changed", "name"},
    {"call_sign_changed", "call_sign"},
    {"size_missing", "dimensions"},
    {"size_impossible", "dimensions"},
    {"size_changed", "dimensions"},
    {"draught_impossible", "draught_m"},
    {"position_null", "position"},
    {"position_beyond_globe", "position"},
    {"position_not_available", "position"},
    {"position_jump", "position"},
    {"speed_saturated", "sog_kn"},
    {"speed_impossible", "sog_kn"},
    {"course_impossible", "cog_deg"},
    {"heading_impossible", "heading_deg"},
    {"clock_ahead", "observed_at"},
}};

}  // namespace

std::string_view name(Remark remark) {
  return kWords[static_cast<std::size_t>(remark)].name;
}
std::string_view field_of(Remark remark) {
  return kWords[static_cast<std::size_t>(remark)].field;
}

bool imo_number_holds(std::uint32_t imo) {
  if (imo < 1'000'000 || imo > 9'999'999) return false;
  std::uint32_t sum = 0;
  std::uint32_t rest = imo / 10;
  for (std::uint32_t weight = 2; weight <= 7; ++weight, rest /= 10) sum += rest % 10 * weight;
  return sum % 10 == imo % 10;
}

SizeLimits size_limits(std::optional<std::uint8_t> ship_type) {
  if (!ship_type) return {};
  switch (*ship_type) {
    case 30:  // Fishing.
      return {.length_max_m = 180, .beam_max_m = 40};
    case 36:  // Sailing.
      return {.length_max_m = 200, .beam_max_m = 30};
    case 37:  // Pleasure craft.
      return {.length_max_m = 230, .beam_max_m = 40};
    case 50:  // Pilot.
      return {.length_max_m = 100, .beam_max_m = 25};
    case 52:  // Tug.
    case 53:  // Port tender.
      return {.length_max_m = 120, .beam_max_m = 35};
    default:
      break;
  }
  if (*ship_type / 10 == 2) return {.length_max_m = 110, .beam_max_m = 60};  // Wing in ground.
  if (*ship_type / 10 == 4) return {.length_max_m = 180, .beam_max_m = 45};  // High speed.
  return {};
}

bool size_holds(const std::array<std::uint16_t, 4>& sides, std::optional<std::uint8_t> ship_type) {
  const unsigned length = unsigned{sides[0]} + sides[1];
  const unsigned beam = unsigned{sides[2]} + sides[3];
  if (length == 0) return false;
  const auto limits = size_limits(ship_type);
  if (length > limits.length_max_m || beam > limits.beam_max_m) return false;
  return beam == 0 || beam <= length + length / 2 + 2;  // Two metres: they are rounded.
}

bool draught_holds(double draught_m, std::optional<double> length_m) {
  if (draught_m < 0 || draught_m >= 25.5) return false;
  return !length_m || *length_m <= 0 || draught_m <= 0.3 * *length_m + 1;
}

Speed speed_limit(StationKind kind, std::optional<std::uint8_t> ship_type) {
  switch (kind) {
    case StationKind::kSarAircraft:
      return Speed::knots(1'022);
    case StationKind::kBaseStation:
      return Speed::knots(0);
    case StationKind::kAidToNavigation:
    case StationKind::kSart:
    case StationKind::kMob:
    case StationKind::kEpirb:
      return Speed::knots(15);  // Adrift, in the strongest current.
    default:
      break;
  }
  if (!ship_type || *ship_type == 0) return Speed::knots(102.2);
  const unsigned tens = *ship_type / 10;
  if (tens == 2 || tens == 4) return Speed::knots(102.2);
  if (tens == 7 || tens == 8) return Speed::knots(40);
  return Speed::knots(60);
}

}  // namespace narrows::model
