#include "source/source.hpp"

#include <chrono>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "source/descriptor.hpp"
#include "source/test_files.hpp"

namespace narrows::source {
namespace {

using Sources = std::vector<std::unique_ptr<Source>>;

Time clock_now() {
  return Time::unix_microseconds(std::chrono::duration_cast<std::chrono::microseconds>(
                                     std::chrono::system_clock::now().time_since_epoch())
                                     .count());
}

// One source under test, and what it has handed on.
struct Listening {
  explicit Listening(const std::string& address, OpenOptions options = {}) {
    auto opened = open_source(address, options);
    EXPECT_TRUE(opened) << opened.error().what;
    if (opened) source.push_back(std::move(*opened));
  }
  Source& operator*() { return *source.front(); }
  Source* operator->() { return source.front().get(); }

  void receive(Time now) {
    source.front()->receive(now, [&](const model::Received& r) {
      texts.emplace_back(r.text);
      ids.push_back(r.source.value);
    });
  }
  // Waits for it as a caller would. The limit is only against hanging for ever.
  bool until(const std::function<bool()>& done) {
    for (int i = 0; i < 500 && !done(); ++i) {
      wait_for_input(source, clock_now(), Duration::milliseconds(20));
      receive(clock_now());
    }
    return done();
  }

  Sources source;
  std::vector<std::string> texts;
  std::vector<int> ids;
};

sockaddr_in loopback(int port) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return to;
}

// A socket bound to a port that the system chose.
struct Bound {
  explicit Bound(int type) : socket{::socket(AF_INET, type, 0)} {
    sockaddr_in at = loopback(0);
    socklen_t size = sizeof at;
    EXPECT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&at), size), 0);
    ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&at), &size);
    port = ntohs(at.sin_port);
  }
  Descriptor socket;
  int port = 0;
};

int free_port(int type) {
  return Bound{type}.port;
}

