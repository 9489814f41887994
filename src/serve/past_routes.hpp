#pragma once

// The past over HTTP: tracks, changes, messages and port calls of a vessel, who crossed where, the
// search, and what there is of the history. All of it is answered on background threads.

#include <memory>
#include <vector>

#include "serve/past.hpp"
#include "serve/route.hpp"

namespace narrows::serve {

/// `past` null: this node keeps no history, and each route says so.
std::vector<Route> past_routes(const About& about, const std::shared_ptr<Past>& past);

}  // namespace narrows::serve
