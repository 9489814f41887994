#include "record/store.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace narrows::record {

namespace {

constexpr std::int64_t kSchema = 1;

// The triggers keep this program's own mistakes away from the log; the hashes show everybody
// else's.
constexpr const char* kMake = R"sql(
BEGIN IMMEDIATE;
CREATE TABLE user (
  name TEXT PRIMARY KEY, display_name TEXT NOT NULL, roles TEXT NOT NULL,
  password_hash TEXT NOT NULL, disabled INTEGER NOT NULL, created_at INTEGER NOT NULL,
  signed_in_at INTEGER) WITHOUT ROWID;
CREATE TABLE invitation (
  link_hash TEXT PRIMARY KEY, name TEXT NOT NULL, display_name TEXT NOT NULL,
  roles TEXT NOT NULL, made_by TEXT NOT NULL, created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE token (
  name TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, roles TEXT NOT NULL,
  made_by TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER) WITHOUT ROWID;
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, "from" TEXT NOT NULL,
  what TEXT NOT NULL, subject TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL,
  previous TEXT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX audit_who ON audit (who, seq);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
PRAGMA user_version=1;
COMMIT;
)sql";

constexpr std::string_view kEntry =
    R"(seq, at, who, "from", what, subject, outcome, detail, previous, hash)";

std::optional<AuditHash> from_hex(std::string_view text) {
  AuditHash hash{};
  if (text.size() != hash.size() * 2) return std::nullopt;
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const int value = digit(text[2 * i]) * 16 + digit(text[2 * i + 1]);
    hash[i] = static_cast<unsigned char>(value);
  }
  if (to_hex(hash) != text) return std::nullopt;
  return hash;
}

/// Nothing when a hash has been made unreadable.
std::optional<AuditEntry> entry_of(const Statement& row) {
  AuditEntry entry;
  entry.seq = row.whole(0);
  entry.at = Time::unix_microseconds(row.whole(1));
  entry.who = row.text(2);
  entry.from = row.text(3);
  entry.what = row.text(4);
  entry.subject = row.text(5);
  entry.outcome = row.text(6);
  entry.detail = row.text(7);
  const auto previous = from_hex(row.text(8));
  const auto hash = from_hex(row.text(9));
  if (!previous || !hash) return std::nullopt;
  entry.previous = *previous;
  entry.hash = *hash;
  return entry;
}

std::optional<std::int64_t> microseconds(const std::optional<Time>& time) {
  return time ? std::optional{time->unix_microseconds()} : std::nullopt;
}

std::optional<Time> time_of(const std::optional<std::int64_t>& us) {
  return us ? std::optional{Time::unix_microseconds(*us)} : std::nullopt;
}

template <class Row, class Read>
Result<std::vector<Row>> all(Statement statement, Read&& read) {
  std::vector<Row> rows;
  for (;;) {
    const auto more = statement.step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return rows;
    rows.push_back(read(statement));
  }
}

}  // namespace

void Change::run(Statement&& statement) {
  if (good_) good_ = statement.run();
}

void Change::put(const User& u) {
  run(std::move(sqlite_
                    .prepare("INSERT OR REPLACE INTO user (name, display_name, roles, "
                             "password_hash, disabled, created_at, signed_in_at) "
                             "VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .bind(u.name)
                    .bind(u.display_name)
                    .bind(u.roles)
                    .bind(u.password_hash)
                    .bind(std::int64_t{u.disabled})
                    .bind(u.created_at.unix_microseconds())
                    .bind(microseconds(u.signed_in_at))));
}

void Change::put(const Invitation& i) {
  run(std::move(sqlite_
                    .prepare("INSERT OR REPLACE INTO invitation (link_hash, name, display_name, "
                             "roles, made_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .bind(i.link_hash)
                    .bind(i.name)
                    .bind(i.display_name)
                    .bind(i.roles)
                    .bind(i.made_by)
                    .bind(i.created_at.unix_microseconds())
                    .bind(i.expires_at.unix_microseconds())));
}

void Change::put(const Token& t) {
  run(std::move(sqlite_
                    .prepare("INSERT INTO token (name, token_hash, roles, made_by, created_at, "
                             "expires_at) VALUES (?, ?, ?, ?, ?, ?)")
                    .bind(t.name)
                    .bind(t.token_hash)
                    .bind(t.roles)
                    .bind(t.made_by)
                    .bind(t.created_at.unix_microseconds())
                    .bind(microseconds(t.expires_at))));
}

void Change::remove_invitation(std::string_view link_hash) {
  run(std::move(sqlite_.prepare("DELETE FROM invitation WHERE link_hash = ?").bind(link_hash)));
}

void Change::remove_token(std::string_view name) {
  run(std::move(sqlite_.prepare("DELETE FROM token WHERE name = ?").bind(name)));
}

void Change::note(const AuditEvent& event, Time now) {
  if (!good_) return;
  AuditEntry entry;
  static_cast<AuditEvent&>(entry) = event;
  auto last = sqlite_.prepare("SELECT seq, at, hash FROM audit ORDER BY seq DESC LIMIT 1");
  const auto found = last.step();
  if (!found) {
    good_ = tl::unexpected(found.error());
    return;
  }
  entry.seq = *found ? last.whole(0) + 1 : 1;
  entry.at = *found ? std::max(now, Time::unix_microseconds(last.whole(1))) : now;
  if (*found) {
    // What somebody made unreadable is not built upon in silence: the chain shows the break.
    entry.previous = from_hex(last.text(2)).value_or(AuditHash{});
  }
  entry.hash = hash_of(entry);
  run(std::move(sqlite_
                    .prepare(fmt::format(
                        "INSERT INTO audit ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", kEntry))
                    .bind(entry.seq)
                    .bind(entry.at.unix_microseconds())
                    .bind(entry.who)
                    .bind(entry.from)
                    .bind(entry.what)
                    .bind(entry.subject)
                    .bind(entry.outcome)
                    .bind(entry.detail)
                    .bind(to_hex(entry.previous))
                    .bind(to_hex(entry.hash))));
}

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) {
    return fail(Fault::kRefused,
                fmt::format("cannot make {}: {}", directory.string(), error.message()));
  }
  const auto file = directory / kFileName;
  auto sqlite = Sqlite::open(file);
  if (!sqlite) return tl::unexpected(sqlite.error());
  auto version = sqlite->prepare("PRAGMA user_version");
  auto row = version.step();
  const auto schema = row && *row ? version.whole(0) : -1;
  if (row && schema > kSchema) {
    row = fail(Fault::kWrongType,
               fmt::format("a newer version of this program made it ({})", schema));
  }
  if (row && schema == 0) {
    if (auto made = sqlite->run(kMake); !made) row = tl::unexpected(made.error());
  }
  if (!row) {
    return fail(row.error().fault,
                fmt::format("cannot use {}: {}", file.string(), row.error().what));
  }
  return std::make_unique<Store>(std::move(*sqlite));
}

