// What is acknowledged is there, whatever happens to the process; the audit log shows every hand
// that was laid on it.

#include "record/store.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace narrows::record {
namespace {

const Time kNoon = from_utc(2026, 1, 1, 12);

class StoreTest : public ::testing::Test {
 protected:
  StoreTest() {
    std::string name = (std::filesystem::temp_directory_path() / "narrows-record-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::unique_ptr<Store> open() {
    auto opened = Store::open(directory_);
    EXPECT_TRUE(opened) << opened.error().what;
    return std::move(*opened);
  }
  std::filesystem::path file() const { return directory_ / Store::kFileName; }
  /// Lays hands on the file as somebody would who can write to it.
  void tamper(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &database), SQLITE_OK);
    char* why = nullptr;
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &why), SQLITE_OK) << why;
    sqlite3_free(why);
    sqlite3_close(database);
  }
  static AuditEvent event(std::string what) {
    return {.who = "reza",
            .from = "10.0.0.7",
            .what = std::move(what),
            .subject = "sara",
            .outcome = "done",
            .detail = "a \"quoted\" line\nand one more"};
  }
  static void note(Store& store, int count) {
    for (int i = 0; i < count; ++i) {
      const auto written = store.change([&](Change& change) {
        change.note(event("test." + std::to_string(i)), kNoon + Duration::seconds(i));
      });
      ASSERT_TRUE(written) << written.error().what;
    }
  }
  std::filesystem::path directory_;
};

const std::string kUnlock = "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_removed;";

TEST_F(StoreTest, KeepsWhatItWasGiven) {
  const User user{.name = "sara",
                  .display_name = "سارا",
                  .roles = "watch_officer trainer",
                  .password_hash = "$argon2id$…",
                  .disabled = true,
                  .created_at = kNoon,
                  .signed_in_at = kNoon + Duration::hours(1)};
  const Invitation invitation{.link_hash = "h",
                              .name = "omid",
                              .display_name = "Omid",
                              .roles = "auditor",
                              .made_by = "sara",
                              .created_at = kNoon,
                              .expires_at = kNoon + Duration::hours(72)};
  const Token token{.name = "script",
                    .token_hash = "t",
                    .roles = "analyst",
                    .made_by = "sara",
                    .created_at = kNoon,
                    .expires_at = {}};
  ASSERT_TRUE(open()->change([&](Change& change) {
    change.put(user);
    change.put(invitation);
    change.put(token);
  }));
  const auto store = open();
  const auto users = *store->users();
  ASSERT_EQ(users.size(), 1U);
  EXPECT_EQ(users[0].display_name, "سارا");
  EXPECT_EQ(users[0].roles, "watch_officer trainer");
  EXPECT_TRUE(users[0].disabled);
  EXPECT_EQ(users[0].signed_in_at, user.signed_in_at);
  const auto invitations = *store->invitations();
  ASSERT_EQ(invitations.size(), 1U);
  EXPECT_EQ(invitations[0].expires_at, invitation.expires_at);
  const auto tokens = *store->tokens();
  ASSERT_EQ(tokens.size(), 1U);
  EXPECT_FALSE(tokens[0].expires_at);
  ASSERT_TRUE(store->change([](Change& change) {
    change.remove_invitation("h");
    change.remove_token("script");
  }));
  EXPECT_TRUE(store->invitations()->empty());
  EXPECT_TRUE(store->tokens()->empty());
}

TEST_F(StoreTest, AChangeIsWholeOrNotAtAll) {
  const auto store = open();
  const Token token{.name = "a",
                    .token_hash = "t",
                    .roles = "analyst",
                    .made_by = "x",
                    .created_at = kNoon,
                    .expires_at = {}};
  ASSERT_TRUE(store->change([&](Change& change) { change.put(token); }));
  const auto twice = store->change([&](Change& change) {
    change.note(event("token.make"), kNoon);
    change.put(token);  // Its name is taken.
  });
  EXPECT_FALSE(twice);
  EXPECT_EQ(store->check_audit()->entries, 0) << "the entry of what did not happen";
}

TEST_F(StoreTest, IsForItsOwnerAlone) {
  const auto store = open();
  note(*store, 1);
  for (const auto& entry : std::filesystem::directory_iterator{directory_}) {
    struct stat about {};
    ASSERT_EQ(::stat(entry.path().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U) << entry.path();
  }
}

TEST_F(StoreTest, AFileThatIsNoStoreIsRefusedInOneSentence) {
  std::filesystem::create_directories(directory_);
  {
    FILE* f = std::fopen(file().c_str(), "w");
    std::fputs(
        "this is no database, but longer than one page header would be, for sure: "
        "0123456789012345678901234567890123456789",
        f);
    std::fclose(f);
  }
  const auto opened = Store::open(directory_);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().what.find("record.sqlite"), std::string::npos);
}

TEST_F(StoreTest, AStoreOfANewerVersionIsLeftAlone) {
  open();
  tamper("PRAGMA user_version=99");
  EXPECT_FALSE(Store::open(directory_));
}

TEST_F(StoreTest, TheAuditLogIsAChain) {
  const auto store = open();
  note(*store, 5);
  const auto check = store->check_audit();
  EXPECT_EQ(check->entries, 5);
  EXPECT_FALSE(check->wrong_at);
  const auto entries = *store->audit({});
  ASSERT_EQ(entries.size(), 5U);
  EXPECT_EQ(entries[0].seq, 5) << "newest first";
  EXPECT_EQ(entries[4].previous, AuditHash{});
  EXPECT_EQ(entries[3].previous, entries[4].hash);
  EXPECT_EQ(check->head, entries[0].hash);
}

