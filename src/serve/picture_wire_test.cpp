// The server's frames and words against the schema of the protocol, from which the console's side
// is made: docs/formats/picture-websocket.schema.json. What the schema has and the server does not,
// or the other way round, fails here.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "serve/picture_frames.hpp"

namespace narrows::serve {
namespace {

using Json = nlohmann::ordered_json;

const Time kNoon = from_utc(2026, 1, 1, 12);

const Json& schema() {
  static const Json json = [] {
    std::ifstream file{"docs/formats/picture-websocket.schema.json"};
    return Json::parse(file);
  }();
  return json;
}

std::size_t bytes_of(const std::string& type) {
  return std::map<std::string, std::size_t>{{"u8", 1}, {"u16", 2}, {"u32", 4}, {"i64", 8}}.at(type);
}

/// The little-endian number of so many bytes at the place.
std::int64_t number_at(const std::string& frame, std::size_t at, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i)
    value |= std::uint64_t{static_cast<std::uint8_t>(frame.at(at + i))} << (8 * i);
  return std::bit_cast<std::int64_t>(value);
}

picture::Vessel ship(std::uint32_t mmsi) {
  picture::Vessel v;
  v.mmsi = {mmsi};
  v.kind = model::StationKind::kClassA;
  v.position = *geo::LatLon::from(geo::LatLon::Degrees{26.25, 56.125});
  v.position_at = kNoon;
  return v;
}

picture::Cell cell_of(std::vector<picture::Vessel> vessels) {
  picture::Cell cell;
  cell.id = picture::CellId::of(*vessels.at(0).position);
  cell.vessels = std::move(vessels);
  return cell;
}

/// Names of the fields of a list of [name, type].
std::vector<std::string> names(const Json& fields) {
  std::vector<std::string> out;
  for (const auto& field : fields) out.push_back(field[0]);
  return out;
}

using Expected = std::map<std::string, std::vector<std::int64_t>>;

/// Each column of the schema holds, in its place, what is expected of it, vessel by vessel.
void expect_columns(const std::string& frame, std::size_t at, const Expected& expected) {
  const auto& columns = schema()["binary"]["cell"]["columns"];
  ASSERT_EQ(columns.size(), expected.size());
  for (const auto& column : columns) {
    const std::string name = column[0];
    ASSERT_TRUE(expected.contains(name)) << name;
    for (const auto value : expected.at(name)) {
      const auto bytes = bytes_of(column[1]);
      EXPECT_EQ(number_at(frame, at, bytes), value) << name;
      at += bytes;
    }
  }
  EXPECT_EQ(at, frame.size());
}

TEST(WireSchema, CellFramesAreLaidOutSo) {
  auto a = ship(800'000'001);
  a.sog = Speed::knots(12.3);
  a.cog = Bearing::degrees_true(45);
  a.heading = Bearing::degrees_true(47);
  a.nav_status = 5;
  auto identity = std::make_shared<picture::Identity>();
  identity->ship_type = 80;
  a.identity = identity;
  auto b = ship(800'000'002);
  b.kind = model::StationKind::kClassB;
  b.position_accurate = true;
  const auto now = kNoon + Duration::seconds(70);
  const auto frame = cell_frame(cell_of({a, b}), 7, now);
  const std::map<std::string, std::int64_t> head{{"frame", schema()["binary"]["cell"]["frame"]},
                                                 {"version", schema()["format_version"]},
                                                 {"row", 232},
                                                 {"column", 472},
                                                 {"reserved", 0},
                                                 {"tick", 7},
                                                 {"count", 2},
                                                 {"now", now.unix_microseconds()}};
  const auto& header = schema()["binary"]["cell"]["header"];
  ASSERT_EQ(header.size(), head.size());
  std::size_t at = 0;
  for (const auto& field : header) {
    ASSERT_TRUE(head.contains(field[0])) << field;
    EXPECT_EQ(number_at(frame, at, bytes_of(field[1])), head.at(field[0])) << field;
    at += bytes_of(field[1]);
  }
  const std::int64_t none16 = schema()["binary"]["absent_16"];
  const std::int64_t none8 = schema()["binary"]["absent_8"];
  expect_columns(frame, at,
                 {{"mmsi", {800'000'001, 800'000'002}},
                  {"lat", {32'768, 32'768}},
                  {"lon", {16'384, 16'384}},
                  {"sog", {123, none16}},
                  {"cog", {450, none16}},
                  {"heading", {470, none16}},
                  {"age", {70, 70}},
                  {"kind", {1, 2}},
                  {"nav_status", {5, none8}},
                  {"ship_type", {80, 0}},
                  {"flags", {0, schema()["binary"]["flags"]["accurate"]}}});
}

TEST(WireSchema, CellsAreOfItsSize) {
  const double degrees = schema()["binary"]["cell_degrees"];
  EXPECT_EQ(picture::CellId::kSideE7, static_cast<std::int32_t>(degrees * 1e7));
  EXPECT_EQ(schema()["binary"]["cell_rows"].get<double>() * degrees, 180);
  EXPECT_EQ(schema()["binary"]["cell_columns_round"].get<double>() * degrees, 360);
}

TEST(WireSchema, FlagsAreItsBits) {
  using Set = std::function<void(picture::Vessel&)>;
  const std::map<std::string, Set> sets{
      {"accurate", [](auto& v) { v.position_accurate = true; }},
      {"virtual_aid", [](auto& v) { v.virtual_aid = true; }},
      {"simulated", [](auto& v) { v.exercise = {1}; }},
      {"lost", [](auto& v) { v.lost = true; }},
      {"off_position", [](auto& v) { v.off_position = true; }},
      {"turning_starboard", [](auto& v) { v.turn_deg_per_min = 20; }},
      {"turning_port", [](auto& v) { v.turn_deg_per_min = -20; }}};
  const auto& flags = schema()["binary"]["flags"];
  ASSERT_EQ(flags.size(), sets.size());
  for (const auto& [name, bit] : flags.items()) {
    auto v = ship(1);
    ASSERT_TRUE(sets.contains(name)) << name;
    sets.at(name)(v);
    const auto frame = cell_frame(cell_of({v}), 1, kNoon);
    EXPECT_EQ(number_at(frame, frame.size() - 1, 1), bit.get<std::int64_t>()) << name;
  }
}

TEST(WireSchema, KindsAreItsCodes) {
  using enum model::StationKind;
  const std::map<std::string, model::StationKind> kinds{{"unknown", kUnknown},
                                                        {"class_a", kClassA},
                                                        {"class_b", kClassB},
                                                        {"base_station", kBaseStation},
                                                        {"aid_to_navigation", kAidToNavigation},
                                                        {"sar_aircraft", kSarAircraft},
                                                        {"sart", kSart},
                                                        {"mob", kMob},
                                                        {"epirb", kEpirb}};
  const auto& codes = schema()["binary"]["station_kind"];
  ASSERT_EQ(codes.size(), kinds.size());
  for (const auto& [name, code] : codes.items())
    EXPECT_EQ(static_cast<int>(kinds.at(name)), code.get<int>()) << name;
}

TEST(WireSchema, IdentitiesAreLaidOutSo) {
  auto v = ship(800'000'001);
  v.identity_in = 1;
  auto identity = std::make_shared<picture::Identity>();
  identity->imo = 9'074'729;
  identity->name = "NORTH STAR";
  identity->call_sign = "Z9";
  identity->destination = "SOHAR";
  identity->ship_type = 80;
  identity->to_bow_stern_port_starboard_m = {200, 50, 20, 21};
  identity->draught_m = 12.3;
  v.identity = identity;
  const auto frame = identities_frame(cell_of({v}), 0);
  const std::map<std::string, std::int64_t> numbers{
      {"frame", schema()["binary"]["identities"]["frame"]},
      {"version", schema()["format_version"]},
      {"reserved", 0},
      {"count", 1},
      {"mmsi", 800'000'001},
      {"imo", 9'074'729},
      {"to_bow", 200},
      {"to_stern", 50},
      {"to_port", 20},
      {"to_starboard", 21},
      {"ship_type", 80},
      {"draught", 123}};
  const std::map<std::string, std::string> texts{
      {"call_sign", "Z9"}, {"name", "NORTH STAR"}, {"destination", "SOHAR"}};
  std::size_t at = 0;
  for (const auto* part : {"header", "record"}) {
    for (const auto& field : schema()["binary"]["identities"][part]) {
      const std::string name = field[0];
      if (field[1] == "text") {
        const auto length = static_cast<std::size_t>(number_at(frame, at, 1));
        EXPECT_EQ(frame.substr(at + 1, length), texts.at(name)) << name;
        at += 1 + length;
      } else {
        EXPECT_EQ(number_at(frame, at, bytes_of(field[1])), numbers.at(name)) << name;
        at += bytes_of(field[1]);
      }
    }
  }
  EXPECT_EQ(at, frame.size());
  EXPECT_EQ(names(schema()["binary"]["identities"]["record"]).size(), 11U);
}

/// What of the value the schema does not allow, in words; empty: nothing. As much of JSON Schema as
/// the protocol's own schema uses.
std::string against(const Json& rule, const Json& value, const std::string& path) {
  const std::string type = rule["type"];
  const bool right = type == "object"    ? value.is_object()
                     : type == "array"   ? value.is_array()
                     : type == "string"  ? value.is_string()
                     : type == "boolean" ? value.is_boolean()
                     : type == "integer" ? value.is_number_integer()
                                         : value.is_number();
  if (!right) return path + " is no " + type + ". ";
  std::string out;
  if (rule.contains("enum") &&
      std::find(rule["enum"].begin(), rule["enum"].end(), value) == rule["enum"].end())
    out += path + " is none of its words. ";
  if (type == "object") {
    for (const auto& name : rule.value("required", Json::array())) {
      if (!value.contains(name.get<std::string>()))
        out += path + " lacks " + name.get<std::string>() + ". ";
    }
    for (const auto& [name, item] : value.items()) {
      if (!rule["properties"].contains(name))
        out += path + "." + name + " is not in the schema. ";
      else
        out += against(rule["properties"][name], item, path + "." + name);
    }
  }
  if (type == "array") {
    if (rule.contains("minItems") && value.size() != rule["minItems"])
      out += path + " has another length. ";
    for (const auto& item : value) out += against(rule["items"], item, path + "[]");
  }
  return out;
}

/// What the schema has and the value has nowhere.
std::string unused(const Json& rule, const Json& value, const std::string& path) {
  std::string out;
  if (rule["type"] == "object") {
    for (const auto& [name, property] : rule["properties"].items()) {
      const auto inner = path + "." + name;
      out +=
          value.contains(name) ? unused(property, value[name], inner) : inner + " is never sent. ";
    }
  } else if (rule["type"] == "array" && rule["items"]["type"] == "object") {
    out += value.empty() ? path + "[] is empty. " : unused(rule["items"], value[0], path + "[]");
  }
  return out;
}

Published published_with(Status status) {
  auto snapshot = std::make_shared<picture::Snapshot>();
  snapshot->tick = 17;
  snapshot->now = kNoon;
  Published out;
  out.snapshot = snapshot;
  out.status = std::move(status);
  return out;
}

TEST(WireSchema, HelloIsSaidSo) {
  const auto& rule = schema()["server"]["hello"];
  About about;
  about.node = "north-shore";
  about.version = "0.1.0";
  about.area_name = "hormuz";
  about.area_title = "Strait of Hormuz";
  const auto live = Json::parse(hello_text(about, 1));
  EXPECT_EQ(against(rule, live["hello"], "hello"), "");
  about.exercise = "EX1";
  about.replay = true;
  const auto replay = Json::parse(hello_text(about, 10));
  EXPECT_EQ(against(rule, replay["hello"], "hello"), "");
  about.own_replay = true;
  const auto own = Json::parse(hello_text(about, 10));
  EXPECT_EQ(against(rule, own["hello"], "hello"), "");
  EXPECT_EQ(unused(rule, own["hello"], "hello"), "");
  EXPECT_EQ(replay["hello"]["protocol"], schema()["protocol"]);
}

TEST(WireSchema, TicksAreSaidSo) {
  const auto& rule = schema()["server"]["tick"];
  Status status;
  status.sources.push_back({.name = "coast",
                            .state = SourceState::kDown,
                            .age = Duration::seconds(4),
                            .messages = 9,
                            .bytes = 0,
                            .why = "refused",
                            .reception = {.heard = 7, .first = 5, .only = 1}});
  status.history = {.state = HistoryState::kStopped, .since = kNoon, .why = "disk full"};
  auto shown = published_with(status);
  shown.replay = ReplayStatus{.speed = 60,
                              .actual_speed = 41.5,
                              .ended = true,
                              .hole = ReplayStatus::Hole{kNoon, kNoon, "not_running"}};
  shown.alerts = AlertCounts{.version = 17, .open = {0, 2, 5}};
  const auto full = Json::parse(tick_text(shown));
  EXPECT_EQ(full["tick"]["alerts"].dump(), R"({"version":17,"open":[0,2,5]})");
  EXPECT_EQ(against(rule, full["tick"], "tick"), "");
  EXPECT_EQ(unused(rule, full["tick"], "tick"), "");
  const auto least = Json::parse(tick_text(published_with({})));
  EXPECT_EQ(against(rule, least["tick"], "tick"), "");
  for (const auto state : {SourceState::kUp, SourceState::kQuiet, SourceState::kDown}) {
    Status one;
    one.sources.push_back(
        {.name = "a", .state = state, .age = {}, .messages = 0, .bytes = 0, .why = ""});
    for (const auto history :
         {HistoryState::kOff, HistoryState::kOk, HistoryState::kStopped, HistoryState::kResting}) {
      one.history.state = history;
      EXPECT_EQ(against(rule, Json::parse(tick_text(published_with(one)))["tick"], "tick"), "");
    }
  }
}

TEST(WireSchema, AReplaysOtherWordsAreSaidSo) {
  const auto seeking = Json::parse(seeking_text(kNoon, 0.4));
  EXPECT_EQ(against(schema()["server"]["seeking"], seeking["seeking"], "seeking"), "");
  const auto refused = Json::parse(refusal_text("too many"));
  EXPECT_EQ(against(schema()["server"]["refused"], refused["refused"], "refused"), "");
}

TEST(WireSchema, TheCheckItselfFindsWhatIsWrong) {
  const auto& rule = schema()["server"]["tick"];
  auto tick = Json::parse(tick_text(published_with({})))["tick"];
  tick["weather"] = "fine";
  EXPECT_EQ(against(rule, tick, "tick"), "tick.weather is not in the schema. ");
  tick.erase("weather");
  tick.erase("seq");
  EXPECT_EQ(against(rule, tick, "tick"), "tick lacks seq. ");
  tick["seq"] = "one";
  EXPECT_EQ(against(rule, tick, "tick"), "tick.seq is no integer. ");
  tick["seq"] = 1;
  tick["history"]["state"] = "odd";
  EXPECT_EQ(against(rule, tick, "tick"), "tick.history.state is none of its words. ");
}

}  // namespace
}  // namespace narrows::serve
