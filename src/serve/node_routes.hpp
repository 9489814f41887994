#pragma once

// How the node fares and what it offers: /healthz, /readyz, /metrics and the OpenAPI document.

#include <vector>

#include "serve/route.hpp"

namespace narrows::serve {

/// Without a new tick for so long, the node is not healthy.
inline constexpr Duration kStalledAfter = Duration::seconds(10);

class Access;

std::vector<Route> node_routes(const About& about, std::shared_ptr<const Access> access);

/// The refusal before the first tick.
Response not_ready();

}  // namespace narrows::serve