// The bytes that are hashed are laid down in docs/formats/audit.md; this value was computed from
// that page by another program (python3, hashlib).
TEST(AuditHash, IsAsThePageSays) {
  AuditEntry entry;
  entry.seq = 1;
  entry.at = from_utc(2026, 1, 1, 12);
  entry.who = "sara";
  entry.from = "10.0.0.7";
  entry.what = "session.sign_in";
  entry.subject = "sara";
  entry.outcome = "done";
  EXPECT_EQ(to_hex(hash_of(entry)),
            "c0b434d8e62db314a17c8e9ae37a6d6e773ea97bb9534ef7e8ccaa15de0f5100");
}

TEST_F(StoreTest, EveryTamperingShows) {
  for (const std::string& hand : std::vector<std::string>{
           "UPDATE audit SET who = 'nobody' WHERE seq = 3",
           "UPDATE audit SET at = at + 1 WHERE seq = 3",
           "UPDATE audit SET outcome = 'refused' WHERE seq = 3",
           "UPDATE audit SET detail = '' WHERE seq = 3",
           "UPDATE audit SET hash = 'x' WHERE seq = 3",
           "UPDATE audit SET hash = upper(hash) WHERE seq = 3", "DELETE FROM audit WHERE seq = 3",
           "UPDATE audit SET subject = subject || outcome, outcome = '' WHERE seq = 3",
           "DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = seq - 1 WHERE seq > 3"}) {
    std::filesystem::remove_all(directory_);
    note(*open(), 5);
    tamper(kUnlock + hand);
    const auto check = open()->check_audit();
    ASSERT_TRUE(check) << hand;
    ASSERT_TRUE(check->wrong_at) << hand;
    EXPECT_LE(*check->wrong_at, 4) << hand;
    EXPECT_GE(*check->wrong_at, 3) << hand;
  }
}

TEST_F(StoreTest, ThisProgramCanNotChangeAnEntryByMistake) {
  note(*open(), 1);
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file().c_str(), &database), SQLITE_OK);
  for (const char* sql : {"UPDATE audit SET who = 'x'", "DELETE FROM audit"})
    EXPECT_NE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sql;
  sqlite3_close(database);
}

TEST_F(StoreTest, TimeNeverRunsBackwardsInTheLog) {
  const auto store = open();
  note(*store, 3);
  ASSERT_TRUE(store->change([](Change& c) { c.note(event("late"), kNoon - Duration::hours(1)); }));
  const auto entries = *store->audit({});
  EXPECT_EQ(entries[0].at, entries[1].at);
  EXPECT_FALSE(store->check_audit()->wrong_at);
}

TEST_F(StoreTest, QuestionsNarrowTheLogDown) {
  const auto store = open();
  note(*store, 10);
  const auto seqs = [&](const AuditQuestion& q) {
    std::vector<std::int64_t> out;
    const auto entries = store->audit(q);
    for (const auto& e : *entries) out.push_back(e.seq);
    return out;
  };
  using Seqs = std::vector<std::int64_t>;
  AuditQuestion q;
  q.limit = 3;
  EXPECT_EQ(seqs(q), (Seqs{10, 9, 8}));
  q.before = 8;
  EXPECT_EQ(seqs(q), (Seqs{7, 6, 5}));
  q = {};
  q.what = "test.3";
  EXPECT_EQ(seqs(q), (Seqs{4}));
  q.what = "tes%";
  EXPECT_TRUE(seqs(q).empty()) << "no wildcards";
  q = {};
  q.who = "nobody";
  EXPECT_TRUE(seqs(q).empty());
  q = {};
  q.from = kNoon + Duration::seconds(3);
  q.to = kNoon + Duration::seconds(5);
  EXPECT_EQ(seqs(q), (Seqs{5, 4}));
  q = {};
  q.outcome = "refused";
  EXPECT_TRUE(seqs(q).empty());
}

// A child writes and says after each change that it is done, until it is killed in the middle:
// whatever it said is there afterwards, and the chain holds.
TEST_F(StoreTest, NothingAcknowledgedIsLostByKill) {
  std::int64_t total = 0;
  for (int round = 0; round < 10; ++round) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(pipe[0]);
      auto store = Store::open(directory_);
      for (;;) {
        if (!(*store)->change([](Change& change) { change.note(event("round"), kNoon); })) _exit(1);
        if (::write(pipe[1], "x", 1) != 1) _exit(1);
      }
    }
    ::close(pipe[1]);
    char byte = 0;
    std::int64_t said = 0;
    for (int i = 0; i < 5 + 3 * round; ++i) said += ::read(pipe[0], &byte, 1) == 1;
    ::kill(child, SIGKILL);
    while (::read(pipe[0], &byte, 1) == 1) ++said;
    ::waitpid(child, nullptr, 0);
    ::close(pipe[0]);
    const auto check = open()->check_audit();
    ASSERT_TRUE(check);
    EXPECT_FALSE(check->wrong_at);
    EXPECT_GE(check->entries, total + said) << "round " << round;
    EXPECT_LE(check->entries, total + said + 1) << "at most the one that it could not tell of";
    total = check->entries;
  }
  EXPECT_GT(total, 100);
}

}  // namespace
}  // namespace narrows::record
