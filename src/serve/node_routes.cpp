#include "serve/node_routes.hpp"

#include <utility>

#include "serve/auth/access.hpp"
#include "serve/json_writer.hpp"
#include "serve/openapi_json.hpp"

namespace narrows::serve {

namespace {

Response healthz(const About& about, const Moment& moment) {
  const auto* published = moment.published.get();
  if (published != nullptr && moment.now - published->published_at > kStalledAfter) {
    return problem(
        503, "Stalled",
        "The picture was last renewed at " + format_rfc3339(published->published_at) + ".");
  }
  JsonWriter json;
  json.object([&] {
    json.member("status", "ok");
    json.member("node", about.node);
    json.member("version", about.version);
  });
  return json_response(json.take());
}

Response readyz(const Moment& moment) {
  if (!moment.published) return not_ready();
  JsonWriter json;
  json.object([&] {
    json.member("status", "ready");
    json.member("vessels", moment.published->snapshot->vessels);
  });
  return json_response(json.take());
}

Response metrics(const About& about, const Access& access, const Moment& moment) {
  auto response =
      json_response(metrics_text(about, moment.published.get(), moment.counts, access.counts()));
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

}  // namespace

Response not_ready() {
  return problem(503, "Not ready", "The first picture has not been made yet.");
}

std::vector<Route> node_routes(const About& about, std::shared_ptr<const Access> access) {
  return {
      {"GET", "/healthz", Permission::kOpen,
       [about](const Exchange& x) { return healthz(about, x.moment); }},
      {"GET", "/readyz", Permission::kOpen, [](const Exchange& x) { return readyz(x.moment); }},
      {"GET", "/metrics", Permission::kReadMetrics,
       [about, access = std::move(access)](const Exchange& x) {
         return metrics(about, *access, x.moment);
       }},
      {"GET", "/api/v1/openapi.json", Permission::kSeePicture,
       [](const Exchange&) { return json_response(std::string{kOpenApiJson}); }},
  };
}

}  // namespace narrows::serve
