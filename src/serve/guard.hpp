#pragma once

// Keeps pages of other sites away from a node that listens on this machine. Being on loopback is no
// protection by itself: any page open in the operator's browser can send requests to 127.0.0.1, and
// a hostile name can be made to resolve to it (DNS rebinding).
//
//  - The Host header must be an address, "localhost" or a configured name: a rebound name is
//    neither.
//  - Where the browser says from which origin a request comes, it must be this one. This holds for
//    WebSockets above all, which browsers do not keep to one origin themselves.

#include <optional>
#include <string>
#include <vector>

#include "serve/http.hpp"

namespace narrows::serve {

struct Guard {
  std::vector<std::string> names;  ///< Host names under which this node is reached, lower case.

  /// The refusal, or nothing when the request may pass. `navigation`: what a browser may open by a
  /// link from elsewhere (the console's page), as it then tells the other site nothing.
  std::optional<Response> refuse(const Request& request, bool navigation) const;
};

}  // namespace narrows::serve
