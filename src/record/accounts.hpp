#pragma once

// What is kept of users, invitations and tokens. Secrets are kept as hashes only: who reads this
// file can sign in as nobody.

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.hpp"

namespace narrows::record {

struct User {
  std::string name;  ///< Lower case; the key.
  std::string display_name;
  std::string roles;          ///< Words, separated by spaces.
  std::string password_hash;  ///< As crypto_pwhash_str() writes it.
  bool disabled = false;
  Time created_at;
  std::optional<Time> signed_in_at;  ///< The last time.
};

/// A link that lets one person choose a password, once.
struct Invitation {
  std::string link_hash;
  std::string name;  ///< Of the user to be made or, if there is one, whose password is set anew.
  std::string display_name;
  std::string roles;
  std::string made_by;
  Time created_at;
  Time expires_at;
};

/// What a script shows instead of a password.
struct Token {
  std::string name;  ///< The key.
  std::string token_hash;
  std::string roles;
  std::string made_by;
  Time created_at;
  std::optional<Time> expires_at;
};

}  // namespace narrows::record
