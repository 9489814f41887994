#include "decode/nmea/reassembler.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace narrows::decode::nmea {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// One part as it is heard: "A1" is part 1 of ship A's message.
struct Heard {
  std::string part;
  std::optional<int> second{};
  std::string station{};
  std::string group{};
  int sequence = 3;
  char channel = 'A';
};

struct Sea {
  explicit Sea(Reassembler::Limits limits = {}) : reassembler{limits} {}

  void hear(const Heard& heard, int total = 2, std::uint64_t skip_lines = 0) {
    line += 1 + skip_lines;
    const std::string text = "!AIVDM," + heard.part;
    Sentence s;
    s.text = text;
    s.payload = std::string_view{text}.substr(7);
    s.talker[0] = 'A';
    s.talker[1] = 'I';
    s.total = static_cast<std::uint8_t>(total);
    s.number = static_cast<std::uint8_t>(heard.part[1] - '0');
    s.sequence = static_cast<std::int8_t>(heard.sequence);
    s.channel = heard.channel;
    Stamp stamp;
    stamp.station = heard.station;
    stamp.group = heard.group;
    if (heard.second) stamp.at = Time::unix_seconds(1'000'000'000 + *heard.second);
    ++fed;
    reassembler.add(s, stamp, line, accounts, on_whole(), on_rejected());
  }
  void finish() { reassembler.finish(accounts, on_whole(), on_rejected()); }

  std::function<void(const Reassembler::Whole&)> on_whole() {
    return [this](const Reassembler::Whole& w) {
      std::string text;
      for (std::size_t i = 0; i < w.parts; ++i) text += std::string{w.payloads[i]} + " ";
      text.pop_back();
      messages.push_back(text);
      used += w.parts;
    };
  }
  std::function<void(Drop, std::string_view, std::uint64_t)> on_rejected() {
    return [](Drop, std::string_view, std::uint64_t) {};
  }
  std::uint64_t dropped(Drop why) const { return accounts.dropped[static_cast<std::size_t>(why)]; }
  /// Every part is used, dropped or held.
  bool balanced() const { return fed == used + accounts.dropped_total() + accounts.held; }

  Reassembler reassembler;
  Accounts accounts;
  std::vector<std::string> messages;
  std::uint64_t line = 0;
  std::uint64_t fed = 0;
  std::uint64_t used = 0;
};

TEST(Reassembler, JoinsPartsInOrder) {
  Sea sea;
  sea.hear({"A1"});
  EXPECT_EQ(sea.accounts.held, 1U);
  sea.hear({"A2"});
  EXPECT_THAT(sea.messages, ElementsAre("A1 A2"));
  EXPECT_EQ(sea.accounts.held, 0U);
  EXPECT_TRUE(sea.balanced());
}

TEST(Reassembler, JoinsPartsOutOfOrder) {
  Sea sea;
  sea.hear({"A3"}, 3);
  sea.hear({"A1"}, 3);
  sea.hear({"A2"}, 3);
  sea.finish();
  EXPECT_THAT(sea.messages, ElementsAre("A1 A2 A3"));
  EXPECT_TRUE(sea.balanced());
}

TEST(Reassembler, JoinsAtOnceOutOfOrderWithinATagBlockGroup) {
  Sea sea;
  sea.hear({.part = "A2", .group = "17"});
  sea.hear({.part = "A1", .group = "17"});
  EXPECT_THAT(sea.messages, ElementsAre("A1 A2"));
}

TEST(Reassembler, TellsStationsApartByWhatIsKnown) {
  Sea sea;  // The same sequence id and channel throughout.
  sea.hear({.part = "A1", .station = "north"});
  sea.hear({.part = "B1", .station = "south"});
  sea.hear({.part = "C1", .group = "1"});
  sea.hear({.part = "D1", .group = "2"});
  sea.hear({.part = "E1", .channel = 'B'});
  sea.hear({.part = "F1", .sequence = 4});
  sea.hear({.part = "A2", .station = "north"});
  sea.hear({.part = "B2", .station = "south"});
  sea.hear({.part = "D2", .group = "2"});
  sea.hear({.part = "C2", .group = "1"});
  sea.hear({.part = "F2", .sequence = 4});
  sea.hear({.part = "E2", .channel = 'B'});
  EXPECT_THAT(sea.messages, ElementsAre("A1 A2", "B1 B2", "D1 D2", "C1 C2", "F1 F2", "E1 E2"));
}

// Two stations, one sequence id, nothing that tells them apart. Each ship's own parts stay in
// order; every interleaving gives two right messages or none.
TEST(Reassembler, AStationNamedBehindOnePartOnlyIsThatOfItsNeighbour) {
  Sea sea;
  sea.hear({.part = "A1"});
  sea.hear({.part = "A2", .station = "x"});
  sea.hear({.part = "C1"}, 3);
  sea.hear({.part = "C2"}, 3);
  sea.hear({.part = "C3", .station = "y"}, 3);
  EXPECT_THAT(sea.messages, ElementsAre("A1 A2", "C1 C2 C3"));
  // Not over a line between them, both named, the first named, out of order, the same part.
  sea.messages.clear();
  sea.hear({.part = "D1", .sequence = 4});
  sea.hear({.part = "D2", .station = "x", .sequence = 4}, 2, 1);
  sea.hear({.part = "E1", .station = "x", .sequence = 5});
  sea.hear({.part = "E2", .station = "y", .sequence = 5});
  sea.hear({.part = "B1", .station = "x", .sequence = 8});
  sea.hear({.part = "B2", .sequence = 8});
  sea.hear({.part = "F2", .station = "x", .sequence = 6});
  sea.hear({.part = "F1", .sequence = 6});
  sea.hear({.part = "G1", .sequence = 7});
  sea.hear({.part = "G1", .station = "x", .sequence = 7});
  sea.finish();
  EXPECT_THAT(sea.messages, IsEmpty());
}

TEST(Reassembler, NamelessAndNamedStationsDoNotMix) {
  // Every interleaving of two messages whose parts are each in order, either of them named.
  for (const std::string named : {"A", "B"}) {
    for (const std::string order : {"AABB", "ABAB", "ABBA", "BAAB", "BABA", "BBAA"}) {
      Sea sea;
      std::map<char, int> part;
      for (const char ship : order) {
        sea.hear({.part = std::string{ship} + std::to_string(++part[ship]),
                  .station = ship == named[0] ? "x" : ""});
      }
      sea.finish();
      EXPECT_THAT(sea.messages, UnorderedElementsAre("A1 A2", "B1 B2")) << named << " " << order;
    }
  }
}

TEST(Reassembler, NeverMixesTwoShips) {
  for (const int total : {2, 3, 4}) {
    std::vector<char> turns(static_cast<std::size_t>(2 * total), 'A');
    std::fill(turns.begin() + total, turns.end(), 'B');
    do {
      Sea sea;
      int next[2] = {1, 1};
      std::string order;
      for (const char ship : turns) {
        const std::string part = {ship, static_cast<char>('0' + next[ship - 'A']++)};
        order += part + " ";
        sea.hear({part}, total);
      }
      sea.finish();
      for (const auto& message : sea.messages) {
        EXPECT_EQ(std::count(message.begin(), message.end(), message[0]), total)
            << message << " out of " << order;
      }
      EXPECT_TRUE(sea.messages.empty() || sea.messages.size() == 2) << order;
      EXPECT_TRUE(sea.balanced()) << order;
    } while (std::next_permutation(turns.begin(), turns.end()));
  }
}

// The station's next message under the same id comes later: it is a message of its own.
TEST(Reassembler, GoesOnAfterAConflict) {
  Sea sea;
  for (const auto& part : {"A1", "B1", "A2", "B2", "C1", "C2"}) sea.hear({part});
  EXPECT_THAT(sea.messages, ElementsAre("C1 C2")) << "as many second as first parts have passed";
  EXPECT_EQ(sea.dropped(Drop::kConflictingPart), 4U);

  Sea lossy;  // A2 is lost: the key stays shut for a while, then serves again.
  for (const auto& part : {"A1", "B1", "B2"}) lossy.hear({.part = part, .second = 0});
  lossy.hear({.part = "C1", .second = 1});
  lossy.hear({.part = "C2", .second = 1});
  lossy.hear({.part = "D1", .second = 3});
  lossy.hear({.part = "D2", .second = 3});
  EXPECT_THAT(lossy.messages, ElementsAre("D1 D2"));
  EXPECT_TRUE(lossy.balanced());
}

TEST(Reassembler, AnEarlySecondPartDoesNotSpoilAnotherShipUnseen) {
  Sea sea;  // A1 was lost. B1 must not be given A2.
  for (const auto& part : {"A2", "B1", "B2"}) sea.hear({part});
  sea.finish();
  EXPECT_THAT(sea.messages, IsEmpty());
  EXPECT_TRUE(sea.balanced());
}

TEST(Reassembler, TimeOutsByTheStreamsOwnTime) {
  Sea sea;
  sea.hear({.part = "A1", .second = 0});
  sea.hear({.part = "A2", .second = 10});
  EXPECT_THAT(sea.messages, ElementsAre("A1 A2")) << "10 s is in time";
  sea.hear({.part = "B1", .second = 20});
  sea.hear({.part = "B2", .second = 31});
  EXPECT_THAT(sea.messages, ElementsAre("A1 A2"));
  EXPECT_EQ(sea.dropped(Drop::kIncompleteGroup), 1U);
  sea.finish();
  EXPECT_EQ(sea.dropped(Drop::kOrphanPart), 1U);
  EXPECT_TRUE(sea.balanced());
}

TEST(Reassembler, AClockThatJumpsBackTimesOutToo) {
  Sea sea;
  sea.hear({.part = "A1", .second = 1'000});
  sea.hear({.part = "B2", .second = 0});
  sea.finish();
  EXPECT_THAT(sea.messages, IsEmpty());
}

TEST(Reassembler, TheClockGoesOnWithOtherSentences) {
  Sea sea;
  sea.hear({.part = "A1", .second = 0});
  sea.reassembler.clock(Time::unix_seconds(1'000'000'011));
  sea.hear({.part = "B2"});  // Without a stamp: it is now.
  sea.finish();
  EXPECT_THAT(sea.messages, IsEmpty());
}

TEST(Reassembler, TimeOutsByLinesWhereThereIsNoTime) {
  Sea near{{.timeout_lines = 100}};
  near.hear({"A1"});
  near.hear({"A2"}, 2, 99);
  EXPECT_THAT(near.messages, ElementsAre("A1 A2"));
  Sea far{{.timeout_lines = 100}};
  far.hear({"A1"});
  far.hear({"A2"}, 2, 100);
  far.finish();
  EXPECT_THAT(far.messages, IsEmpty());
  EXPECT_TRUE(far.balanced());
}

TEST(Reassembler, KnowsDuplicates) {
  Sea sea;
  for (const auto& part : {"A1", "A1", "A2", "A2", "B1", "B2"}) sea.hear({part});
  EXPECT_THAT(sea.messages, ElementsAre("A1 A2", "B1 B2"));
  EXPECT_EQ(sea.dropped(Drop::kDuplicatePart), 2U);
  for (const auto& part : {"B1", "B2"}) sea.hear({part});
  EXPECT_THAT(sea.messages, ElementsAre("A1 A2", "B1 B2", "B1 B2")) << "sent anew, as a whole";
  EXPECT_TRUE(sea.balanced());
}

TEST(Reassembler, MemoryIsBounded) {
  Sea sea{{.open_groups_max = 8}};
  for (int i = 0; i < 1'000; ++i) {
    sea.hear({.part = "A1", .station = "station " + std::to_string(i)});
    ASSERT_LE(sea.accounts.held, 8U);
    ASSERT_TRUE(sea.balanced());
  }
  EXPECT_EQ(sea.dropped(Drop::kOverflow), 992U);
  sea.finish();
  EXPECT_EQ(sea.accounts.held, 0U);
}

TEST(Reassembler, PartsTooLongForAMessageAreCounted) {
  Sea sea;
  sea.hear({"A1" + std::string(700, 'x')});
  sea.hear({"A2" + std::string(700, 'x')});
  sea.finish();
  EXPECT_THAT(sea.messages, IsEmpty());
  EXPECT_EQ(sea.dropped(Drop::kTooLong), 1U);
  EXPECT_TRUE(sea.balanced());
}

// Property: whatever comes, every part ends in one counter, and a message that comes out of parts
// with a tag-block group is one ship's.
TEST(Reassembler, BalancesInAnyStream) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 rng{seed};
    Sea sea{{.timeout_lines = 30, .open_groups_max = 6}};
    for (int i = 0; i < 300; ++i) {
      const char ship = static_cast<char>('A' + rng() % 5);
      Heard heard{.part = std::string{ship} + static_cast<char>('1' + rng() % 3)};
      heard.sequence = static_cast<int>(rng() % 2);
      if (rng() % 2 == 0) heard.second = static_cast<int>(rng() % 40);
      heard.group = std::string{ship};
      sea.hear(heard, 3, rng() % 3);
      ASSERT_TRUE(sea.balanced()) << "seed " << seed << " step " << i;
    }
    sea.finish();
    ASSERT_EQ(sea.accounts.held, 0U) << "seed " << seed;
    ASSERT_TRUE(sea.balanced()) << "seed " << seed;
    for (const auto& m : sea.messages) {
      ASSERT_TRUE(m[0] == m[3] && m[0] == m[6]) << m << " seed " << seed;
    }
  }
}

}  // namespace
}  // namespace narrows::decode::nmea
