#include "serve/auth/session_routes.hpp"

#include <utility>

#include "serve/auth/secret.hpp"
#include "serve/json_body.hpp"
#include "serve/json_writer.hpp"

namespace narrows::serve {

namespace {

using SharedAccess = std::shared_ptr<Access>;

/// What of a request is still there when the answer is made elsewhere.
struct Caller {
  explicit Caller(const Exchange& x)
      : from{x.request.peer},
        cookie{cookie_value(x.request.cookie, Access::kCookie)},
        secure{x.request.secure},
        now{x.moment.now} {}
  std::string from;
  std::string cookie;
  bool secure;
  Time now;
};

/// What the sign-in page must know to say how to get in.
std::string_view way_in(const Access& access) {
  if (!access.options().sign_in) return "open";
  if (access.options().demo) return "demo_link";
  return access.accounts() != nullptr && access.accounts()->has_administrator() ? "password"
                                                                                : "set_up_link";
}

Response session_response(const Access& access, const Principal& who) {
  JsonWriter json;
  json.object([&] {
    if (who.name.empty()) {
      json.null("user");
    } else {
      json.member("user", who.name);
      json.member("display_name", who.display_name);
    }
    json.array("roles", [&] {
      for (const auto role : who.roles.names()) json.value(role);
    });
    json.array("permissions", [&] {
      for (const auto permission : kGranted) {
        if (who.signed_in() && may(who.roles, permission)) json.value(name(permission));
      }
    });
    json.member("csrf", who.signed_in() ? who.csrf : access.nobody_csrf());
    json.member("signed_in", who.signed_in());
    json.member("way_in", way_in(access));
    json.member("has_password", who.kind == Principal::Kind::kUser);
    if (who.ends_at) json.member("ends_at", format_rfc3339(*who.ends_at));
  });
  return json_response(json.take());
}

Response signed_in_response(const Access& access, const Access::SignedIn& in, unsigned status) {
  auto response = session_response(access, in.principal);
  response.status = status;
  response.headers.emplace_back("Set-Cookie", in.cookie);
  return response;
}

Response too_often() {
  auto response = problem(429, "Too many attempts",
                          "There were too many attempts from here or for this name; wait half a "
                          "minute and try again.");
  response.headers.emplace_back("Retry-After", "30");
  return response;
}

Response sign_in_is_off() {
  return problem(409, "Conflict", "Sign-in is switched off on this node.");
}

/// On a thread of the engine: hashing takes a tenth of a second, the disk what it takes.
Response sign_in(const SharedAccess& access, const Caller& caller, const std::string& name,
                 const std::string& password) {
  auto& accounts = *access->accounts();
  const auto user = accounts.user(name);
  const bool too_long = password.size() > kPasswordBytesMax;
  const bool fits = password_fits(too_long ? std::string_view{} : std::string_view{password},
                                  user ? user->password_hash : unknown_user_hash());
  if (!user || !fits || user->disabled) {
    access->count_failure();
    // A name that is nobody's is not written down: people type passwords into the wrong field.
    (void)access->note({.who = user ? name : std::string{},
                        .from = caller.from,
                        .what = "session.sign_in",
                        .subject = user ? name : std::string{},
                        .outcome = "refused",
                        .detail = !user  ? "no such user"
                                  : fits ? "the user is disabled"
                                         : "wrong password"},
                       caller.now);
    return problem(401, "Not signed in", "The name or the password is wrong.");
  }
  // Who can not be written down gets in all the same: a full disk must not blind the watch.
  (void)accounts.signed_in(name, {name, caller.from}, caller.now);
  return signed_in_response(
      *access, access->begin(*user, caller.from, caller.secure, caller.cookie, caller.now), 200);
}

Answer post_session(const SharedAccess& access, const Exchange& x) {
  if (access->accounts() == nullptr) return sign_in_is_off();
  const auto body = JsonBody::read(x.request, {"user", "password"});
  if (!body) return problem_of(body.error());
  auto name = body->needed("user");
  auto password = body->needed("password");
  if (!name) return problem_of(name.error());
  if (!password) return problem_of(password.error());
  const Caller caller{x};
  if (!access->may_try(name->substr(0, 64), caller.from, caller.now)) return too_often();
  return Answer::Later{[access, caller, name = std::move(*name), password = std::move(*password)] {
    return sign_in(access, caller, name, password);
  }};
}

Answer sign_out(const SharedAccess& access, const Exchange& x) {
  const bool everywhere = x.target.get("everywhere") == "true";
  return Answer::Later{[access, caller = Caller{x}, who = x.who, everywhere]() -> Response {
    auto cookie = access->end(who, everywhere, caller.secure);
    (void)access->note({.who = who.name,
                        .from = caller.from,
                        .what = everywhere ? "session.sign_out_everywhere" : "session.sign_out",
                        .subject = who.name,
                        .outcome = "done",
                        .detail = {}},
                       caller.now);
    Response response;
    response.status = 204;
    response.headers.emplace_back("Set-Cookie", std::move(cookie));
    return response;
  }};
}

Response set_password(const SharedAccess& access, const Caller& caller, const std::string& name,
                      const std::string& old_password, const std::string& password) {
  auto& accounts = *access->accounts();
  auto user = accounts.user(name);
  if (!user || !password_fits(old_password, user->password_hash)) {
    access->count_failure();
    (void)access->note({.who = name,
                        .from = caller.from,
                        .what = "user.password",
                        .subject = name,
                        .outcome = "refused",
                        .detail = "wrong password"},
                       caller.now);
    return problem(403, "Forbidden", "The present password is wrong.");
  }
  auto hash = hash_password(password);
  if (!hash) return problem_of(hash.error());
  if (auto set = accounts.set_password(name, *hash, {name, caller.from}, caller.now); !set)
    return problem_of(set.error());
  access->end_all(name);  // Whoever knew the old one is out; this session gets a new secret.
  return signed_in_response(*access,
                            access->begin(*user, caller.from, caller.secure, {}, caller.now), 200);
}

Answer put_password(const SharedAccess& access, const Exchange& x) {
  if (x.who.kind != Principal::Kind::kUser)
    return problem(409, "Conflict", "This session has no password of its own.");
  const auto body = JsonBody::read(x.request, {"old_password", "password"});
  if (!body) return problem_of(body.error());
  auto old_password = body->needed("old_password");
  auto password = body->needed("password");
  if (!old_password) return problem_of(old_password.error());
  if (!password) return problem_of(password.error());
  if (auto good = check_password(*password, x.who.name); !good) return problem_of(good.error());
  const Caller caller{x};
  if (!access->may_try(x.who.name, caller.from, caller.now)) return too_often();
  return Answer::Later{[access, caller, name = x.who.name, old_password = std::move(*old_password),
                        password = std::move(*password)] {
    return set_password(access, caller, name, old_password, password);
  }};
}

/// Looks at what the link is for; using it up takes a POST, so that a program that only follows
/// links (a mail scanner, a preview) spends nothing.
Answer get_sign_in(const SharedAccess& access, const Exchange& x) {
  const auto secret = x.part("token");
  const Caller caller{x};
  Response response;
  response.status = 303;
  switch (access->link(secret, caller.now)) {
    case Access::Link::kDemo:
      response.headers.emplace_back("Set-Cookie",
                                    access->begin_demo(caller.secure, caller.now).cookie);
      response.headers.emplace_back("Location", "/");
      return Answer::Later{[access, caller, response] {
        (void)access->note({.who = "demo",
                            .from = caller.from,
                            .what = "session.sign_in",
                            .subject = "demo",
                            .outcome = "done",
                            .detail = "by the printed link"},
                           caller.now);
        return response;
      }};
    case Access::Link::kSetUp:
    case Access::Link::kInvitation:
      // Behind the #, where neither this node's log nor another site's sees it.
      response.headers.emplace_back("Location", "/#link=" + std::string{secret});
      return response;
    case Access::Link::kNone:
      break;
  }
  response.headers.emplace_back("Location", "/#link=void");
  return response;
}

Answer look_at_link(const SharedAccess& access, const Exchange& x) {
  if (access->accounts() == nullptr) return sign_in_is_off();
  const auto body = JsonBody::read(x.request, {"link"});
  if (!body) return problem_of(body.error());
  const auto secret = body->needed("link");
  if (!secret) return problem_of(secret.error());
  const auto kind = access->link(*secret, x.moment.now);
  const auto invitation = access->accounts()->invitation(*secret, x.moment.now);
  if (kind != Access::Link::kSetUp && !invitation) {
    return problem(404, "Not found",
                   "This link was used, withdrawn, or is too old; ask for another.");
  }
  JsonWriter json;
  json.object([&] {
    json.member("kind", kind == Access::Link::kSetUp                 ? "set_up"
                        : access->accounts()->user(invitation->name) ? "new_password"
                                                                     : "invitation");
    if (invitation) {
      json.member("user", invitation->name);
      json.member("display_name", invitation->display_name);
      json.member("expires_at", format_rfc3339(invitation->expires_at));
    }
  });
  return json_response(json.take());
}

struct SetUp {
  std::string link;
  std::string user;
  std::string display_name;
  std::string password;
};

Response use_link(const SharedAccess& access, const Caller& caller, const SetUp& asked) {
  auto& accounts = *access->accounts();
  const auto hash = hash_password(asked.password);
  if (!hash) return problem_of(hash.error());
  const auto made = [&]() -> Result<record::User> {
    if (access->link(asked.link, caller.now) != Access::Link::kSetUp)
      return accounts.accept(asked.link, *hash, caller.from, caller.now);
    // All that a node needs that one person runs; docs/guide/sign-in.md says what to take away.
    const Accounts::Person person{
        asked.user, asked.display_name, {Role::kAdministrator, Role::kSupervisor, Role::kAuditor}};
    if (auto good = check_user_name(person.name); !good) return tl::unexpected(good.error());
    if (auto good = check_display_name(person.display_name); !good)
      return tl::unexpected(good.error());
    if (accounts.user(person.name))
      return fail(Fault::kRefused, "there is a user of this name already");
    if (!access->take_set_up(asked.link, caller.now))
      return fail(Fault::kNotFound, "this link was used just now");
    return accounts.set_up(person, *hash, {person.name, caller.from}, caller.now);
  }();
  if (!made) return problem_of(made.error());
  access->end_all(made->name);
  if (made->disabled)
    return problem(403, "Forbidden", "The password is set, but this user is disabled.");
  return signed_in_response(
      *access, access->begin(*made, caller.from, caller.secure, caller.cookie, caller.now), 201);
}

Answer post_setup(const SharedAccess& access, const Exchange& x) {
  if (access->accounts() == nullptr) return sign_in_is_off();
  const auto body = JsonBody::read(x.request, {"link", "user", "display_name", "password"});
  if (!body) return problem_of(body.error());
  auto link = body->needed("link");
  auto password = body->needed("password");
  auto user = body->text("user");
  auto display_name = body->text("display_name");
  if (!link) return problem_of(link.error());
  if (!password) return problem_of(password.error());
  if (!user) return problem_of(user.error());
  if (!display_name) return problem_of(display_name.error());
  const Caller caller{x};
  const auto invitation = access->accounts()->invitation(*link, caller.now);
  if (access->link(*link, caller.now) != Access::Link::kSetUp && !invitation) {
    return problem(404, "Not found",
                   "This link was used, withdrawn, or is too old; ask for another.");
  }
  SetUp asked{std::move(*link), invitation ? invitation->name : user->value_or(""),
              display_name->value_or(user->value_or("")), std::move(*password)};
  if (auto good = check_password(asked.password, asked.user); !good)
    return problem_of(good.error());
  return Answer::Later{
      [access, caller, asked = std::move(asked)] { return use_link(access, caller, asked); }};
}

}  // namespace

std::vector<Route> session_routes(const SharedAccess& access) {
  return {
      {"GET", "/sign-in/{token}", Permission::kOpen,
       [access](const Exchange& x) { return get_sign_in(access, x); }},
      {"GET", "/api/v1/session", Permission::kOpen,
       [access](const Exchange& x) { return session_response(*access, x.who); }},
      {"POST", "/api/v1/session", Permission::kOpen,
       [access](const Exchange& x) { return post_session(access, x); }},
      {"DELETE", "/api/v1/session", Permission::kSignedIn,
       [access](const Exchange& x) { return sign_out(access, x); }},
      {"PUT", "/api/v1/session/password", Permission::kSignedIn,
       [access](const Exchange& x) { return put_password(access, x); }},
      {"POST", "/api/v1/setup", Permission::kOpen,
       [access](const Exchange& x) { return post_setup(access, x); }},
      {"POST", "/api/v1/setup/link", Permission::kOpen,
       [access](const Exchange& x) { return look_at_link(access, x); }},
  };
}

}  // namespace narrows::serve
