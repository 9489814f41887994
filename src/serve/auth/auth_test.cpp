// The parts of sign-in one by one: roles, secrets, attempts, sessions, cookies.

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "serve/auth/access.hpp"
#include "serve/auth/attempts.hpp"
#include "serve/auth/roles.hpp"
#include "serve/auth/secret.hpp"
#include "serve/auth/sessions.hpp"

namespace narrows::serve {
namespace {

const Time kNoon = from_utc(2026, 1, 1, 12);

// The table that people read and the one that decides are the same.
TEST(Roles, AreAsTheGuideSays) {
  std::ifstream in{"docs/guide/roles.md"};
  ASSERT_TRUE(in) << "run from the root of the repository";
  std::map<std::string, std::set<std::string>> said;
  std::vector<std::string> roles;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| `")) continue;
    std::vector<std::string> cells;
    std::istringstream row{line.substr(1)};
    for (std::string cell; std::getline(row, cell, '|');) {
      cell = std::regex_replace(cell, std::regex{"[` ]"}, "");
      cells.push_back(cell);
    }
    if (roles.empty()) {
      roles.assign(cells.begin() + 1, cells.end());
      continue;
    }
    ASSERT_EQ(cells.size(), roles.size() + 1) << line;
    auto& granted = said[cells[0]];
    for (std::size_t i = 0; i < roles.size(); ++i) {
      ASSERT_TRUE(cells[i + 1] == "yes" || cells[i + 1] == "-") << line;
      if (cells[i + 1] == "yes") granted.insert(roles[i]);
    }
  }
  ASSERT_EQ(roles.size(), kRoleCount);
  std::map<std::string, std::set<std::string>> coded;
  for (const auto permission : kGranted) {
    auto& granted = coded[std::string{name(permission)}];
    for (const auto& role : roles) {
      ASSERT_TRUE(role_of(role)) << role;
      if (may(RoleSet{*role_of(role)}, permission)) granted.insert(role);
    }
  }
  EXPECT_EQ(said, coded);
}

TEST(Roles, WithoutOneNothingIsGranted) {
  for (const auto permission : kGranted) {
    EXPECT_FALSE(may(RoleSet{}, permission)) << name(permission);
    EXPECT_TRUE(may(RoleSet::all(), permission)) << name(permission);
  }
}

TEST(Roles, AreWords) {
  EXPECT_EQ(parse_roles("trainer watch_officer")->text(), "watch_officer trainer");
  EXPECT_TRUE(parse_roles("")->empty());
  for (const std::string_view bad : {"boss", "Trainer", " trainer", "trainer  auditor", "7"})
    EXPECT_FALSE(parse_roles(bad)) << bad;
}

TEST(Secret, IsDifferentEachTimeAndFitsIntoALink) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const auto secret = make_secret();
    EXPECT_EQ(secret.size(), 43U);
    EXPECT_EQ(secret.find_first_not_of(
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_TRUE(seen.insert(secret).second);
    EXPECT_NE(fingerprint(secret), secret);
    EXPECT_NE(derived(secret, "csrf"), fingerprint(secret));
  }
  EXPECT_TRUE(same_secret("abc", "abc"));
  for (const std::string_view other : {"abd", "ab", "abcd", "", "ABC"})
    EXPECT_FALSE(same_secret("abc", other)) << other;
}

TEST(Password, IsKeptAsArgon2id) {
  const auto hash = hash_password("correct horse battery");
  ASSERT_TRUE(hash);
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << *hash;
  EXPECT_TRUE(password_fits("correct horse battery", *hash));
  for (const std::string_view wrong : {"correct horse batterz", "", "correct horse battery "})
    EXPECT_FALSE(password_fits(wrong, *hash)) << wrong;
  EXPECT_NE(*hash, *hash_password("correct horse battery")) << "salted";
  EXPECT_TRUE(unknown_user_hash().starts_with("$argon2id$v=19$m=65536,t=2,p=1$"))
      << "an unknown user costs as much as a known one";
  EXPECT_FALSE(password_fits("", unknown_user_hash()));
  EXPECT_FALSE(password_fits("x", ""));
}

TEST(Password, MustBeWorthIt) {
  for (const std::string_view good : {"correct horse battery", "دریای عمان و خلیج", "aB3$aB3$xyz!"})
    EXPECT_TRUE(check_password(good, "sara")) << good;
  for (const std::string_view bad : {"", "short", "elevenchars", "aaaaaaaaaaaaaaaa",
                                     "abababababababab", "I am Sara, really", "دریای عمان"})
    EXPECT_FALSE(check_password(bad, "sara")) << bad;
  EXPECT_FALSE(check_password(std::string(257, 'x') + "abcdefgh", "sara"));
}

TEST(Attempts, RunOutAndComeBack) {
  Attempts attempts;
  int allowed = 0;
  for (int i = 0; i < 100; ++i) allowed += attempts.allow("sara", "10.0.0.1", kNoon);
  EXPECT_EQ(allowed, 10) << "by account";
  EXPECT_FALSE(attempts.allow("sara", "10.0.0.2", kNoon)) << "from elsewhere neither";
  EXPECT_TRUE(attempts.allow("omid", "10.0.0.3", kNoon)) << "another is not meant";
  EXPECT_TRUE(attempts.allow("sara", "10.0.0.2", kNoon + Duration::seconds(30)))
      << "nobody is locked out for good";
}

