// The document and the code agree: every route with its method and permission stands in the
// document and the other way round; every answer that the document names is got from the running
// Api, and holds what its schema says, no more and no less.

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <tuple>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "serve/alert_desk_for_test.hpp"
#include "serve/auth/api_kit.hpp"
#include "serve/auth/secret.hpp"
#include "serve/past_for_test.hpp"

namespace narrows::serve {
namespace {

using nlohmann::json;
using test::Browser;
using test::kPassword;
using test::Node;
using test::Reply;
using test::TestPast;

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

/// As much of JSON Schema as the document uses. Objects may hold only what is listed.
class Schemas {
 public:
  explicit Schemas(const json& document) : document_{document} {}

  /// What is wrong with `value`, or "".
  std::string fault(const json& schema, const json& value, const std::string& where) const {
    if (schema.contains("$ref")) return fault(resolve(schema), value, where);
    if (schema.contains("allOf")) return fault(merged(schema), value, where);
    if (schema.contains("const") && value != schema.at("const"))
      return where + " is " + value.dump();
    if (schema.contains("enum")) {
      const auto& words = schema.at("enum");
      if (std::find(words.begin(), words.end(), value) == words.end())
        return where + " is " + value.dump();
    }
    if (schema.contains("type") && !is(schema.at("type"), value))
      return where + " is " + value.dump() + ", not " + schema.at("type").dump();
    if (value.is_object() && schema.contains("properties")) return object(schema, value, where);
    if (value.is_array() && schema.contains("items")) {
      for (const auto& item : value) {
        if (auto wrong = fault(schema.at("items"), item, where + "[]"); !wrong.empty())
          return wrong;
      }
    }
    return {};
  }
  const json& resolve(const json& node) const {
    if (!node.contains("$ref")) return node;
    const auto pointer = node.at("$ref").get<std::string>().substr(1);
    return document_.at(json::json_pointer{pointer});
  }

 private:
  static bool is(const json& type, const json& value) {
    if (type.is_array()) {
      return std::any_of(type.begin(), type.end(), [&](const auto& t) { return is(t, value); });
    }
    const auto& word = type.get_ref<const std::string&>();
    return word == "object"    ? value.is_object()
           : word == "array"   ? value.is_array()
           : word == "string"  ? value.is_string()
           : word == "boolean" ? value.is_boolean()
           : word == "integer" ? value.is_number_integer()
           : word == "number"  ? value.is_number()
           : word == "null"    ? value.is_null()
                               : false;
  }
  std::string object(const json& schema, const json& value, const std::string& where) const {
    const auto& properties = schema.at("properties");
    for (const auto& name : schema.value("required", json::array())) {
      if (!value.contains(name.get<std::string>()))
        return where + " lacks " + name.get<std::string>();
    }
    for (const auto& [key, inner] : value.items()) {
      if (!properties.contains(key)) return where + " has " + key + ", which is not documented";
      if (auto wrong = fault(properties.at(key), inner, where + "." + key); !wrong.empty())
        return wrong;
    }
    return {};
  }
  json merged(const json& schema) const {
    json out{{"type", "object"}, {"properties", json::object()}, {"required", json::array()}};
    for (const auto& part : schema.at("allOf")) {
      const auto& one = resolve(part);
      out["properties"].update(one.at("properties"));
      for (const auto& name : one.value("required", json::array())) out["required"].push_back(name);
    }
    return out;
  }
  const json& document_;
};

class OpenApiTest : public ::testing::Test {
 protected:
  OpenApiTest() {
    EXPECT_EQ(admin_.use_link(node_.access->make_set_up_path(node_.now)).status, 201U);
    document_ = json::parse(admin_.get("/api/v1/openapi.json").body);
  }
  using Seen = std::set<std::tuple<std::string, std::string, unsigned>>;

