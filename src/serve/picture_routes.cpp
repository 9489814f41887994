#include "serve/picture_routes.hpp"

#include <limits>

#include "serve/geojson.hpp"
#include "serve/node_routes.hpp"

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

Response tracks(const About& about, const Exchange& x) {
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
  if (x.target.get("at")) {
    return problem(501, "Not implemented",
                   "This node cannot show the picture of an earlier time yet; leave out at.");
  }
  const auto page = parse_page(x.target);
  if (!page) return bad_request(page.error().what);
  auto response = json_response(tracks_json(*x.moment.published->snapshot, about, box, *page));
  response.content_type = "application/geo+json";
  return response;
}

Response vessel(const About& about, const Exchange& x) {
  if (!x.moment.published) return not_ready();
  const auto text = x.part("mmsi");
  const auto mmsi = parse_whole(text);
  if (!mmsi || *mmsi > 0x3FFF'FFFF || text.size() > 10)
    return bad_request("an MMSI is a number of nine digits");
  const auto& published = *x.moment.published;
  const auto* found = published.snapshot->find({static_cast<std::uint32_t>(*mmsi)});
  if (found == nullptr)
    return problem(404, "Not found", "No vessel with this MMSI is in the picture now.");
  return json_response(vessel_json(*found, published, about));
}

}  // namespace

std::vector<Route> picture_routes(const About& about) {
  return {
      {"GET", "/api/v1/tracks", Permission::kSeePicture,
       [about](const Exchange& x) { return tracks(about, x); }},
      {"GET", "/api/v1/vessels/{mmsi}", Permission::kSeePicture,
       [about](const Exchange& x) { return vessel(about, x); }},
      {"GET", kPictureSocket, Permission::kSeePicture,
       [](const Exchange&) {
         return problem(426, "Upgrade required", "The live picture is a WebSocket.");
       }},
  };
}

}  // namespace narrows::serve
