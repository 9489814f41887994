// The past over HTTP, from a raw log and a store as the node writes them.

#include "engine/past_desk.hpp"

#include <atomic>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/past_sea_test.hpp"
#include "engine/replay_session.hpp"
#include "serve/api.hpp"
#include "serve/geojson.hpp"

namespace narrows::engine {
namespace {

using test::TestSea;

const Time kNoon = from_utc(2026, 1, 1, 12);
constexpr std::uint32_t kShip = TestSea::kFirstShip;

Time after(std::int64_t seconds) {
  return kNoon + Duration::seconds(seconds);
}

class PastDeskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    history::Store::Options options;
    options.directory = sea_.raw().parent_path() / "store";
    store_.emplace(history::Store::open(options, kNoon));
    if (store_->stopped()) GTEST_SKIP() << store_->stopped()->why.what;
    store_->name_source({0}, "coast");
    sea_.also = [this](const model::Observation& said) {
      static_cast<void>(store_->append(said, said_at(said)));
    };
    sea_.open(kNoon);
    for (int m = 0; m < 20; ++m) {
      sea_.sail(after(m * 300), after((m + 1) * 300 - 1), 12);
      sea_.hear(after((m + 1) * 300 - 1),
                TestSea::position(kShip + 50, 26.2, 56.25, m < 2 ? 3 : 0));
      sea_.sail(after((m + 1) * 300 - 1), after((m + 1) * 300), 12);
    }
    // One ship takes another name, another lies in port, and a beacon calls for help.
    for (const int s : {6'000, 6'010}) sea_.hear(after(s), TestSea::voyage(kShip, "NEW NAME"));
    sea_.hear(after(6'020), TestSea::position(970'010'119, 26.3, 56.3, 0));
    sea_.close(after(6'100));
    ASSERT_TRUE(store_->flush(after(6'200)));
    desk_ = std::make_shared<PastDesk>(PastDesk::Options{
        .store = *store_,
        .past = sea_.past(),
        .ports = {{"KHASAB", *geo::LatLon::from(geo::LatLon::Degrees{26.2, 56.25})}},
        .area = {},
        .clock = [] { return after(7'000); }});
    published_ = std::make_shared<serve::Published>();
    published_->snapshot = sea_.live.snapshot(after(6'100));
    api_.emplace(about_, serve::Guard{}, "/nonexistent", std::vector<serve::Route>{}, nullptr,
                 desk_);
  }
  static Time said_at(const model::Observation& said) {
    return std::visit([](const auto& o) { return o.received_at; }, said);
  }
  serve::Response get(std::string_view target) {
    serve::Request request{};
    request.method = "GET";
    request.target = target;
    request.host = "localhost:8080";
    return api_->handle(request, {published_, serve::ServerCounts{}, after(7'000)}).take();
  }
  nlohmann::json json(const std::string& target) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 200U) << target << *response.body;
    return nlohmann::json::parse(*response.body, nullptr, false);
  }
  /// All items of a list that comes in pages of `limit`.
  nlohmann::json pages(const std::string& target, const std::string& key, int limit) {
    auto all = nlohmann::json::array();
    std::string after;
    for (int page = 0; page < 1'000; ++page) {
      const auto answer = json(target + "&limit=" + std::to_string(limit) +
                               (after.empty() ? "" : "&after=" + after));
      for (const auto& item : answer.at(key)) all.push_back(item);
      EXPECT_LE(answer.at(key).size(), static_cast<std::size_t>(limit));
      if (!answer.contains("next_after")) break;
      after = answer["next_after"];
    }
    return all;
  }

  const serve::About about_{
      .node = "north-shore", .version = "1", .area_name = {}, .area_title = {}, .exercise = {}};
  TestSea sea_;
  std::optional<history::Store> store_;
  std::shared_ptr<PastDesk> desk_;
  std::shared_ptr<serve::Published> published_;
  std::optional<serve::Api> api_;
};

/// MMSI to position, of what a client of a replay was told.
std::map<std::uint32_t, std::string> told(const nlohmann::json& tracks) {
  std::map<std::uint32_t, std::string> out;
  for (const auto& feature : tracks.at("features"))
    out[feature.at("id")] = feature.at("geometry").at("coordinates").dump();
  return out;
}

// One truth: what a replay shows at a time, what the API says of it, and what the store knows.
TEST_F(PastDeskTest, TracksAtATimeAreWhatAReplayShowsThen) {
  for (const int s : {600, 3'000, 5'999}) {
    const auto at = format_rfc3339(after(s));
    const auto tracks = json("/api/v1/tracks?limit=10000&at=" + at);
    EXPECT_EQ(tracks.at("at"), at);
    PastPicture replay{desk_->past_options()};
    ASSERT_TRUE(replay.seek(after(s)));
    while (replay.step(after(s), 1'000) == PastPicture::Reach::kMore) {
    }
    EXPECT_EQ(tracks.dump(), nlohmann::json::parse(
                                 serve::tracks_json(*replay.snapshot(after(s)), about_,
                                                    serve::Box{}, {.limit = 10'000, .after = {}}))
                                 .dump());
    std::map<std::uint32_t, std::string> stored;
    ASSERT_TRUE(store_->ask().positions_at(
        after(s), Duration::hours(1), std::nullopt, [&](const history::PastPosition& p) {
          stored[p.mmsi.value] =
              nlohmann::json{p.position->lon_degrees(), p.position->lat_degrees()}.dump();
        }));
    EXPECT_EQ(told(tracks), stored) << "at " << at;
    EXPECT_GE(stored.size(), 12U);
  }
  const auto page = json("/api/v1/tracks?limit=5&at=" + format_rfc3339(after(600)));
  EXPECT_EQ(page.at("features").size(), 5U);
  EXPECT_TRUE(page.contains("next_after"));
}

TEST_F(PastDeskTest, ATrackComesInPagesThatMakeTheWhole) {
  const auto target = "/api/v1/vessels/" + std::to_string(kShip) +
                      "/track?from=" + format_rfc3339(kNoon) +
                      "&to=" + format_rfc3339(after(6'000));
  const auto whole = json(target + "&limit=10000").at("positions");
  EXPECT_EQ(whole.size(), 600U);
  EXPECT_EQ(whole.front().at("observed_at"), format_rfc3339(kNoon));
  EXPECT_EQ(whole.front().at("sog_kn"), 10.0);
  EXPECT_EQ(whole.front().at("nav_status"), "under_way_engine");
  EXPECT_EQ(whole.front().at("source"), "coast");
  for (const int limit : {1, 7, 599, 600}) {
    if (limit == 1) continue;
    EXPECT_EQ(pages(target, "positions", limit), whole) << limit;
  }
  const auto thin = json(target + "&every_s=60").at("positions");
  EXPECT_EQ(thin.size(), 100U);
}

TEST_F(PastDeskTest, ChangesAreNewestFirstAndInPages) {
  const auto target = "/api/v1/vessels/" + std::to_string(kShip) +
                      "/changes?from=" + format_rfc3339(kNoon) +
                      "&to=" + format_rfc3339(after(7'000));
  const auto whole = json(target).at("changes");
  ASSERT_GE(whole.size(), 8U) << "the first word on each field, and the new name";
  EXPECT_EQ(whole[0].at("field"), "name");
  EXPECT_EQ(whole[0].at("value"), "NEW NAME");
  EXPECT_EQ(whole[0].at("previous"), "SHIP 0");
  EXPECT_FALSE(whole[1].contains("previous"));
  for (const int limit : {1, 2, 3, 5}) EXPECT_EQ(pages(target, "changes", limit), whole) << limit;
}

TEST_F(PastDeskTest, MessagesAreDecodedNewestFirstWithTheirSentences) {
  const auto base =
      "/api/v1/vessels/" + std::to_string(kShip) + "/messages?to=" + format_rfc3339(after(6'100));
  const auto found = json(base + "&limit=5");
  const auto& messages = found.at("messages");
  ASSERT_EQ(messages.size(), 5U);
  EXPECT_EQ(messages[0].at("received_at"), format_rfc3339(after(6'010)));
  EXPECT_EQ(messages[0].at("message").at("type"), 5);
  EXPECT_EQ(messages[0].at("message").at("mmsi"), kShip);
  EXPECT_EQ(messages[0].at("sentences").size(), 2U) << "both sentences of the message";
  EXPECT_EQ(messages[0].at("source"), "coast");
  EXPECT_EQ(messages[2].at("message").at("type"), 1);
  for (const auto& message : messages) EXPECT_EQ(message.at("message").at("mmsi"), kShip);
  // Far back, in stretches: as many as there are.
  const auto all = json(base + "&limit=200&from=" + format_rfc3339(after(4'000)));
  EXPECT_EQ(all.at("messages").size(), 200U);
  const auto few = json(base + "&limit=200&from=" + format_rfc3339(after(5'900)));
  EXPECT_EQ(few.at("searched_from"), format_rfc3339(after(5'900)));
  EXPECT_EQ(few.at("messages").size(), 12U);
  // What the drill sent is of another world.
  EXPECT_TRUE(json("/api/v1/vessels/499000001/messages?to=" + format_rfc3339(after(6'100)))
                  .at("messages")
                  .empty());
}

TEST_F(PastDeskTest, PortCallsAreThoseWhoLayThere) {
  const auto calls = json("/api/v1/vessels/" + std::to_string(kShip + 50) +
                          "/port-calls?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z")
                         .at("port_calls");
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0].at("port"), "KHASAB");
  EXPECT_EQ(calls[0].at("arrived_at"), format_rfc3339(after(299)));
  EXPECT_EQ(calls[0].at("stopped_at"), format_rfc3339(after(899)));
  EXPECT_FALSE(calls[0].contains("left_at"));
}

TEST_F(PastDeskTest, CrossingsAreInPagesByTimeOfFirstSight) {
  // The ships sail east, each on a parallel of its own.
  const auto target = "/api/v1/crossings?bbox=56.5,25.4,57.5,26.2&from=" + format_rfc3339(kNoon) +
                      "&to=" + format_rfc3339(after(6'000));
  const auto whole = json(target).at("crossings");
  EXPECT_EQ(whole.size(), 12U);
  EXPECT_EQ(json(target).at("vessels"), 12);
  EXPECT_EQ(whole[0].at("flag").at("iso2"), "IR");
  EXPECT_GT(whole[0].at("reports"), 0);
  for (const int limit : {1, 5, 12}) EXPECT_EQ(pages(target, "crossings", limit), whole) << limit;
  EXPECT_EQ(get("/api/v1/crossings").status, 400U) << "a box is needed";
  EXPECT_EQ(get("/api/v1/crossings?bbox=1,2,3").status, 400U);
}

TEST_F(PastDeskTest, SearchFindsWhatIsAndWhatWas) {
  const auto hits = [&](const std::string& words) {
    return json("/api/v1/search?q=" + words).at("hits");
  };
  ASSERT_EQ(hits("new%20na").size(), 1U);
  EXPECT_EQ(hits("new%20na")[0].at("mmsi"), kShip);
  EXPECT_EQ(hits("new%20na")[0].at("in_picture"), true);
  const auto former = hits("SHIP%200");
  ASSERT_EQ(former.size(), 1U);
  EXPECT_EQ(former[0].at("former"), "SHIP 0");
  EXPECT_EQ(former[0].at("name"), "NEW NAME");
  EXPECT_EQ(hits(std::to_string(kShip + 3))[0].at("matched"), "mmsi");
  EXPECT_TRUE(hits("nobody%27%3B%20DROP%20TABLE").empty());
  EXPECT_EQ(get("/api/v1/search").status, 400U);
  EXPECT_EQ(get("/api/v1/search?q=").status, 400U);
}

TEST_F(PastDeskTest, HistoryTellsItsExtentAndWhatHappened) {
  const auto history =
      json("/api/v1/history?from=" + format_rfc3339(kNoon) + "&to=" + format_rfc3339(after(7'000)) +
           "&mmsi=" + std::to_string(kShip + 50));
  EXPECT_EQ(history.at("from"), format_rfc3339(kNoon));
  EXPECT_EQ(history.at("to"), format_rfc3339(after(6'020)));
  EXPECT_TRUE(history.at("holes").empty());
  std::map<std::string, std::set<std::uint32_t>> kinds;
  for (const auto& event : history.at("events"))
    kinds[event.at("kind")].insert(event.at("mmsi").get<std::uint32_t>());
  EXPECT_EQ(kinds["distress"], std::set<std::uint32_t>{970'010'119});
  EXPECT_EQ(kinds["static_change"], std::set<std::uint32_t>{kShip});
  EXPECT_EQ(kinds["port_call"], std::set<std::uint32_t>{kShip + 50});
  EXPECT_EQ(history.at("events_cut"), false);
  EXPECT_EQ(json("/api/v1/history?limit=1&from=" + format_rfc3339(kNoon) +
                 "&to=" + format_rfc3339(after(7'000)))
                .at("events_cut"),
            true);
}

TEST_F(PastDeskTest, AVesselThatLeftIsKnownFromTheHistory) {
  published_ = std::make_shared<serve::Published>();
  published_->snapshot = picture::Picture{}.snapshot(after(7'000));
  const auto vessel = json("/api/v1/vessels/" + std::to_string(kShip));
  EXPECT_EQ(vessel.at("in_picture"), false);
  EXPECT_EQ(vessel.at("name"), "NEW NAME");
  EXPECT_EQ(vessel.at("imo"), 9'074'729);
  EXPECT_EQ(vessel.at("flag").at("iso2"), "IR");
  EXPECT_EQ(vessel.at("length_m"), 150);
  EXPECT_EQ(get("/api/v1/vessels/123456789").status, 404U);
}

TEST_F(PastDeskTest, AVesselIsKnownAsItWasKnownThen) {
  const auto target = "/api/v1/vessels/" + std::to_string(kShip) + "?at=";
  const auto before = json(target + format_rfc3339(after(5'000)));
  EXPECT_EQ(before.at("name"), "SHIP 0");
  EXPECT_EQ(before.at("at"), format_rfc3339(after(5'000)));
  const auto later = json(target + format_rfc3339(after(6'050)));
  EXPECT_EQ(later.at("name"), "NEW NAME");
  EXPECT_EQ(later.at("remarks").at("list").at(0).at("what"), "name_changed");
  EXPECT_EQ(get(target + "noon").status, 400U);
}

TEST_F(PastDeskTest, SaysWhatIsWrongWithAQuestion) {
  const auto track = "/api/v1/vessels/" + std::to_string(kShip) + "/track";
  for (const std::string& bad :
       {track + "?from=yesterday", track + "?limit=0", track + "?limit=10001",
        track + "?colour=red", track + "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
        track + "?after=1", track + "?after=2026-01-01T00:00:00Z,-1", track + "?every_s=x",
        track + "?from=2020-01-01T00:00:00Z", std::string{"/api/v1/vessels/abc/track"},
        std::string{"/api/v1/vessels/1/messages?limit=201"}})
    EXPECT_EQ(get(bad).status, 400U) << bad;
  const serve::Api none{about_, serve::Guard{}, "/nonexistent"};
  serve::Request request{};
  request.method = "GET";
  request.target = track;
  request.host = "localhost";
  EXPECT_EQ(none.handle(request, {published_, serve::ServerCounts{}, kNoon}).take().status, 404U);
}

TEST_F(PastDeskTest, ARaceOfQuestionsAndWritesIsHarmless) {
  std::vector<std::jthread> askers;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 3; ++i) {
    askers.emplace_back([&, i] {
      for (int n = 0; n < 3; ++n) {
        answered += desk_->picture_at(after(600 + 100 * i + n)).has_value();
        answered += desk_->extent(kNoon, after(7'000)).has_value();
      }
    });
  }
  for (int n = 0; n < 50; ++n) {
    model::PositionObservation p;
    p.mmsi = {kShip};
    p.observed_at = p.received_at = after(6'300 + n);
    static_cast<void>(store_->append(p, p.received_at));
    static_cast<void>(store_->flush(p.received_at));
  }
  askers.clear();
  EXPECT_EQ(answered, 18);
}

}  // namespace
}  // namespace narrows::engine
