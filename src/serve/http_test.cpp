// What a hostile request can look like, and what it may not get.

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <unistd.h>

#include "serve/guard.hpp"
#include "serve/json_writer.hpp"
#include "serve/static_files.hpp"
#include "serve/target.hpp"

namespace narrows::serve {
namespace {

TEST(Target, IsTakenApart) {
  const auto t = parse_target("/api/v1/tracks?bbox=1%2C2&limit=5&x&y=a+b");
  ASSERT_TRUE(t);
  EXPECT_EQ(t->path, "/api/v1/tracks");
  EXPECT_EQ(t->get("bbox"), "1,2");
  EXPECT_EQ(t->get("limit"), "5");
  EXPECT_EQ(t->get("x"), "");
  EXPECT_EQ(t->get("y"), "a b");
  EXPECT_EQ(t->get("z"), std::nullopt);
  EXPECT_EQ(parse_target("/a+b")->path, "/a+b") << "a plus is a space only in a query";
}

TEST(Target, RefusesWhatLeavesItsPlace) {
  for (const std::string_view bad :
       {"",     "x",         "*",         "http://evil/", "/..",    "/../x",   "/a/../b",
        "/a/.", "/%2e%2e/x", "/a/%2E./b", "/a\\b",        "/a%5cb", "/%00",    "/%",
        "/%1",  "/%zz",      "/a b",      "/a\x7f",       "/\xff",  "/?a=%zz", "/a/.."}) {
    EXPECT_FALSE(parse_target(bad)) << bad;
  }
  for (const std::string_view good : {"/", "/...", "/a..b", "/.well", "/a/..b", "//x"})
    EXPECT_TRUE(parse_target(good)) << good;
}

TEST(Target, HasACapOnParameters) {
  std::string text = "/?a=1";
  for (std::size_t i = 1; i < Target::kQueryMax; ++i) text += "&a=1";
  EXPECT_TRUE(parse_target(text));
  EXPECT_FALSE(parse_target(text + "&a=1"));
}

geo::LatLon place(double lat, double lon) {
  return *geo::LatLon::from(geo::LatLon::Degrees{lat, lon});
}

TEST(Box, IsReadAndChecked) {
  EXPECT_TRUE(parse_box("-180,-90,180,90"));
  EXPECT_TRUE(parse_box("170,-10,-170,10"));
  for (const std::string_view bad : {"", "1,2,3", "1,2,3,4,5", "1,2,3,x", "1,2,3,4,", "nan,0,1,1",
                                     "0,0,inf,1", "0,2,1,1", "0,0,181,1", "0,-91,1,1", " 0,0,1,1"})
    EXPECT_FALSE(parse_box(bad)) << bad;
}

TEST(Box, KnowsWhatItHoldsAlsoAcrossTheDateLine) {
  const auto plain = *parse_box("56,26,57,27");
  EXPECT_TRUE(plain.contains(place(26.5, 56.5)));
  EXPECT_FALSE(plain.contains(place(26.5, 57.1)));
  EXPECT_FALSE(plain.contains(place(25.9, 56.5)));
  const auto across = *parse_box("170,-10,-170,10");
  EXPECT_TRUE(across.contains(place(0, 175)));
  EXPECT_TRUE(across.contains(place(0, -175)));
  EXPECT_FALSE(across.contains(place(0, 0)));
  const auto cell = [](double lat, double lon) { return picture::CellId::of(place(lat, lon)); };
  EXPECT_TRUE(across.touches(cell(0, 179.9)));
  EXPECT_TRUE(across.touches(cell(0, -179.9)));
  EXPECT_FALSE(across.touches(cell(0, 10)));
  EXPECT_TRUE(plain.touches(cell(26.2, 56.2)));
  EXPECT_TRUE(parse_box("56.2,26.2,56.3,26.3")->touches(cell(26.4, 56.4))) << "part of a cell";
  EXPECT_FALSE(parse_box("56.2,26.2,56.3,26.3")->touches(cell(26.6, 56.4)));
  EXPECT_FALSE(parse_box("56.2,26.2,56.3,26.3")->touches(cell(26.4, 55.4)));
}

unsigned refused(const Guard& guard, const Request& request, bool navigation = false) {
  const auto response = guard.refuse(request, navigation);
  return response ? response->status : 0;
}

TEST(Guard, AnswersOnlyToItsOwnNames) {
  const Guard guard{{"node.example"}};
  const auto with_host = [&](std::string_view host) {
    Request r{};
    r.method = "GET";
    r.host = host;
    return refused(guard, r);
  };
  for (const std::string_view good :
       {"127.0.0.1:8080", "127.0.0.1", "localhost:8080", "LOCALHOST", "[::1]:8080", "10.1.2.3:80",
        "node.example", "Node.Example:8080"})
    EXPECT_EQ(with_host(good), 0U) << good;
  for (const std::string_view bad :
       {"", "rebound.example", "127.0.0.1.evil.example", "localhost.evil.example", "[::1", "[::1]x",
        "node.example.evil", ":8080", "999.1.1.1"})
    EXPECT_EQ(with_host(bad), 421U) << bad;
}

TEST(Guard, LetsNoOtherOriginRead) {
  const Guard guard;
  const auto from = [&](std::string_view origin, std::string_view site, bool navigation) {
    Request r{};
    r.method = "GET";
    r.host = "127.0.0.1:8080";
    r.origin = origin;
    r.sec_fetch_site = site;
    return refused(guard, r, navigation);
  };
  EXPECT_EQ(from("", "", false), 0U) << "not a browser";
  EXPECT_EQ(from("http://127.0.0.1:8080", "same-origin", false), 0U);
  EXPECT_EQ(from("https://127.0.0.1:8080", "", false), 0U) << "behind a proxy with TLS";
  EXPECT_EQ(from("", "none", false), 0U) << "typed into the address bar";
  for (const std::string_view bad :
       {"http://evil.example", "http://127.0.0.1:8081", "http://127.0.0.1", "null",
        "http://localhost:8080", "chrome-extension://x", "http://127.0.0.1:8080.evil.example"})
    EXPECT_EQ(from(bad, "", false), 403U) << bad;
  EXPECT_EQ(from("", "cross-site", false), 403U);
  EXPECT_EQ(from("", "same-site", false), 403U);
  EXPECT_EQ(from("", "cross-site", true), 0U) << "a link to the console may be followed";
}

class StaticFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    base_ =
        std::filesystem::temp_directory_path() / ("narrows-static-" + std::to_string(::getpid()));
    std::filesystem::create_directories(base_ / "dist" / "assets");
    write("secret.txt", "secret");
    write("dist/index.html", "<html>");
    write("dist/.hidden", "hidden");
    write("dist/assets/app-1a2b.js", "code");
    std::filesystem::create_symlink(base_ / "secret.txt", base_ / "dist" / "link.txt");
  }
  void TearDown() override { std::filesystem::remove_all(base_); }
  void write(const std::string& name, std::string_view text) {
    std::ofstream{base_ / name} << text;
  }
  static std::string header(const Response& r, std::string_view name) {
    for (const auto& [key, value] : r.headers)
      if (key == name) return value;
    return "";
  }
  std::filesystem::path base_;
};

