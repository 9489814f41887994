// Late, doubled and overtaken words of who a vessel says it is.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "watch/out_of_order_for_test.hpp"

namespace narrows::watch {
namespace {

using namespace test;

constexpr auto kSea = [] { return at(10.0, 60.0); };
constexpr std::uint32_t kShip = 499'000'001;

struct Words {
  std::string name{};
  std::uint32_t imo = 0;
  std::uint16_t length_m = 0;
  std::string call_sign{};
};

void says(Drawn& drawn, const Words& words, double min) {
  model::StaticObservation o;
  o.mmsi = {kShip};
  o.kind = model::StationKind::kClassA;
  o.message_type = 5;
  if (!words.name.empty()) o.name = words.name;
  if (!words.call_sign.empty()) o.call_sign = words.call_sign;
  if (words.imo != 0) o.imo = words.imo;
  if (words.length_m != 0)
    o.to_bow_stern_port_starboard_m = {static_cast<std::uint16_t>(words.length_m / 2),
                                       static_cast<std::uint16_t>(words.length_m / 2), 8, 8};
  drawn.says(o, 0, min);
}

/// Says the one until minute 30 and from 60 on, the other in between so many times; each `every_s`.
Drawn changes(const Words& one, const Words& other, int times, double every_s) {
  Drawn drawn{"identity"};
  drawn.sails({.mmsi = kShip}, kSea(), {{5'400, 90, 9}}, 10.0);
  for (double t = 60; t < 1'800; t += every_s) says(drawn, one, t / 60);
  for (int i = 0; i < times; ++i) says(drawn, other, 30 + i * every_s / 60);
  for (double t = 1'800 + times * every_s; t < 5'400; t += every_s) says(drawn, one, t / 60);
  return drawn;
}

const std::vector<std::pair<Words, Words>>& pairs() {
  static const std::vector<std::pair<Words, Words>> all{
      {{.name = "SIM NORTHERN LIGHT"}, {.name = "SIM OTHER DAY"}},
      {{.call_sign = "4SIM1"}, {.call_sign = "4XYZ7"}},
      {{.length_m = 150}, {.length_m = 220}},
      {{.imo = 9'074'729}, {.imo = 9'319'466}}};
  return all;
}

/// Another name, call sign, size, IMO number for ten minutes and more.
TEST(OutOfOrder, IdentityChanges) {
  for (const double every_s : {60.0, 120.0, 360.0}) {
    for (const auto& [one, other] : pairs()) {
      SCOPED_TRACE(testing::Message() << every_s << ' ' << one.name << one.call_sign << one.imo);
      expect_the_same(changes(one, other, 5, every_s), 1, std::max(kLag_s, every_s));
      // Said once it is none: no copy of it makes it one.
      expect_the_same(changes(one, other, 1, every_s), 0, 0);
    }
  }
}

TEST(OutOfOrder, IdentityOfAWrongNumber) {
  for (const double every_s : {10.0, 20.0}) {
    SCOPED_TRACE(every_s);
    expect_the_same(changes({.imo = 9'074'729}, {.imo = 9'074'720}, 5, 360), 1, kLag_s);
    // An MID that nobody has.
    Drawn nobody{"identity"};
    nobody.sails({.mmsi = 200'000'001}, kSea(), {{3'600, 90, 9}}, every_s);
    expect_the_same(nobody, 1, kLag_s);
    Drawn somebody{"identity"};
    somebody.sails({.mmsi = 219'000'001}, kSea(), {{3'600, 90, 9}}, every_s);
    expect_the_same(somebody, 0, 0);
  }
}

TEST(OutOfOrder, IdentityOfTwoUnderOneNumber) {
  for (const double every : kIntervals) {
    SCOPED_TRACE(every);
    Drawn drawn{"identity"};
    drawn.sails({.mmsi = kShip}, kSea(), {{5'400, 90, 9}}, every);
    drawn.sails({.mmsi = kShip}, moved(kSea(), 0, 40'000), {{2'400, 90, 9}}, every, 1'203.0);
    expect_the_same(drawn, 1, kLag_s);
  }
}

}  // namespace
}  // namespace narrows::watch
