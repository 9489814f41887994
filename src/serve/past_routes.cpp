#include "serve/past_routes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "serve/flow_json.hpp"
#include "serve/geojson.hpp"
#include "serve/past_json.hpp"
#include "serve/picture_routes.hpp"

namespace narrows::serve {

namespace {

constexpr Duration kDay = Duration::hours(24);
/// Longer spans are refused: they would keep a thread busy for minutes.
constexpr Duration kSpanMax = Duration::hours(std::int64_t{24} * 366);
constexpr std::size_t kLimitMax = 10'000;
constexpr std::size_t kMessagesMax = 200;
constexpr std::size_t kEventsMax = 2'000;
constexpr Duration kMonth = Duration::hours(std::int64_t{24} * 30);
/// On all pages of one question about crossings.
constexpr std::size_t kCrossingVesselsMax = 100'000;

Response bad_request(std::string_view detail) {
  return problem(400, "Bad request", detail);
}

/// What a question could not be answered for, as a status of HTTP.
Response failure(const Error& error) {
  const auto sentence = error.what + ".";
  switch (error.fault) {
    case Fault::kNotFound:
      return problem(404, "Not found", sentence);
    case Fault::kMalformed:
    case Fault::kOutOfRange:
      return problem(400, "Bad request", sentence);
    case Fault::kRefused:
    case Fault::kFull:
      return problem(503, "Not now", sentence);
    default:
      return problem(500, "Failed", sentence);
  }
}

/// What the parameters of a question say. Each taker notes what is wrong; the first wrong counts.
class Wishes {
 public:
  Wishes(const Exchange& x, std::initializer_list<std::string_view> known) : target_{x.target} {
    std::string names;
    for (const auto name : known) {
      if (!names.empty()) names += ", ";
      names += name;
    }
    for (const auto& [key, value] : target_.query) {
      if (std::find(known.begin(), known.end(), key) == known.end())
        wrong("the parameters are " + names + "; there is no " + key);
    }
  }

