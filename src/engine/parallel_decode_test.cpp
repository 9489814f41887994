#include "engine/parallel_decode.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "source/byte_input.hpp"

namespace narrows::engine {
namespace {

using decode::Accounts;
using decode::Envelope;
using decode::Rejected;
using decode::StreamDecoder;
using decode::ais::Message;

// Everything that could differ: which message, in which order, and what is known about it.
constexpr auto kAppendAll = [](std::string& out, const Message&, const Envelope& e) {
  for (const auto sentence : e.sentences) out += std::string{sentence} + "|";
  out += std::to_string(e.bits) + " " + std::string{e.station};
  if (e.observed_at) out += " " + std::to_string(e.observed_at->unix_microseconds());
  out += e.tag_block_distrusted ? " distrusted\n" : "\n";
};

struct Decoded {
  std::string text;
  std::vector<std::string> rejected;
  Accounts accounts;
};

std::string shown(const Rejected& r) {
  return std::to_string(r.line) + " " + std::to_string(static_cast<int>(r.reason)) + " " +
         std::string{r.text};
}

Decoded one_thread(std::string_view text, StreamDecoder::Options options = {}) {
  Decoded out;
  StreamDecoder decoder{options};
  const auto print = [&](const Message& m, const Envelope& e) { kAppendAll(out.text, m, e); };
  const auto reject = [&](const Rejected& r) { out.rejected.push_back(shown(r)); };
  decoder.on_rejected(reject);
  decoder.feed(text, print);
  decoder.finish(print);
  out.accounts = decoder.accounts();
  return out;
}

Decoded many_threads(std::string_view text, unsigned threads, std::size_t chunk_bytes,
                     int rejected_max, StreamDecoder::Options options = {}) {
  Decoded out;
  std::string_view rest = text;
  const auto next = [&] {
    const std::string_view piece = rest.substr(0, std::max<std::size_t>(chunk_bytes / 3, 1));
    rest.remove_prefix(piece.size());
    return piece;
  };
  const auto write = [&](std::string_view t, const Accounts&) {
    out.text += t;
    return true;
  };
  const auto reject = [&](const Rejected& r) { out.rejected.push_back(shown(r)); };
  const ParallelDecode how{.decoder = options,
                           .threads = threads,
                           .chunk_bytes = chunk_bytes,
                           .rejected_max = rejected_max};
  out.accounts = how.run(next, kAppendAll, write, reject);
  return out;
}

std::vector<std::uint64_t> counts(const Accounts& a) {
  std::vector<std::uint64_t> out{a.bytes,    a.lines,     a.sentences,        a.used,
                                 a.messages, a.held,      a.other_lines,      a.checksum_wrong,
                                 a.overlong, a.truncated, a.checksum_missing, a.tag_block_wrong};
  out.insert(out.end(), a.dropped.begin(), a.dropped.end());
  out.insert(out.end(), a.messages_by_type.begin(), a.messages_by_type.end());
  return out;
}

void expect_same(const std::string& text, unsigned threads, std::size_t chunk_bytes,
                 bool all_rejected, StreamDecoder::Options options = {}) {
  SCOPED_TRACE(std::to_string(threads) + " threads, chunks of " + std::to_string(chunk_bytes));
  const Decoded one = one_thread(text, options);
  const Decoded many =
      many_threads(text, threads, chunk_bytes, all_rejected ? 1'000'000 : 3, options);
  EXPECT_TRUE(one.text == many.text) << "the output differs";
  EXPECT_EQ(counts(one.accounts), counts(many.accounts));
  if (all_rejected) {
    EXPECT_TRUE(one.rejected == many.rejected) << "what is said of the rejected differs";
  } else {  // Only the first few of a chunk are told, but those truly and in order.
    EXPECT_LE(many.rejected.size(), one.rejected.size());
    auto at = one.rejected.begin();
    for (const std::string& r : many.rejected) {
      at = std::find(at, one.rejected.end(), r);
      ASSERT_NE(at, one.rejected.end()) << r;
    }
  }
}

std::string read_all(const std::string& path) {
  std::string text;
  const auto input = source::ByteInput::open(path);
  EXPECT_TRUE(input);
  while (input && !(*input)->at_end()) text += (*input)->read().value_or("");
  return text;
}

TEST(ParallelDecode, SameOutputOnEveryCorpus) {
  const std::filesystem::path folder = "../shared/data/nmea";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not here";
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
    if (!entry.is_regular_file()) continue;
    SCOPED_TRACE(entry.path().string());
    const std::string text = read_all(entry.path().string());
    ++files;
    for (const unsigned threads : {1U, 2U, 3U, 8U}) {
      expect_same(text, threads, 100'000, false);
      if (text.size() < 100'000) expect_same(text, threads, 200, false);
    }
    if (text.size() < 100'000) expect_same(text, 2, 1, false);
  }
  EXPECT_GT(files, 30);
}

std::string tagged(const std::string& tag, const std::string& sentence) {
  unsigned sum = 0;
  for (const char c : tag) sum ^= static_cast<unsigned char>(c);
  constexpr std::string_view kHex = "0123456789ABCDEF";
  return "\\" + tag + "*" + kHex[sum >> 4U] + kHex[sum & 15U] + "\\" + sentence;
}

// A stream in which nearly every line leans on another one.
std::string entangled(std::mt19937& random, int lines) {
  const std::string ship = "!AIVDM,1,1,,A,133sVfPP00PD>hRMDH@jNOvN20S8,0*7F\n";
  const std::string part1 =
      "!AIVDM,2,1,9,B,55R3Vn82=ILTQ3KKS>1<D60Dq@E918U<F222221J1`?164vc03S1CCAD,0*2A\n";
  const std::string part2 = "!AIVDM,2,2,9,B,`88888888888880,2*76\n";
  std::string text;
  int second = 1'400'000'000;
  for (int i = 0; i < lines; ++i) {
    second += static_cast<int>(random() % 4);
    const std::string c = "c:" + std::to_string(second);
    switch (random() % 12) {
      case 0:
        text += ship;
        break;
      case 1:
        text += part1;
        break;
      case 2:
        text += part2;
        break;
      case 3:
        text += tagged(c, ship);
        break;
      case 4:
        text += tagged(c + ",s:one", part1);
        break;
      case 5:
        text += tagged(c + ",s:one", part2);
        break;
      case 6:
        text += tagged(c + ",s:two", "\n");
        break;
      case 7:
        text += "$PGHP,1,2008,5,9,0,0,0,10,338,2,992190934,1,7F*17\n";
        break;
      case 8:
        text += "!AIVDM,1,1,,A,zz,0*00\n";
        break;
      case 9:
        text += "# comment\n";
        break;
      case 10:
        text += tagged("g:1-2-" + std::to_string(second) + "," + c, part1);
        break;
      default:
        text += tagged("g:2-2-" + std::to_string(second), part2);
        break;
    }
  }
  return text;
}

TEST(ParallelDecode, SameOutputWhereLinesLeanOnEachOther) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random{seed};
  for (int round = 0; round < 60; ++round) {
    const std::string text = entangled(random, 400);
    expect_same(text, 1 + random() % 4, 1 + random() % 3'000, true);
    expect_same(text, 2, 1 + random() % 500, true, {.require_checksum = true});
    expect_same(text, 2, 300, true, {.group_timeout = Duration::seconds(1)});
    expect_same(text, 2, 300, true, {.group_timeout_lines = 5});
  }
}

TEST(ParallelDecode, SameOutputOnNoiseAndOnLinesWithoutEnd) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random{seed};
  for (int round = 0; round < 40; ++round) {
    std::string text = entangled(random, 100);
    for (int i = 0; i < 60; ++i) text[random() % text.size()] = static_cast<char>(random() & 0xFFU);
    text.insert(random() % text.size(), std::string(random() % 60'000, 'x'));
    if (round % 2 == 0) text.pop_back();
    expect_same(text, 2, 1 + random() % 2'000, true);
  }
}

TEST(ParallelDecode, NothingIsNothing) {
  const Decoded none = many_threads("", 3, 100, 3);
  EXPECT_EQ(none.text, "");
  EXPECT_EQ(none.accounts.bytes, 0U);
}

TEST(ParallelDecode, AChunkWithoutAPlaceToCutIsCutAtItsCap) {
  std::string text;
  for (int i = 0; i < 3'000; ++i) text += "# line " + std::to_string(i) + "\n";
  text += std::string(200'000, 'x') + "\n!AIVDM,1,1,,A,133sVfPP00PD>hRMDH@jNOvN20S8,0*7F\n";
  std::string_view rest = text;
  Decoded out;
  const ParallelDecode how{
      .decoder = {}, .threads = 1, .chunk_bytes = 100, .chunk_bytes_max = 20'000};
  out.accounts = how.run(
      [&] {
        const auto piece = rest.substr(0, 1'000);
        rest.remove_prefix(piece.size());
        return piece;
      },
      kAppendAll, [&](std::string_view t, const Accounts&) { return out.text += t, true; },
      [](const Rejected&) {});
  const Decoded one = one_thread(text);
  EXPECT_EQ(out.text, one.text);
  EXPECT_EQ(counts(out.accounts), counts(one.accounts));
}

TEST(ParallelDecode, StopsWhenNobodyWantsMore) {
  const std::string line = "!AIVDM,1,1,,A,133sVfPP00PD>hRMDH@jNOvN20S8,0*7F\n";
  std::string block;
  for (int i = 0; i < 100; ++i) block += line;
  int written = 0;
  const ParallelDecode how{.decoder = {}, .threads = 2, .chunk_bytes = 1'000};
  how.run([&] { return std::string_view{block}; },  // Without end.
          kAppendAll, [&](std::string_view, const Accounts&) { return ++written < 3; },
          [](const Rejected&) {});
  EXPECT_GE(written, 3);
  EXPECT_LT(written, 5);
}

}  // namespace
}  // namespace narrows::engine
