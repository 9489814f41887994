#include "decode/nmea/framer.hpp"

#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace narrows::decode::nmea {
namespace {

using testing::ElementsAre;

std::string with_sum(std::string_view body) {  // "\\…" → "\\…*hh\\", "!…" → "!…*hh"
  std::uint8_t sum = 0;
  for (const char c : body.substr(1))
    sum = static_cast<std::uint8_t>(sum ^ static_cast<std::uint8_t>(c));
  char hex[4];
  std::snprintf(hex, sizeof hex, "*%02X", sum);
  return std::string{body} + hex + (body[0] == '\\' ? "\\" : "");
}

const std::string kOne = with_sum("!AIVDM,1,1,,A,133sVfPP00PD>hRMDH@jNOvN20S8,0");

struct Heard {
  std::vector<std::string> sentences;  // As "channel payload [station] [time] [group]".
  std::vector<std::string> rejected;
  Accounts accounts;
};

std::string shown(const Framer::Framed& f) {
  std::string out;
  out += f.sentence.channel != 0 ? f.sentence.channel : '-';
  out += " " + std::string{f.sentence.payload};
  if (!f.stamp.station.empty()) out += " from " + std::string{f.stamp.station};
  if (f.stamp.at) out += " at " + std::to_string(f.stamp.at->unix_microseconds());
  if (!f.stamp.group.empty()) out += " group " + std::string{f.stamp.group};
  if (f.stamp.distrusted) out += " distrusted";
  if (f.sentence.checksum == Checksum::kWrong) out += " wrong";
  if (f.sentence.checksum == Checksum::kMissing) out += " missing";
  return out;
}

/// Feeds `text` in pieces of `piece` bytes (0: whole).
Heard hear(std::string_view text, std::size_t piece = 0) {
  Heard heard;
  Framer framer;
  const auto on_sentence = [&](const Framer::Framed& f) { heard.sentences.push_back(shown(f)); };
  const auto on_rejected = [&](Drop why, std::string_view t, std::uint64_t line) {
    heard.rejected.push_back(std::string{kDropNames[static_cast<std::size_t>(why)]} + " " +
                             std::to_string(line) + " " + std::string{t});
  };
  if (piece == 0) piece = text.size();
  for (std::size_t at = 0; at < text.size(); at += piece) {
    framer.feed(text.substr(at, piece), heard.accounts, on_sentence, on_rejected);
    framer.feed("", heard.accounts, on_sentence, on_rejected);  // Nothing changes nothing.
  }
  framer.end_line(heard.accounts, on_sentence, on_rejected);
  return heard;
}

TEST(Framer, FindsTheSentenceInWhateverSurroundsIt) {
  const std::string payload = "133sVfPP00PD>hRMDH@jNOvN20S8";
  const std::string tag = with_sum("\\s:r003669945,c:1364272372");
  const struct {
    std::string line;
    std::string said;
  } cases[] = {
      {kOne, "A " + payload},
      {kOne + "\r", "A " + payload},
      {"text before " + kOne + " text after", "A " + payload},
      {"$" + with_sum("!BSVDM,1,1,,B," + payload + ",0").substr(1), "B " + payload},
      {with_sum("!AIVDM,1,1,,," + payload + ",0"), "- " + payload},
      {with_sum("!AIVDM,1,1,,2," + payload + ",0"), "2 " + payload},
      {with_sum("!AIVDM,1,1,1,," + payload + ",0,0"), "- " + payload},  // A field too many.
      {"!AIVDM,1,1,,A," + payload + ",0", "A " + payload + " missing"},
      {"!AIVDM,1,1,,A," + payload + ",0*", "A " + payload + " missing"},
      {"!AIVDM,1,1,,A," + payload + ",0*00", "A " + payload + " wrong"},
      {"!AIVDM,1,1,,A," + payload + ",0*7f", "A " + payload},
      {tag + kOne, "A " + payload + " from r003669945 at 1364272372000000"},
      {with_sum("\\c:1364272372123") + kOne, "A " + payload + " at 1364272372123000"},
      {with_sum("\\s:one") + with_sum("\\c:1364272372") + kOne,
       "A " + payload + " from one at 1364272372000000"},
      {with_sum("\\g:1-2-1234,s:one") + kOne, "A " + payload + " from one group 1234"},
      {with_sum("\\i:x,n:12,d:abc,t:text,r:33,q:u,si:AISD") + kOne, "A " + payload},
      {"\\s:one,c:1364272372*00\\" + kOne, "A " + payload + " distrusted"},
      {"\\s:one\\" + kOne, "A " + payload + " distrusted"},
      {std::string("UdPbC\0", 6) + with_sum("\\s:one") + kOne, "A " + payload + " from one"},
      {kOne + ",r003669945,1272412827", "A " + payload + " from r003669945 at 1272412827000000"},
      {kOne + ",d-109,S2105,t050056.00,T56.13718694,r003669946,1325394060,1325394001",
       "A " + payload + " from r003669946 at 1325394060000000"},
      {kOne + ",1357134218", "A " + payload + " at 1357134218000000"},
      {kOne + ",rubbish,,", "A " + payload},
      {"1550303566167726840 " + kOne, "A " + payload + " at 1550303566167726"},
      {"1550303566.25 " + kOne, "A " + payload + " at 1550303566250000"},
      {"2026-01-01T12:00:00Z " + kOne, "A " + payload + " at 1767268800000000"},
      {"[2026-01-01 12:00:00.5] " + kOne, "A " + payload + " at 1767268800500000"},
      {"2026-01-01T12:00:00Z: " + kOne, "A " + payload + " at 1767268800000000"},
      {with_sum("\\c:1364272372") + "1550303566 " + kOne, "A " + payload + " at 1364272372000000"},
      {"a \\ stray backslash " + kOne, "A " + payload},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(hear(c.line + "\n").sentences, ElementsAre(c.said)) << c.line;
    EXPECT_THAT(hear("\n" + kOne + "\n" + c.line).sentences, ElementsAre("A " + payload, c.said))
        << "as an unended last line: " << c.line;
  }
}

TEST(Framer, TakesSeveralSentencesOfALine) {
  const auto one = with_sum("!AIVDM,1,1,,A,111,0");
  const auto two = with_sum("!AIVDM,1,1,,B,222,0");
  EXPECT_THAT(hear(one + two).sentences, ElementsAre("A 111", "B 222"));
  EXPECT_THAT(hear(one + " " + two).sentences, ElementsAre("A 111", "B 222"));
  EXPECT_THAT(hear(with_sum("\\s:one") + one + with_sum("\\s:two") + two).sentences,
              ElementsAre("A 111 from one", "B 222 from two"));
  EXPECT_THAT(hear("!AIVDM,1,1,,A,11" + two).sentences, ElementsAre("A 11 missing", "B 222"));
}

TEST(Framer, GatehouseLineSpeaksOfTheNextSentence) {
  const auto sentence = with_sum("!AIVDM,1,1,,B,15NBj>PP1gG>1PVKTDTUJOv00<0M,0");
  const auto sum = sentence.substr(sentence.size() - 2);
  const std::string pghp = "$PGHP,1,2008,5,9,0,0,0,10,338,2,992190934,1," + sum + "*17\n";
  EXPECT_THAT(hear(pghp + sentence + "\n" + sentence + "\n").sentences,
              ElementsAre("B 15NBj>PP1gG>1PVKTDTUJOv00<0M from 992190934 at 1210291200010000",
                          "B 15NBj>PP1gG>1PVKTDTUJOv00<0M"));
  const std::string other = "$PGHP,1,2008,5,9,0,0,0,10,338,2,992190934,1,FF*17\n";
  EXPECT_THAT(hear(other + sentence + "\n").sentences,
              ElementsAre("B 15NBj>PP1gG>1PVKTDTUJOv00<0M"))
      << "its checksum says that it is about another sentence";
}

TEST(Framer, ALoneTagBlockSpeaksOfTheNextLineOnly) {
  const auto tag = with_sum("\\s:one,c:1364272372");
  EXPECT_THAT(hear(tag + "\n" + kOne + "\n" + kOne + "\n").sentences,
              ElementsAre("A 133sVfPP00PD>hRMDH@jNOvN20S8 from one at 1364272372000000",
                          "A 133sVfPP00PD>hRMDH@jNOvN20S8"));
}

TEST(Framer, RejectsWhatHasNotTheShape) {
  const std::string_view cases[] = {
      "!AIVDM,0,1,,A,0,0*27", "!AIVDM,1,2,,A,0,0*25",   "!AIVDM,x,1,,A,0,0*6F",  "!AIVDM,1,1,,A*07",
      "!AIVDM,1,1,,A,0,7*21", "!AIVDM,1,1,12,A,0,0*25", "!AIVDM,1,1,,AB,0,0*64", "!AIVDM,",
  };
  for (const auto& text : cases) {
    const auto heard = hear(std::string{text} + "\n" + kOne + "\n");
    EXPECT_THAT(heard.rejected, ElementsAre("malformed 1 " + std::string{text}));
    EXPECT_EQ(heard.sentences.size(), 1U) << "one bad line disturbs nothing else";
    EXPECT_EQ(heard.accounts.sentences, 2U);
  }
}

TEST(Framer, CountsLinesWithoutASentence) {
  const auto heard = hear("# comment\n\n$GPGGA,1,2*33\n" + kOne + "\n!AIVDX,1*00\n");
  EXPECT_EQ(heard.accounts.lines, 5U);
  EXPECT_EQ(heard.accounts.other_lines, 4U);
  EXPECT_EQ(heard.accounts.sentences, 1U);
}

TEST(Framer, ALineWithoutEndIsCutNotGrown) {
  const std::string endless(100'000, 'x');
  const auto heard = hear(endless + "\n" + kOne + "\n", 1'000);
  EXPECT_EQ(heard.sentences.size(), 1U);
  EXPECT_EQ(heard.accounts.bytes, 100'000 + 1 + kOne.size() + 1);
}

// Property: how the stream is cut into pieces changes nothing.
TEST(Framer, HearsTheSameInPiecesOfAnySize) {
  std::mt19937 rng{99};
  std::string text;
  const std::string tag = with_sum("\\g:1-2-77,s:one,c:1364272372");
  const std::string lines[] = {kOne + "\n",
                               kOne + "\r\n",
                               tag + kOne + "\n",
                               "noise\n",
                               "\n",
                               "$PGHP,1,2008,5,9,0,0,0,10,338,2,992190934,1,7F*17\n",
                               kOne + kOne + "\n",
                               tag + "\n",
                               "!AIVDM,1,1,,A,zz,0*00\n",
                               kOne + ",r123,1272412827\n"};
  for (const std::size_t length : {16'383U, 16'384U, 16'385U, 40'000U})  // The cap is 16,384.
    text += std::string(length, 'x') + "\n" + std::string(length - 20, 'x') + kOne + "\n";
  for (int i = 0; i < 400; ++i) text += lines[rng() % std::size(lines)];
  const auto whole = hear(text);
  ASSERT_GT(whole.sentences.size(), 200U);
  for (const std::size_t piece :
       {1U, 2U, 7U, 63U, 200U, 255U, 256U, 257U, 1'000U, 5'000U, 16'384U, 20'000U}) {
    const auto cut = hear(text, piece);
    EXPECT_EQ(cut.sentences, whole.sentences) << "piece " << piece;
    EXPECT_EQ(cut.rejected, whole.rejected) << "piece " << piece;
    EXPECT_EQ(cut.accounts.lines, whole.accounts.lines) << "piece " << piece;
    EXPECT_EQ(cut.accounts.other_lines, whole.accounts.other_lines) << "piece " << piece;
  }
}

}  // namespace
}  // namespace narrows::decode::nmea
