#pragma once

// Users, invitations and tokens: what may be done to them, and that each such thing is written
// down. On the disk is what the store holds; here is a copy of it that answers at once.
//
// Questions are quick and may come from any thread. What changes something waits for the disk, so
// it does not belong on the server's thread; when it returns without an error, the change and its
// entry in the audit log are safe.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "record/store.hpp"
#include "serve/auth/roles.hpp"

namespace narrows::serve {

/// Who asks, for the audit log.
struct Actor {
  std::string who;
  std::string from;
};

class Accounts {
 public:
  static constexpr std::size_t kUsersMax = 10'000;
  static constexpr std::size_t kInvitationsMax = 1'000;
  static constexpr std::size_t kTokensMax = 1'000;

  static Result<std::unique_ptr<Accounts>> open(const std::filesystem::path& directory, Time now);
  explicit Accounts(std::unique_ptr<record::Store> store) : store_{std::move(store)} {}

  // Questions.
  /// Whether somebody could sign in and invite others.
  bool has_administrator() const;
  std::optional<record::User> user(std::string_view name) const;
  std::vector<record::User> users() const;
  std::vector<record::Invitation> invitations(Time now) const;
  std::vector<record::Token> tokens() const;
  /// The open invitation of this link.
  std::optional<record::Invitation> invitation(std::string_view secret, Time now) const;
  /// The valid token of this secret.
  std::optional<record::Token> token(std::string_view secret, Time now) const;

  // Changes. Faults: kOutOfRange (what was asked for makes no sense), kNotFound, kRefused (it may
  // not be done), others from the store.
  struct Person {
    std::string name;
    std::string display_name;
    RoleSet roles;
  };
  /// The first administrator, or one more.
  Result<record::User> set_up(const Person& person, const std::string& password_hash,
                              const Actor& actor, Time now);
  /// The secret of a link by which somebody new chooses a password. It replaces an earlier one.
  Result<std::string> invite(const Person& person, const Actor& actor, Time now);
  /// The same for somebody who is there already.
  Result<std::string> new_password_link(std::string_view user, const Actor& actor, Time now);
  Result<void> withdraw_invitation(std::string_view link_hash, const Actor& actor, Time now);
  Result<record::User> accept(std::string_view secret, const std::string& password_hash,
                              std::string_view from, Time now);

  struct UserPatch {
    std::optional<std::string> display_name;
    std::optional<RoleSet> roles;
    std::optional<bool> disabled;
  };
  Result<record::User> change_user(std::string_view user, const UserPatch& patch,
                                   const Actor& actor, Time now);
  Result<void> set_password(std::string_view user, const std::string& password_hash,
                            const Actor& actor, Time now);
  /// The token's secret, told this once.
  Result<std::string> make_token(const std::string& name, RoleSet roles,
                                 std::optional<Time> expires_at, const Actor& actor, Time now);
  Result<void> revoke_token(std::string_view name, const Actor& actor, Time now);

  Result<void> signed_in(std::string_view user, const Actor& actor, Time now);

  // The audit log.
  Result<void> note(const record::AuditEvent& event, Time now);
  Result<std::vector<record::AuditEntry>> audit(const record::AuditQuestion& question) {
    return store_->audit(question);
  }
  Result<record::AuditCheck> check_audit() { return store_->check_audit(); }

  static constexpr Duration kInvitationLives = Duration::hours(72);

 private:
  Result<void> load(Time now);
  Result<std::string> put_invitation(record::Invitation invitation, std::string_view what,
                                     const Actor& actor, Time now);
  /// Writes `user` and the event, then shows it.
  Result<void> put_user(const record::User& user, const record::AuditEvent& event, Time now,
                        std::string_view used_invitation = {});
  bool last_administrator(const record::User& user) const;

  std::unique_ptr<record::Store> store_;
  std::mutex change_;         // Held through a change: one at a time.
  mutable std::mutex shown_;  // Guards what follows; never held while the disk is waited for.
  std::map<std::string, record::User, std::less<>> users_;
  std::map<std::string, record::Invitation, std::less<>>
      invitations_;                                           // By the link's fingerprint.
  std::map<std::string, record::Token, std::less<>> tokens_;  // By the secret's.
};

/// Small letters, digits, . _ - @; at most 64; begins with a letter or digit.
Result<void> check_user_name(std::string_view name);
/// 1 to 100 characters of valid UTF-8 without control characters.
Result<void> check_display_name(std::string_view name);

}  // namespace narrows::serve
