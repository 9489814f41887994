// Which route a request finds, and what it is told when there is none.

#include "serve/route.hpp"

#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "serve/api.hpp"

namespace narrows::serve {
namespace {

Route route(std::string_view method, std::string_view path) {
  return {method, path, Permission::kSeePicture, [](const Exchange& x) {
            return json_response(std::string{x.part("id")} + "|" + std::string{x.part("what")});
          }};
}

class RoutesTest : public ::testing::Test {
 protected:
  RoutesTest() {
    routes_.add({route("GET", "/a"), route("GET", "/a/{id}"), route("DELETE", "/a/{id}"),
                 route("GET", "/a/{id}/b/{what}")});
  }
  Routes routes_;
};

TEST_F(RoutesTest, ANameTakesOneSegmentThatIsNotEmpty) {
  const auto found = routes_.find("GET", "/a/7/b/xy");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->route->path, "/a/{id}/b/{what}");
  ASSERT_EQ(found->parts.size(), 2U);
  EXPECT_EQ(found->parts[0], (std::pair<std::string_view, std::string_view>{"id", "7"}));
  EXPECT_EQ(found->parts[1], (std::pair<std::string_view, std::string_view>{"what", "xy"}));
  for (const std::string_view none : {"", "/", "/a/", "a", "/A", "/a/7/", "/a/7/b", "/a/7/b/",
                                      "/a//b/x", "/a/7/c/x", "/a/7/b/x/y", "/ab"})
    EXPECT_FALSE(routes_.find("GET", none)) << none;
}

TEST_F(RoutesTest, TheMethodIsPartOfIt) {
  EXPECT_TRUE(routes_.find("HEAD", "/a/7")) << "HEAD is GET without its body";
  EXPECT_EQ(routes_.find("DELETE", "/a/7")->route->method, "DELETE");
  for (const std::string_view method : {"POST", "PUT", "get", "", "TRACE", "OPTIONS"})
    EXPECT_FALSE(routes_.find(method, "/a/7")) << method;
  EXPECT_EQ(routes_.allowed("/a/7"), "GET, HEAD, DELETE");
  EXPECT_EQ(routes_.allowed("/b"), "");
}

Response ask(const Api& api, std::string_view method, std::string_view target) {
  Request request{};
  request.method = method;
  request.target = target;
  request.host = "localhost";
  return api.handle(request, {nullptr, ServerCounts{}, Time{}}).take();
}

TEST(ApiRoutes, AMethodThatIsNotOfferedIsSaidWithThoseThatAre) {
  const Api api{About{}, Guard{}, "/nonexistent", {route("DELETE", "/api/v1/a/{id}")}};
  for (const auto& [target, allow] :
       {std::pair{"/api/v1/a/7", "DELETE"}, {"/healthz", "GET, HEAD"}, {"/x.js", "GET, HEAD"}}) {
    const auto response = ask(api, "POST", target);
    EXPECT_EQ(response.status, 405U) << target;
    bool said = false;
    for (const auto& [name, value] : response.headers) said |= name == "Allow" && value == allow;
    EXPECT_TRUE(said) << target;
  }
  EXPECT_EQ(ask(api, "POST", "/api/v1/nothing").status, 404U);
}

TEST(ApiRoutes, AnAnswerThatComesLaterIsHardenedToo) {
  const Api api{About{},
                Guard{},
                "/nonexistent",
                {{"GET", "/api/v1/slow", Permission::kSeeHistory, [](const Exchange& x) -> Answer {
                    return Answer::Later{
                        [path = x.target.path] { return json_response("\"" + path + "\""); }};
                  }}}};
  Request request{};
  request.method = "GET";
  request.target = "/api/v1/slow";
  request.host = "localhost";
  auto answer = api.handle(request, {nullptr, ServerCounts{}, Time{}});
  ASSERT_TRUE(answer.is_later());
  const auto response = std::move(answer).take();
  EXPECT_EQ(*response.body, "\"/api/v1/slow\"");
  EXPECT_FALSE(response.headers.empty());
}

}  // namespace
}  // namespace narrows::serve
