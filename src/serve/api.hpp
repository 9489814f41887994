#pragma once

// From a request to its answer: the guard, then who asks, then the route, its permission, its
// handler; else the console's files. Pure but for the audit log: what is published and the time are
// arguments. openapi.json beside this file describes every route, is served, and is held against
// routes() by a test.

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "serve/alert_desk.hpp"
#include "serve/auth/access.hpp"
#include "serve/guard.hpp"
#include "serve/http.hpp"
#include "serve/past.hpp"
#include "serve/picture_routes.hpp"
#include "serve/published.hpp"
#include "serve/route.hpp"
#include "serve/static_files.hpp"

namespace narrows::serve {

class Api {
 public:
  static constexpr std::string_view kPictureSocket = serve::kPictureSocket;

  /// `more`: routes of what only the engine can reach. Without `access` whoever asks is let in, as
  /// with --no-sign-in. `past` null: no history is kept;
  /// `alerts` null: no watch.
  Api(About about, Guard guard, std::filesystem::path web, std::vector<Route> more = {},
      std::shared_ptr<Access> access = nullptr, std::shared_ptr<Past> past = nullptr,
      std::shared_ptr<AlertDesk> alerts = nullptr);

  /// Never fails: what is wrong with a request is said in the response.
  Answer handle(const Request& request, const Moment& moment) const;

  /// A WebSocket: the refusal, or who it is that may open it.
  struct SocketAnswer {
    std::optional<Response> refusal;
    Principal who;
  };
  SocketAnswer open_socket(const Request& request, Time now) const;
  /// Whether who opened one may still have it: signed in, with the permission. Asked each tick.
  bool may_stay(Principal& who, Time now) const;

  const About& about() const { return about_; }
  const std::vector<Route>& routes() const { return routes_.all(); }

 private:
  Answer answer(const Request& request, const Moment& moment) const;
  Answer answer_file(const Request& request, std::string_view path, const Principal& who) const;
  Answer refused(Response refusal, const Request& request, const Principal& who, Time now) const;

  About about_;
  Guard guard_;
  StaticFiles web_;
  std::shared_ptr<Access> access_;
  Routes routes_;
};

}  // namespace narrows::serve
