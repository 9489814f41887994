#include "serve/geojson.hpp"

#include <algorithm>
#include <vector>

#include "model/words.hpp"
#include "serve/identity_json.hpp"
#include "serve/json_writer.hpp"

namespace narrows::serve {

namespace {

using picture::Vessel;

void put_motion(JsonWriter& json, const Vessel& v) {
  if (v.sog) json.member("sog_kn", v.sog->knots(), 1);
  if (v.cog) json.member("cog_deg", v.cog->degrees_true(), 1);
  if (v.heading) json.member("heading_deg", v.heading->degrees_true(), 0);
  if (v.turn_deg_per_min) json.member("turn_deg_per_min", *v.turn_deg_per_min, 1);
  if (v.nav_status) {
    const auto word = model::kNavStatusWords[std::min<std::size_t>(*v.nav_status, 15)];
    if (!word.empty()) json.member("nav_status", word);
  }
}

void put_identity(JsonWriter& json, const picture::Identity& i) {
  json.member("name", i.name);
  if (i.name) json.member("name_confirmed", i.name_confirmed);
  json.member("call_sign", i.call_sign);
  json.member("imo", i.imo);
  json.member("ship_type", i.ship_type);
  if (const auto& d = i.to_bow_stern_port_starboard_m) {
    json.member("to_bow_m", (*d)[0]);
    json.member("to_stern_m", (*d)[1]);
    json.member("to_port_m", (*d)[2]);
    json.member("to_starboard_m", (*d)[3]);
  }
  if (i.draught_m) json.member("draught_m", *i.draught_m, 1);
  json.member("destination", i.destination);
  if (i.mother_ship) json.member("mother_ship_mmsi", i.mother_ship->value);
}

/// What every listing tells of a vessel.
void put_vessel(JsonWriter& json, const Vessel& v, const About& about) {
  json.member("mmsi", v.mmsi.value);
  json.member("kind", model::name(v.kind));
  json.member("lost", v.lost);
  if (v.position) {
    json.member("observed_at", format_rfc3339(v.position_at));
    json.member("position_accurate", v.position_accurate);
    if (v.virtual_aid) json.member("virtual_aid", true);
    if (v.off_position) json.member("off_position", true);
  }
  put_motion(json, v);
  if (v.identity) put_identity(json, *v.identity);
  if (!v.exercise.real()) json.member("exercise", about.exercise);
}

void put_point(JsonWriter& json, geo::LatLon p) {
  json.member("type", "Point");
  json.array("coordinates", [&] {
    json.value(p.lon_degrees(), 7);
    json.value(p.lat_degrees(), 7);
  });
}

}  // namespace

std::string tracks_json(const picture::Snapshot& snapshot, const About& about, const Box& box,
                        Page page) {
  std::vector<const Vessel*> found;
  for (const auto& cell : snapshot.cells) {
    if (cell->id == picture::CellId::nowhere() || !box.touches(cell->id)) continue;
    for (const auto& v : cell->vessels) {
      if (page.after && v.mmsi.value <= *page.after) continue;
      if (v.position && box.contains(*v.position)) found.push_back(&v);
    }
  }
  const auto shown = std::min(found.size(), page.limit);
  const auto by_mmsi = [](const Vessel* a, const Vessel* b) { return a->mmsi < b->mmsi; };
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(shown), found.end(),
                    by_mmsi);
  const bool more = found.size() > shown;
  found.resize(shown);

  JsonWriter json;
  json.object([&] {
    json.member("type", "FeatureCollection");
    json.member("at", format_rfc3339(snapshot.now));
    if (!about.exercise.empty()) json.member("exercise", about.exercise);
    if (more && !found.empty()) json.member("next_after", found.back()->mmsi.value);
    json.array("features", [&] {
      for (const auto* v : found) {
        json.object([&] {
          json.member("type", "Feature");
          json.member("id", v->mmsi.value);
          json.object("geometry", [&] { put_point(json, *v->position); });
          json.object("properties", [&] { put_vessel(json, *v, about); });
        });
      }
    });
  });
  return json.take();
}

std::string vessel_json(const Vessel& v, const Published& published, const About& about) {
  JsonWriter json;
  json.object([&] {
    put_vessel(json, v, about);
    json.member("at", format_rfc3339(published.snapshot->now));
    json.member("heard_at", format_rfc3339(v.heard_at));
    if (v.source.value < published.status.sources.size())
      json.member("source", published.status.sources[v.source.value].name);
    if (v.position) {
      json.member("lat", v.position->lat_degrees(), 7);
      json.member("lon", v.position->lon_degrees(), 7);
    }
    if (v.message_type != 0) json.member("message_type", v.message_type);
    if (v.identity && v.identity->call_sign)
      json.member("call_sign_confirmed", v.identity->call_sign_confirmed);
    if (v.identity && v.identity->imo) json.member("imo_confirmed", v.identity->imo_confirmed);
    if (v.said) {
      json.object("safety_text", [&] {
        json.member("observed_at", format_rfc3339(v.said->at));
        json.member("text", v.said->text);
      });
    }
    put_identity_facts(json, v);
  });
  return json.take();
}

}  // namespace narrows::serve
