// Application-specific messages on real recordings: nothing is lost between bits and record, and
// what is in the record is what gpsd says it is, where gpsd is right.

#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "decode/ais/asm/test_visitors.hpp"
#include "decode/stream_decoder.hpp"

namespace narrows::decode::ais {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kData = "../shared/data";

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen(command.c_str(), "r"), pclose};
  std::string text;
  std::array<char, 65'536> block{};
  while (const std::size_t n = std::fread(block.data(), 1, block.size(), pipe.get()))
    text.append(block.data(), n);
  return text;
}

std::string content_of(const fs::path& path) {
  if (path.extension() == ".gz") return output_of("gzip -dc '" + path.string() + "'");
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A binary message of either kind, as the tests here want it.
struct Binary {
  unsigned type = 0;
  std::uint32_t mmsi = 0;
  unsigned dac = 0;
  unsigned fid = 0;
  const Application* body = nullptr;
};

std::optional<Binary> as_binary(const Message& message) {
  if (const auto* m = std::get_if<AddressedBinary>(&message))
    return Binary{6, m->mmsi, m->dac, m->fid, &m->body};
  if (const auto* m = std::get_if<BroadcastBinary>(&message))
    return Binary{8, m->mmsi, m->dac, m->fid, &m->body};
  return std::nullopt;
}

template <class Do>
void each_binary(const std::string& text, Do&& act) {
  StreamDecoder decoder;
  const auto on_message = [&](const Message& message, const Envelope& envelope) {
    if (const auto binary = as_binary(message)) act(*binary, message, envelope);
  };
  decoder.feed(text, on_message);
  decoder.finish(on_message);
}

std::vector<fs::path> recordings() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(kData / "nmea")) {
    if (entry.is_regular_file() && entry.path().filename() != "LICENSE")
      paths.push_back(entry.path());
  }
  return paths;
}

std::string identifier(const Binary& b) {
  return fmt::format("{}:{}/{}", b.type, b.dac, b.fid);
}

/// The bits under a name: what encoding must give back. The others are spare.
bool same_named_bits(const Application& body, std::size_t head, std::size_t bits,
                     const std::uint8_t* a, const std::uint8_t* b) {
  testing::NamedBits named;
  walk_application(body, named);
  for (std::size_t i = 0; i < named.is_named.size() && head + i < bits; ++i) {
    const std::size_t at = head + i;
    if (named.is_named[i] && ((a[at / 8] ^ b[at / 8]) >> (7 - at % 8) & 1) != 0) return false;
  }
  return true;
}

TEST(AsmCorpus, EveryApplicationEncodesToTheBitsItCameFrom) {
  if (!fs::exists(kData)) GTEST_SKIP() << "no recordings at " << kData;
  std::map<std::string, std::map<bool, int>> seen;
  int lost = 0;
  for (const fs::path& path : recordings()) {
    each_binary(content_of(path),
                [&](const Binary& b, const Message& message, const Envelope& envelope) {
                  ++seen[identifier(b)][is_known(*b.body)];
                  PayloadBuffer again;
                  encode(message, again, envelope.bits);
                  if (!same_named_bits(*b.body, b.type == 6 ? 88 : 56, envelope.bits,
                                       envelope.payload.bytes, again.bytes.data()) &&
                      ++lost < 10) {
                    ADD_FAILURE() << path << " " << identifier(b) << " " << envelope.bits
                                  << " bits " << envelope.sentences[0] << "\n"
                                  << testing::raw_members(*b.body);
                  }
                });
  }
  EXPECT_EQ(lost, 0);
  // The common ones must have been recognised, not only carried as raw bits.
  for (const char* id : {"8:1/11", "8:1/31", "8:200/10", "6:235/10", "6:250/10", "6:1/3", "6:1/2",
                         "6:1/4", "6:1/40", "6:200/55", "8:1/16", "8:367/33", "8:1/40", "6:1/0"})
    EXPECT_GT(seen[id][true], 0) << id;
  EXPECT_EQ(seen["8:366/56"][true], 0);
  if (std::getenv("NARROWS_ASM_HISTOGRAM") != nullptr) {
    for (auto& [id, count] : seen)
      fmt::print("{:12} known {:5} raw {:5}\n", id, count[true], count[false]);
  }
}

/// Whether everything gpsd says of the application we say too.
std::string difference(const json& gpsd, const json& ours) {
  for (const auto& [key, value] : gpsd.items()) {
    if (key.ends_with("_text")) continue;  // Words of codes: the printer's matter.
    if (!ours.contains(key)) return key + " is missing";
    if (ours[key] != value)
      return fmt::format("{}: gpsd {} ours {}", key, value.dump(), ours[key].dump());
  }
  return {};
}

