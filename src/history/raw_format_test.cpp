#include "history/raw_format.hpp"

#include <random>
#include <string>

#include <gtest/gtest.h>

#include "history/crc32c.hpp"

namespace narrows::history {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span{text});
}

std::string hex(std::span<const std::byte> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const std::byte b : bytes) {
    out += kDigits[std::to_integer<std::size_t>(b) >> 4];
    out += kDigits[std::to_integer<std::size_t>(b) & 0xF];
  }
  return out;
}

// RFC 3720 appendix B.4, and the check value of the catalogue of CRCs.
TEST(Crc32c, GivesThePublishedValues) {
  std::string ascending;
  for (char c = 0; c < 32; ++c) ascending += c;
  const std::string descending{ascending.rbegin(), ascending.rend()};
  EXPECT_EQ(crc32c(bytes_of(std::string(32, '\0'))), 0x8A9136AAU);
  EXPECT_EQ(crc32c(bytes_of(std::string(32, '\xFF'))), 0x62A8AB43U);
  EXPECT_EQ(crc32c(bytes_of(ascending)), 0x46DD794EU);
  EXPECT_EQ(crc32c(bytes_of(descending)), 0x113FDB5CU);
  EXPECT_EQ(crc32c(bytes_of("123456789")), 0xE3069283U);
  EXPECT_EQ(crc32c({}), 0U);
}

TEST(Crc32c, ContinuesAnEarlierPiece) {
  const std::string text = "!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    EXPECT_EQ(crc32c(bytes_of(text.substr(cut)), crc32c(bytes_of(text.substr(0, cut)))),
              crc32c(bytes_of(text)));
  }
}

constexpr RawSegmentHeader kHeader{17, 0x0123456789ABCDEFU,
                                   Time::unix_microseconds(1'767'268'800'000'000)};

// The bytes on disk, worked out by an independent program (see docs/formats/raw-log.md): old logs
// must stay readable, so this test never changes.
TEST(RawFormat, IsWhatTheDocumentSays) {
  const auto block = encode_header(kHeader);
  EXPECT_EQ(hex(std::span{block}.first(64)),
            "4e4152524f57535201000000001000001100000000000000efcdab896745230100f00b5552470600000000"
            "00000000000000000000000000000000002d6e317f");
  std::vector<std::byte> payload;
  encode_received(payload, {model::SourceId{3}, kHeader.created, "!AIVDM"});
  std::vector<std::byte> out;
  encode_fragment(out, kHeader, 8192, {RawType::kReceived, RawPart::kWhole, payload});
  EXPECT_EQ(hex(out), "c45e82131000010100f00b5552470600030021414956444d");
  EXPECT_EQ(segment_file_name(kHeader), "00000017-20260101T120000Z.raw");
}

TEST(RawFormat, ReadsBackWhatItWrote) {
  const auto header = decode_header(encode_header(kHeader));
  ASSERT_TRUE(header);
  EXPECT_EQ(header->sequence, kHeader.sequence);
  EXPECT_EQ(header->salt, kHeader.salt);
  EXPECT_EQ(header->created, kHeader.created);

  const Gap gap{GapCause::kIo, Time::unix_seconds(-5), Time::unix_seconds(9), 1ULL << 40, 77};
  EXPECT_EQ(decode_gap(encode_gap(gap)), gap);
  RawSegmentSummary summary;
  summary.count(Time::unix_seconds(9), 10);
  summary.count(Time::unix_seconds(4), 20);
  EXPECT_EQ(summary, (RawSegmentSummary{Time::unix_seconds(4), Time::unix_seconds(9), 2, 30}));
  EXPECT_EQ(encode_summary(summary).size(), kRawSummarySize);
  EXPECT_EQ(decode_summary(encode_summary(summary)), summary);

  const auto named = decode_source_name(
      encode_source_name({model::SourceId{65535}, std::string(300, 'n'), "Exercise North Shore"}));
  ASSERT_TRUE(named);
  EXPECT_EQ(named->source.value, 65535);
  EXPECT_EQ(named->name, std::string(255, 'n')) << "cut at 255";
  EXPECT_EQ(named->exercise, "Exercise North Shore");
}

TEST(RawFormat, RefusesPayloadsThatAreTooShortOrTooLong) {
  const auto check = [](std::vector<std::byte> good, auto decode) {
    EXPECT_TRUE(decode(good));
    for (std::size_t size = 0; size < good.size(); ++size) {
      EXPECT_FALSE(decode(std::span{good}.first(size))) << size;
    }
    good.push_back(std::byte{0});
    EXPECT_FALSE(decode(std::span{std::as_const(good)}));
  };
  using Bytes = std::span<const std::byte>;
  check(encode_gap({}), [](Bytes b) { return decode_gap(b).has_value(); });
  check(encode_summary({}), [](Bytes b) { return decode_summary(b).has_value(); });
  check(encode_source_name({{}, "coast", "drill"}),
        [](Bytes b) { return decode_source_name(b).has_value(); });
}

TEST(RawFormat, EveryFlippedBitOfTheHeaderIsSeen) {
  const auto good = encode_header(kHeader);
  for (std::size_t bit = 0; bit < 64 * 8; ++bit) {
    auto bad = good;
    bad[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    EXPECT_FALSE(decode_header(bad)) << "bit " << bit;
  }
  EXPECT_FALSE(decode_header(std::span{good}.first(63)));
  EXPECT_TRUE(decode_header(std::span{good}.first(64)));
}

TEST(RawFormat, AFragmentIsGoodOnlyWholeAndInItsOwnPlace) {
  std::vector<std::byte> out;
  const auto payload = bytes_of("!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24\r\n");
  encode_fragment(out, kHeader, 9000, {RawType::kReceived, RawPart::kWhole, payload});
  ASSERT_EQ(out.size(), kRawFragmentHead + payload.size());
  const auto fragment = decode_fragment(out, kHeader, 9000);
  ASSERT_TRUE(fragment);
  EXPECT_EQ(hex(fragment->payload), hex(payload));

  for (std::size_t bit = 0; bit < out.size() * 8; ++bit) {
    auto bad = out;
    bad[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    EXPECT_FALSE(decode_fragment(bad, kHeader, 9000)) << "bit " << bit;
  }
  for (std::size_t size = 0; size < out.size(); ++size) {
    EXPECT_FALSE(decode_fragment(std::span{out}.first(size), kHeader, 9000)) << size << " bytes";
  }
  EXPECT_FALSE(decode_fragment(out, kHeader, 9001)) << "moved";
  RawSegmentHeader other = kHeader;
  other.salt ^= 1;
  EXPECT_FALSE(decode_fragment(out, other, 9000)) << "left over from another segment";
  EXPECT_FALSE(decode_fragment(std::vector<std::byte>(4096), kHeader, 9000)) << "zeros";
}

TEST(RawFormat, KnowsItsFilesByName) {
  const struct {
    std::string_view name;
    std::optional<std::uint64_t> sequence;
  } cases[] = {{"00000017-20260101T120000Z.raw", 17},
               {"123456789-20260101T120000Z.raw", 123456789},
               {"00000017.raw", std::nullopt},
               {"00000017-20260101T120000Z.raw.damaged", std::nullopt},
               {"x-20260101T120000Z.raw", std::nullopt},
               {"99999999999999999999-20260101T120000Z.raw", std::nullopt},
               {".raw", std::nullopt},
               {"", std::nullopt}};
  for (const auto& c : cases) EXPECT_EQ(segment_sequence(c.name), c.sequence) << c.name;
}

}  // namespace
}  // namespace narrows::history
