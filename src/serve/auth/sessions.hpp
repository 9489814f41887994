#pragma once

// Who is signed in. Kept in memory only, by the fingerprint of the cookie: the node holds nothing
// that would let somebody in, and a restart signs everybody out.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace narrows::serve {

struct Session {
  std::string user;  ///< "" for the demo's.
  std::string csrf;
  Time begun_at;
  Time seen_at;
};

class Sessions {
 public:
  struct Limits {
    Duration idle = Duration::minutes(30);    ///< Without a request or an open picture.
    Duration absolute = Duration::hours(12);  ///< A watch and its handover.
  };
  static constexpr std::size_t kPerUserMax = 16;
  static constexpr std::size_t kMax = 10'000;

  explicit Sessions(Limits limits) : limits_{limits} {}

  /// A new one; its secret is for the cookie and kept nowhere. The user's oldest goes when there
  /// are kPerUserMax, the oldest of all when there are kMax.
  struct Begun {
    std::string secret;
    Session session;
  };
  Begun begin(std::string_view user, Time now);

  /// The session of this cookie, seen now; nothing when there is none or its time is over.
  const Session* find(std::string_view secret, Time now);
  /// The same by what find() was asked for; for who keeps a connection open.
  const Session* find_key(std::string_view key, Time now);

  void end(std::string_view secret);
  void end_key(std::string_view key);
  /// All of one user's.
  void end_all(std::string_view user);
  std::size_t count_of(std::string_view user) const;
  std::size_t size() const { return sessions_.size(); }
  Time end_of(const Session& session) const { return session.begun_at + limits_.absolute; }

 private:
  bool over(const Session& session, Time now) const;
  void make_room(std::string_view user, Time now);

  const Limits limits_;
  std::map<std::string, Session, std::less<>> sessions_;  // By fingerprint.
};

}  // namespace narrows::serve
