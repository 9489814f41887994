#include "serve/past_json.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "model/words.hpp"
#include "serve/identity_json.hpp"
#include "serve/json_writer.hpp"

namespace narrows::serve {

namespace {

void put_world(JsonWriter& json, std::string_view exercise) {
  if (!exercise.empty()) json.member("exercise", exercise);
}
void put_span(JsonWriter& json, history::TimeRange range) {
  json.member("from", format_rfc3339(range.from));
  json.member("to", format_rfc3339(range.to));
}
void put_next(JsonWriter& json, const std::string& next) {
  if (!next.empty()) json.member("next_after", next);
}
void put_text(JsonWriter& json, std::string_view key, const std::string& text) {
  if (!text.empty()) json.member(key, text);
}

std::string place_in_list(Time t, std::size_t number) {
  return fmt::format("{},{}", format_rfc3339(t), number);
}

void put_point(JsonWriter& json, const history::PastPosition& p) {
  json.object([&] {
    json.member("observed_at", format_rfc3339(p.observed_at));
    json.member("received_at", format_rfc3339(p.received_at));
    if (p.position) {
      json.member("lat", p.position->lat_degrees(), 7);
      json.member("lon", p.position->lon_degrees(), 7);
    }
    if (p.sog) json.member("sog_kn", p.sog->knots(), 1);
    if (p.cog) json.member("cog_deg", p.cog->degrees_true(), 1);
    if (p.heading) json.member("heading_deg", p.heading->degrees_true(), 0);
    if (p.nav_status && *p.nav_status < 15)
      json.member("nav_status", model::kNavStatusWords[*p.nav_status]);
    put_text(json, "source", p.source);
  });
}

void put_call(JsonWriter& json, const model::PortVisit& call) {
  json.object([&] {
    json.member("port", call.port);
    json.member("arrived_at", format_rfc3339(call.arrived_at));
    if (call.stopped_at) json.member("stopped_at", format_rfc3339(*call.stopped_at));
    if (call.left_at) json.member("left_at", format_rfc3339(*call.left_at));
    json.member("lat", call.arrived.lat_degrees(), 7);
    json.member("lon", call.arrived.lon_degrees(), 7);
  });
}

void put_crossing(JsonWriter& json, const history::Crossing& c) {
  json.object([&] {
    json.member("mmsi", c.mmsi.value);
    json.member("name", c.name);
    put_number_facts(json, c.mmsi);
    json.member("first_seen", format_rfc3339(c.first));
    json.member("last_seen", format_rfc3339(c.last));
    json.member("reports", c.reports);
    json.member("passes", c.passes);
  });
}

std::string upper(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return out;
}

/// Which of a vessel's fields holds the words, given in capitals; empty: none.
std::string_view matching(const picture::Vessel& v, const std::string& words) {
  const auto holds = [&](const std::string& text) {
    return upper(text).find(words) != std::string::npos;
  };
  if (holds(fmt::format("{:09}", v.mmsi.value))) return "mmsi";
  if (!v.identity) return {};
  const auto& said = *v.identity;
  if (said.name && holds(*said.name)) return "name";
  if (said.call_sign && holds(*said.call_sign)) return "call_sign";
  if (said.imo && holds(fmt::format("{}", *said.imo))) return "imo";
  return {};
}

void put_hit(JsonWriter& json, const picture::Vessel& v, std::string_view matched) {
  json.object([&] {
    json.member("mmsi", v.mmsi.value);
    if (v.identity) {
      json.member("name", v.identity->name);
      json.member("call_sign", v.identity->call_sign);
      json.member("imo", v.identity->imo);
    }
    put_number_facts(json, v.mmsi);
    json.member("matched", matched);
    json.member("in_picture", true);
    json.member("last_at", format_rfc3339(v.heard_at));
  });
}

void put_hit(JsonWriter& json, const history::Found& hit, bool in_picture) {
  json.object([&] {
    json.member("mmsi", hit.mmsi.value);
    json.member("name", hit.name);
    put_number_facts(json, hit.mmsi);
    json.member("matched", hit.matched);
    if (!hit.current) json.member("former", hit.value);
    json.member("in_picture", in_picture);
    if (hit.last_observed_at) json.member("last_at", format_rfc3339(*hit.last_observed_at));
  });
}

void put_event(JsonWriter& json, const PastEvent& event) {
  json.object([&] {
    json.member("at", format_rfc3339(event.at));
    json.member("kind", event.kind);
    json.member("mmsi", event.mmsi.value);
    put_text(json, "name", event.name);
    put_text(json, "field", event.field);
    put_text(json, "text", event.text);
  });
}

}  // namespace

namespace {

/// Keeps one page of positions out of all that come by, in order of time.
class TrackPage {
 public:
  TrackPage(const PastPage& page, Duration every) : page_{page}, every_{every} {}

