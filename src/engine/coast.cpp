#include "engine/coast.hpp"

#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <simdjson.h>

#include "engine/places.hpp"
#include "engine/simulated_sea.hpp"

namespace narrows::engine {

namespace fs = std::filesystem;

namespace {

Result<geo::Box> read_clip(const simdjson::dom::element& coast, const std::string& file) {
  double west = 0.0;
  double south = 0.0;
  double east = 0.0;
  double north = 0.0;
  const auto clip = coast["clip"];
  if (clip["west"].get(west) || clip["south"].get(south) || clip["east"].get(east) ||
      clip["north"].get(north))
    return fail(Fault::kMalformed, fmt::format("{}: 'clip' is not a box", file));
  const auto low = geo::LatLon::from(geo::LatLon::Degrees{south, west});
  const auto high = geo::LatLon::from(geo::LatLon::Degrees{north, east});
  if (!low || !high) return fail(Fault::kMalformed, fmt::format("{}: 'clip' is not a box", file));
  return geo::Box{low->lat_e7(), low->lon_e7(), high->lat_e7(), high->lon_e7()};
}

/// [lat, lon, lat, lon, …].
Result<geo::Ring> read_ring(const simdjson::dom::array& numbers) {
  std::vector<geo::LatLon> positions;
  std::optional<double> lat;
  for (const auto number : numbers) {
    double value = 0.0;
    if (number.get(value)) return fail(Fault::kMalformed, "a ring holds what is no number");
    if (!lat) {
      lat = value;
      continue;
    }
    const auto position = geo::LatLon::from(geo::LatLon::Degrees{*lat, value});
    if (!position) return fail(Fault::kMalformed, "a ring leaves the globe");
    positions.push_back(*position);
    lat.reset();
  }
  return geo::Ring::from(positions);
}

}  // namespace

std::optional<fs::path> find_coast(const std::string& area, const fs::path& pack) {
  std::error_code error;
  if (auto own = pack / "coast.json"; !pack.empty() && fs::exists(own, error)) return own;
  const auto name = fs::path{"areas"} / area / "coast.json";
  if (auto built = find_shipped("web/dist" / name)) return built;
  return find_shipped("build" / name);
}

Result<geo::Coast> read_coast(const fs::path& path) {
  const auto file = path.string();
  const auto text = read_whole(path);
  if (!text) return tl::unexpected(text.error());
  simdjson::dom::parser parser;
  simdjson::dom::element coast;
  if (const auto error = parser.parse(*text).get(coast))
    return fail(Fault::kMalformed, fmt::format("{}: {}", file, simdjson::error_message(error)));
  const auto clip = read_clip(coast, file);
  if (!clip) return tl::unexpected(clip.error());
  simdjson::dom::array rings;
  if (coast["rings"].get(rings))
    return fail(Fault::kMalformed, fmt::format("{}: 'rings' is not a list", file));
  geo::MultiPolygon land;
  for (const auto entry : rings) {
    simdjson::dom::array numbers;
    if (entry.get(numbers)) return fail(Fault::kMalformed, fmt::format("{}: no ring", file));
    auto ring = read_ring(numbers);
    if (!ring) return fail(Fault::kMalformed, fmt::format("{}: {}", file, ring.error().what));
    land.pieces.push_back({std::move(*ring), {}});
  }
  geo::PolygonIndex index{std::span{&land, 1}};
  return geo::Coast{*clip, std::move(index), std::move(land)};
}

}  // namespace narrows::engine