Result<void> Store::change(const std::function<void(Change&)>& body) {
  const std::lock_guard lock{mutex_};
  if (auto begun = sqlite_.run("BEGIN IMMEDIATE"); !begun) return begun;
  Change change{sqlite_};
  body(change);
  auto good = std::move(change.good_);
  if (good) good = sqlite_.run("COMMIT");
  if (!good) (void)sqlite_.run("ROLLBACK");
  return good;
}

Result<std::vector<User>> Store::users() {
  const std::lock_guard lock{mutex_};
  return all<User>(sqlite_.prepare("SELECT name, display_name, roles, password_hash, disabled, "
                                   "created_at, signed_in_at FROM user ORDER BY name"),
                   [](const Statement& row) {
                     return User{.name = row.text(0),
                                 .display_name = row.text(1),
                                 .roles = row.text(2),
                                 .password_hash = row.text(3),
                                 .disabled = row.whole(4) != 0,
                                 .created_at = Time::unix_microseconds(row.whole(5)),
                                 .signed_in_at = time_of(row.whole_or_none(6))};
                   });
}

Result<std::vector<Invitation>> Store::invitations() {
  const std::lock_guard lock{mutex_};
  return all<Invitation>(
      sqlite_.prepare("SELECT link_hash, name, display_name, roles, made_by, created_at, "
                      "expires_at FROM invitation ORDER BY created_at, link_hash"),
      [](const Statement& row) {
        return Invitation{.link_hash = row.text(0),
                          .name = row.text(1),
                          .display_name = row.text(2),
                          .roles = row.text(3),
                          .made_by = row.text(4),
                          .created_at = Time::unix_microseconds(row.whole(5)),
                          .expires_at = Time::unix_microseconds(row.whole(6))};
      });
}

Result<std::vector<Token>> Store::tokens() {
  const std::lock_guard lock{mutex_};
  return all<Token>(sqlite_.prepare("SELECT name, token_hash, roles, made_by, created_at, "
                                    "expires_at FROM token ORDER BY name"),
                    [](const Statement& row) {
                      return Token{.name = row.text(0),
                                   .token_hash = row.text(1),
                                   .roles = row.text(2),
                                   .made_by = row.text(3),
                                   .created_at = Time::unix_microseconds(row.whole(4)),
                                   .expires_at = time_of(row.whole_or_none(5))};
                    });
}

Result<std::vector<AuditEntry>> Store::audit(const AuditQuestion& q) {
  const std::lock_guard lock{mutex_};
  auto statement = sqlite_.prepare(fmt::format(
      "SELECT {} FROM audit WHERE (?1 IS NULL OR seq < ?1) AND (?2 = '' OR who = ?2) AND "
      "substr(what, 1, length(?3)) = ?3 AND (?4 = '' OR outcome = ?4) AND "
      "(?5 IS NULL OR at >= ?5) AND (?6 IS NULL OR at < ?6) ORDER BY seq DESC LIMIT ?7",
      kEntry));
  statement.bind(q.before)
      .bind(q.who)
      .bind(q.what)
      .bind(q.outcome)
      .bind(microseconds(q.from))
      .bind(microseconds(q.to))
      .bind(q.limit);
  return all<AuditEntry>(std::move(statement),
                         [](const Statement& row) { return entry_of(row).value_or(AuditEntry{}); });
}

Result<AuditCheck> Store::check_audit() {
  const std::lock_guard lock{mutex_};
  auto rows = sqlite_.prepare(fmt::format("SELECT {} FROM audit ORDER BY seq", kEntry));
  AuditCheck check;
  for (;;) {
    const auto more = rows.step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return check;
    const auto entry = entry_of(rows);
    ++check.entries;
    const bool fits = entry && entry->seq == check.entries && entry->previous == check.head &&
                      entry->hash == hash_of(*entry);
    if (!fits) {
      check.wrong_at = rows.whole(0);
      return check;
    }
    check.head = entry->hash;
  }
}

}  // namespace narrows::record