  void add(const history::PastPosition& p) {
    if (every_ > Duration{} && last_ && p.observed_at - *last_ < every_) return;
    last_ = p.observed_at;
    same_ = p.observed_at == at_ ? same_ + 1 : 1;
    at_ = p.observed_at;
    if (page_.after && (at_ < *page_.after || (at_ == *page_.after && same_ <= page_.skip))) return;
    if (shown_.size() == page_.limit) {
      more_ = true;
      return;
    }
    shown_.push_back(p);
    next_ = place_in_list(at_, same_);
  }
  const std::vector<history::PastPosition>& shown() const { return shown_; }
  std::string next() const { return more_ ? next_ : std::string{}; }

 private:
  const PastPage page_;
  const Duration every_;
  std::optional<Time> last_;
  Time at_ = Time::unix_microseconds(INT64_MIN);
  std::size_t same_ = 0;  // So many of this very time came by.
  std::vector<history::PastPosition> shown_;
  std::string next_;
  bool more_ = false;
};

}  // namespace

Result<std::string> track_json(const history::Questions& past, model::Mmsi mmsi,
                               history::TimeRange range, const PastPage& page, Duration every,
                               std::string_view exercise) {
  TrackPage points{page, every};
  auto asked = past.track(mmsi, range, 0, [&](const auto& p) { points.add(p); });
  if (!asked) return tl::unexpected(std::move(asked.error()));
  JsonWriter json;
  json.object([&] {
    json.member("mmsi", mmsi.value);
    put_world(json, exercise);
    put_span(json, range);
    put_next(json, points.next());
    json.array("positions", [&] {
      for (const auto& point : points.shown()) put_point(json, point);
    });
  });
  return json.take();
}

Result<std::string> changes_json(const history::Questions& past, model::Mmsi mmsi,
                                 history::TimeRange range, const PastPage& page,
                                 std::string_view exercise) {
  auto within = range;
  if (page.after) within.to = *page.after + Duration::microseconds(1);
  auto asked = past.static_changes(mmsi, within, page.limit + page.skip + 1);
  if (!asked) return tl::unexpected(std::move(asked.error()));
  auto& all = *asked;
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::tie(b.observed_at, a.field) < std::tie(a.observed_at, b.field);
  });
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(std::min(page.skip, all.size()));
  const auto end =
      begin + std::min(std::distance(begin, all.end()), static_cast<std::ptrdiff_t>(page.limit));
  JsonWriter json;
  json.object([&] {
    json.member("mmsi", mmsi.value);
    put_world(json, exercise);
    put_span(json, range);
    if (end != all.end() && end != begin) {
      const auto at = (end - 1)->observed_at;
      const auto told = std::count_if(all.begin(), end,
                                      [&](const auto& change) { return change.observed_at == at; });
      put_next(json, place_in_list(at, static_cast<std::size_t>(told)));
    }
    json.array("changes", [&] {
      for (auto change = begin; change != end; ++change) {
        json.object([&] {
          json.member("observed_at", format_rfc3339(change->observed_at));
          json.member("received_at", format_rfc3339(change->received_at));
          json.member("field", change->field);
          json.member("value", change->value);
          json.member("previous", change->previous);
          put_text(json, "source", change->source);
        });
      }
    });
  });
  return json.take();
}

