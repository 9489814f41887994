#include "source/line_buffer.hpp"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace narrows::source {
namespace {

std::vector<std::string> lines_of(const std::vector<std::string>& pieces,
                                  std::uint64_t* discarded = nullptr) {
  LineBuffer buffer;
  std::vector<std::string> out;
  const auto take = [&](const Line& line) {
    out.emplace_back(line.text);
    if (discarded != nullptr) *discarded += line.discarded_bytes;
  };
  for (const std::string& piece : pieces) {
    buffer.append(piece);
    while (const auto line = buffer.next()) take(*line);
  }
  if (const auto rest = buffer.take_rest()) take(*rest);
  return out;
}

TEST(LineBuffer, KeepsLineEndsAsTheyCame) {
  EXPECT_EQ(lines_of({"a\r\nb\n\nc"}), (std::vector<std::string>{"a\r\n", "b\n", "\n", "c"}));
  EXPECT_EQ(lines_of({""}), std::vector<std::string>{});
  EXPECT_EQ(lines_of({"a\n"}), std::vector<std::string>{"a\n"});
}

TEST(LineBuffer, DoesNotCareWhereThePiecesAreCut) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random{seed};
  for (int round = 0; round < 200; ++round) {
    std::string text;
    const auto size = random() % 20'000;
    const auto line_ends_one_in = 1 + random() % 6'000;
    for (std::size_t i = 0; i < size; ++i)
      text += random() % line_ends_one_in == 0 ? '\n' : static_cast<char>('a' + random() % 26);
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t take = 1 + random() % 3'000;
      pieces.push_back(text.substr(at, take));
      at += take;
    }
    std::uint64_t whole_discarded = 0;
    std::uint64_t cut_discarded = 0;
    const auto whole = lines_of({text}, &whole_discarded);
    EXPECT_EQ(whole, lines_of(pieces, &cut_discarded));
    EXPECT_EQ(whole_discarded, cut_discarded);
    std::size_t handed_on = 0;
    for (const auto& line : whole) handed_on += line.size();
    EXPECT_EQ(handed_on + whole_discarded, text.size()) << "a byte is neither given nor counted";
  }
}

TEST(LineBuffer, CutsALineAtTheCapAndCountsTheRest) {
  const struct {
    std::size_t length;  // Without the line end.
    std::size_t given;   // With it.
    std::uint64_t discarded;
  } cases[] = {
      {kLineBytesMax - 2, kLineBytesMax - 1, 0},
      {kLineBytesMax - 1, kLineBytesMax, 0},
      {kLineBytesMax, kLineBytesMax, 1},
      {kLineBytesMax + 1, kLineBytesMax, 2},
      {10 * kLineBytesMax, kLineBytesMax, 9 * kLineBytesMax + 1},
  };
  for (const auto& c : cases) {
    std::uint64_t discarded = 0;
    const auto lines = lines_of({std::string(c.length, 'x') + "\nnext\n"}, &discarded);
    ASSERT_EQ(lines.size(), 2U) << c.length;
    EXPECT_EQ(lines[0].size(), c.given) << c.length;
    EXPECT_EQ(lines[1], "next\n") << c.length;
    EXPECT_EQ(discarded, c.discarded) << c.length;
  }
}

}  // namespace
}  // namespace narrows::source
