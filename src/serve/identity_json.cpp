#include "serve/identity_json.hpp"

#include "model/mmsi_form.hpp"
#include "model/remark.hpp"
#include "model/ship_types.hpp"
#include "picture/findings.hpp"

namespace narrows::serve {

namespace {

void put_jump(JsonWriter& json, const picture::Jump& jump) {
  json.object("last_jump", [&] {
    json.member("observed_at", format_rfc3339(jump.at));
    json.member("from_lat", jump.from.lat_degrees(), 7);
    json.member("from_lon", jump.from.lon_degrees(), 7);
    json.member("to_lat", jump.to.lat_degrees(), 7);
    json.member("to_lon", jump.to.lon_degrees(), 7);
    json.member("distance_nm", jump.distance.nautical_miles(), 2);
    json.member("implied_speed_kn", jump.implied.knots(), 0);
  });
}

void put_finding(JsonWriter& json, const picture::Finding& finding) {
  json.object([&] {
    json.member("what", model::name(finding.what));
    json.member("field", model::field_of(finding.what));
    if (!finding.value.empty()) json.member("value", finding.value);
    if (finding.times > 0) json.member("times", finding.times);
    if (finding.first_at) json.member("first_at", format_rfc3339(*finding.first_at));
    if (finding.last_at) json.member("last_at", format_rfc3339(*finding.last_at));
  });
}

void put_remarks(JsonWriter& json, const picture::Vessel& v) {
  const auto found = picture::findings(v);
  if (found.empty() && !v.remarks) return;
  json.object("remarks", [&] {
    if (v.remarks) {
      if (v.remarks->clock_ahead > 0) json.member("clock_ahead", v.remarks->clock_ahead);
      if (v.remarks->last_jump) {
        json.member("jumps", v.remarks->jumps);
        put_jump(json, *v.remarks->last_jump);
      }
    }
    json.array("list", [&] {
      for (const auto& finding : found) put_finding(json, finding);
    });
  });
}

void put_changes(JsonWriter& json, const picture::Changes& changes) {
  json.array("changes", [&] {
    for (const auto& change : changes) {
      json.object([&] {
        json.member("observed_at", format_rfc3339(change.at));
        json.member("field", picture::name(change.field));
        json.member("value", change.now);
        json.member("previous", change.before);
      });
    }
  });
}

}  // namespace

void put_number_facts(JsonWriter& json, model::Mmsi mmsi) {
  const auto parts = model::parts_of(mmsi);
  json.member("mmsi_form", model::name(parts.form));
  if (!parts.mid) return;
  json.object("flag", [&] {
    json.member("mid", *parts.mid);
    if (const auto flag = model::flag_of_mid(*parts.mid)) {
      json.member("iso2", flag->iso2);
      json.member("name", flag->name);
    }
  });
}

void put_identity_facts(JsonWriter& json, const picture::Vessel& v) {
  put_number_facts(json, v.mmsi);
  if (v.identity) {
    if (const auto& type = v.identity->ship_type) {
      const auto word = model::ship_type_word(*type);
      if (!word.empty()) json.member("ship_type_word", word);
    }
    if (const auto& sides = v.identity->to_bow_stern_port_starboard_m) {
      const int length = (*sides)[0] + (*sides)[1];
      const int beam = (*sides)[2] + (*sides)[3];
      if (length > 0) json.member("length_m", length);
      if (beam > 0) json.member("beam_m", beam);
    }
  }
  put_remarks(json, v);
  if (v.changes) put_changes(json, *v.changes);
}

}  // namespace narrows::serve
