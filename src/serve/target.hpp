#pragma once

// The target of a request, taken apart: path and query, percent-decoded. Every byte is hostile.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "picture/cell.hpp"

namespace narrows::serve {

struct Target {
  std::string path;  ///< Decoded; begins with '/'; no NUL, no backslash, no "." or ".." segment.
  std::vector<std::pair<std::string, std::string>> query;  ///< Decoded, at most kQueryMax.

  static constexpr std::size_t kQueryMax = 32;

  /// Nothing when the key is absent. The first one counts.
  std::optional<std::string_view> get(std::string_view key) const;
};

/// Fails with kMalformed on anything that is not an absolute path in origin form.
Result<Target> parse_target(std::string_view text);

/// A box in degrees. When west > east it crosses the 180th meridian.
struct Box {
  double west = -180;
  double south = -90;
  double east = 180;
  double north = 90;

  bool contains(geo::LatLon p) const;
  bool touches(picture::CellId cell) const;
};

/// Fails unless all are finite, latitudes in [-90, 90], longitudes in [-180, 180], south <= north.
Result<Box> make_box(const std::array<double, 4>& west_south_east_north);

/// "w,s,e,n"
Result<Box> parse_box(std::string_view text);

/// A whole number and nothing else.
std::optional<std::uint64_t> parse_whole(std::string_view text);

}  // namespace narrows::serve