json application_of(json record) {
  for (const char* head : {"class", "device", "type", "repeat", "mmsi", "scaled", "seqno",
                           "dest_mmsi", "retransmit", "dac", "fid"})
    record.erase(head);
  return record;
}

TEST(AsmCorpus, AgreesWithGpsdsOwnExpectations) {
  if (!fs::exists(kData)) GTEST_SKIP() << "no vectors at " << kData;
  int compared = 0;
  std::set<std::string> read_past_the_end;
  for (const auto& entry : fs::directory_iterator(kData / "vectors/gpsd")) {
    // "x.log.chk" belongs to "x.log", "x.ju.chk" to "x".
    fs::path log = kData / "nmea/gpsd" / entry.path().stem();
    if (!fs::exists(log)) log.replace_extension();
    ASSERT_TRUE(fs::exists(log)) << log;
    std::multimap<std::string, json> ours;
    each_binary(content_of(log), [&](const Binary& b, const Message&, const Envelope&) {
      ours.emplace(fmt::format("{} {}", identifier(b), b.mmsi),
                   json::parse("{" + testing::raw_members(*b.body) + "}"));
    });
    std::istringstream lines{content_of(entry.path())};
    for (std::string line; std::getline(lines, line);) {
      const json gpsd = json::parse(line, nullptr, false);
      if (!gpsd.is_object() || gpsd.value("class", "") != "AIS" || gpsd.value("scaled", true) ||
          !gpsd.contains("dac") || gpsd.contains("data"))
        continue;
      const Binary b{gpsd["type"], gpsd["mmsi"], gpsd["dac"], gpsd["fid"], nullptr};
      const auto [first, last] = ours.equal_range(fmt::format("{} {}", identifier(b), b.mmsi));
      ASSERT_NE(first, last) << line;
      if (first->second.contains("data")) {  // Too short for its layout, which gpsd does not ask.
        read_past_the_end.insert(identifier(b));
        continue;
      }
      std::string said;
      bool agrees = false;
      for (auto it = first; it != last && !agrees; ++it) {
        const std::string said_now = difference(application_of(gpsd), it->second);
        agrees = said_now.empty();
        said += "\n  " + said_now;
      }
      ++compared;
      EXPECT_TRUE(agrees) << entry.path() << "\n" << line << said;
    }
  }
  EXPECT_GT(compared, 100);
  EXPECT_EQ(read_past_the_end, (std::set<std::string>{"6:1/12", "6:1/14", "6:1/18", "6:1/32"}));
}

// libais decodes the one area notice of the recordings, with scaled values.
TEST(AsmCorpus, AgreesWithLibaisOnAreaNotice) {
  if (!fs::exists(kData)) GTEST_SKIP() << "no vectors at " << kData;
  std::vector<AreaNotice> notices;
  each_binary(content_of(kData / "nmea/libais/typeexamples.nmea"),
              [&](const Binary& b, const Message&, const Envelope&) {
                if (const auto* notice = std::get_if<AreaNotice>(b.body))
                  notices.push_back(*notice);
              });
  std::istringstream lines{content_of(kData / "vectors/libais/typeexamples.json")};
  std::size_t compared = 0;
  for (std::string line; std::getline(lines, line);) {
    const json libais = json::parse(line);
    if (!libais.contains("sub_areas")) continue;
    ASSERT_LT(compared, notices.size());
    const AreaNotice& ours = notices[compared++];
    EXPECT_EQ(ours.head.linkage, libais["link_id"]);
    EXPECT_EQ(ours.head.notice, libais["notice_type"]);
    // The file is from a libais that read the duration three bits early; its source now agrees.
    EXPECT_EQ(ours.head.duration >> 3, libais["duration_minutes"]);
    EXPECT_EQ(ours.head.duration, 20U);
    ASSERT_EQ(ours.areas.size(), libais["sub_areas"].size());
    const json& area = libais["sub_areas"][0];
    const auto& circle = std::get<SubArea<ImoAreas>::Circle>(ours.areas[0].form);
    EXPECT_EQ(circle.centre.precision, area["precision"]);
    EXPECT_EQ(circle.radius * std::pow(10, circle.scale), area["radius"]);
    EXPECT_NEAR(circle.centre.lon / 60'000.0, area["x"], 1e-9);
    EXPECT_NEAR(circle.centre.lat / 60'000.0, area["y"], 1e-9);
  }
  EXPECT_EQ(compared, 1U);
}

}  // namespace
}  // namespace narrows::decode::ais