  /// Sends it, holds the answer against the document, and remembers that it was seen.
  Reply ask(Browser& browser, std::string_view method, const std::string& path,
            const std::string& target, const json& body = {}) {
    auto reply = browser.send(method, target, body);
    const auto& responses = document_.at("paths").at(path).at(lower(method)).at("responses");
    const auto status = std::to_string(reply.status);
    if (!responses.contains(status)) {
      ADD_FAILURE() << method << ' ' << target << " answers " << status << ' ' << reply.body;
      return reply;
    }
    seen_.emplace(lower(method), path, reply.status);
    const auto& response = schemas_.resolve(responses.at(status));
    if (!response.contains("content")) {
      EXPECT_TRUE(reply.body.empty()) << method << ' ' << target << reply.body;
      return reply;
    }
    const auto content = response.at("content").begin();
    const auto& type = content.key();
    EXPECT_EQ(reply.content_type.substr(0, reply.content_type.find(';')), type) << target;
    if (type.ends_with("json")) {
      EXPECT_EQ(schemas_.fault(content.value().at("schema"), reply.json(), "the answer"), "")
          << method << ' ' << target << reply.body;
    }
    return reply;
  }
  Reply call(Browser& browser, std::string_view method, const std::string& path,
             const json& body = {}) {
    return ask(browser, method, path, path, body);
  }
  void break_store() {
    sqlite3* database = nullptr;
    const auto file = node_.directory / "record" / record::Store::kFileName;
    ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, "DROP TABLE audit", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
  }
  void nobody_and_nothing_granted();
  void node_and_picture();
  void sessions();
  void links();
  void users();
  void invitations();
  void tokens();
  void audit();
  void past();
  void alerts();
  void alert_deeds();
  void rules();
  void with_a_broken_store();

