// The frames byte for byte, and who gets which.

#include "serve/picture_feed.hpp"

#include <array>
#include <cstring>
#include <optional>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "picture/picture.hpp"
#include "serve/picture_frames.hpp"

namespace narrows::serve {
namespace {

const Time kNoon = from_utc(2026, 1, 1, 12);
constexpr std::uint32_t kShip = 800'000'001;

geo::LatLon place(double lat, double lon) {
  return *geo::LatLon::from(geo::LatLon::Degrees{lat, lon});
}

model::PositionObservation position(double lat, double lon, std::uint32_t mmsi = kShip,
                                    Time at = kNoon) {
  model::PositionObservation p;
  p.mmsi = {mmsi};
  p.kind = model::StationKind::kClassA;
  p.message_type = 1;
  p.observed_at = p.received_at = at;
  p.position = place(lat, lon);
  return p;
}

model::StaticObservation named(const std::string& name, std::uint32_t mmsi = kShip) {
  model::StaticObservation s;
  s.mmsi = {mmsi};
  s.observed_at = s.received_at = kNoon;
  s.name = name;
  return s;
}

template <class T>
T at(const std::string& frame, std::size_t offset) {
  T value{};
  std::memcpy(&value, frame.data() + offset, sizeof value);  // The test machine is little-endian.
  return value;
}

TEST(CellFrame, IsLaidOutAsDocumented) {
  picture::Picture picture;
  auto a = position(26.25, 56.125);
  a.sog = Speed::knots(12.34);
  a.cog = Bearing::degrees_true(359.97);
  a.nav_status = 5;
  a.position_accurate = true;
  picture.apply(a);
  auto b = position(26.0, 56.4999999, kShip + 1);
  b.kind = model::StationKind::kAidToNavigation;
  b.heading = Bearing::degrees_true(90);
  b.virtual_aid = true;
  picture.apply(b);
  const auto snapshot = picture.snapshot(kNoon + Duration::seconds(70));
  const auto frame = cell_frame(*snapshot->cells.at(0), 7, snapshot->now);
  ASSERT_EQ(frame.size(), 24U + 2 * 20);
  EXPECT_EQ(frame[0], 1);
  EXPECT_EQ(frame[1], 1);
  EXPECT_EQ(at<std::uint16_t>(frame, 2), 232);
  EXPECT_EQ(at<std::uint16_t>(frame, 4), 472);
  EXPECT_EQ(at<std::uint16_t>(frame, 6), 0);
  EXPECT_EQ(at<std::uint32_t>(frame, 8), 7U);
  EXPECT_EQ(at<std::uint32_t>(frame, 12), 2U);
  EXPECT_EQ(at<std::int64_t>(frame, 16), snapshot->now.unix_microseconds());
  std::size_t o = 24;
  const auto next16 = [&](int first, int second, std::string_view what) {
    EXPECT_EQ(at<std::uint16_t>(frame, o), first) << what;
    EXPECT_EQ(at<std::uint16_t>(frame, o + 2), second) << what;
    o += 4;
  };
  const auto next8 = [&](int first, int second, std::string_view what) {
    EXPECT_EQ(at<std::uint8_t>(frame, o), first) << what;
    EXPECT_EQ(at<std::uint8_t>(frame, o + 1), second) << what;
    o += 2;
  };
  EXPECT_EQ(at<std::uint32_t>(frame, o), kShip);
  EXPECT_EQ(at<std::uint32_t>(frame, o + 4), kShip + 1);
  o += 8;
  next16(32'768, 0, "lat");
  next16(16'384, 65'535, "lon");
  next16(123, 65'535, "sog");
  next16(0, 65'535, "cog: 359.97 is north");
  next16(65'535, 900, "heading");
  next16(70, 70, "age");
  next8(1, 4, "kind");
  next8(5, 255, "nav_status");
  next8(0, 0, "ship_type");
  next8(1, 2, "flags");
  EXPECT_EQ(o, frame.size());
}

TEST(CellFrame, MarksTurnsAndAidsOffTheirPosition) {
  picture::Picture picture;
  const std::array<std::optional<double>, 5> turns{5.0, 4.9, std::nullopt, -4.9, -5.0};
  for (std::uint32_t i = 0; i < turns.size(); ++i) {
    auto p = position(26.25, 56.125, kShip + i);
    p.turn_deg_per_min = turns[i];
    picture.apply(p);
  }
  auto aid = position(26.25, 56.125, kShip + 5);
  aid.kind = model::StationKind::kAidToNavigation;
  aid.off_position = true;
  picture.apply(aid);
  const auto snapshot = picture.snapshot(kNoon);
  const auto frame = cell_frame(*snapshot->cells.at(0), 1, snapshot->now);
  EXPECT_EQ(frame.substr(frame.size() - 6), std::string("\x20\0\0\0\x40\x10", 6));
}

TEST(CellFrame, MarksSimulatedAndLost) {
  picture::Picture picture{{.exercise = {1}}};
  auto p = position(26.25, 56.125);
  p.exercise = {1};
  picture.apply(p);
  picture.age(kNoon + Duration::hours(1));
  const auto snapshot = picture.snapshot(kNoon + Duration::hours(1));
  const auto frame = cell_frame(*snapshot->cells.at(0), 1, snapshot->now);
  EXPECT_EQ(static_cast<int>(frame.back()), 4 + 8);
}

TEST(IdentitiesFrame, IsLaidOutAsDocumented) {
  picture::Picture picture;
  picture.apply(position(26.25, 56.125));
  auto s = named("NORTH STAR");
  s.imo = 9'074'729;
  s.call_sign = "Z9";
  s.ship_type = 80;
  s.to_bow_stern_port_starboard_m = {200, 50, 20, 21};
  s.draught_m = 12.3;
  s.destination = std::string(300, 'D');
  picture.apply(s);
  picture.apply(position(26.25, 56.125, kShip + 1));  // Has no identity: not in the frame.
  const auto snapshot = picture.snapshot(kNoon);
  const auto& cell = *snapshot->cells.at(0);
  const auto f = identities_frame(cell, 0);
  EXPECT_EQ(f.substr(0, 8), std::string("\x02\x01\0\0\x01\0\0\0", 8));
  EXPECT_EQ(at<std::uint32_t>(f, 8), kShip);
  EXPECT_EQ(at<std::uint32_t>(f, 12), 9'074'729U);
  EXPECT_EQ(at<std::uint16_t>(f, 16), 200);
  EXPECT_EQ(at<std::uint16_t>(f, 18), 50);
  EXPECT_EQ(at<std::uint8_t>(f, 20), 20);
  EXPECT_EQ(at<std::uint8_t>(f, 21), 21);
  EXPECT_EQ(at<std::uint8_t>(f, 22), 80);
  EXPECT_EQ(f.substr(23, 14), std::string("\x02Z9\x0aNORTH STAR"));
  EXPECT_EQ(at<std::uint8_t>(f, 37), 255) << "cut at what the length byte can say";
  EXPECT_EQ(at<std::uint16_t>(f, 38 + 255), 123);
  EXPECT_EQ(f.size(), 38U + 255 + 2);
  EXPECT_EQ(identities_frame(cell, snapshot->tick), "") << "nothing changed since";
}

class FeedTest : public ::testing::Test {
 protected:
  void tick() {
    auto published = std::make_shared<Published>();
    published->snapshot = picture.snapshot(kNoon);
    feed.publish(published);
  }
  // Rows of the cells sent, as a set; identities and the tick are counted.
  struct Sent {
    std::multiset<int> cells;
    int empty_cells = 0;
    int identities = 0;
    int ticks = 0;
    std::vector<const std::string*> bytes;
  };
  Sent sent(Subscriber& client) {
    Sent out;
    for (const auto& frame : feed.due(client)) {
      out.bytes.push_back(frame.bytes.get());
      if (!frame.binary) {
        ++out.ticks;
      } else if ((*frame.bytes)[0] == 1) {
        out.cells.insert(at<std::uint16_t>(*frame.bytes, 2));
        out.empty_cells += at<std::uint32_t>(*frame.bytes, 12) == 0 ? 1 : 0;
      } else {
        ++out.identities;
      }
    }
    return out;
  }
  picture::Picture picture;
  PictureFeed feed{About{}};
};

TEST_F(FeedTest, TellsEverythingOnceThenWhatChanged) {
  picture.apply(position(26.1, 56.1));
  picture.apply(named("ALPHA"));
  picture.apply(position(27.1, 56.1, kShip + 1));
  tick();
  Subscriber client;
  auto first = sent(client);
  EXPECT_EQ(first.cells, (std::multiset<int>{232, 234}));
  EXPECT_EQ(first.identities, 1);
  EXPECT_EQ(first.ticks, 1);
  EXPECT_TRUE(sent(client).bytes.empty()) << "it is up to date";
  picture.apply(position(26.2, 56.1, kShip, kNoon + Duration::seconds(1)));
  tick();
  const auto second = sent(client);
  EXPECT_EQ(second.cells, (std::multiset<int>{232}));
  EXPECT_EQ(second.identities, 0);
  tick();
  const auto third = sent(client);
  EXPECT_TRUE(third.cells.empty());
  EXPECT_EQ(third.ticks, 1);
}

TEST_F(FeedTest, EncodesACellOnceForAllClients) {
  picture.apply(position(26.1, 56.1));
  picture.apply(named("ALPHA"));
  tick();
  Subscriber a;
  Subscriber b;
  const auto to_a = sent(a).bytes;
  EXPECT_EQ(to_a.size(), 3U);
  EXPECT_EQ(to_a, sent(b).bytes);
  EXPECT_EQ(feed.frames_encoded(), 2U);
}

TEST_F(FeedTest, ASlowClientCatchesUpInOneStep) {
  picture.apply(position(26.1, 56.1));
  tick();
  Subscriber client;
  sent(client);
  for (int i = 1; i <= 5; ++i) {
    picture.apply(position(26.1 + i, 56.1, kShip, kNoon + Duration::hours(i)));
    picture.apply(named("NAME" + std::to_string(i)));
    tick();  // Not asked for: too slow.
  }
  const auto caught_up = sent(client);
  // The cells it went through meanwhile are told once, as they are now: empty.
  EXPECT_EQ(caught_up.cells, (std::multiset<int>{232, 234, 236, 238, 240, 242}));
  EXPECT_EQ(caught_up.empty_cells, 5);
  EXPECT_EQ(caught_up.identities, 1);
  EXPECT_EQ(caught_up.ticks, 1);
}

TEST_F(FeedTest, ANewClientIsNotToldOfEmptyCells) {
  picture.apply(position(26.1, 56.1));
  tick();
  picture.apply(position(27.1, 56.1, kShip, kNoon + Duration::hours(1)));
  tick();
  Subscriber client;
  EXPECT_EQ(sent(client).cells, (std::multiset<int>{234}));
}

TEST_F(FeedTest, SendsOnlyWhatIsInViewAtOnceAndInFull) {
  picture.apply(position(26.1, 56.1));
  picture.apply(named("ALPHA"));
  picture.apply(position(10.1, 10.1, kShip + 1));
  tick();
  Subscriber client;
  sent(client);
  client.look_at(*parse_box("5,5,15,15"));
  EXPECT_EQ(sent(client).cells, (std::multiset<int>{200}));
  client.look_at(*parse_box("56,26,57,27"));
  const auto back = sent(client);
  EXPECT_EQ(back.cells, (std::multiset<int>{232}));
  EXPECT_EQ(back.identities, 1) << "in full: identities too";
  picture.apply(position(10.2, 10.1, kShip + 1, kNoon + Duration::seconds(9)));
  tick();
  EXPECT_TRUE(sent(client).cells.empty()) << "out of view";
}

TEST_F(FeedTest, ACellThatEmptiedBetweenTwoViewsIsTold) {
  picture.apply(position(26.1, 56.1));
  tick();
  Subscriber client;
  client.look_at(*parse_box("56,26,57,27"));
  sent(client);
  picture.apply(position(36.1, 56.1, kShip, kNoon + Duration::hours(9)));
  tick();
  client.look_at(*parse_box("56,26,58,27"));
  const auto after = sent(client);
  EXPECT_EQ(after.cells, (std::multiset<int>{232}));
  EXPECT_EQ(after.empty_cells, 1);
}

TEST_F(FeedTest, WhatHasNoPlaceIsNotSent) {
  auto blind = position(0, 0);
  blind.position.reset();
  picture.apply(blind);
  tick();
  Subscriber client;
  EXPECT_TRUE(sent(client).cells.empty());
}

TEST_F(FeedTest, KnowsWhenAClientCanNotCatchUp) {
  picture.apply(position(26.1, 56.1));
  tick();
  Subscriber client;
  EXPECT_FALSE(feed.too_far_behind(client)) << "it will be told everything";
  sent(client);
  for (std::uint64_t i = 1; i < picture::kEmptyCellKeptTicks; ++i) tick();
  EXPECT_FALSE(feed.too_far_behind(client));
  tick();
  EXPECT_TRUE(feed.too_far_behind(client));
}

TEST_F(FeedTest, HelloAndTickAreJsonAsDocumented) {
  const About about{.node = "north \"shore\"",
                    .version = "1",
                    .area_name = "hormuz",
                    .area_title = "Strait of Hormuz",
                    .area_west_south_east_north_deg = {55, 24.8, 58, 27.6},
                    .exercise = "drill",
                    .replay = true,
                    .tick_ms = 500};
  const auto hello = nlohmann::json::parse(hello_text(about, 10.0)).at("hello");
  EXPECT_EQ(hello.at("protocol"), 1);
  EXPECT_EQ(hello.at("node"), "north \"shore\"");
  EXPECT_EQ(hello.at("area").at("bbox"), (nlohmann::json{55.0, 24.8, 58.0, 27.6}));
  EXPECT_EQ(hello.at("simulated"), true);
  EXPECT_EQ(hello.at("mode"), "replay");
  EXPECT_EQ(hello.at("speed"), 10.0);
  EXPECT_EQ(hello.at("tick_ms"), 500);
  Published published;
  published.snapshot = picture.snapshot(kNoon);
  published.status.sources = {{.name = "coast",
                               .state = SourceState::kUp,
                               .age = Duration::milliseconds(400),
                               .messages = 1'234,
                               .bytes = 0,
                               .why = {}}};
  published.status.history = {
      .state = HistoryState::kStopped, .since = kNoon, .why = "no space left"};
  const auto tick = nlohmann::json::parse(tick_text(published)).at("tick");
  EXPECT_EQ(tick.at("seq"), 1);
  EXPECT_EQ(tick.at("now"), "2026-01-01T12:00:00.000000Z");
  EXPECT_EQ(
      tick.at("sources"),
      nlohmann::json::parse(R"([{"name":"coast","state":"up","age_s":0.4,"messages":1234}])"));
  EXPECT_EQ(
      tick.at("history"),
      nlohmann::json::parse(
          R"({"state":"stopped","since":"2026-01-01T12:00:00.000000Z","why":"no space left"})"));
}

}  // namespace
}  // namespace narrows::serve
