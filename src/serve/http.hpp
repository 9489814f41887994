#pragma once

// An HTTP request and its answer as plain values, so that everything but the sockets is tested
// without any. The one file that knows Boost.Beast is server.cpp.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace narrows::serve {

/// Everything here points into the connection's buffer and is gone when the handler returns; an
/// answer that comes later copies what it needs. Header fields are empty when absent or repeated.
struct Request {
  std::string_view method;
  std::string_view target;  ///< As sent: "/api/v1/tracks?bbox=…".
  std::string_view host;
  std::string_view origin;
  std::string_view sec_fetch_site;
  std::string_view if_none_match;
  std::string_view content_type;
  std::string_view cookie;
  std::string_view authorization;
  std::string_view csrf;  ///< X-Narrows-CSRF
  std::string_view user_agent;
  std::string_view body;  ///< At most Server::Options::body_bytes_max.
  std::string_view peer;  ///< The IP address at the other end.
  bool peer_is_loopback = false;
  bool secure = false;  ///< Came over TLS that this node ended.
};

struct Response {
  unsigned status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::shared_ptr<const std::string> body = std::make_shared<const std::string>();
  std::string cache_control = "no-store";
  std::vector<std::pair<std::string, std::string>> headers;
};

/// What a handler gives: a response, or work that makes one and is too slow for the server's
/// thread. Such work runs on a thread of the engine; it owns all that it touches.
class Answer {
 public:
  using Later = std::function<Response()>;

  // NOLINTNEXTLINE(google-explicit-constructor): a handler returns either.
  Answer(Response response) : what_{std::move(response)} {}
  // NOLINTNEXTLINE(google-explicit-constructor): the same.
  Answer(Later later) : what_{std::move(later)} {}

  bool is_later() const { return std::holds_alternative<Later>(what_); }
  /// REQUIRES: is_later().
  Later take_later() && { return std::get<Later>(std::move(what_)); }
  /// The response, made here and now if it was to come later.
  Response take() && {
    if (auto* later = std::get_if<Later>(&what_)) return (*later)();
    return std::get<Response>(std::move(what_));
  }

 private:
  std::variant<Response, Later> what_;
};

/// Hands a job to a thread of the engine. False when too many wait there already: the job is gone.
using Background = std::function<bool(std::function<void()>)>;

/// An error as RFC 9457 says it. `detail` is one sentence for a person.
Response problem(unsigned status, std::string_view title, std::string_view detail);

Response json_response(std::string body);

/// "Not Found" for 404.
std::string_view reason_phrase(unsigned status);

}  // namespace narrows::serve
