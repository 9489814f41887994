#pragma once

// The audit log: who did what, when, from where, and what came of it. Entries are only ever added;
// each carries the hash of the one before, so that a changed, removed or inserted entry shows.
// The form is laid down in docs/formats/audit.md, so that others can check it without this program.

#include <array>
#include <cstdint>
#include <string>

#include "base/time.hpp"

namespace narrows::record {

/// What is to be written down.
struct AuditEvent {
  std::string who;      ///< A user's name, "token:NAME", or "" for somebody unknown.
  std::string from;     ///< The address; "" when the node itself did it.
  std::string what;     ///< A word of audit.md: "session.sign_in".
  std::string subject;  ///< What it was done to: a user's name, a vessel, a path.
  std::string outcome;  ///< "done", "refused", "failed".
  std::string detail;   ///< One sentence more, or "".
};

using AuditHash = std::array<unsigned char, 32>;

struct AuditEntry : AuditEvent {
  std::int64_t seq = 0;  ///< From 1, without holes.
  Time at;
  AuditHash previous{};  ///< All zero before the first.
  AuditHash hash{};
};

/// The hash that `entry` must carry: over `previous` and every field but `hash`.
AuditHash hash_of(const AuditEntry& entry);

/// 64 hexadecimal digits.
std::string to_hex(const AuditHash& hash);

}  // namespace narrows::record