  std::optional<Time> time(std::string_view key) {
    const auto text = target_.get(key);
    if (!text) return std::nullopt;
    const auto at = parse_rfc3339(*text);
    if (!at) wrong(std::string{key} + " must be a time as 2026-01-01T12:00:00Z");
    return at;
  }
  history::TimeRange range(Time now, Duration unless_said) {
    const auto to = time("to").value_or(now);
    const auto from = time("from").value_or(to - unless_said);
    if (from >= to) wrong("from must be before to");
    if (to - from > kSpanMax) wrong("from and to may be a year apart");
    return {from, to};
  }
  std::size_t limit(std::size_t unless_said, std::size_t most) {
    const auto text = target_.get("limit");
    if (!text) return unless_said;
    const auto value = parse_whole(*text);
    if (!value || *value == 0 || *value > most) {
      wrong("limit must be a whole number from 1 to " + std::to_string(most));
      return unless_said;
    }
    return static_cast<std::size_t>(*value);
  }
  PastPage page(std::size_t unless_said) {
    PastPage page{.limit = limit(unless_said, kLimitMax)};
    const auto text = target_.get("after");
    if (!text) return page;
    const auto comma = text->find(',');
    page.after = parse_rfc3339(text->substr(0, comma));
    const auto number =
        comma == std::string_view::npos ? std::nullopt : parse_whole(text->substr(comma + 1));
    page.skip = static_cast<std::size_t>(number.value_or(0));
    if (!page.after || !number || *number > 0x3FFF'FFFF)
      wrong("after must be what the page before gave as next_after");
    return page;
  }
  std::uint64_t whole(std::string_view key, std::uint64_t most) {
    const auto text = target_.get(key);
    if (!text) return 0;
    const auto value = parse_whole(*text);
    if (!value || *value > most)
      wrong(std::string{key} + " must be a whole number up to " + std::to_string(most));
    return value.value_or(0);
  }
  Box box() {
    const auto text = target_.get("bbox");
    if (!text) {
      wrong("bbox is needed: west,south,east,north in degrees");
      return {};
    }
    const auto parsed = parse_box(*text);
    if (!parsed) wrong(parsed.error().what);
    return parsed.value_or(Box{});
  }
  std::string text(std::string_view key) { return std::string{target_.get(key).value_or("")}; }

  void wrong(std::string why) {
    if (wrong_.empty()) wrong_ = std::move(why);
  }
  const std::string& wrong() const { return wrong_; }

 private:
  const Target& target_;
  std::string wrong_;
};

/// The vessel that the path names.
std::optional<model::Mmsi> path_mmsi(const Exchange& x, Wishes& wishes) {
  const auto mmsi = parse_mmsi(x.part("mmsi"));
  if (!mmsi) wishes.wrong("an MMSI is a number of nine digits");
  return mmsi;
}

Response answered(Result<std::string> json) {
  if (!json) return failure(json.error());
  return json_response(std::move(*json));
}

/// What time it is in the picture: a node that plays a recording has the recording's.
Time time_of(const Exchange& x) {
  return x.moment.published ? x.moment.published->snapshot->now : x.moment.now;
}

using SharedPast = std::shared_ptr<Past>;

Answer track(const SharedPast& past, const std::string& exercise, const Exchange& x) {
  Wishes wishes{x, {"from", "to", "limit", "after", "every_s"}};
  const auto mmsi = path_mmsi(x, wishes);
  const auto range = wishes.range(time_of(x), kDay);
  const auto page = wishes.page(1'000);
  const auto every = Duration::seconds(static_cast<std::int64_t>(wishes.whole("every_s", 86'400)));
  if (!wishes.wrong().empty()) return bad_request(wishes.wrong());
  return Answer::Later{
      [=] { return answered(track_json(past->questions(), *mmsi, range, page, every, exercise)); }};
}

Answer changes(const SharedPast& past, const std::string& exercise, const Exchange& x) {
  Wishes wishes{x, {"from", "to", "limit", "after"}};
  const auto mmsi = path_mmsi(x, wishes);
  const auto range = wishes.range(time_of(x), kSpanMax);
  const auto page = wishes.page(100);
  if (!wishes.wrong().empty()) return bad_request(wishes.wrong());
  return Answer::Later{
      [=] { return answered(changes_json(past->questions(), *mmsi, range, page, exercise)); }};
}

Answer messages(const SharedPast& past, const std::string& exercise, const Exchange& x) {
  Wishes wishes{x, {"from", "to", "limit"}};
  const auto mmsi = path_mmsi(x, wishes);
  const auto range = wishes.range(time_of(x), kDay);
  const auto limit = wishes.limit(20, kMessagesMax);
  if (!wishes.wrong().empty()) return bad_request(wishes.wrong());
  return Answer::Later{[=]() -> Response {
    const auto found = past->messages(*mmsi, range, limit);
    if (!found) return failure(found.error());
    return json_response(messages_json(*mmsi, *found, exercise));
  }};
}

Answer port_calls(const SharedPast& past, const std::string& exercise, const Exchange& x) {
  Wishes wishes{x, {"from", "to", "limit", "after"}};
  const auto mmsi = path_mmsi(x, wishes);
  const auto range = wishes.range(time_of(x), kMonth);
  const auto page = wishes.page(100);
  if (!wishes.wrong().empty()) return bad_request(wishes.wrong());
  return Answer::Later{[=]() -> Response {
    const auto calls = past->port_calls(*mmsi, range);
    if (!calls) return failure(calls.error());
    return json_response(port_calls_json(*mmsi, range, *calls, page, exercise));
  }};
}

Answer crossings(const SharedPast& past, const std::string& exercise, const Exchange& x) {
  Wishes wishes{x, {"bbox", "from", "to", "limit", "after"}};
  const auto box = wishes.box();
  const auto range = wishes.range(time_of(x), Duration::hours(1));
  const auto page = wishes.page(1'000);
  if (!wishes.wrong().empty()) return bad_request(wishes.wrong());
  return Answer::Later{[=]() -> Response {
    using Degrees = geo::LatLon::Degrees;
    const history::Box asked{.south_west = *geo::LatLon::from(Degrees{box.south, box.west}),
                             .north_east = *geo::LatLon::from(Degrees{box.north, box.east})};
    const auto found = past->questions().crossings(asked, range, kCrossingVesselsMax);
    if (!found) return failure(found.error());
    return json_response(crossings_json(*found, range, page, exercise));
  }};
}

Answer flow_gates(const SharedPast& past, const std::string& exercise, const Exchange& x) {
  Wishes wishes{x, {"from", "to"}};
  const auto range = wishes.range(time_of(x), kDay);
  if (!wishes.wrong().empty()) return bad_request(wishes.wrong());
  return Answer::Later{[=]() -> Response {
    const auto found = past->flow_gates(range);
    if (!found) return failure(found.error());
    return json_response(flow_gates_json(*found, range, exercise));
  }};
}

Answer flow_shift(const SharedPast& past, const std::string& exercise, const Exchange& x) {
  Wishes wishes{x, {"from", "to"}};
  const auto range = wishes.range(time_of(x), kSpanMax);
  if (!wishes.wrong().empty()) return bad_request(wishes.wrong());
  return Answer::Later{[=]() -> Response {
    const auto found = past->flow_shifts(range);
    if (!found) return failure(found.error());
    return json_response(flow_shift_json(*found, range, exercise));
  }};
}

Answer flow_density(const SharedPast& past, const std::string& exercise, const Exchange& x) {
  Wishes wishes{x, {"bbox", "from", "to", "cells"}};
  const auto box = wishes.box();
  const auto range = wishes.range(time_of(x), kDay);
  constexpr std::uint64_t kAcrossMax = 400;
  const auto asked = wishes.whole("cells", kAcrossMax);
  if (!wishes.wrong().empty()) return bad_request(wishes.wrong());
  // So many cells in the longer side; a width of nothing is one cell.
  const auto across = static_cast<double>(asked == 0 ? 100 : asked);
  const double width = box.east < box.west ? box.east + 360 - box.west : box.east - box.west;
  const double cell_deg = std::max({width, box.north - box.south, 1e-3}) / across;
  const auto cell_e7 = std::max<std::int64_t>(1, std::llround(cell_deg * 1e7));
  return Answer::Later{[=] {
    using Degrees = geo::LatLon::Degrees;
    const history::Box sides{.south_west = *geo::LatLon::from(Degrees{box.south, box.west}),
                             .north_east = *geo::LatLon::from(Degrees{box.north, box.east})};
    return answered(flow_density_json(past->questions(), sides, range, cell_e7, exercise));
  }};
}

Answer search(const SharedPast& past, const std::string& exercise, const Exchange& x) {
  Wishes wishes{x, {"q", "limit"}};
  const auto words = wishes.text("q");
  const auto limit = wishes.limit(20, 200);
  if (words.empty() || words.size() > 100) wishes.wrong("q must have 1 to 100 bytes");
  if (!wishes.wrong().empty()) return bad_request(wishes.wrong());
  const auto now = x.moment.published;
  return Answer::Later{[=] {
    // Without a store, or while it is stopped, what is in the picture is found all the same.
    const auto known =
        past ? past->questions().search(words, limit) : Result<std::vector<history::Found>>{};
    return json_response(search_json(words, limit, now.get(), known, exercise));
  }};
}

Answer extent(const SharedPast& past, const std::string& exercise, const Exchange& x) {
  Wishes wishes{x, {"from", "to", "limit", "mmsi"}};
  const auto range = wishes.range(time_of(x), kDay);
  const auto limit = wishes.limit(500, kEventsMax);
  const auto mmsi = wishes.whole("mmsi", 0x3FFF'FFFF);
  if (!wishes.wrong().empty()) return bad_request(wishes.wrong());
  return Answer::Later{[=]() -> Response {
    const auto found = past->extent(range.from, range.to);
    if (!found) return failure(found.error());
    // The bar is of use without its events, as while the store is stopped.
    const auto events = past->events(range, limit);
    Result<std::vector<model::PortVisit>> calls{};
    if (mmsi != 0) calls = past->port_calls({static_cast<std::uint32_t>(mmsi)}, range);
    return json_response(extent_json(*found, range, limit, events, calls, exercise));
  }};
}

using Handler = Answer (*)(const SharedPast&, const std::string&, const Exchange&);

Route route(std::string_view path, Handler handler, const SharedPast& past,
            const std::string& exercise) {
  return {"GET", path, Permission::kSeeHistory, [=](const Exchange& x) -> Answer {
            if (!past && handler != &search)
              return problem(404, "Not found", "This node keeps no history.");
            return handler(past, exercise, x);
          }};
}

}  // namespace

std::vector<Route> past_routes(const About& about, const std::shared_ptr<Past>& past) {
  const auto& exercise = about.exercise;
  return {route("/api/v1/vessels/{mmsi}/track", &track, past, exercise),
          route("/api/v1/vessels/{mmsi}/changes", &changes, past, exercise),
          route("/api/v1/vessels/{mmsi}/messages", &messages, past, exercise),
          route("/api/v1/vessels/{mmsi}/port-calls", &port_calls, past, exercise),
          route("/api/v1/crossings", &crossings, past, exercise),
          route("/api/v1/flow/gates", &flow_gates, past, exercise),
          route("/api/v1/flow/shift", &flow_shift, past, exercise),
          route("/api/v1/flow/density", &flow_density, past, exercise),
          route("/api/v1/search", &search, past, exercise),
          route("/api/v1/history", &extent, past, exercise)};
}

}  // namespace narrows::serve
