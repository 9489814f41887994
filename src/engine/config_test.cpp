// What a configuration may say, and how it is told what is wrong: line, key, and the nearest key.

#include "engine/config.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

#include "engine/log.hpp"

namespace narrows::engine {
namespace {

std::string wrong(std::string_view text) {
  const auto config = parse_config(text, "node.toml");
  return config ? "" : config.error().what;
}

TEST(Config, EmptyIsAllDefaults) {
  const auto config = parse_config("", "node.toml");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->address, "127.0.0.1") << "never beyond this machine unless asked for";
  EXPECT_EQ(config->port, 8080);
  EXPECT_TRUE(config->sources.empty());
  EXPECT_TRUE(config->history);
  EXPECT_FALSE(config->replay());
}

constexpr const char* kEveryKey = R"(
node = "north-shore"
area = "hormuz"
areas = "/a"
waters = "/w.toml"
data = "/d"
tick_ms = 500
[http]
address = "0.0.0.0"
port = 9000
names = ["node.example", "b"]
web = "/w"
connections_max = 7
connections_per_address_max = 3
sign_in = true
insecure = false
[tls]
certificate = "/c.pem"
key = "/k.pem"
[session]
idle_minutes = 5
absolute_minutes = 60
[picture]
vessels_max = 8
lost_after_intervals = 9
removed_after_s = 60
[history]
enabled = false
compress = false
archive = "/b"
keep_raw_days = 400
keep_positions_days = 90
keep_exercise_days = 14
[[history.hold]]
from = "2026-01-01T00:00:00Z"
to = "2026-01-02T00:00:00Z"
why = "incident 7"
[[source]]
name = "coast"
input = "udp://:10110"
exercise = "drill"
[[source]]
name = "sim"
input = "simulate:hormuz?vessels=5&seed=6"
exercise = "drill"
)";

TEST(Config, ReadsEveryKey) {
  const auto config = parse_config(kEveryKey, "node.toml");
  ASSERT_TRUE(config) << config.error().what;
  EXPECT_EQ(config->node, "north-shore");
  EXPECT_EQ(config->area, "hormuz");
  EXPECT_EQ(config->areas, "/a");
  EXPECT_EQ(config->waters, "/w.toml");
  EXPECT_EQ(config->data, "/d");
  EXPECT_EQ(config->tick, Duration::milliseconds(500));
  EXPECT_EQ(config->address, "0.0.0.0");
  EXPECT_EQ(config->port, 9000);
  EXPECT_EQ(config->names, (std::vector<std::string>{"node.example", "b"}));
  EXPECT_EQ(config->web, "/w");
  EXPECT_EQ(config->connections_per_address_max, 3U);
  EXPECT_EQ(config->tls_certificate, "/c.pem");
  EXPECT_EQ(config->tls_key, "/k.pem");
  EXPECT_EQ(config->session_idle, Duration::minutes(5));
  EXPECT_EQ(config->session_absolute, Duration::minutes(60));
  EXPECT_EQ(config->connections_max, 7U);
  EXPECT_EQ(config->vessels_max, 8U);
  EXPECT_EQ(config->lost_after_intervals, 9);
  EXPECT_EQ(config->removed_after, Duration::minutes(1));
  EXPECT_FALSE(config->history);
  EXPECT_EQ(config->archive, "/b");
  EXPECT_EQ(config->retention.keep_raw_days, 400U);
  EXPECT_EQ(config->retention.keep_positions_days, 90U);
  EXPECT_EQ(config->retention.keep_exercise_days, 14U);
  EXPECT_FALSE(config->compress_raw_log);
  ASSERT_EQ(config->retention.holds.size(), 1U);
  EXPECT_EQ(config->retention.holds[0].to - config->retention.holds[0].from, Duration::hours(24));
  EXPECT_EQ(config->retention.holds[0].why, "incident 7");
  ASSERT_EQ(config->sources.size(), 2U);
  EXPECT_EQ(config->sources[0].input, "udp://:10110");
  EXPECT_EQ(config->exercise(), "drill");
}

