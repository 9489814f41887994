#pragma once

// From a request to its answer: the guard, then the route, its permission, its handler; else the
// console's files. Pure: what is published and the time are arguments. openapi.json beside this
// file describes every route, is served, and is held against routes() by a test.

#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "serve/guard.hpp"
#include "serve/http.hpp"
#include "serve/picture_routes.hpp"
#include "serve/published.hpp"
#include "serve/route.hpp"
#include "serve/static_files.hpp"

namespace narrows::serve {

class Api {
 public:
  static constexpr std::string_view kPictureSocket = serve::kPictureSocket;

  /// `more`: routes of what only the engine can reach (history, accounts).
  Api(About about, Guard guard, std::filesystem::path web, std::vector<Route> more = {});

  /// Never fails: what is wrong with a request is said in the response.
  Answer handle(const Request& request, const Moment& moment) const;

  /// The refusal of a WebSocket, or nothing when it may be opened.
  std::optional<Response> refuse_socket(const Request& request) const;

  const About& about() const { return about_; }
  const std::vector<Route>& routes() const { return routes_.all(); }

 private:
  Answer answer(const Request& request, const Moment& moment) const;

  About about_;
  Guard guard_;
  StaticFiles web_;
  Routes routes_;
};

}  // namespace narrows::serve
