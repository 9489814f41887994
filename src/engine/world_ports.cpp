#include "engine/world_ports.hpp"

#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "decode/csv/columns.hpp"
#include "decode/csv/number.hpp"

namespace narrows::engine {
namespace {

std::optional<geo::Place> port_of(const std::vector<std::string_view>& fields) {
  if (fields.size() != 4 || fields[1].empty()) return std::nullopt;
  const auto number = decode::csv::fixed_point(fields[0], 0);
  const auto lat = decode::csv::fixed_point(fields[2], 7);
  const auto lon = decode::csv::fixed_point(fields[3], 7);
  if (!number || !lat || !lon) return std::nullopt;
  const auto position = geo::LatLon::from(geo::LatLon::Degrees{
      .lat = static_cast<double>(*lat) / 1e7, .lon = static_cast<double>(*lon) / 1e7});
  if (!position) return std::nullopt;
  geo::Place port;
  port.kind = geo::PlaceKind::kPort;
  port.position = *position;
  port.wpi = number;
  port.source = "wpi";
  port.name.emplace("en", fields[1]);
  return port;
}

}  // namespace

Result<std::vector<geo::Place>> read_world_ports(const std::filesystem::path& file) {
  std::vector<geo::Place> ports;
  std::ifstream in{file};
  std::string line;
  std::vector<std::string_view> fields;
  decode::csv::Splitter splitter{','};
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    fields.clear();
    auto port = splitter.split(line, fields) ? port_of(fields) : std::nullopt;
    if (!port) {
      return fail(Fault::kMalformed,
                  fmt::format("{}:{}: no port as number,name,latitude,longitude: '{}'",
                              file.string(), number, line));
    }
    ports.push_back(std::move(*port));
  }
  return ports;
}

}  // namespace narrows::engine