TEST(Config, CopiesAndNmeaOut) {
  const auto defaults = parse_config("", "node.toml");
  ASSERT_TRUE(defaults);
  EXPECT_FALSE(defaults->nmea_out) << "off unless asked for";
  EXPECT_EQ(defaults->duplicates.window, Duration::seconds(10));
  const auto config = parse_config(R"(
[duplicates]
window_ms = 4000
hold_ms = 250
[nmea_out]
area = [179.5, -1, -179.5, 1.25]
every_s = 30
clients_max = 2
)",
                                   "node.toml");
  ASSERT_TRUE(config) << config.error().what;
  EXPECT_EQ(config->duplicates.window, Duration::seconds(4));
  EXPECT_EQ(config->duplicates.hold, Duration::milliseconds(250));
  ASSERT_TRUE(config->nmea_out);
  EXPECT_EQ(config->nmea_out->address, "127.0.0.1");
  EXPECT_EQ(config->nmea_out->port, 10'110);
  EXPECT_EQ(config->nmea_out->every, Duration::seconds(30));
  EXPECT_EQ(config->nmea_out->clients_max, 2U);
  const std::array<double, 4> box{179.5, -1, -179.5, 1.25};
  EXPECT_EQ(config->nmea_out->area_west_south_east_north_deg, box);
  for (const std::string bad : {"[1, 2, 3]", "[0, 5, 1, 4]", "[0, -91, 1, 4]", "[-181, 0, 1, 4]",
                                "[\"a\", 0, 1, 4]", "7"}) {
    EXPECT_EQ(wrong("[nmea_out]\narea = " + bad),
              "node.toml:2: [nmea_out] 'area' must be [west, south, east, north] in degrees")
        << bad;
  }
  EXPECT_EQ(wrong("[nmea_out]\nprot = 1"),
            "node.toml:2: [nmea_out] has no key 'prot'; did you mean 'port'?");
}

TEST(Config, NamesLineAndKeyOfWhatIsWrong) {
  const struct {
    std::string_view text, says;
  } cases[] = {
      {"\nnoed = \"x\"", "node.toml:2: the configuration has no key 'noed'; did you mean 'node'?"},
      {"zzzzzzz = 1", "node.toml:1: the configuration has no key 'zzzzzzz'"},
      {"[http]\nprot = 1", "node.toml:2: [http] has no key 'prot'; did you mean 'port'?"},
      {"[http]\n\nport = 65536",
       "node.toml:3: [http] 'port' must be a whole number from 0 to 65535"},
      {"[http]\nport = \"80\"",
       "node.toml:2: [http] 'port' must be a whole number from 0 to 65535"},
      {"node = 5", "node.toml:1: the configuration 'node' must be text"},
      {"tick_ms = 99",
       "node.toml:1: the configuration 'tick_ms' must be a whole number from 100 to 60000"},
      {"[history]\nenabled = 1", "node.toml:2: [history] 'enabled' must be true or false"},
      {"[history]\nkeep_raw_days = -1",
       "node.toml:2: [history] 'keep_raw_days' must be a whole number from 0 to 36500"},
      {"[[history.hold]]\nfrom = \"2026-01-02T00:00:00Z\"\nto = \"yesterday\"\nwhy = \"x\"",
       "node.toml:3: [[hold]] 'to' must be a time as \"2026-01-31T12:00:00Z\""},
      {"[[history.hold]]\nfrom = \"2026-01-02T00:00:00Z\"\nto = \"2026-01-01T00:00:00Z\"\nwhy = "
       "\"x\"",
       "node.toml:3: [[hold]] 'to' must be after 'from'"},
      {"[[history.hold]]\nfrom = \"2026-01-02T00:00:00Z\"\nwhy = \"x\"",
       "node.toml:1: [[hold]] needs 'to'"},
      {"[http]\nnames = [1]", "node.toml:2: [http] 'names' must be a list of texts"},
      {"http = 1", "node.toml:1: the configuration 'http' must be a table"},
      {"[source]\nname = \"x\"",
       "node.toml:1: the configuration 'source' must be [[source]] tables, a thousand at most"},
      {"[[source]]\nname = \"x\"", "node.toml:1: [[source]] needs 'input'"},
  };
  for (const auto& c : cases) EXPECT_EQ(wrong(c.text), c.says) << c.text;
  EXPECT_TRUE(wrong("a = \n").starts_with("node.toml:1: ")) << wrong("a = \n");
}

TEST(Config, ASourceMustMakeSense) {
  EXPECT_TRUE(wrong("[[source]]\nname = \"x\"\ninput = \"udp://nonsense\"")
                  .starts_with("node.toml:3: [[source]] 'input' is not understood"));
  EXPECT_TRUE(wrong("[[source]]\nname = \"x\"\ninput = \"simulate:a/baltic\"")
                  .starts_with("node.toml:3: "));
  for (const char* bad : {"simulate:hormuz?vessels=0", "simulate:hormuz?vessels=100001",
                          "simulate:hormuz?x=1", "simulate:hormuz?seed", "simulate:"})
    EXPECT_FALSE(check_sources({{"s", bad, "e"}})) << bad;
  EXPECT_TRUE(check_sources({{"s", "simulate:hormuz", "e"}}));
}

