// `-f gpsd` against gpsdecode 3.22 itself, on the corpus of all types: same messages, same order,
// same values, but for the differences that docs/formats/gpsd-differences.md lists. Application-
// specific messages are compared in asm/gpsdecode_test.cpp.

#include <cmath>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <simdjson.h>

#include "decode/ais/corpus_for_test.hpp"
#include "decode/ais/print.hpp"

namespace narrows::decode::ais {
namespace {

std::vector<std::string> gpsdecode(const std::string& options, const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::string text;
  const std::string command = "gpsdecode -j -s " + options + " < '" + path.string() + "'";
  if (FILE* pipe = ::popen(command.c_str(), "r")) {
    char piece[65'536];
    while (const std::size_t n = std::fread(piece, 1, sizeof piece, pipe)) text.append(piece, n);
    ::pclose(pipe);
  }
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// "type.key" of each member of gpsd's that we do not print, or print with another value.
void compare(const std::string& gpsd, const std::string& ours, std::map<std::string, int>& counts) {
  simdjson::dom::parser gpsd_parser;
  simdjson::dom::parser our_parser;
  simdjson::dom::element theirs;
  if (gpsd_parser.parse(gpsd).get(theirs) != simdjson::SUCCESS) {
    ++counts["not json"];  // gpsd's, not ours: every line of ours is parsed below.
    return;
  }
  const simdjson::dom::element mine = our_parser.parse(ours);
  const std::int64_t type = theirs["type"];
  ASSERT_EQ(type, std::int64_t{mine["type"]}) << gpsd << "\n" << ours;
  ASSERT_EQ(std::int64_t{theirs["mmsi"]}, std::int64_t{mine["mmsi"]}) << gpsd << "\n" << ours;
  if (type == 6 || type == 8) return;
  for (const auto [key, value] : simdjson::dom::object{theirs}) {
    simdjson::dom::element other;
    double a = 0;
    double b = 0;
    const bool there = mine[key].get(other) == simdjson::SUCCESS;
    if (there && simdjson::minify(other) == simdjson::minify(value)) continue;
    if (there && other.get(a) == simdjson::SUCCESS && value.get(b) == simdjson::SUCCESS &&
        std::abs(a - b) < 1e-6)
      continue;
    ++counts[std::to_string(type) + "." + std::string{key}];
  }
}

std::map<std::string, int> differences(const std::string& options, GpsdScale scale) {
  const auto path = corpus::kData / "nmea/go-ais/testmsg_as_aivdm.nmea";
  const auto theirs = gpsdecode(options, path);
  std::vector<std::string> ours;
  corpus::each_message(corpus::read(path), [&](const Message& message, const Envelope& envelope) {
    append_gpsd_json(ours.emplace_back(), message, envelope, scale);
  });
  std::map<std::string, int> counts;
  EXPECT_EQ(theirs.size(), ours.size());
  for (std::size_t i = 0; i < theirs.size() && i < ours.size(); ++i)
    compare(theirs[i], ours[i], counts);
  return counts;
}

bool can_compare() {
  return corpus::here() && std::system("gpsdecode -V 2>&1 | grep -q 'revision 3.22'") == 0;
}

TEST(Gpsd, UnscaledIsTheSame) {
  if (!can_compare()) GTEST_SKIP() << "no gpsdecode 3.22, or no ../shared/data";
  const std::map<std::string, int> expected{{"4.epfd_text", 505},  {"5.epfd_text", 463},
                                            {"11.epfd_text", 300}, {"19.epfd_text", 52},
                                            {"21.epfd_text", 126}, {"24.shipname", 2}};
  EXPECT_EQ(differences("-u", GpsdScale::kUnscaled), expected);
}

TEST(Gpsd, ScaledDiffersWhereGpsdLosesSomething) {
  if (!can_compare()) GTEST_SKIP() << "no gpsdecode 3.22, or no ../shared/data";
  const std::map<std::string, int> expected{
      {"1.turn", 33},       {"2.turn", 10},        {"3.turn", 63},     {"4.epfd_text", 505},
      {"5.epfd_text", 463}, {"11.epfd_text", 300}, {"17.lat", 916},    {"17.lon", 916},
      {"19.epfd_text", 52}, {"21.epfd_text", 126}, {"24.shipname", 2}, {"27.status", 2000},
      {"27.lat", 1980},     {"27.lon", 1946}};
  EXPECT_EQ(differences("", GpsdScale::kScaled), expected);
}

}  // namespace
}  // namespace narrows::decode::ais