Descriptor connected(int port) {
  Descriptor socket{::socket(AF_INET, SOCK_STREAM, 0)};
  const sockaddr_in to = loopback(port);
  EXPECT_EQ(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  return socket;
}

void put(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    ASSERT_GT(n, 0) << std::strerror(errno);
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::string at(const char* scheme, int port) {
  return scheme + std::string{"127.0.0.1:"} + std::to_string(port);
}

void send_to(int port, const std::string& datagram) {
  const Descriptor socket{::socket(AF_INET, SOCK_DGRAM, 0)};
  const sockaddr_in to = loopback(port);
  EXPECT_EQ(::sendto(socket.get(), datagram.data(), datagram.size(), 0,
                     reinterpret_cast<const sockaddr*>(&to), sizeof to),
            static_cast<ssize_t>(datagram.size()));
}

TEST(UdpSource, HandsOnDatagramsAsTheyCame) {
  const int port = free_port(SOCK_DGRAM);
  Listening udp{at("udp://", port), {.id = {7}}};
  const std::string iec450{"UdPbC\0\\s:II0001,n:1*00\\!AIVDM,1,1,,A,x,0*00\r\n", 46};
  const std::vector<std::string> sent{"!AIVDM,1\r\n!AIVDM,2\r\n", "no line end", iec450,
                                      std::string(60'000, 'x')};
  for (const auto& datagram : sent) send_to(port, datagram);
  send_to(port, "");
  send_to(port, "last");
  ASSERT_TRUE(udp.until([&] { return udp.texts.size() >= 5; }));
  EXPECT_EQ(std::vector(udp.texts.begin(), udp.texts.begin() + 4), sent);
  EXPECT_EQ(udp.texts.back(), "last");
  EXPECT_EQ(udp.ids.front(), 7);
  EXPECT_EQ(udp->status().counters.received, 5U);
  EXPECT_EQ(udp->status().phase, Phase::kLive);
}

TEST(UdpSource, CountsWhatTheSystemHadNoRoomFor) {
  const int port = free_port(SOCK_DGRAM);
  Listening udp{at("udp://", port)};
  constexpr int kSent = 20'000;
  const std::string datagram(2'000, 'x');
  for (int i = 0; i < kSent; ++i) send_to(port, datagram);
  ASSERT_TRUE(udp.until([&] {
    const auto before = udp.texts.size();
    udp.receive(clock_now());
    return udp.texts.size() == before;
  }));
  send_to(port, "the count comes with the next datagram");
  ASSERT_TRUE(udp.until([&] { return udp.texts.back().size() < 100; }));
  EXPECT_GT(udp->status().counters.datagrams_lost, 0U);
  EXPECT_EQ(udp.texts.size() - 1 + udp->status().counters.datagrams_lost, kSent);
}

TEST(UdpSource, JoinsAMulticastGroup) {
  const int port = free_port(SOCK_DGRAM);
  auto opened =
      open_source("udp://239.192.0.4:" + std::to_string(port) + "?interface=127.0.0.1", {});
  if (!opened) GTEST_SKIP() << "no multicast here: " << opened.error().what;
  const Descriptor socket{::socket(AF_INET, SOCK_DGRAM, 0)};
  in_addr loop{htonl(INADDR_LOOPBACK)};
  ASSERT_EQ(::setsockopt(socket.get(), IPPROTO_IP, IP_MULTICAST_IF, &loop, sizeof loop), 0);
  sockaddr_in to = loopback(port);
  to.sin_addr.s_addr = htonl(0xEFC00004);
  ASSERT_EQ(::sendto(socket.get(), "hello", 5, 0, reinterpret_cast<sockaddr*>(&to), sizeof to), 5)
      << std::strerror(errno);
  std::string got;
  Sources sources;
  sources.push_back(std::move(*opened));
  for (int i = 0; i < 100 && got.empty(); ++i) {
    wait_for_input(sources, clock_now(), Duration::milliseconds(20));
    sources[0]->receive(clock_now(), [&](const model::Received& r) { got = r.text; });
  }
  EXPECT_EQ(got, "hello");
}

TEST(UdpSource, NamesThePortThatIsTaken) {
  const Bound other{SOCK_DGRAM};
  const std::string address = at("udp://", other.port);
  const auto opened = open_source(address, {});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().what, address + ": address already in use");
  EXPECT_EQ(opened.error().fault, Fault::kRefused);
}

TEST(TcpSource, CutsTheStreamIntoLinesAndEndsWithThePeer) {
  Bound server{SOCK_STREAM};
  ASSERT_EQ(::listen(server.socket.get(), 1), 0);
  Listening tcp{at("tcp://", server.port), {.id = {3}, .reconnect = false}};
  EXPECT_EQ(tcp->status().phase, Phase::kStarting);
  tcp.receive(clock_now());
  Descriptor peer{::accept(server.socket.get(), nullptr, nullptr)};
  put(peer.get(), "one\r\ntw");
  ASSERT_TRUE(tcp.until([&] { return tcp.texts.size() == 1; }));
  EXPECT_EQ(tcp->status().phase, Phase::kLive);
  put(peer.get(), "o\nno line end");
  peer.close();
  ASSERT_TRUE(tcp.until([&] { return tcp->status().phase == Phase::kEnded; }));
  EXPECT_EQ(tcp.texts, (std::vector<std::string>{"one\r\n", "two\n", "no line end"}));
  EXPECT_EQ(tcp.ids.back(), 3);
  EXPECT_FALSE(tcp->status().last_error) << "a peer that has said all is no error";
  EXPECT_EQ(tcp->interest().fd, -1);
  EXPECT_FALSE(tcp->interest().wake_at);
}

TEST(TcpSource, ComesBackAfterALoss) {
  Bound server{SOCK_STREAM};
  ASSERT_EQ(::listen(server.socket.get(), 1), 0);
  Listening tcp{at("tcp://", server.port)};
  tcp.receive(clock_now());
  for (int round = 0; round < 2; ++round) {
    Descriptor peer{::accept(server.socket.get(), nullptr, nullptr)};
    put(peer.get(), "hello\n");
    peer.close();
    ASSERT_TRUE(tcp.until([&] { return tcp->status().phase == Phase::kWaiting; }));
    ASSERT_TRUE(tcp->status().last_error);
    tcp.receive(*tcp->interest().wake_at);  // As if the pause were over.
  }
  EXPECT_EQ(tcp.texts, (std::vector<std::string>{"hello\n", "hello\n"}));
}

TEST(TcpSource, WaitsLongerEachTimeNobodyIsThere) {
  Listening tcp{at("tcp://", free_port(SOCK_STREAM))};
  Time now = clock_now();
  std::vector<double> pauses;
  for (int i = 0; i < 8; ++i) {
    tcp.receive(now);
    for (int j = 0; j < 100 && tcp->status().phase != Phase::kWaiting; ++j) {
      wait_for_input(tcp.source, now, Duration::milliseconds(20));
      tcp.receive(now);
    }
    ASSERT_EQ(tcp->status().phase, Phase::kWaiting);
    EXPECT_NE(tcp->status().last_error->what.find("connection refused"), std::string::npos);
    pauses.push_back((*tcp->interest().wake_at - now).seconds());
    tcp.receive(now);  // Too early: no attempt.
    EXPECT_EQ(*tcp->interest().wake_at - now, Duration::seconds(static_cast<int>(pauses.back())));
    now = *tcp->interest().wake_at;
  }
  EXPECT_EQ(pauses, (std::vector<double>{1, 2, 4, 8, 16, 32, 60, 60}));
}

TEST(TcpSource, GivesUpWhenItMustNotReconnect) {
  const std::string address = at("tcp://", free_port(SOCK_STREAM));
  Listening tcp{address, {.id = {}, .reconnect = false}};
  ASSERT_TRUE(tcp.until([&] { return tcp->status().phase == Phase::kEnded; }));
  EXPECT_EQ(tcp->status().last_error->what, address + ": connection refused");
}

TEST(TcpSource, ALineWithoutEndCostsNoMoreThanTheCap) {
  Bound server{SOCK_STREAM};
  ASSERT_EQ(::listen(server.socket.get(), 1), 0);
  Listening tcp{at("tcp://", server.port)};
  tcp.receive(clock_now());
  Descriptor peer{::accept(server.socket.get(), nullptr, nullptr)};
  const std::string endless(1'000, 'x');
  for (int i = 0; i < 100; ++i) {
    put(peer.get(), endless);
    tcp.receive(clock_now());
  }
  put(peer.get(), "\nnext\n");
  ASSERT_TRUE(tcp.until([&] { return tcp.texts.size() == 2; }));
  EXPECT_EQ(tcp.texts[0].size(), kLineBytesMax);
  EXPECT_EQ(tcp.texts[1], "next\n");
  EXPECT_EQ(tcp->status().counters.lines_too_long, 1U);
  EXPECT_EQ(tcp->status().counters.bytes_discarded, 100'001 - kLineBytesMax);
}

TEST(TcpListenSource, HearsManyPeersAndMixesNoLines) {
  const int port = free_port(SOCK_STREAM);
  Listening listen{at("tcp-listen://", port)};
  Descriptor a = connected(port);
  Descriptor b = connected(port);
  put(a.get(), "from ");
  put(b.get(), "and from ");
  ASSERT_TRUE(listen.until([&] { return listen->status().counters.bytes == 14; }));
  put(b.get(), "b\n");
  ASSERT_TRUE(listen.until([&] { return listen.texts.size() == 1; }));
  put(a.get(), "a\n");
  ASSERT_TRUE(listen.until([&] { return listen.texts.size() == 2; }));
  EXPECT_EQ(listen.texts, (std::vector<std::string>{"and from b\n", "from a\n"}));
  b.close();
  put(a.get(), "still here\n");
  ASSERT_TRUE(listen.until([&] { return listen.texts.size() == 3; }));
}

TEST(TcpListenSource, RefusesTheSeventeenthPeerAndCountsIt) {
  const int port = free_port(SOCK_STREAM);
  Listening listen{at("tcp-listen://", port)};
  std::vector<Descriptor> peers;
  for (int i = 0; i < 16; ++i) peers.push_back(connected(port));
  ASSERT_TRUE(listen.until([&] { return listen->status().counters.connects == 16; }));
  Descriptor extra = connected(port);
  ASSERT_TRUE(listen.until([&] { return listen->status().counters.refused_peers == 1; }));
  char byte = 0;
  EXPECT_EQ(::read(extra.get(), &byte, 1), 0) << "it is told at once";
  peers.pop_back();
  const auto gone = [&] {
    extra = connected(port);
    put(extra.get(), "in\n");
    listen.receive(clock_now());
    return !listen.texts.empty();
  };
  ASSERT_TRUE(listen.until(gone)) << "a place that was left is free again";
}

TEST(SerialSource, ReadsLinesAndComesBack) {
  const Descriptor master{::posix_openpt(O_RDWR | O_NOCTTY)};
  ASSERT_TRUE(master);
  ASSERT_EQ(::grantpt(master.get()), 0);
  ASSERT_EQ(::unlockpt(master.get()), 0);
  std::string device(64, '\0');
  ASSERT_EQ(::ptsname_r(master.get(), device.data(), device.size()), 0);
  device.resize(device.find('\0'));

  Listening serial{"serial:" + device + "?baud=4800"};
  put(master.get(), "!AIVDM,1\r\n\x03\x04raw\r\n");
  ASSERT_TRUE(serial.until([&] { return serial.texts.size() == 2; }));
  EXPECT_EQ(serial.texts, (std::vector<std::string>{"!AIVDM,1\r\n", "\x03\x04raw\r\n"}))
      << "control characters are data";
}

TEST(SerialSource, IsLostWhenTheDeviceGoes) {
  Descriptor master{::posix_openpt(O_RDWR | O_NOCTTY)};
  ASSERT_EQ(::grantpt(master.get()), 0);
  ASSERT_EQ(::unlockpt(master.get()), 0);
  const std::string device = ::ptsname(master.get());  // NOLINT(concurrency-mt-unsafe)
  Listening serial{"serial:" + device};
  EXPECT_EQ(serial->status().phase, Phase::kLive);
  master.close();
  ASSERT_TRUE(serial.until([&] { return serial->status().phase == Phase::kWaiting; }));
  EXPECT_TRUE(serial->status().last_error);
  EXPECT_TRUE(serial->interest().wake_at);
}

TEST(SerialSource, SaysWhatIsNoSerialLine) {
  const TestFolder folder;
  const std::string path = folder.write("plain", "text");
  EXPECT_EQ(open_source("serial:" + path, {}).error().what,
            "serial:" + path + ": is not a serial line");
  EXPECT_EQ(open_source("serial:/dev/nowhere", {}).error().what,
            "serial:/dev/nowhere: no such file or directory");
}

TEST(FileSource, GivesEveryLineThenEnds) {
  const TestFolder folder;
  Listening file{folder.write("f", "a\nb\r\nc"), {.id = {5}}};
  ASSERT_TRUE(file.until([&] { return file->status().phase == Phase::kEnded; }));
  EXPECT_EQ(file.texts, (std::vector<std::string>{"a\n", "b\r\n", "c"}));
  EXPECT_EQ(file.ids.front(), 5);
  EXPECT_EQ(file->status().counters.bytes, 6U);
  EXPECT_FALSE(file->status().last_error);
}

TEST(Source, ReplayIsOpenedByItsAddress) {
  const TestFolder folder;
  Listening replay{"replay:" + folder.write("r", "a\nb\n") + "?rate=1000&speed=1000"};
  ASSERT_TRUE(replay.until([&] { return replay->status().phase == Phase::kEnded; }));
  EXPECT_EQ(replay.texts, (std::vector<std::string>{"a\n", "b\n"}));
}

TEST(Source, KnowsWhatEndsByItself) {
  EXPECT_TRUE(is_finite("a.nmea"));
  EXPECT_TRUE(is_finite("-"));
  EXPECT_TRUE(is_finite("replay:x"));
  EXPECT_FALSE(is_finite("replay:x?loop=1"));
  EXPECT_FALSE(is_finite("udp://:1"));
  EXPECT_FALSE(is_finite("tcp://h:1"));
}

TEST(Source, TellsFilesFromTheRest) {
  EXPECT_EQ(*file_of("a.nmea"), "a.nmea");
  EXPECT_EQ(*file_of("file:a.nmea"), "a.nmea");
  EXPECT_EQ(*file_of("-"), "-");
  EXPECT_EQ(*file_of("udp://:1"), std::nullopt);
  EXPECT_EQ(*file_of("replay:x"), std::nullopt);
  EXPECT_FALSE(file_of("udp://"));
}

TEST(Source, ChecksAnAddressWithoutOpeningIt) {
  EXPECT_TRUE(check_address("/nowhere/at/all"));
  EXPECT_TRUE(check_address("tcp://nobody.invalid:1"));
  EXPECT_FALSE(check_address("udp://x"));
}

}  // namespace
}  // namespace narrows::source
