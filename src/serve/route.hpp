#pragma once

// The table of what this node answers to: method and path to a permission and a handler. Each topic
// has a file that lists its routes (picture_routes.cpp, …); api.cpp puts them together. A route
// names its permission or does not compile: nothing is open by having been forgotten.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "serve/auth/principal.hpp"
#include "serve/http.hpp"
#include "serve/metrics.hpp"
#include "serve/permission.hpp"
#include "serve/published.hpp"
#include "serve/target.hpp"

namespace narrows::serve {

/// What was so when a request came in.
struct Moment {
  std::shared_ptr<const Published> published;  ///< Null before the first tick.
  const ServerCounts& counts;
  Time now;  ///< The wall clock.
};

/// What a handler is given. It holds until the handler returns; see Answer for what comes later.
struct Exchange {
  const Request& request;
  const Target& target;
  const Moment& moment;
  const Principal& who;
  /// What stands for {name} in the route's path; "" when there is no such name.
  std::string_view part(std::string_view name) const;

  std::vector<std::pair<std::string_view, std::string_view>> parts;
};

struct Route {
  std::string_view method;  ///< GET answers HEAD too.
  std::string_view path;    ///< As OpenAPI writes it: "/api/v1/vessels/{mmsi}".
  Permission permission;
  std::function<Answer(const Exchange&)> handle;
};

class Routes {
 public:
  void add(std::vector<Route> routes);

  /// The route of this method and path, with what stands for its {names}.
  struct Found {
    const Route* route = nullptr;
    std::vector<std::pair<std::string_view, std::string_view>> parts;
  };
  /// Nothing when the path is unknown or not offered with this method. `path` must outlive it.
  std::optional<Found> find(std::string_view method, std::string_view path) const;

  /// "GET, HEAD, POST": what is offered under a path; empty when it is unknown.
  std::string allowed(std::string_view path) const;

  const std::vector<Route>& all() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace narrows::serve
