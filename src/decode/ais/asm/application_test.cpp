#include "decode/ais/asm/application.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "decode/ais/asm/test_visitors.hpp"
#include "decode/ais/decode.hpp"
#include "decode/ais/message.hpp"

namespace narrows::decode::ais {
namespace {

constexpr std::size_t head_bits(const Layout& layout) {
  return layout.addressed ? 88 : 56;
}

std::string title(const Layout& layout) {
  return fmt::format("{} {}/{} {}", layout.addressed ? "addressed" : "broadcast", layout.dac,
                     layout.fid, layout.name);
}

Message carry(const Layout& layout, const Application& body) {
  if (layout.addressed) {
    return AddressedBinary{.mmsi = 2'573'105,
                           .dest_mmsi = 257'000'001,
                           .dac = layout.dac,
                           .fid = layout.fid,
                           .body = body};
  }
  return BroadcastBinary{.mmsi = 2'573'105, .dac = layout.dac, .fid = layout.fid, .body = body};
}

const Application& body_of(const Message& message) {
  if (const auto* addressed = std::get_if<AddressedBinary>(&message)) return addressed->body;
  return std::get<BroadcastBinary>(message).body;
}

Application random_body(const Layout& layout, testing::Randomizer& random) {
  Application body;
  layout.emplace(body);
  walk_application(body, random);
  return body;
}

/// Of the layout's application data, `bits` random ones behind the right head.
PayloadBuffer random_payload(const Layout& layout, std::size_t bits, testing::Randomizer& random) {
  PayloadBuffer payload;
  encode(carry(layout, {}), payload, head_bits(layout) + bits);
  for (std::size_t i = head_bits(layout); i < payload.bits; ++i) {
    if (random.below(2) == 1) payload.bytes[i / 8] |= static_cast<std::uint8_t>(0x80U >> (i % 8));
  }
  return payload;
}

class EachLayout : public ::testing::TestWithParam<Layout> {};

INSTANTIATE_TEST_SUITE_P(Asm, EachLayout,
                         ::testing::ValuesIn(application_layouts().begin(),
                                             application_layouts().end()),
                         [](const auto& param) {
                           return fmt::format("{}_{}_{}_{}_{}",
                                              param.param.addressed ? "to" : "all", param.param.dac,
                                              param.param.fid, param.param.name, param.index);
                         });

TEST_P(EachLayout, RandomRecordSurvivesEncodingAndDecoding) {
  const Layout layout = GetParam();
  const std::uint64_t seed = std::random_device{}();
  testing::Randomizer random{seed};
  int tried = 0;
  for (int round = 0; round < 300; ++round) {
    const Application body = random_body(layout, random);
    testing::NamedBits counter;
    walk_application(body, counter);
    if (counter.bits() > layout.longest) continue;  // More items than this identifier may carry.
    ++tried;
    PayloadBuffer payload;
    encode(carry(layout, body), payload);
    EXPECT_EQ(payload.bits % 8, 0U) << title(layout);
    Message decoded;
    ASSERT_TRUE(usable(decode(payload.view(), decoded)));
    ASSERT_EQ(testing::raw_members(body_of(decoded)), testing::raw_members(body))
        << title(layout) << " seed " << seed;
    ASSERT_EQ(body_of(decoded), body) << title(layout) << " seed " << seed;
  }
  EXPECT_GT(tried, 20) << title(layout);
}

TEST_P(EachLayout, RandomBitsSurviveDecodingAndEncoding) {
  const Layout layout = GetParam();
  const std::uint64_t seed = std::random_device{}();
  testing::Randomizer random{seed};
  for (int round = 0; round < 300; ++round) {
    const std::size_t bits = random.below(1'000);
    const PayloadBuffer payload = random_payload(layout, bits, random);
    Message decoded;
    ASSERT_TRUE(usable(decode(payload.view(), decoded)));
    testing::raw_members(body_of(decoded));
    PayloadBuffer again;
    encode(decoded, again, payload.bits);
    Message twice;
    decode(again.view(), twice);
    ASSERT_EQ(body_of(decoded), body_of(twice))
        << title(layout) << ", " << bits << " bits, seed " << seed;
  }
}

TEST_P(EachLayout, LengthDecides) {
  const Layout layout = GetParam();
  testing::Randomizer random{1};
  const auto decoded_as = [&](std::size_t bits) {
    Message message;
    decode(random_payload(layout, bits, random).view(), message);
    return body_of(message).index();
  };
  EXPECT_NE(decoded_as(layout.minimum - 1U), layout.content) << title(layout);
  EXPECT_EQ(decoded_as(layout.minimum), layout.content) << title(layout);
  EXPECT_EQ(decoded_as(layout.longest), layout.content) << title(layout);
  EXPECT_NE(decoded_as(layout.longest + 1U), layout.content) << title(layout);
}

TEST_P(EachLayout, WalkTakesTheBitsOfTheRule) {
  const Layout layout = GetParam();
  testing::Randomizer random{2};
  for (int round = 0; round < 100; ++round) {
    const Application body = random_body(layout, random);
    testing::NamedBits counter;
    walk_application(body, counter);
    if (layout.full == 0) continue;  // A list or a text: RandomRecord… tells.
    if (layout.name == "met_hydro_236") {
      EXPECT_EQ(counter.bits(), 290U);  // 288 are let in: a sender on air leaves out the ice.
    } else if (layout.name == "weather_observation") {
      EXPECT_TRUE(counter.bits() == 301U || counter.bits() == 304U) << counter.bits();
    } else {
      EXPECT_EQ(counter.bits(), layout.minimum) << title(layout);
    }
    EXPECT_LE(counter.bits(), layout.full) << title(layout);
  }
}

// Nothing in it can own memory: decoding one cannot allocate.
static_assert(std::is_trivially_copyable_v<Application>);
static_assert(std::is_trivially_destructible_v<Application>);

TEST(Asm, UnknownIdentifierKeepsItsBits) {
  const Layout nobody{.dac = 366, .fid = 56, .addressed = false};
  testing::Randomizer random{3};
  const PayloadBuffer payload = random_payload(nobody, 256, random);
  Message message;
  ASSERT_EQ(decode(payload.view(), message), Verdict::kGood);
  EXPECT_FALSE(is_known(body_of(message)));
  EXPECT_EQ(std::get<UnknownApplication>(body_of(message)).data.bits(), 256U);
  PayloadBuffer again;
  encode(message, again);
  EXPECT_EQ(again.bits, payload.bits);
  EXPECT_EQ(again.bytes, payload.bytes);
}

// The table that people read is the table that the decoder uses.
TEST(Asm, DocumentTellsTheRule) {
  std::ifstream page{"docs/formats/ais-asm.md"};
  ASSERT_TRUE(page) << "run from the root of the repository";
  std::vector<std::string> told;
  for (std::string line; std::getline(page, line);) {
    unsigned dac = 0;
    unsigned fid = 0;
    if (std::sscanf(line.c_str(), "| %u/%u |", &dac, &fid) != 2) continue;
    std::istringstream cells{line};
    std::array<std::string, 5> cell;  // The first is empty.
    for (std::string& c : cell) std::getline(cells, c, '|');
    if (cell[3] != " → " && cell[3] != " ∗ ") continue;  // The table of disagreements.
    told.push_back(cell[1] + (cell[3] == " → " ? "to" : "all") + cell[4]);
  }
  std::vector<std::string> rule;
  for (const Layout& l : application_layouts()) {
    rule.push_back(fmt::format(" {}/{} {} {}–{} ", l.dac, l.fid, l.addressed ? "to" : "all",
                               l.minimum, l.longest));
  }
  ASSERT_EQ(told.size(), rule.size());
  for (std::size_t i = 0; i < rule.size(); ++i) EXPECT_EQ(told[i], rule[i]);
}

// 1/16 has three layouts: SN/Circ.236 and M.1371-1 for broadcasts, SN.1/Circ.289 addressed.
TEST(Asm, PersonsAndVtsTargetsAreToldApartByLength) {
  const auto name = [](bool addressed, std::size_t bits) -> std::string {
    Application app;
    select_application(app, 1, 16, addressed, bits);
    if (std::holds_alternative<PersonsOnBoard>(app)) return "persons";
    if (std::holds_alternative<SyntheticTargets>(app)) return "targets";
    return "unknown";
  };
  EXPECT_EQ(name(false, 12), "unknown");
  EXPECT_EQ(name(false, 13), "persons");
  EXPECT_EQ(name(false, 112), "persons");
  EXPECT_EQ(name(false, 113), "unknown");
  EXPECT_EQ(name(false, 119), "unknown");
  EXPECT_EQ(name(false, 120), "targets");
  EXPECT_EQ(name(false, 959), "targets");
  EXPECT_EQ(name(false, 960), "unknown");
  EXPECT_EQ(name(true, 16), "persons");
  EXPECT_EQ(name(true, 48), "persons");
  EXPECT_EQ(name(true, 120), "unknown");
}

TEST(Asm, RouteBelievesNeitherLengthNorCountAlone) {
  RouteInformation route;
  route.waycount = 2;
  for (int i = 0; i < 3; ++i) route.waypoints.push_back({.lon = 600'000 * i, .lat = -600'000});
  const Layout* broadcast = nullptr;
  for (const Layout& layout : application_layouts()) {
    if (layout.dac == 1 && layout.fid == 27) broadcast = &layout;
  }
  const auto decoded = [&](const RouteInformation& sent) {
    Application body;
    body = sent;
    PayloadBuffer payload;
    encode(carry(*broadcast, body), payload);
    Message message;
    decode(payload.view(), message);
    return std::get<RouteInformation>(body_of(message));
  };
  EXPECT_EQ(decoded(route).waypoints.size(), 2U);
  route.waycount = 31;
  EXPECT_EQ(decoded(route).waypoints.size(), 3U);
  EXPECT_EQ(decoded(route).waypoints[2].lon, 1'200'000);
}

}  // namespace
}  // namespace narrows::decode::ais
