#include "serve/api.hpp"

#include <array>
#include <limits>

#include "serve/geojson.hpp"
#include "serve/json_writer.hpp"
#include "serve/openapi_json.hpp"
#include "serve/target.hpp"

namespace narrows::serve {

namespace {

constexpr std::string_view kVessels = "/api/v1/vessels/";
constexpr std::array<std::string_view, 7> kRoutes{"/healthz",         "/readyz",
                                                  "/metrics",         "/api/v1/openapi.json",
                                                  "/api/v1/tracks",   "/api/v1/vessels/{mmsi}",
                                                  Api::kPictureSocket};

Response bad_request(std::string_view detail) {
  return problem(400, "Bad request", detail);
}

Result<Page> parse_page(const Target& target) {
  Page page;
  if (const auto limit = target.get("limit")) {
    const auto value = parse_whole(*limit);
    if (!value || *value == 0 || *value > Page::kLimitMax)
      return fail(Fault::kOutOfRange, "limit must be a whole number from 1 to 10000");
    page.limit = *value;
  }
  if (const auto after = target.get("after")) {
    const auto value = parse_whole(*after);
    if (!value || *value > std::numeric_limits<std::uint32_t>::max())
      return fail(Fault::kOutOfRange, "after must be an MMSI, the last of the page before");
    page.after = static_cast<std::uint32_t>(*value);
  }
  return page;
}

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

}  // namespace

std::span<const std::string_view> Api::routes() {
  return kRoutes;
}

std::optional<Response> Api::refuse_socket(const Request& request) const {
  auto refusal = guard_.refuse(request, /*navigation=*/false);
  if (refusal) harden(*refusal);
  return refusal;
}

Response Api::handle(const Request& request, const Published* published, const ServerCounts& counts,
                     Time now) const {
  const auto answer = [&]() -> Response {
    const auto target = parse_target(request.target);
    if (!target) return bad_request(target.error().what);
    const std::string_view path = target->path;
    const bool page = path == "/" || path == "/index.html";
    if (auto refusal = guard_.refuse(request, page)) return *refusal;
    if (path == "/healthz") return healthz(published, now);
    if (path == "/readyz") return readyz(published);
    if (path == "/metrics") {
      auto response = json_response(metrics_text(about_, published, counts));
      response.content_type = "text/plain; version=0.0.4; charset=utf-8";
      return response;
    }
    if (path == "/api/v1/openapi.json") return json_response(std::string{kOpenApiJson});
    if (path == kPictureSocket)
      return problem(426, "Upgrade required", "The live picture is a WebSocket.");
    if (!path.starts_with("/api/")) return web_.get(path, request.if_none_match);
    const bool known = path == "/api/v1/tracks" || path.starts_with(kVessels);
    if (!known) return problem(404, "Not found", "There is nothing under this path.");
    if (published == nullptr) return readyz(published);
    if (path == "/api/v1/tracks") return tracks(*target, *published);
    return vessel(path.substr(kVessels.size()), *published);
  };
  auto response = answer();
  harden(response);
  return response;
}

Response Api::healthz(const Published* published, Time now) const {
  if (published != nullptr && now - published->published_at > kStalledAfter) {
    return problem(
        503, "Stalled",
        "The picture was last renewed at " + format_rfc3339(published->published_at) + ".");
  }
  JsonWriter json;
  json.object([&] {
    json.member("status", "ok");
    json.member("node", about_.node);
    json.member("version", about_.version);
  });
  return json_response(json.take());
}

Response Api::readyz(const Published* published) const {
  if (published == nullptr)
    return problem(503, "Not ready", "The first picture has not been made yet.");
  JsonWriter json;
  json.object([&] {
    json.member("status", "ready");
    json.member("vessels", published->snapshot->vessels);
  });
  return json_response(json.take());
}

Response Api::tracks(const Target& target, const Published& published) const {
  for (const auto& [key, value] : target.query) {
    if (key != "bbox" && key != "limit" && key != "after" && key != "at")
      return bad_request("the parameters are bbox, limit, after and at; there is no " + key);
  }
  Box box;
  if (const auto text = target.get("bbox")) {
    const auto parsed = parse_box(*text);
    if (!parsed) return bad_request(parsed.error().what);
    box = *parsed;
  }
  if (target.get("at")) {
    return problem(501, "Not implemented",
                   "This node cannot show the picture of an earlier time yet; leave out at.");
  }
  const auto page = parse_page(target);
  if (!page) return bad_request(page.error().what);
  auto response = json_response(tracks_json(*published.snapshot, about_, box, *page));
  response.content_type = "application/geo+json";
  return response;
}

Response Api::vessel(std::string_view text, const Published& published) const {
  const auto mmsi = parse_whole(text);
  if (!mmsi || *mmsi > 0x3FFF'FFFF || text.size() > 10)
    return bad_request("an MMSI is a number of nine digits");
  const auto* found = published.snapshot->find({static_cast<std::uint32_t>(*mmsi)});
  if (found == nullptr)
    return problem(404, "Not found", "No vessel with this MMSI is in the picture now.");
  return json_response(vessel_json(*found, published, about_));
}

}  // namespace narrows::serve
