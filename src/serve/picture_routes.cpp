#include "serve/picture_routes.hpp"

#include <limits>

#include "serve/auth/roles.hpp"
#include "serve/geojson.hpp"
#include "serve/node_routes.hpp"
#include "serve/past_json.hpp"

namespace narrows::serve {

namespace {

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

Response tracks_response(const picture::Snapshot& snapshot, const About& about, const Box& box,
                         const Page& page) {
  auto response = json_response(tracks_json(snapshot, about, box, page));
  response.content_type = "application/geo+json";
  return response;
}

Response no_past() {
  return problem(403, "Forbidden", "Your roles do not include a look at the past.");
}

/// The time that the query names, if it may be asked about.
Result<std::optional<Time>> parse_at(const Exchange& x) {
  const auto text = x.target.get("at");
  if (!text) return std::nullopt;
  const auto at = parse_rfc3339(*text);
  if (!at) return fail(Fault::kMalformed, "at must be a time as 2026-01-01T12:00:00Z");
  if (*at > x.moment.now + Duration::minutes(1))
    return fail(Fault::kOutOfRange, "at is in the future, which nobody knows");
  return at;
}

Answer tracks(const About& about, const std::shared_ptr<Past>& past, const Exchange& x) {
  if (!x.moment.published) return not_ready();
  for (const auto& [key, value] : x.target.query) {
    if (key != "bbox" && key != "limit" && key != "after" && key != "at")
      return bad_request("the parameters are bbox, limit, after and at; there is no " + key);
  }
  Box box;
  if (const auto text = x.target.get("bbox")) {
    const auto parsed = parse_box(*text);
    if (!parsed) return bad_request(parsed.error().what);
    box = *parsed;
  }
  const auto page = parse_page(x.target);
  if (!page) return bad_request(page.error().what);
  const auto at = parse_at(x);
  if (!at) return bad_request(at.error().what);
  const auto& when = *at;
  if (!when) return tracks_response(*x.moment.published->snapshot, about, box, *page);
  if (!past) return problem(404, "Not found", "This node keeps no history.");
  if (!may(x.who.roles, Permission::kSeeHistory)) return no_past();
  return Answer::Later{[=, page = *page, at = *when]() -> Response {
    const auto then = past->picture_at(at);
    if (!then) return problem(503, "Not now", then.error().what + ".");
    return tracks_response(*(*then)->snapshot, about, box, page);
  }};
}

/// Of one who is not in the picture: what the history knows.
Response departed_vessel(Past& past, model::Mmsi mmsi, Time at, const About& about) {
  const auto known = past.questions().vessel(mmsi, at);
  if (known) {
    if (const auto& vessel = *known)
      return json_response(known_vessel_json(*vessel, about.exercise));
  }
  return problem(404, "Not found", "No vessel with this MMSI is in the picture.");
}

Answer vessel(const About& about, const std::shared_ptr<Past>& past, const Exchange& x) {
  if (!x.moment.published) return not_ready();
  const auto mmsi = parse_mmsi(x.part("mmsi"));
  if (!mmsi) return bad_request("an MMSI is a number of nine digits");
  const auto at = parse_at(x);
  if (!at) return bad_request(at.error().what);
  if (!*at) {
    const auto& published = *x.moment.published;
    if (const auto* found = published.snapshot->find(*mmsi))
      return json_response(vessel_json(*found, published, about));
  }
  if (!past || (!*at && !may(x.who.roles, Permission::kSeeHistory)))
    return problem(404, "Not found", "No vessel with this MMSI is in the picture now.");
  if (!may(x.who.roles, Permission::kSeeHistory)) return no_past();
  return Answer::Later{[=, mmsi = *mmsi, at = *at, now = x.moment.now]() -> Response {
    if (!at) return departed_vessel(*past, mmsi, now, about);
    const auto then = past->picture_at(*at);
    if (!then) return problem(503, "Not now", then.error().what + ".");
    if (const auto* found = (*then)->snapshot->find(mmsi))
      return json_response(vessel_json(*found, **then, about));
    return departed_vessel(*past, mmsi, *at, about);
  }};
}

}  // namespace

std::optional<model::Mmsi> parse_mmsi(std::string_view text) {
  const auto mmsi = parse_whole(text);
  if (!mmsi || *mmsi > 0x3FFF'FFFF || text.size() > 10) return std::nullopt;
  return model::Mmsi{static_cast<std::uint32_t>(*mmsi)};
}

std::vector<Route> picture_routes(const About& about, const std::shared_ptr<Past>& past) {
  return {
      {"GET", "/api/v1/tracks", Permission::kSeePicture,
       [about, past](const Exchange& x) { return tracks(about, past, x); }},
      {"GET", "/api/v1/vessels/{mmsi}", Permission::kSeePicture,
       [about, past](const Exchange& x) { return vessel(about, past, x); }},
      {"GET", kPictureSocket, Permission::kSeePicture,
       [](const Exchange&) {
         return problem(426, "Upgrade required", "The live picture is a WebSocket.");
       }},
  };
}

}  // namespace narrows::serve
