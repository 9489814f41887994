#include "serve/auth/accounts.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "serve/auth/secret.hpp"
#include "serve/json_writer.hpp"

namespace narrows::serve {

namespace {

record::AuditEvent event(const Actor& actor, std::string_view what, std::string_view subject,
                         std::string detail = {}) {
  return {.who = actor.who,
          .from = actor.from,
          .what = std::string{what},
          .subject = std::string{subject},
          .outcome = "done",
          .detail = std::move(detail)};
}

RoleSet roles_of(const std::string& text) {
  return parse_roles(text).value_or(RoleSet{});
}

Result<void> check_person(const Accounts::Person& person) {
  if (auto good = check_user_name(person.name); !good) return good;
  return check_display_name(person.display_name);
}

}  // namespace

Result<void> check_user_name(std::string_view name) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool good = !name.empty() && name.size() <= 64 && allowed(name.front()) &&
                    std::all_of(name.begin(), name.end(), [&](char c) {
                      return allowed(c) || c == '.' || c == '_' || c == '-' || c == '@';
                    });
  if (!good) {
    return fail(Fault::kOutOfRange,
                "a user's name has 1 to 64 of the characters a-z 0-9 . _ - @ and begins with a "
                "letter or digit");
  }
  if (name == "demo")
    return fail(Fault::kOutOfRange, "the name 'demo' is taken by the demonstration");
  return {};
}

Result<void> check_display_name(std::string_view name) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < name.size(); ++characters) {
    const auto length = utf8_length(name.substr(at));
    if (length == 0 || static_cast<unsigned char>(name[at]) < 0x20 || name[at] == 0x7F)
      return fail(Fault::kOutOfRange, "a person's name holds characters that are not text");
    at += length;
  }
  if (characters == 0 || characters > 100)
    return fail(Fault::kOutOfRange, "a person's name has 1 to 100 characters");
  return {};
}

Result<std::unique_ptr<Accounts>> Accounts::open(const std::filesystem::path& directory, Time now) {
  auto store = record::Store::open(directory);
  if (!store) return tl::unexpected(store.error());
  auto accounts = std::make_unique<Accounts>(std::move(*store));
  if (auto loaded = accounts->load(now); !loaded) return tl::unexpected(loaded.error());
  return accounts;
}

Result<void> Accounts::load(Time now) {
  auto users = store_->users();
  auto invitations = store_->invitations();
  auto tokens = store_->tokens();
  if (!users) return tl::unexpected(users.error());
  if (!invitations) return tl::unexpected(invitations.error());
  if (!tokens) return tl::unexpected(tokens.error());
  for (auto& user : *users) users_.emplace(user.name, user);
  for (auto& i : *invitations) {
    if (i.expires_at > now) invitations_.emplace(i.link_hash, i);
  }
  for (auto& token : *tokens) tokens_.emplace(token.token_hash, token);
  return {};
}

bool Accounts::has_administrator() const {
  const std::lock_guard lock{shown_};
  return std::any_of(users_.begin(), users_.end(), [](const auto& item) {
    return !item.second.disabled && roles_of(item.second.roles).has(Role::kAdministrator);
  });
}

std::optional<record::User> Accounts::user(std::string_view name) const {
  const std::lock_guard lock{shown_};
  const auto found = users_.find(name);
  return found == users_.end() ? std::nullopt : std::optional{found->second};
}

std::vector<record::User> Accounts::users() const {
  const std::lock_guard lock{shown_};
  std::vector<record::User> out;
  out.reserve(users_.size());
  for (const auto& [name, user] : users_) out.push_back(user);
  return out;
}

