// What each path answers, and that the served document says the same.

#include "serve/api.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "picture/picture.hpp"
#include "serve/node_routes.hpp"

namespace narrows::serve {
namespace {

const Time kNoon = from_utc(2026, 1, 1, 12);
constexpr std::uint32_t kShip = 800'000'001;

class ApiTest : public ::testing::Test {
 protected:
  ApiTest() {
    for (std::uint32_t i = 0; i < 5; ++i) {
      model::PositionObservation p;
      p.mmsi = {kShip + i};
      p.kind = model::StationKind::kClassA;
      p.message_type = 1;
      p.observed_at = p.received_at = kNoon;
      if (i < 4) p.position = geo::LatLon::from(geo::LatLon::Degrees{26.0 + i, 56.25});
      p.nav_status = 5;
      picture_.apply(p);
    }
    publish();
  }
  void publish() {
    published_.snapshot = picture_.snapshot(kNoon);
    published_.published_at = kNoon;
  }
  Response get(std::string_view target, Time now = kNoon) {
    Request request{};
    request.method = "GET";
    request.target = target;
    request.host = "localhost:8080";
    shown_ = std::make_shared<const Published>(published_);
    return api_.handle(request, {shown_, ServerCounts{}, now}).take();
  }
  nlohmann::json json(std::string_view target) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 200U) << target << *response.body;
    return nlohmann::json::parse(*response.body);
  }

  picture::Picture picture_;
  Published published_;
  std::shared_ptr<const Published> shown_;
  Api api_{
      About{
          .node = "north-shore", .version = "1", .area_name = {}, .area_title = {}, .exercise = {}},
      Guard{}, "/nonexistent"};
};

TEST_F(ApiTest, AVesselHasItsFlagWhatIsOddAboutItAndWhatItSaidBefore) {
  model::StaticObservation said;
  said.mmsi = {422'000'001};
  said.kind = model::StationKind::kClassA;
  said.message_type = 5;
  said.observed_at = said.received_at = kNoon;
  said.imo = 9'074'728;
  said.ship_type = 80;
  said.to_bow_stern_port_starboard_m = {200, 50, 20, 21};
  said.destination = "SOHAR";
  picture_.apply(said);
  said.destination = "KHASAB";
  said.observed_at = said.received_at = kNoon + Duration::minutes(6);
  picture_.apply(said);
  publish();
  const auto vessel = json("/api/v1/vessels/422000001");
  EXPECT_EQ(vessel.at("mmsi_form"), "ship");
  EXPECT_EQ(vessel.at("flag"), (nlohmann::json{{"mid", 422}, {"iso2", "IR"}, {"name", "Iran"}}));
  EXPECT_EQ(vessel.at("ship_type_word"), "tanker");
  EXPECT_EQ(vessel.at("length_m"), 250);
  EXPECT_EQ(vessel.at("beam_m"), 41);
  ASSERT_EQ(vessel.at("remarks").at("list").size(), 1U);
  const auto& remark = vessel.at("remarks").at("list").at(0);
  EXPECT_EQ(remark.at("what"), "imo_check_digit");
  EXPECT_EQ(remark.at("field"), "imo");
  EXPECT_EQ(remark.at("value"), "9074728");
  EXPECT_EQ(vessel.at("imo"), 9'074'728) << "what is impossible stays";
  ASSERT_EQ(vessel.at("changes").size(), 1U);
  EXPECT_EQ(vessel.at("changes").at(0),
            (nlohmann::json{{"observed_at", "2026-01-01T12:06:00.000000Z"},
                            {"field", "destination"},
                            {"value", "KHASAB"},
                            {"previous", "SOHAR"}}));

  const auto odd = json("/api/v1/vessels/800000001");
  EXPECT_EQ(odd.at("mmsi_form"), "impossible");
  EXPECT_FALSE(odd.contains("flag"));
  EXPECT_EQ(odd.at("remarks").at("list").at(0).at("what"), "mmsi_form");
}

TEST_F(ApiTest, TracksAreGeoJsonLongitudeFirst) {
  const auto tracks = json("/api/v1/tracks?bbox=56,26.5,57,27.5");
  EXPECT_EQ(tracks.at("type"), "FeatureCollection");
  ASSERT_EQ(tracks.at("features").size(), 1U);
  const auto& feature = tracks.at("features").at(0);
  EXPECT_EQ(feature.at("id"), kShip + 1);
  EXPECT_EQ(feature.at("geometry").at("coordinates"), (nlohmann::json{56.25, 27.0}));
  EXPECT_EQ(feature.at("properties").at("nav_status"), "moored");
  EXPECT_EQ(feature.at("properties").at("kind"), "class_a");
  EXPECT_FALSE(feature.at("properties").contains("exercise"));
  EXPECT_FALSE(feature.at("properties").contains("sog_kn")) << "absent is absent";
}

TEST_F(ApiTest, TracksComeInPages) {
  std::set<std::uint32_t> seen;
  std::string after;
  int pages = 0;
  for (bool more = true; more; ++pages) {
    const auto page = json("/api/v1/tracks?limit=3" + after);
    for (const auto& f : page.at("features"))
      EXPECT_TRUE(seen.insert(f.at("id").get<std::uint32_t>()).second);
    more = page.contains("next_after");
    if (more) after = "&after=" + std::to_string(page.at("next_after").get<std::uint32_t>());
  }
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(seen.size(), 4U) << "who has no position is not on a map";
  EXPECT_FALSE(json("/api/v1/tracks?limit=4").contains("next_after")) << "exactly all";
}

