// The portable and the AVX2 kernels say the same, whatever the text.

#include "decode/nmea/kernels.hpp"

#include <array>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace narrows::decode::nmea {
namespace {

constexpr std::string_view kLine = "!AIVDM,1,1,,A,133sVfPP00PD>hRMDH@jNOvN20S8,0*7F\n";

struct Said {
  bool good = false;
  Plain plain{};
  std::array<std::uint8_t, 96 + kWriteAhead> bits{};
};

Said ask(const Kernels& kernels, std::string_view line) {
  std::string text{line};
  text.append(kReadAhead, '\0');
  Said said;
  said.good = kernels.plain(text.data(), said.plain, said.bits.data());
  return said;
}

/// What a plain sentence came to, as text; "no" where it is not one.
std::string shown(const Said& said) {
  if (!said.good) return "no";
  const Plain& p = said.plain;
  std::string out = std::to_string(p.total) + "/" + std::to_string(p.number) + " seq " +
                    std::to_string(p.sequence) + " ch " + (p.channel != 0 ? p.channel : '-') +
                    " fill " + std::to_string(p.fill) + (p.own_ship ? " own" : "") +
                    (p.checksum_good ? "" : " wrong sum") + " at " + std::to_string(p.payload_at) +
                    " count " + std::to_string(p.count) + " size " + std::to_string(p.line_size);
  for (unsigned i = 0; i < (p.count * 6U + 7) / 8; ++i) out += " " + std::to_string(said.bits[i]);
  return out;
}

class EachKernel : public testing::TestWithParam<const Kernels*> {
 protected:
  void SetUp() override {
    if (GetParam() == nullptr) GTEST_SKIP() << "this machine has no AVX2";
  }
};

TEST_P(EachKernel, ReadsThePlainSentence) {
  const auto said = ask(*GetParam(), kLine);
  ASSERT_TRUE(said.good);
  EXPECT_EQ(said.plain.total, 1);
  EXPECT_EQ(said.plain.number, 1);
  EXPECT_EQ(said.plain.sequence, -1);
  EXPECT_EQ(said.plain.channel, 'A');
  EXPECT_EQ(said.plain.fill, 0);
  EXPECT_EQ(said.plain.payload_at, 14);
  EXPECT_EQ(said.plain.count, 28);
  EXPECT_EQ(said.plain.line_size, kLine.size());
  EXPECT_TRUE(said.plain.checksum_good);
  EXPECT_FALSE(said.plain.own_ship);
  EXPECT_EQ(said.bits[0] >> 2, 1);
}

TEST_P(EachKernel, KnowsWhatIsNotPlain) {
  const struct {
    std::string_view line;
    bool plain;
    std::string_view why;
  } cases[] = {
      {"!AIVDM,1,1,,A,0,0*26\n", true, "one character"},
      {"!AIVDM,1,1,,A,0,0*26\r\n", true, "CRLF"},
      {"!AIVDM,1,1,,A,0,0*26\r\r\n", false, "two CR"},
      {"!AIVDM,1,1,,A,0,0*26 \n", false, "text after"},
      {"!AIVDM,1,1,,A,0,0*2\n", false, "half a checksum"},
      {"!AIVDM,1,1,,A,0,0*2g\n", false, "no hex"},
      {"!AIVDM,1,1,,A,0,0*2f\n", true, "lower case hex, wrong sum"},
      {"!AIVDM,1,1,,A,0,6*26\n", true, "fill 6 is met in the field"},
      {"!AIVDM,1,1,,A,0,7*26\n", false, "fill 7"},
      {"!AIVDM,1,1,,A,,0*16\n", false, "empty payload"},
      {"!AIVDM,1,1,,,0,0*67\n", true, "no channel"},
      {"!AIVDM,1,1,,AB,0,0*67\n", false, "two channels"},
      {"!AIVDM,1,1,4,A,0,0*12\n", true, "sequence id"},
      {"!AIVDM,1,1,x,A,0,0*12\n", false, "sequence id that is none"},
      {"!AIVDM,1,1,44,A,0,0*12\n", false, "two digits of sequence id"},
      {"!AIVDM,0,1,,A,0,0*26\n", false, "total 0"},
      {"!AIVDM,1,0,,A,0,0*26\n", false, "number 0"},
      {"!AIVDM,1,2,,A,0,0*26\n", false, "number above total"},
      {"!AIVDM,9,9,,A,0,0*26\n", true, "nine of nine"},
      {"!AIVDM,:,1,,A,0,0*26\n", false, "total ':' is no digit"},
      {"!AIVDM,1,:,,A,0,0*26\n", false, "number ':' is no digit"},
      {"!AIVDM,1,1,,A,0,0,0*26\n", false, "a field too many"},
      {"!AIVDM,1,1,,A,X,0*26\n", false, "X is outside the armour"},
      {"!AIVDM,1,1,,A,_,0*26\n", false, "_ is outside the armour"},
      {"!AIVDM,1,1,,A,x,0*26\n", false, "x is outside the armour"},
      {"!AIVDM,1,1,,A,/,0*26\n", false, "/ is outside the armour"},
      {"!AIVDM,1,1,,A,W`w0,0*26\n", true, "the corners of the alphabet"},
      {"$AIVDM,1,1,,A,0,0*26\n", false, "the slow path takes '$'"},
      {"!AIVDN,1,1,,A,0,0*26\n", false, "VDN"},
      {"!AIVDO,1,1,,A,0,0*24\n", true, "VDO"},
      {"!AIVDK,1,1,,A,0,0*24\n", false, "VDK"},
      {"!AIVDM,1,1,,A,0,0*26", false, "no line end"},
  };
  for (const auto& c : cases) EXPECT_EQ(ask(*GetParam(), c.line).good, c.plain) << c.why;
}

TEST_P(EachKernel, TakesTheArmourOffAnyLength) {
  constexpr std::string_view kAlphabet =
      "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw";
  std::mt19937 rng{4711};
  for (std::size_t count = 0; count <= 200; ++count) {
    std::string text;
    std::string bits;
    for (std::size_t i = 0; i < count; ++i) {
      const auto code = rng() % 64;
      text += kAlphabet[code];
      for (int b = 5; b >= 0; --b) bits += ((code >> b) & 1U) != 0 ? '1' : '0';
    }
    text.append(64, '~');
    std::vector<std::uint8_t> out(count + kWriteAhead + 24);
    ASSERT_TRUE(GetParam()->unarmour(text.data(), count, out.data())) << "seed 4711 " << count;
    for (std::size_t i = 0; i < bits.size(); ++i) {
      ASSERT_EQ((out[i / 8] >> (7 - i % 8)) & 1, bits[i] - '0')
          << "count " << count << " bit " << i;
    }
    for (std::size_t i = 0; i < count; ++i) {
      const char good = text[i];
      text[i] = 'X';
      ASSERT_FALSE(GetParam()->unarmour(text.data(), count, out.data())) << count << " " << i;
      text[i] = good;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kernels, EachKernel, testing::Values(&portable_kernels(), avx2_kernels()),
                         [](const auto& which) { return which.index == 0 ? "portable" : "avx2"; });

TEST(Kernels, AgreeOnDamagedSentences) {
  const Kernels* fast = avx2_kernels();
  if (fast == nullptr) GTEST_SKIP() << "this machine has no AVX2";
  std::mt19937 rng{20261123};
  constexpr std::string_view kLikely = "!$\\*,AVDMO0129wW`X_\r\n\t ~";
  int good = 0;
  for (int i = 0; i < 60'000; ++i) {
    std::string line{kLine};
    if (rng() % 3 == 0) {  // Longer: the star moves through all blocks of the vector kernel.
      line.insert(20, std::string(rng() % 110, '5'));
    }
    for (auto changes = rng() % 3; changes > 0; --changes) {
      line[rng() % line.size()] =
          rng() % 2 == 0 ? kLikely[rng() % kLikely.size()] : static_cast<char>(rng() % 256);
    }
    const auto a = ask(portable_kernels(), line);
    ASSERT_EQ(shown(a), shown(ask(*fast, line))) << "seed 20261123, step " << i << ": " << line;
    good += a.good ? 1 : 0;
  }
  EXPECT_GT(good, 5'000) << "the property was hardly exercised";
}

}  // namespace
}  // namespace narrows::decode::nmea
