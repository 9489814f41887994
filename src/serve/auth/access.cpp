#include "serve/auth/access.hpp"

#include <utility>

#include <fmt/format.h>

#include "serve/auth/secret.hpp"

namespace narrows::serve {

namespace {

constexpr std::string_view kBearer = "Bearer ";
// What switching sign-in off opens: to look, not to manage.
constexpr RoleSet kEveryone{Role::kWatchOfficer, Role::kSupervisor, Role::kAnalyst,
                            Role::kLiaison,      Role::kTrainer,    Role::kReleaseOfficer};
constexpr RoleSet kDemo{Role::kWatchOfficer, Role::kTrainer};
constexpr std::string_view kDemoName = "demo";

std::string cookie(std::string_view secret, bool secure, std::optional<Duration> lives) {
  auto text = fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict", Access::kCookie, secret);
  if (secure) text += "; Secure";
  if (lives) text += fmt::format("; Max-Age={}", lives->microseconds() / 1'000'000);
  return text;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string_view cookie_value(std::string_view header, std::string_view name) {
  std::string_view found;
  bool seen = false;
  while (!header.empty()) {
    const auto end = header.find(';');
    const auto one = trimmed(header.substr(0, end));
    header.remove_prefix(end == std::string_view::npos ? header.size() : end + 1);
    const auto equals = one.find('=');
    if (equals == std::string_view::npos || trimmed(one.substr(0, equals)) != name) continue;
    if (std::exchange(seen, true)) return {};  // Somebody else's beside ours: neither is believed.
    found = trimmed(one.substr(equals + 1));
  }
  return found;
}

Access::Access(Options options, std::shared_ptr<Accounts> accounts)
    : options_{options},
      accounts_{std::move(accounts)},
      nobody_csrf_{make_secret()},
      demo_secret_{options.demo && options.sign_in ? make_secret() : std::string{}},
      sessions_{options.sessions} {
  // Made once; the first stranger's wrong name must not be the one that takes longer.
  if (options_.sign_in) (void)unknown_user_hash();
}

std::string Access::demo_path() const {
  return demo_secret_.empty() ? std::string{} : "/sign-in/" + demo_secret_;
}

std::string Access::make_set_up_path(Time now) {
  auto secret = make_secret();
  const std::lock_guard lock{mutex_};
  set_up_fingerprint_ = fingerprint(secret);
  set_up_until_ = now + kSetUpLinkLives;
  return "/sign-in/" + secret;
}

Principal Access::of_session(const std::string& key, const Session& session) const {
  Principal who;
  who.session = key;
  who.csrf = session.csrf;
  who.ends_at = sessions_.end_of(session);
  if (session.user == kDemoName) {
    who.kind = Principal::Kind::kDemo;
    who.name = who.display_name = kDemoName;
    who.roles = kDemo;
    return who;
  }
  const auto user = accounts_ ? accounts_->user(session.user) : std::nullopt;
  if (!user || user->disabled) return {};
  who.kind = Principal::Kind::kUser;
  who.name = user->name;
  who.display_name = user->display_name;
  who.roles = parse_roles(user->roles).value_or(RoleSet{});
  return who;
}

Principal Access::of_token(const record::Token& token) const {
  Principal who;
  who.kind = Principal::Kind::kToken;
  who.name = "token:" + token.name;
  who.display_name = token.name;
  who.roles = parse_roles(token.roles).value_or(RoleSet{});
  who.ends_at = token.expires_at;
  return who;
}

Principal Access::who(const Request& request, Time now) {
  if (!options_.sign_in) {
    Principal everyone;
    everyone.kind = Principal::Kind::kEveryone;
    everyone.roles = kEveryone;
    everyone.csrf = nobody_csrf_;
    return everyone;
  }
  if (request.authorization.starts_with(kBearer) && accounts_) {
    const auto secret = trimmed(request.authorization.substr(kBearer.size()));
    const auto token = accounts_->token(secret, now);
    if (!token) return {};
    auto principal = of_token(*token);
    principal.session = std::string{secret};  // To ask again in still(); lives as long as a socket.
    return principal;
  }
  const auto secret = cookie_value(request.cookie, kCookie);
  if (secret.empty()) return {};
  const auto key = fingerprint(secret);
  const std::lock_guard lock{mutex_};
  const auto* session = sessions_.find_key(key, now);
  return session == nullptr ? Principal{} : of_session(key, *session);
}

std::optional<Principal> Access::still(const Principal& before, Time now) {
  switch (before.kind) {
    case Principal::Kind::kEveryone:
      return before;
    case Principal::Kind::kToken: {
      const auto token = accounts_->token(before.session, now);
      return token ? std::optional{of_token(*token)} : std::nullopt;
    }
    case Principal::Kind::kUser:
    case Principal::Kind::kDemo: {
      const std::lock_guard lock{mutex_};
      const auto* session = sessions_.find_key(before.session, now);
      if (session == nullptr) return std::nullopt;
      auto now_is = of_session(before.session, *session);
      return now_is.signed_in() ? std::optional{std::move(now_is)} : std::nullopt;
    }
    case Principal::Kind::kNobody:
      break;
  }
  return std::nullopt;
}

std::optional<Response> Access::refuse(const Request& request, const Principal& principal,
                                       Permission permission) const {
  const bool loopback_metrics = permission == Permission::kReadMetrics && request.peer_is_loopback;
  if (permission != Permission::kOpen && !loopback_metrics) {
    if (!principal.signed_in()) {
      auto refusal = problem(401, "Sign in first",
                             "This needs a session: sign in at / or send a bearer token.");
      refusal.headers.emplace_back("WWW-Authenticate", "Bearer");
      return refusal;
    }
    if (permission == Permission::kManageAccounts && principal.kind != Principal::Kind::kUser)
      return problem(403, "Forbidden", "Accounts are managed by people who signed in.");
    if (permission == Permission::kSignedIn && principal.kind == Principal::Kind::kToken)
      return problem(403, "Forbidden", "A token has no account of its own.");
    if (!may(principal.roles, permission)) {
      return problem(403, "Forbidden",
                     fmt::format("None of your roles gives the permission {}.", name(permission)));
    }
  }
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (!reads && principal.kind != Principal::Kind::kToken) {
    const auto& wanted = principal.signed_in() ? principal.csrf : nobody_csrf_;
    if (!same_secret(request.csrf, wanted)) {
      return problem(403, "Forbidden",
                     "The header X-Narrows-CSRF must carry the csrf of GET /api/v1/session.");
    }
  }
  return std::nullopt;
}

bool Access::may_try(std::string_view account, std::string_view address, Time now) {
  const std::lock_guard lock{mutex_};
  const bool may = attempts_.allow(account, address, now);
  if (!may) ++counts_.sign_ins_limited;
  return may;
}

Access::SignedIn Access::begin(const record::User& user, std::string_view address, bool secure,
                               std::string_view old_cookie, Time now) {
  const std::lock_guard lock{mutex_};
  attempts_.succeeded(user.name, address, now);
  if (!old_cookie.empty()) sessions_.end(old_cookie);
  auto begun = sessions_.begin(user.name, now);
  ++counts_.sign_ins;
  return {of_session(fingerprint(begun.secret), begun.session),
          cookie(begun.secret, secure, options_.sessions.absolute)};
}

Access::SignedIn Access::begin_demo(bool secure, Time now) {
  const std::lock_guard lock{mutex_};
  auto begun = sessions_.begin(kDemoName, now);
  ++counts_.sign_ins;
  return {of_session(fingerprint(begun.secret), begun.session),
          cookie(begun.secret, secure, options_.sessions.absolute)};
}

std::string Access::end(const Principal& principal, bool everywhere, bool secure) {
  const std::lock_guard lock{mutex_};
  if (everywhere && principal.kind == Principal::Kind::kUser) sessions_.end_all(principal.name);
  sessions_.end_key(principal.session);
  return cookie("", secure, Duration{});
}

void Access::end_all(std::string_view user) {
  const std::lock_guard lock{mutex_};
  sessions_.end_all(user);
}

std::size_t Access::sessions_of(std::string_view user) const {
  const std::lock_guard lock{mutex_};
  return sessions_.count_of(user);
}

Access::Link Access::link(std::string_view secret, Time now) const {
  if (!demo_secret_.empty() && same_secret(secret, demo_secret_)) return Link::kDemo;
  if (!accounts_) return Link::kNone;
  {
    const auto print = fingerprint(secret);
    const std::lock_guard lock{mutex_};
    if (!set_up_fingerprint_.empty() && same_secret(print, set_up_fingerprint_) &&
        now < set_up_until_)
      return Link::kSetUp;
  }
  return accounts_->invitation(secret, now) ? Link::kInvitation : Link::kNone;
}

bool Access::take_set_up(std::string_view secret, Time now) {
  if (link(secret, now) != Link::kSetUp) return false;
  const std::lock_guard lock{mutex_};
  return !std::exchange(set_up_fingerprint_, {}).empty();
}

Result<void> Access::note(const record::AuditEvent& event, Time now) {
  if (!accounts_) return {};
  auto written = accounts_->note(event, now);
  const std::lock_guard lock{mutex_};
  ++(written ? counts_.audit_entries : counts_.audit_failures);
  return written;
}

AccessCounts Access::counts() const {
  const std::lock_guard lock{mutex_};
  auto out = counts_;
  out.sessions = sessions_.size();
  return out;
}

bool Access::is_new_look(const Principal& who, std::string_view subject, Time now) {
  auto key = who.name + ' ' + std::string{subject};
  const std::lock_guard lock{mutex_};
  const auto old = [&](const auto& item) { return now - item.second >= kNoteEvery; };
  if (const auto found = noted_.find(key); found != noted_.end() && !old(*found)) return false;
  if (noted_.size() >= kNotedMax) std::erase_if(noted_, old);
  if (noted_.size() < kNotedMax) noted_.insert_or_assign(std::move(key), now);
  return true;
}

bool Access::is_refusal_noted(Time now) {
  const std::lock_guard lock{mutex_};
  return refusals_.allow(now);
}

void Access::count_failure() {
  const std::lock_guard lock{mutex_};
  ++counts_.sign_in_failures;
}

}  // namespace narrows::serve
