#include "serve/auth/sessions.hpp"

#include <algorithm>
#include <iterator>

#include "serve/auth/secret.hpp"

namespace narrows::serve {

bool Sessions::over(const Session& s, Time now) const {
  return now - s.seen_at > limits_.idle || now - s.begun_at > limits_.absolute;
}

Sessions::Begun Sessions::begin(std::string_view user, Time now) {
  make_room(user, now);
  auto secret = make_secret();
  Session session{std::string{user}, derived(secret, "csrf"), now, now};
  sessions_.emplace(fingerprint(secret), session);
  return {std::move(secret), std::move(session)};
}

const Session* Sessions::find(std::string_view secret, Time now) {
  return find_key(fingerprint(secret), now);
}

const Session* Sessions::find_key(std::string_view key, Time now) {
  const auto found = sessions_.find(key);
  if (found == sessions_.end()) return nullptr;
  if (over(found->second, now)) {
    sessions_.erase(found);
    return nullptr;
  }
  found->second.seen_at = std::max(found->second.seen_at, now);
  return &found->second;
}

void Sessions::end(std::string_view secret) {
  end_key(fingerprint(secret));
}

void Sessions::end_key(std::string_view key) {
  if (const auto found = sessions_.find(key); found != sessions_.end()) sessions_.erase(found);
}

void Sessions::end_all(std::string_view user) {
  std::erase_if(sessions_, [&](const auto& item) { return item.second.user == user; });
}

std::size_t Sessions::count_of(std::string_view user) const {
  return static_cast<std::size_t>(std::count_if(
      sessions_.begin(), sessions_.end(), [&](const auto& i) { return i.second.user == user; }));
}

void Sessions::make_room(std::string_view user, Time now) {
  std::erase_if(sessions_, [&](const auto& item) { return over(item.second, now); });
  const auto oldest = [this](auto&& counts) {
    auto found = sessions_.end();
    for (auto i = sessions_.begin(); i != sessions_.end(); ++i) {
      if (counts(i->second) &&
          (found == sessions_.end() || i->second.seen_at < found->second.seen_at))
        found = i;
    }
    if (found != sessions_.end()) sessions_.erase(found);
  };
  if (count_of(user) >= kPerUserMax) oldest([&](const Session& s) { return s.user == user; });
  if (sessions_.size() >= kMax) oldest([](const Session&) { return true; });
}

}  // namespace narrows::serve
