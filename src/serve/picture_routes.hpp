#pragma once

// The picture as it is now: vessels in a box, one vessel, and the word about the WebSocket.

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "model/ids.hpp"
#include "serve/past.hpp"
#include "serve/route.hpp"

namespace narrows::serve {

inline constexpr std::string_view kPictureSocket = "/ws/v1/picture";

/// `past` answers for earlier times and vessels that have left; null: there is none.
std::vector<Route> picture_routes(const About& about, const std::shared_ptr<Past>& past);

/// An MMSI as a path has it; nothing when it is none.
std::optional<model::Mmsi> parse_mmsi(std::string_view text);

}  // namespace narrows::serve
