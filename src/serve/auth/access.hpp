#pragma once

// Who is behind a request, and whether they may. Cookies and bearer tokens come in here; routes see
// a Principal only. Also what lets people in: attempts, links, sessions.
//
// Any thread may call anything here; nothing waits for the disk but what says so.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/rate_limit.hpp"
#include "base/time.hpp"
#include "serve/auth/accounts.hpp"
#include "serve/auth/attempts.hpp"
#include "serve/auth/principal.hpp"
#include "serve/auth/roles.hpp"
#include "serve/auth/sessions.hpp"
#include "serve/http.hpp"
#include "serve/metrics.hpp"

namespace narrows::serve {

class Access {
 public:
  static constexpr std::string_view kCookie = "narrows_session";
  static constexpr Duration kSetUpLinkLives = Duration::hours(1);
  static constexpr Duration kNoteEvery = Duration::minutes(1);
  static constexpr std::size_t kNotedMax = 10'000;

  struct Options {
    bool sign_in = true;  ///< False: whoever reaches the node sees the picture. Only for loopback.
    bool demo = false;    ///< There is a link that signs in as a demonstration's officer.
    Sessions::Limits sessions;
  };
  /// `accounts` is null when sign-in is off.
  Access(Options options, std::shared_ptr<Accounts> accounts);

  /// What `narrows node` prints: the path of a link, "/sign-in/SECRET". Empty when there is none.
  std::string demo_path() const;
  /// A new one, valid for an hour; any earlier is void. Whoever opens it makes an administrator.
  std::string make_set_up_path(Time now);

  Principal who(const Request& request, Time now);
  /// The same without a request, for a connection that stays open: whether they are still let in.
  std::optional<Principal> still(const Principal& principal, Time now);

  /// The refusal, or nothing when `principal` may do this with this request.
  std::optional<Response> refuse(const Request& request, const Principal& principal,
                                 Permission permission) const;

  /// Whether one more attempt to sign in may be made. Counts it.
  bool may_try(std::string_view account, std::string_view address, Time now);

  // Sessions. Each returns what goes into the answer's Set-Cookie.
  struct SignedIn {
    Principal principal;
    std::string cookie;
  };
  /// A new session for `user`, ending the one that the request came with.
  SignedIn begin(const record::User& user, std::string_view address, bool secure,
                 std::string_view old_cookie, Time now);
  SignedIn begin_demo(bool secure, Time now);
  /// Ends this session, or all of its user's; the cookie that makes the browser forget it.
  std::string end(const Principal& principal, bool everywhere, bool secure);
  void end_all(std::string_view user);
  std::size_t sessions_of(std::string_view user) const;

  /// What a link's secret is good for.
  enum class Link : std::uint8_t { kNone, kDemo, kSetUp, kInvitation };
  Link link(std::string_view secret, Time now) const;
  /// The set-up link is used: true once.
  bool take_set_up(std::string_view secret, Time now);

  /// Writes it down; what cannot be is counted. Waits for the disk.
  Result<void> note(const record::AuditEvent& event, Time now);
  /// Whether a look at `subject` is to be written down: the same look of the same person is once
  /// within kNoteEvery, so that a page that asks again each second does not fill the log.
  bool is_new_look(const Principal& who, std::string_view subject, Time now);
  /// Whether a refusal is to be written down; beyond some a minute they are only counted.
  bool is_refusal_noted(Time now);

  const Options& options() const { return options_; }
  Accounts* accounts() const { return accounts_.get(); }
  const std::string& nobody_csrf() const { return nobody_csrf_; }

  AccessCounts counts() const;
  void count_failure();

 private:
  Principal of_session(const std::string& key, const Session& session) const;
  Principal of_token(const record::Token& token) const;

  const Options options_;
  const std::shared_ptr<Accounts> accounts_;
  const std::string nobody_csrf_;
  std::string demo_secret_;
  mutable std::mutex mutex_;  // Guards what follows.
  Sessions sessions_;
  Attempts attempts_;
  std::string set_up_fingerprint_;
  Time set_up_until_;
  AccessCounts counts_;
  std::map<std::string, Time, std::less<>> noted_;  // What was written down within kNoteEvery.
  RateLimit refusals_{30, Duration::seconds(2)};
};

/// The value of the cookie `name` in a Cookie header; "" when absent or there twice.
std::string_view cookie_value(std::string_view header, std::string_view name);

}  // namespace narrows::serve
