#pragma once

// That a vessel was at a port. Found by watch/port_visit.hpp; shown by serve.

#include <optional>
#include <string>

#include "base/time.hpp"
#include "geo/lat_lon.hpp"
#include "model/ids.hpp"

namespace narrows::model {

struct PortVisit {
  Mmsi mmsi;
  std::string port;     ///< Its name, in English where it has one.
  Time arrived_at;      ///< First report within the port.
  geo::LatLon arrived;  ///< Where that was.
  /// When she lay still first, or was last heard before a long silence there. Nothing: she only
  /// passed.
  std::optional<Time> stopped_at;
  std::optional<Time> left_at;  ///< First report beyond it; nothing: she is still there.

  bool call() const { return stopped_at.has_value(); }
};

}  // namespace narrows::model
