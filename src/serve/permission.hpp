#pragma once

// What somebody may do here. Which role may what is laid down in roles.cpp and docs/guide/roles.md.

#include <cstdint>

namespace narrows::serve {

enum class Permission : std::uint8_t {
  kOpen,         ///< Anybody, signed in or not.
  kSeePicture,   ///< The live picture and who is in it.
  kSeeHistory,   ///< The past: tracks, replay, messages, who crossed where.
  kReadMetrics,  ///< /metrics; a peer on loopback needs no permission for it.
};

}  // namespace narrows::serve
