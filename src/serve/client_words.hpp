#pragma once

// What a client of the picture may say over its WebSocket. Every byte is hostile.

#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "serve/replay.hpp"
#include "serve/target.hpp"

namespace narrows::serve {

struct GoLive {};
using ClientWords = std::variant<Box, ReplayWish, GoLive>;

/// `{"view":{"bbox":[w,s,e,n]}}`, `{"replay":{"at":"…Z","speed":60}}` or `{"live":true}`. Anything
/// else is refused, with the reason.
Result<ClientWords> parse_client_words(std::string_view text);

}  // namespace narrows::serve