TEST_F(ApiTest, AVesselThatNeverSetItsMmsiIsListedToo) {
  model::PositionObservation p;
  p.observed_at = p.received_at = kNoon;
  p.position = geo::LatLon::from(geo::LatLon::Degrees{-10.0, 10.0});
  picture_.apply(p);
  publish();
  EXPECT_EQ(json("/api/v1/tracks?bbox=9,-11,11,-9").at("features").at(0).at("id"), 0);
}

TEST_F(ApiTest, TracksRefuseWhatTheyDoNotUnderstand) {
  for (const std::string_view bad : {"?bbox=1,2,3", "?limit=0", "?limit=10001", "?limit=x",
                                     "?limit=-1", "?after=x", "?after=4294967296", "?box=1,2,3,4"})
    EXPECT_EQ(get("/api/v1/tracks" + std::string{bad}).status, 400U) << bad;
  EXPECT_EQ(get("/api/v1/tracks?at=2026-01-01T00:00:00Z").status, 404U) << "without a history";
  EXPECT_EQ(get("/api/v1/tracks?at=yesterday").status, 400U);
  EXPECT_EQ(get("/api/v1/tracks?at=2027-01-01T00:00:00Z").status, 400U) << "nobody knows";
}

TEST_F(ApiTest, OneVesselWithAllThatIsKnown) {
  model::StaticObservation s;
  s.mmsi = {kShip};
  s.observed_at = s.received_at = kNoon;
  s.name = "ALPHA";
  picture_.apply(s);
  publish();
  const auto vessel = json("/api/v1/vessels/800000001");
  EXPECT_EQ(vessel.at("name"), "ALPHA");
  EXPECT_EQ(vessel.at("name_confirmed"), false);
  EXPECT_EQ(vessel.at("lat"), 26.0);
  EXPECT_EQ(vessel.at("lon"), 56.25);
  EXPECT_FALSE(json("/api/v1/vessels/800000005").contains("lat"));
  for (const std::string_view none : {"1", "", "1/2"})
    EXPECT_EQ(get("/api/v1/vessels/" + std::string{none}).status, 404U) << none;
  for (const std::string_view bad : {"x", "-1", "99999999999", "1073741824"})
    EXPECT_EQ(get("/api/v1/vessels/" + std::string{bad}).status, 400U) << bad;
}

TEST_F(ApiTest, HealthSaysWhenThePictureStalls) {
  EXPECT_EQ(get("/healthz", kNoon + kStalledAfter).status, 200U);
  EXPECT_EQ(get("/healthz", kNoon + kStalledAfter + Duration::milliseconds(1)).status, 503U);
}

TEST_F(ApiTest, BeforeTheFirstPictureItIsNotReady) {
  Request request{};
  request.method = "GET";
  request.host = "localhost";
  for (const auto& [target, status] : {std::pair{"/readyz", 503U},
                                       {"/api/v1/tracks", 503U},
                                       {"/healthz", 200U},
                                       {"/metrics", 200U},
                                       {"/api/v1/openapi.json", 200U}}) {
    request.target = target;
    EXPECT_EQ(api_.handle(request, {nullptr, ServerCounts{}, kNoon}).take().status, status)
        << target;
  }
}

TEST_F(ApiTest, MetricsCarryEachStageAndEscapeNames) {
  published_.status.stages = {
      {.name = "decode", .in = 10, .out = 7, .held = 1, .dropped = {{"short", 2}}}};
  published_.status.sources = {{.name = "a\"b\n",
                                .state = SourceState::kDown,
                                .age = {},
                                .messages = 3,
                                .bytes = 0,
                                .why = {}}};
  const auto text = *get("/metrics").body;
  for (const std::string_view line :
       {"narrows_stage_in_total{stage=\"decode\"} 10\n",
        "narrows_stage_out_total{stage=\"decode\"} 7\n",
        "narrows_stage_dropped_total{stage=\"decode\",reason=\"short\"} 2\n",
        "narrows_stage_held{stage=\"decode\"} 1\n", "narrows_source_up{source=\"a\\\"b\\n\"} 0\n",
        "narrows_picture_vessels 5\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line;
}

TEST_F(ApiTest, EveryAnswerIsHardened) {
  for (const std::string_view target : {"/", "/healthz", "/api/v1/nothing", "/%", "/x.js"}) {
    const auto response = get(target);
    const auto has = [&](std::string_view name, std::string_view part) {
      return std::any_of(response.headers.begin(), response.headers.end(), [&](const auto& h) {
        return h.first == name && h.second.find(part) != std::string::npos;
      });
    };
    EXPECT_TRUE(has("Content-Security-Policy", "frame-ancestors 'none'")) << target;
    EXPECT_TRUE(has("X-Content-Type-Options", "nosniff")) << target;
    EXPECT_TRUE(has("Cross-Origin-Resource-Policy", "same-origin")) << target;
  }
}

// What a vessel's JSON holds is what its schema lists.
TEST_F(ApiTest, TrackPropertiesAreInTheSchema) {
  const auto document = json("/api/v1/openapi.json");
  const auto& known = document.at("components").at("schemas").at("Track").at("properties");
  const auto tracks = json("/api/v1/tracks");
  for (const auto& feature : tracks.at("features")) {
    for (const auto& [key, value] : feature.at("properties").items())
      EXPECT_TRUE(known.contains(key)) << key;
  }
}

}  // namespace
}  // namespace narrows::serve
