#pragma once

// What somebody may do here. Which role may what is laid down in auth/roles.cpp and, for people, in
// docs/guide/roles.md; a test holds the two together.

#include <cstdint>

namespace narrows::serve {

enum class Permission : std::uint8_t {
  kOpen,         ///< Anybody, signed in or not.
  kSignedIn,     ///< Anybody signed in: their own account.
  kSeePicture,   ///< The live picture and who is in it.
  kSeeHistory,   ///< The past: tracks, replay, messages, who crossed where. Each look is audited.
  kWorkAlerts,   ///< Acknowledge, assign, dismiss, close and reopen alerts. Audited.
  kManageRules,  ///< Change thresholds, switch rules off; dry runs. Audited.
  kReadMetrics,  ///< /metrics; a peer on loopback needs no permission for it.
  kReadAudit,    ///< The audit log. Each look is audited.
  kManageAccounts,  ///< Users, invitations, tokens.
};

}  // namespace narrows::serve
