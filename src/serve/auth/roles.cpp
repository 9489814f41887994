#include "serve/auth/roles.hpp"

#include <fmt/format.h>

namespace narrows::serve {

namespace {

constexpr std::array<std::string_view, kRoleCount> kNames{
    "watch_officer",   "supervisor", "analyst", "liaison",
    "release_officer", "trainer",    "auditor", "administrator"};

// The table of docs/guide/roles.md.
RoleSet granting(Permission permission) {
  switch (permission) {
    case Permission::kSeePicture:
      return {Role::kWatchOfficer, Role::kSupervisor,     Role::kAnalyst,
              Role::kLiaison,      Role::kReleaseOfficer, Role::kTrainer};
    case Permission::kSeeHistory:
      return {Role::kWatchOfficer, Role::kSupervisor, Role::kAnalyst, Role::kLiaison,
              Role::kReleaseOfficer};
    case Permission::kWorkAlerts:
      return {Role::kWatchOfficer, Role::kSupervisor, Role::kLiaison};
    case Permission::kManageRules:
    case Permission::kReadMetrics:
      return {Role::kSupervisor, Role::kAdministrator};
    case Permission::kReadAudit:
      return {Role::kAuditor};
    case Permission::kManageAccounts:
      return {Role::kAdministrator};
    case Permission::kOpen:
    case Permission::kSignedIn:
      break;
  }
  return {};
}

}  // namespace

std::string_view name(Role role) {
  return kNames[static_cast<std::size_t>(role)];
}

std::string_view name(Permission permission) {
  switch (permission) {
    case Permission::kOpen:
      return "open";
    case Permission::kSignedIn:
      return "signed_in";
    case Permission::kSeePicture:
      return "see_picture";
    case Permission::kSeeHistory:
      return "see_history";
    case Permission::kWorkAlerts:
      return "work_alerts";
    case Permission::kManageRules:
      return "manage_rules";
    case Permission::kReadMetrics:
      return "read_metrics";
    case Permission::kReadAudit:
      return "read_audit";
    case Permission::kManageAccounts:
      return "manage_accounts";
  }
  return "unknown";
}

std::vector<std::string_view> RoleSet::names() const {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < kRoleCount; ++i) {
    if (has(static_cast<Role>(i))) out.push_back(kNames[i]);
  }
  return out;
}

std::string RoleSet::text() const {
  return fmt::format("{}", fmt::join(names(), " "));
}

std::optional<Role> role_of(std::string_view name) {
  for (std::size_t i = 0; i < kRoleCount; ++i) {
    if (kNames[i] == name) return static_cast<Role>(i);
  }
  return std::nullopt;
}

Result<RoleSet> parse_roles(std::string_view text) {
  RoleSet set;
  while (!text.empty()) {
    const auto end = text.find(' ');
    const auto word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const auto role = role_of(word);
    if (!role) return fail(Fault::kMalformed, fmt::format("there is no role '{}'", word));
    set.add(*role);
  }
  return set;
}

bool may(RoleSet roles, Permission permission) {
  const auto needed = granting(permission);
  for (std::size_t i = 0; i < kRoleCount; ++i) {
    const auto role = static_cast<Role>(i);
    if (roles.has(role) && needed.has(role)) return true;
  }
  return permission == Permission::kOpen || permission == Permission::kSignedIn;
}

}  // namespace narrows::serve
