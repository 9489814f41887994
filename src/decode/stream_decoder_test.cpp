#include "decode/stream_decoder.hpp"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {
// Counts every allocation of the process: the hot path must not make one.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): operator new has no other.
std::atomic<std::uint64_t> allocations{0};
}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* p = std::malloc(size)) return p;
  throw std::bad_alloc{};
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
void operator delete(void* p) noexcept {
  std::free(p);
}
void operator delete(void* p, std::size_t) noexcept {
  std::free(p);
}

namespace narrows::decode {
namespace {

const std::filesystem::path kData = "../shared/data/nmea";

std::string read(const std::filesystem::path& path) {
  std::string text(std::filesystem::file_size(path), '\0');
  std::ifstream{path, std::ios::binary}.read(text.data(),
                                             static_cast<std::streamsize>(text.size()));
  return text;
}

constexpr std::string_view kShip = "!AIVDM,1,1,,A,133sVfPP00PD>hRMDH@jNOvN20S8,0*7F\n";
constexpr std::string_view kStatic =
    "!AIVDM,2,1,9,B,55R3Vn82=ILTQ3KKS>1<D60Dq@E918U<F222221J1`?164vc03S1CCAD,0*2A\n"
    "!AIVDM,2,2,9,B,`88888888888880,2*76\n";

std::string tag_block(std::string_view text) {
  unsigned sum = 0;
  for (const char c : text) sum ^= static_cast<unsigned char>(c);
  constexpr std::string_view kHex = "0123456789ABCDEF";
  return "\\" + std::string{text} + "*" + kHex[sum >> 4] + kHex[sum & 15] + "\\";
}

struct Got {
  std::vector<std::pair<int, std::uint32_t>> messages;  // Type and bits.
  Accounts accounts;
};
Got decode_text(std::string_view text, StreamDecoder::Options options = {}) {
  StreamDecoder decoder{options};
  Got got;
  const auto sink = [&got](const ais::Message&, const Envelope& e) {
    got.messages.emplace_back(e.payload.bytes[0] >> 2, e.bits);
  };
  decoder.feed(text, sink);
  decoder.finish(sink);
  got.accounts = decoder.accounts();
  return got;
}

TEST(StreamDecoder, DecodesOneAndTwoPartMessages) {
  const auto got = decode_text(std::string{kShip} + std::string{kStatic});
  ASSERT_EQ(got.messages.size(), 2U);
  EXPECT_EQ(got.messages[0], (std::pair<int, std::uint32_t>{1, 168}));
  EXPECT_EQ(got.messages[1], (std::pair<int, std::uint32_t>{5, 424}));
  EXPECT_EQ(got.accounts.sentences, 3U);
  EXPECT_EQ(got.accounts.used, 3U);
  EXPECT_EQ(got.accounts.messages_by_type[5], 1U);
}

TEST(StreamDecoder, SaysWhatIsKnownAboutAMessage) {
  StreamDecoder decoder;
  std::string said;
  const auto sink = [&said](const ais::Message&, const Envelope& e) {
    said = std::string{e.station} + " " + e.channel + " " + std::to_string(e.sentences.size()) +
           " line " + std::to_string(e.line) + " at " +
           std::to_string(e.observed_at ? e.observed_at->unix_seconds() : 0);
    for (const auto& s : e.sentences) said += " " + std::string{s};
  };
  const std::string first =
      "!AIVDM,2,1,3,B,55R3Vn82=ILTQ3KKS>1<D60Dq@E918U<F222221J1`?164vc03S1CCAD,0*20";
  const std::string second = "!AIVDM,2,2,3,B,`88888888888880,2*7C";
  decoder.feed("noise\n" + tag_block("g:1-2-5,s:north,c:1364272372") + first + "\n" +
                   tag_block("g:2-2-5") + second + "\n",
               sink);
  EXPECT_EQ(said, "north B 2 line 3 at 1364272372 " + first + " " + second);
}

TEST(StreamDecoder, ChecksumsAreCountedAndEnforcedOnDemand) {
  const std::string text = std::string{kShip} +
                           "!AIVDM,1,1,,A,133sVfPP00PD>hRMDH@jNOvN20S8,0*7E\n"
                           "!AIVDM,1,1,,A,133sVfPP00PD>hRMDH@jNOvN20S8,0\n";
  const auto lenient = decode_text(text);
  EXPECT_EQ(lenient.messages.size(), 3U);
  EXPECT_EQ(lenient.accounts.checksum_wrong, 1U);
  EXPECT_EQ(lenient.accounts.checksum_missing, 1U);
  const auto strict = decode_text(text, {.require_checksum = true});
  EXPECT_EQ(strict.messages.size(), 1U);
  EXPECT_EQ(strict.accounts.dropped[static_cast<std::size_t>(Drop::kChecksum)], 2U);
  EXPECT_TRUE(strict.accounts.balanced());
}

TEST(StreamDecoder, EachBadSentenceHasItsReason) {
  const struct {
    std::string_view line;
    Drop why;
  } cases[] = {
      {"!AIVDM,1,1,,A,,0*26\n", Drop::kEmpty},
      {"!AIVDM,1,1,,A,1,0*27\n", Drop::kShort},
      {"!AIVDM,1,1,,A,133sVfPP00,0*7F\n", Drop::kShort},
      {"!AIVDM,1,1,,A,~33sVfPP00PD>hRMDH@jNOvN20S8,0*7F\n", Drop::kMalformed},
      {"!AIVDM,1,1,,A,033sVfPP00PD>hRMDH@jNOvN20S8,0*7F\n", Drop::kUnknownType},
      {"!AIVDM,1,1,,A,w33sVfPP00PD>hRMDH@jNOvN20S8,0*7F\n", Drop::kUnknownType},
      {"!AIVDM,2,1,1,A,~33sVfPP00PD>hRMDH@jNOvN20S8,0*7F\n", Drop::kMalformed},
      {"!AIVDM,2,2,1,A,0000,0*7F\n", Drop::kOrphanPart},
      {"!AIVDM,2,1,1,A,0000,0*7F\n", Drop::kIncompleteGroup},
  };
  for (const auto& c : cases) {
    const auto got = decode_text(c.line);
    EXPECT_EQ(got.accounts.dropped[static_cast<std::size_t>(c.why)], 1U) << c.line;
    EXPECT_EQ(got.accounts.dropped_total(), 1U) << c.line;
    EXPECT_TRUE(got.accounts.balanced());
  }
  const std::string too_long = "!AIVDM,1,1,,A,8" + std::string(600, '0') + ",0*00\n";
  EXPECT_EQ(decode_text(too_long).accounts.dropped[static_cast<std::size_t>(Drop::kTooLong)], 1U);
}

TEST(StreamDecoder, FillBitsOfInnerPartsAreNotBelieved) {
  // A text message 14 cut after 9 characters of armour. Only the last sentence of a message can
  // have fill bits; the reference vectors count those of others as payload.
  const auto whole = decode_text("!AIVDM,1,1,,A,>5?Per18=HB1U:1@E=B0m<L,2*51\n");
  ASSERT_EQ(whole.messages.size(), 1U);
  StreamDecoder decoder;
  std::uint32_t bits = 0;
  const auto sink = [&bits](const ais::Message&, const Envelope& e) { bits = e.bits; };
  decoder.feed("!AIVDM,2,1,1,A,>5?Per18=,2*00\n!AIVDM,2,2,1,A,HB1U:1@E=B0m<L,2*00\n", sink);
  EXPECT_EQ(bits, 9U * 6 + 14 * 6 - 2);
}

TEST(StreamDecoder, SourcesAreKeptApart) {
  StreamDecoder decoder;
  int messages = 0;
  const auto sink = [&messages](const ais::Message&, const Envelope&) { ++messages; };
  const std::string text{kStatic};
  const auto cut = text.find('\n') + 1;
  decoder.feed(text.substr(0, cut), model::SourceId{1}, sink);
  decoder.feed(text.substr(cut), model::SourceId{2}, sink);
  EXPECT_EQ(messages, 0);
  decoder.feed(text.substr(cut), model::SourceId{1}, sink);
  EXPECT_EQ(messages, 1);
}

// Two decoders that hand parts on and one that joins them are as good as one.
TEST(StreamDecoder, PartsCanBeJoinedElsewhere) {
  const std::string first_half = tag_block("c:1400000000") + std::string{kShip} +
                                 std::string{kStatic.substr(0, kStatic.find('\n') + 1)};
  const std::string second_half{kStatic.substr(kStatic.find('\n') + 1)};
  for (const bool in_time : {true, false}) {
    const std::string between =
        tag_block(in_time ? "c:1400000009" : "c:1400000011") + std::string{kShip};
    const auto whole = decode_text(first_half + between + second_half);

    StreamDecoder joiner;
    std::vector<int> types;
    const auto note = [&](const ais::Message&, const Envelope& e) {
      types.push_back(e.payload.bytes[0] >> 2);
    };
    Accounts accounts;
    std::optional<Time> stream_time;
    for (const std::string& piece : {first_half + between, second_half}) {
      StreamDecoder worker;
      const auto hand_on = [&](const StreamDecoder::Part& part) {
        StreamDecoder::Part timed = part;
        if (!timed.stream_time) timed.stream_time = stream_time;
        joiner.join(timed, {}, note);
      };
      worker.on_part(hand_on);
      worker.feed(piece, note);
      worker.finish(note);
      if (const auto t = worker.stream_time({})) stream_time = t;
      accounts += worker.accounts();
    }
    joiner.finish(note);
    accounts += joiner.accounts();
    EXPECT_EQ(types, in_time ? (std::vector{1, 1, 5}) : (std::vector{1, 1}));
    EXPECT_EQ(accounts.used, whole.accounts.used);
    EXPECT_EQ(accounts.sentences, whole.accounts.sentences);
    EXPECT_EQ(accounts.dropped, whole.accounts.dropped);
    EXPECT_TRUE(accounts.balanced());
  }
}

TEST(StreamDecoder, ADatagramEndsItsLine) {
  StreamDecoder decoder;
  int messages = 0;
  const auto sink = [&messages](const ais::Message&, const Envelope&) { ++messages; };
  decoder.feed(kShip.substr(0, kShip.size() - 1), sink);
  EXPECT_EQ(messages, 0);
  decoder.end_of_datagram({}, sink);
  EXPECT_EQ(messages, 1);
}

TEST(StreamDecoder, NoHeapOnTheHotPath) {
  std::string text;
  for (int i = 0; i < 2'000; ++i) text += std::string{kShip} + std::string{kStatic};
  StreamDecoder decoder;
  std::uint64_t messages = 0;
  const auto sink = [&messages](const ais::Message&, const Envelope&) { ++messages; };
  decoder.feed(text, sink);  // Buffers reach their size.
  const auto before = allocations.load();
  decoder.feed(text, sink);
  EXPECT_EQ(allocations.load() - before, 0U);
  EXPECT_EQ(messages, 2U * 4'000);
}

TEST(StreamDecoder, NoHeapOnRealTraffic) {
  const auto path = kData / "aishub/ais-nmea-sample.log";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not here";
  const auto text = read(path);
  StreamDecoder decoder;
  std::uint64_t messages = 0;
  const auto sink = [&messages](const ais::Message&, const Envelope&) { ++messages; };
  decoder.feed(text, sink);
  const auto before = allocations.load();
  decoder.feed(text, sink);
  EXPECT_EQ(allocations.load() - before, 0U);
  EXPECT_GT(messages, 160'000U);
}

TEST(StreamDecoder, EverySentenceOfEveryCorpusIsAccountedFor) {
  if (!std::filesystem::exists(kData)) GTEST_SKIP() << kData << " is not here";
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{kData}) {
    if (!entry.is_regular_file() || entry.path().extension() == ".gz") continue;
    const auto text = read(entry.path());
    const auto got = decode_text(text);
    EXPECT_TRUE(got.accounts.balanced()) << entry.path();
    EXPECT_EQ(got.accounts.held, 0U) << entry.path() << ": nothing is held after the end";
    EXPECT_EQ(got.accounts.bytes, text.size()) << entry.path();
    std::uint64_t by_type = 0;
    for (const auto n : got.accounts.messages_by_type) by_type += n;
    EXPECT_EQ(by_type, got.accounts.messages) << entry.path();
    ++files;
  }
  EXPECT_GT(files, 30);
}

}  // namespace
}  // namespace narrows::decode