TEST_F(StaticFilesTest, ServesWhatIsThere) {
  const StaticFiles files{base_ / "dist"};
  const auto index = files.get("/", "");
  EXPECT_EQ(index.status, 200U);
  EXPECT_EQ(*index.body, "<html>");
  EXPECT_EQ(index.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(index.cache_control, "no-cache");
  const auto script = files.get("/assets/app-1a2b.js", "");
  EXPECT_EQ(*script.body, "code");
  EXPECT_EQ(script.content_type, "text/javascript; charset=utf-8");
  EXPECT_NE(script.cache_control.find("immutable"), std::string::npos);
}

TEST_F(StaticFilesTest, SaysWhenNothingChanged) {
  const StaticFiles files{base_ / "dist"};
  const auto tag = header(files.get("/", ""), "ETag");
  ASSERT_FALSE(tag.empty());
  const auto again = files.get("/", tag);
  EXPECT_EQ(again.status, 304U);
  EXPECT_TRUE(again.body->empty());
  write("dist/index.html", "<html>longer");
  EXPECT_EQ(files.get("/", tag).status, 200U);
}

TEST_F(StaticFilesTest, ServesNothingElse) {
  const StaticFiles files{base_ / "dist"};
  for (const std::string_view bad : {"/link.txt", "/.hidden", "/assets", "/assets/", "/none.js",
                                     "//etc/passwd", "/../secret.txt", "/assets/../../secret.txt"})
    EXPECT_EQ(files.get(bad, "").status, 404U) << bad;
}

TEST_F(StaticFilesTest, SaysHowToBuildAConsoleThatIsNotThere) {
  const auto page = StaticFiles{base_ / "nowhere"}.get("/", "");
  EXPECT_EQ(page.status, 503U);
  EXPECT_NE(page.body->find("has not been built"), std::string::npos);
}

TEST(JsonWriter, NestsAndEscapes) {
  JsonWriter json;
  json.object([&] {
    json.member("a", 1);
    json.member("none", std::optional<int>{});
    json.array("list", [&] {
      json.value("x\"\\\n\x01");
      json.value(true);
      json.object([&] { json.member("d", 1.5, 2); });
    });
    json.member("inf", std::numeric_limits<double>::infinity());
    json.member("bad", "a\xff\xc3\xa9\xed\xa0\x80z");
  });
  EXPECT_EQ(json.text(), R"({"a":1,"list":["x\"\\\u000a\u0001",true,{"d":1.50}],"inf":null,)"
                         "\"bad\":\"a\xEF\xBF\xBD\xc3\xa9\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"}");
}

}  // namespace
}  // namespace narrows::serve
