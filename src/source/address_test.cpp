#include "source/address.hpp"

#include <string>

#include <gtest/gtest.h>

namespace narrows::source {
namespace {

using Kind = Address::Kind;

TEST(Address, ReadsWhatAPersonWrites) {
  const struct {
    const char* text;
    Kind kind;
    const char* path;
    const char* host;
    int port;
  } cases[] = {
      {"-", Kind::kStdin, "", "", 0},
      {"log.nmea", Kind::kFile, "log.nmea", "", 0},
      {"/data/a?b=c", Kind::kFile, "/data/a?b=c", "", 0},
      {"dir/x://y", Kind::kFile, "dir/x://y", "", 0},
      {"file:udp://odd", Kind::kFile, "udp://odd", "", 0},
      {"udp://:10110", Kind::kUdp, "", "127.0.0.1", 10110},
      {"udp://0.0.0.0:10110", Kind::kUdp, "", "0.0.0.0", 10110},
      {"udp://[::1]:10110", Kind::kUdp, "", "::1", 10110},
      {"udp://239.192.0.4:60004?interface=eth0", Kind::kUdp, "", "239.192.0.4", 60004},
      {"tcp://ais.example:1", Kind::kTcp, "", "ais.example", 1},
      {"tcp://h:65535", Kind::kTcp, "", "h", 65535},
      {"tcp-listen://:4001", Kind::kTcpListen, "", "127.0.0.1", 4001},
      {"serial:/dev/ttyUSB0?baud=4800", Kind::kSerial, "/dev/ttyUSB0", "", 0},
      {"replay:day.nmea?speed=10&loop=1", Kind::kReplay, "day.nmea", "", 0},
  };
  for (const auto& c : cases) {
    const auto a = parse_address(c.text);
    ASSERT_TRUE(a) << c.text << ": " << a.error().what;
    EXPECT_EQ(a->kind, c.kind) << c.text;
    const bool socket = c.port != 0;
    EXPECT_EQ(socket ? a->host : a->path, socket ? c.host : c.path) << c.text;
    EXPECT_EQ(a->port, c.port) << c.text;
    EXPECT_EQ(a->text, c.text);
  }
}

TEST(Address, ReadsParameters) {
  const auto replay = parse_address("replay:x?speed=0.5&rate=20&loop=1");
  ASSERT_TRUE(replay);
  EXPECT_DOUBLE_EQ(replay->speed, 0.5);
  EXPECT_DOUBLE_EQ(replay->lines_per_second, 20.0);
  EXPECT_TRUE(replay->loop);
  EXPECT_EQ(parse_address("tcp://h:1?reconnect=0")->reconnect, false);
  EXPECT_EQ(parse_address("serial:/dev/x?reconnect=1")->reconnect, true);
  EXPECT_EQ(parse_address("tcp://h:1")->reconnect, std::nullopt);
  EXPECT_EQ(parse_address("serial:/dev/x")->baud, 38'400U);
  EXPECT_EQ(parse_address("serial:/dev/x?baud=115200")->baud, 115'200U);
  EXPECT_EQ(parse_address("udp://224.0.0.1:9?interface=10.0.0.1")->interface_address, "10.0.0.1");
}

TEST(Address, RefusesInOneSentenceThatBeginsWithTheAddress) {
  for (const char* text : {"udp://127.0.0.1",
                           "udp://127.0.0.1:",
                           "udp://127.0.0.1:0",
                           "udp://127.0.0.1:65536",
                           "udp://127.0.0.1:12x",
                           "udp://::1:10110",
                           "tcp://:5",
                           "serial:",
                           "replay:",
                           "file:",
                           "serial:/dev/x?baud=1",
                           "serial:/dev/x?baud=38400x",
                           "serial:/dev/x?speed=2",
                           "replay:x?speed=0",
                           "replay:x?speed=1001",
                           "replay:x?speed=nan",
                           "replay:x?rate=-1",
                           "replay:x?loop=2",
                           "replay:x?loop",
                           "udp://:1?baud=4800",
                           "http://x:1",
                           "ftp://x"}) {
    const auto a = parse_address(text);
    ASSERT_FALSE(a) << text;
    EXPECT_EQ(a.error().what.rfind(std::string{text} + ": ", 0), 0U) << a.error().what;
    EXPECT_NE(a.error().what.back(), '.');
  }
  EXPECT_FALSE(parse_address(""));
}

}  // namespace
}  // namespace narrows::source
