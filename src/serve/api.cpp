#include "serve/api.hpp"

#include "serve/node_routes.hpp"
#include "serve/target.hpp"

namespace narrows::serve {

namespace {

/// Headers that every answer carries.
void harden(Response& response) {
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
}

Response not_allowed(std::string_view allowed) {
  auto response = problem(405, "Method not allowed",
                          "What is offered under this path is " + std::string{allowed} + ".");
  response.headers.emplace_back("Allow", allowed);
  return response;
}

}  // namespace

Api::Api(About about, Guard guard, std::filesystem::path web, std::vector<Route> more)
    : about_{std::move(about)}, guard_{std::move(guard)}, web_{std::move(web)} {
  routes_.add(node_routes(about_));
  routes_.add(picture_routes(about_));
  routes_.add(std::move(more));
}

std::optional<Response> Api::refuse_socket(const Request& request) const {
  auto refusal = guard_.refuse(request, /*navigation=*/false);
  if (refusal) harden(*refusal);
  return refusal;
}

Answer Api::handle(const Request& request, const Moment& moment) const {
  auto given = answer(request, moment);
  if (given.is_later()) {
    return Answer::Later{[make = std::move(given).take_later()] {
      auto response = make();
      harden(response);
      return response;
    }};
  }
  auto response = std::move(given).take();
  harden(response);
  return response;
}

Answer Api::answer(const Request& request, const Moment& moment) const {
  const auto target = parse_target(request.target);
  if (!target) return problem(400, "Bad request", target.error().what);
  const std::string_view path = target->path;
  const bool page = path == "/" || path == "/index.html";
  if (auto refusal = guard_.refuse(request, page)) return *refusal;
  if (auto found = routes_.find(request.method, path)) {
    return found->route->handle({.request = request,
                                 .target = *target,
                                 .moment = moment,
                                 .parts = std::move(found->parts)});
  }
  if (const auto allowed = routes_.allowed(path); !allowed.empty()) return not_allowed(allowed);
  if (path.starts_with("/api/"))
    return problem(404, "Not found", "There is nothing under this path.");
  if (request.method != "GET" && request.method != "HEAD") return not_allowed("GET, HEAD");
  return web_.get(path, request.if_none_match);
}

}  // namespace narrows::serve
