#include "picture/reporting_interval.hpp"

namespace narrows::picture {

namespace {

using model::StationKind;

constexpr std::uint8_t kAtAnchor = 1;
constexpr std::uint8_t kMoored = 5;
constexpr std::uint8_t kAground = 6;
constexpr std::uint8_t kLongRange = 27;

Duration class_a(const Vessel& v) {
  const bool stays =
      v.nav_status == kAtAnchor || v.nav_status == kMoored || v.nav_status == kAground;
  // Without a speed the slower rate of its state is allowed for.
  const auto sog = v.sog.value_or(Speed{});
  if (stays && sog <= Speed::knots(3)) return Duration::minutes(3);
  if (sog > Speed::knots(23)) return Duration::seconds(2);
  if (sog > Speed::knots(14)) return Duration::seconds(6);
  return Duration::seconds(10);
}

// Carrier-sense class B sends every 30 s whatever its speed; the self-organised kind is faster, but
// the reports do not tell the two apart for certain, so the slower is allowed for.
Duration class_b(const Vessel& v) {
  return v.sog.value_or(Speed{}) <= Speed::knots(2) ? Duration::minutes(3) : Duration::seconds(30);
}

}  // namespace

Duration reporting_interval(const Vessel& v) {
  if (v.message_type == 0) return Duration::minutes(6);
  if (v.message_type == kLongRange) return Duration::minutes(3);
  switch (v.kind) {
    case StationKind::kClassB:
      return class_b(v);
    case StationKind::kBaseStation:
    case StationKind::kSarAircraft:
      return Duration::seconds(10);
    case StationKind::kAidToNavigation:
      return Duration::minutes(3);
    case StationKind::kSart:
    case StationKind::kMob:
    case StationKind::kEpirb:
      return Duration::minutes(1);  // One burst a minute, annex 9.
    case StationKind::kUnknown:
    case StationKind::kClassA:
      return class_a(v);
  }
  return class_a(v);
}

}  // namespace narrows::picture
