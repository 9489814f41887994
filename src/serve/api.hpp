#pragma once

// What each path answers. Pure: from a request, what is published and the time to a response.
// openapi.json beside this file describes it, is served, and is held against routes() by a test.

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "base/time.hpp"
#include "serve/guard.hpp"
#include "serve/http.hpp"
#include "serve/metrics.hpp"
#include "serve/published.hpp"
#include "serve/static_files.hpp"
#include "serve/target.hpp"

namespace narrows::serve {

/// Without a new tick for so long, the node is not healthy.
inline constexpr Duration kStalledAfter = Duration::seconds(10);

class Api {
 public:
  static constexpr std::string_view kPictureSocket = "/ws/v1/picture";

  Api(About about, Guard guard, std::filesystem::path web)
      : about_{std::move(about)}, guard_{std::move(guard)}, web_{std::move(web)} {}

  /// Never fails: what is wrong with a request is said in the response. `published` is null before
  /// the first tick. `now` is the wall clock's.
  Response handle(const Request& request, const Published* published, const ServerCounts& counts,
                  Time now) const;

  /// The refusal of a WebSocket, or nothing when it may be opened.
  std::optional<Response> refuse_socket(const Request& request) const;

  const About& about() const { return about_; }

  /// Every path that handle() knows besides the console's files, as OpenAPI writes them.
  static std::span<const std::string_view> routes();

 private:
  Response healthz(const Published* published, Time now) const;
  Response readyz(const Published* published) const;
  Response tracks(const Target& target, const Published& published) const;
  Response vessel(std::string_view mmsi, const Published& published) const;

  About about_;
  Guard guard_;
  StaticFiles web_;
};

}  // namespace narrows::serve