TEST(Config, WorldsAndClocksAreNotMixed) {
  EXPECT_TRUE(check_sources({{"a", "udp://:1", ""}, {"b", "udp://:2", ""}}));
  EXPECT_FALSE(check_sources({{"a", "udp://:1", ""}, {"b", "simulate:hormuz", "drill"}}));
  EXPECT_FALSE(check_sources({{"a", "udp://:1", ""}, {"a", "udp://:2", ""}})) << "same name";
  EXPECT_FALSE(check_sources({{"a", "udp://:1", ""}, {"b", "replay:x", ""}}));
  EXPECT_TRUE(check_sources({{"b", "replay:x", ""}}));
  EXPECT_FALSE(check_sources({{"s", "simulate:hormuz", ""}})) << "never real";
  const auto config = parse_config("[[source]]\nname=\"s\"\ninput=\"simulate:hormuz\"", "n");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->exercise(), "simulated-hormuz");
}

// Passwords never pass in the clear, and nobody is let in unasked, but where it was said by name.
TEST(Config, BeyondThisMachineTlsAndSignInAreNeeded) {
  const auto with = [](std::string_view address, std::string_view more) {
    return wrong("[http]\naddress=\"" + std::string{address} + "\"\n" + std::string{more});
  };
  for (const std::string_view loopback : {"127.0.0.1", "127.8.0.1", "::1"}) {
    EXPECT_EQ(with(loopback, ""), "") << loopback;
    EXPECT_EQ(with(loopback, "sign_in=false"), "") << loopback;
  }
  constexpr std::string_view kTls = "[tls]\ncertificate=\"c\"\nkey=\"k\"\n";
  for (const std::string_view beyond : {"0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "localhost", "",
                                        "127.0.0.1.example", "::ffff:127.0.0.1"}) {
    EXPECT_NE(with(beyond, "").find("http.insecure = true"), std::string::npos) << beyond;
    EXPECT_EQ(with(beyond, "insecure=true"), "") << beyond;
    EXPECT_EQ(with(beyond, kTls), "") << beyond;
    EXPECT_NE(with(beyond, "insecure=true\nsign_in=false").find("loopback"), std::string::npos);
  }
  EXPECT_NE(wrong("[tls]\ncertificate=\"c\"\n").find("needs 'key'"), std::string::npos);
  EXPECT_NE(wrong("[session]\nidle_minutes=0").find("from 1 to 10080"), std::string::npos);
}

TEST(Config, ADemonstrationIsSimulatedOrRecordedAndOnLoopback) {
  const auto demo = [](std::string_view input, std::string_view address, bool said) {
    Config config;
    config.address = address;
    config.demo = said;
    config.sources = {{"s", std::string{input}, input.starts_with("simulate") ? "e" : ""}};
    return config.is_demo();
  };
  EXPECT_TRUE(demo("simulate:hormuz", "127.0.0.1", false));
  EXPECT_TRUE(demo("replay:x", "::1", false));
  EXPECT_FALSE(demo("udp://:1", "127.0.0.1", false)) << "real traffic";
  EXPECT_TRUE(demo("udp://:1", "127.0.0.1", true)) << "asked for";
  EXPECT_FALSE(demo("simulate:hormuz", "0.0.0.0", true)) << "others reach it";
}

TEST(Config, AMissingFileIsNamed) {
  const auto config = read_config("/nonexistent/node.toml");
  ASSERT_FALSE(config);
  EXPECT_NE(config.error().what.find("/nonexistent/node.toml"), std::string::npos);
}

TEST(Log, KeepsAnEventOnOneLineWhateverIsInIt) {
  EXPECT_EQ(Log::line(from_utc(2026, 1, 1), "warn", "dropped",
                      {{"reason", "short"}, {"text", "a \"b\"\n\x1b[2J"}, {"empty", ""}}),
            "2026-01-01T00:00:00.000000Z warn dropped reason=short "
            "text=\"a \\\"b\\\"\\x0a\\x1b[2J\" empty=\"\"");
}

}  // namespace
}  // namespace narrows::engine