std::string messages_json(model::Mmsi mmsi, const PastMessages& found, std::string_view exercise) {
  JsonWriter json;
  json.object([&] {
    json.member("mmsi", mmsi.value);
    put_world(json, exercise);
    json.member("searched_from", format_rfc3339(found.searched_from));
    json.array("messages", [&] {
      for (const auto& message : found.messages) {
        json.object([&] {
          json.member("received_at", format_rfc3339(message.received_at));
          put_text(json, "source", message.source);
          json.array("sentences", [&] {
            for (const auto& sentence : message.sentences) json.value(sentence);
          });
          json.member("raw_segment", message.segment);
          json.member("raw_offset", message.offset);
          json.raw("message", message.json);
        });
      }
    });
  });
  return json.take();
}

std::string port_calls_json(model::Mmsi mmsi, history::TimeRange range,
                            const std::vector<model::PortVisit>& calls, const PastPage& page,
                            std::string_view exercise) {
  std::vector<const model::PortVisit*> shown;
  for (const auto& call : calls) {
    if (!page.after || call.arrived_at < *page.after) shown.push_back(&call);
  }
  const bool more = shown.size() > page.limit;
  shown.resize(std::min(shown.size(), page.limit));
  JsonWriter json;
  json.object([&] {
    json.member("mmsi", mmsi.value);
    put_world(json, exercise);
    put_span(json, range);
    if (more) put_next(json, place_in_list(shown.back()->arrived_at, 1));
    json.array("port_calls", [&] {
      for (const auto* call : shown) put_call(json, *call);
    });
  });
  return json.take();
}

std::string crossings_json(const std::vector<history::Crossing>& all, history::TimeRange range,
                           const PastPage& page, std::string_view exercise) {
  std::vector<const history::Crossing*> sorted;
  sorted.reserve(all.size());
  for (const auto& crossing : all) sorted.push_back(&crossing);
  const auto key = [](const history::Crossing* c) { return std::pair{c->first, c->mmsi.value}; };
  std::sort(sorted.begin(), sorted.end(),
            [&](const auto* a, const auto* b) { return key(a) < key(b); });
  auto begin = sorted.begin();
  if (page.after) {
    begin = std::find_if(begin, sorted.end(), [&](const auto* c) {
      return key(c) > std::pair{*page.after, static_cast<std::uint32_t>(page.skip)};
    });
  }
  const auto end =
      begin + std::min(std::distance(begin, sorted.end()), static_cast<std::ptrdiff_t>(page.limit));
  JsonWriter json;
  json.object([&] {
    put_world(json, exercise);
    put_span(json, range);
    if (end != sorted.end() && end != begin)
      put_next(json, place_in_list((*(end - 1))->first, (*(end - 1))->mmsi.value));
    json.member("vessels", all.size());
    json.array("crossings", [&] {
      for (auto at = begin; at != end; ++at) put_crossing(json, **at);
    });
  });
  return json.take();
}

