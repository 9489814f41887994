#include "serve/target.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace narrows::serve {

namespace {

std::optional<unsigned> hex(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const auto high = hex(text[i + 1]);
      const auto low = hex(text[i + 2]);
      if (!high || !low) return std::nullopt;
      c = static_cast<char>(*high * 16 + *low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    } else if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F) {
      return std::nullopt;  // Such bytes must be percent-encoded.
    }
    if (c == '\0') return std::nullopt;
    out += c;
  }
  return out;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // '/'
    const auto end = std::min(path.find('/'), path.size());
    const auto segment = path.substr(0, end);
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(end);
  }
  return false;
}

std::string_view cut(std::string_view& text, char at) {
  const auto end = text.find(at);
  const auto head = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return head;
}

}  // namespace

std::optional<std::string_view> Target::get(std::string_view key) const {
  for (const auto& [name, value] : query) {
    if (name == key) return value;
  }
  return std::nullopt;
}

Result<Target> parse_target(std::string_view text) {
  auto rest = text;
  const auto raw_path = cut(rest, '?');
  auto path = percent_decoded(raw_path, false);
  if (!path || path->empty() || path->front() != '/')
    return fail(Fault::kMalformed, "the request target is not an absolute path");
  if (path->find('\\') != std::string::npos || has_dot_segment(*path))
    return fail(Fault::kMalformed, "the request target leaves its place");
  Target target{.path = std::move(*path), .query = {}};
  while (!rest.empty()) {
    auto pair = cut(rest, '&');
    if (pair.empty()) continue;
    if (target.query.size() == Target::kQueryMax)
      return fail(Fault::kMalformed, "the query has too many parameters");
    const auto key = percent_decoded(cut(pair, '='), true);
    const auto value = percent_decoded(pair, true);
    if (!key || !value) return fail(Fault::kMalformed, "the query is not percent-encoded");
    target.query.emplace_back(*key, *value);
  }
  return target;
}

bool Box::contains(geo::LatLon p) const {
  const double lat = p.lat_degrees();
  const double lon = p.lon_degrees();
  if (lat < south || lat > north) return false;
  return west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
}

bool Box::touches(picture::CellId cell) const {
  constexpr double kSide = picture::CellId::kSideE7 / 1e7;
  const double cell_south = cell.south_e7() / 1e7;
  const double cell_west = cell.west_e7() / 1e7;
  if (cell_south + kSide < south || cell_south > north) return false;
  const bool east_of_west = cell_west + kSide >= west;
  const bool west_of_east = cell_west <= east;
  return west <= east ? east_of_west && west_of_east : east_of_west || west_of_east;
}

Result<Box> make_box(const std::array<double, 4>& b) {
  const Box box{.west = b[0], .south = b[1], .east = b[2], .north = b[3]};
  const bool good = std::abs(box.west) <= 180 && std::abs(box.east) <= 180 &&
                    std::abs(box.south) <= 90 && std::abs(box.north) <= 90 &&
                    box.south <= box.north;  // NaN fails each.
  if (!good) return fail(Fault::kOutOfRange, "bbox must be west,south,east,north in degrees");
  return box;
}

Result<Box> parse_box(std::string_view text) {
  if (std::count(text.begin(), text.end(), ',') != 3)
    return fail(Fault::kMalformed, "bbox must be four numbers: west,south,east,north");
  std::array<double, 4> degrees{};
  for (auto& value : degrees) {
    const auto number = cut(text, ',');
    const auto* const end = number.data() + number.size();
    const auto [read_to, error] =
        std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc{} || read_to != end)
      return fail(Fault::kMalformed, "bbox must be four numbers: west,south,east,north");
  }
  return make_box(degrees);
}

std::optional<std::uint64_t> parse_whole(std::string_view text) {
  std::uint64_t value = 0;
  const auto* const end = text.data() + text.size();
  const auto [read_to, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || read_to != end) return std::nullopt;
  return value;
}

}  // namespace narrows::serve
