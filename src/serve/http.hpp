#pragma once

// An HTTP request and its answer as plain values, so that everything but the sockets is tested
// without any. The one file that knows Boost.Beast is server.cpp.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace narrows::serve {

struct Request {
  std::string_view method;
  std::string_view target;  ///< As sent: "/api/v1/tracks?bbox=…".
  std::string_view host;    ///< Empty when absent, as all that follow.
  std::string_view origin;
  std::string_view sec_fetch_site;
  std::string_view if_none_match;
};

struct Response {
  unsigned status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::shared_ptr<const std::string> body = std::make_shared<const std::string>();
  std::string cache_control = "no-store";
  std::vector<std::pair<std::string, std::string>> headers;
};

/// An error as RFC 9457 says it. `detail` is one sentence for a person.
Response problem(unsigned status, std::string_view title, std::string_view detail);

Response json_response(std::string body);

/// "Not Found" for 404.
std::string_view reason_phrase(unsigned status);

}  // namespace narrows::serve