std::string search_json(std::string_view words, std::size_t limit, const Published* now,
                        const Result<std::vector<history::Found>>& known,
                        std::string_view exercise) {
  std::vector<std::pair<const picture::Vessel*, std::string_view>> live;
  std::set<std::uint32_t> told;
  const auto wanted = upper(words);
  if (now != nullptr) {
    for (const auto& cell : now->snapshot->cells) {
      for (const auto& v : cell->vessels) {
        const auto matched = matching(v, wanted);
        if (!matched.empty() && live.size() < limit && told.insert(v.mmsi.value).second)
          live.emplace_back(&v, matched);
      }
    }
  }
  JsonWriter json;
  json.object([&] {
    put_world(json, exercise);
    if (!known) json.member("history_unavailable", known.error().what);
    json.array("hits", [&] {
      for (const auto& [v, matched] : live) put_hit(json, *v, matched);
      if (!known) return;
      for (const auto& hit : *known) {
        if (told.size() >= limit) return;
        if (!told.insert(hit.mmsi.value).second) continue;
        const bool in_picture = now != nullptr && now->snapshot->find(hit.mmsi) != nullptr;
        put_hit(json, hit, in_picture);
      }
    });
  });
  return json.take();
}

std::string extent_json(const history::LogExtent& extent, history::TimeRange range,
                        std::size_t limit, const Result<std::vector<PastEvent>>& events,
                        const Result<std::vector<model::PortVisit>>& calls,
                        std::string_view exercise) {
  JsonWriter json;
  json.object([&] {
    put_world(json, exercise);
    if (extent.from) json.member("from", format_rfc3339(*extent.from));
    if (extent.to) json.member("to", format_rfc3339(*extent.to));
    json.object("asked", [&] { put_span(json, range); });
    if (extent.coarse_before)
      json.member("holes_coarse_before", format_rfc3339(*extent.coarse_before));
    json.array("holes", [&] {
      for (const auto& hole : extent.holes) {
        json.object([&] {
          json.member("from", format_rfc3339(hole.from));
          json.member("to", format_rfc3339(hole.to));
          json.member("why", hole.why);
        });
      }
    });
    if (!events) json.member("events_unavailable", events.error().what);
    json.member("events_cut", events && events->size() > limit);
    json.array("events", [&] {
      if (events) {
        for (std::size_t i = 0; i < std::min(limit, events->size()); ++i)
          put_event(json, (*events)[i]);
      }
      if (!calls) return;
      for (const auto& call : *calls) {
        put_event(json, {.at = call.arrived_at,
                         .kind = "port_call",
                         .mmsi = call.mmsi,
                         .name = {},
                         .field = {},
                         .text = call.port});
      }
    });
  });
  return json.take();
}

std::string known_vessel_json(const history::PastIdentity& known, std::string_view exercise) {
  picture::Vessel v;
  v.mmsi = known.mmsi;
  v.exercise = {static_cast<std::uint16_t>(exercise.empty() ? 0 : 1)};
  for (std::size_t i = 0; i < model::kStationKindWords.size(); ++i) {
    if (model::kStationKindWords[i] == known.kind) v.kind = static_cast<model::StationKind>(i);
  }
  picture::Identity identity;
  identity.imo = known.imo;
  identity.name = known.name;
  identity.ship_type = known.ship_type;
  if (known.to_bow_m && known.to_stern_m && known.to_port_m && known.to_starboard_m) {
    identity.to_bow_stern_port_starboard_m = {*known.to_bow_m, *known.to_stern_m, *known.to_port_m,
                                              *known.to_starboard_m};
  }
  identity.draught_m = known.draught_m;
  v.identity = std::make_shared<const picture::Identity>(std::move(identity));
  JsonWriter json;
  json.object([&] {
    json.member("mmsi", known.mmsi.value);
    json.member("in_picture", false);
    put_world(json, exercise);
    json.member("kind", known.kind);
    json.member("lost", true);
    json.member("name", known.name);
    json.member("call_sign", known.call_sign);
    json.member("imo", known.imo);
    json.member("ship_type", known.ship_type);
    if (known.draught_m) json.member("draught_m", *known.draught_m, 1);
    json.member("destination", known.destination);
    if (known.mother_ship) json.member("mother_ship_mmsi", known.mother_ship->value);
    put_identity_facts(json, v);
    json.member("last_changed_at", format_rfc3339(known.last_changed_at));
  });
  return json.take();
}

}  // namespace narrows::serve
