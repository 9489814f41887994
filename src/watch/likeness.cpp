#include "watch/likeness.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace narrows::watch {

std::string plain(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 && byte < 0x80) {
      out += static_cast<char>(std::toupper(byte));
    } else if (byte >= 0x80) {
      out += c;  // Letters of other scripts stay as they are.
    }
  }
  constexpr std::array<std::string_view, 4> kPrefixes{"M/V ", "M.V. ", "M/T ", "M.T. "};
  for (const auto prefix : kPrefixes) {
    if (name.size() <= prefix.size()) continue;
    const bool starts = std::equal(prefix.begin(), prefix.end(), name.begin(), [](char a, char b) {
      return a == static_cast<char>(std::toupper(static_cast<unsigned char>(b)));
    });
    if (starts) return out.substr(2);
  }
  return out;
}

std::string confusable(std::string_view name) {
  std::string out = plain(name);
  constexpr std::string_view kFrom = "OQILSBZ";
  constexpr std::string_view kTo = "0011582";
  for (char& c : out) {
    const auto at = kFrom.find(c);
    if (at != std::string_view::npos) c = kTo[at];
  }
  return out;
}

std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> two(b.size() + 1);
  std::vector<std::size_t> one(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) one[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      row[j] = std::min({one[j] + 1, row[j - 1] + 1, one[j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two[j - 2] + 1);
    }
    std::swap(two, one);
    std::swap(one, row);
  }
  return one[b.size()];
}

}  // namespace narrows::watch