TEST(Attempts, AreCountedByAddressToo) {
  Attempts attempts;
  int allowed = 0;
  for (int i = 0; i < 100; ++i)
    allowed += attempts.allow("user" + std::to_string(i), "10.0.0.1", kNoon);
  EXPECT_EQ(allowed, 20);
  EXPECT_TRUE(attempts.allow("userx", "10.0.0.2", kNoon));
}

TEST(Attempts, OfAStrangerTakeNothingFromAnOfficerAtTheUsualDesk) {
  Attempts attempts;
  attempts.succeeded("sara", "10.0.0.9", kNoon);
  for (int i = 0; i < 1'000; ++i)
    attempts.allow("sara", "203.0.113." + std::to_string(i % 250), kNoon + Duration::seconds(i));
  const auto later = kNoon + Duration::seconds(1'000);
  EXPECT_FALSE(attempts.allow("sara", "203.0.113.251", later)) << "a stranger, one more";
  EXPECT_TRUE(attempts.allow("sara", "10.0.0.9", later));
}

TEST(Attempts, HoldNoMoreThanAgreed) {
  Attempts attempts;
  for (int i = 0; i < 50'000; ++i) {
    const auto n = std::to_string(i);
    attempts.allow("user" + n, "2001:db8:" + n.substr(0, 4) + ":" + n.substr(n.size() - 1) + "::1",
                   kNoon + Duration::milliseconds(i));
    attempts.succeeded("user" + n, "10.0.0.1", kNoon + Duration::milliseconds(i));
    ASSERT_LE(attempts.buckets(), 3 * Attempts::kBucketsMax);
  }
}

TEST(Attempts, SeeOneSiteInOneIpv6Net) {
  EXPECT_EQ(site_of("2001:db8:1:2:3:4:5:6"), site_of("2001:db8:1:2::1"));
  EXPECT_NE(site_of("2001:db8:1:2::1"), site_of("2001:db8:1:3::1"));
  EXPECT_EQ(site_of("10.0.0.1"), "10.0.0.1");
  EXPECT_NE(site_of("::ffff:10.0.0.1"), site_of("::ffff:10.0.0.2"));
}

TEST(Sessions, EndWhenIdleAndInAnyCase) {
  Sessions sessions{{.idle = Duration::minutes(30), .absolute = Duration::hours(12)}};
  const auto begun = sessions.begin("sara", kNoon);
  EXPECT_TRUE(sessions.find(begun.secret, kNoon + Duration::minutes(30)));
  EXPECT_FALSE(sessions.find("another", kNoon));
  EXPECT_FALSE(sessions.find(begun.secret, kNoon + Duration::minutes(61))) << "idle for 31";
  EXPECT_EQ(sessions.size(), 0U) << "and forgotten";
  const auto busy = sessions.begin("sara", kNoon);
  for (int minute = 0; minute <= 12 * 60; minute += 20)
    EXPECT_TRUE(sessions.find(busy.secret, kNoon + Duration::minutes(minute))) << minute;
  EXPECT_FALSE(sessions.find(busy.secret, kNoon + Duration::minutes(12 * 60 + 1)));
}

TEST(Sessions, EndForOneOrForAll) {
  Sessions sessions{{}};
  const auto a = sessions.begin("sara", kNoon);
  const auto b = sessions.begin("sara", kNoon);
  const auto c = sessions.begin("omid", kNoon);
  EXPECT_NE(a.secret, b.secret);
  EXPECT_NE(a.session.csrf, b.session.csrf);
  sessions.end(a.secret);
  EXPECT_FALSE(sessions.find(a.secret, kNoon));
  EXPECT_TRUE(sessions.find(b.secret, kNoon));
  sessions.end_all("sara");
  EXPECT_FALSE(sessions.find(b.secret, kNoon));
  EXPECT_TRUE(sessions.find(c.secret, kNoon));
}

TEST(Sessions, AreSoManyAtMost) {
  Sessions sessions{{}};
  const auto first = sessions.begin("sara", kNoon);
  for (std::size_t i = 0; i < Sessions::kPerUserMax; ++i)
    sessions.begin("sara", kNoon + Duration::seconds(1));
  EXPECT_EQ(sessions.count_of("sara"), Sessions::kPerUserMax);
  EXPECT_FALSE(sessions.find(first.secret, kNoon)) << "the oldest went";
}

TEST(Cookie, IsFoundAmongOthers) {
  const auto of = [](std::string_view header) { return cookie_value(header, "narrows_session"); };
  EXPECT_EQ(of("narrows_session=abc"), "abc");
  EXPECT_EQ(of("a=b; narrows_session=abc; c=d"), "abc");
  EXPECT_EQ(of("a=b;narrows_session=abc"), "abc");
  EXPECT_EQ(of("xnarrows_session=abc; narrows_sessionx=def"), "");
  EXPECT_EQ(of(""), "");
  EXPECT_EQ(of("narrows_session"), "");
  EXPECT_EQ(of("narrows_session=abc; narrows_session=def"), "") << "one was planted";
}

}  // namespace
}  // namespace narrows::serve
