#pragma once

// The picture as it is now: vessels in a box, one vessel, and the word about the WebSocket.

#include <vector>

#include "serve/route.hpp"

namespace narrows::serve {

inline constexpr std::string_view kPictureSocket = "/ws/v1/picture";

std::vector<Route> picture_routes(const About& about);

}  // namespace narrows::serve
