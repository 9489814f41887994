#pragma once

// The frames of /ws/v1/picture, byte for byte as docs/formats/picture-websocket.md lays them down.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "picture/snapshot.hpp"
#include "serve/published.hpp"

namespace narrows::serve {

/// Binary frame 1: all vessels of a cell, aged to `now`. REQUIRES: the cell has a place.
std::string cell_frame(const picture::Cell& cell, std::uint64_t tick, Time now);

/// Binary frame 2: the identities in `cell` that clients must be told since tick `since`. Empty
/// when there is none.
std::string identities_frame(const picture::Cell& cell, std::uint64_t since);

std::string hello_text(const About& about, double replay_speed);
std::string tick_text(const Published& published);
/// `{"seeking":{"to":…,"done":0.4}}`: a replay is on its way to a time; no tick comes meanwhile.
std::string seeking_text(Time to, double done);
/// `{"refused":{"replay":"why"}}`: the client goes on seeing what it saw.
std::string refusal_text(std::string_view why);

/// The longest text that a client may send.
inline constexpr std::size_t kClientTextMax = 1'024;

}  // namespace narrows::serve
