// How people get in, and how others do not: the whole Api, as a browser or a script meets it.

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "serve/auth/api_kit.hpp"
#include "serve/auth/secret.hpp"

namespace narrows::serve {
namespace {

using test::Browser;
using test::kNoon;
using test::kPassword;
using test::Node;

class SignInTest : public ::testing::Test {
 protected:
  SignInTest() {
    EXPECT_EQ(admin_.use_link(node_.access->make_set_up_path(node_.now)).status, 201U);
  }
  /// Invites and lets them choose their password.
  void add(const std::string& name, std::vector<std::string> roles) {
    const auto invited = admin_.send("POST", "/api/v1/invitations",
                                     {{"name", name}, {"display_name", name}, {"roles", roles}});
    ASSERT_EQ(invited.status, 201U) << invited.body;
    Browser browser{node_};
    ASSERT_EQ(browser.use_link(invited.json().at("link").get<std::string>()).status, 201U);
  }
  std::vector<nlohmann::json> audit() {
    const auto page = admin_.get("/api/v1/audit?limit=1000").json();
    return page.at("entries");
  }
  Node node_;
  Browser admin_{node_};
};

TEST_F(SignInTest, WithoutASessionOnlyWhatIsNeededToGetOneIsOpen) {
  Browser stranger{node_};
  const std::set<std::string> open{"/healthz",           "/readyz",
                                   "/api/v1/session",    "/api/v1/setup",
                                   "/api/v1/setup/link", "/sign-in/{token}"};
  for (const auto& route : node_.api->routes()) {
    const bool is_open = open.contains(std::string{route.path}) && route.method != "DELETE";
    EXPECT_EQ(route.permission == Permission::kOpen, is_open) << route.method << ' ' << route.path;
    stranger.session();
    const auto reply = stranger.send(route.method, route.path, nlohmann::json::object());
    EXPECT_EQ(reply.status == 401, !is_open) << route.method << ' ' << route.path << reply.body;
  }
  EXPECT_EQ(stranger.get("/areas/hormuz/coast.json").status, 401U);
  EXPECT_EQ(stranger.get("/assets/x.js").status, 404U) << "the console itself is open";
  Request socket{};
  socket.method = "GET";
  socket.target = "/ws/v1/picture";
  socket.host = "localhost";
  EXPECT_EQ(node_.api->open_socket(socket, node_.now).refusal->status, 401U);
}

TEST_F(SignInTest, MetricsAreOpenToThisMachineAlone) {
  Browser stranger{node_};
  EXPECT_EQ(stranger.get("/metrics").status, 401U);
  stranger.loopback = true;
  EXPECT_EQ(stranger.get("/metrics").status, 200U);
  EXPECT_EQ(stranger.get("/api/v1/tracks").status, 401U);
}

// Every role against every route: what the table grants is answered, everything else refused.
TEST_F(SignInTest, EveryRoleMayWhatTheTableSaysAndNoMore) {
  for (std::size_t i = 0; i < kRoleCount; ++i) {
    const auto role = static_cast<Role>(i);
    const auto user = "u." + std::string{name(role)};
    add(user, {std::string{name(role)}});
    Browser browser{node_};
    ASSERT_EQ(browser.sign_in(user), 200U);
    for (const auto& route : node_.api->routes()) {
      if (route.permission == Permission::kOpen || route.permission == Permission::kSignedIn)
        continue;
      const auto status = browser.send(route.method, route.path, nlohmann::json::object()).status;
      EXPECT_EQ(status != 403, may({role}, route.permission))
          << user << ' ' << route.method << ' ' << route.path << ' ' << status;
    }
    EXPECT_EQ(browser.get("/areas/none.json").status != 403, may({role}, Permission::kSeePicture));
  }
}

TEST_F(SignInTest, TheCookieIsKeptFromScriptsAndOtherSites) {
  Browser browser{node_};
  browser.session();
  const nlohmann::json credentials{{"user", "sara"}, {"password", kPassword}};
  auto reply = browser.send("POST", "/api/v1/session", credentials);
  const auto plain = reply.headers.at("Set-Cookie");
  EXPECT_TRUE(plain.starts_with("narrows_session=")) << plain;
  for (const std::string_view part : {"; HttpOnly", "; SameSite=Strict", "; Path=/"})
    EXPECT_NE(plain.find(part), std::string::npos) << part;
  EXPECT_EQ(plain.find("Secure"), std::string::npos);
  EXPECT_EQ(reply.body.find(plain.substr(16, 43)), std::string::npos) << "not in the body";
  EXPECT_FALSE(reply.headers.contains("Strict-Transport-Security"));
  browser.secure = true;
  browser.csrf = browser.session().at("csrf").get<std::string>();
  reply = browser.send("POST", "/api/v1/session", credentials);
  EXPECT_NE(reply.headers.at("Set-Cookie").find("; Secure"), std::string::npos);
  EXPECT_TRUE(reply.headers.contains("Strict-Transport-Security"));
}

TEST_F(SignInTest, SigningInGivesANewSessionAndEndsTheOneBefore) {
  Browser browser{node_};
  ASSERT_EQ(browser.sign_in("sara"), 200U);
  const auto before = browser.cookie;
  const auto csrf = browser.csrf;
  ASSERT_EQ(browser.sign_in("sara"), 200U);
  EXPECT_NE(browser.cookie, before);
  EXPECT_NE(browser.csrf, csrf);
  Browser old{node_};
  old.cookie = before;
  EXPECT_EQ(old.session().at("signed_in"), false);
}

TEST_F(SignInTest, WhatChangesSomethingNeedsTheTokenOfThisSession) {
  Browser browser{node_};
  ASSERT_EQ(browser.sign_in("sara"), 200U);
  const auto good = browser.csrf;
  Browser other{node_};
  ASSERT_EQ(other.sign_in("sara"), 200U);
  for (const auto& wrong :
       {std::string{}, std::string{"x"}, good.substr(1), other.csrf, node_.access->nobody_csrf()}) {
    browser.csrf = wrong;
    for (const auto& route : node_.api->routes()) {
      if (route.method == "GET") continue;
      EXPECT_EQ(browser.send(route.method, route.path, nlohmann::json::object()).status, 403U)
          << route.method << ' ' << route.path;
    }
  }
  browser.csrf = good;
  browser.origin = "https://evil.example";
  EXPECT_EQ(browser.send("DELETE", "/api/v1/session").status, 403U);
  browser.origin.clear();
  browser.site = "same-site";
  EXPECT_EQ(browser.send("DELETE", "/api/v1/session").status, 403U);
  browser.site = "same-origin";
  EXPECT_EQ(browser.send("DELETE", "/api/v1/session").status, 204U);
  EXPECT_EQ(browser.get("/api/v1/tracks").status, 401U);
}

TEST_F(SignInTest, AStrangerLearnsNotWhetherAUserExists) {
  add("omid", {"analyst"});
  ASSERT_EQ(admin_.send("PATCH", "/api/v1/users/omid", {{"disabled", true}}).status, 200U);
  Browser browser{node_};
  browser.session();
  std::set<std::string> bodies;
  for (const auto& [user, password] : {std::pair{"sara", "wrong"},
                                       {"nobody", "wrong"},
                                       {"omid", "wrong"},
                                       {"omid", "correct horse battery"}}) {
    const auto reply =
        browser.send("POST", "/api/v1/session", {{"user", user}, {"password", password}});
    EXPECT_EQ(reply.status, 401U) << user;
    bodies.insert(reply.body);
  }
  EXPECT_EQ(bodies.size(), 1U);
}

TEST_F(SignInTest, GuessingIsSlowedDownAndNobodyIsLockedOut) {
  Browser usual{node_, "192.0.2.77"};
  ASSERT_EQ(usual.sign_in("sara"), 200U);
  std::map<unsigned, int> statuses;
  for (int i = 0; i < 40; ++i) {
    Browser guesser{node_, "203.0.113." + std::to_string(i)};
    ++statuses[guesser.sign_in("sara", "guess number " + std::to_string(i))];
  }
  EXPECT_EQ(statuses[401], 9) << "the tenth was this test's own, at the usual desk";
  EXPECT_EQ(statuses[429], 31);
  EXPECT_EQ(usual.sign_in("sara"), 200U) << "the officer at the usual desk";
  Browser other{node_, "192.0.2.78"};
  EXPECT_EQ(other.sign_in("sara"), 429U);
  node_.now = node_.now + Duration::minutes(10);
  EXPECT_EQ(other.sign_in("sara"), 200U);
}

TEST_F(SignInTest, TheSetUpLinkWorksOnceAndForAnHour) {
  Node fresh;
  Browser browser{fresh};
  EXPECT_EQ(browser.session().at("way_in"), "set_up_link");
  const auto old = fresh.access->make_set_up_path(fresh.now);
  const auto path = fresh.access->make_set_up_path(fresh.now);
  EXPECT_EQ(browser.use_link(old).status, 404U) << "a newer one was made";
  EXPECT_EQ(browser.use_link("/sign-in/" + make_secret()).status, 404U);
  const auto opened = browser.get(path);
  EXPECT_EQ(opened.status, 303U);
  EXPECT_TRUE(opened.headers.at("Location").starts_with("/#link="));
  EXPECT_FALSE(opened.headers.contains("Set-Cookie")) << "looking uses nothing up";
  EXPECT_EQ(browser.use_link(path, "Sara!").status, 422U) << "a name that is none";
  EXPECT_EQ(browser.use_link(path, "sara", "short").status, 422U);
  EXPECT_EQ(browser.use_link(path).status, 201U) << "mistakes did not use it up";
  EXPECT_EQ(browser.use_link(path, "omid").status, 404U);
  EXPECT_EQ(browser.session().at("user"), "sara");
  EXPECT_EQ(browser.session().at("way_in"), "password");
  Node late;
  const auto hour = late.access->make_set_up_path(late.now);
  late.now = late.now + Access::kSetUpLinkLives;
  EXPECT_EQ(Browser{late}.use_link(hour).status, 404U);
}

TEST_F(SignInTest, AnInvitationMakesOneUserWithTheRolesItSays) {
  const auto invited =
      admin_.send("POST", "/api/v1/invitations",
                  {{"name", "omid"}, {"display_name", "امید"}, {"roles", {"analyst"}}});
  const auto link = invited.json().at("link").get<std::string>();
  Browser omid{node_};
  omid.session();
  const auto look = omid.send("POST", "/api/v1/setup/link", {{"link", link.substr(9)}}).json();
  EXPECT_EQ(look.at("kind"), "invitation");
  EXPECT_EQ(look.at("display_name"), "امید");
  // Another name than the invitation's is not taken.
  EXPECT_EQ(omid.use_link(link, "root").status, 201U);
  const auto session = omid.session();
  EXPECT_EQ(session.at("user"), "omid");
  EXPECT_EQ(session.at("roles"), nlohmann::json{"analyst"});
  EXPECT_EQ(Browser{node_}.use_link(link).status, 404U) << "once";
  EXPECT_EQ(admin_
                .send("POST", "/api/v1/invitations",
                      {{"name", "omid"}, {"display_name", "x"}, {"roles", {"analyst"}}})
                .status,
            409U);
  const auto withdrawn =
      admin_.send("POST", "/api/v1/invitations",
                  {{"name", "zia"}, {"display_name", "Zia"}, {"roles", {"analyst"}}});
  const auto open = admin_.get("/api/v1/invitations").json().at("invitations");
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(
      admin_.send("DELETE", "/api/v1/invitations/" + open[0].at("id").get<std::string>()).status,
      204U);
  EXPECT_EQ(Browser{node_}.use_link(withdrawn.json().at("link").get<std::string>()).status, 404U);
  const auto late = admin_.send("POST", "/api/v1/invitations",
                                {{"name", "zia"}, {"display_name", "Zia"}, {"roles", {"analyst"}}});
  node_.now = node_.now + Accounts::kInvitationLives;
  EXPECT_EQ(Browser{node_}.use_link(late.json().at("link").get<std::string>()).status, 404U);
}

TEST_F(SignInTest, APasswordChangeEndsEveryOtherSession) {
  Browser other{node_};
  ASSERT_EQ(other.sign_in("sara"), 200U);
  Browser browser{node_};
  ASSERT_EQ(browser.sign_in("sara"), 200U);
  const auto change = [&](std::string_view old_password, std::string_view password) {
    return browser.send("PUT", "/api/v1/session/password",
                        {{"old_password", old_password}, {"password", password}});
  };
  EXPECT_EQ(change("wrong", "another horse battery").status, 403U);
  EXPECT_EQ(change(kPassword, "short").status, 422U);
  EXPECT_EQ(other.session().at("signed_in"), true);
  EXPECT_EQ(change(kPassword, "another horse battery").status, 200U);
  EXPECT_EQ(browser.session().at("signed_in"), true);
  EXPECT_EQ(other.session().at("signed_in"), false);
  EXPECT_EQ(other.sign_in("sara"), 401U);
  EXPECT_EQ(other.sign_in("sara", "another horse battery"), 200U);
}

TEST_F(SignInTest, WhoIsDisabledIsOutAtOnceAndTheirSocketToo) {
  add("omid", {"watch_officer"});
  Browser omid{node_};
  ASSERT_EQ(omid.sign_in("omid"), 200U);
  Request request{};
  request.method = "GET";
  request.target = "/ws/v1/picture";
  request.host = "localhost";
  request.cookie = omid.cookie;
  auto socket = node_.api->open_socket(request, node_.now);
  ASSERT_FALSE(socket.refusal);
  EXPECT_TRUE(node_.api->may_stay(socket.who, node_.now));
  ASSERT_EQ(admin_.send("PATCH", "/api/v1/users/omid", {{"disabled", true}}).status, 200U);
  EXPECT_FALSE(node_.api->may_stay(socket.who, node_.now));
  EXPECT_EQ(omid.get("/api/v1/tracks").status, 401U);
  EXPECT_EQ(omid.sign_in("omid"), 401U);
  ASSERT_EQ(admin_.send("PATCH", "/api/v1/users/omid", {{"disabled", false}}).status, 200U);
  EXPECT_EQ(omid.sign_in("omid"), 200U);
}

// A session that was begun while its user was being disabled is worth nothing either.
TEST_F(SignInTest, ASessionOfADisabledUserIsNobodys) {
  add("omid", {"watch_officer"});
  Browser omid{node_};
  ASSERT_EQ(omid.sign_in("omid"), 200U);
  const Accounts::UserPatch disabled{{}, {}, true};
  ASSERT_TRUE(node_.accounts->change_user("omid", disabled, {"sara", "x"}, node_.now));
  EXPECT_EQ(node_.access->sessions_of("omid"), 2U) << "nobody ended them";
  EXPECT_EQ(omid.get("/api/v1/tracks").status, 401U);
}

TEST_F(SignInTest, RolesTakenAwayAreGoneAtOnce) {
  add("omid", {"watch_officer"});
  Browser omid{node_};
  ASSERT_EQ(omid.sign_in("omid"), 200U);
  EXPECT_EQ(omid.get("/api/v1/tracks").status, 200U);
  ASSERT_EQ(admin_.send("PATCH", "/api/v1/users/omid", {{"roles", {"auditor"}}}).status, 200U);
  EXPECT_EQ(omid.get("/api/v1/tracks").status, 403U);
  EXPECT_EQ(omid.get("/api/v1/audit").status, 200U);
}

TEST_F(SignInTest, AnOpenPictureKeepsASessionButNotForEver) {
  Request request{};
  request.method = "GET";
  request.target = "/ws/v1/picture";
  request.host = "localhost";
  request.cookie = admin_.cookie;
  auto socket = node_.api->open_socket(request, node_.now);
  ASSERT_FALSE(socket.refusal);
  for (int minute = 0; minute < 12 * 60; ++minute)
    ASSERT_TRUE(node_.api->may_stay(socket.who, kNoon + Duration::minutes(minute))) << minute;
  EXPECT_FALSE(node_.api->may_stay(socket.who, kNoon + Duration::minutes(12 * 60 + 1)));
}

TEST_F(SignInTest, TheLastAdministratorStays) {
  EXPECT_EQ(admin_.send("PATCH", "/api/v1/users/sara", {{"disabled", true}}).status, 409U);
  EXPECT_EQ(admin_.send("PATCH", "/api/v1/users/sara", {{"roles", {"auditor"}}}).status, 409U);
  EXPECT_EQ(admin_.send("PATCH", "/api/v1/users/sara", {{"roles", nlohmann::json::array()}}).status,
            422U);
  add("omid", {"administrator"});
  EXPECT_EQ(admin_.send("PATCH", "/api/v1/users/sara", {{"roles", {"auditor"}}}).status, 200U);
}

TEST_F(SignInTest, ATokenMayWhatItsRolesSayUntilItIsRevoked) {
  const auto made = admin_.send(
      "POST", "/api/v1/tokens",
      {{"name", "script"}, {"roles", {"analyst"}}, {"expires_at", "2026-01-02T12:00:00Z"}});
  ASSERT_EQ(made.status, 201U) << made.body;
  const auto secret = made.json().at("token").get<std::string>();
  EXPECT_EQ(admin_.get("/api/v1/tokens").body.find(secret), std::string::npos);
  Browser script{node_};
  script.authorization = "Bearer " + secret;
  EXPECT_EQ(script.get("/api/v1/tracks").status, 200U);
  EXPECT_EQ(script.get("/api/v1/audit").status, 403U);
  EXPECT_EQ(script.get("/api/v1/users").status, 403U);
  EXPECT_EQ(script.session().at("user"), "token:script");
  EXPECT_EQ(script.send("DELETE", "/api/v1/session").status, 403U);
  script.authorization = "Bearer x" + secret;
  EXPECT_EQ(script.get("/api/v1/tracks").status, 401U);
  script.authorization = "Basic " + secret;
  EXPECT_EQ(script.get("/api/v1/tracks").status, 401U);
  script.authorization = "Bearer " + secret;
  node_.now = node_.now + Duration::hours(24);
  EXPECT_EQ(script.get("/api/v1/tracks").status, 401U) << "expired";
  node_.now = kNoon;
  EXPECT_EQ(admin_.send("POST", "/api/v1/tokens", {{"name", "root"}, {"roles", {"administrator"}}})
                .status,
            409U);
  ASSERT_EQ(admin_.send("DELETE", "/api/v1/tokens/script").status, 204U);
  EXPECT_EQ(script.get("/api/v1/tracks").status, 401U);
}

TEST_F(SignInTest, AccountsAreThereAfterARestartSessionsAreNot) {
  add("omid", {"analyst"});
  const auto token =
      admin_.send("POST", "/api/v1/tokens", {{"name", "script"}, {"roles", {"analyst"}}});
  node_.open();
  EXPECT_EQ(admin_.session().at("signed_in"), false);
  Browser omid{node_};
  EXPECT_EQ(omid.sign_in("omid"), 200U);
  Browser script{node_};
  script.authorization = "Bearer " + token.json().at("token").get<std::string>();
  EXPECT_EQ(script.get("/api/v1/tracks").status, 200U);
}

// What is on the disk lets nobody in.
TEST_F(SignInTest, NoSecretIsKeptInClear) {
  const auto invited =
      admin_.send("POST", "/api/v1/invitations",
                  {{"name", "omid"}, {"display_name", "o"}, {"roles", {"analyst"}}});
  const auto token = admin_.send("POST", "/api/v1/tokens", {{"name", "s"}, {"roles", {"analyst"}}});
  const auto set_up = node_.access->make_set_up_path(node_.now);
  std::string bytes;
  for (const auto& entry : std::filesystem::directory_iterator{node_.directory / "record"}) {
    std::ostringstream text;
    text << std::ifstream{entry.path(), std::ios::binary}.rdbuf();
    bytes += text.str();
  }
  EXPECT_NE(bytes.find("$argon2id$"), std::string::npos) << "it is read";
  for (const auto& secret :
       {std::string{kPassword}, invited.json().at("link").get<std::string>().substr(9),
        token.json().at("token").get<std::string>(), set_up.substr(9), admin_.cookie.substr(16)})
    EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
}

TEST_F(SignInTest, WhateverIsDoneIsInTheAuditLog) {
  Browser wrong{node_, "203.0.113.5"};
  wrong.sign_in("sara", "a wrong password");
  wrong.sign_in("my secret password", "x");
  add("omid", {"watch_officer"});
  Browser omid{node_, "192.0.2.9"};
  omid.sign_in("omid");
  omid.get("/api/v1/audit");
  admin_.send("PATCH", "/api/v1/users/omid", {{"roles", {"analyst"}}, {"display_name", "omid"}});
  omid.send("DELETE", "/api/v1/session?everywhere=true");
  const auto entries = audit();
  const auto count = [&](const nlohmann::json& wanted) {
    return std::count_if(entries.begin(), entries.end(), [&](const nlohmann::json& e) {
      for (auto i = wanted.begin(); i != wanted.end(); ++i) {
        if (e.at(i.key()) != i.value()) return false;
      }
      return true;
    });
  };
  for (const auto& wanted : std::vector<nlohmann::json>{
           {{"what", "user.set_up"}, {"who", "sara"}, {"subject", "sara"}, {"outcome", "done"}},
           {{"what", "session.sign_in"},
            {"who", "sara"},
            {"from", "203.0.113.5"},
            {"outcome", "refused"},
            {"detail", "wrong password"}},
           {{"what", "session.sign_in"},
            {"who", ""},
            {"outcome", "refused"},
            {"detail", "no such user"}},
           {{"what", "user.invite"}, {"who", "sara"}, {"subject", "omid"}},
           {{"what", "user.accept"}, {"who", "omid"}},
           {{"what", "session.sign_in"},
            {"who", "omid"},
            {"from", "192.0.2.9"},
            {"outcome", "done"}},
           {{"what", "access.refused"},
            {"who", "omid"},
            {"subject", "/api/v1/audit"},
            {"outcome", "refused"}},
           {{"what", "user.change"},
            {"subject", "omid"},
            {"detail", "roles: watch_officer -> analyst"}},
           {{"what", "session.sign_out_everywhere"}, {"who", "omid"}}})
    EXPECT_EQ(count(wanted), 1) << wanted;
  for (const auto& e : entries)
    EXPECT_EQ(e.dump().find("my secret"), std::string::npos) << "typed into the wrong field";
  EXPECT_EQ(admin_.get("/api/v1/audit/check").json().at("whole"), true);
  EXPECT_EQ(audit()[0].at("what"), "audit.read") << "reading it is in it";
}

TEST_F(SignInTest, TheAuditLogIsReadByPagesAndAsCsv) {
  for (int i = 0; i < 5; ++i) add("user" + std::to_string(i), {"analyst"});
  std::vector<std::int64_t> seqs;
  std::string before;
  for (bool more = true; more;) {
    const auto page = admin_.get("/api/v1/audit?limit=4&what=user." + before).json();
    for (const auto& e : page.at("entries")) seqs.push_back(e.at("seq").get<std::int64_t>());
    more = page.contains("next_before");
    if (more) before = "&before=" + page.at("next_before").dump();
  }
  EXPECT_EQ(seqs.size(), 11U);
  EXPECT_TRUE(std::is_sorted(seqs.rbegin(), seqs.rend()));
  const auto csv = admin_.get("/api/v1/audit.csv?what=user.invite");
  EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 6);
  EXPECT_TRUE(
      csv.body.starts_with("seq,at,who,from,what,subject,outcome,detail,previous,hash\r\n"));
  for (const std::string_view bad : {"limit=0", "limit=1001", "before=x", "from=yesterday", "x=1"})
    EXPECT_GE(admin_.get("/api/v1/audit?" + std::string{bad}).status, 400U) << bad;
}

// A spreadsheet would run it.
TEST_F(SignInTest, ACsvFieldIsNeverAFormula) {
  const auto named =
      admin_.send("PATCH", "/api/v1/users/sara", {{"display_name", "=HYPERLINK(1)"}});
  EXPECT_EQ(named.status, 200U);
  ASSERT_TRUE(node_.accounts->note({.who = "=cmd",
                                    .from = {},
                                    .what = "test.a",
                                    .subject = "a\"b",
                                    .outcome = "done",
                                    .detail = "@x"},
                                   node_.now));
  const auto csv = admin_.get("/api/v1/audit.csv?what=test").body;
  EXPECT_NE(csv.find("\"'=cmd\""), std::string::npos);
  EXPECT_NE(csv.find("\"a\"\"b\""), std::string::npos);
  EXPECT_NE(csv.find("\"'@x\""), std::string::npos);
}

TEST(Demo, TheLinkLetsInAgainAndAgainAsWatchOfficerAndTrainer) {
  Node node{{.demo = true, .sessions = {}}};
  EXPECT_EQ(Browser{node}.session().at("way_in"), "demo_link");
  for (int i = 0; i < 3; ++i) {
    Browser browser{node};
    browser.site = "cross-site";  // Followed from a page elsewhere.
    const auto opened = browser.get(node.access->demo_path());
    EXPECT_EQ(opened.status, 303U);
    EXPECT_EQ(opened.headers.at("Location"), "/");
    browser.site.clear();
    const auto session = browser.session();
    EXPECT_EQ(session.at("roles"), (nlohmann::json{"watch_officer", "trainer"}));
    EXPECT_EQ(browser.get("/api/v1/tracks").status, 200U);
    EXPECT_EQ(browser.get("/api/v1/users").status, 403U);
  }
  Browser stranger{node};
  EXPECT_EQ(stranger.get("/sign-in/" + make_secret()).headers.at("Location"), "/#link=void");
  EXPECT_EQ(stranger.session().at("signed_in"), false);
  EXPECT_EQ(Node{}.access->demo_path(), "") << "only where it was asked for";
}

TEST(NoSignIn, ShowsThePictureAndManagesNothing) {
  Node node{{.sign_in = false, .sessions = {}}};
  Browser browser{node};
  const auto session = browser.session();
  EXPECT_EQ(session.at("way_in"), "open");
  EXPECT_EQ(session.at("user"), nullptr);
  EXPECT_EQ(browser.get("/api/v1/tracks").status, 200U);
  EXPECT_EQ(browser.get("/api/v1/users").status, 403U);
  EXPECT_EQ(browser.get("/api/v1/audit").status, 403U);
  EXPECT_EQ(browser.sign_in("sara"), 409U);
  browser.csrf.clear();
  EXPECT_EQ(browser.send("POST", "/api/v1/session", nlohmann::json::object()).status, 403U)
      << "a page elsewhere can still not post";
  EXPECT_FALSE(std::filesystem::exists(node.directory / "record"));
}

}  // namespace
}  // namespace narrows::serve
