#include "serve/route.hpp"

#include <iterator>

namespace narrows::serve {

namespace {

using Parts = std::vector<std::pair<std::string_view, std::string_view>>;

std::string_view take_segment(std::string_view& rest) {
  const auto end = rest.find('/', 1);
  const auto segment = rest.substr(1, end == std::string_view::npos ? end : end - 1);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
  return segment;
}

/// Segment by segment; {name} takes any one that is not empty.
std::optional<Parts> match(std::string_view pattern, std::string_view path) {
  Parts parts;
  while (!pattern.empty() && !path.empty()) {
    const auto wanted = take_segment(pattern);
    const auto given = take_segment(path);
    const bool named = wanted.size() > 2 && wanted.front() == '{';
    if (named ? given.empty() : wanted != given) return std::nullopt;
    if (named) parts.emplace_back(wanted.substr(1, wanted.size() - 2), given);
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return parts;
}

}  // namespace

std::string_view Exchange::part(std::string_view name) const {
  for (const auto& [key, value] : parts) {
    if (key == name) return value;
  }
  return {};
}

void Routes::add(std::vector<Route> routes) {
  routes_.insert(routes_.end(), std::make_move_iterator(routes.begin()),
                 std::make_move_iterator(routes.end()));
}

std::optional<Routes::Found> Routes::find(std::string_view method, std::string_view path) const {
  if (method == "HEAD") method = "GET";
  for (const auto& route : routes_) {
    if (route.method != method) continue;
    if (auto parts = match(route.path, path)) return Found{&route, std::move(*parts)};
  }
  return std::nullopt;
}

std::string Routes::allowed(std::string_view path) const {
  std::string methods;
  for (const auto& route : routes_) {
    if (!match(route.path, path)) continue;
    if (!methods.empty()) methods += ", ";
    methods += route.method;
    if (route.method == "GET") methods += ", HEAD";
  }
  return methods;
}

}  // namespace narrows::serve
