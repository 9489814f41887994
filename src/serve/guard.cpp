#include "serve/guard.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include <arpa/inet.h>

namespace narrows::serve {

namespace {

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

/// "host:port" without its port; an IPv6 address without its brackets. Empty when malformed.
std::string host_name(std::string_view host) {
  if (host.empty() || host.size() > 255) return {};
  if (host.front() == '[') {
    const auto end = host.find(']');
    if (end == std::string_view::npos) return {};
    const auto after = host.substr(end + 1);
    if (!after.empty() && after.front() != ':') return {};
    return lower(host.substr(1, end - 1));
  }
  return lower(host.substr(0, host.find(':')));
}

bool is_address(const std::string& name) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, name.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1;
}

/// Whether `origin` ("http://127.0.0.1:8080") is of this `host` ("127.0.0.1:8080").
bool same_origin(std::string_view origin, std::string_view host) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) return lower(origin.substr(scheme.size())) == lower(host);
  }
  return false;  // "null", an extension, a file.
}

}  // namespace

std::optional<Response> Guard::refuse(const Request& request, bool navigation) const {
  const auto name = host_name(request.host);
  const bool ours = name == "localhost" || is_address(name) ||
                    std::find(names.begin(), names.end(), name) != names.end();
  if (name.empty() || !ours) {
    return problem(421, "Misdirected request",
                   "This node is not reached under that host name; http.names in its "
                   "configuration lists the names that it answers to.");
  }
  if (!request.origin.empty() && !same_origin(request.origin, request.host))
    return problem(403, "Forbidden", "Pages of another origin may not read this node.");
  const auto site = request.sec_fetch_site;
  if (!navigation && (site == "cross-site" || site == "same-site"))
    return problem(403, "Forbidden", "Pages of another site may not read this node.");
  return std::nullopt;
}

}  // namespace narrows::serve
