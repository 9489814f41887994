#include "engine/nmea_out.hpp"

#include <chrono>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace narrows::engine {
namespace {

using Verdict = OutgoingFilter::Verdict;

Time at_s(std::int64_t s) {
  return Time::unix_seconds(1'000'000'000 + s);
}
OutgoingMessage from(std::uint32_t mmsi, std::uint8_t type, std::int64_t s,
                     std::optional<geo::LatLon> position = {}) {
  return {.mmsi = {mmsi},
          .type = type,
          .received_at = at_s(s),
          .position = position,
          .distress = false,
          .sentences = "!AIVDM," + std::to_string(s) + "\r\n"};
}
geo::LatLon place(double lat, double lon) {
  return *geo::LatLon::from(geo::LatLon::Degrees{.lat = lat, .lon = lon});
}

TEST(OutgoingFilter, WithoutOneEverythingPasses) {
  OutgoingFilter filter{{}};
  EXPECT_EQ(filter.judge(from(1, 1, 0)), Verdict::kPasses);
  EXPECT_EQ(filter.judge(from(1, 1, 0)), Verdict::kPasses);
}

TEST(OutgoingFilter, AnAreaPassesWhoIsInIt) {
  NmeaOutConfig config;
  config.area_west_south_east_north_deg = {56, 26, 57, 27};
  OutgoingFilter filter{config};
  EXPECT_EQ(filter.judge(from(1, 5, 0)), Verdict::kOutside);  // Nobody knows where it is.
  EXPECT_EQ(filter.judge(from(1, 1, 1, place(26.5, 56.5))), Verdict::kPasses);
  EXPECT_EQ(filter.judge(from(1, 5, 2)), Verdict::kPasses);
  EXPECT_EQ(filter.judge(from(1, 1, 3, place(26.5, 57.1))), Verdict::kOutside);
  EXPECT_EQ(filter.judge(from(1, 8, 4)), Verdict::kOutside);
  auto sart = from(970'012'345, 1, 5);
  sart.distress = true;
  EXPECT_EQ(filter.judge(sart), Verdict::kPasses);
}

TEST(OutgoingFilter, AnAreaMayGoOverTheDateLine) {
  NmeaOutConfig config;
  config.area_west_south_east_north_deg = {179, -10, -179, 10};
  OutgoingFilter filter{config};
  EXPECT_EQ(filter.judge(from(1, 1, 0, place(0, 179.5))), Verdict::kPasses);
  EXPECT_EQ(filter.judge(from(1, 1, 1, place(0, -179.5))), Verdict::kPasses);
  EXPECT_EQ(filter.judge(from(1, 1, 2, place(0, 0))), Verdict::kOutside);
}

TEST(OutgoingFilter, ARateIsAVesselsAndAKindsOwn) {
  NmeaOutConfig config;
  config.every = Duration::seconds(60);
  OutgoingFilter filter{config};
  EXPECT_EQ(filter.judge(from(1, 1, 0)), Verdict::kPasses);
  EXPECT_EQ(filter.judge(from(1, 3, 59)), Verdict::kTooOften);
  EXPECT_EQ(filter.judge(from(2, 1, 59)), Verdict::kPasses);
  EXPECT_EQ(filter.judge(from(1, 24, 59)), Verdict::kPasses);
  EXPECT_EQ(filter.judge(from(1, 24, 60)), Verdict::kPasses);  // Part B.
  EXPECT_EQ(filter.judge(from(1, 24, 70)), Verdict::kTooOften);
  EXPECT_EQ(filter.judge(from(1, 1, 60)), Verdict::kPasses);
  EXPECT_EQ(filter.judge(from(1, 14, 60)), Verdict::kPasses);  // A text is never one too many.
  EXPECT_EQ(filter.judge(from(1, 14, 60)), Verdict::kPasses);
  auto sart = from(970'012'345, 1, 60);
  sart.distress = true;
  EXPECT_EQ(filter.judge(sart), Verdict::kPasses);
  EXPECT_EQ(filter.judge(sart), Verdict::kPasses);
}

TEST(OutgoingFilter, KnowsSoManyVesselsAndNoMore) {
  NmeaOutConfig config;
  config.every = Duration::seconds(60);
  OutgoingFilter filter{config, 2};
  EXPECT_EQ(filter.judge(from(1, 1, 0)), Verdict::kPasses);
  EXPECT_EQ(filter.judge(from(2, 1, 0)), Verdict::kPasses);
  EXPECT_EQ(filter.judge(from(3, 1, 0)), Verdict::kPasses);
  EXPECT_EQ(filter.judge(from(1, 1, 1)),
            Verdict::kPasses);  // Forgotten, rather than kept for ever.
}

struct Client {
  explicit Client(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected = ::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    const timeval patience{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  /// What came until `text` is as long as `size`, or the other end closed.
  std::string read(std::size_t size) {
    std::string text;
    char piece[4'096];
    while (text.size() < size) {
      const auto got = ::recv(socket.get(), piece, sizeof piece, 0);
      if (got <= 0) break;
      text.append(piece, static_cast<std::size_t>(got));
    }
    return text;
  }
  source::Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  bool connected = false;
};

struct Running {
  explicit Running(NmeaOutConfig config = {}) {
    config.port = 0;
    out = std::move(*NmeaOut::open(config, log));
    thread = std::jthread{[this](const std::stop_token& stop) { out->run(stop); }};
  }
  void send(const OutgoingMessage& message) {
    out->take(std::make_shared<const std::vector<OutgoingMessage>>(1, message));
  }
  double sample(std::string_view name) const {
    for (const auto& s : out->samples())
      if (s.name == name) return s.value;
    return -1;
  }
  /// Waits for it, five seconds at most.
  template <class Condition>
  static bool until(Condition&& condition) {
    for (int i = 0; i < 500; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return false;
  }
  Log log;
  std::unique_ptr<NmeaOut> out;
  std::jthread thread;
};

TEST(NmeaOut, PassesSentencesOnToEveryClient) {
  Running node;
  Client one{node.out->port()};
  Client two{node.out->port()};
  ASSERT_TRUE(Running::until([&] { return node.sample("nmea_out_clients") == 2; }));
  node.send(from(1, 1, 7));
  EXPECT_EQ(one.read(10), "!AIVDM,7\r\n");
  EXPECT_EQ(two.read(10), "!AIVDM,7\r\n");
  EXPECT_TRUE(Running::until([&] { return node.out->stage().in == 1; }));
  EXPECT_EQ(node.out->stage().out, 1U);
}

TEST(NmeaOut, AnExerciseSaysSoInEverySentence) {
  NmeaOutConfig config;
  config.exercise = "spring, 7";
  Running node{config};
  Client client{node.out->port()};
  ASSERT_TRUE(Running::until([&] { return node.sample("nmea_out_clients") == 1; }));
  auto message = from(1, 5, 7);
  message.sentences = "!AIVDM,1\r\n!AIVDM,2\r\n";
  node.send(message);
  const std::string mark = "\\t:exercise spring__7*5E\\";
  EXPECT_EQ(client.read(2 * mark.size() + 20), mark + "!AIVDM,1\r\n" + mark + "!AIVDM,2\r\n");
}

TEST(NmeaOut, AClientThatDoesNotReadIsSkippedByWholeMessagesAndCostsNoMemory) {
  Running node;
  Client slow{node.out->port()};
  ASSERT_TRUE(Running::until([&] { return node.sample("nmea_out_clients") == 1; }));
  auto big = from(1, 8, 7);
  big.sentences = "!" + std::string(998, 'x') + "\n";
  for (int i = 0; i < 20'000; ++i) {  // 20 MB, more than any socket takes.
    node.send(big);
    if (i % 40 == 0) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  ASSERT_TRUE(Running::until([&] { return node.sample("nmea_out_skipped_total") > 0; }));
  std::string text;
  std::string piece;
  while (!(piece = slow.read(65'536)).empty()) {
    text += piece;
    const auto sent = static_cast<std::size_t>(node.sample("nmea_out_bytes_total"));
    if (text.size() >= sent && piece.size() < 65'536) break;
  }
  EXPECT_EQ(text.size() % 1'000, 0U);
  for (std::size_t at = 0; at + 1'000 <= text.size(); at += 1'000) {
    ASSERT_EQ(text[at], '!') << at;
    ASSERT_EQ(text[at + 999], '\n') << at;
  }
}

TEST(NmeaOut, WhoIsServedStaysServedWhenAllPlacesAreTaken) {
  NmeaOutConfig config;
  config.clients_max = 1;
  Running node{config};
  Client one{node.out->port()};
  ASSERT_TRUE(Running::until([&] { return node.sample("nmea_out_clients") == 1; }));
  Client two{node.out->port()};
  EXPECT_EQ(two.read(1), "");  // Closed at once.
  node.send(from(1, 1, 7));
  EXPECT_EQ(one.read(10), "!AIVDM,7\r\n");
  EXPECT_EQ(node.sample("nmea_out_refused_total"), 1);
}

TEST(NmeaOut, AClientThatLeavesMakesRoom) {
  NmeaOutConfig config;
  config.clients_max = 1;
  Running node{config};
  {
    Client one{node.out->port()};
    ASSERT_TRUE(Running::until([&] { return node.sample("nmea_out_clients") == 1; }));
  }
  ASSERT_TRUE(Running::until([&] { return node.sample("nmea_out_clients") == 0; }));
  node.send(from(1, 1, 6));
  ASSERT_TRUE(Running::until([&] { return node.out->stage().in == 1; }));
  EXPECT_EQ(node.out->stage().dropped[2].second, 1U);  // Nobody there.
  Client two{node.out->port()};
  ASSERT_TRUE(Running::until([&] { return node.sample("nmea_out_clients") == 1; }));
  node.send(from(1, 1, 7));
  EXPECT_EQ(two.read(10), "!AIVDM,7\r\n");
}

TEST(NmeaOut, APortThatIsTakenIsSaidInOneSentence) {
  Running node;
  NmeaOutConfig config;
  config.port = node.out->port();
  const auto second = NmeaOut::open(config, node.log);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().what.find("127.0.0.1:" + std::to_string(config.port)), std::string::npos)
      << second.error().what;
}

}  // namespace
}  // namespace narrows::engine