std::vector<record::Invitation> Accounts::invitations(Time now) const {
  const std::lock_guard lock{shown_};
  std::vector<record::Invitation> out;
  for (const auto& [hash, invitation] : invitations_) {
    if (invitation.expires_at > now) out.push_back(invitation);
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return out;
}

std::vector<record::Token> Accounts::tokens() const {
  const std::lock_guard lock{shown_};
  std::vector<record::Token> out;
  out.reserve(tokens_.size());
  for (const auto& [hash, token] : tokens_) out.push_back(token);
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return out;
}

std::optional<record::Invitation> Accounts::invitation(std::string_view secret, Time now) const {
  const auto hash = fingerprint(secret);
  const std::lock_guard lock{shown_};
  const auto found = invitations_.find(hash);
  if (found == invitations_.end() || found->second.expires_at <= now) return std::nullopt;
  return found->second;
}

std::optional<record::Token> Accounts::token(std::string_view secret, Time now) const {
  const auto hash = fingerprint(secret);
  const std::lock_guard lock{shown_};
  const auto found = tokens_.find(hash);
  if (found == tokens_.end()) return std::nullopt;
  const auto& until = found->second.expires_at;
  if (until && *until <= now) return std::nullopt;
  return found->second;
}

Result<void> Accounts::put_user(const record::User& user, const record::AuditEvent& what, Time now,
                                std::string_view used_invitation) {
  auto written = store_->change([&](record::Change& change) {
    change.put(user);
    if (!used_invitation.empty()) change.remove_invitation(used_invitation);
    change.note(what, now);
  });
  if (!written) return written;
  const std::lock_guard lock{shown_};
  users_.insert_or_assign(user.name, user);
  if (const auto used = invitations_.find(used_invitation); used != invitations_.end())
    invitations_.erase(used);
  return {};
}

Result<record::User> Accounts::set_up(const Person& person, const std::string& password_hash,
                                      const Actor& actor, Time now) {
  const std::lock_guard one_at_a_time{change_};
  if (auto good = check_person(person); !good) return tl::unexpected(good.error());
  if (user(person.name))
    return fail(Fault::kRefused, fmt::format("there is a user '{}' already", person.name));
  record::User made{.name = person.name,
                    .display_name = person.display_name,
                    .roles = person.roles.text(),
                    .password_hash = password_hash,
                    .disabled = false,
                    .created_at = now,
                    .signed_in_at = now};
  const Actor self{person.name, actor.from};
  if (auto put = put_user(made, event(self, "user.set_up", made.name, made.roles), now); !put)
    return tl::unexpected(put.error());
  return made;
}

Result<std::string> Accounts::put_invitation(record::Invitation invitation, std::string_view what,
                                             const Actor& actor, Time now) {
  auto secret = make_secret();
  invitation.link_hash = fingerprint(secret);
  invitation.made_by = actor.who;
  invitation.created_at = now;
  invitation.expires_at = now + kInvitationLives;
  std::vector<std::string> replaced;
  {
    const std::lock_guard lock{shown_};
    for (const auto& [hash, other] : invitations_) {
      if (other.name == invitation.name || other.expires_at <= now) replaced.push_back(hash);
    }
    if (invitations_.size() - replaced.size() >= kInvitationsMax)
      return fail(Fault::kRefused, "there are a thousand open invitations already");
  }
  const auto written = store_->change([&](record::Change& change) {
    for (const auto& hash : replaced) change.remove_invitation(hash);
    change.put(invitation);
    change.note(event(actor, what, invitation.name, invitation.roles), now);
  });
  if (!written) return tl::unexpected(written.error());
  const std::lock_guard lock{shown_};
  for (const auto& hash : replaced) invitations_.erase(hash);
  invitations_.emplace(invitation.link_hash, invitation);
  return secret;
}

Result<std::string> Accounts::invite(const Person& person, const Actor& actor, Time now) {
  const std::lock_guard one_at_a_time{change_};
  if (auto good = check_person(person); !good) return tl::unexpected(good.error());
  if (person.roles.empty()) return fail(Fault::kOutOfRange, "a user needs a role at least");
  if (user(person.name))
    return fail(Fault::kRefused, fmt::format("there is a user '{}' already", person.name));
  if (users().size() >= kUsersMax) return fail(Fault::kRefused, "there are too many users");
  return put_invitation({.link_hash = {},
                         .name = person.name,
                         .display_name = person.display_name,
                         .roles = person.roles.text(),
                         .made_by = {},
                         .created_at = {},
                         .expires_at = {}},
                        "user.invite", actor, now);
}

Result<std::string> Accounts::new_password_link(std::string_view name, const Actor& actor,
                                                Time now) {
  const std::lock_guard one_at_a_time{change_};
  const auto found = user(name);
  if (!found) return fail(Fault::kNotFound, fmt::format("there is no user '{}'", name));
  return put_invitation({.link_hash = {},
                         .name = found->name,
                         .display_name = found->display_name,
                         .roles = found->roles,
                         .made_by = {},
                         .created_at = {},
                         .expires_at = {}},
                        "user.password_link", actor, now);
}

Result<void> Accounts::withdraw_invitation(std::string_view link_hash, const Actor& actor,
                                           Time now) {
  const std::lock_guard one_at_a_time{change_};
  std::string name;
  {
    const std::lock_guard lock{shown_};
    const auto found = invitations_.find(link_hash);
    if (found == invitations_.end())
      return fail(Fault::kNotFound, "there is no such invitation; it was used or withdrawn");
    name = found->second.name;
  }
  auto written = store_->change([&](record::Change& change) {
    change.remove_invitation(link_hash);
    change.note(event(actor, "user.invitation_withdrawn", name), now);
  });
  if (!written) return written;
  const std::lock_guard lock{shown_};
  invitations_.erase(invitations_.find(link_hash));
  return {};
}

Result<record::User> Accounts::accept(std::string_view secret, const std::string& password_hash,
                                      std::string_view from, Time now) {
  const std::lock_guard one_at_a_time{change_};
  const auto link = invitation(secret, now);
  if (!link)
    return fail(Fault::kNotFound, "this link was used, withdrawn, or is too old; ask for another");
  const auto there = user(link->name);
  auto made = there.value_or(record::User{.name = link->name,
                                          .display_name = link->display_name,
                                          .roles = link->roles,
                                          .password_hash = {},
                                          .disabled = false,
                                          .created_at = now,
                                          .signed_in_at = {}});
  made.password_hash = password_hash;
  made.signed_in_at = now;  // It lets in, too.
  const Actor self{made.name, std::string{from}};
  const auto what = there ? "user.password_set_by_link" : "user.accept";
  if (auto put = put_user(made, event(self, what, made.name), now, link->link_hash); !put)
    return tl::unexpected(put.error());
  return made;
}

bool Accounts::last_administrator(const record::User& asked) const {
  const std::lock_guard lock{shown_};
  return std::none_of(users_.begin(), users_.end(), [&](const auto& item) {
    return item.first != asked.name && !item.second.disabled &&
           roles_of(item.second.roles).has(Role::kAdministrator);
  });
}

Result<record::User> Accounts::change_user(std::string_view name, const UserPatch& patch,
                                           const Actor& actor, Time now) {
  const std::lock_guard one_at_a_time{change_};
  auto found = user(name);
  if (!found) return fail(Fault::kNotFound, fmt::format("there is no user '{}'", name));
  std::vector<std::string> changes;
  if (patch.display_name) {
    if (auto good = check_display_name(*patch.display_name); !good)
      return tl::unexpected(good.error());
    if (*patch.display_name != found->display_name) changes.emplace_back("display_name");
    found->display_name = *patch.display_name;
  }
  if (patch.roles) {
    if (patch.roles->empty()) return fail(Fault::kOutOfRange, "a user needs a role at least");
    auto roles = patch.roles->text();
    if (roles != found->roles)
      changes.push_back(fmt::format("roles: {} -> {}", found->roles, roles));
    found->roles = std::move(roles);
  }
  if (patch.disabled) {
    changes.emplace_back(*patch.disabled ? "disabled" : "enabled");
    found->disabled = *patch.disabled;
  }
  const bool administers = !found->disabled && roles_of(found->roles).has(Role::kAdministrator);
  if (!administers && last_administrator(*found)) {
    return fail(Fault::kRefused,
                "that would leave this node without an administrator; make another one first");
  }
  const auto what = event(actor, "user.change", name, fmt::format("{}", fmt::join(changes, "; ")));
  if (auto put = put_user(*found, what, now); !put) return tl::unexpected(put.error());
  return *found;
}

Result<void> Accounts::set_password(std::string_view name, const std::string& password_hash,
                                    const Actor& actor, Time now) {
  const std::lock_guard one_at_a_time{change_};
  auto found = user(name);
  if (!found) return fail(Fault::kNotFound, fmt::format("there is no user '{}'", name));
  found->password_hash = password_hash;
  return put_user(*found, event(actor, "user.password", name), now);
}

Result<std::string> Accounts::make_token(const std::string& name, RoleSet roles,
                                         std::optional<Time> expires_at, const Actor& actor,
                                         Time now) {
  const std::lock_guard one_at_a_time{change_};
  if (auto good = check_user_name(name); !good) return tl::unexpected(good.error());
  if (roles.empty()) return fail(Fault::kOutOfRange, "a token needs a role at least");
  if (roles.has(Role::kAdministrator))
    return fail(Fault::kRefused, "a token can not be an administrator; people are");
  if (expires_at && *expires_at <= now)
    return fail(Fault::kOutOfRange, "expires_at must be in the future");
  {
    const std::lock_guard lock{shown_};
    if (tokens_.size() >= kTokensMax) return fail(Fault::kRefused, "there are too many tokens");
    for (const auto& [hash, other] : tokens_) {
      if (other.name == name)
        return fail(Fault::kRefused, fmt::format("there is a token '{}' already", name));
    }
  }
  auto secret = make_secret();
  const record::Token token{.name = name,
                            .token_hash = fingerprint(secret),
                            .roles = roles.text(),
                            .made_by = actor.who,
                            .created_at = now,
                            .expires_at = expires_at};
  const auto written = store_->change([&](record::Change& change) {
    change.put(token);
    change.note(event(actor, "token.make", name, token.roles), now);
  });
  if (!written) return tl::unexpected(written.error());
  const std::lock_guard lock{shown_};
  tokens_.emplace(token.token_hash, token);
  return secret;
}

Result<void> Accounts::revoke_token(std::string_view name, const Actor& actor, Time now) {
  const std::lock_guard one_at_a_time{change_};
  const auto by_name = [&](const auto& item) { return item.second.name == name; };
  {
    const std::lock_guard lock{shown_};
    if (std::none_of(tokens_.begin(), tokens_.end(), by_name))
      return fail(Fault::kNotFound, fmt::format("there is no token '{}'", name));
  }
  auto written = store_->change([&](record::Change& change) {
    change.remove_token(name);
    change.note(event(actor, "token.revoke", name), now);
  });
  if (!written) return written;
  const std::lock_guard lock{shown_};
  std::erase_if(tokens_, by_name);
  return {};
}

Result<void> Accounts::signed_in(std::string_view name, const Actor& actor, Time now) {
  const std::lock_guard one_at_a_time{change_};
  auto found = user(name);
  if (!found) return fail(Fault::kNotFound, fmt::format("there is no user '{}'", name));
  found->signed_in_at = now;
  return put_user(*found, event(actor, "session.sign_in", name), now);
}

Result<void> Accounts::note(const record::AuditEvent& what, Time now) {
  return store_->change([&](record::Change& change) { change.note(what, now); });
}

}  // namespace narrows::serve
