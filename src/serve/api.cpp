#include "serve/api.hpp"

#include "serve/alert_routes.hpp"
#include "serve/auth/account_routes.hpp"
#include "serve/auth/session_routes.hpp"
#include "serve/node_routes.hpp"
#include "serve/past_routes.hpp"
#include "serve/target.hpp"

namespace narrows::serve {

namespace {

/// Headers that every answer carries.
void harden(Response& response, bool secure) {
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("X-Frame-Options", "DENY");
  // Styles set from script need no permission; what libraries put into <style> does.
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
      "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
      "frame-ancestors 'none'");
  if (secure) response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
}

Response not_allowed(std::string_view allowed) {
  auto response = problem(405, "Method not allowed",
                          "What is offered under this path is " + std::string{allowed} + ".");
  response.headers.emplace_back("Allow", allowed);
  return response;
}

/// What a look at the past, or at the audit log, is called in the audit log; "" for the rest.
std::string_view audited_as(Permission permission) {
  if (permission == Permission::kSeeHistory) return "history.read";
  if (permission == Permission::kReadAudit) return "audit.read";
  return {};
}

/// As much of a target as an entry of the audit log holds.
std::string subject_of(const Request& request) {
  constexpr std::size_t kMost = 500;
  return std::string{request.target.substr(0, kMost)};
}

/// The answer, with its entry in the audit log made before anybody sees it.
Answer noted(Answer answer, std::shared_ptr<Access> access, record::AuditEvent event, Time now) {
  const auto write = [access = std::move(access), now](record::AuditEvent what, unsigned status) {
    what.outcome = status < 400 ? "done" : status < 500 ? "refused" : "failed";
    // A disk that is full must not blind the watch: what can not be noted is counted.
    (void)access->note(what, now);
  };
  return Answer::Later{[write, event = std::move(event), answer = std::move(answer)]() mutable {
    auto response = std::move(answer).take();
    write(std::move(event), response.status);
    return response;
  }};
}

}  // namespace

Api::Api(About about, Guard guard, std::filesystem::path web, std::vector<Route> more,
         std::shared_ptr<Access> access, std::shared_ptr<Past> past,
         std::shared_ptr<AlertDesk> alerts)
    : about_{std::move(about)},
      guard_{std::move(guard)},
      web_{std::move(web)},
      access_{std::move(access)} {
  if (!access_)
    access_ = std::make_shared<Access>(Access::Options{.sign_in = false, .sessions = {}}, nullptr);
  routes_.add(node_routes(about_, access_));
  routes_.add(session_routes(access_));
  routes_.add(account_routes(access_));
  routes_.add(audit_routes(access_));
  routes_.add(picture_routes(about_, past));
  routes_.add(past_routes(about_, std::move(past)));
  routes_.add(alert_routes(std::move(alerts), access_));
  routes_.add(std::move(more));
}

Api::SocketAnswer Api::open_socket(const Request& request, Time now) const {
  SocketAnswer out;
  out.refusal = guard_.refuse(request, /*navigation=*/false);
  if (!out.refusal) {
    out.who = access_->who(request, now);
    out.refusal = access_->refuse(request, out.who, Permission::kSeePicture);
  }
  if (out.refusal) harden(*out.refusal, request.secure);
  return out;
}

bool Api::may_stay(Principal& who, Time now) const {
  auto still = access_->still(who, now);
  if (!still || !may(still->roles, Permission::kSeePicture)) return false;
  who = std::move(*still);
  return true;
}

Answer Api::handle(const Request& request, const Moment& moment) const {
  auto given = answer(request, moment);
  if (given.is_later()) {
    return Answer::Later{[make = std::move(given).take_later(), secure = request.secure]() mutable {
      auto response = make();
      harden(response, secure);
      return response;
    }};
  }
  auto response = std::move(given).take();
  harden(response, request.secure);
  return response;
}

Answer Api::refused(Response refusal, const Request& request, const Principal& who,
                    Time now) const {
  if (!who.signed_in() || !access_->is_refusal_noted(now)) return refusal;
  return noted(std::move(refusal), access_,
               {.who = who.name,
                .from = std::string{request.peer},
                .what = "access.refused",
                .subject = subject_of(request),
                .outcome = {},
                .detail = std::string{request.method}},
               now);
}

Answer Api::answer(const Request& request, const Moment& moment) const {
  const auto target = parse_target(request.target);
  if (!target) return problem(400, "Bad request", target.error().what);
  const std::string_view path = target->path;
  // What a browser may open by a link from elsewhere: it tells the other site nothing.
  const bool page = path == "/" || path == "/index.html" || path.starts_with("/sign-in/");
  if (auto refusal = guard_.refuse(request, page)) return *refusal;
  const auto who = access_->who(request, moment.now);
  auto found = routes_.find(request.method, path);
  if (!found) {
    if (const auto allowed = routes_.allowed(path); !allowed.empty()) return not_allowed(allowed);
    return answer_file(request, path, who);
  }
  const auto& route = *found->route;
  if (auto refusal = access_->refuse(request, who, route.permission))
    return refused(std::move(*refusal), request, who, moment.now);
  auto given = route.handle({.request = request,
                             .target = *target,
                             .moment = moment,
                             .who = who,
                             .parts = std::move(found->parts)});
  const auto what = audited_as(route.permission);
  if (what.empty() || who.kind == Principal::Kind::kEveryone) return given;
  auto subject = subject_of(request);
  if (!access_->is_new_look(who, subject, moment.now)) return given;
  return noted(std::move(given), access_,
               {.who = who.name,
                .from = std::string{request.peer},
                .what = std::string{what},
                .subject = std::move(subject),
                .outcome = {},
                .detail = {}},
               moment.now);
}

Answer Api::answer_file(const Request& request, std::string_view path, const Principal& who) const {
  if (path.starts_with("/api/"))
    return problem(404, "Not found", "There is nothing under this path.");
  if (request.method != "GET" && request.method != "HEAD") return not_allowed("GET, HEAD");
  // The console's own files hold no secret and are needed to sign in; an area's do not concern
  // strangers.
  if (path.starts_with("/areas/")) {
    if (auto refusal = access_->refuse(request, who, Permission::kSeePicture)) return *refusal;
  }
  return web_.get(path, request.if_none_match);
}

}  // namespace narrows::serve
