#pragma once

// The durable operational store: one SQLite file that holds accounts and the audit log. A change
// and the entry that tells of it are committed together, and are on the disk before anybody is told
// that they happened.
//
// One store, one thread at a time inside; each call may take as long as the disk takes, so the
// server's thread does not call it.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "record/accounts.hpp"
#include "record/audit.hpp"
#include "record/sqlite.hpp"

namespace narrows::record {

/// What can be changed at once, see Store::change().
class Change {
 public:
  void put(const User& user);
  void put(const Invitation& invitation);
  void put(const Token& token);
  void remove_invitation(std::string_view link_hash);
  void remove_token(std::string_view name);
  /// At `now`, by the wall clock; if that went back, at the time of the entry before.
  void note(const AuditEvent& event, Time now);

 private:
  friend class Store;
  explicit Change(Sqlite& sqlite) : sqlite_{sqlite} {}
  void run(Statement&& statement);
  Sqlite& sqlite_;
  Result<void> good_;
};

/// Which entries of the audit log are asked for; newest first.
struct AuditQuestion {
  std::optional<std::int64_t> before;  ///< Only entries of a smaller seq.
  std::string who;                     ///< Exactly this; "" for anybody.
  std::string what;                    ///< Begins with this.
  std::string outcome;
  std::optional<Time> from;
  std::optional<Time> to;  ///< Not included.
  std::int64_t limit = 100;
};

struct AuditCheck {
  std::int64_t entries = 0;
  AuditHash head{};                      ///< The last entry's hash.
  std::optional<std::int64_t> wrong_at;  ///< The first seq that does not fit; none: all is well.
};

class Store {
 public:
  static constexpr std::string_view kFileName = "record.sqlite";

  /// Opens or makes `directory`/record.sqlite. Fails with one sentence.
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& directory);

  /// All of it or nothing; on the disk when it returns without an error.
  Result<void> change(const std::function<void(Change&)>& body);

  Result<std::vector<User>> users();
  Result<std::vector<Invitation>> invitations();
  Result<std::vector<Token>> tokens();

  Result<std::vector<AuditEntry>> audit(const AuditQuestion& question);
  /// Computes every hash anew. Reads the whole log.
  Result<AuditCheck> check_audit();

  explicit Store(Sqlite sqlite) : sqlite_{std::move(sqlite)} {}  ///< For open().

 private:
  std::mutex mutex_;  // Guards the connection.
  Sqlite sqlite_;
};

}  // namespace narrows::record
