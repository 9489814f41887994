#pragma once

// /metrics in the Prometheus text format, version 0.0.4.

#include <cstdint>
#include <string>

#include "serve/published.hpp"

namespace narrows::serve {

/// What the server counts of itself.
struct ServerCounts {
  std::uint64_t requests = 0;
  std::uint64_t refused = 0;          ///< By the guard: another host name, origin or site.
  std::uint64_t over_limit = 0;       ///< Connections closed at once because there were too many.
  std::uint64_t malformed = 0;        ///< Connections that did not speak HTTP, or too much of it.
  std::uint64_t connections = 0;      ///< Now.
  std::uint64_t answers_waiting = 0;  ///< Now, for a thread of the engine.
  std::uint64_t ws_clients = 0;       ///< Now.
  std::uint64_t ws_frames_sent = 0;
  std::uint64_t ws_bytes_sent = 0;
  std::uint64_t ws_ticks_skipped = 0;  ///< Ticks that a client was too slow for.
  std::uint64_t ws_frames_encoded = 0;
};

/// What sign-in and audit count of themselves.
struct AccessCounts {
  std::uint64_t sessions = 0;  ///< Now.
  std::uint64_t sign_ins = 0;
  std::uint64_t sign_in_failures = 0;
  std::uint64_t sign_ins_limited = 0;  ///< Refused unseen: too many attempts.
  std::uint64_t audit_entries = 0;
  std::uint64_t audit_failures = 0;
};

std::string metrics_text(const About& about, const Published* published, const ServerCounts& server,
                         const AccessCounts& access);

}  // namespace narrows::serve
