#include "watch/small_craft.hpp"

#include "geo/surface.hpp"

namespace narrows::watch {

Carriage carriage(std::optional<double> length_m) {
  if (!length_m)
    return {"of unknown size, so that it is not known whether it must carry AIS", false};
  if (*length_m >= 45.0) return {"of a size that must carry AIS", true};
  if (*length_m >= 15.0) return {"of a size that may have to carry AIS", false};
  return {"of a size that need not carry AIS", false};
}

std::optional<Distance> land_ahead(const Places& places, const Fix& fix, Distance within) {
  constexpr Distance kStep = Distance::nautical_miles(0.5);
  const auto cog = fix.cog();
  if (places.coast() == nullptr || !cog) return std::nullopt;
  const geo::Vector way = geo::Surface{fix.position}.velocity(*cog, Speed::metres_per_second(1.0));
  for (Distance d = kStep; d <= within; d = d + kStep) {
    if (places.on_land(geo::place_under(fix.at + d.metres() * way))) return d;
  }
  return std::nullopt;
}

}  // namespace narrows::watch
