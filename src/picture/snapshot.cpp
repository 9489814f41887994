#include "picture/snapshot.hpp"

#include <algorithm>

namespace narrows::picture {

const Vessel* Snapshot::find(model::Mmsi mmsi) const {
  for (const auto& cell : cells) {
    const auto at =
        std::lower_bound(cell->vessels.begin(), cell->vessels.end(), mmsi,
                         [](const Vessel& vessel, model::Mmsi m) { return vessel.mmsi < m; });
    if (at != cell->vessels.end() && at->mmsi == mmsi) return &*at;
  }
  return nullptr;
}

}  // namespace narrows::picture
