#pragma once

// Numbers as CSV files have them, and spoiled ones.

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace narrows::decode::csv {

/// A number as it mostly stands, of up to so many digits on each side of the point.
inline std::string random_number(std::mt19937& random, std::size_t whole_max,
                                 std::size_t fraction_max) {
  const auto digits = [&](std::size_t n) {
    std::string out;
    while (out.size() < n) out += static_cast<char>('0' + random() % 10);
    return out;
  };
  std::string out = random() % 4 == 0 ? "-" : "";
  out += digits(1 + random() % whole_max);
  if (random() % 3 > 0) out += "." + digits(random() % (fraction_max + 1));
  return out;
}

/// One or two characters of it put in, taken out or changed.
inline void spoil(std::string& text, std::mt19937& random) {
  constexpr std::string_view kWith = "0123456789.-+eE, \x80\xb0/:x";
  for (auto left = 1 + random() % 2; left > 0 && !text.empty(); --left) {
    const auto at = random() % text.size();
    const char c = kWith[random() % kWith.size()];
    if (const auto how = random() % 3; how == 0) {
      text.insert(at, 1, c);
    } else if (how == 1) {
      text.erase(at, 1);
    } else {
      text[at] = c;
    }
  }
}

}  // namespace narrows::decode::csv
