#pragma once

// For tests: an Api with accounts of its own, and a browser that keeps its cookie and carries its
// CSRF token.

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "picture/picture.hpp"
#include "serve/api.hpp"

namespace narrows::serve::test {

inline const Time kNoon = from_utc(2026, 1, 1, 12);
inline constexpr std::string_view kPassword = "correct horse battery";

/// A node's Api over a directory that goes away.
class Node {
 public:
  explicit Node(Access::Options options = {}) {
    std::string name = (std::filesystem::temp_directory_path() / "narrows-api-XXXXXX").string();
    directory = ::mkdtemp(name.data());
    std::filesystem::create_directories(directory / "web" / "areas");
    open(options);
    model::PositionObservation p;
    p.mmsi = {800'000'001};
    p.kind = model::StationKind::kClassA;
    p.message_type = 1;
    p.observed_at = p.received_at = kNoon;
    p.position = geo::LatLon::from(geo::LatLon::Degrees{26.5, 56.25});
    picture.apply(p);
    auto shown = std::make_shared<Published>();
    shown->snapshot = picture.snapshot(kNoon);
    shown->published_at = kNoon;
    published = std::move(shown);
  }
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  Node(Node&&) = delete;
  Node& operator=(Node&&) = delete;
  ~Node() {
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
  }
  /// As after a restart of the process.
  void open(Access::Options options = {}) {
    api.reset();
    access.reset();
    accounts.reset();
    if (options.sign_in) accounts = Accounts::open(directory / "record", now).value();
    access = std::make_shared<Access>(options, accounts);
    keep_history(nullptr);
  }
  /// From now on it answers about this past and these alerts; null: it keeps none.
  void keep_history(std::shared_ptr<Past> past, std::shared_ptr<AlertDesk> alerts = nullptr) {
    api = std::make_unique<Api>(
        About{.node = "north", .version = "1", .area_name = {}, .area_title = {}, .exercise = {}},
        Guard{}, directory / "web", std::vector<Route>{}, access, std::move(past),
        std::move(alerts));
  }

  std::filesystem::path directory;
  Time now = kNoon;
  picture::Picture picture;
  std::shared_ptr<const Published> published;
  std::shared_ptr<Accounts> accounts;
  std::shared_ptr<Access> access;
  std::unique_ptr<Api> api;
};

/// What was answered.
struct Reply {
  unsigned status = 0;
  std::string content_type;
  std::string body;
  std::map<std::string, std::string> headers;
  nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
};

class Browser {
 public:
  explicit Browser(Node& node, std::string address = "192.0.2.1")
      : node_{node}, address_{std::move(address)} {}

  Reply send(std::string_view method, std::string_view target, const nlohmann::json& body = {}) {
    const auto text = body.is_null() ? std::string{} : body.dump();
    Request request{};
    request.method = method;
    request.target = target;
    request.host = "localhost:8080";
    request.body = text;
    request.content_type = content_type;
    request.cookie = cookie;
    request.csrf = csrf;
    request.authorization = authorization;
    request.peer = address_;
    request.peer_is_loopback = loopback;
    request.secure = secure;
    request.origin = origin;
    request.sec_fetch_site = site;
    auto response = node_.api->handle(request, {node_.published, ServerCounts{}, node_.now}).take();
    Reply reply{response.status, response.content_type, *response.body, {}};
    for (const auto& [name, value] : response.headers) reply.headers[name] = value;
    if (const auto set = reply.headers.find("Set-Cookie"); set != reply.headers.end())
      cookie = set->second.substr(0, set->second.find(';'));
    return reply;
  }
  Reply get(std::string_view target) { return send("GET", target); }

  /// Asks who it is, and remembers the CSRF token.
  nlohmann::json session() {
    auto json = get("/api/v1/session").json();
    csrf = json.at("csrf").get<std::string>();
    return json;
  }
  unsigned sign_in(std::string_view user, std::string_view password = kPassword) {
    session();
    const auto reply = send("POST", "/api/v1/session", {{"user", user}, {"password", password}});
    if (reply.status == 200) csrf = reply.json().at("csrf").get<std::string>();
    return reply.status;
  }
  /// Chooses a password by a link's path, "/sign-in/SECRET".
  Reply use_link(std::string_view path, std::string_view user = "sara",
                 std::string_view password = kPassword) {
    session();
    auto reply = send("POST", "/api/v1/setup",
                      {{"link", path.substr(std::string_view{"/sign-in/"}.size())},
                       {"user", user},
                       {"display_name", "Sara"},
                       {"password", password}});
    if (reply.status == 201) csrf = reply.json().at("csrf").get<std::string>();
    return reply;
  }

  std::string cookie;
  std::string csrf;
  std::string authorization;
  std::string content_type = "application/json";
  std::string origin;
  std::string site;
  bool loopback = false;
  bool secure = false;

 private:
  Node& node_;
  std::string address_;
};

}  // namespace narrows::serve::test