  Node node_;
  Browser admin_{node_};
  json document_;
  Schemas schemas_{document_};
  Seen seen_;
};

TEST_F(OpenApiTest, NamesEveryRouteWithItsPermission) {
  EXPECT_EQ(document_.at("openapi"), "3.1.0");
  std::map<std::string, std::string> documented;
  std::set<std::string> ids;
  for (const auto& [path, item] : document_.at("paths").items()) {
    for (const auto& [method, operation] : item.items()) {
      documented[method + ' ' + path] = operation.at("x-permission").get<std::string>();
      EXPECT_TRUE(ids.insert(operation.at("operationId").get<std::string>()).second);
    }
  }
  std::map<std::string, std::string> coded;
  for (const auto& route : node_.api->routes())
    coded[lower(route.method) + ' ' + std::string{route.path}] = name(route.permission);
  EXPECT_EQ(documented, coded);
}

TEST_F(OpenApiTest, IsTheOneInTheDocumentation) {
  const auto read = [](const char* path) {
    std::ifstream in{path, std::ios::binary};
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
  };
  const auto source = read("src/serve/openapi.json");
  ASSERT_FALSE(source.empty()) << "run from the root of the repository";
  EXPECT_EQ(admin_.get("/api/v1/openapi.json").body, source);
  EXPECT_EQ(read("docs/openapi.json"), source) << "cp src/serve/openapi.json docs/";
}

void OpenApiTest::nobody_and_nothing_granted() {
  Browser nobody{node_};
  nobody.session();
  const auto invited =
      admin_.send("POST", "/api/v1/invitations",
                  {{"name", "trainee"}, {"display_name", "T"}, {"roles", {"administrator"}}});
  Browser trainee{node_};
  trainee.use_link(invited.json().at("link").get<std::string>());
  const auto auditor =
      admin_.send("POST", "/api/v1/tokens", {{"name", "a"}, {"roles", {"auditor"}}});
  Browser script{node_};
  script.authorization = "Bearer " + auditor.json().at("token").get<std::string>();
  for (const auto& route : node_.api->routes()) {
    if (route.permission == Permission::kOpen) continue;
    const std::string path{route.path};
    call(nobody, route.method, path, json::object());
    // One of these two lacks the permission, whatever it is.
    if (!may({Role::kAdministrator}, route.permission)) {
      call(trainee, route.method, path, json::object());
    } else if (!may({Role::kAuditor}, route.permission) ||
               route.permission == Permission::kSignedIn) {
      call(script, route.method, path, json::object());
    }
  }
  for (const auto& route : node_.api->routes()) {
    if (route.permission != Permission::kOpen || route.method == "GET") continue;
    Browser without{node_};
    call(without, route.method, std::string{route.path}, json::object());  // No CSRF token: 403.
  }
}

void OpenApiTest::node_and_picture() {
  for (const std::string path : {"/healthz", "/readyz", "/metrics", "/api/v1/openapi.json"})
    EXPECT_EQ(call(admin_, "GET", path).status, 200U);
  EXPECT_EQ(call(admin_, "GET", "/ws/v1/picture").status, 426U);
  EXPECT_EQ(call(admin_, "GET", "/api/v1/tracks").json().at("features").size(), 1U);
  ask(admin_, "GET", "/api/v1/tracks", "/api/v1/tracks?bbox=1");
  ask(admin_, "GET", "/api/v1/tracks", "/api/v1/tracks?at=2026-01-01T00:00:00Z");
  const std::string vessel = "/api/v1/vessels/{mmsi}";
  for (const std::string mmsi : {"800000001", "800000009", "x"})
    ask(admin_, "GET", vessel, "/api/v1/vessels/" + mmsi);
  const auto shown = std::exchange(node_.published, nullptr);
  for (const std::string path : {"/readyz", "/api/v1/tracks"}) call(admin_, "GET", path);
  ask(admin_, "GET", vessel, "/api/v1/vessels/1");
  node_.published = shown;
  node_.now = node_.now + Duration::minutes(1);
  call(admin_, "GET", "/healthz");
  node_.now = test::kNoon;
}

void OpenApiTest::sessions() {
  const std::string path = "/api/v1/session";
  const json good{{"user", "sara"}, {"password", kPassword}};
  Browser browser{node_, "192.0.2.50"};
  browser.session();
  call(browser, "GET", path);
  EXPECT_EQ(call(browser, "POST", path, {{"user", "sara"}}).status, 400U);
  EXPECT_EQ(call(browser, "POST", path, {{"user", "sara"}, {"password", "x"}}).status, 401U);
  browser.content_type = "text/plain";
  EXPECT_EQ(call(browser, "POST", path, good).status, 415U);
  browser.content_type = "application/json; charset=utf-8";
  EXPECT_EQ(call(browser, "POST", path, good).status, 200U);
  browser.session();
  call(browser, "GET", path);
  const std::string password = "/api/v1/session/password";
  const auto change = [&](const json& body) { return call(browser, "PUT", password, body).status; };
  EXPECT_EQ(change({{"password", 7}}), 400U);
  EXPECT_EQ(change({{"old_password", kPassword}, {"password", "short"}}), 422U);
  EXPECT_EQ(change({{"old_password", "x"}, {"password", "another horse battery"}}), 403U);
  browser.content_type.clear();
  EXPECT_EQ(change({{"old_password", kPassword}, {"password", kPassword}}), 415U);
  browser.content_type = "application/json";
  const auto changed =
      call(browser, "PUT", password, {{"old_password", kPassword}, {"password", kPassword}});
  EXPECT_EQ(changed.status, 200U);
  browser.session();
  while (change({{"old_password", "x"}, {"password", "another horse battery"}}) != 429U) {
  }
  node_.now = node_.now + Duration::minutes(10);
  admin_.sign_in("sara");
  EXPECT_EQ(call(browser, "DELETE", path).status, 204U);
  Browser guesser{node_, "192.0.2.51"};
  guesser.session();
  while (call(guesser, "POST", path, {{"user", "x"}, {"password", "x"}}).status != 429U) {
  }
  Node open{{.sign_in = false, .sessions = {}}};
  Browser anybody{open};
  anybody.session();
  for (const auto& [method, where] : {std::pair{"POST", "/api/v1/session"},
                                      {"POST", "/api/v1/setup"},
                                      {"POST", "/api/v1/setup/link"},
                                      {"PUT", "/api/v1/session/password"}})
    EXPECT_EQ(call(anybody, method, where, good).status, 409U) << where;
}

void OpenApiTest::links() {
  Browser browser{node_};
  browser.session();
  ask(browser, "GET", "/sign-in/{token}", "/sign-in/" + make_secret());
  const auto secret = node_.access->make_set_up_path(node_.now).substr(9);
  const std::string look = "/api/v1/setup/link";
  const std::string use = "/api/v1/setup";
  EXPECT_EQ(call(browser, "POST", look, {{"link", secret}}).status, 200U);
  EXPECT_EQ(call(browser, "POST", look, {{"link", "x"}}).status, 404U);
  EXPECT_EQ(call(browser, "POST", look, {{"lonk", "x"}}).status, 400U);
  EXPECT_EQ(call(browser, "POST", use, {{"link", secret}}).status, 400U);
  EXPECT_EQ(call(browser, "POST", use, {{"link", "x"}, {"password", kPassword}}).status, 404U);
  const auto with = [&](const json& user, std::string_view password) {
    return json{{"link", secret}, {"user", user}, {"display_name", "O"}, {"password", password}};
  };
  EXPECT_EQ(call(browser, "POST", use, with("omid", "short")).status, 422U);
  EXPECT_EQ(call(browser, "POST", use, with("sara", kPassword)).status, 409U);
  browser.content_type = "text/plain";
  EXPECT_EQ(call(browser, "POST", use, with("omid", kPassword)).status, 415U);
  EXPECT_EQ(call(browser, "POST", look, {{"link", secret}}).status, 415U);
  browser.content_type = "application/json";
  EXPECT_EQ(call(browser, "POST", use, with("omid", kPassword)).status, 201U);
}

void OpenApiTest::users() {
  call(admin_, "GET", "/api/v1/users");
  const std::string one = "/api/v1/users/{name}";
  const auto patch = [&](const std::string& user, const json& body) {
    return ask(admin_, "PATCH", one, "/api/v1/users/" + user, body).status;
  };
  EXPECT_EQ(patch("omid", {{"display_name", "Omid"}}), 200U);
  EXPECT_EQ(patch("nobody", {{"display_name", "Omid"}}), 404U);
  EXPECT_EQ(patch("omid", {{"password", "x"}}), 400U);
  EXPECT_EQ(patch("omid", {{"roles", {"boss"}}}), 422U);
  EXPECT_EQ(patch("omid", {{"roles", {"trainer"}}}), 200U);
  patch("trainee", {{"roles", {"trainer"}}});
  EXPECT_EQ(patch("sara", {{"disabled", true}}), 409U);
  admin_.content_type.clear();
  EXPECT_EQ(patch("omid", {{"disabled", true}}), 415U);
  admin_.content_type = "application/json";
  for (const std::string user : {"omid", "nobody"}) {
    ask(admin_, "POST", one + "/password-link", "/api/v1/users/" + user + "/password-link");
    ask(admin_, "DELETE", one + "/sessions", "/api/v1/users/" + user + "/sessions");
  }
}

void OpenApiTest::invitations() {
  const std::string path = "/api/v1/invitations";
  const auto invite = [&](const json& name, const json& roles) {
    return call(admin_, "POST", path, {{"name", name}, {"display_name", "Zia"}, {"roles", roles}})
        .status;
  };
  EXPECT_EQ(invite("zia", {"analyst"}), 201U);
  EXPECT_EQ(invite("sara", {"analyst"}), 409U);
  EXPECT_EQ(invite("Zia", {"analyst"}), 422U);
  EXPECT_EQ(invite("zia", "analyst"), 400U);
  admin_.content_type = "text/html";
  EXPECT_EQ(invite("zia", {"analyst"}), 415U);
  admin_.content_type = "application/json";
  const auto open = call(admin_, "GET", path).json().at("invitations");
  const std::string one = path + "/{id}";
  EXPECT_EQ(ask(admin_, "DELETE", one, path + "/x").status, 404U);
  EXPECT_EQ(ask(admin_, "DELETE", one, path + "/" + open.at(0).at("id").get<std::string>()).status,
            204U);
}

void OpenApiTest::tokens() {
  const std::string path = "/api/v1/tokens";
  const auto make = [&](const json& body) { return call(admin_, "POST", path, body).status; };
  EXPECT_EQ(make({{"name", "t"}, {"roles", {"analyst"}}, {"expires_at", "2027-01-01T00:00:00Z"}}),
            201U);
  EXPECT_EQ(make({{"name", "t"}, {"roles", {"analyst"}}}), 409U);
  EXPECT_EQ(make({{"name", "u"}, {"roles", json::array()}}), 422U);
  EXPECT_EQ(make({{"name", "u"}, {"roles", {"analyst"}}, {"expires_at", "soon"}}), 422U);
  EXPECT_EQ(make({{"roles", {"analyst"}}}), 400U);
  admin_.content_type.clear();
  EXPECT_EQ(make({{"name", "u"}, {"roles", {"analyst"}}}), 415U);
  admin_.content_type = "application/json";
  call(admin_, "GET", path);
  EXPECT_EQ(ask(admin_, "DELETE", path + "/{name}", path + "/nothing").status, 404U);
  EXPECT_EQ(ask(admin_, "DELETE", path + "/{name}", path + "/t").status, 204U);
}

void OpenApiTest::audit() {
  for (const std::string path : {"/api/v1/audit", "/api/v1/audit.csv"}) {
    call(admin_, "GET", path);
    EXPECT_EQ(ask(admin_, "GET", path, path + "?nothing=1").status, 400U);
    EXPECT_EQ(ask(admin_, "GET", path, path + "?from=yesterday").status, 422U);
  }
  EXPECT_TRUE(
      ask(admin_, "GET", "/api/v1/audit", "/api/v1/audit?limit=1").json().contains("next_before"));
  call(admin_, "GET", "/api/v1/audit/check");
}

void OpenApiTest::past() {
  const std::vector<std::pair<std::string, std::string>> paths{
      {"/api/v1/vessels/{mmsi}/track", "/api/v1/vessels/800000001/track"},
      {"/api/v1/vessels/{mmsi}/changes", "/api/v1/vessels/800000001/changes"},
      {"/api/v1/vessels/{mmsi}/messages", "/api/v1/vessels/800000001/messages"},
      {"/api/v1/vessels/{mmsi}/port-calls", "/api/v1/vessels/800000001/port-calls"},
      {"/api/v1/crossings", "/api/v1/crossings?bbox=56,26,57,27"},
      {"/api/v1/flow/gates", "/api/v1/flow/gates"},
      {"/api/v1/flow/shift", "/api/v1/flow/shift"},
      {"/api/v1/flow/density", "/api/v1/flow/density?bbox=56,26,57,27"},
      {"/api/v1/history", "/api/v1/history?mmsi=800000001"}};
  const auto all = [&](unsigned status) {
    for (const auto& [path, target] : paths)
      EXPECT_EQ(ask(admin_, "GET", path, target).status, status) << target;
  };
  const std::string search = "/api/v1/search";
  all(404);  // No history is kept; what is in the picture is found all the same.
  EXPECT_EQ(ask(admin_, "GET", search, search + "?q=800000001").status, 200U);

  ASSERT_TRUE(history::find_duckdb()) << "tools/install brings libduckdb.so";
  node_.keep_history(std::make_shared<TestPast>(node_.directory / "store", node_.published, false));
  all(200);
  EXPECT_EQ(ask(admin_, "GET", search, search + "?q=dawn").status, 200U);
  EXPECT_EQ(ask(admin_, "GET", search, search).status, 400U);
  for (const auto& [path, target] : paths) {
    const auto more = target.find('?') == std::string::npos ? "?from=" : "&from=";
    EXPECT_EQ(ask(admin_, "GET", path, target + more + "yesterday").status, 400U) << target;
  }
  ask(admin_, "GET", "/api/v1/tracks", "/api/v1/tracks?at=2026-01-01T11:59:00Z");

  node_.keep_history(std::make_shared<TestPast>(node_.directory / "broken", node_.published, true));
  all(503);
  node_.keep_history(nullptr);
}

void OpenApiTest::alerts() {
  const std::string list = "/api/v1/alerts";
  const std::string id = list + "/{id}";
  const auto get = [&](const std::string& path, const std::string& target) {
    return ask(admin_, "GET", path, target).status;
  };
  const auto desk = std::make_shared<test::TestDesk>();
  for (const unsigned status : {404U, 200U}) {
    EXPECT_EQ(get(list, list), status);
    EXPECT_EQ(get(id, list + "/a1"), status);
    EXPECT_EQ(get(id + "/evidence", list + "/a1/evidence"), status);
    EXPECT_EQ(get("/api/v1/rules", "/api/v1/rules"), status);
    EXPECT_EQ(get("/api/v1/watch/load", "/api/v1/watch/load?hours=2"), status);
    node_.keep_history(nullptr, desk);
  }
  EXPECT_EQ(get(list, list + "?states=open"), 400U);
  EXPECT_EQ(get("/api/v1/watch/load", "/api/v1/watch/load?hours=0"), 400U);
  desk->broken = true;
  EXPECT_EQ(get(id + "/evidence", list + "/a1/evidence"), 503U);
  desk->broken = false;
  alert_deeds();
  desk->broken = true;
  for (const std::string deed : {"acknowledge", "assign", "dismiss", "close", "reopen"}) {
    ask(admin_, "POST", id + "/" + deed, list + "/a1/" + deed,
        {{"reason", "known"}, {"to", "omid"}});
  }
  desk->broken = false;
  rules();
  desk->broken = true;
  ask(admin_, "PUT", "/api/v1/rules/{kind}", "/api/v1/rules/rendezvous", json::object());
  ask(admin_, "POST", "/api/v1/rules/{kind}/dry-run", "/api/v1/rules/rendezvous/dry-run",
      json::object());
  node_.keep_history(nullptr);
}

void OpenApiTest::alert_deeds() {
  for (const std::string deed : {"acknowledge", "assign", "dismiss", "close", "reopen"}) {
    const auto post = [&](const std::string& id, const json& body) {
      return ask(admin_, "POST", "/api/v1/alerts/{id}/" + deed, "/api/v1/alerts/" + id + "/" + deed,
                 body)
          .status;
    };
    const json good{{"note", "seen"}, {"reason", "known"}, {"to", "omid"}};
    EXPECT_EQ(post("a1", good), 200U) << deed;
    EXPECT_EQ(post("gone", good), 409U) << deed << " of what was retracted";
    EXPECT_EQ(post("none", good), 404U) << deed;
    EXPECT_EQ(post("a1", {{"why", "x"}}), 400U) << deed;
    EXPECT_EQ(post("a1", {{"note", std::string(3'000, 'x')}}), 422U) << deed;
    admin_.content_type = "text/plain";
    EXPECT_EQ(post("a1", good), 415U) << deed;
    admin_.content_type = "application/json";
  }
}

void OpenApiTest::rules() {
  for (const auto& [method, tail] : {std::pair{"PUT", ""}, std::pair{"POST", "/dry-run"}}) {
    const auto send = [&](const std::string& kind, const json& body) {
      return ask(admin_, method, std::string{"/api/v1/rules/{kind}"} + tail,
                 "/api/v1/rules/" + kind + tail, body)
          .status;
    };
    const json good{{"parameters", {{"distance_m", 300}}},
                    {"by_class", {{"tanker", {{"distance_m", 500}}}}}};
    EXPECT_EQ(send("rendezvous", good), 200U) << method;
    EXPECT_EQ(send("nothing", good), 404U) << method;
    EXPECT_EQ(send("rendezvous", {{"parameters", {{"distance_m", 1e9}}}}), 422U) << method;
    EXPECT_EQ(send("rendezvous", {{"parameters", {{"distance_m", "far"}}}}), 400U) << method;
    admin_.content_type = "text/plain";
    EXPECT_EQ(send("rendezvous", good), 415U) << method;
    admin_.content_type = "application/json";
  }
}

/// What cannot be written down is not done, and says so; reading the log fails in words.
void OpenApiTest::with_a_broken_store() {
  const auto secret = node_.access->make_set_up_path(node_.now).substr(9);
  const auto link =
      admin_.send("POST", "/api/v1/invitations",
                  {{"name", "nina"}, {"display_name", "Nina"}, {"roles", {"analyst"}}});
  admin_.send("POST", "/api/v1/tokens", {{"name", "kept"}, {"roles", {"analyst"}}});
  const auto id = admin_.get("/api/v1/invitations").json().at("invitations").at(0).at("id");
  break_store();
  const std::string user = "/api/v1/users/{name}";
  const auto fails = [&](std::string_view method, const std::string& path,
                         const std::string& target, const json& body = {}) {
    EXPECT_EQ(ask(admin_, method, path, target, body).status, 503U) << method << ' ' << target;
  };
  fails("PATCH", user, "/api/v1/users/omid", {{"disabled", true}});
  fails("POST", user + "/password-link", "/api/v1/users/omid/password-link");
  fails("DELETE", user + "/sessions", "/api/v1/users/omid/sessions");
  fails("POST", "/api/v1/invitations", "/api/v1/invitations",
        {{"name", "late"}, {"display_name", "L"}, {"roles", {"analyst"}}});
  fails("DELETE", "/api/v1/invitations/{id}", "/api/v1/invitations/" + id.get<std::string>());
  fails("POST", "/api/v1/tokens", "/api/v1/tokens", {{"name", "late"}, {"roles", {"analyst"}}});
  fails("DELETE", "/api/v1/tokens/{name}", "/api/v1/tokens/kept");
  fails("PUT", "/api/v1/session/password", "/api/v1/session/password",
        {{"old_password", kPassword}, {"password", "another horse battery"}});
  for (const std::string path : {"/api/v1/audit", "/api/v1/audit.csv", "/api/v1/audit/check"})
    fails("GET", path, path);
  Browser late{node_};
  late.session();
  EXPECT_EQ(
      call(late, "POST", "/api/v1/setup",
           {{"link", secret}, {"user", "late"}, {"display_name", "L"}, {"password", kPassword}})
          .status,
      503U);
  EXPECT_FALSE(node_.accounts->user("late"));
  EXPECT_FALSE(node_.accounts->user("omid")->disabled);
  // A watch that cannot be written down is still a watch.
  Browser officer{node_, "192.0.2.99"};
  EXPECT_EQ(officer.sign_in("sara"), 200U);
  EXPECT_GT(node_.access->counts().audit_failures, 0U);
}

TEST_F(OpenApiTest, EveryAnswerItNamesIsGivenAsItSays) {
  nobody_and_nothing_granted();
  node_and_picture();
  sessions();
  links();
  users();
  invitations();
  tokens();
  audit();
  past();
  alerts();
  with_a_broken_store();
  // Given by the server before the Api is asked: the switch to a WebSocket.
  seen_.emplace("get", "/ws/v1/picture", 101U);
  for (const auto& route : node_.api->routes()) {
    const std::string path{route.path};
    const auto method = lower(route.method);
    for (const auto& [status, response] :
         document_.at("paths").at(path).at(method).at("responses").items()) {
      const auto code = static_cast<unsigned>(std::stoul(status));
      EXPECT_TRUE(seen_.contains({method, path, code})) << method << ' ' << path << ' ' << status;
    }
  }
}

}  // namespace
}  // namespace narrows::serve
