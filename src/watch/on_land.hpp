#pragma once

// on_land: a vessel that is under way reports from land.
//
// Definition: positions on land, with land all about within `inland_m`, in `reports` reports that
// are `lasts_s` apart at least, first to last. From the first report inland to the last.
//
// Inputs: positions, the coast of the area. Without a coast it says nothing.
// Parameters: ours; 200 m because the coastline is simplified and quays, basins and river mouths
// are on its landward side. Innocent: within 3 km of a port; or heard inland from its first report
// on and lying still there: a basin or river that the coastline does not have.
// Known wrongs: rivers and canals are land to the coastline; a ship that sails up one, away from a
// port of the area, is raised.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kOnLandRule;

}  // namespace narrows::watch
