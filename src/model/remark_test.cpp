// Tables of the boundaries, and properties over random numbers against rules worked out another
// way.

#include "model/remark.hpp"

#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/mmsi_form.hpp"

namespace narrows::model {
namespace {

struct FormCase {
  std::uint32_t mmsi;
  MmsiForm form;
  std::optional<std::uint16_t> mid;
  std::string_view iso2;
};

TEST(MmsiForm, IsWhatTheRecommendationSays) {
  for (const auto& [mmsi, form, mid, iso2] : std::initializer_list<FormCase>{
           {422012345, MmsiForm::kShip, 422, "IR"},
           {461000001, MmsiForm::kShip, 461, "OM"},
           {470999999, MmsiForm::kShip, 470, "AE"},
           {471000000, MmsiForm::kShip, 471, "AE"},
           {499000001, MmsiForm::kShip, 499, ""},
           {200000000, MmsiForm::kShip, 200, ""},
           {799999999, MmsiForm::kShip, 799, ""},
           {800000000, MmsiForm::kImpossible, {}, ""},  // 8 and then MID 000.
           {842212345, MmsiForm::kHandheld, 422, "IR"},
           {42212345, MmsiForm::kGroupOfShips, 422, "IR"},
           {4221234, MmsiForm::kCoastStation, 422, "IR"},
           {2190064, MmsiForm::kCoastStation, 219, "DK"},
           {422123, MmsiForm::kImpossible, {}, ""},  // 000…
           {0, MmsiForm::kImpossible, {}, ""},
           {111219501, MmsiForm::kSarAircraft, 219, "DK"},
           {111000001, MmsiForm::kImpossible, {}, ""},
           {112219501, MmsiForm::kImpossible, {}, ""},
           {199999999, MmsiForm::kImpossible, {}, ""},
           {970010119, MmsiForm::kSart, {}, ""},
           {971010119, MmsiForm::kImpossible, {}, ""},
           {972123456, MmsiForm::kMob, {}, ""},
           {974123456, MmsiForm::kEpirb, {}, ""},
           {979123456, MmsiForm::kAutonomousDevice, {}, ""},
           {984221234, MmsiForm::kAuxiliaryCraft, 422, "IR"},
           {980001234, MmsiForm::kImpossible, {}, ""},
           {992191234, MmsiForm::kAidToNavigation, 219, "DK"},
           {998001234, MmsiForm::kImpossible, {}, ""},
           {999999999, MmsiForm::kImpossible, {}, ""},
           {1'000'000'000, MmsiForm::kImpossible, {}, ""},
           {1'073'741'823, MmsiForm::kImpossible, {}, ""},
       }) {
    const auto parts = parts_of({mmsi});
    EXPECT_EQ(name(parts.form), name(form)) << mmsi;
    EXPECT_EQ(parts.mid, mid) << mmsi;
    const auto flag = flag_of({mmsi});
    EXPECT_EQ(flag ? flag->iso2 : "", iso2) << mmsi;
  }
}

/// The recommendation's patterns read as text: a digit, M for the three digits of a MID, X for any.
std::optional<std::uint16_t> match(const std::string& digits, const std::string& pattern) {
  std::string mid;
  for (std::size_t i = 0; i < 9; ++i) {
    if (pattern[i] == 'M') mid += digits[i];
    if (pattern[i] != 'M' && pattern[i] != 'X' && pattern[i] != digits[i]) return std::nullopt;
  }
  if (mid.empty()) return std::uint16_t{0};
  if (mid[0] < '2' || mid[0] > '7') return std::nullopt;
  return static_cast<std::uint16_t>(std::stoi(mid));
}

TEST(MmsiForm, AgreesWithThePatternsForRandomNumbers) {
  const std::vector<std::pair<std::string, MmsiForm>> patterns{
      {"111MMMXXX", MmsiForm::kSarAircraft},
      {"970XXXXXX", MmsiForm::kSart},
      {"972XXXXXX", MmsiForm::kMob},
      {"974XXXXXX", MmsiForm::kEpirb},
      {"979XXXXXX", MmsiForm::kAutonomousDevice},
      {"98MMMXXXX", MmsiForm::kAuxiliaryCraft},
      {"99MMMXXXX", MmsiForm::kAidToNavigation},
      {"8MMMXXXXX", MmsiForm::kHandheld},
      {"00MMMXXXX", MmsiForm::kCoastStation},
      {"0MMMXXXXX", MmsiForm::kGroupOfShips},
      {"MMMXXXXXX", MmsiForm::kShip}};
  const auto seed = std::random_device{}();
  std::mt19937 random{seed};
  std::set<MmsiForm> met;
  for (int i = 0; i < 200'000; ++i) {
    // A random number, its first digits often those of a special form.
    std::string digits = fmt::format("{:09}", random() % 1'000'000'000);
    static constexpr std::array kStarts{"",    "",    "0",   "00", "111", "970",
                                        "972", "974", "979", "98", "99"};
    const std::string start = kStarts[random() % kStarts.size()];
    digits.replace(0, start.size(), start);
    MmsiParts expected;
    for (const auto& [pattern, form] : patterns) {
      if (const auto mid = match(digits, pattern)) {
        expected = {form, *mid == 0 ? std::nullopt : std::optional{*mid}};
        break;
      }
    }
    const auto parts = parts_of({static_cast<std::uint32_t>(std::stoul(digits))});
    ASSERT_EQ(parts.form, expected.form) << digits << " seed " << seed;
    ASSERT_EQ(parts.mid, expected.mid) << digits << " seed " << seed;
    met.insert(parts.form);
  }
  EXPECT_EQ(met.size(), 12U);
}

TEST(Flags, AreTheTableOfTheItu) {
  std::size_t assigned = 0;
  for (std::uint16_t mid = 0; mid < 1'000; ++mid) {
    const auto flag = flag_of_mid(mid);
    if (!flag) continue;
    ++assigned;
    EXPECT_EQ(flag->mid, mid);
    EXPECT_EQ(flag->iso2.size(), 2U) << mid;
    EXPECT_FALSE(flag->name.empty()) << mid;
  }
  EXPECT_EQ(assigned, 292U);
  EXPECT_FALSE(flag_of_mid(335)) << "Honduras is 334 alone";
  EXPECT_EQ(flag_of_mid(775)->iso2, "VE");
  EXPECT_EQ(flag_of_mid(201)->name, "Albania");

  std::ifstream published{"../shared/data/registry/mid_itu.csv"};
  if (!published) GTEST_SKIP() << "../shared/data is not here";
  std::set<std::string> listed;  // Two numbers stand there twice.
  for (std::string line; std::getline(published, line);) {
    if (line.size() < 4 || line[3] != ';' || line[0] < '2' || line[0] > '7') continue;
    listed.insert(line.substr(0, 3));
    EXPECT_TRUE(flag_of_mid(static_cast<std::uint16_t>(std::stoi(line)))) << line;
  }
  EXPECT_EQ(listed.size(), assigned);
}

TEST(ImoNumber, PassesOrFailsItsCheck) {
  EXPECT_TRUE(imo_number_holds(9074729));  // The example of the resolution.
  EXPECT_FALSE(imo_number_holds(9074728));
  EXPECT_FALSE(imo_number_holds(907472));
  EXPECT_FALSE(imo_number_holds(90747290));
  EXPECT_FALSE(imo_number_holds(0));
  // One wrong digit is found unless its weight makes the sum wrong by a multiple of ten.
  const auto seed = std::random_device{}();
  std::mt19937 random{seed};
  for (int i = 0; i < 20'000; ++i) {
    const auto base = static_cast<std::uint32_t>(100'000 + random() % 900'000);
    unsigned good = 0;
    for (unsigned digit = 0; digit < 10; ++digit) good += imo_number_holds(base * 10 + digit);
    ASSERT_EQ(good, 1U) << "of ten last digits one is right: " << base << " seed " << seed;
  }
}

TEST(ImoNumber, OfEveryListedVesselPasses) {
  std::ifstream listed{"../shared/data/registry/ofac_sdn_vessels.json"};
  if (!listed) GTEST_SKIP() << "../shared/data is not here";
  std::size_t numbers = 0;
  for (std::string line; std::getline(listed, line);) {
    const auto at = line.find("\"imo\": ");
    if (at == std::string::npos) continue;
    ++numbers;
    EXPECT_TRUE(imo_number_holds(static_cast<std::uint32_t>(std::stoul(line.substr(at + 7)))))
        << line;
  }
  EXPECT_GT(numbers, 1'000U);
}

TEST(Plausibility, OfSizesHasItsLimits) {
  using Sides = std::array<std::uint16_t, 4>;
  EXPECT_TRUE(size_holds(Sides{200, 200, 30, 30}, 80));
  EXPECT_TRUE(size_holds(Sides{0, 400, 0, 60}, 70)) << "the reference point is not given";
  EXPECT_FALSE(size_holds(Sides{0, 0, 5, 5}, 70)) << "no length";
  EXPECT_TRUE(size_holds(Sides{10, 10, 0, 0}, 70)) << "no beam given";
  EXPECT_TRUE(size_holds(Sides{260, 200, 34, 34}, {}));
  EXPECT_FALSE(size_holds(Sides{261, 200, 34, 34}, {})) << "longer than any ship";
  EXPECT_FALSE(size_holds(Sides{511, 511, 63, 63}, 80));
  EXPECT_FALSE(size_holds(Sides{100, 100, 100, 100}, {})) << "broader than any ship";
  EXPECT_FALSE(size_holds(Sides{5, 5, 20, 20}, {})) << "far broader than long";
  EXPECT_TRUE(size_holds(Sides{2, 2, 3, 3}, 37)) << "small ones are rounded";
  EXPECT_FALSE(size_holds(Sides{150, 150, 10, 10}, 52)) << "a tug of 300 m";
  EXPECT_FALSE(size_holds(Sides{100, 120, 10, 10}, 30)) << "a fishing vessel of 220 m";
}

TEST(Plausibility, OfDraughtsAndSpeedsHasItsLimits) {
  EXPECT_TRUE(draught_holds(22.5, 340));
  EXPECT_FALSE(draught_holds(25.5, 400)) << "the end of the scale";
  EXPECT_FALSE(draught_holds(12, 20));
  EXPECT_TRUE(draught_holds(12, std::nullopt));
  using Kind = StationKind;
  EXPECT_LT(speed_limit(Kind::kClassA, 80), Speed::knots(41));
  EXPECT_GT(speed_limit(Kind::kClassA, 49), Speed::knots(100));
  EXPECT_EQ(speed_limit(Kind::kBaseStation, {}), Speed::knots(0));
  EXPECT_GT(speed_limit(Kind::kSarAircraft, {}), Speed::knots(1'000));
}

TEST(Remarks, HaveAWordAndAFieldEach) {
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < kRemarkCount; ++i) {
    const auto remark = static_cast<Remark>(i);
    EXPECT_FALSE(name(remark).empty()) << i;
    EXPECT_FALSE(field_of(remark).empty()) << i;
    words.insert(name(remark));
  }
  EXPECT_EQ(words.size(), kRemarkCount);
  EXPECT_EQ(name(Remark::kClockAhead), "clock_ahead") << "the last one: the list is whole";
}

}  // namespace
}  // namespace narrows::model
