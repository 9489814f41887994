#pragma once

// Text from outside may hold any byte; the store takes UTF-8 alone.

#include <string>
#include <string_view>

namespace narrows::history {

/// True for well-formed UTF-8 without NUL: RFC 3629, so no overlong forms, surrogates or values
/// above U+10FFFF.
bool is_utf8(std::string_view text);

/// The text with each byte that belongs to no well-formed character, and each NUL, as U+FFFD.
std::string to_utf8(std::string_view text);

}  // namespace narrows::history
