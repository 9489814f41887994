#include "serve/auth/account_routes.hpp"

#include <utility>

#include "serve/json_body.hpp"
#include "serve/json_writer.hpp"

namespace narrows::serve {

namespace {

using SharedAccess = std::shared_ptr<Access>;

/// Who asked, from where and when: what is still there when the answer is made elsewhere.
struct Caller {
  explicit Caller(const Exchange& x)
      : actor{x.who.name, std::string{x.request.peer}}, now{x.moment.now} {}
  Actor actor;
  Time now;
};

void put_roles(JsonWriter& json, const std::string& text) {
  json.array("roles", [&] {
    for (const auto role : parse_roles(text).value_or(RoleSet{}).names()) json.value(role);
  });
}

void put_time(JsonWriter& json, std::string_view key, const std::optional<Time>& time) {
  if (time) json.member(key, format_rfc3339(*time));
}

void put_user(JsonWriter& json, const record::User& user, std::size_t sessions) {
  json.object([&] {
    json.member("name", user.name);
    json.member("display_name", user.display_name);
    put_roles(json, user.roles);
    json.member("disabled", user.disabled);
    put_time(json, "created_at", user.created_at);
    put_time(json, "signed_in_at", user.signed_in_at);
    json.member("sessions", sessions);
  });
}

void put_invitation(JsonWriter& json, const record::Invitation& i) {
  json.object([&] {
    json.member("id", i.link_hash);
    json.member("name", i.name);
    json.member("display_name", i.display_name);
    put_roles(json, i.roles);
    json.member("made_by", i.made_by);
    put_time(json, "created_at", i.created_at);
    put_time(json, "expires_at", i.expires_at);
  });
}

void put_token(JsonWriter& json, const record::Token& token) {
  json.object([&] {
    json.member("name", token.name);
    put_roles(json, token.roles);
    json.member("made_by", token.made_by);
    put_time(json, "created_at", token.created_at);
    put_time(json, "expires_at", token.expires_at);
  });
}

template <class Items, class Put>
Response list(std::string_view key, const Items& items, Put&& put) {
  JsonWriter json;
  json.object([&] {
    json.array(key, [&] {
      for (const auto& item : items) put(json, item);
    });
  });
  return json_response(json.take());
}

Response with_status(Response response, unsigned status) {
  response.status = status;
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

/// The secret is in this answer and nowhere else.
Response link_response(std::string_view secret, Time expires_at) {
  JsonWriter json;
  json.object([&] {
    json.member("link", "/sign-in/" + std::string{secret});
    json.member("expires_at", format_rfc3339(expires_at));
  });
  return with_status(json_response(json.take()), 201);
}

Result<RoleSet> roles_in(const std::vector<std::string>& words) {
  RoleSet roles;
  for (const auto& word : words) {
    const auto role = role_of(word);
    if (!role) return fail(Fault::kOutOfRange, "there is no role '" + word + "'");
    roles.add(*role);
  }
  return roles;
}

Response users(const SharedAccess& access) {
  return list("users", access->accounts()->users(), [&](JsonWriter& json, const auto& user) {
    put_user(json, user, access->sessions_of(user.name));
  });
}

Answer invite(const SharedAccess& access, const Exchange& x) {
  const auto body = JsonBody::read(x.request, {"name", "display_name", "roles"});
  if (!body) return problem_of(body.error());
  auto name = body->needed("name");
  auto display_name = body->needed("display_name");
  const auto words = body->texts("roles");
  if (!name) return problem_of(name.error());
  if (!display_name) return problem_of(display_name.error());
  if (!words) return problem_of(words.error());
  const auto roles = roles_in(words->value_or(std::vector<std::string>{}));
  if (!roles) return problem_of(roles.error());
  Accounts::Person person{std::move(*name), std::move(*display_name), *roles};
  return Answer::Later{[access, caller = Caller{x}, person = std::move(person)] {
    const auto secret = access->accounts()->invite(person, caller.actor, caller.now);
    return secret ? link_response(*secret, caller.now + Accounts::kInvitationLives)
                  : problem_of(secret.error());
  }};
}

Answer password_link(const SharedAccess& access, const Exchange& x) {
  return Answer::Later{[access, caller = Caller{x}, name = std::string{x.part("name")}] {
    const auto secret = access->accounts()->new_password_link(name, caller.actor, caller.now);
    return secret ? link_response(*secret, caller.now + Accounts::kInvitationLives)
                  : problem_of(secret.error());
  }};
}

Answer withdraw(const SharedAccess& access, const Exchange& x) {
  return Answer::Later{[access, caller = Caller{x}, id = std::string{x.part("id")}] {
    const auto done = access->accounts()->withdraw_invitation(id, caller.actor, caller.now);
    return done ? no_content() : problem_of(done.error());
  }};
}

Answer change_user(const SharedAccess& access, const Exchange& x) {
  const auto body = JsonBody::read(x.request, {"display_name", "roles", "disabled"});
  if (!body) return problem_of(body.error());
  const auto display_name = body->text("display_name");
  const auto words = body->texts("roles");
  const auto disabled = body->flag("disabled");
  if (!display_name) return problem_of(display_name.error());
  if (!words) return problem_of(words.error());
  if (!disabled) return problem_of(disabled.error());
  Accounts::UserPatch patch{*display_name, {}, *disabled};
  if (const auto& said = *words) {
    const auto roles = roles_in(*said);
    if (!roles) return problem_of(roles.error());
    patch.roles = *roles;
  }
  return Answer::Later{[access, caller = Caller{x}, name = std::string{x.part("name")},
                        patch = std::move(patch)]() -> Response {
    const auto user = access->accounts()->change_user(name, patch, caller.actor, caller.now);
    if (!user) return problem_of(user.error());
    if (user->disabled) access->end_all(user->name);
    JsonWriter json;
    put_user(json, *user, access->sessions_of(user->name));
    return json_response(json.take());
  }};
}

Answer end_sessions(const SharedAccess& access, const Exchange& x) {
  return Answer::Later{
      [access, caller = Caller{x}, name = std::string{x.part("name")}]() -> Response {
        if (!access->accounts()->user(name))
          return problem_of({Fault::kNotFound, "there is no user '" + name + "'"});
        access->end_all(name);
        const auto noted = access->note({.who = caller.actor.who,
                                         .from = caller.actor.from,
                                         .what = "session.ended_by_administrator",
                                         .subject = name,
                                         .outcome = "done",
                                         .detail = {}},
                                        caller.now);
        return noted ? no_content() : problem_of(noted.error());
      }};
}

Answer make_token(const SharedAccess& access, const Exchange& x) {
  const auto body = JsonBody::read(x.request, {"name", "roles", "expires_at"});
  if (!body) return problem_of(body.error());
  auto name = body->needed("name");
  const auto words = body->texts("roles");
  const auto until = body->text("expires_at");
  if (!name) return problem_of(name.error());
  if (!words) return problem_of(words.error());
  if (!until) return problem_of(until.error());
  const auto roles = roles_in(words->value_or(std::vector<std::string>{}));
  if (!roles) return problem_of(roles.error());
  std::optional<Time> expires_at;
  if (const auto& said = *until) {
    expires_at = parse_rfc3339(*said);
    if (!expires_at) {
      return problem_of({Fault::kOutOfRange,
                         "expires_at must be a time such as "
                         "2027-01-01T00:00:00Z"});
    }
  }
  return Answer::Later{[access, caller = Caller{x}, name = std::move(*name), roles = *roles,
                        expires_at]() -> Response {
    const auto secret =
        access->accounts()->make_token(name, roles, expires_at, caller.actor, caller.now);
    if (!secret) return problem_of(secret.error());
    JsonWriter json;
    json.object([&] {
      json.member("name", name);
      json.member("token", *secret);
    });
    return with_status(json_response(json.take()), 201);
  }};
}

Answer revoke_token(const SharedAccess& access, const Exchange& x) {
  return Answer::Later{[access, caller = Caller{x}, name = std::string{x.part("name")}] {
    const auto done = access->accounts()->revoke_token(name, caller.actor, caller.now);
    return done ? no_content() : problem_of(done.error());
  }};
}

}  // namespace

std::vector<Route> account_routes(SharedAccess access) {
  const auto manage = [&](std::string_view method, std::string_view path, auto handle) {
    return Route{method, path, Permission::kManageAccounts,
                 [access, handle](const Exchange& x) -> Answer { return handle(access, x); }};
  };
  return {
      manage("GET", "/api/v1/users", [](const auto& a, const Exchange&) { return users(a); }),
      manage("PATCH", "/api/v1/users/{name}", change_user),
      manage("POST", "/api/v1/users/{name}/password-link", password_link),
      manage("DELETE", "/api/v1/users/{name}/sessions", end_sessions),
      manage("GET", "/api/v1/invitations",
             [](const auto& a, const Exchange& x) {
               return list("invitations", a->accounts()->invitations(x.moment.now), put_invitation);
             }),
      manage("POST", "/api/v1/invitations", invite),
      manage("DELETE", "/api/v1/invitations/{id}", withdraw),
      manage("GET", "/api/v1/tokens",
             [](const auto& a, const Exchange&) {
               return list("tokens", a->accounts()->tokens(), put_token);
             }),
      manage("POST", "/api/v1/tokens", make_token),
      manage("DELETE", "/api/v1/tokens/{name}", revoke_token),
  };
}

}  // namespace narrows::serve
