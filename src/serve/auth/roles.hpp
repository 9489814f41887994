#pragma once

// The eight roles and what each may. A user has any number of them and may what any of them may;
// without one, nothing but to sign in. What is not in the table is denied.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "serve/permission.hpp"

namespace narrows::serve {

enum class Role : std::uint8_t {
  kWatchOfficer,
  kSupervisor,
  kAnalyst,
  kLiaison,
  kReleaseOfficer,
  kTrainer,
  kAuditor,
  kAdministrator,
};
inline constexpr std::size_t kRoleCount = 8;

/// Stable words, as the API and the store write them: "watch_officer".
std::string_view name(Role role);
std::string_view name(Permission permission);

class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<Role> roles) {
    for (const auto role : roles) bits_ |= bit(role);
  }
  static constexpr RoleSet all() {
    RoleSet set;
    set.bits_ = (1U << kRoleCount) - 1;
    return set;
  }

  bool has(Role role) const { return (bits_ & bit(role)) != 0; }
  bool empty() const { return bits_ == 0; }
  void add(Role role) { bits_ |= bit(role); }
  std::vector<std::string_view> names() const;
  /// Words separated by spaces.
  std::string text() const;

  friend constexpr bool operator==(RoleSet, RoleSet) = default;

 private:
  static constexpr std::uint32_t bit(Role role) { return 1U << static_cast<unsigned>(role); }
  std::uint32_t bits_ = 0;
};

std::optional<Role> role_of(std::string_view name);
/// Words separated by spaces; fails on one that is no role.
Result<RoleSet> parse_roles(std::string_view text);

/// Whether any of `roles` gives `permission`. kOpen and kSignedIn need no role.
bool may(RoleSet roles, Permission permission);

/// Every permission that a role can give.
inline constexpr std::array kGranted{Permission::kSeePicture,    Permission::kSeeHistory,
                                     Permission::kWorkAlerts,    Permission::kManageRules,
                                     Permission::kReadMetrics,   Permission::kReadAudit,
                                     Permission::kManageAccounts};

}  // namespace narrows::serve
