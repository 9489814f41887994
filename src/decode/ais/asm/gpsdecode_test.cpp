// gpsdecode as an oracle: random application messages are encoded, armoured, given to it, and what
// it prints is compared with what went in. Where gpsd 3.22 is wrong, the case stands in `kWrong`
// with the reason; docs/formats/ais-asm.md has the rule.

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "decode/ais/asm/test_visitors.hpp"
#include "decode/ais/decode.hpp"
#include "decode/ais/message.hpp"

namespace narrows::decode::ais {
namespace {

using nlohmann::json;

constexpr int kEach = 40;

/// What gpsd 3.22 gets wrong, and why it is not compared, or not wholly.
const std::map<std::string, std::string> kWrong{
    {"6:1/15", "reads the destination MMSI as air draught"},
    {"6:1/16", "reads the destination MMSI as persons"},
    {"8:1/16", "asks for 72 or 136 bits of data, not of message"},
    {"8:1/17", "takes targets of 122 bits, the standard has 120"},
    {"8:1/19", "prints degrees when asked for raw integers, and forgets a comma"},
};

std::string sentences_of(const PayloadBuffer& payload, unsigned group) {
  constexpr std::size_t kCharacters = 56;
  std::string armoured;
  for (std::size_t at = 0; at < payload.bits; at += 6) {
    unsigned code = 0;
    for (std::size_t i = at; i < at + 6; ++i) {
      code =
          code << 1 | (i < payload.bits ? unsigned{payload.bytes[i / 8]} >> (7 - i % 8) & 1U : 0U);
    }
    armoured += static_cast<char>(code < 40 ? code + 48 : code + 56);
  }
  const std::size_t parts = (armoured.size() + kCharacters - 1) / kCharacters;
  std::string text;
  for (std::size_t part = 1; part <= parts; ++part) {
    const std::size_t fill = part == parts ? armoured.size() * 6 - payload.bits : 0;
    const std::string body = fmt::format(
        "AIVDM,{},{},{},A,{},{}", parts, part, parts > 1 ? std::to_string(group % 10) : "",
        armoured.substr((part - 1) * kCharacters, kCharacters), fill);
    unsigned sum = 0;
    for (const char c : body) sum ^= static_cast<unsigned char>(c);
    text += fmt::format("!{}*{:02X}\r\n", body, sum);
  }
  return text;
}

/// Random, but nothing that makes gpsd read beyond its own arrays or doubt the message.
Application random_body(const Layout& layout, testing::Randomizer& random) {
  Application body;
  layout.emplace(body);
  walk_application(body, random);
  if (auto* route = std::get_if<RouteInformation>(&body))
    route->waycount = static_cast<std::uint8_t>(route->waypoints.size());
  if (auto* ship = std::get_if<InlandShipStatic>(&body)) ship->hazard %= 6;
  return body;
}

/// "5-4T0:60" (inland) and "05-04T00:60Z" are the same time.
std::string digits_of_time(const std::string& text) {
  unsigned month = 0;
  unsigned day = 0;
  unsigned hour = 0;
  unsigned minute = 0;
  if (std::sscanf(text.c_str(), "%u-%uT%u:%u", &month, &day, &hour, &minute) != 4) return text;
  return fmt::format("{}-{}T{}:{}", month, day, hour, minute);
}

/// Empty, or what gpsd says that we do not.
std::string difference(const json& gpsd, const json& ours) {
  for (const auto& [key, value] : gpsd.items()) {
    if (key.ends_with("_text")) continue;
    if (!ours.contains(key)) return key + " is missing";
    if (value.is_array()) {
      // gpsd prints one more item when the last one ends where the message does.
      if (value.size() != ours[key].size() && value.size() != ours[key].size() + 1)
        return fmt::format("{}: gpsd has {} items, we {}", key, value.size(), ours[key].size());
      for (std::size_t i = 0; i < ours[key].size(); ++i) {
        if (auto inner = difference(value[i], ours[key][i]); !inner.empty())
          return fmt::format("{}[{}].{}", key, i, inner);
      }
    } else if (key == "eta" || key == "arrival" ? digits_of_time(value) != digits_of_time(ours[key])
                                                : value != ours[key]) {
      return fmt::format("{}: gpsd {} ours {}", key, value.dump(), ours[key].dump());
    }
  }
  return {};
}

std::string run_gpsdecode(const std::string& input) {
  const auto path = std::filesystem::temp_directory_path() /
                    fmt::format("narrows-asm-{}.nmea", std::random_device{}());
  std::ofstream{path, std::ios::binary} << input;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe{
      popen(("gpsdecode -u <'" + path.string() + "' 2>/dev/null").c_str(), "r"), pclose};
  std::string text;
  std::array<char, 65'536> block{};
  while (const std::size_t n = std::fread(block.data(), 1, block.size(), pipe.get()))
    text.append(block.data(), n);
  std::filesystem::remove(path);
  return text;
}

TEST(AsmGpsdecode, ReadsWhatWeEncode) {
  if (std::system("gpsdecode -V >/dev/null 2>&1") != 0) GTEST_SKIP() << "no gpsdecode here";
  const std::uint64_t seed = std::random_device{}();
  testing::Randomizer random{seed};
  struct Sent {
    std::string identifier;
    std::string members;
    std::size_t bits;
  };
  std::map<std::uint32_t, Sent> sent;  // By MMSI, one each.
  std::string input;
  for (const Layout& layout : application_layouts()) {
    for (int i = 0; i < kEach; ++i) {
      const Application body = random_body(layout, random);
      const auto mmsi = static_cast<std::uint32_t>(100'000'000 + sent.size());
      Message message;
      if (layout.addressed) {
        message = AddressedBinary{.mmsi = mmsi, .dac = layout.dac, .fid = layout.fid, .body = body};
      } else {
        message = BroadcastBinary{.mmsi = mmsi, .dac = layout.dac, .fid = layout.fid, .body = body};
      }
      PayloadBuffer payload;
      encode(message, payload);
      if (payload.bits > 1008) continue;  // gpsd takes no more.
      input += sentences_of(payload, mmsi);
      sent[mmsi] = {fmt::format("{}:{}/{}", layout.addressed ? 6 : 8, layout.dac, layout.fid),
                    "{" + testing::raw_members(body) + "}", payload.bits};
    }
  }
  std::map<std::string, int> compared;
  std::istringstream lines{run_gpsdecode(input)};
  for (std::string line; std::getline(lines, line);) {
    json gpsd = json::parse(line, nullptr, false);
    if (gpsd.is_discarded() || gpsd.contains("data")) continue;  // gpsd does not know it.
    const auto found = sent.find(gpsd["mmsi"].get<std::uint32_t>());
    ASSERT_NE(found, sent.end()) << line;
    const Sent& ours = found->second;
    if (kWrong.contains(ours.identifier)) continue;
    for (const char* head : {"class", "device", "type", "repeat", "mmsi", "scaled", "seqno",
                             "dest_mmsi", "retransmit", "dac", "fid"})
      gpsd.erase(head);
    if (ours.identifier == "8:200/23") {
      // gpsd writes the hour as the day, the minute as the hour and the day as the minute, and uses
      // the keys "type" and "class" twice.
      for (const char* wrong : {"start", "end", "type", "class"}) gpsd.erase(wrong);
    }
    const std::string said = difference(gpsd, json::parse(ours.members));
    EXPECT_EQ(said, "") << ours.identifier << ", " << ours.bits << " bits, seed " << seed << "\n"
                        << line << "\n"
                        << ours.members;
    ++compared[ours.identifier];
  }
  for (const char* known :
       {"6:1/12",   "6:1/14",   "6:1/18",   "6:1/20",   "6:1/25",   "6:1/28",   "6:1/30",  "6:1/32",
        "6:200/21", "6:200/22", "6:200/55", "6:235/10", "6:250/10", "8:1/11",   "8:1/13",  "8:1/15",
        "8:1/27",   "8:1/29",   "8:1/31",   "8:200/10", "8:200/23", "8:200/24", "8:200/40"})
    EXPECT_GT(compared[known], 0) << known << " was never compared";
}

}  // namespace
}  // namespace narrows::decode::ais
